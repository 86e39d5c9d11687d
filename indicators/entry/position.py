"""Läget: a row per area for the monthly dialogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from indicators.entry.areas import Area
from indicators.entry.bridging import Bridge, bridge_from, deviation, latest_bridges, read_bridge, told
from indicators.entry.overview import AreaStanding, MonthStanding, month_standing
from indicators.entry.reading import AreaMonth, occasion_of
from indicators.judging import Basis, judge_place
from indicators.models import DeviationBridge, Indicator, MeasureState, MeasureVersion
from indicators.models.choices import Scenario
from indicators.numbers import Number, difference, format_number
from indicators.pivot.coordinates import Coordinates
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.status import Status, status_word
from indicators.targets import ParsedTarget, TargetKind

NET = "net_result"
OPEN_STATES = (MeasureState.PLANNED, MeasureState.ONGOING)


@dataclass(frozen=True)
class Position:
    """An area's row."""

    standing: AreaStanding
    result: str
    budget: str
    forecast: str
    change: str
    health: str
    bridge: str
    measures: int
    statuses: Sequence[tuple[str, str, int]]

    @property
    def area(self) -> Area:
        """The area."""
        return self.standing.area


@dataclass(frozen=True)
class Positions:
    """A month with a row per area, and what the column of staff health is called ("" where nothing is measured)."""

    month: MonthStanding
    health: str
    rows: Sequence[Position]


@dataclass(frozen=True)
class _Around:
    """What the rows share: the indicator of staff health, open measures and bridges by unit."""

    health: Indicator | None
    measures: Counter[int]
    bridges: dict[int, DeviationBridge]


def position(user: Any, at: Month) -> Positions | None:
    """The rows of the person's areas in a month; None where no follow-up is planned."""
    occasion = occasion_of(rights_of(user), at)
    if occasion is None:
        return None
    standing = month_standing(user, at, occasion)
    units = [each.area.pk for each in standing.areas]
    around = _Around(health_measure(standing), open_measures(units), latest_bridges(units, at))
    name = around.health.name_on(at.last_day) if around.health else ""
    return Positions(standing, name, [_position(each, around) for each in standing.areas])


def health_measure(standing: MonthStanding) -> Indicator | None:
    """The first indicator of staff health in the catalogue's order that any of the areas has: the sick leave."""
    found = [row.indicator for each in standing.areas for row in each.month.rows if row.indicator.is_health]
    return min(found, key=lambda indicator: (indicator.order, indicator.code), default=None)


def open_measures(units: Sequence[int]) -> Counter[int]:
    """How many measures are going on in each unit: one query."""
    latest = MeasureVersion.objects.filter(measure__unit__in=units).values("measure").annotate(newest=Max("number"))
    newest = {(row["measure"], row["newest"]) for row in latest.order_by("measure")}
    rows = MeasureVersion.objects.filter(measure__unit__in=units, state__in=OPEN_STATES)
    return Counter(
        unit
        for measure, number, unit in rows.values_list("measure", "number", "measure__unit")
        if (measure, number) in newest
    )


def _position(standing: AreaStanding, around: _Around) -> Position:
    month = standing.month
    now, before = forecast_of(month), forecast_of(month, before=True)
    budget = _number(month, NET, "year", scenario=Scenario.BUDGET)
    return Position(
        standing=standing,
        result=_shown(_number(month, NET, "period")),
        budget=_shown(budget),
        forecast=_shown(now),
        change=_shown(difference(now, before) if now and before else None, sign=True),
        health=_shown(_number(month, around.health.code, "period") if around.health else None),
        bridge=told(bridge_from(around.bridges.get(month.area.pk), month.at, deviation(now, budget))),
        measures=around.measures[month.area.pk],
        statuses=statuses_of(standing),
    )


def statuses_of(standing: AreaStanding) -> list[tuple[str, str, int]]:
    """How many of the area's indicators with a target of the year have each status: the status, its word, the count.

    Sexes don't vote, as in the goals; what isn't due in the month is judged by its latest value.
    """
    month = standing.month
    final = month.at.month == 12
    basis = Basis(month.facts, month.targets, month.lookup, month.area.code, final)
    own = {(row.indicator.code, row.unit, row.breakdown.code) for row in month.rows if row.is_total}
    aimed = [key[:3] for key, target in month.targets.items() if key[3] == month.at.year and _is_aim(target)]
    counted = Counter(judge_place(*place, basis)[2].status for place in aimed if place in own)
    word = "annual" if final else "interim"
    return [(status.value, status_word(status, word), counted[status]) for status in Status if counted[status]]


def _is_aim(target: ParsedTarget) -> bool:
    return target.kind is not TargetKind.NONE


def bridge_of(month: AreaMonth) -> Bridge:
    """The area's bridge from budget to forecast."""
    budget = _number(month, NET, "year", scenario=Scenario.BUDGET)
    return read_bridge(month.area.pk, month.at, deviation(forecast_of(month), budget))


def forecast_of(month: AreaMonth, *, before: bool = False) -> Number | None:
    """The latest forecast of the area's net result up to the month that both its parts have, or the one before it."""
    vintages = sorted(
        {
            known.vintage
            for slot, found in month.figures.figures.items()
            if slot.scenario == Scenario.FORECAST and slot.unit == month.area.code
            for known in found
            if known.vintage <= month.vintage and slot.indicator in ("costs", "revenues", NET)
        }
    )
    made = (_number(month, NET, "year", scenario=Scenario.FORECAST, vintage=_written(at)) for at in reversed(vintages))
    known = [number for number in made if number is not None]
    return next(iter(known[1:] if before else known), None)


def _written(vintage: int) -> str:
    return f"{vintage // 100}-{vintage % 100:02}"


def _number(month: AreaMonth, code: str, span: str, **where: Any) -> Number | None:
    found = month.lookup.find(Coordinates(code, month.area.code, span=span, **where))
    return found.number if found else None


def _shown(number: Number | None, *, sign: bool = False) -> str:
    return "–" if number is None else format_number(number, sign=sign)
