"""Which budget a column shows: the decisions behind its figures, told once beneath the table.

A later decision may stand behind some rows only: they are named, or counted where they are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.pivot.table import Cell
from indicators.year.deciding import DECIDED, UNDECIDED
from reports.declarations import RowSpec

MOST_NAMED = 3
Words = Mapping[str, str]
SUMS = ("subtotal", "total")


@dataclass(frozen=True)
class Shown:
    """A row's name, whether it is a sum of others, and the codes of the decisions that its cell shows ("" for none)."""

    name: str
    is_sum: bool
    codes: frozenset[str]


def decided_legends(
    heads: Mapping[str, str], rows: Sequence[tuple[RowSpec, str]], grid: Sequence[Mapping[str, Cell]], words: Words
) -> list[str]:
    """A line per set of decisions, under the headings of the columns that show it.

    `heads` are the headings of the columns of figures by key, `rows` the rows with their names, `words` the decisions
    in words by code.
    """
    told: dict[str, list[str]] = {}
    for key, head in heads.items():
        shown = list(_shown(key, rows, grid))
        if shown:
            told.setdefault(_told(shown, words), []).append(head)
    return [f"{_headed(names)}: {line}." for line, names in told.items()]


def _headed(names: Iterable[str]) -> str:
    listed = _listed(dict.fromkeys(filter(None, names)))
    return listed[:1].upper() + listed[1:] if listed else "Budget"


def _shown(key: str, rows: Sequence[tuple[RowSpec, str]], grid: Sequence[Mapping[str, Cell]]) -> Iterator[Shown]:
    """The rows whose cell in the column shows something decided."""
    for (row, name), cells in zip(rows, grid, strict=True):
        found = cells[key].found
        # An outcome that is computed from a budget, as a deviation is, isn't itself decided.
        if found and found.slot.scenario in DECIDED:
            codes = frozenset(known.decision for known in found.known if known.slot.scenario in DECIDED)
            yield Shown(name, row.role in SUMS, codes)


def _told(shown: Sequence[Shown], words: Words) -> str:
    """The decision behind most rows, and after it the others with their rows."""
    counted = Counter(code for each in shown for code in each.codes)
    order = list(words)
    codes = sorted(counted, key=lambda code: (-counted[code], order.index(code) if code in words else -1))
    first, *others = codes
    return "; ".join([_named(first, words), *(f"varav {_rows(shown, code)}: {_named(code, words)}" for code in others)])


def _named(code: str, words: Words) -> str:
    return words.get(code, code) or UNDECIDED


def _rows(shown: Iterable[Shown], code: str) -> str:
    """The rows that show the decision: lines rather than the sums that they are part of."""
    having = [each for each in shown if code in each.codes]
    lines = [each for each in having if not each.is_sum] or having
    names = dict.fromkeys(each.name for each in lines if each.name)
    return _listed(names) if 0 < len(names) <= MOST_NAMED else f"{len(lines)} rader"


def _listed(names: Iterable[str]) -> str:
    *first, last = [*names] or [""]
    return f"{', '.join(first)} och {last}" if first else last
