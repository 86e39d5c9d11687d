"""A report's PDF: asked for, waited for, fetched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from reports import access as may
from reports.adopting.frozen import latest
from reports.exporting import MEDIA_TYPES
from reports.models import JobState, PrintJob, Report
from reports.printing import jobs
from reports.printing.making import kept_pdf
from reports.printing.naming import disposition, document_name
from reports.views.common import report_of
from vss_portal.guard import access


@access(who=may.reads_report, writes=True)
def report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the report's PDF, and see how far it has come. An adopted report has its PDF already."""
    report, user = report_of(request, slug), _person(request)
    frozen = latest(report)
    if frozen is not None:
        return render(request, "reports/printing/pdf.html", {"record": report, "frozen": frozen})
    if request.method == "POST":
        if kept_pdf(report, user) is not None or jobs.ask_for(report=report, by=user).state == JobState.DONE:
            return redirect("report_file", slug, slug, "pdf")
        return redirect("report_pdf", slug)
    return _progress(request, report, jobs.newest(report=report, by=user))


def _progress(request: HttpRequest, report: Report, job: PrintJob | None) -> HttpResponse:
    if job is not None and job.state == JobState.DONE and request.headers.get("HX-Request"):
        # The waiting page fetches the file by itself, then shows that it is done.
        job_done = redirect("report_file", report.slug, report.slug, "pdf")
        return HttpResponseClientRedirect(job_done["Location"])
    return render(request, "reports/printing/pdf.html", {"record": report, **_about(job)})


def _about(job: PrintJob | None) -> dict[str, Any]:
    if job is None:
        return {"job": None}
    lost = jobs.is_lost(job)
    return {
        "job": job,
        "is_lost": lost,
        "is_open": job.state in jobs.OPEN and not lost,
        "ahead": jobs.ahead(job),
        "is_forgotten": jobs.is_forgotten(job),
    }


def pdf_file(request: HttpRequest, report: Report) -> HttpResponse:
    """The PDF of a report that isn't adopted, as it is now for this person; where it isn't made yet, the way to it."""
    content = kept_pdf(report, _person(request))
    if content is None:
        return redirect("report_pdf", report.slug)
    response = HttpResponse(content, content_type=MEDIA_TYPES["pdf"])
    response["Content-Disposition"] = disposition(document_name(report, None, "pdf"))
    return response


def _person(request: HttpRequest) -> Any:
    return request.user
