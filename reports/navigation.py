"""The entries of the main menu that belong to reports."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from vss_portal.navigation import NavItem


def navigation(user: Any) -> Iterator[NavItem]:
    """Reports, for everybody who is logged in."""
    if user.is_authenticated:
        yield NavItem("Rapporter", reverse("reports"), order=60)
