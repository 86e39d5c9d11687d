"""The project's own reference data: every printed figure and target is in the portal as known on its document's day."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
from django.conf import settings

from indicators.loading.files import Folder
from indicators.loading.organisation import read_organisation
from indicators.loading.reading import Reading
from indicators.loading.running import load_reference
from indicators.loading.sources import read_documents
from indicators.models import FigureRevision, SourceDocument, TargetRevision
from indicators.organisation import UnitTree
from vss_portal.models import User

VSS = settings.BASE_DIR / "fixtures" / "vss"
DOCUMENTS = ["D19", "D20", "D21", "FB", "VB"]


def printed(code, family):
    """The rows of a document's files, straight from the CSV."""
    document = next(found for found in read_documents(Reading(Folder(VSS))) if found.code == code)
    for name in getattr(document, family):
        with (VSS / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def figure_key(row):
    about = ("indicator", "unit", "breakdown", "scenario", "span", "decision", "basis")
    usual = {"breakdown": "total", "scenario": "outcome", "basis": "original"}
    words = tuple(row[name] or usual.get(name, "") for name in about)
    return (*words, int(row["year"]), int(row["month"]), int((row["vintage"] or "0").replace("-", "")))


def printed_value(row):
    """Value, decimals and marker of a row: an amount in mnkr is known to as many places less in tkr."""
    if row["marker"]:
        return None, None, row["marker"]
    text = row["value"].replace(" ", "").replace("\u00a0", "").replace("−", "-")
    places = len(text.partition(",")[2])
    factor, less = (1000, 3) if row["measure"] == "mnkr" else (1, 0)
    return Decimal(text.replace(",", ".")) * factor, places - less, ""


def known_figures(day):
    """The figures known on the day, by what they are about."""
    revisions = FigureRevision.objects.as_of(day).prefetch_related("footnotes")
    related = ("indicator", "unit", "breakdown", "decision")
    found = revisions.select_related("batch__document", *(f"fact__{name}" for name in related))
    return {fact_key(revision.fact): revision for revision in found}


def fact_key(fact):
    decision = fact.decision.code if fact.decision else ""
    about = (fact.indicator.code, fact.unit.code, fact.breakdown.code, fact.scenario, fact.span)
    return (*about, decision, fact.basis, fact.year, fact.month, fact.vintage)


@pytest.mark.django_db
def test_every_printed_figure_is_known_on_its_documents_day():
    load_reference(VSS)
    checked = 0
    for code in DOCUMENTS:
        day = SourceDocument.objects.get(code=code).recorded_on
        known = known_figures(day)
        for row in printed(code, "figures"):
            revision = known[figure_key(row)]
            assert (revision.value, revision.decimals, revision.marker) == printed_value(row), row
            assert revision.already_published
            assert revision.batch.document.recorded_on <= day
            footnotes = [(note.kind, note.text) for note in revision.footnotes.all()]
            assert footnotes == ([(row["footnote_kind"], row["footnote"])] if row["footnote"] else [])
            checked += 1
    assert checked > 1_100


@pytest.mark.django_db
def test_every_printed_target_is_known_on_its_documents_day():
    load_reference(VSS)
    checked = 0
    for code in DOCUMENTS:
        day = SourceDocument.objects.get(code=code).recorded_on
        about = ("indicator__code", "unit__code", "breakdown__code", "year")
        rows = TargetRevision.objects.as_of(day).values_list("text", *(f"target__{name}" for name in about))
        known = {tuple(key): text for text, *key in rows}
        for row in printed(code, "targets"):
            key = (row["indicator"], row["unit"], row["breakdown"] or "total", int(row["year"]))
            assert known[key] == row["text"], row
            checked += 1
    assert checked > 150


@pytest.mark.django_db
def test_the_demos_data_loads_and_a_second_time_finds_nothing_to_do(counted, django_assert_num_queries):
    first = load_reference(VSS, demo=True)
    assert first.unread == []
    assert FigureRevision.objects.filter(source="example").count() > 2_000
    assert User.objects.filter(is_service=False).count() == 10
    with django_assert_num_queries(1):
        assert load_reference(VSS, demo=True).untouched
    before = counted()
    assert load_reference(VSS, demo=True, again=True).total("changed") == 0
    assert counted() == before


@pytest.fixture(scope="module")
def tree():
    """The units of the reference data, without a database."""
    reading = Reading(Folder(VSS))
    file = read_organisation(reading)
    assert reading.problems.found == []
    return UnitTree([unit.record for unit in file.units], file.links)


def test_the_customer_centre_of_2018_is_told_by_its_predecessor(tree):
    carried = tree.sources_for("kontakt", dt.date(2019, 8, 31), dt.date(2018, 8, 31))
    assert carried.units == ("medborgarkontoret",)
    assert carried.note == "avser Medborgarkontoret, som ingår i Kontakt Linköping från 2019"


def test_the_areas_of_october_2021_are_the_sums_of_their_units_in_august(tree):
    reform, august = dt.date(2021, 10, 1), dt.date(2021, 8, 31)
    areas = {"vo-hr": ("hr-service", "loneservice"), "vo-medborgare": ("kontakt", "stadsarkivet", "elarande")}
    for area, units in areas.items():
        carried = tree.sources_for(area, reform, august)
        assert carried.units == units
        assert carried.note.endswith("från den 1\u00a0oktober 2021")
    assert tree.sources_for("vo-lkdata", reform, august).units == ("lkdata",)


def test_the_kitchens_have_no_figures_before_they_came(tree):
    assert not tree.sources_for("vo-kost", dt.date(2022, 1, 1), dt.date(2021, 12, 31))
    told = [each.text for each in tree.series_breaks("vss", dt.date(2021, 12, 31), dt.date(2023, 12, 31))]
    assert told == ["Verksamhetsområde Kost och restaurang tillkom den 1\u00a0januari 2022."]


def test_the_six_rows_of_the_later_reports_are_the_parts_of_the_day(tree):
    parts = tree.units_on(dt.date(2023, 12, 31), part_of="vss", kinds=("staff", "business_area"))
    assert [unit.code for unit in parts] == ["stab", "vo-ekonomi", "vo-hr", "vo-medborgare", "vo-kost", "vo-lkdata"]
