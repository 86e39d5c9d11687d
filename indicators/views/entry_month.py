"""Min månad, Läget, and an area's clearing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.entry.access import area_of, enters_figures, follows_areas, latest_month, month_of, sees_area
from indicators.entry.areas import Areas
from indicators.entry.cells import Writer
from indicators.entry.changes import has_recorded, news_for
from indicators.entry.clearing import StepRefused, newest_of, possible_steps, take_step
from indicators.entry.deviating import bridge_of, shows_ledger
from indicators.entry.overview import (
    AreaStanding,
    MonthStanding,
    my_months,
    next_occasion,
    owed_by_others,
    uncleared,
)
from indicators.entry.position import position
from indicators.entry.reminding import remind_of_role
from indicators.entry.standing import state_of_month
from indicators.entry.summary import summary_of
from indicators.models.choices import Role
from indicators.rights import rights_of
from indicators.spans import Month, months_label
from indicators.views.entry import read
from indicators.year.wheel import coming_days
from vss_portal.guard import access
from vss_portal.sent import whole_number
from vss_portal.waiting import ANSWER, APPROVE, RETURNED, WRITE, returned_to, waiting_for

DONE = ("cleared", "closed")
# Says that the person has seen how a month goes; nothing else is kept in the browser but the log-in.
WELCOMED, A_YEAR = "valkommen", 365 * 24 * 60 * 60


@access(who=enters_figures, writes=True)
def my_month(request: HttpRequest) -> HttpResponse:
    """What waits for the person: what came back, what is late, what is open, what comes; reminds whom one waits for."""
    if request.method == "POST" and "valkommen" in request.POST:
        return _welcomed()
    months = my_months(request.user)
    if request.method == "POST":
        return _reminded(request, months)
    rights = rights_of(request.user)
    current, late = _sorted(months)
    came = returned_to(request.user)
    returned = [each for month in months for each in month.areas if each.state.code == "returned"]
    coming = next_occasion(rights)
    back = [each for each in came if each.kind == RETURNED]
    told = {
        "uncleared": uncleared(rights),
        "owed": owed_by_others(current),
        "texts": waiting_for(request.user, WRITE),
        "back": back,
        "answers": [each for each in came if each.kind == ANSWER],
        "coming": coming_days(rights.organisation, rights.day) if rights.organisation else [],
        "approvals": waiting_for(request.user, APPROVE),
        "news": news_for(request.user, Areas(rights, latest_month())),
        "current": current,
        "late": late,
        "returned": returned,
        "came_back": len(returned) + len(back),
        "next": coming,
        "next_month": Month(coming.year, coming.month).long_label if coming else "",
        "today": rights.day,
        "is_new": WELCOMED not in request.COOKIES and not has_recorded(request.user),
    }
    return render(request, "indicators/entry/my_month.html", told)


def _welcomed() -> HttpResponse:
    """The welcome isn't shown in this browser again."""
    response = redirect("my_month")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(WELCOMED, "ja", max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def _reminded(request: HttpRequest, months: Sequence[MonthStanding]) -> HttpResponse:
    """Send a letter to those who report what the person's areas wait for; says what came of it."""
    role = request.POST.get("paminn", "")
    if role not in {each.role for each in owed_by_others(months) if each.role}:
        raise Http404("Ingen väntar på det.")
    sent = remind_of_role(rights_of(request.user), role, base=request.build_absolute_uri("/"))
    whose = Role(role).label
    if sent:
        people = "1 person" if sent == 1 else f"{sent} personer"
        messages.success(request, f"En påminnelse är skickad till {whose} ({people}).")
    else:
        why = "har redan fått dagens påminnelse, eller har ingen e-postadress"
        messages.info(request, f"{whose} {why}. Inget skickades.")
    return redirect("my_month")


def _sorted(months: list[MonthStanding]) -> tuple[list[MonthStanding], list[AreaStanding]]:
    """The months that aren't late, and every area of the late ones that isn't done."""
    current = [month for month in months if not month.is_late]
    late = [each for month in months if month.is_late for each in month.areas if each.state.code not in DONE]
    return current, late


@access(who=follows_areas)
def standing(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """Läget: a row per area with result, forecast, staff, indicators and measures; holds on one printed page."""
    at = month_of(year, month) if year and month else latest_month()
    approvals = waiting_for(request.user, APPROVE)
    told: dict[str, Any] = {"position": position(request.user, at), "approvals": approvals}
    told |= {"at": at, "before": at - 1, "after": at + 1, "so_far": months_label(at.month)}
    return render(request, "indicators/entry/position.html", told)


@access(who=sees_area, writes=True)
def clearing(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """The summary before a step, and the step itself."""
    at = month_of(year, month)
    areas, area = area_of(request.user, unit, at)
    found = read(request, unit, at)
    if found.occasion is None:
        raise Http404("Ingen uppföljning är planerad för månaden.")
    writer = Writer(found)
    state = state_of_month(writer)
    refused = ""
    if request.method == "POST":
        seen = request.POST.get("sedd", "")
        try:
            taken = take_step(
                areas=areas,
                area=area,
                occasion=found.occasion,
                state=state,
                step=request.POST.get("steg", ""),
                by=request.user,  # type: ignore[arg-type]
                reason=request.POST.get("orsak", ""),
                seen=whole_number(seen),
            )
        except StepRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{area.name}, {at.long_label}, är nu ”{taken.get_step_display()}”.")
            return redirect("my_month") if "min-manad" in request.POST else redirect("entry", unit, year, month)
    bridge = bridge_of(found) if shows_ledger(found, writer.rows) else None
    told = {
        "area": area,
        "at": at,
        "month": found,
        "state": state,
        "steps": possible_steps(areas, area, state),
        "summary": summary_of(found, writer.due, bridge),
        "newest": newest_of(areas, area),
        "shows_money": bridge is not None,
        "refused": refused,
        "reason": request.POST.get("orsak", ""),
    }
    return render(request, "indicators/entry/clearing.html", told, status=422 if refused else 200)
