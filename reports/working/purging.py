"""Purging: some time after the adoption a report's discussion and superseded drafts go; decisions never do.

What goes is first written into the run's list, and the database lets go of nothing that isn't in such a list. What
is kept: every step and assessment, what the report was adopted with, and each text as it last was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from indicators.models import Comment
from reports.adopting.frozen import latest
from reports.approval.sections import is_adopted
from reports.approval.steps import StepRefused
from reports.models import FrozenReport, PurgedKind, PurgedRow, PurgeRun, Report, TextComment, TextVersion
from vss_portal import clock
from vss_portal.models import User


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a purge would take."""

    kind: PurgedKind
    row: int
    about: str
    written_at: dt.datetime
    written_by: User


def kept_days() -> int:
    """How many days working material is kept after the adoption."""
    return int(settings.PORTAL_KEEP_DISCUSSION_DAYS)


def due_on(report: Report) -> dt.date | None:
    """The first day on which the report may be purged; None while no version is adopted or a new one is under work."""
    frozen = latest(report)
    if frozen is None or not is_adopted(report):
        return None
    return clock.local(frozen.recorded_at).date() + dt.timedelta(days=kept_days())


def material(report: Report) -> list[Due]:
    """What a purge takes, in order: superseded versions of texts, remarks on them, comments on the period's figures."""
    return [*_drafts(report), *_remarks(report), *_figure_comments(report)]


def _drafts(report: Report) -> Iterator[Due]:
    """Versions that are neither the text's last nor what it said when a version was adopted."""
    rows = TextVersion.objects.filter(text__report=report)
    kept = set(rows.as_of(None).values_list("pk", flat=True))
    for moment in FrozenReport.objects.filter(report=report).values_list("recorded_at", flat=True):
        newest = rows.filter(recorded_at__lte=moment).values("text").annotate(last=Max("number"))
        for each in newest:
            kept.add(rows.get(text=each["text"], number=each["last"]).pk)
    for row in rows.exclude(pk__in=kept).select_related("text", "recorded_by").order_by("text", "number"):
        about = f"{row.text.key}, version {row.number}"
        yield Due(PurgedKind.DRAFT, row.pk, about, row.recorded_at, row.recorded_by)


def _remarks(report: Report) -> Iterator[Due]:
    for row in TextComment.objects.filter(report=report).select_related("recorded_by").order_by("pk"):
        yield Due(PurgedKind.COMMENT, row.pk, row.key, row.recorded_at, row.recorded_by)


def _figure_comments(report: Report) -> Iterator[Due]:
    rows = Comment.objects.filter(unit__organisation=report.organisation, year=report.year, month=report.month)
    for row in rows.select_related("by", "indicator", "unit").order_by("pk"):
        yield Due(PurgedKind.FIGURE_COMMENT, row.pk, f"{row.indicator.code} {row.unit.code}", row.at, row.by)


@transaction.atomic
def purge(*, report: Report, by: User) -> PurgeRun | None:
    """List what goes and let it go; None where there is nothing. Raises StepRefused before the day."""
    day, frozen = due_on(report), latest(report)
    if day is None or frozen is None:
        raise StepRefused([f"{report.title} är inte fastställd, eller så pågår en ny version. Inget är rensat."])
    if clock.today() < day:
        raise StepRefused([f"{report.title} får rensas först {day}. Inget är rensat."])
    found = material(report)
    if not found:
        return None
    run = PurgeRun.objects.create(
        report=report,
        adopted_on=clock.local(frozen.recorded_at).date(),
        kept_days=kept_days(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    PurgedRow.objects.bulk_create(
        PurgedRow(
            run=run,
            kind=each.kind,
            row=each.row,
            about=each.about,
            written_at=each.written_at,
            written_by=each.written_by,
        )
        for each in found
    )
    _let_go(found)
    return run


def _let_go(found: list[Due]) -> None:
    rows = {kind: [each.row for each in found if each.kind == kind] for kind in PurgedKind}
    TextVersion.objects.filter(pk__in=rows[PurgedKind.DRAFT]).delete()
    # The answers before what they answer.
    TextComment.objects.filter(pk__in=rows[PurgedKind.COMMENT]).exclude(answers=None).delete()
    TextComment.objects.filter(pk__in=rows[PurgedKind.COMMENT]).delete()
    Comment.objects.filter(pk__in=rows[PurgedKind.FIGURE_COMMENT]).delete()


def due_reports() -> list[Report]:
    """The adopted reports whose day has come and that have something to purge."""
    adopted = Report.objects.filter(pk__in=FrozenReport.objects.values("report")).select_related("organisation")
    waiting = [report for report in adopted.order_by("pk") if (day := due_on(report)) and day <= clock.today()]
    return [report for report in waiting if material(report)]
