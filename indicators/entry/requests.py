"""A wrong figure in a locked month: somebody asks for a value and says why, the editor answers with one key."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from indicators.entry.cells import Trouble, Writer
from indicators.entry.plan import Row
from indicators.entry.saving import Given, read_box, standing_text
from indicators.models import Breakdown, CorrectionAnswer, CorrectionRequest, FigureRevision, Indicator, Unit
from indicators.models.choices import Scenario, Source
from indicators.numbers import Number, format_number
from indicators.recording import Entry, RecordingRefused, record_figure
from indicators.recording_entries import number_of, written
from vss_portal import clock
from vss_portal.models import User

LONGEST = 500


class RequestRefused(ValueError):
    """Why a request or an answer wasn't saved; the message is Swedish."""


def ask(writer: Writer, row: Row, *, text: str, reason: str) -> CorrectionRequest:
    """Ask for a value in a locked month. Raises RequestRefused where value or reason can't be taken."""
    told = " ".join(reason.split())[:LONGEST]
    if not told:
        raise RequestRefused("Skriv varför värdet ska rättas. Begäran är inte skickad.")
    read = read_box(writer, row, Given(text), standing_text(writer, row, "u"))
    if isinstance(read, Trouble):
        raise RequestRefused(read.message)
    known = writer.known(row)
    return CorrectionRequest.objects.create(
        indicator=row.indicator,
        unit_id=row.unit_pk,
        breakdown=row.breakdown,
        year=writer.month.at.year,
        month=row.month,
        span=row.span,
        seen=known.revision_number if known else 0,
        scaled=read.number.scaled if read.number else None,
        decimals=read.number.decimals if read.number else None,
        marker=str(read.marker or ""),
        reason=told,
        by=writer.month.user,
        at=clock.now(),
    )


def number_asked(request: CorrectionRequest) -> Number | None:
    """The number that was asked for."""
    if request.scaled is None or request.decimals is None:
        return None
    return Number(request.scaled, request.decimals)


def shown_asked(request: CorrectionRequest) -> str:
    """What was asked for, as it is written."""
    number = number_asked(request)
    return format_number(number) if number is not None else str(request.get_marker_display())


def standing_now(requests: Iterable[CorrectionRequest]) -> dict[int, str]:
    """What stands now where each request asks for something else, by the request's key: one query."""
    asked = list(requests)
    rows = FigureRevision.objects.filter(
        fact__indicator__in={row.indicator_id for row in asked},
        fact__unit__in={row.unit_id for row in asked},
        fact__year__in={row.year for row in asked},
        fact__scenario=Scenario.OUTCOME,
    )
    known = {
        (fact.indicator_id, fact.unit_id, fact.breakdown_id, fact.year, fact.month, fact.span): written(
            number_of(row), row.marker
        )
        for row in rows.current().select_related("fact")
        if (fact := row.fact)
    }
    places = {row.pk: (row.indicator_id, row.unit_id, row.breakdown_id, row.year, row.month, row.span) for row in asked}
    return {pk: known.get(place, "") for pk, place in places.items()}


@transaction.atomic
def accept(*, request: CorrectionRequest, by: User) -> CorrectionAnswer:
    """Record what was asked for, as the editor's act. Raises RequestRefused where it is answered or can't be saved."""
    _refuse_answered(request)
    entry = Entry(
        indicator=Indicator.objects.get(pk=request.indicator_id),
        unit=Unit.objects.get(pk=request.unit_id),
        breakdown=Breakdown.objects.get(pk=request.breakdown_id),
        year=request.year,
        month=request.month,
        span=request.span,
        number=number_asked(request),
        marker=request.marker,
        reason=f"Begärd av {request.by}: {request.reason}"[:LONGEST],
        seen=request.seen,
    )
    try:
        recorded = record_figure(entry=entry, by=by, source=Source.FORM, label="Begärd rättelse", may_unlock=True)
    except RecordingRefused as refusal:
        raise RequestRefused(" ".join(str(problem) for problem in refusal.problems)) from refusal
    return CorrectionAnswer.objects.create(request=request, revision=recorded.revision, by=by, at=clock.now())


@transaction.atomic
def decline(*, request: CorrectionRequest, by: User, text: str) -> CorrectionAnswer:
    """Say no, and why. Raises RequestRefused without a why."""
    _refuse_answered(request)
    told = " ".join(text.split())[:LONGEST]
    if not told:
        raise RequestRefused("Skriv varför rättelsen inte görs. Begäran väntar fortfarande.")
    return CorrectionAnswer.objects.create(request=request, text=told, by=by, at=clock.now())


def _refuse_answered(request: CorrectionRequest) -> None:
    answer = CorrectionAnswer.objects.filter(request=request).select_related("by").first()
    if answer is not None:
        raise RequestRefused(f"Begäran är redan besvarad av {answer.by}: {answer}. Inget är ändrat.")
