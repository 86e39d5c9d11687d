"""A report for anybody, as a page and as its PDF at addresses that never change; and the editor's switch for it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.safestring import mark_safe

from reports import access as may
from reports.adopting.freeze import PAGE
from reports.adopting.frozen import file_of, latest
from reports.composing import compose_report
from reports.exporting import MEDIA_TYPES
from reports.models import FrozenFile, FrozenReport, Report
from reports.opening import public_pages, set_public_page
from reports.printing.naming import disposition, document_name
from reports.publishing import PDF, BeingMade, PublicVersion, Withheld, public_pdf, public_versions, withheld_in
from reports.rendering.files import NotPrinted
from reports.summary import in_short
from reports.switching import public_pages_allowed
from reports.views.common import address_for_all, attempt, report_of
from reports.views.open_data import FRESH_SECONDS
from vss_portal.guard import access, also_visitors


@also_visitors
def reads_publicly(user: Any, **url: Any) -> bool:
    """Alla, även utan inloggning, för rapporter som huvudcontrollern har öppnat för alla"""
    if not public_pages().filter(slug=url["slug"]).exists():
        raise Http404("Rapporten finns inte, eller visas bara för den som är inloggad.")
    return True


@access(who=reads_publicly)
def public_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as everybody may read it: no links to what takes a log-in."""
    report = get_object_or_404(public_pages(), slug=slug)
    frozen = latest(report)
    if frozen is not None:
        return _version_page(request, report, frozen)
    node = compose_report(report)
    context = {"record": report, "report": node, "short": in_short(node), "mode": "page", "links": False}
    link = {"for_all": True, "shared": address_for_all(request, report)}
    return render(request, "reports/report_page.html", {**context, **link})


@access(who=reads_publicly)
def public_version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One adopted version at an address of its own, also when a newer one has taken its place."""
    report = get_object_or_404(public_pages(), slug=slug)
    return _version_page(request, report, get_object_or_404(FrozenReport, report=report, number=version))


def _version_page(request: HttpRequest, report: Report, frozen: FrozenReport) -> HttpResponse:
    """The frozen bytes of a version; the newest one's own address is the report's."""
    versions = public_versions(report)
    if not next(each.shown for each in versions if each.number == frozen.number):
        return _closed(request, report, versions)
    newest = versions[0]
    is_older = frozen.number != newest.number
    context = {
        "record": report,
        "frozen": frozen,
        "body": mark_safe((file_of(frozen, PAGE) or b"").decode()),  # noqa: S308 - frozen bytes of our own page
        "pdf_size": FrozenFile.objects.filter(frozen=frozen, format=PDF).values_list("size", flat=True).first(),
        "versions": versions,
        "newest": newest if is_older else None,
        "canonical": address_for_all(request, report),
        "shared": address_for_all(request, report, frozen.number if is_older else 0),
    }
    return render(request, "reports/open/public_report.html", context)


@access(who=reads_publicly)
def public_file(request: HttpRequest, slug: str, slug_again: str) -> HttpResponseBase:
    """The report's PDF for anybody: of an adopted one the bytes that were adopted."""
    report = get_object_or_404(public_pages(), slug=slug)
    if slug != slug_again:
        raise Http404("Filen heter som rapporten.")
    return _pdf(request, report, latest(report))


@access(who=reads_publicly)
def public_version_file(request: HttpRequest, slug: str, version: int, slug_again: str) -> HttpResponseBase:
    """The PDF of one adopted version, byte for byte."""
    report = get_object_or_404(public_pages(), slug=slug)
    if slug != slug_again:
        raise Http404("Filen heter som rapporten.")
    return _pdf(request, report, get_object_or_404(FrozenReport, report=report, number=version))


def _pdf(request: HttpRequest, report: Report, frozen: FrozenReport | None) -> HttpResponseBase:
    try:
        content = public_pdf(report, frozen)
    except Withheld:
        return _closed(request, report, public_versions(report))
    except BeingMade:
        return _wait(request, report)
    except NotPrinted as refused:
        raise Http404(str(refused)) from refused
    if content is None:
        raise Http404("Rapporten fastställdes utan PDF.")
    return _sent(request, content, document_name(report, frozen, PDF))


def _sent(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    """The bytes, to be read in the browser; others may keep them as long as open data, and ask whether they hold."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[PDF])
    response["Content-Disposition"] = disposition(name).replace("attachment", "inline", 1)
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return get_conditional_response(request, etag=etag, response=response) or response


def _closed(request: HttpRequest, report: Report, versions: list[PublicVersion]) -> HttpResponse:
    """Why it isn't shown, and the newest version where that is."""
    newest = versions[0] if versions[0].shown else None
    return render(request, "reports/open/closed.html", {"record": report, "newest": newest}, status=404)


def _wait(request: HttpRequest, report: Report) -> HttpResponse:
    response = render(request, "reports/open/wait.html", {"record": report}, status=503)
    response["Retry-After"] = "30"
    return response


@access(who=may.edits_report, writes=True)
def switch(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Turn a report's page without log-in on or off."""
    report = report_of(request, slug)
    user: Any = request.user
    if request.method == "POST":
        on = request.POST.get("oppen") == "ja"
        done = f"{report.title}: sidan utan inloggning är {'på' if on else 'av'}."
        attempt(request, lambda: set_public_page(report=report, on=on, by=user), done)
        return redirect("report_public_page", slug=slug)
    frozen = latest(report)
    context = {
        "record": report,
        "allowed": public_pages_allowed(),
        "address": address_for_all(request, report),
        "file_address": request.build_absolute_uri(reverse("public_file", args=[slug, slug])),
        "withheld": withheld_in(frozen) if frozen and report.public_page else 0,
        "versions": public_versions(report)[1:],
    }
    return render(request, "reports/open/public_page.html", context)
