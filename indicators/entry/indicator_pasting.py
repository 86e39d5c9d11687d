"""A block pasted into one indicator of many units: its rows are the units, its columns the whole and its parts.

`VO HR; 6,1; 2,0; 7,9` lands on the unit's total, men and women, whatever order a head gives them. A block whose first
column doesn't name units lands on the page's lines, as on an area's page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from indicators.entry.cells import Line, Writer
from indicators.entry.pasting import Place, Preview, places_of, preview, read_block

WHOLE = ("totalt", "total", "samtliga", "alla", "hela")


def indicator_preview(writer: Writer, block: str, start: str, unit: str = "") -> Preview:
    """What would become of each cell of a block; `start` is the box that it was pasted in, `unit` answers kronor."""
    rows = read_block(block)
    by_unit = unit_places(writer)
    named = {_plain(name) for place in by_unit for name in (place.name, place.unit_name)}
    known = [row for row in rows if _plain(row[0]) in named]
    # A head names no unit.
    others = len(rows) - len(known) - (rows[0] not in known)
    if len(known) < others or not any(len(row) > 1 for row in known):
        return preview(writer, rows, start, places_of(writer), unit)
    return preview(writer, _in_order(rows, by_unit[0].titles), start, _by_every_name(by_unit), unit)


def unit_places(writer: Writer) -> list[Place]:
    """A place a unit, named by its short name and by its whole one, with a box for each part that the page shows."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for _, group in writer.groups:
        for line in group:
            lines[line.row.unit].append(line)
    parts = list(dict.fromkeys(line.row.breakdown.code for found in lines.values() for line in found))
    words = {line.row.breakdown.code: _word(line) for found in lines.values() for line in found}
    return [_place(writer, found, parts, tuple(words[part] for part in parts)) for found in lines.values()]


def _place(writer: Writer, lines: Sequence[Line], parts: Sequence[str], titles: tuple[str, ...]) -> Place:
    of_part = {line.row.breakdown.code: line for line in lines}
    cells = tuple(of_part[part].value if part in of_part else None for part in parts)
    month, first = writer.month, lines[0]
    if first.forecast and len(parts) == 1:
        cells, titles = (first.value, first.forecast), ("", "prognos helår")
    whole = month.rights.tree.name_on(first.row.unit, month.at.last_day)
    return Place(first.row, first.unit_name, whole, cells, titles, (first.beside[1], first.beside[0]))


def _by_every_name(places: Sequence[Place]) -> list[Place]:
    """The places, once under each of their unit's names."""
    return [
        Place(place.row, name, "", place.cells, place.titles, place.beside)
        for place in places
        for name in dict.fromkeys((place.name, place.unit_name))
    ]


def _word(line: Line) -> str:
    return "" if line.row.is_total else line.row.breakdown.name.lower()


def _in_order(rows: list[list[str]], titles: Sequence[str]) -> list[list[str]]:
    """The rows with their columns as the page has the parts, where the block's first row heads them; else unchanged."""
    heads = ["" if _plain(text) in WHOLE else _plain(text) for text in rows[0][1:]]
    if not heads or any(head not in titles for head in heads) or not any(map(str.strip, rows[0][1:])):
        return rows
    at = [heads.index(title) + 1 if title in heads else None for title in titles]
    return [
        [row[0], *(row[place] if place is not None and place < len(row) else "" for place in at)] for row in rows[1:]
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
