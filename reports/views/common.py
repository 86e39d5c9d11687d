"""What the pages of judgement share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from indicators.models import Goal
from reports import access as may
from reports.approval.composed import Composed
from reports.approval.states import State
from reports.approval.steps import StepRefused
from reports.cleaning import UnreadableText, cleaned
from reports.models import Report
from reports.opening import public_pages
from reports.texts import Node, document
from vss_portal.sent import whole_number

REPORT_PARTS = ("organisation", "template_version__template", "reproduced_from", "occasion")
# The mark beside the word of a state.
MARKS = {
    State.EMPTY: "not_begun",
    State.DRAFT: "ongoing",
    State.WITH_DIRECTOR: "ongoing",
    State.RETURNED: "returned",
    State.APPROVED: "done",
    State.CHANGED: "changed",
    State.CHANGED_READY: "changed",
    State.READY: "done",
    State.ADOPTED: "locked",
}


def report_of(request: HttpRequest, slug: str) -> Report:
    """The report with what composing it needs."""
    return get_object_or_404(may.visible_to(request.user).select_related(*REPORT_PARTS), slug=slug)


def address_for_all(request: HttpRequest, report: Report, version: int = 0) -> str:
    """The address without log-in of the report, or of one of its versions; it never changes."""
    name, args = ("public_version", [report.slug, version]) if version else ("public_report", [report.slug])
    return request.build_absolute_uri(reverse(name, args=args))


def shared_link(request: HttpRequest, report: Report, version: int = 0) -> dict[str, Any]:
    """The address that is copied from a report's page: the one without log-in where anybody may read it."""
    for_all = report.public_page and public_pages().filter(pk=report.pk).exists()
    own = request.build_absolute_uri(request.path)
    return {"shared": address_for_all(request, report, version) if for_all else own, "needs_login": not for_all}


def goal_of(now: Composed, code: str) -> Goal:
    """The goal, where the report has it."""
    goal = now.goal(code)
    if goal is None:
        raise Http404("Målet finns inte i rapporten.")
    return goal


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Run an act that may be refused; says what became of it: `done`, where nothing else says it. True when done."""
    try:
        act()
    except StepRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return False
    if done:
        messages.success(request, done)
    return True


def content_sent(post: Mapping[str, str]) -> Node | None:
    """The document that the text editor sent; None where a plain box was sent, or nothing that can be read."""
    try:
        return cleaned(post["dokument"]) if post.get("dokument") else None
    except UnreadableText:
        return None


def written_in(post: Mapping[str, str]) -> Node:
    """What a form says of a text, from the editor or from the plain box."""
    sent = content_sent(post)
    return sent if sent is not None else document(post.get("text", "").replace("\r\n", "\n"))


def number(text: str | None) -> int | None:
    """A whole number that a form carried; None where it is none."""
    return whole_number(text)
