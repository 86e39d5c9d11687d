"""The entries of the main menu that belong to reports."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from reports.access import approves_anything
from reports.approval.waiting import waiting_for
from reports.designing.access import edits_templates
from vss_portal.navigation import EDITING, NavItem


def navigation(user: Any) -> Iterator[NavItem]:
    """Reports, for everybody who is logged in; before them what waits for the förvaltningschef."""
    if not user.is_authenticated:
        return
    if approves_anything(user):
        yield NavItem("Att godkänna", reverse("approvals"), order=15, count=waiting_for(user))
    yield NavItem("Rapporter", reverse("reports"), order=60)
    if edits_templates(user):
        yield NavItem("Mallar", reverse("templates"), order=75, group=EDITING)


def footer(user: Any) -> Iterator[NavItem]:
    """Open data, for everybody."""
    yield NavItem("Öppna data", reverse("open_data"), order=50)
