"""Recording figures: what is kept with a value, what is a fact of its own, and what leaves no trace."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from indicators.models import Fact, FigureFootnote, FigureRevision, RecordingBatch, RecordingFinding
from indicators.numbers import Number
from indicators.recording import RecordingRefused, record_figures
from tests.factories import (
    DecisionFactory,
    DocumentFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
    make_entry,
    record,
)

pytestmark = pytest.mark.django_db
AUGUST = ("period", "Utfall januari till juli")
COVERAGE = ("coverage", "Storleken är känd för 96 % av företagen")


@pytest.fixture
def about():
    """An indicator and a unit whose August 2024 is open."""
    OccasionFactory()
    return {"indicator": IndicatorFactory(name="Svarsservice"), "unit": UnitFactory(name="Kontakt Linköping")}


def save(entries, source="form", **act):
    return record_figures(entries=entries, by=UserFactory(), source=source, label="Värden", **act)


def refused(call):
    with pytest.raises(RecordingRefused) as raised:
        call()
    return raised.value.problems


def rows():
    tables = (Fact, FigureRevision, FigureFootnote, RecordingBatch, RecordingFinding)
    return [table.objects.count() for table in tables]


# What is kept


def test_a_first_value_is_revision_one_of_a_new_fact(about):
    recorded = record("77,3", **about)
    assert (recorded.state, recorded.revision.number) == ("new", 1)
    assert recorded.fact.breakdown == breakdown("total")
    stored = FigureRevision.objects.get()
    assert (stored.fact, stored.value, stored.scaled, stored.decimals) == (recorded.fact, Decimal("77.3"), 773, 1)


@pytest.mark.parametrize(
    ("given", "scaled", "decimals"),
    [("90,0", 900, 1), ("90", 90, 0), ("0", 0, 0), ("0,00", 0, 2), ("-4,9", -49, 1)],
)
def test_a_value_keeps_the_decimals_that_it_was_reported_with(about, given, scaled, decimals):
    revision = record(given, **about).revision
    assert (revision.scaled, revision.decimals) == (scaled, decimals)


def test_a_value_may_be_known_to_hundreds_only(about):
    revision = save([make_entry("0", **about | {"number": Number(6365, -2)})])[0].revision
    assert revision.value == 636500


def test_a_marker_stands_instead_of_a_value(about):
    revision = record("no_data", **about).revision
    assert (revision.marker, revision.value) == ("no_data", None)


def test_everything_that_comes_with_a_value_is_kept(about):
    told = {
        "population": 47,
        "measured_from": dt.date(2024, 1, 1),
        "measured_to": dt.date(2024, 7, 31),
        "source_note": "Rapport svarstider, uttag 3 sep",
        "footnotes": (AUGUST, COVERAGE),
    }
    record("77,3", **about, **told)
    revision = FigureRevision.objects.get()
    assert {name: getattr(revision, name) for name in told if name != "footnotes"} == {
        name: value for name, value in told.items() if name != "footnotes"
    }
    assert {(note.kind, note.text) for note in revision.footnotes.all()} == {AUGUST, COVERAGE}
    assert revision.footnote_count == 2


def test_the_batch_says_who_recorded_what_and_by_which_way(about):
    by = UserFactory(display_name="HR-funktionen")
    recorded = record("77,3", **about, by=by, source="import", label="personal.xlsx", act={"file_hash": "ab12"})
    batch = RecordingBatch.objects.get()
    assert (batch.source, batch.label, batch.file_hash, batch.recorded_by) == ("import", "personal.xlsx", "ab12", by)
    assert batch.organisation == about["indicator"].organisation
    assert recorded.revision.batch == batch
    assert (recorded.revision.recorded_by, recorded.revision.source) == (by, "import")


def test_a_label_that_is_too_long_for_the_list_is_cut_visibly(about):
    record("77,3", **about, label="x" * 300)
    assert RecordingBatch.objects.get().label == "x" * 199 + "…"


@pytest.mark.parametrize(("source", "public"), [("form", False), ("document", True)])
def test_a_figure_from_print_is_public_already(about, source, public):
    act = {"document": DocumentFactory()} if source == "document" else {}
    assert record("77,3", **about, source=source, act=act).revision.already_published is public


def test_a_figure_is_recorded_now_and_one_from_print_when_it_became_known(about):
    with time_machine.travel(dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC), tick=False):
        here = record("77,3", **about)
    # The portal of the tests lives on 5 September 2024; the time of day is the real one, in Stockholm.
    assert here.revision.recorded_at == at(dt.date(2024, 9, 5), 9, 30)
    known = at(dt.date(2021, 9, 30))
    document = {"document": DocumentFactory(), "recorded_at": known}
    printed = record("77,3", source="document", act=document)
    assert printed.revision.recorded_at == printed.revision.batch.recorded_at == known


# What is another fact, and what is a correction


@pytest.mark.parametrize(
    "other",
    [
        {"month": 7},
        {"year": 2023},
        {"span": "month"},
        {"scenario": "forecast", "vintage": 202408},
        {"scenario": "budget"},
        {"basis": "carried"},
        {"basis": "restated:2022-01-01"},
    ],
    ids=lambda other: " ".join(map(str, other.values())),
)
def test_each_part_of_the_key_makes_another_fact(about, other):
    record("77,3", **about)
    assert record("77,3", **about, **other).state == "new"
    assert Fact.objects.count() == 2


def test_a_breakdown_is_another_fact_than_the_total():
    about = {"indicator": IndicatorFactory(sets=["sex"]), "unit": UnitFactory()}
    record("77,3", **about)
    assert record("77,3", **about, breakdown=breakdown("men")).state == "new"


def test_forecasts_of_two_months_stand_beside_each_other(about):
    forecast = about | {"scenario": "forecast", "month": 12, "span": "full_year"}
    record("80", **forecast, vintage=202407)
    assert record("78", **forecast, vintage=202408).state == "new"


def test_budgets_of_two_decisions_stand_beside_each_other(about):
    budget = about | {"scenario": "budget", "month": 12, "span": "full_year"}
    for decision in (None, DecisionFactory(), DecisionFactory()):
        assert record("60500", **budget, decision=decision).state == "new"


def test_a_changed_value_is_the_next_revision_and_the_old_one_stays(about):
    record("77,3", **about)
    changed = record("78,1", **about)
    assert (changed.state, changed.revision.number) == ("changed", 2)
    assert list(FigureRevision.objects.values_list("number", "scaled")) == [(1, 773), (2, 781)]
    assert FigureRevision.objects.current().get() == changed.revision


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "77,30"},
        {"value": "no_data"},
        {"value": "cleared"},
        {"footnotes": ()},
        {"footnotes": (AUGUST, COVERAGE)},
        {"population": 48},
        {"measured_to": dt.date(2024, 7, 31)},
    ],
    ids=str,
)
def test_whatever_differs_is_a_change(about, changed):
    usual = {"value": "77,3", "footnotes": (AUGUST,), "population": 47}
    record(**usual, **about)
    assert record(**(usual | changed), **about).state == "changed"


# What leaves no trace


def test_the_same_value_once_more_records_nothing(about):
    told = {"footnotes": (COVERAGE, AUGUST), "population": 47} | about
    first = record("77,3", **told)
    before = rows()
    told["footnotes"] = (AUGUST, COVERAGE)
    again = record("77,3", **told)
    assert again.state == "unchanged"
    assert (again.fact, again.revision) == (first.fact, first.revision)
    assert rows() == before


def test_the_same_marker_once_more_records_nothing(about):
    record("no_data", **about)
    assert record("no_data", **about).state == "unchanged"


def test_a_population_that_is_not_given_says_nothing(about):
    record("77,3", population=47, measured_to=dt.date(2024, 7, 31), **about)
    assert record("77,3", **about).state == "unchanged"


def test_a_value_that_was_changed_back_is_recorded_as_well(about):
    states = [record(value, **about).state for value in ("77,3", "78,1", "77,3")]
    assert states == ["new", "changed", "changed"]


def test_nothing_given_records_nothing():
    assert save([]) == []
    assert rows() == [0, 0, 0, 0, 0]
