"""Läget: a row per area for the monthly dialogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from indicators.entry.areas import Area
from indicators.entry.bridging import told
from indicators.entry.deviating import NET, budget_of, forecast_of, sum_of_area
from indicators.entry.overview import AreaStanding, MonthStanding, month_standing
from indicators.entry.reading import occasion_of
from indicators.judging import Basis, judge_place
from indicators.models import Indicator, MeasureState, MeasureVersion
from indicators.numbers import Number, difference, format_number
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.status import Status, status_word
from indicators.targets import ParsedTarget, TargetKind

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
    """What the rows share: the indicator of staff health, and open measures by unit."""

    health: Indicator | None
    measures: Counter[int]


def position(user: Any, at: Month) -> Positions | None:
    """The rows of the person's areas in a month; None where no follow-up is planned."""
    occasion = occasion_of(rights_of(user), at)
    if occasion is None:
        return None
    standing = month_standing(user, at, occasion)
    units = [each.area.pk for each in standing.areas]
    around = _Around(health_measure(standing), open_measures(units))
    name = around.health.name_on(at.last_day) if around.health else ""
    return Positions(standing, name, [_position(each, around) for each in standing.areas])


def health_measure(standing: MonthStanding) -> Indicator | None:
    """The first indicator of staff health in the catalogue's order that the person sees in any area: the sick leave."""
    found = [row.indicator for each in standing.areas for row in each.rows if row.indicator.is_health]
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
    month, money = standing.month, standing.shows_money
    now, before = (forecast_of(month), forecast_of(month, before=True)) if money else (None, None)
    return Position(
        standing=standing,
        result=_shown(sum_of_area(month, NET, "period") if money else None),
        budget=_shown(budget_of(month) if money else None),
        forecast=_shown(now),
        change=_shown(difference(now, before) if now and before else None, sign=True),
        health=_shown(sum_of_area(month, around.health.code, "period") if around.health else None),
        bridge=told(standing.bridge) if money else "",
        measures=around.measures[month.area.pk] if money else 0,
        statuses=statuses_of(standing),
    )


def statuses_of(standing: AreaStanding) -> list[tuple[str, str, int]]:
    """How many of the area's indicators with a target of the year have each status: the status, its word, the count.

    Sexes don't vote, as in the goals; what isn't due in the month is judged by its latest value.
    """
    month = standing.month
    final = month.at.month == 12
    basis = Basis(month.facts, month.targets, month.lookup, month.area.code, final)
    own = {(row.indicator.code, row.unit, row.breakdown.code) for row in standing.rows if row.is_total}
    aimed = [key[:3] for key, target in month.targets.items() if key[3] == month.at.year and _is_aim(target)]
    counted = Counter(judge_place(*place, basis)[2].status for place in aimed if place in own)
    word = "annual" if final else "interim"
    return [(status.value, status_word(status, word), counted[status]) for status in Status if counted[status]]


def _is_aim(target: ParsedTarget) -> bool:
    return target.kind is not TargetKind.NONE


def _shown(number: Number | None, *, sign: bool = False) -> str:
    return "–" if number is None else format_number(number, sign=sign)
