"""The texts of a report: the list of sections, and the page on which one is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.models.choices import Role
from reports import access as may
from reports.approval import sections
from reports.approval.composed import Composed, Thing, composed
from reports.approval.people import edits, owns_section
from reports.approval.sections import Saved, save_section
from reports.approval.steps import StepRefused, allowed_steps
from reports.approval.whole import act_on_section
from reports.declarations import Section
from reports.declarations.patterns import PeriodWords
from reports.editing import markup
from reports.models import Report, StepKind
from reports.texts import plain_text
from reports.views.common import MARKS, attempt, number, report_of
from vss_portal.guard import access

DONE = {
    StepKind.READY: "Avsnittet är klart.",
    StepKind.REOPENED: "Avsnittet är öppnat igen.",
    StepKind.RETURNED: "Avsnittet är skickat tillbaka.",
}


@access(who=may.works_on_report)
def report_sections(request: HttpRequest, slug: str) -> HttpResponse:
    """All written sections with how each stands; those that the person may write are links."""
    now = composed(report_of(request, slug))
    rows = [
        {
            "section": section,
            "thing": thing,
            "mark": MARKS.get(thing.state, "ongoing"),
            "mine": owns_section(request.user, now.report, section.responsible),
            "responsible": Role(section.responsible).label if section.responsible else "huvudcontroller",
        }
        for section, thing in now.section_things
    ]
    context = {"record": now.report, "rows": rows, "may_append": edits(request.user, now.report)}
    return render(request, "reports/writing/sections.html", context)


@access(who=may.writes_section, writes=True)
def section_text(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One section: its text, versions, last year's beside; a sent form saves, marks it ready or opens it again."""
    report = report_of(request, slug)
    if request.method != "POST":
        return _page(request, report, key)
    kind = next((each for each in DONE if each.value == request.POST.get("steg")), None)
    if kind in (None, StepKind.READY):
        saved = _saved(request, report, key)
        if saved is None or saved.other is not None:
            return _page(request, report, key, request.POST.get("text", ""), saved)
    if kind is not None:
        user: Any = request.user
        reason = request.POST.get("orsak", "")
        attempt(request, lambda: act_on_section(report=report, key=key, kind=kind, by=user, reason=reason), DONE[kind])
    return redirect("section_text", slug=slug, key=key)


def _saved(request: HttpRequest, report: Report, key: str) -> Saved | None:
    user: Any = request.user
    seen = number(request.POST.get("sedd")) or 0
    try:
        saved = save_section(report=report, key=key, text=request.POST.get("text", ""), seen=seen, by=user)
    except StepRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return None
    if saved.other is None and request.POST.get("steg") != StepKind.READY.value:
        messages.success(request, "Sparat.")
    return saved


def _page(
    request: HttpRequest, report: Report, key: str, text: str | None = None, saved: Saved | None = None
) -> HttpResponse:
    now = composed(report)
    section = now.section(key)
    assert section is not None  # noqa: S101 - the guard asked for it
    thing = now.section_thing(section)
    return render(request, "reports/writing/section.html", _context(request, now, section, thing, text, saved))


def _context(
    request: HttpRequest, now: Composed, section: Section, thing: Thing, text: str | None, saved: Saved | None
) -> dict[str, Any]:
    report = now.report
    newest = sections.latest_version(report, section.key)
    before = sections.last_year(report, section.key)
    reused = before is not None and request.GET.get("utga") == "forra"
    standing = markup(newest.content) if newest else ""
    shown = text if text is not None else markup(before.content) if before and reused else standing
    return {
        "record": report,
        "section": section,
        "guidance": PeriodWords(report.year, report.month).fill(section.guidance),
        "thing": thing,
        "mark": MARKS.get(thing.state, "ongoing"),
        "allowed": [kind.value for kind in allowed_steps(now, thing, request.user)],
        "text": shown,
        "words": len(plain_text(newest.content).split()) if newest else 0,
        "seen": newest.number if newest else 0,
        "newest": newest,
        "before": before,
        "before_text": markup(before.content) if before else "",
        "untouched": sections.untouched(shown, markup(before.content)) if before else [],
        "collision": saved.other if saved else None,
        "responsible": Role(section.responsible).label if section.responsible else "huvudcontroller",
        "closed": now.report_thing.adopted,
        **_versions(request, report, section.key),
    }


def _versions(request: HttpRequest, report: Report, key: str) -> dict[str, Any]:
    """All versions, and the words that one of them changed where one is asked for."""
    found = sections.versions(report, key)
    chosen = number(request.GET.get("version"))
    picked = next((each for each in found if each.number == chosen), None)
    if picked is None:
        return {"versions": found, "picked": None, "words_changed": []}
    before = next((each for each in found if each.number == picked.number - 1), None)
    old = markup(before.content) if before else ""
    return {
        "versions": found,
        "picked": picked,
        "words_changed": list(sections.word_difference(old, markup(picked.content))),
    }
