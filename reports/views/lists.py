"""The lists that are filled in: activities, decisions and events, plans and programmes, assignments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.importing.refusing import FileRefused
from indicators.models import Assignment, Goal, Organisation, ReportingOccasion
from indicators.models.choices import AssignmentScope, AssignmentState, Role
from indicators.rights import rights_of
from reports import access as may
from reports.approval.steps import StepRefused
from reports.following import assignments as assigned
from reports.following.assignments import GivenAssignment
from reports.following.list_files import ListFile, cells_of, kept, restored
from reports.following.lists import (
    SPECS,
    GivenLine,
    ListSpec,
    carry_over,
    own_units,
    remove_line,
    save_line,
    unit_choices,
)
from reports.following.reading import is_late, left_from, line_of, lines_of
from reports.models import ItemState, ListItemVersion
from reports.views.common import attempt, number
from vss_portal import clock
from vss_portal.guard import access

FIRST_YEAR, LAST_YEAR = 2015, 2100
# A file is shown, and then its rows are read in.
FILE_STEPS = ("file", "take")


@access(who=may.fills_in_lists, writes=True)
def year_list(request: HttpRequest, listed: str, year: int) -> HttpResponse:
    """One list of a year; a sent form saves a line, takes one away, or carries last year's over."""
    spec = _spec(listed, year)
    given: GivenLine | None = None
    file: ListFile | None = None
    if request.method == "POST" and request.POST.get("steg") in FILE_STEPS:
        done, file = _file_act(request, spec, year)
    elif request.method == "POST":
        done, given = _act(request, spec, year)
    else:
        done = False
    if done:
        return redirect("year_list", listed=listed, year=year)
    told = {**_context(request, spec, year, given), **_file_told(file)}
    return render(request, "reports/lists/list.html", told)


def _file_act(request: HttpRequest, spec: ListSpec, year: int) -> tuple[bool, ListFile | None]:
    """A file is read and shown, or the rows that were shown are read in: whether it was done, and what is shown."""
    organisation, by = _organisation(request), request.user
    shown: list[ListFile] = []
    takes = request.POST.get("steg") == "take"

    def act() -> None:
        file = ListFile(organisation, spec, year, by, _sent_cells(request))  # type: ignore[arg-type]
        shown.extend([file] if file.lines or file.columns else [])
        if takes:
            count = file.save(request.POST.get("sedda", ""))
            messages.success(request, f"{count} {'rad är inläst' if count == 1 else 'rader är inlästa'}.")

    done = attempt(request, act, "")
    return done and takes, next(iter(shown), None)


def _sent_cells(request: HttpRequest) -> list[list[str]]:
    """The cells of the file that was sent, or those that the preview carried. Raises StepRefused."""
    if request.POST.get("steg") == "take":
        return restored(request.POST.get("rader", ""))
    file = request.FILES.get("fil")
    if file is None:
        raise StepRefused(["Välj en fil. Inget är sparat."])
    try:
        return cells_of(file.read())
    except FileRefused as refused:
        raise StepRefused([refused.message]) from refused


def _file_told(file: ListFile | None) -> dict[str, Any]:
    """What the preview of a file shows."""
    if file is None:
        return {}
    does = [line.does for line in file.lines]
    words = (("ny", "nya"), ("ändrad", "ändrade"), ("oförändrad", "oförändrade"), ("", "läses inte in"))
    numbers = [(does.count(word), word or many, many) for word, many in words]
    counted = [f"{number} {one if number == 1 else many}" for number, one, many in numbers if number]
    taken = does.count("ny") + does.count("ändrad")
    return {"file": file, "counted": " · ".join(counted), "taken": taken, "cells": kept(file.cells)}


def _spec(slug: str, year: int) -> ListSpec:
    if slug not in SPECS or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404("Listan finns inte.")
    return SPECS[slug]


def _organisation(request: HttpRequest) -> Organisation:
    organisation = rights_of(request.user).organisation
    assert organisation is not None  # noqa: S101 - the guard asked for a role
    return organisation


def _act(request: HttpRequest, spec: ListSpec, year: int) -> tuple[bool, GivenLine | None]:
    """Do what the button says: whether it was done, and what was written where it was refused."""
    organisation, post = _organisation(request), request.POST
    user: Any = request.user
    step, item = post.get("steg", ""), number(post.get("rad"))
    if step == "carry":
        return attempt(
            request,
            lambda: carry_over(organisation=organisation, spec=spec, year=year, by=user),
            f"Raderna från {year - 1} är överförda.",
        ), None
    if step == "remove":
        return attempt(
            request,
            lambda: remove_line(organisation=organisation, spec=spec, item=item or 0, by=user),
            "Raden är borttagen.",
        ), None
    given = _given(request, organisation, year)

    def act() -> ListItemVersion:
        _check_days(post.get("dag", ""), post.get("slut", ""))
        return save_line(organisation=organisation, spec=spec, year=year, given=given, by=user, item=item)

    return attempt(request, act, "Raden är sparad."), given


def _given(request: HttpRequest, organisation: Organisation, year: int) -> GivenLine:
    post = request.POST
    goals = Goal.objects.in_year(organisation, year)
    return GivenLine(
        title=post.get("rubrik", ""),
        unit=own_units(request.user).filter(code=post.get("enhet", "")).first(),
        goal=goals.filter(code=post["mal"]).first() if post.get("mal") else None,
        state=post.get("lage", ""),
        day=day_of(post.get("dag", "")),
        until=day_of(post.get("slut", "")),
        responsible=post.get("ansvarig", ""),
        case_number=post.get("dnr", ""),
        comment=post.get("kommentar", ""),
        seen=number(post.get("sedd")) or 0,
    )


def day_of(text: str) -> dt.date | None:
    """A day that a form carried; None for none, and for what can't be read."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _check_days(*texts: str) -> None:
    for text in texts:
        if text.strip() and day_of(text) is None:
            raise StepRefused([f"”{text}” är ingen dag. Skriv till exempel 2024-10-08. Inget är sparat."])


def _context(request: HttpRequest, spec: ListSpec, year: int, given: GivenLine | None) -> dict[str, Any]:
    organisation = _organisation(request)
    own = set(own_units(request.user).values_list("pk", flat=True))
    lines = lines_of(organisation, spec.kind, year)
    open_line = line_of(organisation, spec.kind, number(request.POST.get("rad") or request.GET.get("rad")) or 0)
    if open_line is not None and open_line.item.unit_id not in own:
        open_line = None
    return {
        "spec": spec,
        "year": year,
        "tabs": tabs(year, spec.slug),
        "rows": [_row(request, spec, line, line.item.unit_id in own) for line in lines],
        "units": unit_choices(request.user, year),
        "goals": Goal.objects.in_year(organisation, year).order_by("municipal_goal__area__order", "order"),
        "open": open_line,
        "given": given or (_as_given(open_line) if open_line else None),
        "left": [line for line in left_from(organisation, spec.kind, year) if line.item.unit_id in own]
        if spec.carried
        else [],
    }


def _row(request: HttpRequest, spec: ListSpec, line: ListItemVersion, mine: bool) -> dict[str, Any]:
    late = ItemState.LATE in spec.states and is_late(line, clock.today())
    unit = rights_of(request.user).tree.name_on(line.item.unit.code, dt.date(line.item.year, 12, 31))
    return {"line": line, "mine": mine, "late": late, "unit": unit}


def _as_given(line: ListItemVersion) -> GivenLine:
    kept = ("title", "goal", "state", "day", "until", "responsible", "case_number", "comment")
    return GivenLine(unit=line.item.unit, seen=line.number, **{name: getattr(line, name) for name in kept})


def tabs(year: int, here: str) -> list[dict[str, Any]]:
    """The lists of a year beside each other."""
    words = [(spec.slug, spec.name, reverse("year_list", args=[spec.slug, year])) for spec in SPECS.values()]
    words.insert(1, ("uppdrag", "Uppdrag", reverse("year_assignments", args=[year])))
    return [{"name": name, "url": url, "current": slug == here} for slug, name, url in words]


@access(who=may.fills_in_lists, writes=True)
def year_assignments(request: HttpRequest, year: int) -> HttpResponse:
    """The year's assignments at an occasion: status and comment of each; the editor adds, changes and carries over."""
    organisation = _organisation(request)
    occasions = assigned.occasions_of(organisation, year)
    occasion = _occasion(request, occasions)
    if request.method == "POST" and _assign(request, organisation, year, occasion):
        chosen = f"?tillfalle={occasion.pk}" if occasion else ""
        return redirect(f"{reverse('year_assignments', args=[year])}{chosen}")
    lines = assigned.assignments_of(organisation, year, occasion)
    wanted = number(request.POST.get("uppdrag") or request.GET.get("uppdrag"))
    edits = rights_of(request.user).has(Role.EDITOR)
    context = {
        "year": year,
        "tabs": tabs(year, "uppdrag"),
        "lines": lines,
        "occasions": occasions,
        "occasion": occasion,
        "states": AssignmentState.choices,
        "scopes": AssignmentScope.choices,
        "edits": edits,
        "open": next((line.assignment for line in lines if line.assignment.pk == wanted), None),
        "left": assigned.left_of_last_year(organisation, year) if edits else [],
    }
    return render(request, "reports/lists/assignments.html", context)


def _occasion(request: HttpRequest, occasions: list[ReportingOccasion]) -> ReportingOccasion | None:
    wanted = number(request.POST.get("tillfalle") or request.GET.get("tillfalle"))
    chosen = next((each for each in occasions if each.pk == wanted), None)
    return chosen or assigned.current_occasion(occasions)


def _assign(request: HttpRequest, organisation: Organisation, year: int, occasion: ReportingOccasion | None) -> bool:
    post = request.POST
    user: Any = request.user
    assignment = Assignment.objects.filter(
        organisation=organisation, year=year, pk=number(post.get("uppdrag")) or 0
    ).first()
    if post.get("steg") == "carry":
        return attempt(
            request,
            lambda: assigned.carry_assignments(organisation=organisation, year=year, by=user),
            f"Uppdragen från {year - 1} är överförda.",
        )
    if post.get("steg") == "assignment":
        return _define(request, organisation, year, assignment)

    def tell() -> Any:
        if assignment is None or occasion is None:
            raise StepRefused(["Uppdraget eller tillfället finns inte. Läs om sidan. Inget är sparat."])
        seen = number(post.get("sedd")) or 0
        told = {"state": post.get("status", ""), "comment": post.get("kommentar", "")}
        return assigned.tell(assignment=assignment, occasion=occasion, seen=seen, by=user, **told)

    return attempt(request, tell, "Sparat.")


def _define(request: HttpRequest, organisation: Organisation, year: int, assignment: Assignment | None) -> bool:
    post = request.POST
    user: Any = request.user
    given = GivenAssignment(
        text=post.get("text", ""),
        scope=post.get("slag", ""),
        number=post.get("nummer", ""),
        report_back_on=day_of(post.get("dag", "")),
        receiver=post.get("mottagare", ""),
    )

    def act() -> Assignment:
        _check_days(post.get("dag", ""))
        return assigned.save_assignment(
            organisation=organisation, year=year, given=given, by=user, assignment=assignment
        )

    return attempt(request, act, "Uppdraget är sparat.")
