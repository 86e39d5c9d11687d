"""Where a chart of lines crosses a change of method: the line is cut there, and what changed is told.

A definition that says `method_break` begins a new series: figures before and after its first day can't be compared.
A report that is reproduced from print is drawn as it was printed, without.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indicators.models import IndicatorDefinition, Organisation
from indicators.pivot.coordinates import Coordinates, nearest
from indicators.spans import Month
from reports.composing.charts import DRAWN, series_of
from reports.composing.sources import Sources
from reports.declarations import ColumnSpec, RowSpec, TableSpec
from reports.nodes import TableNode
from vss_portal.charts import Break

DECEMBER = 12
# What is written in the picture; a longer note stands in the table only.
SHORT = 40
WORD = "Metodbyte"
Changes = Mapping[str, Sequence[tuple[dt.date, str]]]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A change of method between two moments: the number and name of the later one, what changed, for which lines."""

    at: int
    moment: str
    indicator: str
    note: str
    lines: tuple[int, ...]


def changes_of_method(organisation: Organisation) -> dict[str, list[tuple[dt.date, str]]]:
    """By indicator the days from which it is measured in another way, and how; in one query."""
    found: dict[str, list[tuple[dt.date, str]]] = {}
    rows = IndicatorDefinition.objects.filter(indicator__organisation=organisation, method_break=True)
    for code, day, note in rows.order_by("valid_from").values_list("indicator__code", "valid_from", "note"):
        found.setdefault(code, []).append((day, note.strip()))
    return found


def crossings(spec: TableSpec, sources: Sources, changes: Changes) -> list[Crossing]:
    """The changes of method between the moments of a chart of lines, in their order."""
    rows = [row for row in sources.expanded(spec).rows if row.role in DRAWN]
    lines: dict[tuple[int, str, str], list[int]] = {}
    for number, column in enumerate(series_of(spec)):
        for at, code, note in _crossed(spec, rows, column, sources, changes):
            lines.setdefault((at, code, note), []).append(number)
    return [
        Crossing(at, sources.words.fill(rows[at].label), code, note, tuple(numbers))
        for (at, code, note), numbers in sorted(lines.items())
    ]


def _crossed(
    spec: TableSpec, rows: Sequence[RowSpec], column: ColumnSpec, sources: Sources, changes: Changes
) -> Iterator[tuple[int, str, str]]:
    asked = [nearest(row.where, row.block, column.where, spec.defaults) for row in rows]
    for at, (before, after) in enumerate(pairwise(asked), start=1):
        for day, note in changes.get(after.indicator or "", ()):
            if before.indicator == after.indicator and _end(before, sources) < day <= _end(after, sources):
                yield at, after.indicator or "", note


def _end(where: Coordinates, sources: Sources) -> dt.date:
    """The last day that a value is about; of the report's own year not later than the report's."""
    year = where.year_in(sources.period)
    last = Month(year, where.month or DECEMBER).last_day
    return min(last, sources.last_day) if year == sources.period.year else last


def drawn_breaks(found: Iterable[Crossing], many: int) -> tuple[Break, ...]:
    """As the picture has them; `many` lines: what is true of all of them cuts all."""
    return tuple(
        Break(each.at, _short(each.note), () if len(each.lines) == many else each.lines, _whole(each.note))
        for each in found
    )


def _short(note: str) -> str:
    return note if 0 < len(note) <= SHORT else WORD


def _whole(note: str) -> str:
    return f"{WORD}: {note.rstrip('.')}" if note else WORD


def with_sentences(table: TableNode, found: Sequence[Crossing], names: Mapping[str, str]) -> TableNode:
    """The chart's table with a sentence for each change; the indicator is named where there are several."""
    several = len({each.indicator for each in found}) > 1
    told = [_sentence(each, names.get(each.indicator, "") if several else "") for each in found]
    return replace(table, legends=(*table.legends, *told))


def _sentence(each: Crossing, name: str) -> str:
    about = f" för {name}" if name else ""
    how = f": {each.note.rstrip('.')}." if each.note else "."
    return f"{WORD}{about} från {each.moment}{how} Värden före och efter kan inte jämföras."
