"""The ways between the arrangements of the entry page: per area, per indicator, per year."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from indicators.entry.areas import Area, Areas
from indicators.spans import Month
from vss_portal import clock

AREA, INDICATOR, YEAR = "Per område", "Per indikator", "Per år"
# The budget of the next year is made from this month on; before it, one looks at this year's.
BUDGET_MONTH = 6


@dataclass(frozen=True)
class Way:
    """One of the arrangements, and whether it is the one that is shown."""

    word: str
    url: str
    current: bool


def budget_year() -> int:
    """The year whose budget is the nearest today."""
    today = clock.today()
    return today.year + (today.month >= BUDGET_MONTH)


def ways(areas: Areas, area: Area, at: Month, current: str, *, code: str, year: int | None = None) -> list[Way]:
    """The arrangements around an area and a month. `code` is an indicator of the page; empty where it has no row.

    Where one indicator is shown there is no area: the person's first one stands for it.
    """
    home = area if area.code else areas.own[0]
    found = [Way(AREA, reverse("entry", args=[home.code, at.year, at.month]), current == AREA)]
    if code:
        found.append(Way(INDICATOR, reverse("entry_indicator", args=[code, at.year, at.month]), current == INDICATOR))
    address = reverse("entry_year", args=[home.code, year or budget_year()])
    return [*found, Way(YEAR, address, current == YEAR)]
