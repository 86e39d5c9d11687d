"""The overview of the goals: a mark for each goal by its decided status, area by area, with the counts as its table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from indicators.models import Goal
from indicators.numbers import Number, format_number
from indicators.status import Status, status_word
from reports.composing.charts import drawn_twice
from reports.composing.sources import Sources
from reports.declarations import TableSpec
from reports.nodes import BodyCell, BodyRow, ChartNode, HeadCell, TableNode
from vss_portal.charts import Chart, StatusChart, StatusKind, StatusRow, status_overview

CAPTION = "Målens läge {as_of}"
# What no person has judged yet is counted last, and only where there is any.
UNDECIDED = ("", "not_begun", "Inte bedömt")


def status_chart(spec: TableSpec, sources: Sources, anchor: str) -> ChartNode | None:
    """The goals of the report's year as they were decided at its occasion; None where the year has no goals."""
    if not sources.goals:
        return None
    kinds = _kinds(sources)
    areas = groupby(sources.goals, key=lambda goal: goal.municipal_goal.area)
    counts = [(area.name, _counts(list(goals), kinds, sources)) for area, goals in areas]
    caption = sources.words.fill(spec.caption or CAPTION)
    rows = tuple(StatusRow(name, tuple(numbers)) for name, numbers in counts)
    marks = tuple(StatusKind(mark, word) for _status, mark, word in kinds)

    def draw(ident: str, wide: int) -> Chart:
        return status_overview(StatusChart(ident, caption, marks, rows), wide=wide)

    svg, narrow, alt = drawn_twice(draw, anchor)
    return ChartNode(anchor, caption, svg, alt, _table(caption, anchor, kinds, counts), of_goals=True, narrow=narrow)


def _kinds(sources: Sources) -> list[tuple[str, str, str]]:
    """Status, mark and word of every kind that is counted, in the statuses' order."""
    words = "annual" if sources.report.kind == "annual" else "interim"
    kinds = [(status.value, status.value, status_word(status, words)) for status in Status]
    undecided = any(not _status(goal, sources) for goal in sources.goals)
    return [*kinds, UNDECIDED] if undecided else kinds


def _status(goal: Goal, sources: Sources) -> str:
    assessed = sources.assessments.get(goal.pk)
    return assessed.status if assessed else ""


def _counts(goals: Sequence[Goal], kinds: Sequence[tuple[str, str, str]], sources: Sources) -> list[int]:
    found = [_status(goal, sources) for goal in goals]
    return [found.count(status) for status, _mark, _word in kinds]


def _table(
    caption: str, anchor: str, kinds: Sequence[tuple[str, str, str]], counts: Sequence[tuple[str, list[int]]]
) -> TableNode:
    """The same counts as a table, with all goals in its last row."""
    keys = [status or "undecided" for status, _mark, _word in kinds]
    totals = [sum(numbers) for numbers in zip(*(numbers for _name, numbers in counts), strict=True)]
    head = [HeadCell("Målområde", "label"), *(HeadCell(word, "figure") for _status, _mark, word in kinds)]
    lines = [("line", name, keys, numbers) for name, numbers in counts] + [("total", "Alla mål", keys, totals)]
    return TableNode(
        id=anchor,
        anchor=f"data-{anchor}",
        caption=f"Data: {caption[:1].lower()}{caption[1:]}",
        head=(tuple(head),),
        rows=tuple(_row(*each) for each in lines),
        columns=("label", *keys),
        label_column=0,
    )


def _row(role: str, name: str, keys: Sequence[str], numbers: Sequence[int]) -> BodyRow:
    cells = [
        BodyCell(format_number(count), "figure", key, number=Number(count))
        for key, count in zip(keys, numbers, strict=True)
    ]
    return BodyRow(role, (BodyCell(name, "label", "label"), *cells))
