"""Counting up in the table of the budget: an index for a row or a block, shown in place or as the page anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from indicators.entry.reading import computed_from
from indicators.entry.year_index import find_scope
from indicators.entry.years import YearLine, YearSheet
from indicators.year.budget import BudgetRefused, count_up, read_percent

ASKED, TYPED = "rakna", "procent-"


@dataclass(frozen=True)
class Index:
    """The form of counting up that stands open under a row or a block, and what became of it."""

    key: str
    percent: str = ""
    note: str = ""
    over: bool = False
    problem: str = ""
    said: str = ""
    batch: int = 0


def opened(request: HttpRequest) -> Index | None:
    """The form that the address opens."""
    key = request.GET.get(ASKED, "")
    return Index(key) if key else None


def open_form(request: HttpRequest, sheet: YearSheet, index: Index, **urls: str) -> HttpResponse:
    """The form alone, to stand under its row; nothing for a row that isn't there any more."""
    scope = find_scope(sheet, index.key)
    if scope is None:
        raise Http404("Raden finns inte längre.")
    told = {"index": index, "key": index.key, "what": scope.words, **urls}
    return render(request, "indicators/entry/year_index.html", told)


def posted_index(posted: QueryDict) -> Index | None:
    """What was posted of a form of counting up: that of the pressed button, else one with an index typed."""
    typed = [name.removeprefix(TYPED) for name in posted if name.startswith(TYPED) and posted.get(name, "").strip()]
    key = posted.get(ASKED, "") or (typed[0] if typed else "")
    if not key:
        return None
    percent, note = posted.get(f"{TYPED}{key}", ""), posted.get(f"varfor-{key}", "")
    return Index(key, percent, note, over=f"over-{key}" in posted)


def counted(sheet: YearSheet, asked: Index) -> tuple[Index, tuple[str, ...]]:
    """Count up what was asked for; what became of it, and the keys of the rows that were filled."""
    scope = find_scope(sheet, asked.key)
    try:
        if scope is None:
            raise BudgetRefused("Raden finns inte längre. Läs in sidan på nytt. Inget är sparat.")
        percent = read_percent(asked.percent)
        made = count_up(sheet, scope, percent, note=asked.note, by=sheet.month.user, over=asked.over)
    except BudgetRefused as refusal:
        return Index(asked.key, asked.percent, asked.note, asked.over, problem=str(refusal)), ()
    boxes = "1 ruta är ifylld" if made.outcome.saved == 1 else f"{made.outcome.saved} rutor är ifyllda"
    said = f"{boxes}. {made.assumption} per år står kvar som antagande."
    return Index(asked.key, said=said, batch=made.batch), tuple(made.assumption.keys)


def in_place(request: HttpRequest, sheet: YearSheet, index: Index, keys: tuple[str, ...], **urls: str) -> HttpResponse:
    """The rows that were filled, what is computed from them, and the form with what became of it."""
    codes = {line.row.indicator.code for line in sheet.lines if line.key in keys}
    follows = {*codes, *computed_from(codes, sheet.month.catalogue)}
    told: dict[str, Any] = {
        "lines": [line for line in sheet.lines if _is_shown_anew(line, keys, follows)],
        "index": index,
        "month": sheet.month,
        **urls,
    }
    response = render(request, "indicators/entry/year_counted.html", told)
    response["X-Saved"] = "0" if index.problem else "1"
    return response


def _is_shown_anew(line: YearLine, keys: tuple[str, ...], follows: set[str]) -> bool:
    if line.key in keys:
        return True
    reads = line.end or (line.row.is_computed and not line.is_frame)
    return bool(reads) and line.row.indicator.code in follows
