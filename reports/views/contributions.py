"""Contributions of the areas: sent in to a goal's owner, who takes them up or declines them with a word."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports import access as may
from reports.approval.composed import composed
from reports.following.contributions import contributions_to, decline, send_in, take_up
from reports.following.lists import own_units, unit_choices
from reports.models import Contribution
from reports.views.common import attempt, number, report_of
from vss_portal.guard import access


@access(who=may.works_on_report, writes=True)
def report_contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """What the areas have sent in to the report's goals; a sent form sends in one more."""
    report = report_of(request, slug)
    now = composed(report)
    user: Any = request.user
    if request.method == "POST":
        post = request.POST
        goal = now.goal(post.get("mal", ""))
        if goal is None:
            raise Http404("Målet finns inte i rapporten.")
        unit = own_units(user).filter(code=post.get("enhet", "")).first()
        text = post.get("text", "")
        if attempt(
            request,
            lambda: send_in(report=report, goal=goal, unit=unit, text=text, by=user),
            f"Bidraget till {goal.name} är skickat.",
        ):
            return redirect("report_contributions", slug=slug)
    sources = now.composer.sources
    context = {
        "record": report,
        "goals": now.goals,
        "units": unit_choices(user, report.year),
        "rows": [
            {"sent": sent, "unit": sources.named(sent.contribution.unit.code)} for sent in contributions_to(report)
        ],
        "given": request.POST or request.GET,
        "closed": now.adopted,
    }
    return render(request, "reports/lists/contributions.html", context)


@access(who=may.assesses_goal, writes=True)
def answer_contribution(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a contribution up in the goal's text, or decline it; only ever sent as a form."""
    report = report_of(request, slug)
    if request.method == "POST":
        user: Any = request.user
        wanted = number(request.POST.get("bidrag")) or 0
        found = Contribution.objects.filter(report=report, goal__code=code, pk=wanted)
        contribution = found.select_related("goal", "report__organisation", "unit").first()
        if contribution is None:
            raise Http404("Bidraget finns inte.")
        if request.POST.get("steg") == "take":
            attempt(request, lambda: take_up(contribution=contribution, by=user), "Bidraget är med i texten.")
        else:
            word = request.POST.get("ord", "")
            attempt(request, lambda: decline(contribution=contribution, word=word, by=user), "Bidraget är avböjt.")
    return redirect("goal_assessment", slug=slug, code=code)
