"""What was known on a day: of figures, targets and assessments, with midnight in Swedish time as the limit."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessing import record_assessment
from indicators.models import AssessmentRevision, FigureRevision, TargetRevision
from indicators.target_recording import TargetEntry, record_targets
from tests.factories import (
    DocumentFactory,
    GoalFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
    record,
)

pytestmark = pytest.mark.django_db
LAST_MOMENT = dt.timedelta(microseconds=1)


def figures(*moments):
    """Revisions 1, 2, 3 … of one figure, with those numbers as values."""
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "by": UserFactory()}
    for value, moment in enumerate(moments, 1):
        record(str(value), source="example", act={"recorded_at": moment, "checks": "note"}, **about)
    return FigureRevision.objects.filter(fact__indicator=about["indicator"])


def targets(*moments):
    breakdown("total")
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "year": 2024}
    by = UserFactory()
    for value, moment in enumerate(moments, 1):
        entry = TargetEntry(text=f"≥{value}", **about)
        record_targets(entries=[entry], by=by, recorded_at=moment, is_example=True)
    return TargetRevision.objects.filter(target__indicator=about["indicator"])


def assessments(*moments):
    about = {"goal": GoalFactory(), "occasion": OccasionFactory(), "by": UserFactory(), "document": DocumentFactory()}
    told = {"step": "reproduced", "status": "fulfilled", "suggestion": None, "inputs": []}
    for value, moment in enumerate(moments, 1):
        record_assessment(motivation=f"Skäl {value}", recorded_at=moment, **told, **about)
    return AssessmentRevision.objects.filter(assessment__goal=about["goal"])


every_kind = pytest.mark.parametrize("record_at", [figures, targets, assessments])


def known(revisions, day):
    return list(revisions.as_of(day).values_list("number", flat=True))


@every_kind
@pytest.mark.parametrize(
    "day", [dt.date(2024, 1, 31), dt.date(2024, 7, 31), dt.date(2024, 3, 30), dt.date(2024, 10, 26)]
)
def test_a_day_ends_at_midnight_in_sweden_in_winter_summer_and_where_the_clocks_change(record_at, day):
    tomorrow = day + dt.timedelta(days=1)
    revisions = record_at(at(day, 0, 0), at(tomorrow, 0, 0) - LAST_MOMENT, at(tomorrow, 0, 0))
    assert known(revisions, day - dt.timedelta(days=1)) == []
    assert known(revisions, day) == [2]
    assert known(revisions, tomorrow) == [3]


@every_kind
def test_without_a_day_the_latest_is_known(record_at):
    revisions = record_at(at(dt.date(2024, 1, 31)), at(dt.date(2031, 1, 31)))
    assert known(revisions, None) == [2]
    assert known(revisions, dt.date(2024, 12, 31)) == [1]


@every_kind
def test_of_two_in_the_same_moment_the_later_number_is_known(record_at):
    moment = at(dt.date(2024, 1, 31))
    assert known(record_at(moment, moment), dt.date(2024, 1, 31)) == [2]


def test_each_figure_is_known_by_itself():
    figures(at(dt.date(2024, 1, 1)), at(dt.date(2024, 3, 1)))
    figures(at(dt.date(2024, 2, 1)))
    both = FigureRevision.objects.all()
    assert known(both, dt.date(2024, 1, 31)) == [1]
    assert sorted(known(both, dt.date(2024, 2, 1))) == [1, 1]
    assert sorted(known(both, dt.date(2024, 3, 1))) == [1, 2]
    assert sorted(both.current().values_list("number", flat=True)) == [1, 2]


VALUES = st.sampled_from(["77,3", "77,30", "78", "0", "no_data"])
PAUSES = st.integers(min_value=0, max_value=3 * 24 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
STEPS = st.lists(st.tuples(VALUES, PAUSES), min_size=1, max_size=8)


def shown(revision):
    return (revision.scaled, revision.decimals, revision.marker)


@given(STEPS)
def test_replaying_what_was_recorded_gives_what_as_of_says(steps):
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "by": UserFactory()}
    start = at(dt.date(2024, 3, 29), 18, 0)
    pauses = itertools.accumulate(pause for _, pause in steps)
    moments = [start + pause for pause in pauses]
    replayed = {}
    for (value, _), moment in zip(steps, moments, strict=True):
        recorded = record(value, source="example", act={"recorded_at": moment, "checks": "note"}, **about)
        replayed[moment.astimezone(start.tzinfo).date()] = shown(recorded.revision)
    revisions, expected = FigureRevision.objects.filter(fact=recorded.fact), None
    for day in (start.date() + dt.timedelta(days=number) for number in range(-1, (moments[-1] - start).days + 3)):
        expected = replayed.get(day, expected)
        assert [shown(row) for row in revisions.as_of(day)] == ([expected] if expected else [])
    assert [shown(row) for row in revisions.as_of(None)] == [expected]
