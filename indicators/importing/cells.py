"""A cell and a sheet as they were read, before anybody asks what they mean.

A cell is a short text whose first sign is its kind, so that a draft's sheets are plain JSON: `t` text, `n` a number as
a plain decimal, `d` an ISO date, `b` yes or no, `e` an error of the spreadsheet, `f` a formula whose value isn't
stored. An empty cell is the empty text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

TEXT, NUMBER, DATE, TRUTH, FAULT, FORMULA = "t", "n", "d", "b", "e", "f"


@dataclass
class Sheet:
    """A sheet; rows are counted from 1 in messages. `hidden_rows` are 0-based, `merged` are (row, column) pairs."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: list[list[int]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "hidden_rows": sorted(self.hidden_rows)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Sheet:
        """From what `plain` gave."""
        return cls(**{**plain, "hidden_rows": frozenset(plain.get("hidden_rows", ()))})

    def cell(self, row: int, column: int) -> str:
        """The cell, empty where the sheet has none."""
        line = self.rows[row] if 0 <= row < len(self.rows) else []
        return line[column] if 0 <= column < len(line) else ""

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def kind(cell: str) -> str:
    """The kind of a cell; nothing for an empty one."""
    return cell[:1]


def said(cell: str) -> str:
    """What stands in the cell, as a text without surrounding space."""
    return " ".join(cell[1:].split())


def text_cell(text: str) -> str:
    """A cell of text; empty for nothing but space."""
    return f"{TEXT}{text}" if text.strip() else ""


def place(row: int, column: int | None = None, sheet: str = "") -> str:
    """Where a cell is, as a person finds it: `rad 14`, `Blad1, cell C14`."""
    where = f"rad {row + 1}" if column is None else f"cell {column_letters(column)}{row + 1}"
    return f"{sheet}, {where}" if sheet else where


def column_letters(column: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def without_trailing_space(rows: Iterable[list[str]]) -> list[list[str]]:
    """Rows without empty cells at their ends, and the sheet without empty rows at its end."""
    kept = []
    for row in rows:
        length = len(row)
        while length and not row[length - 1]:
            length -= 1
        kept.append(row[:length])
    while kept and not kept[-1]:
        kept.pop()
    return kept
