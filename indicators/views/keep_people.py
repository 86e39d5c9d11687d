"""People with roles, responsibilities and deputies: from when to when, never taken away, only ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.models import Membership, Organisation, Responsibility
from indicators.rights import rights_of
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_people
from indicators.year.catalogue import CatalogueRefused, end_row, save_row
from indicators.year.forms import MembershipForm, fresh
from indicators.year.parts import Change, Outcome, Part, carried
from vss_portal.guard import access
from vss_portal.sent import whole_number

ENDING = {"roll": Membership, "ansvar": Responsibility}


@access(who=keeps_people, writes=True)
def keep_people(request: HttpRequest) -> HttpResponse:
    """Who is what, and the forms that begin and end a role."""
    organisation, day = own(request), rights_of(request.user).day
    sent = request.POST.get("del", "") if request.method == "POST" else ""
    form = MembershipForm(request.POST if sent == "ny" else None, organisation=organisation)
    outcome = Outcome()
    if sent == "ny" and form.is_valid():
        reason = form.cleaned_data["orsak"]
        by: Any = request.user
        beginning = Change(
            lambda: save_row(fresh(form), organisation=organisation, by=by, reason=reason),
            "Rollen är sparad.",
            organisation,
            asks=False,
        )
        outcome = carried(request, beginning)
    elif sent in ENDING:
        outcome = carried(request, _ended(request, organisation, sent))
    if outcome.response:
        return outcome.response
    told = {
        "day": day,
        "roles": _roles(organisation, day),
        "answers": _answers(organisation, day),
        "part": Part("ny", "Ny roll eller ställföreträdare", form, "Lägg till", "Spara rollen"),
        "problems": outcome.problems,
        "sent": request.POST,
    }
    return render(request, "indicators/year/people.html", told, status=422 if sent else 200)


def _ended(request: HttpRequest, organisation: Organisation, kind: str) -> Change:
    key = request.POST.get("rad", "")
    pk = whole_number(key) or 0
    own_rows = {"unit__organisation": organisation} if kind == "roll" else {"indicator__organisation": organisation}
    row: Any = get_object_or_404(ENDING[kind], pk=pk, **own_rows)
    last, reason = _day(request.POST.get("till", "")), request.POST.get("orsak", "")

    def do() -> object:
        if last is None:
            raise CatalogueRefused("Skriv sista dagen som ett datum, till exempel 2024-12-31. Inget är ändrat.")
        end_row(row, last=last, organisation=organisation, by=request.user, reason=reason)  # type: ignore[arg-type]
        return row

    return Change(do, f"Sista dagen är sparad för {row.person}.", organisation, asks=False)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _roles(organisation: Organisation, day: dt.date) -> list[tuple[Membership, str]]:
    """The roles that hold or are to come, by person."""
    rows = Membership.objects.filter(unit__organisation=organisation).exclude(valid_to__lt=day)
    rows = rows.select_related("person", "unit", "deputy_for").prefetch_related("unit__names")
    return [(row, row.unit.name_on(day)) for row in rows.order_by("person__display_name", "role", "valid_from")]


def _answers(organisation: Organisation, day: dt.date) -> list[tuple[Responsibility, str]]:
    rows = Responsibility.objects.filter(indicator__organisation=organisation).exclude(valid_to__lt=day)
    rows = rows.select_related("person", "indicator", "unit").prefetch_related("indicator__definitions")
    return [(row, row.indicator.name_on(day)) for row in rows.order_by("person__display_name", "indicator__order")]
