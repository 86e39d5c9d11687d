"""The goal tree of a year: areas, municipal goals, goals, and the list of indicators of each goal."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html

from indicators.models import Assignment, Goal, GoalArea, GoalIndicator, Indicator, MunicipalGoal, Organisation
from indicators.models.choices import GoalRowRole
from indicators.rights import rights_of
from indicators.views.keep_goal_places import BACK, MOVE, moved, placing, taken_back, tree_of
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.catalogue import GoalLine, change_of_year, remove_of_year, set_goal_lines
from indicators.year.forms import (
    AreaForm,
    AssignmentForm,
    GoalForm,
    MoveForm,
    MunicipalGoalForm,
    RemovalForm,
    fresh,
    place_last,
)
from indicators.year.parts import Change, Outcome, Part, carried
from indicators.year.reorganising import code_of
from vss_portal.guard import access
from vss_portal.sent import whole_number

EARLIEST, LATEST = 2000, 2099
EMPTY_LINES = 2
HELD = "Ett mål som har bedömningar, aktiviteter eller bidrag tas inte bort."


@access(who=keeps_catalogue, writes=True)
def keep_goals(request: HttpRequest, year: int) -> HttpResponse:
    """The tree of the year, and the forms that add to it."""
    organisation = own(request)
    _checked(year)
    sent = request.POST.get("del", "") if request.method == "POST" else ""
    about: dict[str, Any] = {"organisation": organisation, "year": year}
    forms: dict[str, Any] = {
        "omrade": AreaForm(request.POST if sent == "omrade" else None),
        "kom": MunicipalGoalForm(request.POST if sent == "kom" else None, **about),
        "mal": GoalForm(request.POST if sent == "mal" else None, **about),
    }
    outcome = Outcome()
    if sent in forms and forms[sent].is_valid():
        outcome = carried(request, _addition(request, organisation, year, sent, forms[sent]))
    if outcome.response:
        return outcome.response
    parts = [
        Part("omrade", "Nytt målområde", forms["omrade"], "Lägg till ett målområde", "Lägg till målområdet"),
        Part("kom", "Nytt kommunövergripande mål", forms["kom"], "Lägg till", "Lägg till"),
        Part("mal", "Nytt mål", forms["mal"], "Lägg till ett mål", "Lägg till målet"),
    ]
    told = {"year": year, "areas": tree_of(organisation, year), "parts": parts, "problems": outcome.problems}
    return render(request, "indicators/year/goals.html", told, status=422 if sent else 200)


def _checked(year: int) -> None:
    if not EARLIEST <= year <= LATEST:
        raise Http404("Året finns inte.")


def _addition(request: HttpRequest, organisation: Organisation, year: int, part: str, form: Any) -> Change:
    """A new area, municipal goal or goal, with a code of its own made of the name."""

    def do() -> object:
        row = fresh(form)
        if part == "omrade":
            row.organisation, row.year = organisation, year
            taken: Any = GoalArea.objects.filter(organisation=organisation, year=year)
        elif part == "kom":
            taken = MunicipalGoal.objects.filter(area__organisation=organisation, area__year=year)
        else:
            taken = Goal.objects.in_year(organisation, year)
        row.code = code_of(row.name, set(taken.values_list("code", flat=True)))
        place_last(row, form)
        reason = form.cleaned_data["orsak"]
        return change_of_year(row, year=year, organisation=organisation, by=request.user, reason=reason)  # type: ignore[arg-type]

    return Change(do, f"{form.cleaned_data['name']} är tillagt.", organisation)


@access(who=keeps_catalogue, writes=True)
def keep_goal(request: HttpRequest, year: int, goal: int) -> HttpResponse:
    """A goal's words and place, and its list of indicators."""
    organisation = own(request)
    found = get_object_or_404(Goal.objects.in_year(organisation, year), pk=goal)
    sent = request.POST.get("del", "") if request.method == "POST" else ""
    forms = _forms_of(request, found, organisation, sent)
    form = forms.get(sent)
    outcome = Outcome()
    if sent == "rader":
        outcome = carried(request, _relisted(request, found, organisation))
    elif form is not None and form.is_valid():
        outcome = carried(request, _change_of(request, found, organisation, sent, form))
    if outcome.response:
        return outcome.response
    told = {
        "year": year,
        "goal": found,
        "part": Part("mal", "Målet", forms["mal"], "Ändra namn och beskrivning", "Spara målet"),
        "removal": Part("ta-bort", "Ta bort målet", forms["ta-bort"], "Ta bort", "Ta bort", HELD),
        **placing(found, organisation, forms),
        "lines": _lines(found),
        "indicators": _choices(organisation, year),
        "roles": GoalRowRole.choices,
        "units": [(unit.pk, unit.name_on(rights_of(request.user).day)) for unit in _units(organisation)],
        "problems": outcome.problems,
    }
    return render(request, "indicators/year/goal.html", told, status=422 if sent else 200)


def _forms_of(request: HttpRequest, goal: Goal, organisation: Organisation, sent: str) -> dict[str, Any]:
    about: dict[str, Any] = {"organisation": organisation, "year": goal.year}

    def posted(part: str) -> Any:
        return request.POST if sent == part else None

    return {
        "mal": GoalForm(posted("mal"), instance=Goal.objects.get(pk=goal.pk), **about),
        MOVE: MoveForm(posted(MOVE), **about),
        BACK: RemovalForm(posted(BACK)),
        "ta-bort": RemovalForm(posted("ta-bort")),
    }


def _change_of(request: HttpRequest, goal: Goal, organisation: Organisation, sent: str, form: Any) -> Change:
    """What a form of the goal's page asks for."""
    by: Any = request.user
    reason = form.cleaned_data["orsak"]
    codes = [row.indicator.code for row in goal.rows.select_related("indicator") if row.indicator]
    about: dict[str, Any] = {"year": goal.year, "organisation": organisation, "by": by, "reason": reason}
    if sent == MOVE:
        return moved(goal, organisation, codes, form, by)
    if sent == BACK:
        return taken_back(goal, organisation, codes, about)
    if sent == "mal":
        return Change(lambda: change_of_year(fresh(form), **about), "Målet är sparat.", organisation, codes)
    gone = reverse("keep_goals", args=[goal.year])
    return Change(lambda: remove_of_year(goal, **about), f"{goal} är borttaget.", organisation, codes, back=gone)


def _units(organisation: Organisation) -> Any:
    return organisation.units.prefetch_related("names")


def _lines(goal: Goal) -> list[tuple[int, GoalIndicator | None]]:
    rows: list[GoalIndicator | None] = list(goal.rows.select_related("indicator", "unit").order_by("order"))
    return list(enumerate([*rows, *[None] * EMPTY_LINES], 1))


def _choices(organisation: Organisation, year: int) -> list[tuple[int, str]]:
    rows = Indicator.objects.in_organisation(organisation).prefetch_related("definitions")
    return [(row.pk, row.name_on(dt.date(year, 12, 31))) for row in rows]


def _relisted(request: HttpRequest, goal: Goal, organisation: Organisation) -> Change:
    """The goal's list as the table gives it; a row without place, or without indicator and text, is taken away."""
    indicators = {str(row.pk): row for row in Indicator.objects.in_organisation(organisation)}
    units = {str(unit.pk): unit for unit in organisation.units.all()}
    lines: list[tuple[int, GoalLine]] = []
    for number in range(1, len(_lines(goal)) + 1):
        get = functools.partial(_box, request, number)
        indicator, role = indicators.get(get("indikator")), get("roll")
        text = role == GoalRowRole.TEXT and get("namn")
        if get("plats").isdecimal() and (indicator or text):
            line = GoalLine(
                indicator=None if text else indicator,
                label=get("namn"),
                role=role if role in GoalRowRole.values else GoalRowRole.LINE,
                unit=units.get(get("enhet")),
                is_mandatory=bool(get("obligatorisk")),
                pk=whole_number(get("rad")) or 0,
            )
            lines.append((int(get("plats")), line))
    ordered = [line for _, line in sorted(lines, key=lambda each: each[0])]
    reason = request.POST.get("orsak", "")
    codes = {line.indicator.code for line in ordered if line.indicator}
    by: Any = request.user
    return Change(
        lambda: set_goal_lines(goal=goal, lines=ordered, by=by, reason=reason), "Listan är sparad.", organisation, codes
    )


def _box(request: HttpRequest, number: int, name: str) -> str:
    return request.POST.get(f"{name}-{number}", "").strip()


@access(who=keeps_catalogue, writes=True)
def keep_assignments(request: HttpRequest, year: int) -> HttpResponse:
    """The assignments of the year, and a form for one more."""
    organisation = own(request)
    _checked(year)
    sent = request.method == "POST"
    form = AssignmentForm(request.POST or None, organisation=organisation, year=year)
    outcome = Outcome()
    if sent and form.is_valid():

        def do() -> object:
            row = fresh(form)
            row.organisation, row.year = organisation, year
            taken = Assignment.objects.filter(organisation=organisation, year=year).values_list("code", flat=True)
            row.code = code_of(f"{row.group[:20]} {row.number or row.text[:20]}", set(taken))
            place_last(row, form)
            reason = form.cleaned_data["orsak"]
            return change_of_year(row, year=year, organisation=organisation, by=request.user, reason=reason)  # type: ignore[arg-type]

        outcome = carried(request, Change(do, "Uppdraget är tillagt.", organisation))
    if outcome.response:
        return outcome.response
    rows = Assignment.objects.filter(organisation=organisation, year=year).select_related("goal").order_by("order")
    shown = [
        (_linked(row, f"{row.group} {row.number}".strip() or "Uppdrag"), row.text, row.goal or "", row.receiver)
        for row in rows
    ]
    part = Part(
        "uppdrag", f"Uppdrag {year}", form, "Nytt uppdrag", "Lägg till uppdraget", "",
        ("Nummer", "Uppdrag", "Mål", "Mottagare"), shown
    )  # fmt: skip
    told = {
        "heading": f"Uppdrag {year}",
        "lead": "Strategiska utvecklingsuppdrag. Hur långt de har kommit skrivs i rapporten.",
        "years": [(at, reverse("keep_assignments", args=[at])) for at in (year - 1, year + 1)],
        "parts": [part],
        "problems": outcome.problems,
    }
    return render(request, "indicators/year/parts.html", told, status=422 if sent else 200)


def _linked(row: Assignment, words: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse("keep_assignment", args=[row.year, row.pk]), words)
