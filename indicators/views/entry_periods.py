"""The editor's page of periods: opening, closing, exceptions, and the log of it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.entry.access import answers_requests
from indicators.entry.areas import Areas
from indicators.entry.periods import PeriodRefused, close, except_area, name_of, reopen
from indicators.models import PeriodChange, ReportingOccasion
from indicators.rights import rights_of
from indicators.spans import Month
from vss_portal.guard import access
from vss_portal.sent import whole_number

SHOWN = 24
ACTS = ("stang", "oppna", "undantag")


@access(who=answers_requests, writes=True)
def periods(request: HttpRequest) -> HttpResponse:
    """The periods, the latest first, each with what the editor can do with it."""
    rights = rights_of(request.user)
    own = ReportingOccasion.objects.filter(organisation=rights.organisation)
    refused = ""
    act = next((name for name in ACTS if name in request.POST), "")
    if request.method == "POST" and not act:
        refused = "Välj på periodens rad vad som ska göras: Stäng, Öppna eller Ge undantag. Inget är ändrat."
    elif request.method == "POST":
        pk = request.POST.get(act, "")
        occasion = get_object_or_404(own, pk=whole_number(pk) or 0)
        try:
            messages.success(request, f"{_done(request, act, occasion)}.")
            return redirect("periods")
        except PeriodRefused as refusal:
            refused = str(refusal)
    rows = own.select_related("closed_by").order_by("-year", "-month", "kind")[:SHOWN]
    today = rights.day
    told = {
        "rows": [(row, name_of(row), row.is_locked_on(today), row.opens_on > today) for row in rows],
        "areas": Areas(rights, Month(today.year, today.month)).all,
        "log": PeriodChange.objects.filter(occasion__in=own).select_related("by").order_by("-pk")[:SHOWN],
        "refused": refused,
        "sent": request.POST,
    }
    return render(request, "indicators/entry/periods.html", told, status=422 if refused else 200)


def _done(request: HttpRequest, act: str, occasion: ReportingOccasion) -> str:
    """Do what the form asks; what was done, in words."""
    reason, until = request.POST.get("orsak", ""), _day(request.POST.get("till", ""))
    by = request.user
    if act == "stang":
        return str(close(occasion=occasion, reason=reason, by=by))  # type: ignore[arg-type]
    if act == "oppna":
        return str(reopen(occasion=occasion, until=until, reason=reason, by=by))  # type: ignore[arg-type]
    area = Areas(rights_of(by), Month(occasion.year, occasion.month)).find(request.POST.get("omrade", ""))
    if area is None:
        raise Http404("Området finns inte.")
    except_area(occasion=occasion, area=area, until=until, reason=reason, by=by)  # type: ignore[arg-type]
    return f"{area.name} har undantag"


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
