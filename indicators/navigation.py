"""The facts' entries of the main menu: only what the person may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from indicators.access import has_a_role, reads_figures
from vss_portal.navigation import NavItem


def navigation(user: Any) -> Iterator[NavItem]:
    """Start for all, values for who works with them, indicators for who has a role."""
    yield NavItem("Start", reverse("start"), order=10)
    if reads_figures(user):
        yield NavItem("Värden", reverse("figures"), order=30)
    if has_a_role(user):
        yield NavItem("Indikatorer", reverse("indicators"), order=40)
