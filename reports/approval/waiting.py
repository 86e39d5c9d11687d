"""How many goals and reports wait for a decision: counted from the log alone, so that every page can show it."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from indicators.rights import rights_of
from reports.models import ReportStep, Scope, StepKind


def waiting_for(user: Any) -> int:
    """The goals and reports of the person's organisation whose latest step is that they were sent."""
    same = ReportStep.objects.filter(report=OuterRef("report"), scope=OuterRef("scope"), key=OuterRef("key"))
    newest = same.order_by("-number").values("number")[:1]
    sent = ReportStep.objects.filter(
        report__organisation=rights_of(user).organisation,
        report__frozen=None,
        kind=StepKind.SUBMITTED,
        scope__in=(Scope.GOAL, Scope.REPORT),
        number=Subquery(newest),
    )
    return sent.count()
