"""Taking a step: the one place that writes the log, after asking the table who may do what now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from indicators.models import Goal
from reports.approval import content
from reports.approval.composed import Composed, Thing
from reports.approval.people import acting_as, approves, edits, owns_section, proposes
from reports.approval.states import ALLOWED, Who
from reports.models import Report, ReportStep, Scope, StepKind
from vss_portal import clock
from vss_portal.models import User

REASONED = (StepKind.RETURNED, StepKind.EXPLAINED, StepKind.ACCEPTED, StepKind.REVISION)
KEEPS_CONTENT = (StepKind.SUBMITTED, StepKind.APPROVED, StepKind.READY)
CLOSED = "Rapporten är fastställd och ändras inte. Börja en ny version (Reviderad) för att rätta den. Inget är sparat."


class StepRefused(Exception):
    """Nothing was saved; `problems` says why, in Swedish."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def allowed_steps(now: Composed, thing: Thing, user: Any) -> list[StepKind]:
    """The steps that the person may take on the thing now, in the order of the table."""
    table = ALLOWED[thing.scope].get(thing.state, {})
    found = [kind for kind, who in table.items() if plays(now, thing, user, who)]
    return [kind for kind in found if kind != StepKind.APPROVED or not is_own_proposal(thing, user)]


def plays(now: Composed, thing: Thing, user: Any, who: Who) -> bool:
    """Whether the person plays that part for the thing."""
    if who == Who.APPROVER:
        return approves(user, now.report)
    if who == Who.EDITOR:
        return edits(user, now.report)
    if who == Who.OWNER:
        section = now.section(thing.key)
        return section is not None and owns_section(user, now.report, section.responsible, section.key)
    goal: Goal | None = now.goal(thing.key)
    return goal is not None and proposes(user, now.report, goal)


def is_own_proposal(thing: Thing, user: Any) -> bool:
    """Whether the person sent the proposal that waits for a decision."""
    sent = next((step for step in reversed(thing.steps) if step.kind == StepKind.SUBMITTED), None)
    return sent is not None and sent.recorded_by_id == user.pk


def take_step(
    *,
    now: Composed,
    thing: Thing,
    kind: StepKind,
    by: User,
    reason: str = "",
    seen: str | None = None,
    changed: bool = False,
) -> ReportStep:
    """Write the next step about the thing. `seen` is the fingerprint of what the person had before them.

    Raises StepRefused where the table doesn't allow the step, the person isn't the one who may take it, it is their
    own proposal, a reason is missing, or the content has changed since they read it.
    """
    problems = list(_problems(now, thing, kind, by, reason, seen))
    if problems:
        raise StepRefused(problems)
    who = ALLOWED[thing.scope][thing.state][kind]
    keeps = kind in KEEPS_CONTENT
    return append(
        report=now.report,
        scope=thing.scope,
        key=thing.key,
        kind=kind,
        by=by,
        reason=reason.strip(),
        fingerprint=thing.fingerprint if keeps else "",
        content=content.stored(thing.items) if keeps else [],
        changed_by_approver=changed,
        acting_as=acting_as(by, now.report, who),
    )


def _problems(now: Composed, thing: Thing, kind: StepKind, by: User, reason: str, seen: str | None) -> list[str]:
    if thing.scope != Scope.REPORT and now.adopted:
        return [CLOSED]
    who = ALLOWED[thing.scope].get(thing.state, {}).get(kind)
    if who is None:
        return [f"{thing.name} är ”{thing.state_word}”; ”{kind.label}” kan inte följa på det. Inget är sparat."]
    if not plays(now, thing, by, who):
        return [f"Du får inte göra det här med {thing.name}. Inget är sparat."]
    if kind == StepKind.APPROVED and is_own_proposal(thing, by):
        return ["Du har själv lämnat förslaget, och någon annan beslutar om det. Förslaget står kvar."]
    if kind in REASONED and not reason.strip():
        return ["Skriv vad som behöver ändras eller varför. Inget är sparat."]
    if seen is not None and seen != thing.fingerprint:
        return [f"{thing.name} ändrades medan du läste. Läs det som ändrats och besluta på nytt. Inget är sparat."]
    return []


def append(*, report: Report, scope: Scope, key: str, kind: StepKind, by: User, **told: object) -> ReportStep:
    """Write the row with the next number; nobody but this module and the acts beside it calls it."""
    try:
        with transaction.atomic():
            last = ReportStep.objects.filter(report=report).order_by("-number").first()
            moment = clock.now()
            return ReportStep.objects.create(
                report=report,
                number=last.number + 1 if last else 1,
                scope=scope,
                key=key,
                kind=kind,
                recorded_by=by,
                recorded_at=max(moment, last.recorded_at) if last else moment,
                **told,
            )
    except IntegrityError as error:
        raise StepRefused(["Någon annan har just gjort något med rapporten. Läs om sidan och försök igen."]) from error
