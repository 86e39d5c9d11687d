"""The facts' entries of the main menu: only what the person may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from indicators.access import has_a_role, reads_figures
from indicators.rights import rights_of
from vss_portal.navigation import EDITING, NavItem


def navigation(user: Any) -> Iterator[NavItem]:
    """Start for all; the month for who enters or follows it, values and indicators, and what the editor minds."""
    from indicators.entry.access import answers_requests, enters_figures, follows_areas
    from indicators.importing.rights import imports_figures
    from indicators.year.access import keeps_catalogue

    yield NavItem("Start", reverse("start"), order=10)
    if not user.is_authenticated:
        return
    entries = (
        (enters_figures, "Min månad", "my_month", 12),
        (follows_areas, "Läget", "standing", 20),
        (reads_figures, "Värden", "figures", 30),
        (has_a_role, "Indikatorer", "indicators", 40),
        (imports_figures, "Läs in", "imports", 50),
        (answers_requests, "Rättelser", "entry_requests", 70),
        (answers_requests, "Perioder", "periods", 80),
        (keeps_catalogue, "Katalog", "keep", 85),
    )
    for may, label, name, order in entries:
        if may(user):
            yield NavItem(label, reverse(name), order=order, group=EDITING if order >= 70 else "")


def footer(user: Any) -> Iterator[NavItem]:
    """The year's wheel for all; for an editor or administrator the way to load an organisation's folder."""
    from indicators.views.organisation_load import loads_organisations

    if user.is_authenticated and loads_organisations(user):
        yield NavItem("Läs in organisation", reverse("organisation_load"), order=90)
    if user.is_authenticated and has_a_role(user):
        yield NavItem("Årshjul", reverse("wheel", args=[rights_of(user).day.year]), order=80)
