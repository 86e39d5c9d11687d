"""Versions of a template: saving one, what it changed, taking up an old one; copying, starting a report, the file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports import access as may
from reports.designing.access import edits_template
from reports.designing.copying import copy_template, mentions, year_of
from reports.designing.difference import differences
from reports.designing.drafts import discard, draft_of, newest_version, restore, save_version
from reports.designing.exchange import exported
from reports.designing.known import known_on
from reports.designing.starting import change_version, lost_texts, newer_version, start_report, starts
from reports.models import Report, ReportTemplate, TemplateVersion
from reports.views.common import number, report_of
from reports.views.template_common import attempt_design, frame, template_of
from vss_portal import clock
from vss_portal.guard import access


@access(who=edits_template, writes=True)
def template_save(request: HttpRequest, template: str) -> HttpResponse:
    """What the draft changes, before it is saved as a version or thrown away."""
    record = template_of(request, template)
    if request.method == "POST":
        return _saved(request, record)
    draft = draft_of(record)
    known = known_on(record.organisation, clock.today())
    changes = differences(newest_version(record).declaration, draft.declaration, known)
    open_reports = Report.objects.filter(template_version__template=record, known_on__isnull=True).count()
    context = {**frame(record, draft), "changes": changes, "open_reports": open_reports}
    return render(request, "reports/designing/save.html", context)


def _saved(request: HttpRequest, record: ReportTemplate) -> HttpResponse:
    user = _user(request)
    if request.POST.get("gor") == "kasta":
        if attempt_design(request, lambda: discard(template=record, by=user)):
            messages.success(request, "Ändringarna är kastade. Mallen är som när den senast sparades.")
        return redirect("template", template=record.code)
    note = request.POST.get("anteckning", "").strip()[:300]
    saved: list[TemplateVersion] = []
    if attempt_design(request, lambda: saved.append(save_version(template=record, by=user, note=note))):
        messages.success(request, f"Mallen är sparad som version {saved[0].number}.")
    return redirect("template", template=record.code)


@access(who=edits_template, writes=True)
def template_versions(request: HttpRequest, template: str) -> HttpResponse:
    """All versions, and what one of them changed against the one before; an old one can be taken up again."""
    record = template_of(request, template)
    if request.method == "POST":
        wanted = number(request.POST.get("version")) or 0
        if attempt_design(request, lambda: restore(template=record, number=wanted, by=_user(request))):
            messages.success(request, f"Version {wanted} är hämtad tillbaka. Spara den för att den ska gälla.")
        return redirect("template", template=template)
    versions = list(record.versions.select_related("created_by").order_by("-number"))
    chosen = next((each for each in versions if each.number == number(request.GET.get("version"))), versions[0])
    before = next((each for each in versions if each.number == chosen.number - 1), None)
    known = known_on(record.organisation, clock.today())
    changes = differences(before.declaration, chosen.declaration, known) if before else []
    context = {**frame(record), "versions": versions, "chosen": chosen, "before": before, "changes": changes}
    return render(request, "reports/designing/versions.html", context)


@access(who=edits_template)
def template_file(request: HttpRequest, template: str, version: int) -> HttpResponse:
    """A version as a file to share."""
    found = get_object_or_404(TemplateVersion, template=template_of(request, template), number=version)
    response = HttpResponse(exported(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mall-{template}-{version}.json"'
    return response


@access(who=edits_template, writes=True)
def template_copy(request: HttpRequest, template: str) -> HttpResponse:
    """A copy for another year: what moves along by itself, and which texts that mention a year become patterns."""
    record = template_of(request, template)
    year = number(request.POST.get("fran") or request.GET.get("fran")) or year_of(record, clock.today().year)
    found = mentions(newest_version(record).declaration, year)
    if request.method == "POST":
        made: list[ReportTemplate] = []
        patterns = [each.text for at, each in enumerate(found) if str(at) in request.POST.getlist("text")]

        def copy() -> None:
            to_year, name = number(request.POST.get("till")) or 0, request.POST.get("namn", "")
            by = _user(request)
            made.append(
                copy_template(template=record, name=name, from_year=year, to_year=to_year, patterns=patterns, by=by)
            )

        if attempt_design(request, copy):
            messages.success(request, f"{made[0].name} är skapad.")
            return redirect("template", template=made[0].code)
    named = record.name if str(year) in record.name else f"{record.name} {year}"
    context = {
        **frame(record),
        "year": year,
        "next_year": year + 1,
        "name": named.replace(str(year), str(year + 1)),
        "mentions": list(enumerate(found)),
    }
    return render(request, "reports/designing/copy.html", context)


@access(who=edits_template, writes=True)
def template_start(request: HttpRequest, template: str) -> HttpResponse:
    """A new report from the template's newest version."""
    record = template_of(request, template)
    if request.method == "POST":
        made: list[Report] = []
        occasion, title = number(request.POST.get("tillfalle")) or 0, request.POST.get("titel", "")
        by = _user(request)
        started = attempt_design(
            request, lambda: made.append(start_report(template=record, occasion=occasion, title=title, by=by))
        )
        if started:
            messages.success(request, f"{made[0].title} är startad.")
            return redirect("report", slug=made[0].slug)
    found = starts(record)
    chosen = number(request.GET.get("tillfalle")) or number(request.POST.get("tillfalle"))
    start = next((each for each in found if each.occasion.pk == chosen), next(iter(found), None))
    context = {**frame(record), "starts": found, "start": start, "newest": newest_version(record)}
    return render(request, "reports/designing/start.html", context)


@access(who=may.reads_template_of, writes=True)
def report_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Which version of its template a report has, what differs from the newest, and for its editor the change to it."""
    record = report_of(request, slug)
    if request.method == "POST":
        if attempt_design(request, lambda: change_version(report=record, by=_user(request))):
            messages.success(request, "Rapporten har nu den nyaste versionen av mallen.")
        return redirect("report_template", slug=slug)
    newest = newest_version(record.template_version.template)
    known = known_on(record.organisation, clock.today())
    changes = differences(record.template_version.declaration, newest.declaration, known)
    context = {
        "record": record,
        "newest": newest,
        "changes": changes,
        "newer": newer_version(record),
        "edits": may.edits_report(request.user, slug=slug),
        "lost": lost_texts(record, newest),
        "switches": record.switches.select_related("recorded_by").order_by("-number"),
    }
    return render(request, "reports/designing/report_version.html", context)


def _user(request: HttpRequest) -> Any:
    return request.user
