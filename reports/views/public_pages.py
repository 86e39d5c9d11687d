"""A report for anybody, at an address that never changes; and the editor's switch for it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from reports import access as may
from reports.adopting.freeze import PAGE
from reports.adopting.frozen import file_of, latest
from reports.composing import compose_report
from reports.opening import public_pages, set_public_page
from reports.summary import in_short
from reports.switching import public_pages_allowed
from reports.views.common import attempt, report_of
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
        body = mark_safe((file_of(frozen, PAGE) or b"").decode())  # noqa: S308 - frozen bytes of our own page
        return render(request, "reports/open/public_report.html", {"record": report, "frozen": frozen, "body": body})
    node = compose_report(report)
    context = {"record": report, "report": node, "short": in_short(node), "mode": "page", "links": False}
    return render(request, "reports/report_page.html", context)


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
    address = request.build_absolute_uri(reverse("public_report", args=[slug]))
    context = {"record": report, "allowed": public_pages_allowed(), "address": address}
    return render(request, "reports/open/public_page.html", context)
