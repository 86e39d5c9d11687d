"""The catalogue's own page: what it holds, and the way to each part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Assignment, Goal, Indicator, Membership, TargetRevision
from indicators.rights import rights_of
from indicators.year.access import keeps_catalogue
from vss_portal.guard import access


@access(who=keeps_catalogue)
def keep(request: HttpRequest) -> HttpResponse:
    """The parts of the catalogue with how many they hold this year."""
    rights = rights_of(request.user)
    organisation, year = rights.organisation, rights.day.year
    assert organisation is not None  # noqa: S101 - the rule lets in only who has a role
    people = Membership.objects.on(rights.day).filter(unit__organisation=organisation)
    targets = TargetRevision.objects.current().filter(target__indicator__organisation=organisation, target__year=year)
    told = {
        "year": year,
        "goals": Goal.objects.in_year(organisation, year).count(),
        "indicators": Indicator.objects.in_organisation(organisation).measured().count(),
        "targets": targets.count(),
        "units": organisation.units.on(rights.day).count(),
        "people": people.values("person").distinct().count(),
        "assignments": Assignment.objects.filter(organisation=organisation, year=year).count(),
    }
    return render(request, "indicators/year/hub.html", told)
