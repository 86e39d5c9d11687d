"""The part of the table that changed: what comes back when a box is saved, and when somebody else has saved one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.entry.cells import FORECAST, OUTCOME, Cell, Line, Writer
from indicators.entry.others import Told, Written, told, written_after
from indicators.entry.reading import AreaMonth, computed_from
from indicators.entry.years import YearLine, YearSheet
from indicators.spans import Month, months_label
from vss_portal.sent import whole_number

ASKED = "andras"
NOTHING_NEW = 204


def heads(at: Month) -> list[tuple[str, int]]:
    """The headings of the columns of figures that are read beside the box."""
    before = at - 1
    so_far = months_label(at.month)
    return [
        (Month(before.year, before.month).label, before.year),
        (at.plus_years(-1).label, at.year - 1),
        (f"{so_far} {at.year}", at.year),
        (f"{so_far} {at.year - 1}", at.year - 1),
    ]


def changed_parts(
    writer: Writer, keys: Collection[str], names: Collection[str], saved: Collection[str], shown: Collection[str] = ()
) -> dict[str, Any]:
    """The boxes with the names, what is asked under the rows with the keys, and what is computed from them.

    `saved` are the kinds of what was saved (`u`, `p`); `shown` further rows that are drawn though nothing was saved.
    """
    due = [row for row in writer.rows if not row.not_due]
    lines = [writer.line(row, briefly=True) for row in due if row.key in {*keys, *shown}]
    follows = computed_from({row.indicator.code for row in due if row.key in keys}, writer.month.catalogue)
    computed = [writer.following(row, saved) for row in due if row.indicator.code in follows and row.key not in keys]
    return {
        "lines": lines,
        "cells": [
            *((line, cell) for line in lines for cell in cells_of(line) if cell.name in names),
            *((line, cell) for line in computed for cell in cells_of(line)),
        ],
        # A forecast changes nothing of what has been.
        "beside": [*lines, *computed] if OUTCOME in saved else [],
        "troubles": writer.troubles,
        "area": writer.month.area,
        "at": writer.month.at,
        "so_far": heads(writer.month.at)[2][0],
    }


def cells_of(line: Line) -> list[Cell]:
    """The line's own cells: its value, and its forecast where it takes one."""
    return [cell for cell in (line.value, line.forecast) if cell]


def year_parts(sheet: YearSheet, keys: Collection[str], names: Collection[str]) -> dict[str, Any]:
    """The same of a budget: the boxes with the names, the rows with the keys, and what is computed from them."""
    codes = {row.indicator.code for row in sheet.rows if row.key in keys}
    follows = computed_from(codes, sheet.month.catalogue)
    return {
        "lines": [line for line in sheet.lines if line.key in keys],
        "names": names,
        "computed": [line for line in sheet.lines if line.key not in keys and _follows(line, codes, follows)],
    }


def _follows(line: YearLine, codes: Collection[str], follows: Collection[str]) -> bool:
    """Whether the line shows something else once figures of the codes have changed: never a box that may be written."""
    code = line.row.indicator.code
    return code in (*codes, *follows) if line.end else code in follows and not line.is_frame


# What somebody else saved


def others_of_month(
    request: HttpRequest, empty: AreaMonth, reading: Callable[[Collection[str]], AreaMonth]
) -> HttpResponse:
    """What others saved in the table of a month since the revision that the address names; nothing: no content."""
    written = _asked(request, empty)
    if not written:
        return HttpResponse(status=NOTHING_NEW)
    writer = Writer(reading({each.key for each in written.values()}))
    lines = [writer.line(row, briefly=True) for row in writer.rows if not row.not_due]
    cells = [
        (line.key, cell, "prognos helår" if cell == line.forecast else "") for line in lines for cell in cells_of(line)
    ]
    found = told(written, cells)
    names = {each.name for each in found}
    saved = {name.partition("-")[0] for name in names} & {OUTCOME, FORECAST}
    parts = changed_parts(writer, {each.key for each in found}, names, saved)
    return _others(request, "indicators/entry/changed.html", parts, found, written)


def others_of_year(
    request: HttpRequest, empty: AreaMonth, reading: Callable[[Collection[int]], YearSheet]
) -> HttpResponse:
    """What others saved in the table of a budget since the revision that the address names; nothing: no content."""
    written = _asked(request, empty)
    if not written:
        return HttpResponse(status=NOTHING_NEW)
    sheet = reading({int(each.key.partition("-")[0]) for each in written.values()})
    found = told(written, [(line.key, cell, cell.head) for line in sheet.lines for cell in line.cells if cell.name])
    parts = year_parts(sheet, {each.key for each in found}, {each.name for each in found})
    return _others(request, "indicators/entry/year_changed.html", parts, found, written)


def _asked(request: HttpRequest, empty: AreaMonth) -> dict[int, Written]:
    after = whole_number(request.GET.get(ASKED))
    return {} if after is None else written_after(empty, after, request.user)


def _others(
    request: HttpRequest, template: str, parts: dict[str, Any], found: list[Told], written: dict[int, Written]
) -> HttpResponse:
    told_of = {**parts, "parts": template, "others": found, "entry_url": _without_question(request)}
    response = render(request, "indicators/entry/others.html", told_of)
    response["X-Newest"] = str(max(each.revision for each in written.values()))
    return response


def _without_question(request: HttpRequest) -> str:
    """The page's own address: the boxes that are drawn anew are sent there."""
    query = request.GET.copy()
    query.pop(ASKED, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
