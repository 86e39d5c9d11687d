"""What happens after the adopting: a new version begun, the kommunstyrelse's treatment, the day that it is public."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from reports.adopting.frozen import latest
from reports.approval.people import edits
from reports.approval.steps import StepRefused
from reports.approval.whole import act_on_report
from reports.models import EventKind, Report, ReportEvent, ReportStep, StepKind
from vss_portal import clock
from vss_portal.models import User


def begin_revision(*, report: Report, reason: str, by: User) -> ReportStep:
    """Open an adopted report for a new version, with why; the adopted one stays as it is. Raises StepRefused."""
    return act_on_report(report=report, kind=StepKind.REVISION, by=by, reason=reason)


@transaction.atomic
def record_event(
    *, report: Report, kind: str, day: dt.date, by: User, paragraph: str = "", outcome: str = ""
) -> ReportEvent:
    """Record a dated event beside the newest adopted version. Raises StepRefused."""
    frozen = latest(report)
    problems = []
    if not edits(by, report):
        problems.append("Bara huvudcontrollern registrerar det. Inget är sparat.")
    if frozen is None:
        problems.append("Rapporten är inte fastställd än. Fastställ den först. Inget är sparat.")
    if kind == EventKind.TREATED and not (paragraph.strip() and outcome.strip()):
        problems.append("Skriv paragraf och beslut för kommunstyrelsens behandling. Inget är sparat.")
    if frozen is not None and day < clock.local(frozen.recorded_at).date():
        problems.append("Dagen ligger före fastställandet. Inget är sparat.")
    if problems or frozen is None:
        raise StepRefused(problems)
    last = ReportEvent.objects.filter(report=report).order_by("-number").first()
    return ReportEvent.objects.create(
        report=report,
        frozen=frozen,
        number=last.number + 1 if last else 1,
        kind=kind,
        day=day,
        paragraph=paragraph.strip(),
        outcome=outcome.strip(),
        recorded_at=max(clock.now(), last.recorded_at) if last else clock.now(),
        recorded_by=by,
    )
