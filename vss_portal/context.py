"""What every page needs beside its own content: the portal's name and day, the demo's banner, the main menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vss_portal.clock import today
from vss_portal.demo import demo_text
from vss_portal.navigation import NavItem, links_below, menu
from vss_portal.sessions import seconds_left

PORTAL_NAME = "Uppföljning"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``portal``, ``navigation`` (empty for who hasn't logged in) and the links of the ``footer``.

    The menu is asked for only where a template shows it, so that a part of a page costs no questions to the database.
    """
    below = SimpleLazyObject(lambda: _footer(request))
    portal = portal_facts() | {"session_seconds": lambda: _seconds(request)}
    return {"portal": portal, "navigation": SimpleLazyObject(lambda: _navigation(request)), "footer": below}


def portal_facts() -> dict[str, Any]:
    """Name, home address, today, and whether this is the demo (with its banner's words)."""
    return {
        "name": PORTAL_NAME,
        "title_end": f" – {PORTAL_NAME}",
        "home": "/",
        "today": today(),
        "is_demo": settings.DEMO,
        "demo_text": demo_text(settings.PORTAL_TODAY) if settings.DEMO else "",
    }


def _seconds(request: HttpRequest) -> int | None:
    """How long the session lasts still, for who is logged in."""
    user = getattr(request, "user", None)
    return seconds_left(request) if user is not None and user.is_authenticated else None


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    return menu(user, request.path) if user is not None and user.is_authenticated else []


def _footer(request: HttpRequest) -> list[NavItem]:
    user = getattr(request, "user", None)
    return links_below(user) if user is not None else []
