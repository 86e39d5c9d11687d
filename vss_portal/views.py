"""The pages of the portal itself: start, help and one's own account."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.models import Membership
from indicators.naming import Names
from indicators.rights import rights_of
from reports.access import visible_to
from vss_portal.guard import access, anyone, logged_in
from vss_portal.start import StartSection, start_sections

# Turned off by a cookie, so that it holds in this browser from the first page on, before anybody has logged in.
KEYS_COOKIE, KEYS_OFF = "tangenter", "av"
NEWEST_REPORTS = 6
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class HeldRole:
    """A role as the account's page shows it."""

    role: str
    unit: str
    valid_from: date
    valid_to: date | None
    deputy_for: str
    state: str


@access(who=logged_in)
def start(request: HttpRequest) -> HttpResponse:
    """What waits, and what is new."""
    sections = sorted([*start_sections(request.user), *_reports(request)], key=lambda section: section.order)
    told = {
        "wide": [section for section in sections if section.is_wide],
        "narrow": [section for section in sections if not section.is_wide],
        "has_role": rights_of(request.user).organisation is not None,
    }
    return render(request, "portal/start.html", told)


def _reports(request: HttpRequest) -> list[StartSection]:
    """The newest reports that the person may read; nothing for who has no role."""
    if rights_of(request.user).organisation is None:
        return []
    newest = visible_to(request.user).newest_first()[:NEWEST_REPORTS]
    return [StartSection("portal/parts/start_reports.html", {"reports": newest}, order=30)]


@access(who=anyone)
def help_page(request: HttpRequest) -> HttpResponse:
    """How the portal works, in few words."""
    return render(request, "portal/help.html")


@access(who=logged_in, writes=True)
def account(request: HttpRequest) -> HttpResponse:
    """Name and roles, and the setting of the keys; a sent form changes that setting."""
    if request.method == "POST":
        return _with_keys(request, on=request.POST.get("keys") == "on")
    told = {"roles": _roles(request), "keys_on": request.COOKIES.get(KEYS_COOKIE) != KEYS_OFF}
    return render(request, "portal/account.html", told)


def _with_keys(request: HttpRequest, *, on: bool) -> HttpResponse:
    response = redirect("account")
    if on:
        response.delete_cookie(KEYS_COOKIE, samesite="Lax")
    else:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(KEYS_COOKIE, KEYS_OFF, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    messages.success(request, f"Enbokstavstangenterna är {'på' if on else 'avstängda'} i den här webbläsaren.")
    return response


def _roles(request: HttpRequest) -> list[HeldRole]:
    """All roles of the person, those that hold first, then what comes and what was."""
    rights = rights_of(request.user)
    names = Names.of(rights, indicators=())
    rows = Membership.objects.filter(person=request.user.pk).select_related("unit", "deputy_for")
    order = {"gäller": 0, "kommande": 1, "avslutad": 2}
    held = [_held(row, names, rights.day) for row in rows.order_by("-valid_from", "unit__order", "role")]
    return sorted(held, key=lambda each: order[each.state])


def _held(row: Membership, names: Names, day: date) -> HeldRole:
    past = row.valid_to is not None and row.valid_to < day
    return HeldRole(
        role=row.get_role_display().capitalize() if row.get_role_display().islower() else row.get_role_display(),
        unit=names.unit(row.unit_id, day) or row.unit.code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        deputy_for=row.deputy_for.display_name if row.deputy_for else "",
        state="avslutad" if past else "kommande" if row.valid_from > day else "gäller",
    )
