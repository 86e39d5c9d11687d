"""A målområde, a kommunövergripande mål or an assignment of a year: its words, and taking it away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators.models import Assignment, Goal, GoalArea, GoalIndicator, MunicipalGoal, Organisation
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.catalogue import change_of_year, remove_of_year
from indicators.year.forms import AreaForm, AssignmentForm, MunicipalGoalForm, RemovalForm, fresh
from indicators.year.parts import Change, Outcome, Part, carried
from vss_portal.guard import access

AREA, ABOVE = "omrade", "kom"
TITLES = {AREA: "Målområdet", ABOVE: "Det kommunövergripande målet"}


@access(who=keeps_catalogue, writes=True)
def keep_branch(request: HttpRequest, year: int, branch: str, pk: int) -> HttpResponse:
    """A målområde or a kommunövergripande mål: its name and place, and taking it away when it is empty."""
    organisation: Organisation = own(request)
    row: Any
    form: Any
    if branch == AREA:
        row = get_object_or_404(GoalArea, organisation=organisation, year=year, pk=pk)
        form = AreaForm(_posted(request, branch), instance=GoalArea.objects.get(pk=pk))
    elif branch == ABOVE:
        row = get_object_or_404(MunicipalGoal, area__organisation=organisation, area__year=year, pk=pk)
        again = MunicipalGoal.objects.get(pk=pk)
        form = MunicipalGoalForm(_posted(request, branch), instance=again, organisation=organisation, year=year)
    else:
        raise Http404("Delen finns inte.")
    back = [(f"Mål {year}", reverse("keep_goals", args=[year]))]
    part = Part(branch, TITLES[branch], form, "Ändra namn och plats", "Spara")
    return _page(request, row, part, year, back, "Mål eller delar som hör hit flyttas eller tas bort först.")


@access(who=keeps_catalogue, writes=True)
def keep_assignment(request: HttpRequest, year: int, assignment: int) -> HttpResponse:
    """An assignment of the year: its words, and taking it away as long as nobody has reported on it."""
    organisation: Organisation = own(request)
    row = get_object_or_404(Assignment, organisation=organisation, year=year, pk=assignment)
    again = Assignment.objects.get(pk=assignment)
    form = AssignmentForm(_posted(request, "uppdrag"), instance=again, organisation=organisation, year=year)
    back = [(f"Uppdrag {year}", reverse("keep_assignments", args=[year]))]
    part = Part("uppdrag", "Uppdraget", form, "Ändra uppdraget", "Spara uppdraget")
    return _page(request, row, part, year, back, "Ett uppdrag som har återrapporterats tas inte bort.")


def _posted(request: HttpRequest, part: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("del") == part else None


def _page(
    request: HttpRequest, row: Any, part: Part, year: int, back: list[tuple[str, str]], note: str
) -> HttpResponse:
    organisation: Organisation = own(request)
    by: Any = request.user
    form: Any = part.form
    removal = RemovalForm(_posted(request, "ta-bort"))
    outcome = Outcome()
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["orsak"]
        save = Change(
            lambda: change_of_year(fresh(form), year=year, organisation=organisation, by=by, reason=reason),
            "Ändringen är sparad.",
            organisation,
            codes_of(row),
        )
        outcome = carried(request, save)
    elif removal.is_bound and removal.is_valid():
        reason = removal.cleaned_data["orsak"]
        gone = Change(
            lambda: remove_of_year(row, year=year, organisation=organisation, by=by, reason=reason),
            f"{row} är borttaget.",
            organisation,
            codes_of(row),
            back=back[0][1],
        )
        outcome = carried(request, gone)
    if outcome.response:
        return outcome.response
    parts = [part, Part("ta-bort", "Ta bort", removal, "Ta bort", "Ta bort", note)]
    told = {"heading": str(row), "crumbs": back, "parts": parts, "problems": outcome.problems}
    return render(request, "indicators/year/parts.html", told, status=422 if request.method == "POST" else 200)


def codes_of(row: Any) -> set[str]:
    """The indicators in the lists of the goals that the row holds: what open reports show of it."""
    goals = {
        GoalArea: Goal.objects.filter(Q(municipal_goal__area=row.pk) | Q(moves__to__area=row.pk)),
        MunicipalGoal: Goal.objects.filter(Q(municipal_goal=row.pk) | Q(moves__to=row.pk)),
        Goal: Goal.objects.filter(pk=row.pk),
    }.get(type(row), Goal.objects.none())
    rows = GoalIndicator.objects.filter(goal__in=goals, indicator__isnull=False)
    return set(rows.values_list("indicator__code", flat=True))
