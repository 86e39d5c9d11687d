"""An area's deviation from budget in a month, and whether it is commented: what Läget, Min månad and the table tell."""

from __future__ import annotations

from collections.abc import Iterable
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


def forecast_of(month: AreaMonth, *, before: bool = False) -> Number | None:
    """The latest forecast of the area's net result up to the month that both its parts have, or the one before it."""
    vintages = sorted(
        {
            known.vintage
            for slot, found in month.figures.figures.items()
            if slot.scenario == Scenario.FORECAST and slot.unit == month.area.code
            for known in found
            if known.vintage <= month.vintage and slot.indicator in LEDGER
        }
    )
    forecast = {"scenario": Scenario.FORECAST}
    made = (sum_of_area(month, NET, "year", **forecast, vintage=_written(at)) for at in reversed(vintages))
    known = [number for number in made if number is not None]
    return next(iter(known[1:] if before else known), None)


def _written(vintage: int) -> str:
    return f"{vintage // 100}-{vintage % 100:02}"


def bridge_of(month: AreaMonth) -> Bridge:
    """The area's bridge from budget to forecast; the month was read with all that was said around it."""
    return bridge_from(month.happenings.told, month.at, deviation(forecast_of(month), budget_of(month)))


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
