"""What the panel of one row tells: definition, source, target, 24 months, earlier values, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.entry.cells import Line, Writer, shown_text
from indicators.entry.plan import Row
from indicators.models import Comment, FigureRevision, Indicator, IndicatorDefinition
from indicators.models.choices import MarkerChoice
from indicators.pivot.coordinates import Coordinates
from indicators.pivot.figures import Known
from indicators.recording_entries import number_of, written
from vss_portal import clock

MONTHS = 24
LONGEST = 1000


@dataclass(frozen=True)
class Details:
    """Everything about a row in a month."""

    line: Line
    indicator: Indicator
    definition: IndicatorDefinition | None
    months: Sequence[tuple[str, str]]
    series: Sequence[tuple[str, Known | None]]
    earlier: Sequence[tuple[FigureRevision, str]]
    comments: Sequence[Comment]
    requested: bool


def details_of(writer: Writer, row: Row) -> Details:
    """The panel of a row: two queries beyond the month's."""
    line = writer.line(row)
    period = writer.month.lookup.period
    series = []
    for back in range(MONTHS - 1, -1, -1):
        at = writer.month.at - back
        series.append((at.label, writer.month.figures.find(writer.slot(row, at), Coordinates(), period)))
    key = {"indicator": row.indicator, "unit": row.unit_pk, "breakdown": row.breakdown}
    asked = {request.about for request in writer.month.happenings.requests}
    comments = Comment.objects.filter(**key, year=writer.month.at.year, month=writer.month.at.month)
    return Details(
        line=line,
        indicator=row.indicator,
        definition=row.indicator.definition_on(writer.month.at.last_day),
        months=[(label, shown_text(known) or "saknas") for label, known in series],
        series=series,
        earlier=_earlier(writer, row),
        comments=list(comments.select_related("by")),
        requested=(row.indicator.pk, row.unit_pk, row.breakdown.pk) in asked,
    )


def _earlier(writer: Writer, row: Row) -> list[tuple[FigureRevision, str]]:
    known = writer.known(row)
    if known is None or known.marker == MarkerChoice.WITHHELD:
        return []
    rows = FigureRevision.objects.filter(fact=known.fact).select_related("recorded_by").order_by("-number")
    return [(revision, written(number_of(revision), revision.marker)) for revision in rows]


class CommentRefused(ValueError):
    """Why a comment wasn't saved; the message is Swedish."""


def comment(writer: Writer, row: Row, text: str) -> Comment:
    """Save a working comment on the row. Raises CommentRefused for an empty or far too long one."""
    told = text.strip()
    if not told:
        raise CommentRefused("Kommentaren är tom. Skriv något, eller stäng panelen.")
    if len(told) > LONGEST:
        raise CommentRefused(f"Kommentaren har {len(told)} tecken, högst {LONGEST} får plats.")
    return Comment.objects.create(
        indicator=row.indicator,
        unit_id=row.unit_pk,
        breakdown=row.breakdown,
        year=writer.month.at.year,
        month=writer.month.at.month,
        text=told,
        by=writer.month.user,
        at=clock.now(),
    )
