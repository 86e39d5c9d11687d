"""What is missing, adopting, the adopted versions, and what happens to them afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe

from reports import access as may
from reports.adopting import frozen as stored
from reports.adopting.events import begin_revision, record_event
from reports.adopting.freeze import PAGE, adopt_report
from reports.approval.composed import Composed, composed
from reports.approval.gate import findings, gate
from reports.approval.people import edits
from reports.approval.whole import explain_check
from reports.composing import compose_report
from reports.exporting import ENDINGS, MEDIA_TYPES
from reports.models import EventKind, FrozenReport, Report, ReportEvent
from reports.printing.naming import disposition, document_name
from reports.summary import in_short
from reports.tracing.readings import read, records_reading
from reports.views.common import MARKS, attempt, number, report_of, shared_link
from vss_portal import clock
from vss_portal.guard import access

FORMAT_NAMES = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word", "csv": "CSV", "json": "JSON"}


@access(who=may.works_on_report, writes=True)
def report_gate(request: HttpRequest, slug: str) -> HttpResponse:
    """Vad saknas? A list in words, each line with a link; the editor may explain an error here."""
    report = report_of(request, slug)
    if request.method == "POST" and _explain(request, report):
        return redirect("report_gate", slug=slug)
    now = composed(report)
    context = {
        "record": report,
        "thing": now.report_thing,
        "mark": MARKS.get(now.report_thing.state, "ongoing"),
        "gate": gate(now, adopting=True),
        "findings": findings(now),
        "may_explain": edits(request.user, report),
        "revised": stored.revised_before(now),
    }
    return render(request, "reports/adopting/gate.html", context)


def _explain(request: HttpRequest, report: Report) -> bool:
    user: Any = request.user
    finding = number(request.POST.get("kontroll")) or 0
    known = {found.pk for found in findings(composed(report))}
    if finding not in known:
        messages.error(request, "Kontrollen gäller inte den här rapporten. Inget är sparat.")
        return False
    reason = request.POST.get("orsak", "")
    return attempt(
        request, lambda: explain_check(report=report, finding=finding, reason=reason, by=user), "Felet är förklarat."
    )


@access(who=may.edits_report, writes=True)
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Adopt the report: what is frozen, counted; the password confirms who does it."""
    report = report_of(request, slug)
    if request.method == "POST" and _adopted(request, report):
        return redirect("report", slug=slug)
    now = composed(report)
    context = {
        "record": report,
        "thing": now.report_thing,
        "gate": gate(now, adopting=True),
        "counts": _counts(now),
        "case_number": request.POST.get("dnr", report.case_number),
        "version": len(now.frozen) + 1,
    }
    return render(request, "reports/adopting/adopt.html", context)


def _counts(now: Composed) -> dict[str, int]:
    return {
        "figures": len({fact for fact, _revision in now.figures()}),
        "texts": len(now.composer.sources.texts),
        "goals": len(now.goals),
        "accepted": sum(not found.is_open for found in findings(now)),
    }


def _adopted(request: HttpRequest, report: Report) -> bool:
    user: Any = request.user
    if not user.check_password(request.POST.get("losenord", "")):
        messages.error(
            request, "Lösenordet stämmer inte. Skriv ditt eget lösenord för att fastställa. Inget är sparat."
        )
        return False
    case_number, seen = request.POST.get("dnr", ""), request.POST.get("fingeravtryck", "")
    done = f"{report.title} är fastställd."
    return attempt(request, lambda: adopt_report(report=report, by=user, case_number=case_number, seen=seen), done)


@records_reading
@access(who=may.reads_report)
def report_version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """An adopted version at its own address."""
    report = report_of(request, slug)
    frozen = get_object_or_404(FrozenReport.objects.select_related("recorded_by"), report=report, number=version)
    return frozen_page(request, report, frozen)


def frozen_page(request: HttpRequest, report: Report, frozen: FrozenReport) -> HttpResponse:
    """The page of an adopted version: its own bytes, and beside them what has happened since."""
    read(request, report, f"version {frozen.number}")
    body = stored.file_of(frozen, PAGE) or b""
    context = {
        "record": report,
        "frozen": frozen,
        # Our own page, made by our templates on the day of the adoption; its checksum is that of the payload.
        "body": mark_safe(body.decode()),  # noqa: S308
        "formats": [(name, word) for name, word in FORMAT_NAMES.items() if name in stored.formats_of(frozen)],
        "newest": stored.latest(report),
        "versions": FrozenReport.objects.filter(report=report).defer("payload").order_by("number"),
        "events": ReportEvent.objects.filter(report=report).select_related("frozen").order_by("number"),
        "revised": stored.revised_since(frozen),
        "may_edit": edits(request.user, report),
        "may_trace": may.reads_trace(request.user, slug=report.slug),
        **shared_link(request, report, frozen.number),
    }
    return render(request, "reports/adopting/version.html", context)


@records_reading
@access(who=may.reads_report)
def version_file(request: HttpRequest, slug: str, version: int, slug_again: str, format: str) -> HttpResponse:
    """A file of an adopted version, byte for byte."""
    report = report_of(request, slug)
    frozen = get_object_or_404(FrozenReport, report=report, number=version)
    content = stored.file_of(frozen, format) if slug == slug_again and format in MEDIA_TYPES else None
    if content is None:
        raise Http404("Det formatet finns inte. Välj pdf, xlsx, docx, csv, json eller html.")
    read(request, report, f"version {version}, {format}")
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = disposition(document_name(report, frozen, ENDINGS.get(format, format)))
    return response


@access(who=may.works_on_report)
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as it is now, also where an adopted version stands before it."""
    report = report_of(request, slug)
    node = compose_report(report)
    context = {
        "record": report,
        "report": node,
        "short": in_short(node),
        "mode": "page",
        "links": True,
        "formats": (),
        "is_draft": True,
        "may_decide": may.decides_on_report(request.user, slug=slug),
        "may_append": edits(request.user, report),
    }
    return render(request, "reports/report_page.html", context)


@access(who=may.edits_report, writes=True)
def report_events(request: HttpRequest, slug: str) -> HttpResponse:
    """The kommunstyrelse's treatment, the day that the report is public, and the begin of a new version."""
    report = report_of(request, slug)
    if request.method == "POST" and _happened(request, report):
        return redirect("report_events", slug=slug)
    now = composed(report)
    context = {
        "record": report,
        "thing": now.report_thing,
        "events": ReportEvent.objects.filter(report=report).select_related("frozen", "recorded_by").order_by("number"),
        "newest": stored.latest(report),
        "today": clock.today(),
        "given": request.POST,
    }
    return render(request, "reports/adopting/events.html", context)


def _happened(request: HttpRequest, report: Report) -> bool:
    post = request.POST
    user: Any = request.user
    if post.get("steg") == "revision":
        reason = post.get("orsak", "")
        return attempt(
            request, lambda: begin_revision(report=report, reason=reason, by=user), "En ny version är påbörjad."
        )
    day = _day(post.get("dag", ""))
    if day is None or post.get("steg") not in EventKind.values:
        messages.error(request, "Skriv dagen som år-månad-dag, till exempel 2024-10-08. Inget är sparat.")
        return False
    told: dict[str, Any] = {"paragraph": post.get("paragraf", ""), "outcome": post.get("beslut", "")}
    act = post["steg"]
    return attempt(request, lambda: record_event(report=report, kind=act, day=day, by=user, **told), "Sparat.")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
