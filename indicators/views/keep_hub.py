"""The catalogue's own page: what it holds, and the way to each part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.models import (
    Assignment,
    Breakdown,
    Decision,
    Goal,
    Indicator,
    Membership,
    ReportingOccasion,
    TargetRevision,
    WheelEntry,
    YearClosing,
    YearSetup,
)
from indicators.rights import rights_of
from indicators.year.access import keeps_catalogue
from indicators.year.investments import ITEMS
from vss_portal.guard import access


@access(who=keeps_catalogue)
def keep(request: HttpRequest) -> HttpResponse:
    """The parts of the catalogue with how many they hold this year."""
    rights = rights_of(request.user)
    organisation, year = rights.organisation, rights.day.year
    assert organisation is not None  # noqa: S101 - the rule lets in only who has a role
    people = Membership.objects.on(rights.day).filter(unit__organisation=organisation)
    targets = TargetRevision.objects.current().filter(target__indicator__organisation=organisation, target__year=year)
    goals, assignments = Goal.objects.in_year(organisation, year), Assignment.objects.filter(organisation=organisation)
    measured = Indicator.objects.in_organisation(organisation).measured()
    rows = [
        ("Målträd", reverse("keep_goals", args=[year]), goals.count(), "Målområden, mål och målens indikatorer"),
        ("Indikatorer", reverse("keep_indicators"), measured.count(), "Definition, mätplan, ansvar, andra namn"),
        ("Målvärden", reverse("keep_targets", args=[year]), targets.count(), "En tabell att skriva eller klistra i"),
        ("Uppdrag", reverse("keep_assignments", args=[year]), assignments.filter(year=year).count(), "Årets uppdrag"),
        ("Enheter", reverse("keep_units"), organisation.units.on(rights.day).count(), "Ny, flyttad, delad, avslutad"),
        ("Personer", reverse("keep_people"), people.values("person").distinct().count(), "Roller och ställföreträdare"),
    ]
    setups = YearSetup.objects.filter(organisation=organisation).count()
    days = WheelEntry.objects.filter(organisation=organisation, year=year, is_removed=False).count()
    days += ReportingOccasion.objects.filter(organisation=organisation, year=year).count()
    closings = YearClosing.objects.filter(organisation=organisation, year=year - 1).count()
    decisions = Decision.objects.filter(organisation=organisation).count()
    projects = Breakdown.objects.filter(set__organisation=organisation, set__code=ITEMS).count()
    rows += [
        ("Investeringar", reverse("keep_investments", args=[year]), projects, "Projekt, deras ram, utfall och läge"),
        ("Budgetbeslut", reverse("keep_decisions"), decisions, "Förslag och beslut; arbetsversionen läggs under dem"),
        (
            "Bokslut",
            reverse("keep_closing", args=[year - 1]),
            closings,
            "Preliminärt och definitivt; helår mot månader",
        ),
        ("Nytt år", reverse("new_year"), setups, "För över ett år till nästa, steg för steg"),
        ("Årshjul", reverse("wheel", args=[year]), days, "Tillfällen, möten, anvisningar"),
    ]
    told = {"year": year, "rows": rows}
    return render(request, "indicators/year/hub.html", told)
