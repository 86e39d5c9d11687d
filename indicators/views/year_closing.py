"""Bokslut: an area's full year against its months, and the year's state, which the editor sets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from indicators.entry.access import EARLIEST, LATEST, month_of, sees_budget
from indicators.entry.areas import Areas
from indicators.entry.reading import read_area
from indicators.entry.saving import Given
from indicators.models import ClosingState, YearClosing
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.closing import (
    AreaYear,
    ClosingRefused,
    by_unit,
    changed_since,
    closing_of,
    set_state,
    state_of,
)
from indicators.year.full_year import WORDS, YearEnd, full_years, read_recorded, save_full_years
from vss_portal import clock
from vss_portal.guard import access
from vss_portal.sent import whole_number


@access(who=sees_budget, writes=True)
def year_months(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The full year beside its months, period 13 and their difference, and next year beside; both are entered here."""
    month = read_area(request.user, unit, month_of(year, 12))
    if month is None:
        raise Http404("Området finns inte, eller ligger utanför dina områden.")
    sheet = YearEnd(month)
    recorded = read_recorded(sheet)
    if request.method == "POST":
        outcome = save_full_years(sheet, _given(request.POST), recorded)
        if outcome.saved:
            said = "1 värde är sparat." if outcome.saved == 1 else f"{outcome.saved} värden är sparade."
            messages.success(request, said)
        if not outcome.troubles:
            return redirect(request.get_full_path())
        sheet = replace(sheet, troubles=outcome.troubles)
        recorded = read_recorded(sheet)
    lines = full_years(sheet, recorded)
    told = {
        "area": month.area,
        "month": month,
        "year": year,
        "lines": lines,
        "can_write": any(line.full.is_box for line in lines),
        "troubles": sheet.troubles,
        **_state(month.rights.organisation, year),
        "keeps": keeps_catalogue(request.user),
    }
    return render(request, "indicators/year/full_year.html", told, status=422 if sheet.troubles else 200)


def _given(posted: QueryDict) -> dict[str, Given]:
    """The boxes of a posted form by name."""
    given = {}
    for name in posted:
        if name.partition("-")[0] in WORDS:
            seen, _, shown = posted.get(f"sedd-{name}", "0:").partition(":")
            given[name] = Given(posted.get(name, ""), shown, whole_number(seen) or 0)
    return given


def _state(organisation: Any, year: int) -> dict[str, Any]:
    """The year's state as pages tell it."""
    closing = closing_of(organisation, year)
    state = ClosingState(state_of(closing))
    changed = changed_since(closing) if closing and state == ClosingState.DEFINITIVE else 0
    return {"closing": closing, "state": state, "changed": changed}


@access(who=keeps_catalogue, writes=True)
def keep_closing(request: HttpRequest, year: int) -> HttpResponse:
    """The year's state for the whole administration: what differs in each area, and setting it."""
    if not EARLIEST <= year < LATEST:
        raise Http404("Året finns inte.")
    organisation: Any = own(request)
    rows, whole = _areas(request, organisation, year)
    problem = ""
    if request.method == "POST":
        try:
            row = set_state(
                organisation=organisation,
                year=year,
                state=request.POST.get("lage", ""),
                day=_day(request.POST.get("dag", "")),
                note=request.POST.get("anteckning", ""),
                by=request.user,  # type: ignore[arg-type]
                differs=whole.differs,
            )
        except ClosingRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{row}.")
            return redirect("keep_closing", year)
    told = {
        "year": year,
        "rows": rows,
        "whole": whole,
        "states": ClosingState.choices,
        "log": YearClosing.objects.filter(organisation=organisation, year=year).select_related("by"),
        "problems": [problem] if problem else [],
        "sent": request.POST,
        "today": clock.today(),
        **_state(organisation, year),
    }
    return render(request, "indicators/year/closing.html", told, status=422 if problem else 200)


def _areas(request: HttpRequest, organisation: Any, year: int) -> tuple[list[tuple[Any, AreaYear]], AreaYear]:
    """Each area of the year's end with how far it has come, and all of them together."""
    units = by_unit(organisation, year)
    areas = Areas(rights_of(request.user), Month(year, 12)).all
    rights = rights_of(request.user)
    rows = [(area, _added(units.get(rights.tree.unit(code).pk) for code in area.units)) for area in areas]
    return rows, _added(each for _, each in rows)


def _added(years: Any) -> AreaYear:
    known = [each for each in years if each]
    return AreaYear(*(sum(getattr(each, name) for each in known) for name in ("rows", "whole", "full", "differs")))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ClosingRefused("Skriv dagen som ett datum, till exempel 2025-02-14. Inget är ändrat.") from None
