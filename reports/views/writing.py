"""The texts of a report: the list of sections, and the page on which one is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
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
from reports.texts import EMPTY, Node, plain_text
from reports.views.common import MARKS, attempt, number, report_of, written_in
from reports.working.commentary import commentary
from reports.working.comments import open_counts, threads_of
from reports.working.reading import duties_of
from reports.working.together import written_together
from vss_portal import clock
from vss_portal.guard import access
from vss_portal.models import User

DONE = {
    StepKind.READY: "Avsnittet är klart.",
    StepKind.REOPENED: "Avsnittet är öppnat igen.",
    StepKind.RETURNED: "Avsnittet är skickat tillbaka.",
}


@access(who=may.works_on_report)
def report_sections(request: HttpRequest, slug: str) -> HttpResponse:
    """All written sections with how each stands; those that the person may write are links."""
    now = composed(report_of(request, slug))
    duties, counts = duties_of(now.report), open_counts(now.report)
    rows = [
        {
            "section": section,
            "thing": thing,
            "mark": MARKS.get(thing.state, "ongoing"),
            "mine": owns_section(request.user, now.report, section.responsible, section.key),
            "responsible": responsible_for(section, duties),
            "duty": duties.get(section.key),
            "late": _is_late(duties, section, thing),
            "comments": counts.get(section.key, 0),
        }
        for section, thing in now.section_things
    ]
    context = {"record": now.report, "rows": rows, "edits": edits(request.user, now.report)}
    return render(request, "reports/writing/sections.html", context)


def responsible_for(section: Section, duties: dict[str, Any]) -> str:
    """Who answers for the section: the person by name, else the role."""
    duty = duties.get(section.key)
    if duty is not None and duty.person:
        return str(duty.person.display_name)
    return str(Role(section.responsible).label) if section.responsible else "huvudcontroller"


def _is_late(duties: dict[str, Any], section: Section, thing: Thing) -> bool:
    duty = duties.get(section.key)
    return bool(duty and duty.due_on and duty.due_on < clock.today() and thing.state != "ready")


@access(who=may.writes_section, writes=True)
def section_text(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One section: its text, versions, last year's beside; a sent form saves, marks it ready or opens it again."""
    report = report_of(request, slug)
    if request.method != "POST":
        return _page(request, report, key)
    kind = next((each for each in DONE if each.value == request.POST.get("steg")), None)
    if kind in (None, StepKind.READY):
        saved = _saved(request, report, key)
        if saved is None or saved.collides:
            return _page(request, report, key, written_in(request.POST), saved)
    if kind is not None:
        user: Any = request.user
        reason = request.POST.get("orsak", "")
        attempt(request, lambda: act_on_section(report=report, key=key, kind=kind, by=user, reason=reason), DONE[kind])
    return redirect("section_text", slug=slug, key=key)


def _saved(request: HttpRequest, report: Report, key: str) -> Saved | None:
    user: Any = request.user
    seen = number(request.POST.get("sedd")) or 0
    try:
        saved = save_section(report=report, key=key, content=written_in(request.POST), seen=seen, by=user)
    except StepRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return None
    if saved.together and saved.other:
        messages.info(request, f"{saved.other.recorded_by} skrev i samma avsnitt. Det ni båda skrev är sammanfört.")
    elif saved.other is None and request.POST.get("steg") != StepKind.READY.value:
        messages.success(request, "Sparat.")
    return saved


@access(who=may.writes_section, writes=True)
def autosave(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Save while somebody writes; the answer is the line that says how it went, and the version they go on from."""
    report = report_of(request, slug)
    if request.method != "POST":
        return redirect("section_text", slug=slug, key=key)
    user: Any = request.user
    seen = number(request.POST.get("sedd")) or 0
    context: dict[str, Any] = {"record": report, "key": key, "seen": seen, "at": clock.now()}
    try:
        saved = save_section(report=report, key=key, content=written_in(request.POST), seen=seen, by=user)
        context |= {"saved": saved, "seen": saved.version}
    except StepRefused as refused:
        context["problems"] = refused.problems
    return render(request, "reports/writing/saved.html", context)


@access(who=may.writes_section)
def writing_together(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How the text stands now, and who else writes where; asked for again and again by who writes."""
    report = report_of(request, slug)
    told = written_together(report, key, cast(User, request.user))
    return JsonResponse(asdict(told))


def _page(
    request: HttpRequest, report: Report, key: str, text: Node | None = None, saved: Saved | None = None
) -> HttpResponse:
    now = composed(report)
    section = now.section(key)
    assert section is not None  # noqa: S101 - the guard asked for it
    thing = now.section_thing(section)
    return render(request, "reports/writing/section.html", _context(request, now, section, thing, text, saved))


def _context(
    request: HttpRequest, now: Composed, section: Section, thing: Thing, text: Node | None, saved: Saved | None
) -> dict[str, Any]:
    report = now.report
    newest = sections.latest_version(report, section.key)
    before = sections.last_year(report, section.key)
    standing = newest.content if newest else EMPTY
    shown, told = (text, "") if text is not None else _opened_with(request, report, section, standing, before)
    threads = threads_of(report, section.key)
    return {
        "record": report,
        "section": section,
        "guidance": PeriodWords(report.year, report.month).fill(section.guidance),
        "thing": thing,
        "mark": MARKS.get(thing.state, "ongoing"),
        "allowed": [kind.value for kind in allowed_steps(now, thing, request.user)],
        "content": shown,
        "text": markup(shown),
        "opened_with": told,
        "words": len(plain_text(standing).split()),
        "seen": newest.number if newest else 0,
        "newest": newest,
        "before": before,
        "untouched": sections.untouched(markup(shown), markup(before.content)) if before else [],
        "collision": saved.other if saved and saved.collides else None,
        "responsible": responsible_for(section, duties_of(report)),
        "duty": duties_of(report).get(section.key),
        "threads": [thread for thread in threads if not thread.settled],
        "settled": sum(thread.settled for thread in threads),
        "closed": now.adopted,
        "together": written_together(report, section.key, cast(User, request.user)),
        **_versions(request, report, section.key),
    }


def _opened_with(
    request: HttpRequest, report: Report, section: Section, standing: Node, before: Any
) -> tuple[Node, str]:
    """What the box holds when the page opens, and what is said of it where it isn't saved yet."""
    wanted = request.GET.get("utga", "")
    if wanted == "forra" and before:
        return before.content, "Förra årets text. Den sparas när du skriver i den eller väljer Spara."
    if section.kind == "commentary" and (wanted == "manaden" or not standing["content"]):
        said = commentary(report)
        if said["content"]:
            return said, "Hämtat ur månadens kommentarer och avvikelseposter. Inget är sparat än."
    return standing, ""


def _versions(request: HttpRequest, report: Report, key: str) -> dict[str, Any]:
    """All versions, and the words that one of them changed where one is asked for."""
    found = sections.versions(report, key)
    chosen = number(request.GET.get("version"))
    picked = next((each for each in found if each.number == chosen), None)
    against = number(request.GET.get("mot")) or (picked.number - 1 if picked else 0)
    before = next((each for each in found if each.number == against), None)
    old = markup(before.content) if before else ""
    changed = list(sections.word_difference(old, markup(picked.content))) if picked else []
    return {"versions": sections.sittings(found), "picked": picked, "against": before, "words_changed": changed}
