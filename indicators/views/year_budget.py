"""Beside the budget's boxes: counting up, frame against sum, periodising; and the full year against its months."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.access import may_record
from indicators.entry.access import month_of, sees_budget
from indicators.entry.year_index import Scope, find_scope, scopes
from indicators.entry.years import YearSheet
from indicators.entry.years_reading import read_years
from indicators.entry.years_saving import title_of
from indicators.models import Fact
from indicators.models.choices import AggregationChoice
from indicators.recording_entries import RecordingRefused
from indicators.year.budget import (
    METHODS,
    NOTHING_TO_FILL,
    BudgetRefused,
    Filled,
    count_up,
    fill_right,
    periodise,
    read_percent,
)
from vss_portal.guard import access


def _read(request: HttpRequest, unit: str, year: int) -> YearSheet:
    found = read_years(request.user, unit, month_of(year, 12).year, request.GET.get("beslut"))
    if found is None:
        raise Http404("Området eller beslutet finns inte, eller ligger utanför dina områden.")
    return found


@access(who=sees_budget, writes=True)
def year_tools(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The tools of an area's budget; counting up is shown before it is saved."""
    sheet = _read(request, unit, year)
    filled: list[Filled] = []
    problems: list[str] = []
    if request.method == "POST":
        try:
            if request.POST.get("gor") == "visa":
                filled = _filled(request, sheet)
            else:
                said = _periodised(request, sheet) if request.POST.get("gor") == "fordela" else _counted(request, sheet)
                messages.success(request, said)
                return redirect(request.get_full_path())
        except BudgetRefused as refusal:
            problems = [str(refusal)]
        except RecordingRefused as refused:
            problems = [str(problem) for problem in refused.problems]
    told = {
        "sheet": sheet,
        "area": sheet.month.area,
        "title": title_of(sheet),
        "choices": [(scope.key, scope.words) for scope in scopes(sheet)],
        "spread": [(line.key, f"{line.name} {line.unit_name}".strip()) for line in _summed(sheet)],
        "methods": METHODS,
        "filled": filled,
        "problems": problems,
        "assumptions": sheet.assumptions,
        "sent": request.POST or request.GET,
    }
    return render(request, "indicators/year/budget_tools.html", told, status=422 if problems else 200)


def _summed(sheet: YearSheet) -> list[Any]:
    """The lines that can be shared out on months."""
    return [
        line
        for line in sheet.budget_lines
        if not line.row.is_computed and line.row.indicator.aggregation == AggregationChoice.SUM
    ]


def _asked(request: HttpRequest, sheet: YearSheet) -> Scope:
    scope = find_scope(sheet, request.POST.get("rader", ""))
    if scope is None:
        raise BudgetRefused("Välj vilka rader som ska räknas upp. Inget är sparat.")
    return scope


def _filled(request: HttpRequest, sheet: YearSheet) -> list[Filled]:
    scope = _asked(request, sheet)
    percent = read_percent(request.POST.get("procent", ""))
    keys = tuple(line.key for line in scope.lines)
    filled = fill_right(sheet, keys, percent, over=bool(request.POST.get("over")))
    if not filled:
        raise BudgetRefused(NOTHING_TO_FILL)
    return filled


def _counted(request: HttpRequest, sheet: YearSheet) -> str:
    made = count_up(
        sheet,
        _asked(request, sheet),
        read_percent(request.POST.get("procent", "")),
        note=request.POST.get("varfor", ""),
        by=request.user,  # type: ignore[arg-type]
        over=bool(request.POST.get("over")),
    )
    return f"Planåren är ifyllda. Antagandet står kvar: {made.assumption}."


def _periodised(request: HttpRequest, sheet: YearSheet) -> str:
    line = next((line for line in _summed(sheet) if line.key == request.POST.get("rad")), None)
    if line is None or not may_record(request.user, line.row.indicator, sheet.unit(line.row)):
        raise BudgetRefused("Välj en rad som du registrerar och som summeras över året. Inget är sparat.")
    if why := sheet.locked_year(line.row):
        raise BudgetRefused(f"Raden är låst: {why}. Inget är sparat.")
    known = sheet.known_year(line.row, sheet.budget_column)
    if known is None or not sheet.is_of_version(known):
        raise BudgetRefused(f"{line.name} har ingen budget {sheet.year} i den här versionen än. Inget är sparat.")
    fact = Fact.objects.select_related("indicator", "unit", "breakdown", "decision").get(pk=known.fact)
    method, curve = request.POST.get("metod", ""), request.POST.get("kurva", "")
    saved = periodise(fact, method, by=request.user, curve=curve)  # type: ignore[arg-type]
    return f"{line.name} är fördelad {METHODS[method]}: {saved} månader är sparade."
