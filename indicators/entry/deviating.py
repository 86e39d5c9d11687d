"""An area's deviation from budget in a month, and whether it is commented: what Läget, Min månad and the table tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from indicators.entry.bridging import Bridge, bridge_from, deviation
from indicators.entry.plan import Row
from indicators.entry.reading import AreaMonth
from indicators.models.choices import Role, Scenario
from indicators.numbers import Number
from indicators.pivot.coordinates import Coordinates
from indicators.rights import AREA_ROLES

NET = "net_result"
LEDGER = ("costs", "revenues", NET)
#: What may be left unexplained of a deviation, tkr: the least step of the expected band of money.
LEAST = 100
DONE, LACKING, NOTHING = "klar", "saknas", "–"


def sum_of_area(month: AreaMonth, code: str, span: str, **where: Any) -> Number | None:
    """A sum of the area itself."""
    found = month.lookup.find(Coordinates(code, month.area.code, span=span, **where))
    return found.number if found else None


def budget_of(month: AreaMonth) -> Number | None:
    """The area's budgeted net result of the year."""
    return sum_of_area(month, NET, "year", scenario=Scenario.BUDGET)


def forecast_vintages(month: AreaMonth) -> Iterator[int]:
    """The months that the area's net result was forecast in up to this one, the latest first: where both parts are."""
    vintages = {
        known.vintage
        for slot, found in month.figures.figures.items()
        if slot.scenario == Scenario.FORECAST and slot.unit == month.area.code and slot.year == month.at.year
        for known in found
        if known.vintage <= month.vintage and slot.indicator in LEDGER
    }
    return (vintage for vintage in sorted(vintages, reverse=True) if _forecast(month, vintage) is not None)


def forecast_of(month: AreaMonth, *, before: bool = False) -> Number | None:
    """The latest forecast of the area's net result up to the month that both its parts have, or the one before it."""
    vintage = next(islice(forecast_vintages(month), int(before), None), None)
    return None if vintage is None else _forecast(month, vintage)


def _forecast(month: AreaMonth, vintage: int) -> Number | None:
    return sum_of_area(month, NET, "year", scenario=Scenario.FORECAST, vintage=written_vintage(vintage))


def written_vintage(vintage: int) -> str:
    """The month that a forecast was made in, as coordinates are written: `2024-08`."""
    return f"{vintage // 100}-{vintage % 100:02}"


def bridge_of(month: AreaMonth) -> Bridge:
    """The area's bridge from budget to the year's end; the month was read with all that was said around it.

    The year's end is the latest forecast, and in December the outcome as soon as it is known.
    """
    outcome = sum_of_area(month, NET, "year") if month.at.month == 12 else None
    end = forecast_of(month) if outcome is None else outcome
    bridge = bridge_from(month.happenings.told, month.at, deviation(end, budget_of(month)))
    return replace(bridge, is_final=outcome is not None)


def shows_ledger(month: AreaMonth, rows: Iterable[Row]) -> bool:
    """Whether the area's own costs and revenues are among the rows that the person sees."""
    return any(row.indicator.code in LEDGER and row.unit == month.area.code for row in rows)


def writes_bridge(month: AreaMonth) -> bool:
    """Whether the person writes the area's deviation items and measures: its controller and manager, and the editor."""
    return month.rights.has(Role.EDITOR) or month.areas.area_roles_hold(month.area, AREA_ROLES)


def commentary_of(bridge: Bridge) -> str:
    """Whether the month's deviation is commented: `klar`, `saknas`, or `–` where there is nothing to comment.

    A deviation from budget is to be told in deviation items that leave less than 100 tkr unexplained. One that is
    smaller than that needs none, and none is known before there are both a budget and a forecast.
    """
    unexplained = bridge.unexplained
    if unexplained is None:
        return DONE if bridge.items else NOTHING
    if abs(unexplained.fraction) >= LEAST:
        return LACKING
    return DONE if bridge.items else NOTHING
