"""What came back to a person in the reports, and what others remarked on their texts: for Min månad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from indicators.models import Goal
from indicators.rights import rights_of
from reports.access import WORKING_ROLES
from reports.models import ReportStep, Scope, StepKind, TextComment, TextVersion
from vss_portal.dates import clock_time, short_date
from vss_portal.waiting import ANSWER, RETURNED, Waiting

SENT = (StepKind.SUBMITTED, StepKind.READY)


def returned(user: Any) -> Iterator[Waiting]:
    """The goals, sections and reports that the person sent and got back; the texts with remarks to answer."""
    rights = rights_of(user)
    if rights.organisation is None or not rights.has(*WORKING_ROLES):
        return
    open_ones = Q(report__organisation=rights.organisation, report__frozen=None, report__reproduced_from=None)
    yield from _sent_back(user, open_ones)
    yield from _remarked(user, open_ones)


def _sent_back(user: Any, open_ones: Q) -> Iterator[Waiting]:
    """What has a return as its latest step and was last sent by the person."""
    steps = ReportStep.objects.filter(open_ones, kind__in=(*SENT, StepKind.RETURNED, StepKind.APPROVED))
    latest: dict[tuple[int, str, str], ReportStep] = {}
    senders: dict[tuple[int, str, str], int] = {}
    rows = steps.exclude(scope=Scope.CHECK).defer("content").select_related("report", "recorded_by")
    for step in rows.order_by("number"):
        about = (step.report_id, step.scope, step.key)
        latest[about] = step
        if step.kind in SENT:
            senders[about] = step.recorded_by_id
    own = [step for about, step in latest.items() if step.kind == StepKind.RETURNED and senders.get(about) == user.pk]
    names = _names({step.key for step in own if step.scope == Scope.GOAL})
    for step in own:
        told = f"{_what(step, names)}. ”{step.reason}” {step.acting_as or step.recorded_by.display_name}"
        moment = f"{short_date(step.recorded_at.date())} {clock_time(step.recorded_at)}"
        yield Waiting(RETURNED, f"{told}, {moment}", 1, _address(step))


def _names(codes: set[str]) -> dict[tuple[str, int], str]:
    """The goals' names by code and year."""
    rows = Goal.objects.filter(code__in=codes).values_list("code", "municipal_goal__area__year", "name")
    return {(code, year): name for code, year, name in rows} if codes else {}


def _what(step: ReportStep, names: dict[tuple[str, int], str]) -> str:
    if step.scope == Scope.GOAL:
        return f"Mål: {names.get((step.key, step.report.year), step.key)}"
    return f"Avsnitt i {step.report.title}" if step.scope == Scope.SECTION else step.report.title


def _address(step: ReportStep) -> str:
    if step.scope == Scope.GOAL:
        return reverse("goal_assessment", args=[step.report.slug, step.key])
    if step.scope == Scope.SECTION:
        return reverse("section_text", args=[step.report.slug, step.key])
    return reverse("report_approval", args=[step.report.slug])


def _remarked(user: Any, open_ones: Q) -> Iterator[Waiting]:
    """Remarks without an answer on texts that the person was the last to write, by report."""
    remarks = TextComment.objects.filter(open_ones, answers=None, replies=None).exclude(recorded_by=user.pk)
    found = list(remarks.values_list("report", "report__slug", "report__title", "key"))
    if not found:
        return
    written = TextVersion.objects.filter(text__report__in={row[0] for row in found}, recorded_by=user.pk).as_of(None)
    own = set(written.values_list("text__report", "text__key"))
    counted = Counter((slug, title) for report, slug, title, key in found if (report, key) in own)
    for (slug, title), count in counted.items():
        yield Waiting(ANSWER, title, count, reverse("report_comments", args=[slug]))
