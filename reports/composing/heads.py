"""Headings of one or two levels: equal neighbours on the upper level are joined, single ones span both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from reports.declarations import ColumnSpec
from reports.nodes import HeadCell


def head_rows(
    columns: Sequence[ColumnSpec], fill: Callable[[str], str], marks: dict[str, str]
) -> tuple[tuple[HeadCell, ...], ...]:
    """The heading rows of a table. Every column has a text, also for the screen reader."""
    levels = max((len(column.heading) for column in columns), default=1)
    if levels < 2:
        return (tuple(_single(column, fill, marks, 1) for column in columns),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    for key, group in groupby(columns, key=_upper_key):
        members = list(group)
        if key is None:
            upper += [_single(column, fill, marks, 2) for column in members]
            continue
        upper.append(HeadCell(fill(members[0].heading[0]), members[0].kind, colspan=len(members)))
        lower += [HeadCell(fill(column.heading[1]), column.kind, mark=marks.get(column.key, "")) for column in members]
    return (tuple(upper), tuple(lower))


def _upper_key(column: ColumnSpec) -> str | None:
    return column.heading[0] if len(column.heading) > 1 else None


def _single(column: ColumnSpec, fill: Callable[[str], str], marks: dict[str, str], rowspan: int) -> HeadCell:
    text = fill(column.heading[0]) if column.heading else ""
    mark = marks.get(column.key, "")
    return HeadCell(text, column.kind, rowspan=rowspan, mark=mark, screen_only=column.screen_only)
