"""Flytta enhet: what is to change, how tables will look in each of four ways, and the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.models import ComparisonWay, Organisation, OrganisationChange
from indicators.organisation import load_tree
from indicators.organisation_changes import ChangeRefused
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.year.access import keeps_catalogue
from indicators.year.plan_form import PlanForm
from indicators.year.reorganising import KINDS, Affected, Look, Plan, carry_out, next_month, read_plan, try_out
from vss_portal import clock
from vss_portal.discovery import brought
from vss_portal.guard import access

#: What each way shows, in a sentence.
WAYS = {
    ComparisonWay.ABSENT: (
        "Streck",
        "Jämförelsen visas inte där enheten inte fanns eller var en annan.",
    ),
    ComparisonWay.PREDECESSOR: (
        "Föregångarna, med fotnot",
        "De enheter som gjorde samma sak då läggs ihop, var och en en gång. Det som inte går att dela får streck.",
    ),
    ComparisonWay.RESTATED: (
        "Omräknade värden",
        "Bara värden som räknas om till den nya organisationen: nästa sida föreslår dem alla. Streck tills de finns.",
    ),
    ComparisonWay.AS_WAS: (
        "Som det var, med brott i serien",
        "Enhetens egna värden står kvar, och en fotnot säger vad som ändrades.",
    ),
}
LOGGED = 12


@access(who=keeps_catalogue, writes=True)
def move_unit(request: HttpRequest) -> HttpResponse:
    """The guide: choose, look, carry out."""
    organisation = rights_of(request.user).organisation
    assert organisation is not None  # noqa: S101 - the rule lets in only who has a role
    kind = request.POST.get("slag") or request.GET.get("slag", "")
    kind = kind if kind in KINDS else ""
    if request.method == "POST" and kind:
        return _answer(request, organisation, kind)
    return _page(request, organisation, kind)


def _answer(request: HttpRequest, organisation: Organisation, kind: str) -> HttpResponse:
    try:
        plan = read_plan(organisation, request.POST, request.POST.getlist("enheter"))
        if request.POST.get("gor") == "genomfor":
            way = request.POST.get("way", "")
            affected = carry_out(plan, organisation=organisation, by=request.user, way=way)  # type: ignore[arg-type]
            return _done(request, organisation, plan, restates=bool(affected) and way == ComparisonWay.RESTATED)
        if request.POST.get("gor") == "andra":
            return _page(request, organisation, kind)
        return _look(request, organisation, plan)
    except ChangeRefused as refusal:
        return _page(request, organisation, kind, refusal.problems)


def _done(request: HttpRequest, organisation: Organisation, plan: Plan, *, restates: bool) -> HttpResponse:
    """Back to the units as they are from the day on, or on to the values that the chosen way asks for."""
    change = OrganisationChange.objects.filter(organisation=organisation).first()
    messages.success(request, f"{change} Tabellerna följer med. Tryckt och fastställt står som det var.")
    day = plan.day.isoformat()
    return redirect("restate", day) if restates else redirect(f"{reverse('keep_units')}?dag={day}")


def _page(request: HttpRequest, organisation: Organisation, kind: str, problems: Sequence[str] = ()) -> HttpResponse:
    tree, today = load_tree(organisation), clock.today()
    given = request.POST if request.method == "POST" else None
    start = {"dag": today.replace(month=1, day=1, year=today.year + 1), "enhet": request.GET.get("enhet", "")}
    told = {
        "kinds": KINDS,
        "kind": kind,
        "form": PlanForm(kind, tree, today, given, initial=start) if kind else None,
        "problems": problems,
        "log": OrganisationChange.objects.filter(organisation=organisation).select_related("by")[:LOGGED],
    }
    return render(request, "indicators/year/move_unit.html", told, status=422 if problems else 200)


def _look(request: HttpRequest, organisation: Organisation, plan: Plan) -> HttpResponse:
    """What would happen; nothing of it is saved."""
    at = next_month(plan)
    tried = try_out(plan, organisation=organisation, by=request.user, look=_looking(organisation, at))  # type: ignore[arg-type]
    first = next(iter(tried.values()))
    ways = [(way, *WAYS[ComparisonWay(way)], each.shown["tables"]) for way, each in tried.items() if way]
    told = {
        "plan": plan,
        "title": KINDS[plan.kind],
        "sent": _sent(request),
        "at": at,
        "lines": first.lines,
        "affected": first.affected,
        "mentions": first.shown["mentions"],
        "ways": ways if first.affected else [],
        "chosen": request.POST.get("way") or ComparisonWay.PREDECESSOR,
    }
    return render(request, "indicators/year/move_unit_look.html", told)


def _looking(organisation: Organisation, at: Month) -> Look:
    """Asks the apps that tell (reports) for their tables and for who names the units."""

    def look(way: str, affected: Sequence[Affected]) -> dict[str, Any]:
        units = {each.code for each in affected}
        asked = (tables(organisation, at, units, way) for tables in brought("year_previews", "tables"))
        tables = [each for tables in asked for each in tables]
        named = [each for names in brought("year_previews", "mentions") for each in names(organisation, units)]
        return {"tables": tables, "mentions": named}

    return look


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form holds, to be sent again."""
    skipped = ("csrfmiddlewaretoken", "gor", "way")
    return [(name, value) for name in request.POST if name not in skipped for value in request.POST.getlist(name)]
