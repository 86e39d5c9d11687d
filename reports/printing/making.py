"""An open or reproduced report's PDF: the kept one where nothing of it has changed, else a new one."""

from __future__ import annotations

from dataclasses import dataclass

from reports.composing import compose_report
from reports.models import Report
from reports.nodes import ReportNode
from reports.printing import store
from reports.printing.drafts import draft_of
from reports.printing.keys import print_key
from reports.rendering.print import Draft, document_pdf, print_html
from vss_portal.models import User


@dataclass(frozen=True)
class Printable:
    """A report as it would be printed now for one person."""

    node: ReportNode
    draft: Draft | None
    html: str
    key: str


def printable(report: Report, by: User | None) -> Printable:
    """The report composed as it is now. The caller has asked whether the person may read it."""
    node = compose_report(report)
    draft = draft_of(report, node, by)
    html = print_html(node, embedded=False, draft=draft)
    return Printable(node, draft, html, print_key(html, node))


def kept_pdf(report: Report, by: User | None) -> bytes | None:
    """The PDF of the report as it is now, where it was made before."""
    return store.kept(printable(report, by).key)


def pdf_of(report: Report, by: User | None) -> tuple[bytes, str]:
    """The PDF of the report as it is now, made where it has to be, and its key. Raises NotPrinted."""
    asked = printable(report, by)
    content = store.kept(asked.key)
    if content is None:
        content = document_pdf(asked.html, asked.node, asked.draft)
        store.keep(asked.key, content)
    return content, asked.key
