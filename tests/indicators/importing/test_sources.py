"""The list of saved mappings: what each says, another name, out of use and back; and who may."""

import pytest
from django.urls import reverse

from indicators.importing.drafts import own_sources
from indicators.importing.mappings import remember
from indicators.models import ImportSource
from tests.indicators.importing.makers import long_file

FILE = long_file(("KL", "Ärenden Kontakt Linköping", "202408", 221))
PAGE = "/las-in/kallor/"
MAPPING = {
    "columns": {"Redovisat": "value|scenario=budget", "Enh": "unit"},
    "units": {"Kontaktcenter": "kontakt", "Okänd": ""},
    "answers": {"money_unit": "kr"},
}


@pytest.fixture
def source(world, read):
    """A mapping that the editor saved."""
    draft, told = read(FILE, MAPPING)
    return remember(draft, name="Ärendesystemet", layout=told.layout, by=world.editor)


def act(client, source, do, **fields):
    return client.post(PAGE, {"kalla": str(source.pk), "gor": do, **fields}, follow=True)


def text(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def editor(world, client):
    client.force_login(world.editor)
    return client


def test_the_list_says_in_words_how_a_file_is_read(editor, source):
    page = text(editor.get(PAGE))
    for told in ("Ärendesystemet", "kronor", "Redovisat: Värde, budget", "Enh: Enhet", "Använd 0 gånger"):
        assert told in page
    assert "Okänd: läses inte" in page
    assert reverse("import_sources") in text(editor.get(reverse("imports")))


def test_a_source_gets_another_name_but_never_none_or_one_that_is_taken(editor, source):
    other = ImportSource.objects.create(
        organisation=source.organisation, name="Ekonomi", changed_at=source.changed_at, changed_by=source.changed_by
    )
    assert "heter nu ”Ärenden 2024”" in text(act(editor, source, "namn", **{f"namn-{source.pk}": " Ärenden  2024 "}))
    for wrong in ("", " ", other.name, "x" * 101):
        assert act(editor, source, "namn", **{f"namn-{source.pk}": wrong}).status_code == 422
    source.refresh_from_db()
    assert source.name == "Ärenden 2024"


def test_a_retired_source_is_offered_no_more_until_it_is_taken_back(editor, source):
    act(editor, source, "ur-bruk")
    assert own_sources(source.organisation) == []
    assert "ur bruk" in text(editor.get(PAGE))
    act(editor, source, "i-bruk")
    assert own_sources(source.organisation) == [source]


def test_saving_answers_under_a_retired_name_takes_it_into_use(world, read, editor, source):
    act(editor, source, "ur-bruk")
    draft, told = read(FILE, MAPPING)
    remember(draft, name=source.name, layout=told.layout, by=world.editor)
    assert own_sources(source.organisation) == [source]


def test_only_the_editor_and_who_saved_it_change_a_source(world, client, source):
    client.force_login(world.person("controller", world.kl))
    assert "Ändras av huvudcontrollern" in text(client.get(PAGE))
    for do in ("namn", "ur-bruk"):
        assert act(client, source, do, **{f"namn-{source.pk}": "Min"}).status_code == 422
    source.refresh_from_db()
    assert (source.name, source.retired_at) == ("Ärendesystemet", None)
    client.force_login(world.person("reader", world.vss))
    assert client.get(PAGE).status_code == 403


def test_what_isnt_a_source_or_an_act_is_refused(editor, source):
    assert editor.post(PAGE, {"kalla": "999999", "gor": "ur-bruk"}).status_code == 422
    assert editor.post(PAGE, {"kalla": "x", "gor": "ur-bruk"}).status_code == 422
    assert act(editor, source, "bort").status_code == 422
