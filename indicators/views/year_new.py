"""Nytt år: the steps, each shown before it is done; the page can be left and taken up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from indicators.models import YearSetup
from indicators.rights import rights_of
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.setting_up import (
    Copied,
    Progress,
    SetupRefused,
    begin,
    do_step,
    look,
    pass_over,
    progress,
    step_of,
)
from vss_portal.guard import access


@access(who=keeps_catalogue, writes=True)
def new_year(request: HttpRequest) -> HttpResponse:
    """The years that were begun, and the form that begins one."""
    organisation, today = own(request), rights_of(request.user).day
    problem = ""
    if request.method == "POST":
        year, earlier = (request.POST.get(name, "") for name in ("ar", "efter"))
        try:
            if not (year.isdecimal() and earlier.isdecimal()):
                raise SetupRefused("Skriv båda åren med fyra siffror. Inget är ändrat.")
            begin(organisation=organisation, year=int(year), from_year=int(earlier), by=request.user)  # type: ignore[arg-type]
            return redirect("year_setup", int(year))
        except SetupRefused as refusal:
            problem = str(refusal)
    setups = YearSetup.objects.filter(organisation=organisation).select_related("by")
    told = {
        "setups": [(setup, _counted(progress(setup))) for setup in setups],
        "year": request.POST.get("ar", today.year + 1),
        "from_year": request.POST.get("efter", today.year),
        "problems": [problem] if problem else [],
    }
    return render(request, "indicators/year/new_year.html", told, status=422 if problem else 200)


def _counted(steps: list[Progress]) -> str:
    left = sum(each.state == "waiting" for each in steps)
    return "klart" if not left else f"{len(steps) - left} av {len(steps)} steg"


@access(who=keeps_catalogue, writes=True)
def year_setup(request: HttpRequest, year: int) -> HttpResponse:
    """The steps of a year; a POST shows one, does it or passes it over."""
    setup = YearSetup.objects.filter(organisation=own(request), year=year).select_related("organisation").first()
    if setup is None:
        raise Http404("Året är inte påbörjat.")
    shown: tuple[str, Copied] | None = None
    problems: list[str] = []
    if request.method == "POST":
        by: Any = request.user
        try:
            step = step_of(request.POST.get("steg", ""))
            if request.POST.get("gor") == "visa":
                shown = (step.key, look(setup, step, by=by))
            else:
                act = pass_over if request.POST.get("gor") == "hoppa" else do_step
                act(setup, step, by=by)
                messages.success(request, f"{step.title}: {'överhoppat' if act is pass_over else 'gjort'}.")
                return redirect("year_setup", year)
        except SetupRefused as refusal:
            problems = [str(refusal)]
    steps = progress(setup)
    told = {
        "setup": setup,
        "steps": [(each, _further(each, year)) for each in steps],
        "left": sum(each.state == "waiting" for each in steps),
        "shown": shown,
        "problems": problems,
    }
    return render(request, "indicators/year/year_setup.html", told, status=422 if problems else 200)


def _further(each: Progress, year: int) -> str:
    """The address where a person goes on by hand."""
    if not each.step.goes_on:
        return ""
    try:
        return reverse(each.step.goes_on, args=[year])
    except NoReverseMatch:
        return reverse(each.step.goes_on)
