"""The full year apart from its months: what was closed, what the months and period 13 add up to, and the difference."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.entry.years import YearSheet
from indicators.models import FigureRevision
from indicators.models.choices import AggregationChoice, Scenario, SpanChoice
from indicators.numbers import Number, difference, format_number, total
from indicators.recording_entries import number_of
from indicators.spans import CLOSING_MONTH

WHOLE_YEAR = 12


@dataclass(frozen=True, slots=True)
class FullYear:
    """A row of the year: the months together, period 13, the full year in its standing, and what differs.

    `standing` is preliminary for the first value of the full year and definitive for a later one. The difference is
    the full year less the months and period 13; empty where a month is missing.
    """

    name: str
    unit: str
    months: str
    known: int
    closing: str
    full: str
    standing: str
    differs: str
    next_budget: str


def full_years(sheet: YearSheet) -> list[FullYear]:
    """The sheet's rows that add up over the year, as outcomes of the sheet's year: one query."""
    rows = [line for line in sheet.budget_lines if line.row.indicator.aggregation == AggregationChoice.SUM]
    found = FigureRevision.objects.current().filter(
        fact__indicator__in={line.row.indicator.pk for line in rows},
        fact__unit__in={line.row.unit_pk for line in rows},
        fact__year__in=(sheet.year, sheet.year + 1),
        fact__basis="original",
        fact__decision=None,
        fact__scenario__in=(Scenario.OUTCOME, Scenario.BUDGET),
    )
    by_place: dict[tuple[int, int, int], list[FigureRevision]] = {}
    for row in found.select_related("fact"):
        place = (row.fact.indicator_id, row.fact.unit_id, row.fact.breakdown_id)
        by_place.setdefault(place, []).append(row)
    return [_line(line.name, line.unit_name, sheet.year, by_place.get(_place(line.row), [])) for line in rows]


def _place(row: object) -> tuple[int, int, int]:
    return (row.indicator.pk, row.unit_pk, row.breakdown.pk)  # type: ignore[attr-defined]


def _line(name: str, unit: str, year: int, rows: list[FigureRevision]) -> FullYear:
    outcomes = [row for row in rows if row.fact.scenario == Scenario.OUTCOME and row.fact.year == year]
    months = {row.fact.month: number_of(row) for row in outcomes if row.fact.span == SpanChoice.MONTH}
    known = [number for month, number in months.items() if month <= WHOLE_YEAR and number is not None]
    closing = months.get(CLOSING_MONTH)
    full = next((row for row in outcomes if row.fact.span == SpanChoice.FULL_YEAR), None)
    value = number_of(full) if full else None
    added = total([*known, *([closing] if closing else [])]) if len(known) == WHOLE_YEAR else None
    coming = next(
        (row for row in rows if (row.fact.scenario, row.fact.year, row.fact.span)
         == (Scenario.BUDGET, year + 1, SpanChoice.FULL_YEAR)), None,
    )  # fmt: skip
    standing = "" if full is None or value is None else "preliminärt" if full.number == 1 else "definitivt"
    return FullYear(
        name, unit, _told(total(known)) if known else "", len(known), _told(closing), _told(value), standing,
        format_number(difference(value, added), sign=True) if value and added else "",
        _told(number_of(coming)) if coming else "",
    )  # fmt: skip


def _told(number: Number | None) -> str:
    return format_number(number) if number is not None else ""
