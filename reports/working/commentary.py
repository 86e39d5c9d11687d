"""A commentary per unit opens filled with what was said of the month: explanations, comments, deviation items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indicators.entry.bridging import read_bridge
from indicators.models import Comment, Explanation
from indicators.numbers import Number, format_number
from indicators.organisation import load_tree
from indicators.spans import Month
from reports.models import Report
from reports.texts import Node


def commentary(report: Report) -> Node:
    """A heading per unit that something was said of, in the order of the units; empty where nothing was."""
    day = Month(report.year, report.month).last_day
    blocks: list[Node] = []
    for unit in load_tree(report.organisation).units_on(day):
        said = [*_said(unit.pk, report), *_deviations(unit.pk, report)]
        if said:
            heading = {"type": "heading", "attrs": {"level": 3}, "content": [_words(unit.name_on(day).name)]}
            blocks += [heading, *said]
    return {"type": "doc", "content": blocks}


def _said(unit: int, report: Report) -> Iterator[Node]:
    where = {"unit": unit, "year": report.year, "month": report.month}
    for explanation in Explanation.objects.filter(**where):
        yield _paragraph(explanation.text)
    for comment in Comment.objects.filter(**where):
        yield _paragraph(comment.text)


def _deviations(unit: int, report: Report) -> Iterator[Node]:
    items = read_bridge(unit, Month(report.year, report.month), None).items
    if items:
        told = [f"{item.cause} {format_number(Number(item.amount, 0), sign=True)} tkr" for item in items]
        texts = [f"{line}: {item.text}" if item.text else line for line, item in zip(told, items, strict=True)]
        yield {"type": "bulletList", "content": [{"type": "listItem", "content": [_paragraph(text)]} for text in texts]}


def _paragraph(text: str) -> Node:
    return {"type": "paragraph", "content": [_words(text)]}


def _words(text: str) -> Node:
    # The no-break spaces of numbers stay.
    return {"type": "text", "text": re.sub(r"[ \t\r\n]+", " ", text).strip()}
