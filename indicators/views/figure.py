"""The page of one figure: what stands, what stood before, what was noticed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.access import may_record, sees_figure
from indicators.entry.evidence import evidence_of_fact, sees_evidence_of
from indicators.fact_history import fact_history
from vss_portal.guard import access


@access(who=sees_figure)
def figure(request: HttpRequest, fact: int) -> HttpResponse:
    """One fact with all that was recorded about it."""
    told = fact_history(request.user, fact)
    may_correct = may_record(request.user, told.fact.indicator, told.fact.unit)
    evidence = [each for each in evidence_of_fact(told.fact) if sees_evidence_of(request.user, each)]
    shown = {"figure": told, "may_correct": may_correct, "evidence": evidence}
    return render(request, "indicators/figure.html", shown)
