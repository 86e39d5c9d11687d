"""What a cell asks for. Table, column, block, row and cell each fix some coordinates; the nearer one wins.

Coordinates may be relative to the report (year offset, its month, the natural span of the indicator); `slots` makes
them absolute: the facts to try, in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

FIXED_SPANS = ("month", "ytd", "full_year", "point", "project")
RELATIVE_SPANS = ("period", "year", "latest")
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The year and month that a table is about, and its last day."""

    year: int
    month: int

    @property
    def vintage(self) -> int:
        """The month as YYYYMM."""
        return self.year * 100 + self.month


class Coordinates(NamedTuple):
    """Some of what makes a fact; None leaves it to the coordinate further away.

    `year` is an offset from the report's year, `fixed_year` a year. `span` is a span of the database or relative to the
    indicator: `period`, `year`, `latest`. `vintage` is `report`, `latest` or `2022-07`; `decision` is `latest` or a
    code; `basis` lists the bases to try. `organisation` with `carry` asks for a later organisation's unit.
    """

    indicator: str | None = None
    unit: str | None = None
    breakdown: str | None = None
    scenario: str | None = None
    year: int | None = None
    fixed_year: int | None = None
    month: int | None = None
    span: str | None = None
    vintage: str | None = None
    decision: str | None = None
    basis: tuple[str, ...] | None = None
    organisation: dt.date | None = None
    carry: str | None = None

    def over(self, further: Coordinates) -> Coordinates:
        """These coordinates, filled up with those of `further`."""
        return nearest(self, further)

    def year_in(self, period: ReportPeriod) -> int:
        """The year asked for."""
        return self.fixed_year if self.fixed_year is not None else period.year + (self.year or 0)


#: Coordinates that fix nothing.
ANYTHING = Coordinates()


def nearest(*layers: Coordinates) -> Coordinates:
    """One set of coordinates out of many, the nearest first. A year fixed nearer hides an offset further away."""
    chosen = ANYTHING
    for layer in layers:
        if layer is not ANYTHING and layer != ANYTHING:
            chosen = layer if chosen is ANYTHING else _filled_up(chosen, layer)
    return chosen


def _filled_up(nearer: Coordinates, further: Coordinates) -> Coordinates:
    pairs = zip(nearer, further, strict=True)
    filled = Coordinates._make([here if here is not None else there for here, there in pairs])
    if nearer.year is None and nearer.fixed_year is None:
        return filled
    return filled._replace(year=nearer.year, fixed_year=nearer.fixed_year)


class Slot(NamedTuple):
    """A fact without its vintage, decision and basis: the key under which figures are looked up."""

    indicator: str
    unit: str
    breakdown: str
    scenario: str
    year: int
    month: int
    span: str


def natural(aggregation: str, month: int) -> tuple[str, int]:
    """The span and month of a year-to-date column for an indicator: a level has a point, a sum an accumulation."""
    if aggregation == "last":
        return "point", month
    if aggregation == "yearly" or month == 12:
        return "full_year", 12
    return "ytd", month


def spans_of(span: str, month: int, aggregation: str) -> Iterator[tuple[str, int]]:
    """The spans to try for a declared span, in order."""
    if span in ("month", "ytd", "point", "project"):
        yield ("full_year", 12) if span == "ytd" and month == 12 else (span, month)
    elif span == "full_year":
        yield "full_year", 12
    elif span == "year":
        yield natural(aggregation, 12)
    else:
        yield natural(aggregation, month)
        if span == "latest":
            yield natural(aggregation, 12)
            for earlier in range(month - 1, 0, -1):
                yield natural(aggregation, earlier)


def slots(where: Coordinates, period: ReportPeriod, aggregation: str) -> list[Slot]:
    """The slots to try for coordinates, in order. Empty where indicator or unit isn't fixed by anybody."""
    if where.indicator is None or where.unit is None:
        return []
    month = where.month or period.month
    tried = dict.fromkeys(spans_of(where.span or "period", month, aggregation))
    return [
        Slot(
            indicator=where.indicator,
            unit=where.unit,
            breakdown=where.breakdown or TOTAL,
            scenario=where.scenario or "outcome",
            year=where.year_in(period),
            month=at,
            span=span,
        )
        for span, at in tried
    ]
