"""Any sequence of changes, carried out in the database, gives the organisation that it tells."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from indicators.models import Organisation, OrganisationChange, Unit
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


def carry_out(world, organisation, editor):
    """Do in the database what was done in the world."""
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

    found("e0", "administration", None, FIRST_DAY)
    for code in ("e1", "e2", "e3"):
        found(code, "unit", "e0", FIRST_DAY)
    for day, name, code, *more in world.done:
        if name == "found":
            found(code, more[0], more[1], day)
            continue
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
