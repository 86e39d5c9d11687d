"""Årshjulet: the days of the year, the editor's changes of them, and each person's calendar address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from indicators.models import Instruction, Organisation, ReportingOccasion, WheelEntry, WheelKind
from indicators.rights import rights_of
from indicators.views.keep_indicators import own
from indicators.year.access import follows_wheel, keeps_catalogue
from indicators.year.wheel import (
    WheelRefused,
    add_day,
    calendar,
    instruct,
    instructions_of,
    move_occasion,
    name_of,
    new_key,
    occasions_in,
    person_of,
    remove_day,
    wheel_of,
)
from vss_portal import clock
from vss_portal.guard import access, anyone
from vss_portal.sent import whole_number

EARLIEST, LATEST = 2000, 2099
# The boxes of an occasion's days.
DAYS = {"oppnar": "Öppnar", "itid": "I tid till", "stangs": "Stängs"}


@access(who=follows_wheel, writes=True)
def wheel(request: HttpRequest, year: int) -> HttpResponse:
    """The year's days for all; the editor also changes them. Everybody gets an address for a calendar of their own."""
    if not EARLIEST <= year <= LATEST:
        raise Http404("Året finns inte.")
    organisation, edits = own(request), keeps_catalogue(request.user)
    address = problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("gor") == "adress":
                address = request.build_absolute_uri(reverse("calendar", args=[new_key(request.user)]))  # type: ignore[arg-type]
            elif edits:
                messages.success(request, _changed(request, organisation, year))
                return redirect("wheel", year)
            else:
                return HttpResponse("Bara huvudcontrollern ändrar årshjulet.", status=403)
        except WheelRefused as refusal:
            problem = str(refusal)
    instructions, days = instructions_of(organisation, year), wheel_of(organisation, year)
    today = rights_of(request.user).day
    told = {
        "year": year,
        "edits": edits,
        "days": [(each, each.day < today) for each in days],
        "coming": next((each for each in days if each.day >= today), None),
        "today": today,
        "occasions": _occasions(organisation, year, instructions, request.POST if problem else None) if edits else [],
        "kinds": WheelKind.choices,
        "instructions": [(row, name_of(row.occasion)) for row in instructions],
        "address": address,
        "problems": [problem] if problem else [],
        "sent": request.POST if problem else {},
        "adds": bool(problem) and request.POST.get("gor") == "ny",
    }
    return render(request, "indicators/year/wheel.html", told, status=422 if problem else 200)


def _occasions(
    organisation: Organisation, year: int, instructions: Sequence[Instruction], sent: QueryDict | None
) -> list[dict[str, Any]]:
    """What the form of each occasion holds: what stands, or what was sent and couldn't be saved."""
    standing = {row.occasion_id: row for row in instructions}
    found = []
    for row in occasions_in(organisation, year):
        known = standing.get(row.pk)
        days = (row.opens_on, row.due_on, row.locks_on)
        boxes = {name: day.isoformat() for name, day in zip(DAYS, days, strict=True)}
        boxes |= {"text": known.text if known else "", "nytt": known.news if known else ""}
        is_sent = sent is not None and sent.get("tillfalle") == str(row.pk)
        if sent is not None and is_sent:
            boxes = {name: sent.get(name, text) for name, text in boxes.items()}
        told = [(name, label, boxes[name]) for name, label in DAYS.items()]
        about = {"pk": row.pk, "name": name_of(row), "open": is_sent}
        found.append({**about, "days": told, "text": boxes["text"], "news": boxes["nytt"]})
    return found


def _changed(request: HttpRequest, organisation: Organisation, year: int) -> str:
    """Do what the editor's form asks; what was done, in words."""
    sent, by = request.POST, request.user
    act: Any = sent.get("gor", "")
    if act == "ny":
        entry = add_day(
            organisation=organisation,
            year=year,
            kind=sent.get("slag", ""),
            title=sent.get("vad", ""),
            day=_day(sent.get("dag", "")),
            month=_number(sent.get("manad", "")),
            number=_number(sent.get("arbetsdag", "")),
            by=by,  # type: ignore[arg-type]
        )
        return f"{entry.title} är tillagt."
    if act.startswith("bort-"):
        entry = get_object_or_404(WheelEntry, organisation=organisation, year=year, pk=_number(act[5:]) or 0)
        remove_day(entry=entry, by=by)  # type: ignore[arg-type]
        return f"{entry.title} är borttaget."
    occasion = get_object_or_404(
        ReportingOccasion, organisation=organisation, pk=_number(sent.get("tillfalle", "")) or 0
    )
    if act == "anvisning":
        instruct(occasion=occasion, text=sent.get("text", ""), news=sent.get("nytt", ""), by=by)  # type: ignore[arg-type]
        return f"Anvisningen till {name_of(occasion)} är sparad."
    days = [_day(sent.get(name, "")) for name in DAYS]
    move_occasion(occasion=occasion, opens=days[0], due=days[1], locks=days[2], by=by)  # type: ignore[arg-type]
    return f"{name_of(occasion)} har nya dagar."


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return whole_number(text)


@access(who=anyone)
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of who has the secret address: last year's days, this year's and next year's. No figures."""
    person = person_of(secret)
    organisation = rights_of(person).organisation if person else None
    if organisation is None:
        raise Http404("Kalendern finns inte.")
    this = clock.today().year
    days = [day for year in (this - 1, this, this + 1) for day in wheel_of(organisation, year)]
    text = calendar(days, name=f"Årshjul {organisation.name}", host=request.get_host(), moment=clock.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
