"""What everybody may read: off until the setting and the editor say so; and what stands first on a report's page."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from indicators.models import Fact
from reports.approval.steps import StepRefused
from reports.composing import compose_report
from reports.models import Report, ReportSwitch
from reports.opening import set_open_data, set_public_page
from reports.printing import making
from reports.summary import in_short
from tests.reports.judging import correct_fact
from vss_portal.models import User

PRINTED, OPEN = "verksamhetsberattelse-2023", "delarsrapport-2024-08"


@pytest.fixture
def printed(reference):
    return Report.objects.get(slug=PRINTED)


def test_a_public_report_is_read_without_log_in_when_setting_and_editor_say_so(client, printed, editor, settings):
    address = reverse("public_report", args=[PRINTED])
    settings.PORTAL_PUBLIC_REPORTS = True
    assert client.get(address).status_code == 404
    client.force_login(editor)
    switch = reverse("report_public_page", args=[PRINTED])
    assert "Sätt på sidan" in client.get(switch).content.decode()
    client.post(switch, {"oppen": "ja"})
    client.logout()
    page = client.get(address)
    assert page.status_code == 200
    body = page.content.decode().partition("<main")[2]
    assert "Verksamhetsberättelse 2023" in body
    assert not any(f'href="/{closed}' in body for closed in ("indikatorer", "varden", "rapporter"))
    settings.PORTAL_PUBLIC_REPORTS = False
    assert client.get(address).status_code == 404


def test_anybody_fetches_the_pdf_of_a_printed_report_and_what_is_withheld_since_is_withheld_in_it(
    client, printed, editor, settings, monkeypatch, tmp_path
):
    made = []
    monkeypatch.setattr(making, "document_pdf", lambda html, *_more: made.append(html) or b"%PDF")
    settings.PORTAL_PUBLIC_REPORTS, settings.PDF_FOLDER = True, tmp_path
    set_public_page(report=printed, on=True, by=editor)
    page, file = reverse("public_report", args=[PRINTED]), reverse("public_file", args=[PRINTED, PRINTED])
    cache.add(f"public-pdf:{printed.pk}", "görs")
    assert client.get(file).status_code == 503
    cache.delete(f"public-pdf:{printed.pk}")
    assert [client.get(file).content for _time in range(2)] == [b"%PDF", b"%PDF"]
    assert len(made) == 1
    shown = next(table for table in compose_report(printed).tables() if table.id == "personal")
    fact = next(cell.fact for row in shown.rows for cell in row.cells if cell.fact and cell.number)
    correct_fact(Fact.objects.get(pk=fact), "withheld")
    client.get(file)
    assert len(made) == 2
    for html in (made[1], client.get(page).content.decode()):
        assert ">..<" in html
    assert ">..<" not in made[0]


def test_only_the_editor_turns_it_on_and_only_what_is_public_already(printed, editor, settings):
    with pytest.raises(StepRefused, match="inga rapporter visas utan inloggning"):
        set_public_page(report=printed, on=True, by=editor)
    settings.PORTAL_PUBLIC_REPORTS = True
    with pytest.raises(StepRefused, match="Bara huvudcontrollern"):
        set_public_page(report=printed, on=True, by=User.objects.get(username="lasare"))
    with pytest.raises(StepRefused, match="inte offentlig än"):
        set_public_page(report=Report.objects.get(slug=OPEN), on=True, by=editor)
    assert not Report.objects.filter(public_page=True).exists()


def test_each_turn_of_a_switch_is_in_the_log(client, printed, editor, settings):
    settings.PORTAL_PUBLIC_REPORTS = True
    set_open_data(report=printed, on=True, by=editor)
    set_open_data(report=printed, on=True, by=editor)
    set_open_data(report=printed, on=False, by=editor)
    set_public_page(report=printed, on=True, by=editor)
    lines = ReportSwitch.objects.filter(report=printed).order_by("number")
    assert [(line.number, str(line)) for line in lines] == [
        (1, "öppna data: av → på"),
        (2, "öppna data: på → av"),
        (3, "sida utan inloggning: av → på"),
    ]
    client.force_login(editor)
    assert "Öppna data: av → på" in client.get(reverse("report_template", args=[PRINTED])).content.decode()


def test_the_description_of_open_data_has_contact_and_licence_of_the_settings(client, printed, editor, settings):
    settings.PORTAL_OPEN_DATA_CONTACT = "data@kommunen.example"
    settings.PORTAL_OPEN_DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    set_open_data(report=printed, on=True, by=editor)
    told = client.get(reverse("open_dcat")).content.decode()
    assert "mailto:data@kommunen.example" in told
    assert "licenses/by/4.0/" in told
    assert "publicdomain/zero" not in told


def test_a_report_begins_with_key_figures_and_what_became_of_the_goals(printed):
    short = in_short(compose_report(printed))
    assert [(tile.label, tile.value, tile.unit, tile.note) for tile in short.tiles] == [
        ("Resultat 2023", "−1,9", "mnkr", "1,9 sämre än budget"),
        ("Investeringar 2023", "78,9", "mnkr", "av 78,0 i årets budget"),
    ]
    changes = {goal.code: change for goal, _anchor, change in short.lines}
    assert (changes["god-service"].trend, changes["god-kundsamverkan"].trend) == ("unchanged", "worse")
    assert short.since.title == "Delårsrapport 31 augusti 2021"
    assert "God kundsamverkan: sämre än förut (uppfylls)" in short.since.news
