"""A report in each of its formats; what the page offers to download and what the command writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from reports.composing import compose_report
from reports.models import FrozenFile, FrozenReport, Report
from reports.nodes import ReportNode
from reports.rendering.hyphens import SOFT
from vss_portal import clock


def _html(node: ReportNode) -> bytes:
    from reports.rendering.print import print_html

    # Soft hyphens are for the columns of paper; in a text that is read, searched or compared they part the words.
    return print_html(node).replace(SOFT, "").encode()


def _pdf(node: ReportNode) -> bytes:
    from reports.rendering.print import print_pdf

    return print_pdf(node)


def _xlsx(node: ReportNode) -> bytes:
    from reports.rendering.spreadsheet import report_xlsx

    return report_xlsx(node, created=_moment(node))


def _json(node: ReportNode) -> bytes:
    from reports.rendering.data import report_json

    return report_json(node).encode()


def _docx(node: ReportNode) -> bytes:
    from reports.rendering.word import report_docx

    return report_docx(node, created=_moment(node))


def _csv(node: ReportNode) -> bytes:
    from reports.rendering.csv_tables import report_csv

    return report_csv(node, created=_moment(node))


def _moment(node: ReportNode) -> dt.datetime:
    """When a file says that it was made: noon of the day of knowledge, so that the same content makes the same file."""
    return dt.datetime.combine(node.known_on or clock.today(), dt.time(12))


FORMATS: dict[str, Callable[[ReportNode], bytes]] = {
    "html": _html,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "docx": _docx,
    "csv": _csv,
    "json": _json,
}
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    # A zip with a file per table.
    "csv": "application/zip",
    "json": "application/json",
}
ENDINGS = {"csv": "csv.zip"}


class NotFrozen(LookupError):
    """A report was adopted before the portal made files of the format; it gets none afterwards."""


class AdoptedAlready(Exception):
    """An adopted report has one content only, that of the day of its adoption."""


def export(report: Report, *, format: str, known_on: dt.date | None = None) -> bytes:
    """The report's bytes: of an adopted one the frozen ones. `known_on` overrides an open one's day of knowledge.

    Raises AdoptedAlready where a day is asked for of an adopted report, NotFrozen where it has no file of the format,
    NotPrinted where it can't become a PDF.
    """
    frozen = FrozenReport.objects.filter(report=report).order_by("-number").first()
    if frozen is not None:
        if known_on is not None:
            raise AdoptedAlready(
                f"{report.title} är fastställd och visar alltid samma innehåll. Utelämna dagen för att hämta det."
            )
        return _frozen(frozen, format)
    if format == "pdf" and known_on is None:
        return _current_pdf(report)
    return FORMATS[format](compose_report(report, known_on=known_on))


def _current_pdf(report: Report) -> bytes:
    """The PDF as whoever fetches it without being logged in gets it, kept for the next time."""
    from reports.printing.making import pdf_of

    return pdf_of(report, None)[0]


def _frozen(frozen: FrozenReport, format: str) -> bytes:
    file = FrozenFile.objects.filter(frozen=frozen, format=format).first()
    if file is None:
        raise NotFrozen(f"{frozen.title} fastställdes utan fil i formatet {format}. Välj ett annat format.")
    return bytes(file.content)
