"""Reading reports: the list, the page, the files to download."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from reports import access as may
from reports.adopting.frozen import latest
from reports.approval.people import edits
from reports.composing import compose_report
from reports.exporting import ENDINGS, FORMATS, MEDIA_TYPES, NotFrozen, export
from reports.models import FrozenReport
from reports.printing.naming import disposition, document_name
from reports.summary import in_short
from reports.tracing.readings import records_reading
from reports.views.adopting import frozen_page
from reports.views.common import shared_link
from reports.views.printing import pdf_file
from vss_portal.guard import access

FORMAT_NAMES = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word", "csv": "CSV", "json": "JSON"}


@access(who=may.reads_reports)
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports that the person may read, the newest first."""
    reports = may.visible_to(request.user).select_related("organisation", "reproduced_from").newest_first()
    adopted = Exists(FrozenReport.objects.filter(report=OuterRef("pk")))
    return render(request, "reports/report_list.html", {"reports": reports.annotate(is_adopted=adopted)})


@records_reading
@access(who=may.reads_report)
def report_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A report as a readable page with contents."""
    report = get_object_or_404(may.visible_to(request.user).select_related(*REPORT_PARTS), slug=slug)
    frozen = latest(report)
    if frozen is not None:
        return frozen_page(request, report, frozen)
    node = compose_report(report)
    context = {
        "record": report,
        "is_work": report.known_on is None and may.works_on_report(request.user, slug=slug),
        "may_decide": report.known_on is None and may.decides_on_report(request.user, slug=slug),
        "may_append": report.known_on is None and edits(request.user, report),
        "may_publish": report.is_public and edits(request.user, report),
        "report": node,
        "short": in_short(node),
        "mode": "page",
        "links": True,
        "formats": FORMAT_NAMES.items(),
        **shared_link(request, report),
    }
    return render(request, "reports/report_page.html", context)


REPORT_PARTS = ("organisation", "template_version__template", "reproduced_from")


@access(who=may.reads_report)
def report_file(request: HttpRequest, slug: str, slug_again: str, format: str) -> HttpResponse:
    """The report as PDF, Excel or data."""
    if format not in FORMATS or slug != slug_again:
        raise Http404(f"Det formatet finns inte. Välj något av {', '.join(FORMATS)}.")
    report = get_object_or_404(may.visible_to(request.user).select_related(*REPORT_PARTS), slug=slug)
    frozen = latest(report)
    if format == "pdf" and frozen is None:
        return pdf_file(request, report)
    try:
        content = export(report, format=format)
    except NotFrozen as missing:
        raise Http404(str(missing)) from missing
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = disposition(document_name(report, frozen, ENDINGS.get(format, format)))
    return response
