"""The edition of the reference data: every change of it makes a new one, and nothing older is ever met."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from indicators.models import (
    IndicatorDefinition,
    MeasuringSchedule,
    Membership,
    ReportingOccasion,
    Responsibility,
    UnitLink,
)
from indicators.models.choices import LinkKind, Role
from indicators.reference import TABLES, measured_in, units_in
from indicators.rights import rights_of
from tests import factories as made
from vss_portal import editions
from vss_portal.models import Edition, User

pytestmark = pytest.mark.django_db
MANY = 500


@pytest.fixture
def reference():
    """An indicator, a unit in another, an occasion, and somebody with a role."""
    unit, person = made.UnitFactory(name="Kontakt"), made.UserFactory()
    whole = made.UnitFactory(name="Förvaltningen")
    first = unit.valid_from
    UnitLink.objects.create(unit=unit, to=whole, kind=LinkKind.PART_OF, valid_from=first)
    indicator = made.IndicatorFactory(sets=("sex",))
    MeasuringSchedule.objects.create(indicator=indicator, from_year=2020, frequency="monthly", months="1")
    made.OccasionFactory()
    Membership.objects.create(person=person, role=Role.CONTROLLER, unit=unit, valid_from=first)
    Responsibility.objects.create(person=person, indicator=indicator, unit=unit, valid_from=first)
    return unit, indicator, person


def test_every_table_of_the_reference_data_makes_a_new_edition_when_it_changes(reference):
    for table, columns in TABLES.items():
        column = next(iter(columns), "id")
        before = editions.current()
        with made.an_act(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 (our own words)
            assert cursor.rowcount, table
        assert editions.current() not in ("", before), table


def test_the_triggers_stand_in_the_database():
    catalogue, column = {
        "postgresql": ("pg_trigger", "tgname"),
        "sqlite": ("sqlite_master", "name"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue}")  # noqa: S608 (our own words)
        standing = {name for (name,) in cursor.fetchall()}
    wanted = editions.trigger_names(TABLES)
    assert len(wanted) == 3 * (len(TABLES) - 1) + 1
    assert set(wanted) <= standing


def test_what_comes_and_what_goes_makes_a_new_edition(reference):
    unit, _indicator, _person = reference
    seen = {editions.current()}
    name = unit.names.create(name="Kontakt Linköping", valid_from=unit.valid_from.replace(year=2024))
    seen.add(editions.current())
    with made.an_act():
        name.delete()
    assert len(seen | {editions.current()}) == 3


def test_figures_and_log_ins_leave_the_edition_as_it_is(reference):
    unit, indicator, person = reference
    made.record("11", indicator=indicator, unit=unit)
    before = editions.current()
    made.record("12", indicator=indicator, unit=unit, reason="Rättat")
    person.last_login = made.at(unit.valid_from)
    person.save(update_fields=["last_login"])
    assert editions.current() == before


def test_what_is_known_is_shared_until_the_reference_data_changes(reference):
    unit, indicator, _person = reference
    organisation = unit.organisation_id
    assert measured_in(organisation) is measured_in(organisation)
    assert units_in(organisation) is units_in(organisation)
    definition = IndicatorDefinition.objects.get(indicator=indicator)
    with made.an_act():
        IndicatorDefinition.objects.update(name="Ett annat namn")
        unit.names.update(name="En annan enhet")
    assert measured_in(organisation).indicators[indicator.pk].name_on(definition.valid_from) == "Ett annat namn"
    assert units_in(organisation).rows[unit.pk].name_on(unit.valid_from) == "En annan enhet"
    ReportingOccasion.objects.update(locks_on="2030-01-01")
    (occasion,) = measured_in(organisation).occasions[2024]
    assert occasion.locks_on.year == 2030


def test_what_a_transaction_took_back_was_never_kept(reference):
    unit, indicator, person = reference
    organisation, before = unit.organisation_id, editions.current()
    day = unit.valid_from
    with transaction.atomic():
        point = transaction.savepoint()
        with made.an_act():
            IndicatorDefinition.objects.update(name="Tillfälligt")
            unit.names.update(name="Tillfällig")
            Membership.objects.update(valid_to=dt.date(2020, 1, 1))
        # Asked for with the edition that the request began with, and with the one that stands inside.
        for edition in (before, None):
            assert measured_in(organisation, edition).indicators[indicator.pk].name_on(day) == "Tillfälligt"
            assert units_in(organisation, edition).rows[unit.pk].name_on(day) == "Tillfällig"
        assert not rights_of(User.objects.get(pk=person.pk)).memberships
        transaction.savepoint_rollback(point)
    assert editions.current() == before
    assert measured_in(organisation).indicators[indicator.pk].name_on(day) != "Tillfälligt"
    assert units_in(organisation).rows[unit.pk].name_on(day) == "Kontakt"
    assert rights_of(User.objects.get(pk=person.pk)).roles == {Role.CONTROLLER}


def test_a_role_that_ended_holds_no_longer_with_the_next_request(reference):
    _unit, _indicator, person = reference
    assert rights_of(User.objects.get(pk=person.pk)).has(Role.CONTROLLER)
    with made.an_act():
        Membership.objects.update(valid_to=dt.date(2020, 1, 1))
    assert not rights_of(User.objects.get(pk=person.pk)).has(Role.CONTROLLER)
    assert not rights_of(AnonymousUser()).roles


def test_without_an_edition_nothing_is_kept(reference):
    unit, _indicator, _person = reference
    Edition.objects.all().delete()
    assert editions.current() == ""
    assert units_in(unit.organisation_id) is not units_in(unit.organisation_id)


def test_the_oldest_falls_out():
    kept, asked = editions.Kept(MANY), []
    for number in (*range(MANY + 1), MANY, 0):
        kept.get("utgåva", number, lambda number=number: (asked.append(number) or str(number), "utgåva"))
    assert asked == [*range(MANY + 1), 0]


def test_a_session_brings_the_edition_with_its_account(client):
    client.force_login(made.UserFactory())
    user = client.get("/konto/").wsgi_request.user
    assert user.reference_edition == editions.current()
