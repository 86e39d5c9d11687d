"""The report as a whole: sent, approved with its accepted errors, returned, taken back; sections and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from reports.approval.composed import composed
from reports.approval.gate import Missing, findings, gate
from reports.approval.people import acting_as, approves, edits
from reports.approval.states import Who
from reports.approval.steps import StepRefused, append, take_step
from reports.models import Report, ReportStep, Scope, StepKind
from vss_portal.models import User


@transaction.atomic
def act_on_report(*, report: Report, kind: StepKind, by: User, reason: str = "", seen: str | None = None) -> ReportStep:
    """Send, return or take back the whole report; approving is `approve_report`. Raises StepRefused."""
    now = composed(report)
    return take_step(now=now, thing=now.report_thing, kind=kind, by=by, reason=reason, seen=seen)


@transaction.atomic
def approve_report(*, report: Report, by: User, seen: str, accepted: Mapping[int, str] | None = None) -> ReportStep:
    """Approve the report; `accepted` says of each open error why it is accepted. Raises StepRefused."""
    now = composed(report)
    for found in findings(now):
        reason = (accepted or {}).get(found.pk, "").strip()
        if found.is_open and reason:
            accept_check(report=report, finding=found.pk, reason=reason, by=by)
    now = composed(report)
    lines = gate(now).missing
    if lines:
        raise StepRefused([f"Rapporten kan inte godkännas än, {len(lines)} saker saknas.", *_told(lines)])
    return take_step(now=now, thing=now.report_thing, kind=StepKind.APPROVED, by=by, seen=seen)


def _told(lines: Sequence[Missing]) -> list[str]:
    return [line.text for line in lines[:10]]


def accept_check(*, report: Report, finding: int, reason: str, by: User) -> ReportStep:
    """The förvaltningschef accepts an error in writing. Raises StepRefused."""
    if not approves(by, report):
        raise StepRefused(["Bara förvaltningschefen accepterar ett fel. Inget är sparat."])
    return _answer(report, finding, StepKind.ACCEPTED, reason, by, Who.APPROVER)


def explain_check(*, report: Report, finding: int, reason: str, by: User) -> ReportStep:
    """The editor explains an error. Raises StepRefused."""
    if not edits(by, report):
        raise StepRefused(["Bara huvudcontrollern förklarar ett fel i rapporten. Inget är sparat."])
    return _answer(report, finding, StepKind.EXPLAINED, reason, by, Who.EDITOR)


def _answer(report: Report, finding: int, kind: StepKind, reason: str, by: User, who: Who) -> ReportStep:
    if not reason.strip():
        raise StepRefused(["Skriv varför. Inget är sparat."])
    acting = acting_as(by, report, who)
    return append(
        report=report, scope=Scope.CHECK, key=str(finding), kind=kind, by=by, reason=reason.strip(), acting_as=acting
    )


@transaction.atomic
def act_on_section(
    *, report: Report, key: str, kind: StepKind, by: User, reason: str = "", seen: str | None = None
) -> ReportStep:
    """Mark a section ready, open it again, or send it back. Raises StepRefused."""
    now = composed(report)
    section = now.section(key)
    if section is None:
        raise StepRefused([f"Avsnittet ”{key}” finns inte i rapporten. Inget är sparat."])
    thing = now.section_thing(section)
    if kind == StepKind.READY and section.required and not thing.begun:
        raise StepRefused([f"{thing.name} är tomt. Skriv texten först. Inget är sparat."])
    return take_step(now=now, thing=thing, kind=kind, by=by, reason=reason, seen=seen)
