"""Recording what people judge: a goal's assessment step by step, and how far an assignment has come.

Only ever added to: a draft, a proposal, a return and a decision are each a revision of their own, with what the
indicators pointed to at that moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction

from indicators.models import (
    AssessmentRevision,
    Assignment,
    AssignmentStatus,
    Goal,
    GoalAssessment,
    ReportingOccasion,
    SourceDocument,
)
from indicators.models.choices import AssessmentStep, AssignmentState, StatusChoice
from indicators.recording_entries import Problem, RecordingRefused, StaleFigure, moment_in_words, wrong_order
from indicators.suggestion import Suggestion, deviates, needs_motivation
from vss_portal import clock
from vss_portal.models import User

# Which step may follow on which; None is the start. What was printed stays as printed.
_FROM_WORK = frozenset({AssessmentStep.DRAFT, AssessmentStep.PROPOSED, AssessmentStep.DECIDED})
NEXT_STEPS: dict[str | None, frozenset[AssessmentStep]] = {
    None: _FROM_WORK | {AssessmentStep.REPRODUCED},
    AssessmentStep.DRAFT: _FROM_WORK,
    # Who proposed may take it back and go on with a draft; who decided may send it back for another proposal.
    AssessmentStep.PROPOSED: _FROM_WORK | {AssessmentStep.RETURNED},
    AssessmentStep.RETURNED: _FROM_WORK,
    AssessmentStep.DECIDED: _FROM_WORK | {AssessmentStep.RETURNED},
    AssessmentStep.REPRODUCED: frozenset({AssessmentStep.REPRODUCED}),
}
_OWN_WORDS_DUE = (AssessmentStep.PROPOSED, AssessmentStep.DECIDED)


@dataclass(frozen=True)
class RecordedAssessment:
    """The assessment, its revision, and the state `new`, `changed` or `unchanged`."""

    assessment: GoalAssessment
    revision: AssessmentRevision
    state: str


@dataclass(frozen=True)
class RecordedStatus:
    """The row that holds now, and the state `new`, `changed` or `unchanged`."""

    status: AssignmentStatus
    state: str


@dataclass(frozen=True, kw_only=True)
class _Step:
    goal: Goal
    occasion: ReportingOccasion
    step: str
    status: str
    motivation: str
    suggestion: Suggestion | None
    inputs: Sequence[Any]
    by: User
    document: SourceDocument | None
    moment: dt.datetime
    dated: bool
    seen: int | None

    @property
    def told(self) -> dict[str, Any]:
        """What a revision holds of it."""
        return {
            "step": str(self.step),
            "status": str(self.status),
            "motivation": self.motivation,
            "suggested_status": self.suggestion.status.value if self.suggestion else "",
            "suggestion_reason": self.suggestion.reason if self.suggestion else "",
            "inputs": list(self.inputs),
            "document_id": self.document.pk if self.document else None,
        }

    def says_the_same_as(self, latest: AssessmentRevision) -> bool:
        return all(getattr(latest, name) == value for name, value in self.told.items())


def record_assessment(
    *,
    goal: Goal,
    occasion: ReportingOccasion,
    step: str,
    status: str,
    motivation: str,
    suggestion: Suggestion | None,
    inputs: Sequence[Any],
    by: User,
    document: SourceDocument | None = None,
    recorded_at: dt.datetime | None = None,
    seen: int | None = None,
) -> RecordedAssessment:
    """Record the next step of a goal's assessment. `inputs` is the snapshot that the suggestion was computed from.

    For a return `motivation` says what is to be changed, and the status is the proposal's. `recorded_at` is for print
    and example data; `seen` is the number of the revision that the person saw. The same once more records nothing.

    Raises RecordingRefused with all problems: a step that can't follow, a missing status or motivation, somebody's own
    proposal to decide, a revision in between.
    """
    given = _Step(
        goal=goal,
        occasion=occasion,
        step=step,
        status=status,
        motivation=motivation.strip(),
        suggestion=suggestion,
        inputs=inputs,
        by=by,
        document=document,
        moment=recorded_at or clock.now(),
        dated=recorded_at is not None,
        seen=seen,
    )
    return _recorded(given)


def _recorded(given: _Step) -> RecordedAssessment:
    known = _latest_revision(given)
    if given.step == AssessmentStep.RETURNED and known is not None:
        given = replace(given, status=known.status)
    try:
        with transaction.atomic():
            return _next_revision(given)
    except IntegrityError as error:
        latest = _latest_revision(given)
        if latest is None or latest.number == (known.number if known else 0):
            raise
        raise RecordingRefused([_stale_assessment(given, latest)]) from error


def _next_revision(given: _Step) -> RecordedAssessment:
    latest = _latest_revision(given)
    if latest is not None and given.says_the_same_as(latest):
        return RecordedAssessment(latest.assessment, latest, "unchanged")
    problems = [*_misplaced(given.goal.municipal_goal.area, given.occasion, "Målet"), *_missing(given)]
    problems += _cannot_follow(given, latest)
    if problems:
        raise RecordingRefused(problems)
    assessment, _made = GoalAssessment.objects.get_or_create(goal=given.goal, occasion=given.occasion)
    revision = AssessmentRevision.objects.create(
        assessment=assessment,
        number=latest.number + 1 if latest else 1,
        recorded_at=max(given.moment, latest.recorded_at) if latest else given.moment,
        recorded_by=given.by,
        **given.told,
    )
    return RecordedAssessment(assessment, revision, "changed" if latest else "new")


def _latest_revision(given: _Step) -> AssessmentRevision | None:
    revisions = AssessmentRevision.objects.filter(assessment__goal=given.goal, assessment__occasion=given.occasion)
    return revisions.select_related("assessment", "recorded_by").order_by("-number").first()


def _misplaced(owner: Any, occasion: ReportingOccasion, what: str) -> Iterator[Problem]:
    """The thing and the occasion belong to the same organisation and year."""
    if owner.organisation_id != occasion.organisation_id:
        yield _problem("other-organisation", f"{what} och tillfället hör till olika organisationer. Inget är sparat.")
    if owner.year != occasion.year:
        message = f"{what} hör till {owner.year} och tillfället till {occasion.year}. Välj ett tillfälle {owner.year}."
        yield _problem("other-year", f"{message} Inget är sparat.")


def _missing(given: _Step) -> Iterator[Problem]:
    """What the step needs by itself."""
    if given.step not in AssessmentStep.values:
        yield _problem("step", f"”{given.step}” är inget steg i en bedömning. Inget är sparat.")
        return
    if given.status and given.status not in StatusChoice.values:
        yield _problem("status", f"”{given.status}” är ingen bedömning. Välj någon av {_labels()}. Inget är sparat.")
    elif not given.status and given.step not in (AssessmentStep.DRAFT, AssessmentStep.RETURNED):
        yield _problem("status", f"Bedömningen saknas. Välj någon av {_labels()}. Inget är sparat.")
    if (given.step == AssessmentStep.REPRODUCED) != (given.document is not None):
        yield _problem("document", "En återgiven bedömning har ett tryckt dokument, andra har inget. Inget är sparat.")
    if given.step == AssessmentStep.RETURNED and not given.motivation:
        yield _problem("motivation", "Skriv vad som ska ändras; det visas för den som föreslog. Inget är sparat.")
    if given.step in _OWN_WORDS_DUE and not given.motivation and given.status in StatusChoice.values:
        yield from _unmotivated(given.status, given.suggestion)


def _unmotivated(status: str, suggestion: Suggestion | None) -> Iterator[Problem]:
    """Why the judgement can't stand without words."""
    if suggestion is None or not needs_motivation(status, suggestion.status):
        return
    pointed = StatusChoice(suggestion.status.value).label
    why = f"Förslaget {StatusChoice(status).label} skiljer sig från indikatorerna ({pointed})."
    if not deviates(status, suggestion.status):
        why = "Ingen av målets indikatorer kan bedömas, så bara orden säger vad bedömningen bygger på."
    yield _problem("motivation", f"{why} Skriv en motivering; den trycks i rapporten. Inget är sparat.")


def _labels() -> str:
    return ", ".join(str(label) for label in StatusChoice.labels)


def _cannot_follow(given: _Step, latest: AssessmentRevision | None) -> Iterator[Problem]:
    """Why the step can't come after the one that stands, or not from this person."""
    before = latest.step if latest else None
    if given.step in AssessmentStep.values and given.step not in NEXT_STEPS[before]:
        stands = f"Bedömningens senaste steg är ”{latest.get_step_display()}”" if latest else "Bedömning saknas än"
        message = f"{stands}; ”{AssessmentStep(given.step).label}” kan inte följa på det. Inget är sparat."
        yield _problem("step", message)
    own = latest is not None and latest.step == AssessmentStep.PROPOSED and latest.recorded_by_id == given.by.pk
    if own and given.step == AssessmentStep.DECIDED:
        message = "Du har själv lämnat förslaget, och någon annan beslutar om det. Förslaget står kvar."
        yield _problem("own-proposal", message)
    if latest is not None and given.dated and latest.recorded_at > given.moment:
        yield _problem("wrong-order", wrong_order(latest.recorded_at, given.moment))
    if latest is not None and given.seen is not None and latest.number > given.seen:
        yield _stale_assessment(given, latest)


def _stale_assessment(given: _Step, latest: AssessmentRevision) -> StaleFigure:
    stands, mine = (
        f"{StatusChoice(status).label}, {AssessmentStep(step).label}" if status else str(AssessmentStep(step).label)
        for status, step in ((latest.status, latest.step), (given.status, given.step))
    )
    return _stale("Bedömningen", stands, mine, latest.number, latest.recorded_by, latest.recorded_at)


def _stale(what: str, stands: str, given: str, number: int, by: User, at: dt.datetime) -> StaleFigure:
    message = (
        f"{what} blev ”{stands}” {moment_in_words(at, clock.today())} ({by.display_name}) medan du valde ”{given}”."
        f" ”{stands}” står kvar och ”{given}” är inte sparat. Vilket gäller?"
    )
    return StaleFigure(
        place="",
        code="stale",
        message=message,
        stands=stands,
        given=given,
        number=number,
        recorded_by=by.display_name,
        recorded_at=at,
    )


def _problem(code: str, message: str) -> Problem:
    return Problem(place="", code=code, message=message)


def record_assignment_status(
    *,
    assignment: Assignment,
    occasion: ReportingOccasion,
    state: str,
    comment: str,
    by: User,
    recorded_at: dt.datetime | None = None,
    seen: int | None = None,
) -> RecordedStatus:
    """Record how far an assignment has come at an occasion; a later row of the same occasion replaces the earlier.

    The same once more records nothing. Raises RecordingRefused with all problems.
    """
    moment, comment = recorded_at or clock.now(), comment.strip()
    known = _latest_status(assignment, occasion)
    if known is not None and (known.state, known.comment) == (state, comment):
        return RecordedStatus(known, "unchanged")
    problems = [*_misplaced(assignment, occasion, "Uppdraget"), *_status_missing(state, comment)]
    if known is not None and recorded_at is not None and known.recorded_at > recorded_at:
        problems.append(_problem("wrong-order", wrong_order(known.recorded_at, recorded_at)))
    if known is not None and seen is not None and known.number > seen:
        problems.append(_stale_status(state, known))
    if problems:
        raise RecordingRefused(problems)
    row = AssignmentStatus(assignment=assignment, occasion=occasion, number=known.number + 1 if known else 1)
    row.state, row.comment, row.recorded_by = state, comment, by
    row.recorded_at = max(moment, known.recorded_at) if known else moment
    return _saved_status(row, known)


def _saved_status(row: AssignmentStatus, known: AssignmentStatus | None) -> RecordedStatus:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        latest = _latest_status(row.assignment, row.occasion)
        if latest is None or (known is not None and latest.number == known.number):
            raise
        raise RecordingRefused([_stale_status(row.state, latest)]) from error
    return RecordedStatus(row, "changed" if known else "new")


def _latest_status(assignment: Assignment, occasion: ReportingOccasion) -> AssignmentStatus | None:
    rows = AssignmentStatus.objects.filter(assignment=assignment, occasion=occasion)
    return rows.select_related("recorded_by").order_by("-number").first()


def _status_missing(state: str, comment: str) -> Iterator[Problem]:
    if state and state not in AssignmentState.values:
        words = ", ".join(str(label) for label in AssignmentState.labels)
        yield _problem("state", f"”{state}” är ingen status för ett uppdrag. Välj någon av {words}. Inget är sparat.")
    if not state and not comment:
        yield _problem("state", "Välj en status eller skriv en kommentar. Inget är sparat.")


def _stale_status(given: str, latest: AssignmentStatus) -> StaleFigure:
    mine = AssignmentState(given).label if given in AssignmentState.values else "en kommentar"
    stands = str(latest.get_state_display()) or latest.comment
    return _stale("Uppdraget", stands, str(mine), latest.number, latest.recorded_by, latest.recorded_at)
