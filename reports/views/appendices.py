"""The files that are appended to a report, and the package that goes to the e-arkiv."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports import access as may
from reports.archiving.appendices import add_appendix, is_adopted, withdraw_appendix
from reports.archiving.checking import LARGEST_MB, MEGABYTE, restored
from reports.archiving.package import NotAdopted, archive_of
from reports.models import AppendixKind, AppendixVersion, Report
from reports.views.common import attempt, number, report_of
from vss_portal.guard import access

LONGEST_UPLOAD = LARGEST_MB * MEGABYTE


@access(who=may.edits_report, writes=True)
def report_appendices(request: HttpRequest, slug: str) -> HttpResponse:
    """The appendices with what was found in each; a new one, a new version of one, or one taken out."""
    report = report_of(request, slug)
    if request.method == "POST" and _changed(request, report):
        return redirect("report_appendices", slug=slug)
    versions = AppendixVersion.objects.filter(report=report).defer("content").select_related("recorded_by")
    current = [row for row in versions.current() if not row.withdrawn]
    context = {
        "record": report,
        "appendices": [{"row": row, "checks": restored(row.checks)} for row in current],
        "history": versions.order_by("-recorded_at", "place"),
        "kinds": AppendixKind.choices,
        "largest": LARGEST_MB,
        "given": request.POST,
        "open": not report.reproduced_from_id and not is_adopted(report),
    }
    return render(request, "reports/archiving/appendices.html", context)


def _changed(request: HttpRequest, report: Report) -> bool:
    post = request.POST
    user: Any = request.user
    place = number(post.get("plats")) or 0
    if post.get("steg") == "ta-bort":
        reason = post.get("orsak", "")
        act = "Bilagan är borttagen ur rapporten. Filen finns kvar i historiken."
        return attempt(request, lambda: withdraw_appendix(report=report, place=place, reason=reason, by=user), act)
    file = request.FILES.get("fil")
    if file is None:
        messages.error(request, "Ingen fil är vald. Välj en PDF. Inget är sparat.")
        return False
    # One byte more than is allowed is enough to refuse it, with what the file's size is said to be.
    if (file.size or 0) > LONGEST_UPLOAD:
        size = -(-(file.size or 0) // MEGABYTE)
        messages.error(request, f"Filen är {size} MB; högst {LARGEST_MB} MB tas emot. Inget är sparat.")
        return False
    told: dict[str, Any] = {"kind": post.get("slag", ""), "title": post.get("titel", "")}
    told |= {"file_name": file.name or "", "content": file.read(), "place": place, "reason": post.get("orsak", "")}
    return attempt(request, lambda: add_appendix(report=report, by=user, **told), "Bilagan är sparad.")


@access(who=may.reads_appendix)
def appendix_file(request: HttpRequest, slug: str, place: int, version: int) -> HttpResponse:
    """A version of an appendix, byte for byte as it came; always a download, never shown in the portal's own page."""
    row = AppendixVersion.objects.filter(report__slug=slug, place=place, number=version, withdrawn=False).first()
    if row is None:
        raise Http404("Bilagan finns inte.")
    name = f"{slug}-bilaga-{place}-version-{version}.pdf"
    return _download(bytes(row.content), name, "application/pdf")


@access(who=may.edits_report)
def archive_package(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """The adopted version as a package for the e-arkiv."""
    report = get_object_or_404(may.visible_to(request.user), slug=slug)
    try:
        package = archive_of(report, version=version)
    except NotAdopted as refused:
        raise Http404(str(refused)) from refused
    return _download(package.content, package.file_name, "application/zip")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
