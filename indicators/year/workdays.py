"""Working days in Sweden: Monday to Friday but public holidays and the eves on which nobody works.

The holidays are those of the law on public holidays (lagen om allmänna helgdagar, SFS 1989:253); Midsummer's, Christmas
and New Year's Eve are free by agreement. Easter is found by the calendar of Gauss and Butcher.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

DAY = dt.timedelta(days=1)
SATURDAY, FRIDAY = 5, 4


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (skipped + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return dt.date(year, month, offset + 28 - 31 * (month // 4))


@cache
def holidays(year: int) -> dict[dt.date, str]:
    """The days of the year on which nobody works though it may be a weekday, with their names."""
    sunday = easter(year)
    midsummer = next(day for day in (dt.date(year, 6, 20) + DAY * add for add in range(7)) if day.weekday() == SATURDAY)
    saints = next(day for day in (dt.date(year, 10, 31) + DAY * add for add in range(7)) if day.weekday() == SATURDAY)
    return {
        dt.date(year, 1, 1): "Nyårsdagen",
        dt.date(year, 1, 6): "Trettondedag jul",
        sunday - 2 * DAY: "Långfredagen",
        sunday: "Påskdagen",
        sunday + DAY: "Annandag påsk",
        dt.date(year, 5, 1): "Första maj",
        sunday + 39 * DAY: "Kristi himmelsfärdsdag",
        sunday + 49 * DAY: "Pingstdagen",
        dt.date(year, 6, 6): "Sveriges nationaldag",
        midsummer - DAY: "Midsommarafton",
        midsummer: "Midsommardagen",
        saints: "Alla helgons dag",
        dt.date(year, 12, 24): "Julafton",
        dt.date(year, 12, 25): "Juldagen",
        dt.date(year, 12, 26): "Annandag jul",
        dt.date(year, 12, 31): "Nyårsafton",
    }


def is_working_day(day: dt.date) -> bool:
    """Whether people work on the day."""
    return day.weekday() <= FRIDAY and day not in holidays(day.year)


def working_day(year: int, month: int, number: int) -> dt.date:
    """The working day with the number in the month (1 is the first); the last one where there are fewer."""
    days = [day for day in _days(year, month) if is_working_day(day)]
    return days[min(number, len(days)) - 1]


def number_of(day: dt.date) -> int | None:
    """Which working day of its month the day is; None for a day on which nobody works."""
    if not is_working_day(day):
        return None
    return sum(is_working_day(each) for each in _days(day.year, day.month) if each <= day)


def in_year(day: dt.date, years: int) -> dt.date:
    """The same day so many years later: the same working day of the month, for a free day the same date."""
    number = number_of(day)
    if number is not None:
        return working_day(day.year + years, day.month, number)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 2, 28)


def _days(year: int, month: int) -> list[dt.date]:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return [first + DAY * add for add in range((following - first).days)]
