"""A goal's way: a draft, a proposal, a decision. Status and text are saved together with the step that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from indicators.assessing import record_assessment
from indicators.judging import RowJudgement, suggestion_for
from indicators.models import AssessmentRevision, Goal, ReportingOccasion
from indicators.models.choices import AssessmentStep
from indicators.recording_entries import RecordingRefused
from indicators.suggestion import Suggestion
from reports.approval.composed import Composed, composed
from reports.approval.states import State, state_of
from reports.approval.steps import CLOSED, StepRefused, take_step
from reports.editing import markup
from reports.following.reading import Row
from reports.following.year_end import answer
from reports.models import Report, ReportStep, Scope, StepKind
from reports.texts import Node, document
from reports.writing import write_text
from vss_portal.models import User


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a person wrote: status, motivation and the text in the report; `seen` is the latest revision they saw.

    `content` is the text as the editor sent it, where it did. `year_end` says of the goal's indicators whether the
    target is reached at the year's end.
    """

    status: str
    motivation: str = ""
    text: str = ""
    content: Node | None = None
    seen: int | None = None
    year_end: Mapping[Row, str] = field(default_factory=dict)


def latest_assessment(report: Report, goal: Goal) -> AssessmentRevision | None:
    """The latest step of the goal's assessment at the report's occasion."""
    found = AssessmentRevision.objects.filter(assessment__goal=goal, assessment__occasion=report.occasion_id)
    return found.select_related("recorded_by").order_by("-number").first()


def earlier_decision(goals: list[int], report: Report) -> AssessmentRevision | None:
    """The latest decided (or printed) assessment of any of the goals at an occasion before the report's."""
    found = AssessmentRevision.objects.filter(
        assessment__goal__in=goals, step__in=(AssessmentStep.DECIDED, AssessmentStep.REPRODUCED)
    )
    before = Q(assessment__occasion__year__lt=report.year) | Q(
        assessment__occasion__year=report.year, assessment__occasion__month__lt=report.month
    )
    newest = found.filter(before).select_related("assessment__occasion")
    return newest.order_by("-assessment__occasion__year", "-assessment__occasion__month", "-number").first()


def judged(now: Composed, goal: Goal) -> tuple[list[RowJudgement], Suggestion]:
    """The goal's indicators, and what they point to by the rule of the report's template."""
    rows = now.tree.judged(goal)
    return rows, suggestion_for(rows, now.template.goal_rule)


@transaction.atomic
def save_draft(*, report: Report, goal: Goal, given: Given, by: User) -> None:
    """Keep what is written; nothing is sent. Raises StepRefused, also while the goal waits for a decision."""
    now = composed(report)
    if _waits(now, goal):
        raise StepRefused(
            [f"{goal.name} ligger hos förvaltningschefen. Ta tillbaka förslaget och ändra sedan. Inget är sparat."]
        )
    _write(now, goal, given, AssessmentStep.DRAFT, by)


def _waits(now: Composed, goal: Goal) -> bool:
    """Whether the goal waits for the förvaltningschef by the log alone; no content has to be composed for that."""
    steps = [step for step in now.steps if step.scope == Scope.GOAL and step.key == goal.code]
    return state_of(steps, "", begun=True) == State.WITH_DIRECTOR


@transaction.atomic
def submit(*, report: Report, goal: Goal, given: Given, by: User) -> ReportStep:
    """Send the proposal to the förvaltningschef. Raises StepRefused."""
    _write(composed(report), goal, given, AssessmentStep.PROPOSED, by)
    now = composed(report)
    return take_step(now=now, thing=now.goal_thing(goal), kind=StepKind.SUBMITTED, by=by)


@transaction.atomic
def approve(*, report: Report, goal: Goal, by: User, seen: str) -> ReportStep:
    """Approve the goal as `seen` shows it. Raises StepRefused where it has changed since."""
    now = composed(report)
    latest = latest_assessment(report, goal)
    if latest is None or not latest.status:
        raise StepRefused([f"Bedömning saknas för {goal.name}. Välj ”Ändra och godkänn”. Inget är sparat."])
    if latest.step == AssessmentStep.DRAFT and latest.recorded_by_id == by.pk:
        raise StepRefused(
            [f"Du har själv ändrat bedömningen av {goal.name}. Välj ”Ändra och godkänn”, så syns det. Inget är sparat."]
        )
    step = take_step(now=now, thing=now.goal_thing(goal), kind=StepKind.APPROVED, by=by, seen=seen)
    shown = now.composer.sources.assessments[goal.pk]
    _assess(now, goal, Given(status=shown.status, motivation=shown.motivation), AssessmentStep.DECIDED, by)
    return step


@transaction.atomic
def change_and_approve(*, report: Report, goal: Goal, given: Given, by: User, seen: str) -> ReportStep:
    """Decide otherwise than was proposed, in one act that is logged as the approver's. Raises StepRefused."""
    before = composed(report)
    if before.goal_thing(goal).fingerprint != seen:
        raise StepRefused([f"{goal.name} ändrades medan du läste. Läs det som ändrats. Inget är sparat."])
    _write(before, goal, given, AssessmentStep.DECIDED, by)
    now = composed(report)
    return take_step(now=now, thing=now.goal_thing(goal), kind=StepKind.APPROVED, by=by, changed=True)


@transaction.atomic
def send_back(*, report: Report, goal: Goal, reason: str, by: User) -> ReportStep:
    """Return the goal with what needs to be changed. Raises StepRefused."""
    now = composed(report)
    step = take_step(now=now, thing=now.goal_thing(goal), kind=StepKind.RETURNED, by=by, reason=reason)
    latest = latest_assessment(report, goal)
    if latest is not None and latest.step in (AssessmentStep.PROPOSED, AssessmentStep.DECIDED):
        _assess(now, goal, Given(status=latest.status, motivation=reason), AssessmentStep.RETURNED, by)
    return step


@transaction.atomic
def take_back(*, report: Report, goal: Goal, by: User) -> ReportStep:
    """Take back one's proposal, or an approval. Raises StepRefused."""
    now = composed(report)
    return take_step(now=now, thing=now.goal_thing(goal), kind=StepKind.TAKEN_BACK, by=by)


def _write(now: Composed, goal: Goal, given: Given, step: AssessmentStep, by: User) -> None:
    if now.adopted:
        raise StepRefused([CLOSED])
    _assess(now, goal, given, step, by)
    answer(report=now.report, goal=goal, given=given.year_end, by=by)
    content = given.content if given.content is not None else document(given.text.replace("\r\n", "\n"))
    # A text that wasn't touched isn't written again.
    if markup(content).strip() != markup(now.composer.sources.texts.get(f"goal:{goal.code}", {})).strip():
        write_text(report=now.report, key=f"goal:{goal.code}", content=content, by=by)


def _assess(now: Composed, goal: Goal, given: Given, step: AssessmentStep, by: User) -> None:
    rows, suggestion = judged(now, goal)
    try:
        record_assessment(
            goal=goal,
            occasion=_occasion(now.report),
            step=step,
            status=given.status,
            motivation=given.motivation,
            suggestion=suggestion,
            inputs=_plain(rows),
            by=by,
            seen=given.seen,
        )
    except RecordingRefused as refused:
        raise StepRefused([problem.message for problem in refused.problems]) from refused


def _plain(rows: list[RowJudgement]) -> list[dict[str, Any]]:
    return [{**row.snapshot(), "status": str(row.judgement.status.value)} for row in rows]


def _occasion(report: Report) -> ReportingOccasion:
    if report.occasion is None:
        raise StepRefused([f"{report.title} hör inte till något uppföljningstillfälle, så mål kan inte bedömas i den."])
    return report.occasion
