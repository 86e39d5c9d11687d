"""The ways between the arrangements of the entry page: per area, per indicator, per year."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from indicators.access import may_record
from indicators.entry.areas import Area, Areas
from indicators.entry.plan import why_not_due
from indicators.entry.reading import AreaMonth
from indicators.models import Indicator
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


def areas_beside(areas: Areas, area: Area, at: Month) -> tuple[Way | None, Way | None]:
    """The person's area before and after the one that is shown."""
    before, after = areas.neighbours(area)
    return _way_to_area(before, at), _way_to_area(after, at)


def _way_to_area(area: Area | None, at: Month) -> Way | None:
    return Way(area.name, reverse("entry", args=[area.code, at.year, at.month]), False) if area else None


def indicators_beside(month: AreaMonth) -> tuple[Way | None, Way | None]:
    """The person's indicator before and after the one that is shown: measured in the month and entered by them."""
    own = _own_indicators(month)
    codes = [row.code for row in own]
    if month.indicator not in codes:
        return None, None
    at = codes.index(month.indicator)
    before, after = own[at - 1] if at else None, own[at + 1] if at + 1 < len(own) else None
    return _way_to(before, month), _way_to(after, month)


def _own_indicators(month: AreaMonth) -> list[Indicator]:
    catalogue, at, rights = month.catalogue, month.at, month.rights
    keys = {catalogue.units[code] for area in month.areas.own for code in area.units}
    units = [rights.unit_row(key) for key in keys]
    return [
        row
        for row in catalogue.measured.values()
        if (row.responsible_unit_id in keys or row.pk in catalogue.ledger_sums)
        and not (row.formula or why_not_due(row, at.year, at.month))
        and any(may_record(month.user, row, unit) for unit in units)
    ]


def _way_to(row: Indicator | None, month: AreaMonth) -> Way | None:
    at = month.at
    if row is None:
        return None
    return Way(row.name_on(at.last_day), reverse("entry_indicator", args=[row.code, at.year, at.month]), False)
