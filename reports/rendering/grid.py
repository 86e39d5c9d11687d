"""Where the cells of a table stand: headings and rows joined over columns and lines, as on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.nodes import BodyCell, HeadCell, TableNode


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its first line and column, both from 0, and how many of each it covers."""

    cell: HeadCell | BodyCell
    line: int
    column: int
    lines: int
    columns: int

    @property
    def covered(self) -> Iterator[tuple[int, int]]:
        """All places that it covers."""
        for line in range(self.line, self.line + self.lines):
            for column in range(self.column, self.column + self.columns):
                yield line, column


def head_cells(table: TableNode) -> list[Placed]:
    """The headings, without those of columns that only the screen shows."""
    return list(_placed([cell for cell in line if not cell.screen_only] for line in table.head))


def body_cells(table: TableNode) -> list[Placed]:
    """The cells below the headings; lines are counted from the first row."""
    return list(_placed([cell for cell in row.cells if not cell.screen_only] for row in table.rows))


def width(*placed: Sequence[Placed]) -> int:
    """The number of columns that the cells need."""
    return max((each.column + each.columns for cells in placed for each in cells), default=0)


def _placed(lines: Iterable[Sequence[HeadCell | BodyCell]]) -> Iterator[Placed]:
    taken: set[tuple[int, int]] = set()
    for line, cells in enumerate(lines):
        column = 0
        for cell in cells:
            while (line, column) in taken:
                column += 1
            columns = cell.colspan if isinstance(cell, HeadCell) else 1
            placed = Placed(cell, line, column, cell.rowspan, columns)
            taken.update(placed.covered)
            yield placed
            column += columns
