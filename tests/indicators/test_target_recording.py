"""Recording targets: the text as printed beside what it means, only ever added to."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Target, TargetRevision
from indicators.recording import RecordingRefused, StaleFigure
from indicators.target_recording import TargetEntry, record_targets
from tests.factories import (
    DecisionFactory,
    DocumentFactory,
    IndicatorFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
)

pytestmark = pytest.mark.django_db
MADE_FOR_NOW = dt.date(2024, 9, 5)


@pytest.fixture
def about():
    breakdown("total")
    return {"indicator": IndicatorFactory(name="Svarsservice", sets=["sex"]), "unit": UnitFactory(), "year": 2024}


def save(*entries, by=None, **act):
    return record_targets(entries=entries, by=by or UserFactory(), **act)


def target(text, about, **fields):
    return TargetEntry(text=text, **(about | fields))


def refused(*entries, **act):
    with pytest.raises(RecordingRefused) as raised:
        save(*entries, **act)
    return raised.value.problems


def test_a_first_target_is_revision_one_with_its_text_and_its_meaning(about):
    (recorded,) = save(target("≥82,0 %", about))
    assert (recorded.state, recorded.revision.number) == ("new", 1)
    stored = TargetRevision.objects.get()
    assert (stored.text, stored.kind, stored.value, stored.decimals) == ("≥82,0 %", "ge", Decimal("82.0"), 1)
    assert stored.target == recorded.target
    assert stored.target.breakdown == breakdown("total")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("<5", "lt", 5),
        ("≤±5", "abs_le", 5),
        ("97,5", "plain", Decimal("97.5")),
        ("Ska öka", "trend_up", None),
        ("Q3", "deferred", None),
        ("IU", "none", None),
        ("-", "none", None),
        ("0", "plain", 0),
    ],
)
def test_every_kind_of_target_is_recorded(about, text, kind, value):
    (recorded,) = save(target(text, about))
    assert (recorded.revision.text, recorded.revision.kind, recorded.revision.value) == (text, kind, value)


def test_a_bare_nought_for_a_result_in_money_is_a_zero_result(about):
    money = IndicatorFactory(measure="tkr")
    (recorded,) = save(target("0", about, indicator=money))
    assert (recorded.revision.kind, recorded.revision.value) == ("zero_result", None)


def test_each_sex_and_year_has_a_target_of_its_own(about):
    entries = [target("3,5", about), target("3,0", about, breakdown=breakdown("men")), target("3,4", about, year=2025)]
    assert [row.state for row in save(*entries)] == ["new"] * 3
    assert Target.objects.count() == 3


def test_the_decision_the_document_and_the_person_are_kept(about):
    decision, document, by = DecisionFactory(), DocumentFactory(), UserFactory()
    known = at(dt.date(2022, 11, 30))
    (recorded,) = save(target("≥82", about, decision=decision), by=by, document=document, recorded_at=known)
    stored = recorded.revision
    assert (stored.decision, stored.document, stored.recorded_by) == (decision, document, by)
    assert (stored.recorded_at, stored.is_example) == (known, False)


def test_example_data_is_marked(about):
    (recorded,) = save(target("≥82", about), is_example=True, recorded_at=at(dt.date(2023, 12, 1)))
    assert recorded.revision.is_example is True


def test_the_same_target_once_more_records_nothing(about):
    decision = DecisionFactory()
    (first,) = save(target("≥82", about, decision=decision))
    for again in (target("≥82", about), target("≥82", about, decision=decision)):
        (recorded,) = save(again)
        assert (recorded.state, recorded.revision, recorded.target) == ("unchanged", first.revision, first.target)
    assert TargetRevision.objects.count() == 1


@pytest.mark.parametrize("text", ["≥83", "≥82,0", ">82", "≥82 %"])
def test_a_changed_target_is_the_next_revision(about, text):
    save(target("≥82", about))
    (recorded,) = save(target(text, about, reason="Ny nivå efter dialog"))
    assert (recorded.state, recorded.revision.number) == ("changed", 2)
    assert list(TargetRevision.objects.values_list("text", flat=True)) == ["≥82", text]


def test_the_same_target_by_a_new_decision_is_a_change(about):
    save(target("≥82", about))
    decision = DecisionFactory()
    (recorded,) = save(target("≥82", about, decision=decision))
    assert (recorded.state, recorded.revision.decision) == ("changed", decision)


def test_a_batch_answers_in_its_own_order(about):
    years = (2026, 2024, 2025)
    save(target("≥5", about, year=2024))
    recorded = save(*(target("≥5", about, year=year) for year in years))
    assert [(row.target.year, row.state) for row in recorded] == [(2026, "new"), (2024, "unchanged"), (2025, "new")]
    assert save() == []


def test_a_hundred_targets_ask_the_database_no_more_often_than_three(about):
    units, by = [UnitFactory() for _ in range(51)], UserFactory()
    given = [target("≥82", about, unit=unit, year=year) for unit in units for year in (2024, 2025)]

    def questions(entries):
        with CaptureQueriesContext(connection) as queries:
            record_targets(entries=entries, by=by)
        return sum(not query["sql"].startswith("INSERT") for query in queries.captured_queries)

    questions(given[:1])
    few = questions(given[1:4])
    assert questions(given[4:102]) <= few


# What is refused


@pytest.mark.parametrize(
    ("changed", "code", "told"),
    [
        ({"text": "snabbt"}, "unreadable", "”snabbt” går inte att läsa som ett målvärde."),
        ({"text": "≥1.234"}, "unreadable", "”1.234” kan läsas på två sätt."),
        ({"year": 24}, "year", "År 24 kan inte stämma."),
        ({"reason": "x" * 501}, "too-long", "Orsaken är 501 tecken; högst 500 får plats."),
        ({"text": "≥5" + " " * 59}, "too-long", "Målvärdet är 61 tecken; högst 60 får plats."),
    ],
)
def test_a_target_that_can_not_be_kept_is_refused(about, changed, code, told):
    (problem,) = refused(TargetEntry(**({"text": "≥82", "place": "rad 3"} | about | changed)))
    assert (problem.place, problem.code) == ("rad 3", code)
    assert problem.message.startswith(told)
    assert problem.message.endswith("Inget är sparat.")
    assert Target.objects.count() == 0


def test_a_heading_of_several_indicators_has_no_target(about):
    (problem,) = refused(target("≥82", about, indicator=IndicatorFactory(name="Kundnöjdhet", is_group=True)))
    assert problem.message.startswith("Kundnöjdhet är en rubrik för flera indikatorer.")


def test_an_indicator_has_targets_only_for_its_own_parts(about):
    (problem,) = refused(target("≥82", about, breakdown=breakdown("micro")))
    assert problem.message.startswith("Svarsservice indelas inte efter företagsstorlek.")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda other: {"unit": UnitFactory(organisation=other)}, "unknown-unit"),
        (lambda other: {"decision": DecisionFactory(organisation=other)}, "unknown-decision"),
        (lambda other: {"unit": UnitFactory.build()}, "unknown-unit"),
    ],
)
def test_what_belongs_to_another_organisation_is_unknown(about, make, code):
    changed = make(OrganisationFactory(code="annan"))
    assert [problem.code for problem in refused(target("≥82", about, **changed))] == [code]


def test_all_bad_rows_are_told_and_the_good_ones_are_not_saved(about):
    given = [
        target("≥82", about, place="rad 2"),
        target("kanske", about, year=2025, place="rad 3"),
        target("≥83", about, place="rad 4"),
    ]
    assert [(problem.place, problem.code) for problem in refused(*given)] == [
        ("rad 3", "unreadable"),
        ("rad 4", "twice"),
    ]
    assert Target.objects.count() == 0


def test_a_person_changes_a_target_with_a_reason_or_a_decision(about):
    save(target("≥82", about))
    (problem,) = refused(target("≥83", about, reason=" "))
    assert problem.code == "reason-missing"
    assert problem.message == (
        "Ett målvärde ändras med en orsak eller ett beslut. Skriv varför, eller välj beslutet."
        " Det tidigare målvärdet ”≥82” står kvar."
    )
    assert save(target("≥83", about, decision=DecisionFactory()))[0].state == "changed"


def test_print_and_example_data_change_targets_without_reason(about):
    known = [at(dt.date(year, 11, 30)) for year in (2022, 2023)]
    document = DocumentFactory()
    save(target("≥67", about), document=document, recorded_at=known[0])
    assert save(target("≥70", about), document=document, recorded_at=known[1])[0].state == "changed"
    assert save(target("≥71", about), is_example=True)[0].state == "changed"


def test_what_became_known_earlier_can_not_be_recorded_after_what_became_known_later(about):
    known = [at(dt.date(year, 11, 30)) for year in (2022, 2023)]
    act = {"document": DocumentFactory()}
    save(target("≥70", about), recorded_at=known[1], **act)
    (problem,) = refused(target("≥67", about), recorded_at=known[0], **act)
    assert problem.code == "wrong-order"
    assert problem.message.endswith("Läs in dokumenten i tidsordning. Det tidigare målvärdet ”≥70” står kvar.")


def test_documents_that_are_loaded_once_more_change_nothing(about):
    act = {"document": DocumentFactory()}
    for text, year in (("≥67", 2022), ("≥70", 2023), ("≥67", 2022), ("≥70", 2023)):
        save(target(text, about), recorded_at=at(dt.date(year, 11, 30)), **act)
    assert list(TargetRevision.objects.values_list("text", flat=True)) == ["≥67", "≥70"]


def test_a_person_records_now(about):
    with pytest.raises(ValueError, match="Bara tryckta dokument och exempeldata har egen tid"):
        save(target("≥82", about), recorded_at=at(dt.date(2022, 11, 30)))


def test_who_saw_an_older_target_is_told_both_who_and_when(about):
    with time_machine.travel(at(MADE_FOR_NOW, 9, 41), tick=False):
        save(target("≥82", about), by=UserFactory(display_name="Huvudcontrollern"))
    (problem,) = refused(target("≥83", about, seen=0, reason="Ny nivå"))
    assert isinstance(problem, StaleFigure)
    assert problem.message == (
        "Målvärdet blev ”≥82” kl. 09.41 (Huvudcontrollern) medan du skrev ”≥83”."
        " ”≥82” står kvar och ”≥83” är inte sparat. Vilket gäller?"
    )
    assert save(target("≥82", about, seen=0))[0].state == "unchanged"
    assert save(target("≥83", about, seen=1, reason="Ny nivå"))[0].revision.number == 2


def test_the_demos_clock_may_go_back(about):
    with time_machine.travel(at(MADE_FOR_NOW, 15, 0), tick=False):
        save(target("≥82", about))
    with time_machine.travel(at(MADE_FOR_NOW, 9, 0), tick=False):
        (second,) = save(target("≥83", about, reason="Ny nivå"))
    assert second.revision.recorded_at == at(MADE_FOR_NOW, 15, 0)
