"""What a form of the editor never does, whatever it is sent: fail, or leave a template that can't be read."""

import itertools

import pytest
from django.urls import reverse

from reports.declarations import read_template
from reports.designing.actions import ACTS
from reports.designing.drafts import draft_of
from reports.models import ReportTemplate

CODE = "delarsrapport-augusti-2024"
ODD = ("", "99", "-1", "0.0.0", "avvikelse", "label", "{år", "<b>", "²", "x" * 300)
NAMES = ("nyckel", "mal", "kolumn", "rad", "rubrik", "visar", "for", "ar", "raknar", "fotnot", "enhet", "matt", "dag")
NAMES += ("star", "ord", "grupp", "tid", "del", "raknas", "var")


@pytest.fixture
def template(reference, editor, client):
    client.force_login(editor)
    return ReportTemplate.objects.get(code=CODE)


@pytest.mark.parametrize("section", ["resultat-prognos", "nettokostnader-diagram", "indikatorer"])
def test_no_act_of_the_designer_fails_on_odd_words(client, template, section):
    address = reverse("template_table", args=[CODE, section])
    for act, odd in itertools.product([*ACTS, "annat", "angra"], ODD[::3]):
        sent = {**dict.fromkeys(NAMES, odd), "gor": act, "sedd": odd, "pengar": "tkr", "oppen": odd, "med": odd}
        assert client.post(address, sent).status_code == 302, (act, odd)
        read_template(draft_of(template).declaration)


def test_no_form_of_sections_fails_on_odd_words(client, template):
    page, section = reverse("template", args=[CODE]), reverse("template_section", args=[CODE, "analys"])
    for act, odd in itertools.product(("upp", "slapp", "bort", "ny", "ar", "spara", "angra", "x"), ODD):
        sent = {**dict.fromkeys(("avsnitt", "mal", "var", "innehall", "under", "galler", "ord"), odd), "gor": act}
        assert client.post(page, {**sent, "rubrik": odd}).status_code == 302, (act, odd)
        assert client.post(section, {**sent, "rubrik": odd, "ar": odd}).status_code == 302, (act, odd)
        read_template(draft_of(template).declaration)


def test_new_copied_started_and_shared_things_say_what_is_missing(client, template):
    for name, sent in (
        ("template_new", {"namn": " ", "slag": "annual"}),
        ("template_new", {"namn": "Ny", "slag": "veckorapport"}),
        ("template_import", {}),
        ("shared_texts", {"namn": "", "ar": "2025"}),
        ("shared_texts", {"namn": "Mål", "ar": "förra"}),
    ):
        answer = client.post(reverse(name), sent, follow=True)
        assert "message-error" in answer.content.decode(), (name, sent)
    for name, sent in (
        ("template_copy", {"namn": "Ny", "till": "nästa"}),
        ("template_copy", {"namn": "", "till": "2025"}),
        ("template_start", {"tillfalle": "0", "titel": "T"}),
        ("template_versions", {"version": "99"}),
        ("template_save", {"gor": "spara"}),
    ):
        answer = client.post(reverse(name, args=[CODE]), sent, follow=True)
        assert "message-error" in answer.content.decode(), (name, sent)
