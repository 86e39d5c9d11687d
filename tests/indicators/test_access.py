"""Who may do what with the facts: one test per row of the table, by role, unit and day."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from indicators import access
from indicators.models import FigureRevision, Membership, Responsibility
from indicators.models.choices import Role, Source
from tests import factories as made
from tests.factories import an_act
from tests.indicators.views.world import TODAY, make_world, other_organisation, put_under

ROLES = list(Role)


@pytest.fixture
def world(db):
    return make_world()


def again(person):
    """The same person in a new request, with nothing kept from before."""
    return type(person).objects.get(pk=person.pk)


def shown(person):
    """The values that the person sees."""
    rows = access.visible_to(FigureRevision.objects.all(), again(person))
    return sorted(str(row.value) if row.value is not None else row.marker for row in rows)


# Roles and units


def test_roles_hold_from_their_first_day_to_their_last(world):
    person = world.person(Role.CONTROLLER, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2024, 6, 30))
    assert access.roles_of(person, dt.date(2023, 12, 31)) == set()
    assert access.roles_of(person, dt.date(2024, 1, 1)) == {"controller"}
    assert access.roles_of(person, dt.date(2024, 6, 30)) == {"controller"}
    assert access.roles_of(person, TODAY) == set()


def test_a_role_in_a_unit_holds_for_its_parts_of_the_day(world):
    person = world.person(Role.CONTROLLER)
    codes = {unit.code for unit in world.units.values() if unit.pk in access.units_of(person, Role.CONTROLLER)}
    assert codes == {"vo-hr", "hr-service"}


def test_a_part_that_moved_away_is_no_longer_ones_own(world):
    link = world.units["hr-service"].links.get()
    link.valid_to = dt.date(2024, 6, 30)
    with an_act():
        link.save()
    put_under(world.units["hr-service"], world.units["vo-ekonomi"], valid_from=dt.date(2024, 7, 1))
    person = world.person(Role.CONTROLLER)
    service = world.units["hr-service"].pk
    assert service in access.units_of(person, Role.CONTROLLER, day=dt.date(2024, 6, 30))
    assert service not in access.units_of(person, Role.CONTROLLER, day=dt.date(2024, 7, 1))


def test_units_of_counts_only_the_roles_that_are_asked_for(world):
    person = world.person(Role.READER)
    assert access.units_of(person, Role.CONTROLLER) == set()
    assert len(access.units_of(person)) == 5


def test_who_has_not_logged_in_has_no_role(world):
    assert access.roles_of(AnonymousUser()) == set()
    assert not access.has_a_role(AnonymousUser())


def test_an_account_works_in_one_organisation_at_a_time(world):
    _, unit = other_organisation()
    person = world.person(Role.READER)
    Membership.objects.create(person=person, role=Role.EDITOR, unit=unit, valid_from=dt.date(2019, 1, 1))
    assert access.roles_of(person) == {"reader"}


def test_however_many_ask_the_memberships_are_fetched_once(world):
    person = world.person(Role.CONTROLLER)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            access.may_record(person, world.indicators["vol"], world.units["hr-service"])
            access.roles_of(person)
            access.reads_figures(person)
    memberships = [query for query in asked if 'FROM "indicators_membership"' in query["sql"]]
    assert len(memberships) == 1
    # The edition, memberships, the three of the unit tree, and what the person answers for by name.
    assert len(asked) <= 6


# Recording: role → what of (own area, another area, staff figure of the own area, own indicator elsewhere)

MAY_RECORD = {
    Role.READER: (False, False, False, False),
    Role.AUDITOR: (False, False, False, False),
    Role.CONTROLLER: (True, False, False, False),
    Role.AREA_MANAGER: (True, False, False, False),
    Role.HR: (False, False, True, False),
    Role.WRITER: (False, False, False, True),
    Role.DIRECTOR: (False, False, False, False),
    Role.EDITOR: (True, True, True, True),
    Role.ADMIN: (False, False, False, False),
}
MAY_READ_WORK = MAY_RECORD | {
    Role.CONTROLLER: (True, False, True, False),
    Role.AREA_MANAGER: (True, False, True, False),
    Role.DIRECTOR: (True, True, True, True),
}


def cases(world):
    vol, sjuk, digital = (world.indicators[code] for code in ("vol", "sjuk", "digital"))
    service, economy = world.units["hr-service"], world.units["vo-ekonomi"]
    return ((vol, service), (vol, economy), (sjuk, service), (digital, economy))


@pytest.mark.parametrize("role", ROLES)
def test_who_may_record_figures(world, role):
    person = world.person(role)
    vol_elsewhere = access.may_record(person, world.indicators["vol"], world.units["vo-ekonomi"])
    told = tuple(access.may_record(person, *case) for case in cases(world))
    expected = MAY_RECORD[role]
    if role == Role.CONTROLLER:
        # The controller of VO HR answers for "vol", whose responsible unit is in the area, wherever it is measured.
        assert vol_elsewhere
        expected = (True, True, False, False)
    assert told == expected


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_figures_that_are_not_public(world, role):
    person = world.person(role)
    expected = (True, True, True, False) if role == Role.CONTROLLER else MAY_READ_WORK[role]
    assert tuple(access.may_read_work(person, *case) for case in cases(world)) == expected


def test_the_staff_of_an_administration_answers_for_the_indicators_of_the_whole(world):
    in_staff = world.person(Role.WRITER, "stab")
    in_area = world.person(Role.WRITER, "vo-hr")
    case = world.indicators["digital"], world.units["vss"]
    assert access.may_record(in_staff, *case)
    assert not access.may_record(in_area, *case)


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.WRITER])
def test_who_answers_for_an_indicator_by_name_records_it(world, role):
    person = world.person(role, "vo-ekonomi")
    case = world.indicators["digital"], world.units["vo-hr"]
    assert not access.may_record(person, *case)
    Responsibility.objects.create(indicator=case[0], unit=case[1], person=person, valid_from=dt.date(2024, 1, 1))
    assert access.may_record(again(person), *case)
    assert not access.may_record(again(person), case[0], world.units["stab"])
    assert not access.may_record(again(person), *case, day=dt.date(2023, 12, 31))


def test_answering_by_name_gives_a_reader_nothing_to_record(world):
    person = world.person(Role.READER)
    Responsibility.objects.create(indicator=world.indicators["digital"], person=person, valid_from=dt.date(2024, 1, 1))
    assert not access.may_record(person, world.indicators["digital"], world.units["vss"])


def test_the_editor_of_one_organisation_is_nobody_in_another(world):
    indicator, unit = other_organisation()
    editor = world.person(Role.EDITOR)
    assert not access.may_record(editor, indicator, unit)
    assert not access.may_read_work(editor, indicator, unit)
    assert not access.may_record(editor, world.indicators["vol"], unit)
    assert not access.may_record(editor, indicator, world.units["vss"])


@pytest.mark.parametrize("role", ROLES)
def test_only_the_editor_records_in_closed_periods(world, role):
    assert access.may_unlock(world.person(role)) == (role == Role.EDITOR)


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_who_recorded_a_figure(world, role):
    assert access.sees_origin(world.person(role)) == (role not in (Role.READER, Role.ADMIN))


# What is seen of all figures

SEEN = {
    # Printed is 11.0; entered: 21.0 own volume, 22.0 another area's volume, 23.0 own sick leave, 24.0 own indicator.
    Role.READER: ["11.0"],
    Role.AUDITOR: ["11.0"],
    Role.ADMIN: ["11.0"],
    Role.CONTROLLER: ["11.0", "21.0", "22.0", "23.0"],
    Role.AREA_MANAGER: ["11.0", "21.0", "23.0"],
    Role.HR: ["11.0", "23.0"],
    Role.WRITER: ["11.0", "24.0"],
    Role.DIRECTOR: ["11.0", "21.0", "22.0", "23.0", "24.0"],
    Role.EDITOR: ["11.0", "21.0", "22.0", "23.0", "24.0"],
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_is_printed_and_its_own_work(world, role):
    world.print("vol", "vo-ekonomi", "11,0")
    for value, (indicator, unit) in zip(("21,0", "22,0", "23,0", "24,0"), cases(world), strict=True):
        made.record(value, indicator=indicator, unit=unit)
    assert shown(world.person(role)) == SEEN[role]


@pytest.mark.parametrize("role", ROLES)
def test_facts_and_values_are_seen_by_the_same_people(world, role):
    world.print("vol", "vo-ekonomi", "11,0")
    for indicator, unit in cases(world):
        made.record("5,0", indicator=indicator, unit=unit)
    person = world.person(role)
    facts = set(access.visible_facts(person).values_list("pk", flat=True))
    values = set(access.visible_to(FigureRevision.objects.all(), person).values_list("fact", flat=True))
    assert facts == values


def test_nobody_sees_another_organisation(world):
    indicator, unit = other_organisation()
    made.record("99,0", indicator=indicator, unit=unit)
    for role in ROLES:
        assert shown(world.person(role)) == []


def test_only_the_latest_value_is_seen(world):
    made.history("1,0", "2,0", "3,0", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    assert shown(world.person(Role.CONTROLLER)) == ["3.0"]


def test_a_reader_goes_on_seeing_what_was_printed_when_it_is_corrected_in_the_portal(world):
    printed = world.print("vol", "hr-service", "11,0")
    about = {"year": 2023, "month": 12, "span": "full_year", "reason": "Räknat om"}
    corrected = world.record("vol", "hr-service", "12,0", **about)
    assert corrected.fact == printed.fact
    assert shown(world.person(Role.READER)) == ["11.0"]
    assert shown(world.person(Role.CONTROLLER)) == ["12.0"]


def test_a_printed_value_that_is_withheld_later_is_no_longer_shown(world):
    world.print("sjuk", "hr-service", "11,0")
    about = {"year": 2023, "month": 12, "span": "full_year", "reason": "För få personer"}
    world.record("sjuk", "hr-service", "withheld", **about)
    reader = world.person(Role.READER)
    assert shown(reader) == []
    assert not access.visible_facts(reader).exists()
    assert shown(world.person(Role.HR)) == ["withheld"]


def test_a_value_printed_after_a_withheld_one_is_shown(world):
    about = {"year": 2023, "month": 12, "span": "full_year"}
    withheld = {"source": Source.EXAMPLE, "act": {"recorded_at": made.at(dt.date(2024, 1, 10)), "checks": "note"}}
    world.record("sjuk", "hr-service", "withheld", **about, **withheld)
    world.print("sjuk", "hr-service", "11,0")
    reader = world.person(Role.READER)
    assert shown(reader) == ["11.0"]
    assert access.visible_facts(reader).count() == 1


# Pages


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_list_of_figures_and_who_records(world, role):
    person = world.person(role)
    assert access.has_a_role(person)
    assert access.reads_figures(person) == (role not in (Role.READER, Role.ADMIN))
    recording = {Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER, Role.EDITOR}
    assert access.records_figures(person) == (role in recording)


def test_a_figure_outside_ones_units_does_not_exist(world):
    recorded = world.record("vol", "vo-ekonomi")
    manager = world.person(Role.AREA_MANAGER)
    with pytest.raises(Http404):
        access.sees_figure(manager, fact=recorded.fact.pk)
    with pytest.raises(Http404):
        access.corrects_figure(manager, fact=recorded.fact.pk)


def test_a_figure_that_one_sees_but_does_not_record_is_refused(world):
    recorded = world.record("sjuk", "hr-service")
    manager = world.person(Role.AREA_MANAGER)
    assert access.sees_figure(manager, fact=recorded.fact.pk)
    assert not access.corrects_figure(manager, fact=recorded.fact.pk)
    assert access.corrects_figure(world.person(Role.HR), fact=recorded.fact.pk)


def test_a_reader_meets_no_page_of_a_single_figure(world):
    printed = world.print("vol", "hr-service")
    assert not access.sees_figure(world.person(Role.READER), fact=printed.fact.pk)
    assert not access.corrects_figure(world.person(Role.READER), fact=printed.fact.pk)


def test_an_indicator_of_others_does_not_exist(world):
    other_organisation()
    reader = world.person(Role.READER)
    assert access.sees_indicator(reader, code="vol")
    for code in ("hemlig", "finns-inte"):
        with pytest.raises(Http404):
            access.sees_indicator(reader, code=code)
