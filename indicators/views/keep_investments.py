"""Investment projects of a year: what is decided, framed, spent and forecast; new ones and finished ones."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.models import Breakdown
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.investments import (
    COLUMNS,
    ITEMS,
    ProjectRefused,
    add_project,
    groups_of,
    lacking,
    projects_of,
    set_state,
    sums_of,
)
from vss_portal.guard import access
from vss_portal.sent import whole_number

EARLIEST, LATEST = 2000, 2099


@access(who=keeps_catalogue, writes=True)
def keep_investments(request: HttpRequest, year: int) -> HttpResponse:
    """The projects; figures are entered in their own form, which the page opens filled in."""
    if not EARLIEST <= year <= LATEST:
        raise Http404("Året finns inte.")
    organisation, today = own(request), rights_of(request.user).day
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request))
            return redirect("keep_investments", year)
        except ProjectRefused as refusal:
            problem = str(refusal)
    month = max(today.month - 1, 1) if year == today.year else 12
    projects = projects_of(organisation, Month(year, month))
    groups = groups_of(projects)
    sums = sums_of(projects) if len(projects) > 1 else ()
    told = {
        "year": year,
        "at": Month(year, month),
        "projects": projects,
        "groups": groups,
        "sums": sums,
        "lacking": lacking(sums),
        "columns": COLUMNS.values(),
        "problems": [problem] if problem else [],
        "sent": request.POST,
    }
    return render(request, "indicators/year/investments.html", told, status=422 if problem else 200)


def _done(request: HttpRequest) -> str:
    organisation = own(request)
    if request.POST.get("gor") == "ny":
        made = add_project(organisation=organisation, name=request.POST.get("namn", ""), by=request.user)  # type: ignore[arg-type]
        return f"{made.name} är upplagt."
    key = request.POST.get("fardigt") or request.POST.get("pagar", "")
    own_items = Breakdown.objects.filter(set__organisation=organisation, set__code=ITEMS)
    project = get_object_or_404(own_items, pk=whole_number(key) or 0)
    day = _day(request.POST.get("dag", "")) if request.POST.get("fardigt") else None
    set_state(project=project, finished_on=day, by=request.user)  # type: ignore[arg-type]
    return f"{project.name} {'är färdigt' if day else 'pågår'}."


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ProjectRefused(
            "Skriv dagen då projektet blev färdigt, till exempel 2024-06-30. Inget är sparat."
        ) from None
