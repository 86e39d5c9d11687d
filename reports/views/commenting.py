"""Remarks beside paragraphs, and who answers for which section, until when, and who is invited to read."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports import access as may
from reports.approval.composed import Composed, composed
from reports.approval.sections import written_sections
from reports.approval.steps import StepRefused
from reports.composing.goals import GoalTree
from reports.models import Report
from reports.views.common import attempt, number, report_of
from reports.views.lists import day_of
from reports.working.comments import beside, open_counts, remark, threads_of
from reports.working.duties import give_duty, invite, people_of
from reports.working.reading import duties_of, invited_people
from vss_portal.guard import access
from vss_portal.models import User

GOAL = "goal:"


@access(who=may.comments_on_report)
def report_comments(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts of the report, each with how many remarks wait beside it."""
    now = composed(report_of(request, slug))
    counts = open_counts(now.report)
    rows = [{"key": key, "name": name, "waiting": counts.get(key, 0)} for key, name in _texts(now)]
    return render(request, "reports/writing/comments.html", {"record": now.report, "rows": rows})


def _texts(now: Composed) -> list[tuple[str, str]]:
    """Key and name of every text: the written sections and the goals."""
    tree: GoalTree = now.tree
    sections = [(section.key, now.heading_of(section)) for section in now.text_sections]
    return [*sections, *((f"{GOAL}{goal.code}", goal.name) for goal in tree.sources.goals)]


@access(who=may.comments_on_report, writes=True)
def section_comments(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A text with the remarks beside its paragraphs; a sent form makes one, answers one or settles one."""
    report = report_of(request, slug)
    now = composed(report)
    name = dict(_texts(now)).get(key)
    if name is None:
        raise Http404("Texten finns inte i rapporten.")
    if request.method == "POST" and _remarked(request, report, key):
        return redirect("section_comments", slug=slug, key=key)
    content = now.composer.sources.texts.get(key, {})
    paragraphs, others = beside(content, threads_of(report, key))
    context = {
        "record": report,
        "key": key,
        "name": name,
        "paragraphs": paragraphs,
        "others": others,
        "given": request.POST,
        "writes": may.works_on_report(request.user, slug=slug) and not key.startswith(GOAL),
    }
    return render(request, "reports/writing/section_comments.html", context)


def _remarked(request: HttpRequest, report: Report, key: str) -> bool:
    post = request.POST
    user: Any = request.user
    settles = post.get("steg") == "settle"
    return attempt(
        request,
        lambda: remark(
            report=report,
            key=key,
            text=post.get("text", ""),
            quote=post.get("stycke", ""),
            answers=number(post.get("svar")),
            settles=settles,
            by=user,
        ),
        "Synpunkten är avslutad." if settles else "Synpunkten är sparad.",
    )


@access(who=may.edits_report, writes=True)
def report_duties(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for which section and until when; who is invited to read the report under work."""
    report = report_of(request, slug)
    if request.method == "POST" and _dutied(request, report):
        return redirect("report_duties", slug=slug)
    now = composed(report)
    duties = duties_of(report)
    context = {
        "record": report,
        "rows": [
            {"section": section, "name": now.heading_of(section), "duty": duties.get(section.key)}
            for section in now.text_sections
        ],
        "people": people_of(report),
        "invited": invited_people(report),
    }
    return render(request, "reports/writing/duties.html", context)


def _dutied(request: HttpRequest, report: Report) -> bool:
    post = request.POST
    user: Any = request.user
    if post.get("steg") in ("invite", "end"):
        person = User.objects.filter(pk=number(post.get("person")) or 0).first()
        invited = post["steg"] == "invite"
        done = "har bjudits in" if invited else "är inte längre inbjuden"
        return attempt(
            request, lambda: invite(report=report, person=person, by=user, invited=invited), f"{person or ''} {done}."
        )
    return attempt(request, lambda: _give(request, report, user), "Ansvar och tider är sparade.")


@transaction.atomic
def _give(request: HttpRequest, report: Report, user: User) -> None:
    """Every section's person and day of the form, all or nothing."""
    people = {person.pk: person for person in people_of(report)}
    for section in written_sections(report):
        due = request.POST.get(f"dag-{section.key}", "")
        if due and day_of(due) is None:
            raise StepRefused([f"”{due}” är ingen dag. Skriv till exempel 2024-09-13. Inget är sparat."])
        person = people.get(number(request.POST.get(f"person-{section.key}")) or 0)
        due_on = day_of(request.POST.get(f"dag-{section.key}", ""))
        give_duty(report=report, key=section.key, person=person, due_on=due_on, by=user)
