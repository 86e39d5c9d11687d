"""Taking back what was recorded in one act: every figure of it gets its earlier value again, as a new revision."""

from __future__ import annotations

from indicators.models import FigureRevision, RecordingBatch
from indicators.models.choices import MarkerChoice, Source
from indicators.recording import Entry, Recorded, record_figures
from indicators.recording_entries import number_of
from vss_portal.models import User


class UndoRefused(ValueError):
    """Why an act can't be taken back; the message is Swedish."""


def undo(*, batch: int, by: User, may_unlock: bool = False) -> list[Recorded]:
    """Take back an act of one's own. Raises UndoRefused, or RecordingRefused where somebody wrote after it."""
    found = RecordingBatch.objects.filter(pk=batch, recorded_by=by).first()
    if found is None:
        raise UndoRefused("Det finns inget att ångra. Inget är ändrat.")
    rows = list(found.revisions.select_related("fact__indicator", "fact__unit", "fact__breakdown"))
    before = FigureRevision.objects.filter(fact__in=[row.fact_id for row in rows])
    earlier = {(row.fact_id, row.number): row for row in before}
    entries = [_back(row, earlier.get((row.fact_id, row.number - 1))) for row in rows]
    return record_figures(
        entries=entries, by=by, source=Source.FORM, label=f"Ångrat: {found.label}", may_unlock=may_unlock
    )


def _back(row: FigureRevision, before: FigureRevision | None) -> Entry:
    fact = row.fact
    return Entry(
        indicator=fact.indicator,
        unit=fact.unit,
        breakdown=fact.breakdown,
        year=fact.year,
        month=fact.month,
        span=fact.span,
        scenario=fact.scenario,
        vintage=fact.vintage,
        basis=fact.basis,
        number=number_of(before) if before else None,
        marker=before.marker if before else MarkerChoice.CLEARED,
        reason="Ångrat",
        seen=row.number,
        place=fact.indicator.code,
    )
