"""A report in each of its formats; what the page offers to download and what the command writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from reports.composing import compose_report
from reports.models import Report
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


def export(report: Report, *, format: str, known_on: dt.date | None = None) -> bytes:
    """The report's bytes. `known_on` overrides its own day of knowledge."""
    return FORMATS[format](compose_report(report, known_on=known_on))
