"""Evidence of a row: saved from the panel, handed out as a download, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from indicators.access import may_record
from indicators.entry.access import month_of, sees_area, sees_evidence
from indicators.entry.evidence import (
    About,
    EvidenceRefused,
    FileGiven,
    add_evidence,
    check_size,
    evidence_of,
    stored_file,
    withdraw,
)
from indicators.entry.plan import Row
from indicators.entry.reading import AreaMonth
from indicators.models import Evidence
from indicators.views.entry_figure import row_of, show_details
from vss_portal.guard import access


def about_row(month: AreaMonth, row: Row) -> About:
    """What a row's outcome of the month is about."""
    return About(row.indicator.pk, row.unit_pk, row.breakdown.pk, month.at.year, row.month, row.span)


@access(who=sees_area, writes=True)
def entry_evidence(request: HttpRequest, unit: str, year: int, month: int, key: str) -> HttpResponse:
    """Save a note, a link or a file about a row, or withdraw one of its evidence; the panel answers."""
    writer, row = row_of(request, unit, month_of(year, month), key)
    if not may_record(request.user, row.indicator, writer.unit(row)):
        raise Http404("Raden finns inte bland dem som du registrerar.")
    if request.method != "POST":
        return redirect("entry_details", unit, year, month, key)
    about = about_row(writer.month, row)
    try:
        told = _withdrawn(request, about) if "dra-tillbaka" in request.POST else _added(request, about, row)
    except EvidenceRefused as refusal:
        return show_details(request, writer, row, evidence_refused=str(refusal))
    messages.success(request, told)
    return redirect("entry_details", unit, year, month, key)


def _added(request: HttpRequest, about: About, row: Row) -> str:
    sent = request.FILES.get("fil")
    if sent is not None:
        check_size(sent.size or 0)
    add_evidence(
        about=about,
        indicator=row.indicator,
        by=request.user,  # type: ignore[arg-type]
        note=request.POST.get("kalla", ""),
        link=request.POST.get("lank", ""),
        file=FileGiven(sent.name or "", sent.read()) if sent is not None else None,
    )
    return "Underlaget är sparat."


def _withdrawn(request: HttpRequest, about: About) -> str:
    pk = request.POST["dra-tillbaka"]
    found = next((each for each in evidence_of(about) if str(each.pk) == pk), None)
    if found is None:
        raise EvidenceRefused("Underlaget finns inte på raden. Inget är ändrat.")
    withdraw(evidence=found, reason=request.POST.get("varfor", ""), by=request.user)  # type: ignore[arg-type]
    return "Underlaget visas inte längre. Vem som drog tillbaka det och varför är sparat."


@access(who=sees_evidence)
def evidence_file(request: HttpRequest, evidence: int) -> HttpResponse:
    """An evidence's file as a download; a browser never opens it as a page of the portal."""
    found = get_object_or_404(Evidence.objects.exclude(file_name=""), pk=evidence)
    try:
        content = stored_file(found)
    except EvidenceRefused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=found.content_type)
    response["Content-Disposition"] = str(content_disposition_header(True, found.file_name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
