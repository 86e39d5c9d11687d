"""A report in each of its formats; what the page offers to download and what the command writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from reports.composing import compose_report
from reports.models import FrozenFile, FrozenReport, Report
from reports.nodes import ReportNode
from vss_portal import clock


def _html(node: ReportNode) -> bytes:
    from reports.rendering.print import print_html

    return print_html(node).encode()


def _pdf(node: ReportNode) -> bytes:
    from reports.rendering.print import print_pdf

    return print_pdf(node)


def _xlsx(node: ReportNode) -> bytes:
    from reports.rendering.spreadsheet import report_xlsx

    day = node.known_on or clock.today()
    return report_xlsx(node, created=dt.datetime.combine(day, dt.time(12)))


def _json(node: ReportNode) -> bytes:
    from reports.rendering.data import report_json

    return report_json(node).encode()


FORMATS: dict[str, Callable[[ReportNode], bytes]] = {"html": _html, "pdf": _pdf, "xlsx": _xlsx, "json": _json}
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class AdoptedAlready(Exception):
    """An adopted report has one content only, that of the day of its adoption."""


def export(report: Report, *, format: str, known_on: dt.date | None = None) -> bytes:
    """The report's bytes: of an adopted one the frozen ones. `known_on` overrides an open one's day of knowledge.

    Raises AdoptedAlready where a day is asked for of an adopted report.
    """
    frozen = FrozenReport.objects.filter(report=report).order_by("-number").first()
    if frozen is not None:
        if known_on is not None:
            raise AdoptedAlready(
                f"{report.title} är fastställd och visar alltid samma innehåll. Utelämna dagen för att hämta det."
            )
        return bytes(FrozenFile.objects.get(frozen=frozen, format=format).content)
    return FORMATS[format](compose_report(report, known_on=known_on))
