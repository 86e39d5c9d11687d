"""The form of the open row: its words and cells of their own, and the choices of what they can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.declarations.patterns import PeriodWords
from reports.designing.cells import FIGURES, WAYS, cell_told, way_of, year_choice
from reports.designing.columns import FIGURES as FIGURE_KINDS
from reports.designing.columns import OFFSETS, column_name
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused
from reports.designing.rows import row_name, siblings_of, walk
from reports.designing.tables import Designed
from reports.designing.words import SCENARIOS, SPANS, filled, shown_pattern, year_word

Data = dict[str, Any]
Choice = tuple[str, str]
# What stands under "Mer om raden".
MORE = ("breakdown", "missing", "decimals", "formula")
OFFERED_SPANS = ("period", "year", "month", "point", "project", "latest")


@dataclass(frozen=True, slots=True)
class ShownWhere:
    """Coordinates with their choices; an empty one is left to what is further away."""

    where: Mapping[str, Any]
    year: str
    years: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    scenarios: tuple[Choice, ...] = tuple(SCENARIOS.items())


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of its own: its column, what it shows and its form."""

    key: str
    name: str
    told: str
    way: str
    ways: tuple[Choice, ...]
    words: str
    where: ShownWhere


@dataclass(frozen=True, slots=True)
class ShownForm:
    """What the form of one row has beside the row itself."""

    where: ShownWhere
    cells: tuple[ShownCell, ...] = ()
    # The columns whose cells can be given something of their own, and the row's boxes in columns of words.
    free: tuple[Choice, ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    is_group: bool = False
    says_more: bool = False


def shown_form(it: Designed, opened: str, known: Known, words: PeriodWords) -> ShownForm | None:
    """The form of the row that is open; None where none is."""
    if not opened.startswith("rad-"):
        return None
    try:
        siblings, at = siblings_of(it.rows, opened.removeprefix("rad-"))
    except DesignRefused:
        return None
    row = siblings[at]
    cells = row.get("cells") or {}
    named = [(column, filled(column_name(column), words)) for column in it.columns]
    figures = [(column, name) for column, name in named if column.get("kind", "figure") in FIGURE_KINDS]
    return ShownForm(
        where=shown_where(row.get("block", row)),
        cells=tuple(_cell(c, name, cells[c["key"]], known, words) for c, name in figures if c["key"] in cells),
        free=tuple((column["key"], name) for column, name in figures if column["key"] not in cells),
        words=tuple(_words(row, column, name) for column, name in named if column.get("kind") == "text"),
        is_group="block" in row,
        says_more=any(row.get(name) not in (None, "") for name in MORE),
    )


def groups_of(it: Designed, known: Known, words: PeriodWords) -> tuple[Choice, ...]:
    """The groups of rows: their paths and what they are called."""
    found = ((path, row) for path, row in walk(it.rows) if "block" in row)
    return tuple((path, f"{row_name(row, known)}{_first(row, known, words)}") for path, row in found)


def _first(row: Data, known: Known, words: PeriodWords) -> str:
    inside = row.get("rows") or []
    return f", ”{filled(row_name(inside[0], known), words)}” …" if inside else ""


def shown_where(where: Data) -> ShownWhere:
    """The coordinates with their choices."""
    year = year_choice(where)
    years = [("", "som kolumnen"), *((offset, year_word(int(offset))) for offset in OFFSETS)]
    if where.get("fixed_year"):
        years.append((year, f"alltid {where['fixed_year']}"))
    return ShownWhere(where, year, tuple(years), _spans(where.get("span", "")))


def _spans(chosen: str) -> tuple[Choice, ...]:
    """The times that are offered, with the one that is chosen in place of one with the same words."""
    offered = [code for code in OFFERED_SPANS if SPANS[code] != SPANS.get(chosen)]
    codes = [*offered, chosen] if chosen in SPANS else offered
    return tuple((code, SPANS[code]) for code in sorted(codes, key=list(SPANS).index))


def _cell(column: Data, name: str, cell: Data, known: Known, words: PeriodWords) -> ShownCell:
    ways = [way for way in WAYS.items() if way[0] != FIGURES or column.get("kind", "figure") == "figure"]
    return ShownCell(
        key=column["key"],
        name=name,
        told=filled(cell_told(cell, known), words),
        way=way_of(cell),
        ways=tuple(ways),
        words=shown_pattern(str(cell.get("text", ""))),
        where=shown_where(cell),
    )


def _words(row: Data, column: Data, name: str) -> tuple[str, str, str]:
    return column["key"], name, shown_pattern(str((row.get("texts") or {}).get(column["key"], "")))
