"""Any sequence of changes: what a comparison column shows in each of the four ways. Nothing is invented or lost."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.numbers import Number
from indicators.pivot.comparing import ABSENT, AS_WAS, PREDECESSOR, RESTATED, Chosen, Ways, figure_day
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, IndicatorFacts, Known
from indicators.pivot.values import Lookup
from indicators.spans import Month
from tests.indicators.organisation_worlds import FIRST_DAY, OPERATIONS, World

CASES = {"cases": IndicatorFacts("cases", "Ärenden", "sum", "neutral")}
EARLIER = (2019, 12)
MONTHS = ReportPeriod(2021, 12)
ALL_WAYS = (ABSENT, PREDECESSOR, RESTATED, AS_WAS)


def entered(world, day):
    """A figure of 2019 for each unit that did something itself on the day: 2^n for its n:th activity, so that any sum
    tells what it counts."""
    truth = world.days[day]
    counted = {unit: sum(2**atom for atom in own) for unit, own in truth.own.items() if own}
    return [
        Known(Slot("cases", unit, "total", "outcome", 2019, 12, "full_year"), Number(value, 0), fact=1)
        for unit, value in counted.items()
    ]


class Before:
    """A tree seen by figures that tell of the world's first day."""

    def __init__(self, tree, table_day):
        self.tree, self.table_day = tree, table_day

    def exists(self, unit, day):
        return self.tree.exists(unit, FIRST_DAY if day < FIRST_DAY else self.table_day)

    def carried(self, unit, wanted, figure_day):
        return self.tree.carried(unit, self.table_day, FIRST_DAY)

    def own_parts(self, unit, day):
        return self.tree.own_parts(unit, FIRST_DAY)


def looked_up(world, way, extra=()):
    last = max(world.days)
    ways = Ways(Chosen(unit, last, way, "Ändrad") for unit in world.days[last].parent)
    figures = FigureSet.of([*entered(world, FIRST_DAY), *extra])
    return Lookup(figures, CASES, Before(world.tree, last), MONTHS, ways), last


def shown(lookup, unit):
    return lookup.find(Coordinates(indicator="cases", unit=unit, year=-2, span="full_year"))


@settings(max_examples=60)
@given(operations=OPERATIONS, way=st.sampled_from(ALL_WAYS))
def test_no_comparison_shows_a_value_that_nobody_entered(operations, way):
    world = World.after(operations)
    lookup, last = looked_up(world, way)
    first = world.days[FIRST_DAY]
    began = frozenset().union(*first.own.values())
    for unit in world.days[last].parent:
        found = shown(lookup, unit)
        if found is None or found.number is None:
            continue
        held = sum(2**atom for atom in world.days[last].held(unit) & began)
        own = sum(2**atom for atom in first.own.get(unit, ()))
        value = found.number.scaled
        assert value == (held if way == PREDECESSOR else own), (unit, way)
        assert way not in (ABSENT, RESTATED) or unit not in lookup.ways


@settings(max_examples=40)
@given(operations=OPERATIONS)
def test_units_side_by_side_never_count_the_same_activity_twice(operations):
    """The parts of one unit, each compared with its predecessors: their sums have no activity in common."""
    world = World.after(operations)
    lookup, last = looked_up(world, PREDECESSOR)
    for whole in world.days[last].parent:
        parts = [part for part, above in world.days[last].parent.items() if above == whole]
        values = [found.number.scaled for part in parts if (found := shown(lookup, part)) and found.number]
        assert sum(values) == _united(values)


def _united(values):
    joined = 0
    for value in values:
        joined |= value
    return joined


@settings(max_examples=40)
@given(operations=OPERATIONS)
def test_every_entered_value_is_still_read_under_the_unit_that_existed_then(operations):
    """A table of the time itself is untouched by all that came later, in any way."""
    world = World.after(operations)
    then = ReportPeriod(*EARLIER)
    for way in ALL_WAYS:
        lookup = replace(looked_up(world, way)[0], period=then)
        for known in entered(world, FIRST_DAY):
            where = Coordinates(indicator="cases", unit=known.slot.unit, span="full_year")
            assert lookup.find(where).number == known.number


@settings(max_examples=30)
@given(operations=OPERATIONS)
def test_a_restated_value_is_shown_only_in_its_own_way(operations):
    world = World.after(operations)
    last = max(world.days)
    restated = [
        Known(Slot("cases", unit, "total", "outcome", 2019, 12, "full_year"), Number(-7, 0), basis=f"restated:{last}")
        for unit in world.days[last].parent
    ]
    for way in ALL_WAYS:
        lookup, _ = looked_up(world, way, restated)
        all_found = (shown(lookup, unit) for unit in world.days[last].parent)
        values = {found.number.scaled for found in all_found if found and found.number}
        assert (values == {-7}) if way == RESTATED else (-7 not in values)


def test_of_several_changes_the_most_cautious_way_holds():
    ways = Ways(
        [
            Chosen("hr", dt.date(2023, 1, 1), AS_WAS, "Lön ingår i HR."),
            Chosen("hr", dt.date(2024, 1, 1), ABSENT, "Arkivet ingår i HR."),
        ]
    )
    held = ways.of("hr", figure_day(2022, 12), figure_day(2024, 12))
    assert (held.way, held.note) == (ABSENT, "jämförs inte: Lön ingår i HR. Arkivet ingår i HR")
    assert ways.of("hr", figure_day(2023, 12), figure_day(2023, 12)) is None
    assert ways.of("hr", figure_day(2022, 12), figure_day(2023, 12)).way == AS_WAS
    assert ways.of("lön", figure_day(2022, 12), figure_day(2024, 12)) is None


def test_closing_entries_tell_of_december():
    assert figure_day(2024, 13) == Month(2024, 12).last_day
