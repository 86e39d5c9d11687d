"""Recording many figures, in the order of time, and by several people: nothing is lost or half saved."""

import datetime as dt
import math

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Fact, FigureFootnote, FigureRevision, RecordingBatch, RecordingFinding
from indicators.recording import RecordingRefused, StaleFigure, record_figures
from tests.factories import (
    DocumentFactory,
    IndicatorFactory,
    OccasionFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
    history,
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


# Batches


def test_a_batch_answers_in_its_own_order_with_one_row_for_all(about):
    record("3", **about, month=3)
    record("2", **about, month=2)
    about["reason"] = "Nytt uttag"
    given = [make_entry(value, **about, month=month) for value, month in (("4", 4), ("3", 3), ("2,5", 2), ("1", 1))]
    recorded = save(given)
    assert [row.entry for row in recorded] == given
    assert [row.state for row in recorded] == ["new", "unchanged", "changed", "new"]
    assert [row.revision.scaled for row in recorded] == [4, 3, 25, 1]
    assert [row.fact.month for row in recorded] == [4, 3, 2, 1]
    assert len({row.revision.batch for row in recorded if row.state != "unchanged"}) == 1


def test_footnotes_stay_with_their_own_value(about):
    given = [
        make_entry("1", **about, month=month, footnotes=notes)
        for month, notes in ((1, (AUGUST,)), (2, ()), (3, (COVERAGE,)))
    ]
    recorded = save(given)
    assert [[note.text for note in row.revision.footnotes.all()] for row in recorded] == [
        [AUGUST[1]],
        [],
        [COVERAGE[1]],
    ]


def test_one_bad_row_saves_nothing_and_all_bad_rows_are_told(about):
    record("12,4", **about, month=2)
    scaled = about | {"indicator": IndicatorFactory(name="Kundnöjdhet", scale=(0, 5))}
    before = rows()
    given = [
        make_entry("4,4", **scaled, place="rad 2"),
        make_entry("44", **scaled, month=7, place="rad 3"),
        make_entry("13", **about, month=2, place="rad 4"),
        make_entry("13", **about, month=12, place="rad 5"),
    ]
    problems = refused(lambda: save(given))
    assert [(problem.place, problem.code) for problem in problems] == [
        ("rad 3", "outside-scale"),
        ("rad 4", "reason-missing"),
        ("rad 5", "span"),
    ]
    assert "Det tidigare värdet 12,4 står kvar." in problems[1].message
    assert rows() == before


def test_the_refusal_reads_as_a_list(about):
    with pytest.raises(RecordingRefused) as raised:
        save([make_entry("13", **about, month=12, place="rad 5")])
    assert str(raised.value) == "rad 5: Januari till december är ett helår. Välj helår. Inget är sparat."


def test_the_same_figure_twice_in_a_batch_is_refused(about):
    given = [make_entry("1", **about, place="rad 2"), make_entry("1", **about, place="rad 9")]
    (problem,) = refused(lambda: save(given))
    assert (problem.place, problem.code) == ("rad 9", "twice")
    assert "(rad 2 och rad 9): 1 och 1" in problem.message


def test_figures_of_two_organisations_are_not_one_batch(about):
    foreign = IndicatorFactory(organisation=OrganisationFactory(code="annan"))
    (problem,) = refused(lambda: save([make_entry("1", **about), make_entry("1", **about | {"indicator": foreign})]))
    assert problem.code == "unknown-indicator"


def queries_of(entries):
    """How often the database was asked, and how many statements inserted rows."""
    by = UserFactory()
    with CaptureQueriesContext(connection) as queries:
        record_figures(entries=entries, by=by, source="form", label="Värden")
    told = [query["sql"] for query in queries.captured_queries]
    inserts = [sql for sql in told if sql.startswith("INSERT")]
    return len(told) - len(inserts), len(inserts)


def inserts_for(number, *models):
    """How many statements the database wants for so many rows: SQLite takes a limited number of values in each."""
    wanted = 1
    for model in models:
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        wanted += math.ceil(number / connection.ops.bulk_batch_size(fields, range(number)))
    return wanted


def test_five_hundred_figures_ask_the_database_no_more_often_than_five(about):
    units = [UnitFactory() for _ in range(10)]
    kinds = [IndicatorFactory(sets=["sex"], total_between_parts=True, kind="staff") for _ in range(13)]
    note = {"footnotes": (AUGUST,), "seen": 0}
    all_given = [
        make_entry("50", indicator=kind, unit=unit, month=month, breakdown=part, **note)
        for kind in kinds
        for unit in units
        for month in (7, 8)
        for part in (None, breakdown("men"))
    ]
    save(all_given[:1])
    few, many = all_given[1:6], all_given[6:506]
    asked_for_few, _ = queries_of(few)
    asked_for_many, inserted = queries_of(many)
    assert asked_for_many == asked_for_few
    assert inserted == inserts_for(500, Fact, FigureRevision, FigureFootnote, RecordingFinding)


# Time and order


def test_the_demos_clock_may_go_back_but_no_revision_is_dated_before_the_one_it_follows(about):
    day = dt.date(2024, 9, 5)
    with time_machine.travel(at(day, 15, 0), tick=False):
        record("77,3", **about)
    with time_machine.travel(at(day, 9, 0), tick=False):
        second = record("78,1", **about)
        elsewhere = record("78,1", **about | {"unit": UnitFactory()})
    assert second.revision.recorded_at == at(day, 15, 0)
    assert elsewhere.revision.recorded_at == at(day, 9, 0)


def test_what_became_known_earlier_can_not_be_recorded_after_what_became_known_later(about):
    later, earlier = (at(dt.date(year, month, 30)) for year, month in ((2021, 9), (2020, 4)))
    act = {"document": DocumentFactory(), "recorded_at": later}
    record("475", **about, source="document", act=act)
    (problem,) = refused(lambda: record("225", **about, source="document", act=act | {"recorded_at": earlier}))
    assert problem.code == "wrong-order"
    assert problem.message == (
        "Uppgiften har redan ett värde som blev känt 30\u00a0september 2021; ett från 30\u00a0april 2020 kan inte komma"
        " efter det. Läs in dokumenten i tidsordning. Det tidigare värdet 475 står kvar."
    )
    assert FigureRevision.objects.get().scaled == 475


def test_a_document_that_is_loaded_once_more_changes_nothing_although_it_was_corrected_later(about):
    first, second = (at(dt.date(year, 9, 30)) for year in (2020, 2021))
    act = {"document": DocumentFactory(), "checks": "note"}
    for value, moment in (("225", first), ("475", second), ("225", first), ("475", second)):
        record(value, **about, source="document", act=act | {"recorded_at": moment})
    assert list(FigureRevision.objects.values_list("scaled", flat=True)) == [225, 475]


@pytest.mark.parametrize("source", ["form", "import", "system"])
@pytest.mark.parametrize("act", [{"recorded_at": at(dt.date(2021, 9, 30))}, {"checks": "note"}], ids=["time", "note"])
def test_a_person_records_now_and_is_checked(about, source, act):
    with pytest.raises(ValueError, match="Bara tryckta dokument och exempeldata"):
        record("77,3", **about, source=source, act=act)


@pytest.mark.parametrize(
    ("source", "act", "told"),
    [
        ("telefon", {}, "”telefon” är ingen väg in"),
        ("form", {"checks": "none"}, "”none” är inget sätt att kontrollera"),
        ("document", {}, "registreras med dokumentet"),
    ],
)
def test_an_act_that_is_put_together_wrongly_is_the_programs_fault(about, source, act, told):
    with pytest.raises(ValueError, match=told):
        record("77,3", **about, source=source, act=act)


# Two people


def test_who_saw_the_latest_may_change_it(about):
    record("77,3", **about)
    record("78,1", **about, seen=1)
    assert record("78,4", **about, seen=2).revision.number == 3


@pytest.mark.parametrize("seen", [0, 1])
def test_who_saw_an_older_value_is_told_both_who_and_when(about, seen):
    day = dt.date(2024, 9, 5)
    with time_machine.travel(at(day, 9, 30), tick=False):
        record("220", **about)
    with time_machine.travel(at(day, 9, 41), tick=False):
        record("231", **about, by=UserFactory(display_name="HR-funktionen"))
    (problem,) = refused(lambda: record("221", **about, seen=seen, place="aug"))
    assert isinstance(problem, StaleFigure)
    assert problem.message == (
        "Värdet blev 231 kl. 09.41 (HR-funktionen) medan du skrev 221."
        " 231 står kvar och 221 är inte sparat. Vilket gäller?"
    )
    assert (problem.place, problem.code, problem.stands, problem.given) == ("aug", "stale", "231", "221")
    assert (problem.number, problem.recorded_by) == (2, "HR-funktionen")
    assert problem.recorded_at == at(day, 9, 41)
    assert FigureRevision.objects.count() == 2


def test_a_value_from_another_day_is_told_with_its_date(about):
    history("231", **about)
    (problem,) = refused(lambda: record("no_data", **about, seen=0))
    assert problem.message.startswith(
        "Värdet blev 231 1\u00a0september 2024 kl. 12.00 (Controller VO HR) medan du skrev"
    )
    assert problem.given == "Ingen uppgift"


def test_two_who_write_the_same_agree(about):
    record("231", **about)
    assert record("231", **about, seen=0).state == "unchanged"


def test_who_did_not_look_is_not_asked(about):
    record("231", **about)
    assert record("221", **about, seen=None).revision.number == 2
