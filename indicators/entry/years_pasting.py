"""A block pasted into the budget with plan years: its rows as the page's boxes, also where it has a head of years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.entry.cells import Cell
from indicators.entry.pasting import Place, Preview, preview, read_block
from indicators.entry.years import YearColumn, YearLine, YearSheet
from indicators.models.choices import Scenario

_HEAD = re.compile(r"(?:(?P<word>[^\W\d_]+)[ \u00a0]+)?(?P<year>20\d\d)", re.IGNORECASE)
# What a head may call the columns that have boxes; "Bokslut 2023" or "Prognos 2024" has none.
_WORDS = {"budget": Scenario.BUDGET, "plan": Scenario.PLAN, None: None}


def year_places(sheet: YearSheet) -> list[Place]:
    """The lines of the budget, each with its boxes from the budget's year on."""
    return [_place(sheet, line) for line in sheet.lines if not line.end]


def _place(sheet: YearSheet, line: YearLine) -> Place:
    pairs = [(column, cell) for column, cell in zip(sheet.columns, line.cells, strict=True) if column.is_box]
    cells: tuple[Cell | None, ...] = tuple(cell for _, cell in pairs)
    titles = tuple(column.head for column, _ in pairs)
    beside = tuple(cell.text for cell in line.cells[: len(line.cells) - len(pairs)])
    return Place(line.row, line.name, line.unit_name, cells, titles, beside, compared=len(pairs))


def year_preview(sheet: YearSheet, block: str, start: str, unit: str = "") -> Preview:
    """What would become of each cell of a block; `start` is the box that it was pasted in, `unit` answers kronor."""
    return preview(sheet, by_year(read_block(block), sheet.columns), start, year_places(sheet), unit)


def by_year(rows: list[list[str]], columns: Sequence[YearColumn]) -> list[list[str]]:
    """The rows with their cells in the boxes' order where the block's first row heads them with years.

    `Budget 2025` and `2025` are the budget's box, `Plan 2026` and `2026` a plan year's; other columns are left out. A
    block without such a head is given back as it is.
    """
    years = [_column(cell, columns) for cell in rows[0][1:]]
    if not any(years) or not all(cell.strip() == "" or _HEAD.fullmatch(cell.strip()) for cell in rows[0][1:]):
        return rows
    wanted = [column for column in columns if column.is_box]
    places = [years.index(column) + 1 if column in years else None for column in wanted]
    return [[row[0], *(row[at] if at is not None and at < len(row) else "" for at in places)] for row in rows[1:]]


def _column(cell: str, columns: Sequence[YearColumn]) -> YearColumn | None:
    found = _HEAD.fullmatch(cell.strip())
    word = found["word"].casefold() if found and found["word"] else None
    if found is None or word not in _WORDS:
        return None
    scenario, year = _WORDS[word], int(found["year"])
    return next(
        (each for each in columns if each.is_box and each.year == year and scenario in (None, each.scenario)), None
    )
