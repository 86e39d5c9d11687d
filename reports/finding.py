"""Reports among the answers of the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from indicators.search import Hit, rank
from reports.access import visible_to
from vss_portal.dates import long_date

GROUP = "Rapporter"


def find(user: Any, text: str) -> Iterator[Hit]:
    """The reports that the person may read and whose title or year fits."""
    for report in visible_to(user).newest_first():
        fit = rank(text, [report.title, f"{report.get_kind_display()} {report.year}"])
        if fit is not None:
            detail = f"som känt {long_date(report.known_on)}" if report.known_on else "under arbete"
            yield Hit(GROUP, report.title, reverse("report", args=[report.slug]), detail, rank=fit)
