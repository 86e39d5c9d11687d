"""What a draft says of itself on every page: when its content was last changed, and who fetched it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max

from indicators.models import AssessmentRevision, AssignmentStatus, FigureRevision, TargetRevision
from reports.models import (
    AppendixVersion,
    ListItemVersion,
    Report,
    SharedTextVersion,
    TextVersion,
    YearEndAnswer,
)
from reports.nodes import ReportNode
from reports.rendering.print import Draft
from vss_portal import clock
from vss_portal.models import User

NOBODY = "kommandot export_report"


def draft_of(report: Report, node: ReportNode, by: User | None) -> Draft | None:
    """What marks the report's PDF as a draft; None for a report whose content is closed."""
    if node.known_on is not None:
        return None
    return Draft(clock.local(changed_at(report, node)), by.display_name if by else NOBODY)


def changed_at(report: Report, node: ReportNode) -> dt.datetime:
    """When anything that the open report shows was last recorded: figures, targets, texts, judgements, lists."""
    moments = [_latest(source) for source in _sources(report, node)]
    return max([report.created_at, *(moment for moment in moments if moment is not None)])


def _sources(report: Report, node: ReportNode) -> list[Any]:
    year = {"organisation": report.organisation_id, "year": report.year}
    return [
        FigureRevision.objects.filter(pk__in=_revisions(node)),
        TargetRevision.objects.filter(target__indicator__organisation=report.organisation_id, target__year=report.year),
        TextVersion.objects.filter(text__report=report),
        SharedTextVersion.objects.filter(**{f"text__{name}": value for name, value in year.items()}),
        AppendixVersion.objects.filter(report=report),
        YearEndAnswer.objects.filter(report=report),
        ListItemVersion.objects.filter(item__organisation=report.organisation_id),
        AssessmentRevision.objects.filter(assessment__occasion=report.occasion_id),
        AssignmentStatus.objects.filter(occasion=report.occasion_id),
    ]


def _revisions(node: ReportNode) -> set[int]:
    tables = [*node.tables(), *(chart.table for chart in node.charts())]
    return {cell.revision for table in tables for row in table.rows for cell in row.cells if cell.revision}


def _latest(rows: Any) -> dt.datetime | None:
    found: dt.datetime | None = rows.aggregate(latest=Max("recorded_at"))["latest"]
    return found
