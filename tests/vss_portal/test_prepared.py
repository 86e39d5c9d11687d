"""Queries that are put together once give what Django would give, whichever numbers come next."""

from datetime import date

import pytest

from indicators.models import Fact, Unit, UnitName
from tests import factories as made
from vss_portal.prepared import Prepared, PreparedInsert

pytestmark = pytest.mark.django_db
DAYS = ((2, "Ett"), (3, "Två"))


def some(units, year):
    return Fact.objects.filter(unit__in=units, year=year).order_by("pk").values_list("pk", "year", "span")


def with_days(kind):
    first = Unit.objects.filter(pk=kind).order_by().values_list("pk", "valid_from", "valid_to")
    return first.union(Unit.objects.filter(pk=kind).order_by().values_list("pk", "valid_from", "valid_to"), all=True)


def test_the_same_rows_with_other_numbers_and_lists_of_other_lengths(django_assert_num_queries):
    units = [made.UnitFactory() for _ in range(3)]
    for unit in units:
        for year in (2023, 2024):
            made.record("1", unit=unit, year=year)
    prepared = Prepared(some)
    for year in (2023, 2024, 2023):
        for chosen in (units, units[:1], units[1:], units[2:]):
            keys = [unit.pk for unit in chosen]
            wanted = list(some(keys, year))
            with django_assert_num_queries(1):
                assert prepared.rows(units=keys, year=year) == wanted
            assert len(wanted) == len(chosen)


def test_an_empty_list_is_in_no_rows_favour(django_assert_num_queries):
    made.record("1")
    with django_assert_num_queries(0):
        assert Prepared(some).rows(units=[], year=2024) == []


def test_a_query_is_built_once_for_each_length():
    built = []

    def building(units, year):
        built.append(len(units))
        return some(units, year)

    prepared = Prepared(building)
    for units in ([1], [2], [1, 2], [3]):
        prepared.rows(units=units, year=2024)
    assert built == [1, 2]


def test_days_come_back_as_days_also_out_of_several_queries_together():
    unit = made.UnitFactory()
    assert Prepared(with_days).rows(kind=unit.pk) == [(unit.pk, unit.valid_from, None)] * 2


def test_fetched_rows_become_whole_one_by_one():
    unit = made.UnitFactory()
    fetched = Prepared(with_days).fetched(kind=unit.pk)
    assert [row[0] for row in fetched.rows] == [unit.pk] * 2
    assert fetched.whole(fetched.rows[0]) == (unit.pk, unit.valid_from, None)


def test_a_row_that_is_inserted_is_the_row_that_django_would_have_made(django_assert_num_queries):
    insert, unit = PreparedInsert(UnitName), made.UnitFactory()
    days = [{"valid_from": date(2001, 1, day), "valid_to": date(2001, 1, day)} for day, _name in DAYS]
    rows = [UnitName(unit=unit, name=name, short="Å", **on) for (_, name), on in zip(DAYS, days, strict=True)]
    for row in rows:
        with django_assert_num_queries(1):
            assert insert.save(row) is row
    stored = UnitName.objects.filter(unit=unit, short="Å").order_by("pk")
    assert [row.pk for row in rows] == [row.pk for row in stored]
    assert [(row.name, row.valid_from.day) for row in stored] == [("Ett", 2), ("Två", 3)]
    assert not rows[0]._state.adding
