"""Any sequence of changes, carried out in the database, gives the organisation that it tells, and loses no figure."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.gathering import Wanted, gather, indicator_facts
from indicators.models import Organisation, OrganisationChange, Unit
from indicators.numbers import Number
from indicators.organisation import load_tree
from indicators.organisation_changes import (
    NewUnit,
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from indicators.pivot.coordinates import Coordinates, ReportPeriod
from indicators.pivot.values import Lookup
from indicators.recording import Entry, record_figures
from indicators.spans import Month
from indicators.year.ways import choose_way, told, ways_of
from tests import factories as made
from tests.indicators.organisation_worlds import FIRST_DAY, OPERATIONS, World
from vss_portal.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user(username="huvudcontroller", display_name="Huvudcontroller")


@pytest.fixture
def organisation():
    return Organisation.objects.create(code="vss", name="Verksamhetsstöd")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(operations=OPERATIONS)
def test_any_sequence_of_changes_gives_the_organisation_that_they_tell(organisation, editor, operations):
    """The rows written are those of the worlds in which every figure is counted once (see test_organisation)."""
    world = World.after(operations)
    with transaction.atomic():
        carry_out(world, organisation, editor)
        tree = load_tree(organisation)
        for day, truth in world.days.items():
            assert {unit.code: tree.parent_on(unit.code, day) for unit in tree.units_on(day)} == truth.parent
            assert {unit.code: tree.name_on(unit.code, day) for unit in tree.units_on(day)} == truth.name
        last = max(world.days)
        for code in world.days[last].parent:
            assert tree.sources_for(code, last, FIRST_DAY) == world.tree.sources_for(code, last, FIRST_DAY)
        assert OrganisationChange.objects.count() == 4 + len(world.done)
        transaction.set_rollback(True)


WAYS = ("absent", "predecessor", "restated", "as_was")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(operations=OPERATIONS, ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=4))
def test_what_is_entered_along_the_way_stays_counts_once_and_is_never_invented(organisation, editor, operations, ways):
    """A change a month; in each month every unit's own activities are entered as 2^n, so that a sum tells its parts."""
    world = World.after(operations)
    months = {day: Month(2020 + at // 12, at % 12 + 1) for at, day in enumerate(world.days)}
    with transaction.atomic():
        made.breakdown("total")
        cases = made.IndicatorFactory(
            organisation=organisation, code="cases", name="Ärenden", kind="volume", measure="count", aggregation="sum"
        )

        def entered(day):
            _choose(organisation, months[day], ways[day.day % len(ways)], editor)
            _enter(cases, world.days[day], months[day], editor)

        carry_out(world, organisation, editor, at=lambda day: first_of(months[day]), after=entered)
        tree, last = load_tree(organisation), max(world.days)
        figures = _figures(organisation, cases, tree, months)
        for day, truth in world.days.items():
            _is_readable(figures, tree, truth, months[day])
            _is_not_invented(figures, tree, truth, world.days[last], months[day], months[last])
        transaction.set_rollback(True)


def first_of(month):
    return month.last_day.replace(day=1)


def _choose(organisation, month, way, editor):
    """The way of comparing for every unit that the month's change can't be compared across."""
    tree, day = load_tree(organisation), first_of(month)
    changed = [code for code in tree.units if tree.exists(code, day) and told(tree, code, day)]
    choose_way(units=organisation.units.filter(code__in=changed), day=day, way=way, by=editor)


def _enter(cases, truth, month, editor):
    units = {unit.code: unit for unit in Unit.objects.filter(organisation=cases.organisation)}
    entries = [
        Entry(indicator=cases, unit=units[code], year=month.year, month=month.month, span="month", number=_number(own))
        for code, own in truth.own.items()
        if own
    ]
    record_figures(entries=entries, by=editor, source="form", label=month.label)


def _number(atoms):
    return Number(sum(2**atom for atom in atoms), 0)


def _figures(organisation, cases, tree, months):
    """A lookup for a table of a month, over all that was recorded: as reports and pages ask."""
    years = frozenset(month.year for month in months.values())
    found = gather(organisation, Wanted({cases.code}, set(tree.units), years), as_of=None)
    facts = indicator_facts(organisation, FIRST_DAY)
    ways = ways_of(organisation, tree)
    return lambda month: Lookup(found, facts, tree, ReportPeriod(month.year, month.month), ways)


def _asked(unit, month):
    return Coordinates(indicator="cases", unit=unit, fixed_year=month.year, month=month.month, span="month")


def _is_readable(figures, tree, truth, month):
    """Under the units of the time, by their names of the time, and each once in the sum over the tree."""
    lookup, counted = figures(month), 0
    for code, own in truth.own.items():
        found = lookup.find(_asked(code, month)) if own else None
        assert not own or found.number == _number(own)
        assert tree.name_on(code, month.last_day) == truth.name[code]
        counted += found.number.scaled if found else 0
    assert counted == _number(frozenset().union(*truth.own.values())).scaled
    # an area that does nothing yet has no figure, and leaves the whole without a sum
    if all(own or not tree.has_own(code, month.last_day) for code, own in truth.own.items()):
        assert lookup.find(_asked("e0", month)._replace(carry="sum")).number.scaled == counted


def _is_not_invented(figures, tree, truth, now, then, month):
    """In the last month's table an earlier month is a dash, or what the unit's activities were then, each once."""
    began = frozenset().union(*truth.own.values())
    for code in now.parent:
        found = figures(month).find(_asked(code, then))
        if found is not None and found.number is not None:
            same = _number(now.held(code) & began), _number(truth.own.get(code, frozenset()))
            assert found.number in same, (code, then)


def carry_out(world, organisation, editor, at=lambda day: day, after=lambda day: None):
    """Do in the database what was done in the world; `at` gives each day its own, `after` is called with each day."""
    units = {}

    def found(code, kind, parent, day):
        units[code] = found_unit(
            organisation=organisation,
            code=code,
            kind=kind,
            name=code,
            from_day=day,
            by=editor,
            part_of=units.get(parent),
        )

    found("e0", "administration", None, at(FIRST_DAY))
    for code in ("e1", "e2", "e3"):
        found(code, "unit", "e0", at(FIRST_DAY))
    done = {day: [each for each in world.done if each[0] == day] for day in world.days}
    for day, steps in done.items():
        for _, name, code, *more in steps:
            _do(units, found, organisation, editor, at(day), name, code, more)
        after(day)


def _do(units, found, organisation, editor, day, name, code, more):
    if name == "found":
        found(code, more[0], more[1], day)
        return
    unit = Unit.objects.get(organisation=organisation, code=code)
    if name == "rename":
        rename_unit(unit=unit, name=more[0], from_day=day, by=editor)
    elif name == "close":
        close_unit(unit=unit, from_day=day, by=editor)
    elif name == "move":
        move_unit(unit=unit, to=units[more[0]], from_day=day, by=editor)
    elif name == "merge":
        merge_units(units=[unit], into=units[more[0]], from_day=day, by=editor)
    else:
        parts = [NewUnit(code=part, name=part, kind="unit") for part in more]
        new = split_unit(unit=unit, parts=parts, from_day=day, by=editor, continues=name == "break_out")
        units.update({part.code: part for part in new})
