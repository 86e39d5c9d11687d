"""A table that goes on over a page break: it has no rule at the foot of the page, and a goal whose rows go on has its
name again at the head of the next one, with "forts.".

Only for the eye: whoever listens hears each table as one, and the name has been said.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as block_layouts
from weasyprint.layout import table as table_layouts

WORD = " (forts.)"

original_table = table_layouts.table_layout
original_break = block_layouts.find_earlier_page_break


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *told: Any) -> tuple[Any, ...]:
    """`table_layout`: a table that goes on in the middle of a goal begins with the goal's name, and is open below."""
    made, resume_at, *rest = _with_names(context, table, bottom_space, skip_stack, *told)
    if made is not None and resume_at:
        _open_below(made)
    return (made, resume_at, *rest)


def find_earlier_page_break(context: Any, children: Any, *told: Any) -> Any:
    """`find_earlier_page_break`: a table that is cut short for what stands under it goes on, so it has no rule."""
    found = original_break(context, children, *told)
    if found and found[0]:
        last = found[0][-1]
        if isinstance(last, boxes.TableBox) and found[1].get(last.index):
            last.remove_decoration(start=False, end=True)
            _open_below(last)
    return found


def _open_below(table: Any) -> None:
    """Take away the rules under cells whose rows go on."""
    for group in table.children:
        for number, row in enumerate(group.children):
            for cell in row.children:
                if number + cell.rowspan > len(group.children):
                    cell.border_bottom_width = 0


def _with_names(context: Any, table: Any, bottom_space: float, skip_stack: Any, *told: Any) -> tuple[Any, ...]:
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


PATCHES = {
    block_layouts: {"find_earlier_page_break": find_earlier_page_break},
    table_layouts: {"table_layout": table_layout},
}
