"""The queue of PDFs: ask for one, make it, say how far it has come."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django_tasks import task

from reports.models import JobState, PrintJob, Report
from reports.printing.making import pdf_of
from reports.rendering.files import NotPrinted
from vss_portal import clock
from vss_portal.models import User

log = logging.getLogger(__name__)
OPEN = (JobState.WAITING, JobState.RUNNING)
KEPT_DAYS = 7
# Composing, and the margin of a machine that has much to do.
SPARE_SECONDS = 60
SLOW_QUEUE = dt.timedelta(minutes=2)


def ask_for(*, report: Report, by: User) -> PrintJob:
    """Put the report's PDF into the queue, or find the person's place in it. The caller has asked who may read it."""
    _take_away_old()
    waiting = newest(report=report, by=by)
    if waiting is not None and waiting.state in OPEN and not is_lost(waiting):
        return waiting
    job = PrintJob.objects.create(report=report, person=by, created_at=clock.now())
    make.enqueue(job=job.pk)
    job.refresh_from_db()
    return job


def newest(*, report: Report, by: User) -> PrintJob | None:
    """What the person asked for last of the report."""
    return PrintJob.objects.filter(report=report, person=by).order_by("-pk").first()


def ahead(job: PrintJob) -> int:
    """How many come before it in the queue."""
    return PrintJob.objects.filter(pk__lt=job.pk, state__in=OPEN).count()


def is_lost(job: PrintJob) -> bool:
    """Whether the worker that had it is gone: no document takes so long."""
    longest = dt.timedelta(seconds=settings.PDF_SECONDS + settings.PDF_PATIENCE + SPARE_SECONDS)
    return job.state == JobState.RUNNING and job.started_at is not None and _now() - job.started_at > longest


def is_forgotten(job: PrintJob) -> bool:
    """Whether nobody works on the queue: it has waited for long."""
    return job.state == JobState.WAITING and _now() - job.created_at > SLOW_QUEUE


@task()
def make(job: int) -> None:
    """Make the PDF of a job; what goes wrong is told in the job."""
    row = PrintJob.objects.filter(pk=job).select_related("report__template_version", "report__organisation", "person")
    found = row.first()
    if found is not None and found.state == JobState.WAITING:
        _note(found, JobState.RUNNING, started_at=_now())
        _note(found, *_outcome(found), ended_at=_now())


def _outcome(job: PrintJob) -> tuple[JobState, str]:
    try:
        pdf_of(job.report, job.person)
    except NotPrinted as refused:
        return JobState.FAILED, str(refused)
    except Exception:
        log.exception("The PDF of %s failed", job.report.slug)
        return (
            JobState.FAILED,
            "Något gick fel när PDF:en gjordes. Försök igen, och säg annars till den som sköter portalen.",
        )
    return JobState.DONE, ""


def _note(job: PrintJob, state: JobState, message: str = "", **times: dt.datetime) -> None:
    job.state, job.message = state, message
    for name, moment in times.items():
        setattr(job, name, moment)
    job.save()


def _take_away_old() -> None:
    PrintJob.objects.filter(created_at__lt=_now() - dt.timedelta(days=KEPT_DAYS)).delete()


def _now() -> dt.datetime:
    return clock.now()
