"""Swedish working days, against dates that the almanac gives."""

import datetime as dt

import pytest

from indicators.year.workdays import easter, holidays, in_year, is_working_day, number_of, working_day


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1981, (4, 19)),
        (2019, (4, 21)),
        (2023, (4, 9)),
        (2024, (3, 31)),
        (2025, (4, 20)),
        (2038, (4, 25)),
        (2285, (3, 22)),
    ],
)
def test_easter_is_that_of_the_almanac(year, day):
    assert easter(year) == dt.date(year, *day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2024, 3, 29), "Långfredagen"),
        (dt.date(2024, 4, 1), "Annandag påsk"),
        (dt.date(2024, 5, 9), "Kristi himmelsfärdsdag"),
        (dt.date(2024, 6, 21), "Midsommarafton"),
        (dt.date(2025, 6, 21), "Midsommardagen"),
        (dt.date(2025, 11, 1), "Alla helgons dag"),
        (dt.date(2026, 10, 31), "Alla helgons dag"),
    ],
)
def test_a_holiday_is_no_working_day(day, name):
    assert holidays(day.year)[day] == name
    assert not is_working_day(day)


def test_the_ninth_working_day_after_march_2024_is_counted_past_easter():
    """As the printed calendar has it: delår mars 2024 in time to 12 April."""
    assert working_day(2024, 4, 9) == dt.date(2024, 4, 12)
    assert number_of(dt.date(2024, 4, 12)) == 9
    assert number_of(dt.date(2024, 4, 13)) is None


def test_a_month_has_no_more_working_days_than_it_has():
    assert working_day(2024, 2, 40) == dt.date(2024, 2, 29)


def test_a_day_of_another_year_is_the_same_working_day_else_the_same_date():
    assert in_year(dt.date(2024, 4, 12), 1) == dt.date(2025, 4, 11)
    assert in_year(dt.date(2024, 9, 1), 1) == dt.date(2025, 9, 1)
    assert in_year(dt.date(2020, 2, 29), 1) == dt.date(2021, 2, 28)
