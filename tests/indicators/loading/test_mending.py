"""A file that was loaded and is mended, emptied of a file or broken by an odd sign: nothing goes unsaid."""

from io import StringIO

import pytest
from django.core.management import call_command

from indicators.loading.problems import ReferenceRefused
from indicators.models import FigureRevision, ReferenceAct, ReferenceChange, SourceDocument, UnitName

pytestmark = pytest.mark.django_db
AUGUST = "figures/augusti-2019.csv"
COSTS = "resultat,costs,prov,,,2019,8,ytd,,,,1 234,,,,,,,,1,"


def told(folder, **options):
    out = StringIO()
    call_command("load_reference", folder=folder.path, stdout=out, **options)
    return out.getvalue()


# What is mended is in the log


def test_the_first_load_makes_all_rows_and_leaves_no_log(folder):
    folder.load()
    folder.load(again=True)
    assert not ReferenceAct.objects.exists()


def test_a_mended_misprint_is_logged_with_the_loader_and_the_file(folder):
    folder.load()
    folder.change("organisation.yaml", "{name: Kontaktcenter, from", "{name: Kontaktcentrum, from")
    folder.load()
    line = ReferenceChange.objects.get(table_name="indicators_unitname", kind="changed")
    assert line.differing["name"] == ("Kontaktcenter", "Kontaktcentrum")
    assert (line.act.by.username, line.act.organisation.code) == ("inlasning", "prov")
    assert line.act.reason == "Inläsning av referensdata: organisation.yaml"
    folder.load(again=True)
    assert ReferenceAct.objects.count() == 1


def test_a_row_that_is_added_later_is_logged_too(folder):
    folder.load()
    row = "      - {name: Ärendecenter, from: 2021-01-01}\n"
    folder.change("organisation.yaml", row, f"{row}      - {{name: Mötesplatsen, from: 2023-01-01}}\n")
    folder.load()
    lines = {line.kind: line for line in ReferenceChange.objects.filter(table_name="indicators_unitname")}
    assert lines["added"].row_key == UnitName.objects.get(name="Mötesplatsen").pk
    assert lines["changed"].differing == {"valid_to": (None, "2022-12-31")}


def test_a_removed_row_of_a_goal_is_kept_in_the_log(folder):
    folder.load()
    folder.change("goals/2019.yaml", '              - {text: Fler mått kommer, role: text, missing: "-"}\n', "")
    folder.load()
    line = ReferenceChange.objects.get(kind="removed")
    assert (line.table_name, line.before["label"]) == ("indicators_goalindicator", "Fler mått kommer")


def test_a_check_of_mended_files_leaves_no_log(folder):
    folder.load()
    folder.change("organisation.yaml", "{name: Kontaktcenter, from", "{name: Kontaktcentrum, from")
    folder.load(check=True)
    assert not ReferenceAct.objects.exists()


def test_the_day_that_a_document_is_known_from_can_not_be_moved(folder):
    folder.load()
    folder.change("documents.yaml", "recorded_on: 2019-09-30", "recorded_on: 2019-10-01")
    with pytest.raises(ReferenceRefused, match="A är inläst som känt 2019-09-30") as refused:
        folder.load()
    assert "skriv tillbaka 2019-09-30" in str(refused.value)
    assert SourceDocument.objects.get(code="A").recorded_on.isoformat() == "2019-09-30"


# The source note


def notes():
    costs = FigureRevision.objects.filter(fact__indicator__code="costs", fact__scenario="outcome", fact__year=2019)
    return list(costs.filter(batch__document__code="A").order_by("number").values_list("source_note", flat=True))


def test_a_source_note_that_alone_is_mended_becomes_a_revision(folder):
    folder.remove("figures/mars-2020.csv")
    folder.change("documents.yaml", "[figures/mars-2020.csv]", "[]")
    folder.load()
    folder.change(AUGUST, COSTS, f"{COSTS}Ur bokslutet")
    folder.load()
    assert notes() == ["", "Ur bokslutet"]
    folder.load(again=True)
    assert notes() == ["", "Ur bokslutet"]


def test_another_documents_note_on_the_same_value_is_no_revision(folder):
    folder.load()
    before = FigureRevision.objects.count()
    folder.add("figures/mars-2020.csv", 'mal,sjuk,prov,women,,2019,8,ytd,,,,"4,0",,,,,,,,7,Ur tryck')
    folder.load()
    assert FigureRevision.objects.count() == before


# Files that are gone


def test_a_file_that_was_loaded_and_is_gone_is_told_once(folder):
    folder.load()
    folder.remove("goals/links.yaml")
    line = "goals/links.yaml: lästes in tidigare men finns inte längre; det som den förde in står kvar i portalen"
    assert line in told(folder, check=True)
    assert line in told(folder)
    assert told(folder) == "Referensdata är oförändrad. Inget att läsa in.\n"


def test_a_listed_file_that_is_gone_is_refused(folder):
    folder.load()
    folder.remove(AUGUST)
    with pytest.raises(ReferenceRefused, match=r"figures: Filen figures/augusti-2019\.csv finns inte"):
        folder.load()


def test_the_demos_files_are_not_missed_by_a_load_without_the_demo(folder):
    folder.load(demo=True)
    assert "finns inte längre" not in told(folder)


# Odd signs


@pytest.mark.parametrize(
    ("name", "old", "new", "row", "quoted"),
    [
        ("organisation.yaml", "valid_to: 2018-12-31", "valid_to: 2018-02-30", 22, "2018-02-30"),
        ("documents.yaml", "recorded_on: 2019-09-30", "recorded_on: 2019-13-01", 8, "2019-13-01"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_told_with_file_row_and_value(folder, name, old, new, row, quoted):
    folder.change(name, old, new)
    with pytest.raises(ReferenceRefused) as refused:
        folder.load()
    assert f"{name}, rad {row}: ”{quoted}” är ingen dag som finns i almanackan. Skriv år, månad och dag" in str(
        refused.value
    )


@pytest.mark.parametrize(("name", "row"), [(AUGUST, 5), ("organisation.yaml", 17)])
def test_an_invisible_sign_is_told_with_file_and_row(folder, name, row):
    old = "Avser Medborgarkontoret" if name == AUGUST else "Startade 2019."
    row = row if name == AUGUST else 18
    folder.change(name, old, f"{old[:6]}\x00{old[6:]}")
    with pytest.raises(ReferenceRefused) as refused:
        folder.load()
    assert f"{name}, rad {row}: Efter ”" in str(refused.value)
    assert f"{old[:6]}” står ett osynligt tecken (U+0000), som inte går att spara. Ta bort det." in str(refused.value)
