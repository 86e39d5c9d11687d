"""The page of one figure: what stands, what stood before, what was noticed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.access import may_record, sees_figure
from indicators.fact_history import fact_history
from vss_portal.guard import access


@access(who=sees_figure)
def figure(request: HttpRequest, fact: int) -> HttpResponse:
    """One fact with all that was recorded about it."""
    told = fact_history(request.user, fact)
    may_correct = may_record(request.user, told.fact.indicator, told.fact.unit)
    return render(request, "indicators/figure.html", {"figure": told, "may_correct": may_correct})
