"""Which steps may follow on which state, and who may take them: one table.

A state is never stored. It follows from the log of steps and from the fingerprint of what is shown now.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from reports.models import ReportStep, Scope, StepKind


class State(StrEnum):
    """How a goal, a section or a report stands."""

    EMPTY = "empty"
    DRAFT = "draft"
    WITH_DIRECTOR = "with_director"
    RETURNED = "returned"
    APPROVED = "approved"
    CHANGED = "changed"
    READY = "ready"
    CHANGED_READY = "changed_ready"
    ADOPTED = "adopted"


class Who(StrEnum):
    """The part that a person plays: who proposes, who approves, who owns a section, who edits the report."""

    PROPOSER = "proposer"
    APPROVER = "approver"
    OWNER = "owner"
    EDITOR = "editor"


WORDS: dict[Scope, dict[State, str]] = {
    Scope.GOAL: {
        State.EMPTY: "Ej påbörjad",
        State.DRAFT: "Utkast",
        State.WITH_DIRECTOR: "Hos förvaltningschefen",
        State.RETURNED: "Tillbakaskickad",
        State.APPROVED: "Godkänd",
        State.CHANGED: "Ändrad efter godkännande",
    },
    Scope.SECTION: {
        State.EMPTY: "Tom",
        State.DRAFT: "Utkast",
        State.READY: "Klar",
        State.RETURNED: "Tillbakaskickad",
        State.CHANGED_READY: "Ändrad efter klar",
    },
    Scope.REPORT: {
        State.DRAFT: "Under arbete",
        State.WITH_DIRECTOR: "Hos förvaltningschefen",
        State.RETURNED: "Tillbakaskickad",
        State.APPROVED: "Godkänd",
        State.CHANGED: "Ändrad efter godkännande",
        State.ADOPTED: "Fastställd",
    },
}

_DECISION = {StepKind.APPROVED: Who.APPROVER, StepKind.RETURNED: Who.APPROVER}
_APPROVED = {StepKind.TAKEN_BACK: Who.APPROVER, StepKind.RETURNED: Who.APPROVER}


def _approval(proposer: Who) -> dict[State, dict[StepKind, Who]]:
    submit = {StepKind.SUBMITTED: proposer}
    return {
        State.EMPTY: submit,
        State.DRAFT: submit,
        State.RETURNED: submit,
        State.WITH_DIRECTOR: {**_DECISION, StepKind.TAKEN_BACK: proposer},
        State.APPROVED: dict(_APPROVED),
        State.CHANGED: {**submit, **_DECISION, StepKind.TAKEN_BACK: Who.APPROVER},
    }


_READY = {StepKind.READY: Who.OWNER, StepKind.RETURNED: Who.EDITOR}

# The table: what a thing is, how it stands, which steps may be taken, and by whom.
ALLOWED: dict[Scope, dict[State, dict[StepKind, Who]]] = {
    Scope.GOAL: _approval(Who.PROPOSER),
    Scope.REPORT: {**_approval(Who.EDITOR), State.ADOPTED: {StepKind.REVISION: Who.EDITOR}},
    Scope.SECTION: {
        State.EMPTY: {StepKind.READY: Who.OWNER},
        State.DRAFT: _READY,
        State.RETURNED: {StepKind.READY: Who.OWNER},
        State.READY: {StepKind.REOPENED: Who.OWNER, StepKind.RETURNED: Who.EDITOR},
        State.CHANGED_READY: {**_READY, StepKind.REOPENED: Who.OWNER},
    },
    Scope.CHECK: {
        State.DRAFT: {StepKind.EXPLAINED: Who.EDITOR, StepKind.ACCEPTED: Who.APPROVER},
    },
}

_ENDERS = (StepKind.RETURNED, StepKind.TAKEN_BACK, StepKind.REOPENED)
_STANDING = {StepKind.APPROVED: (State.APPROVED, State.CHANGED), StepKind.READY: (State.READY, State.CHANGED_READY)}


def standing(steps: Sequence[ReportStep]) -> list[ReportStep]:
    """The approvals (or marks of readiness) that no later return, take-back or reopening has ended."""
    found: list[ReportStep] = []
    for step in steps:
        if step.kind in _STANDING:
            found.append(step)
        elif step.kind in _ENDERS:
            found = []
    return found


def holding(steps: Sequence[ReportStep], fingerprint: str) -> ReportStep | None:
    """The newest standing approval whose fingerprint is that of the content."""
    return next((step for step in reversed(standing(steps)) if step.fingerprint == fingerprint), None)


def state_of(steps: Sequence[ReportStep], fingerprint: str, *, begun: bool) -> State:
    """How a thing stands: its steps in order, the fingerprint of its content now, and whether anything is written."""
    held = holding(steps, fingerprint)
    if held is not None:
        return _STANDING[StepKind(held.kind)][0]
    if not steps:
        return State.DRAFT if begun else State.EMPTY
    return _after(steps, begun)


def _after(steps: Sequence[ReportStep], begun: bool) -> State:
    last = StepKind(steps[-1].kind)
    if last in _STANDING:
        return _STANDING[last][1]
    if last == StepKind.SUBMITTED:
        return State.WITH_DIRECTOR
    if last == StepKind.RETURNED:
        return State.RETURNED
    if last == StepKind.TAKEN_BACK and _took_back_approval(steps):
        return State.WITH_DIRECTOR
    return State.DRAFT if begun else State.EMPTY


def _took_back_approval(steps: Sequence[ReportStep]) -> bool:
    return len(steps) > 1 and steps[-2].kind == StepKind.APPROVED
