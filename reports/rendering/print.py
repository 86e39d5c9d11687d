"""The report as a printed document: one HTML file with its own styles, and the PDF made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.nodes import ContentsNode, ReportNode, TableNode
from reports.rendering.assets import SHEETS, asset
from reports.rendering.csv_tables import file_name, table_lines
from reports.rendering.data import report_json
from reports.rendering.files import File, csv_bytes
from reports.rendering.spreadsheet import report_xlsx
from vss_portal import clock
from vss_portal.dates import clock_time, long_date


@dataclass(frozen=True)
class Draft:
    """What a draft says of itself: when its content was last changed (Swedish time), and who fetched it."""

    changed: dt.datetime
    fetched_by: str

    @property
    def words(self) -> str:
        """As it stands on the cover."""
        return f"Senast ändrat {self._when}, hämtat av {self.fetched_by}"

    @property
    def foot(self) -> str:
        """As it stands at the foot of every page, in one line."""
        return f"Utkast, ändrat {self._when}, hämtat av {self.fetched_by}"

    @property
    def _when(self) -> str:
        return f"{long_date(self.changed.date())} kl. {clock_time(self.changed)}"


def print_html(report: ReportNode, *, embedded: bool = True, draft: Draft | None = None) -> str:
    """The whole document as HTML. `embedded` puts the styles into the file, so that it stands alone; the engine that
    makes PDFs has them already.
    """
    context: dict[str, Any] = {
        "report": report,
        "styles": _embedded() if embedded else "",
        "dated": _day(report, draft),
        "draft": report.known_on is None,
        "draft_words": draft.words if draft else "",
        "draft_foot": " · ".join(filter(None, [report.case_number, draft.foot])) if draft else "",
        "lying": lying_sections(report),
        "has_contents": any(isinstance(block, ContentsNode) for s in report.walk() for block in s.blocks),
    }
    return render_to_string("reports/print/report.html", context)


def lying_sections(report: ReportNode) -> set[str]:
    """The sections that begin with a lying table, and the bare headings right before them: they lie down with it."""
    sections = list(report.walk())
    lying: set[str] = set()
    for section, after in zip(reversed(sections), [None, *reversed(sections)], strict=False):
        first = section.blocks[0] if section.blocks else None
        opens = isinstance(first, TableNode) and first.wide
        if opens or (first is None and after is not None and after.anchor in lying and after.level > section.level):
            lying.add(section.anchor)
    return lying


def _embedded() -> SafeString:
    # Our own style sheets, not anybody's input; in a page of its own that no site serves.
    return mark_safe("".join(f"<style>{asset(name).read_text(encoding='utf-8')}</style>" for name in SHEETS))  # noqa: S308


def print_pdf(report: ReportNode, *, draft: Draft | None = None) -> bytes:
    """The report as PDF; see `document_pdf`."""
    return document_pdf(print_html(report, embedded=False, draft=draft), report, draft)


def document_pdf(html: str, report: ReportNode, draft: Draft | None) -> bytes:
    """The document as PDF/A-3a and PDF/UA-1 with its data attached, made in another process; as PDF/A-2a without it
    where the archive takes no attachments (setting PDF_ATTACHMENTS). Raises NotPrinted.
    """
    from reports.rendering.process.making import make_pdf

    files = (lambda: attachments(report, draft)) if settings.PDF_ATTACHMENTS else tuple
    return make_pdf(html, files, dated=moment(report, draft))


def moment(report: ReportNode, draft: Draft | None = None) -> dt.datetime:
    """When the files say that they were made: noon of the day of knowledge, of an open report of its latest change."""
    return dt.datetime.combine(_day(report, draft), dt.time(12))


def _day(report: ReportNode, draft: Draft | None) -> dt.date:
    return report.known_on or (draft.changed.date() if draft else clock.today())


def attachments(report: ReportNode, draft: Draft | None = None) -> tuple[File, ...]:
    """The report's data: a workbook, a CSV per table, all as JSON; what is withheld on the page is withheld there."""
    created = moment(report, draft)
    tables = [*report.tables(), *(chart.table for chart in report.charts())]
    return (
        File(f"{report.slug}.xlsx", "Alla tabeller som Excel", report_xlsx(report, created=created)),
        File(f"{report.slug}.json", "Hela rapporten som data", report_json(report).encode()),
        *(
            File(file_name(number, table), f"Data: {table.caption}", csv_bytes(table_lines(table)))
            for number, table in enumerate(tables, 1)
        ),
    )
