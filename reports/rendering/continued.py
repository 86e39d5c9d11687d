"""A goal whose rows go on over a page break: its name is printed again where they go on, with "forts.".

Only for the eye: whoever listens hears each table as one, and the name has been said.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import table as table_layouts

WORD = " (forts.)"

original_table = table_layouts.table_layout


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *told: Any) -> tuple[Any, ...]:
    """`table_layout`: a table that goes on in the middle of a goal begins with the goal's name."""
    place = _place(skip_stack)
    again = _spanning(table.children[place[0]], place[1]) if place else []
    if not place or not again:
        return tuple(original_table(context, table, bottom_space, skip_stack, *told))
    # Not with a copy: WeasyPrint keeps the widths of columns with the table, and notes its place there.
    all_groups = table.children
    table.children = _with_cells(all_groups, place, again)
    try:
        made, resume_at, *rest = original_table(context, table, bottom_space, skip_stack, *told)
    finally:
        table.children = all_groups
    return (made, _without_cells(resume_at, place, len(again)), *rest)


def _place(skip_stack: Any) -> tuple[int, int] | None:
    """The group of rows and the row that a table goes on with; None where it begins, or goes on within a row."""
    if not skip_stack:
        return None
    ((group, rows),) = skip_stack.items()
    if not rows:
        return None
    ((row, cells),) = rows.items()
    return None if cells else (group, row)


def _spanning(group: Any, row: int) -> list[Any]:
    """The headings of rows that began before the row and reach it, as they are printed again."""
    found = []
    for number, earlier in enumerate(group.children[:row]):
        for cell in earlier.children:
            if cell.element_tag == "th" and number + cell.rowspan > row:
                found.append(_again(cell, number + cell.rowspan - row))
    return found


def _again(cell: Any, rows: int) -> Any:
    again = cell.deepcopy()
    again.rowspan, again.is_continued = rows, True
    texts = [box for box in again.descendants() if isinstance(box, boxes.TextBox)]
    if texts:
        texts[-1].text += WORD
    return again


def _with_cells(groups: Any, place: tuple[int, int], cells: list[Any]) -> list[Any]:
    """The table's groups with the cells before the others of the row; what was given is left as it is."""
    number, row_number = place
    group, made = groups[number], list(groups)
    row, rows = group.children[row_number], list(group.children)
    rows[row_number] = row.copy_with_children([*cells, *row.children])
    made[number] = group.copy_with_children(rows)
    return made


def _without_cells(resume_at: Any, place: tuple[int, int], added: int) -> Any:
    """Where to go on when the row itself was broken, counted without the cells that were put before it."""
    number, row = place
    cells = (resume_at or {}).get(number, {}) or {}
    if not cells.get(row):
        return resume_at
    return {number: {row: {at - added: rest for at, rest in cells[row].items() if at >= added}}}


PATCHES = {table_layouts: {"table_layout": table_layout}}
