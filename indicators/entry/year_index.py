"""Counting up plan years by an index, and what is said of it beside a row afterwards. Nothing here saves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from indicators.entry.plan import Row
from indicators.models.choices import Scenario
from indicators.numbers import Number, round_half_up

if TYPE_CHECKING:
    from indicators.entry.years import YearLine, YearSheet

HUNDREDTHS = 100_00
ALL, ROW, BLOCK = "alla", "r-", "g-"


@dataclass(frozen=True)
class Scope:
    """What is counted up together: all rows, a block or a row. `key` names it in forms, `words` in the log."""

    key: str
    words: str
    lines: tuple[YearLine, ...]


def counted_up(value: Number, percent: int, years: int) -> Number:
    """The value so many years later, counted up each year and rounded half up once, to the value's own decimals.

    `percent` is in hundredths of a per cent: 250 is 2,5 %.
    """
    factor = Fraction(HUNDREDTHS + percent, HUNDREDTHS) ** years
    return round_half_up(value.fraction * factor, value.decimals)


def scopes(sheet: YearSheet) -> list[Scope]:
    """Everything that can be counted up: all rows of the budget, each block, each row, each frame."""
    own = [line for line in sheet.budget_lines if not line.row.is_computed]
    blocks = [
        Scope(f"{BLOCK}{at}", heading, tuple(line for line in lines if line in own))
        for at, (heading, lines) in enumerate(sheet.year_groups)
    ]
    frames = [line for line in sheet.lines if line.is_frame and not line.end]
    rows = [Scope(f"{ROW}{line.key}", f"{line.name} {line.unit_name}".strip(), (line,)) for line in (*own, *frames)]
    return [Scope(ALL, "Alla rader", tuple(own)), *(block for block in blocks if block.lines), *rows]


def find_scope(sheet: YearSheet, key: str) -> Scope | None:
    """The scope with the key; None for a key that names none."""
    return next((scope for scope in scopes(sheet) if scope.key == key), None)


def assumed(sheet: YearSheet, row: Row) -> str:
    """The index that the row's plan years were counted up by, and whether they still follow it; empty without one."""
    found = next((each for each in sheet.assumptions if row.key in each.keys), None)
    if found is None or all(number is None for _, number in _plan_years(sheet, row)):
        return ""
    told = f"uppräknad {found.index} per år"
    return told if _follows(sheet, row, found.percent) else f"{told}, ändrad efteråt"


def _follows(sheet: YearSheet, row: Row, percent: int) -> bool:
    base = sheet.known_year(row, sheet.budget_column)
    if base is None or base.number is None:
        return False
    return all(
        number is not None and number == counted_up(base.number, percent, years)
        for years, number in _plan_years(sheet, row)
    )


def _plan_years(sheet: YearSheet, row: Row) -> Iterable[tuple[int, Number | None]]:
    for column in sheet.columns:
        if column.scenario == Scenario.PLAN:
            known = sheet.known_year(row, column)
            yield column.year - sheet.year, known.number if known else None
