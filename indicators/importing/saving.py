"""A compared draft is recorded whole or not at all; what was recorded can be taken back whole or not at all.

Undoing removes nothing: each figure gets one more revision with what stood before the import, or with the marker
`cleared` where nothing did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from indicators.access import may_record, may_unlock
from indicators.importing.comparing import entry_of
from indicators.importing.drafts import rows_in
from indicators.importing.naming import Book, read_book
from indicators.importing.rows import CHANGED, FAULTY, NEW, Row
from indicators.models import FigureRevision, ImportDraft, ImportedFile
from indicators.models.choices import MarkerChoice, Source
from indicators.naming import part_name
from indicators.recording import Entry, Problem, RecordingRefused, record_figures
from indicators.recording_entries import number_of, written
from indicators.spans import Month, span_label
from vss_portal.dates import long_date
from vss_portal.models import User

MOST_TOLD = 20


class ImportRefused(Exception):
    """Nothing was saved or taken back; `problems` are Swedish sentences, each ending with what stands."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@transaction.atomic
def save_draft(*, draft: ImportDraft, by: User, reason: str = "", checked_big: bool = False) -> ImportedFile | None:
    """Record the draft's new and changed figures and throw the draft away; None where there was nothing to record.

    `reason` is kept with corrections that need one; `checked_big` says that large changes were looked at. Raises
    ImportRefused with nothing saved.
    """
    # Whoever presses twice meets a draft that is gone; two processes wait for each other here.
    locked = ImportDraft.objects.select_for_update().filter(pk=draft.pk, by=by).first()
    if locked is None:
        raise ImportRefused(["Filen är redan inläst eller borttagen. Se listan över inläsningar."])
    rows = rows_in(locked)
    _refuse_unready(locked, rows, reason, checked_big)
    book = read_book(locked.organisation, locked.mapping)
    fresh = [row for row in rows if row.verdict in (NEW, CHANGED)]
    recorded = _record(fresh, book, locked, by, reason)
    kept = None
    if recorded is not None:
        kept = ImportedFile.objects.create(
            organisation=locked.organisation,
            source=locked.source,
            file_name=locked.file_name,
            file_hash=locked.file_hash,
            batch_id=recorded,
            summary=locked.summary,
        )
    locked.delete()
    return kept


def _refuse_unready(draft: ImportDraft, rows: Sequence[Row], reason: str, checked_big: bool) -> None:
    if draft.compared_at is None:
        raise ImportRefused(["Filen är inte jämförd med portalens värden än. Inget är sparat."])
    faulty = sum(row.verdict == FAULTY for row in rows)
    if faulty:
        what = "en rad" if faulty == 1 else f"{faulty} rader"
        raise ImportRefused([f"Filen har {what} med fel. Rätta dem eller ta bort dem. Inget är sparat."])
    if not checked_big and any(row.is_big for row in rows):
        raise ImportRefused(["Säg att du har kontrollerat de stora ändringarna. Inget är sparat."])
    if not reason.strip() and any(row.needs_reason and row.verdict in (NEW, CHANGED) for row in rows):
        raise ImportRefused(["Filen rättar värden i stängda perioder. Skriv en orsak. Inget är sparat."])


def _record(rows: Sequence[Row], book: Book, draft: ImportDraft, by: User, reason: str) -> int | None:
    """The key of the batch."""
    _refuse_forbidden(rows, book, by)
    note = draft.source.name if draft.source else draft.file_name
    entries = [entry_of(row, book, place=row.place, reason=reason.strip(), note=note) for row in rows]
    try:
        recorded = record_figures(
            entries=entries,
            by=by,
            source=Source.IMPORT.value,
            label=draft.file_name,
            file_hash=draft.file_hash,
            may_unlock=may_unlock(by),
        )
    except RecordingRefused as refused:
        raise ImportRefused(_told(refused.problems)) from refused
    return next((item.revision.batch_id for item in recorded if item.state != "unchanged"), None)


def _refuse_forbidden(rows: Sequence[Row], book: Book, by: User) -> None:
    """Rights are asked again: a draft may be some days old."""
    pairs = {(row.indicator, row.unit) for row in rows}
    for indicator, unit in sorted(pairs):
        if not may_record(by, book.indicator_rows[indicator], book.unit_rows[unit]):
            names = f"{book.indicators.shown[indicator]} för {book.units.shown[unit]}"
            raise ImportRefused([f"Du registrerar inte längre {names}. Inget är sparat."])


def _told(problems: Sequence[Problem]) -> list[str]:
    """The first problems; the message of one that somebody else caused asks to compare anew."""
    told = [str(problem) for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        told.append(f"Ytterligare {len(problems) - MOST_TOLD} rader gick inte att spara.")
    return [*told, "Inget är sparat. Jämför filen igen och se vad som gäller nu."]


@dataclass(frozen=True)
class _Step:
    """A revision of the import, and the one before it."""

    made: FigureRevision
    before: FigureRevision | None


@transaction.atomic
def undo_import(*, imported: ImportedFile, by: User) -> ImportedFile:
    """Take an import back with new revisions. Raises ImportRefused, listing what somebody has changed since."""
    locked = ImportedFile.objects.select_for_update().select_related("batch").get(pk=imported.pk)
    if locked.undone_by_id:
        raise ImportRefused(["Inläsningen är redan ångrad. Värdena står som före den."])
    steps, changed = _steps(locked)
    if changed:
        raise ImportRefused([*changed[:MOST_TOLD], _since(len(changed))])
    when = long_date(timezone.localtime(locked.batch.recorded_at).date())
    reason = f"Ångrad inläsning av {locked.file_name} från {when}"[:500]
    try:
        recorded = record_figures(
            entries=[_back(step, reason) for step in steps],
            by=by,
            source=Source.IMPORT.value,
            label=f"Ångrad: {locked.file_name}",
            file_hash=locked.file_hash,
            may_unlock=may_unlock(by),
        )
    except RecordingRefused as refused:
        told = [str(problem) for problem in refused.problems[:MOST_TOLD]]
        raise ImportRefused([*told, "Inget är ångrat; de inlästa värdena står kvar."]) from refused
    locked.undone_by_id = recorded[0].revision.batch_id
    locked.save(update_fields=["undone_by"])
    return locked


def _since(count: int) -> str:
    what = "Ett värde har" if count == 1 else f"{count} värden har"
    return f"{what} ändrats efter inläsningen. Inget är ångrat. Rätta värdena ett och ett, eller läs in en ny fil."


def _steps(imported: ImportedFile) -> tuple[list[_Step], list[str]]:
    made = list(
        FigureRevision.objects.filter(batch=imported.batch_id).select_related(
            "fact__indicator", "fact__unit", "fact__breakdown__set", "fact__decision"
        )
    )
    around: dict[int, dict[int, FigureRevision]] = {}
    facts = FigureRevision.objects.filter(batch=imported.batch_id).values("fact")
    rows = FigureRevision.objects.filter(fact__in=facts).select_related("recorded_by").prefetch_related("footnotes")
    for revision in rows:
        around.setdefault(revision.fact_id, {})[revision.number] = revision
    changed = list(_changed(made, around))
    return [_Step(each, around[each.fact_id].get(each.number - 1)) for each in made], changed


def _changed(made: Sequence[FigureRevision], around: dict[int, dict[int, FigureRevision]]) -> Iterator[str]:
    for each in made:
        latest = around[each.fact_id][max(around[each.fact_id])]
        if latest.number != each.number:
            fact = each.fact
            at = Month(fact.year, fact.month)
            part = part_name(fact.breakdown.code, fact.breakdown.name)
            what = ", ".join(filter(None, (
                fact.indicator.name_on(at.last_day), part, fact.unit.name_on(at.last_day), span_label(fact.span, at)
            )))  # fmt: skip
            stands = written(number_of(latest), latest.marker)
            yield f"{what}: {latest.recorded_by.display_name} har ändrat värdet till {stands}."


def _back(step: _Step, reason: str) -> Entry:
    fact, before = step.made.fact, step.before
    number = number_of(before) if before else None
    marker = before.marker if before else MarkerChoice.CLEARED.value
    return Entry(
        indicator=fact.indicator,
        unit=fact.unit,
        breakdown=fact.breakdown,
        year=fact.year,
        month=fact.month,
        span=fact.span,
        scenario=fact.scenario,
        vintage=fact.vintage,
        decision=fact.decision,
        basis=fact.basis,
        number=number,
        marker=marker,
        population=before.population if before else None,
        measured_from=before.measured_from if before else None,
        measured_to=before.measured_to if before else None,
        footnotes=tuple((note.kind, note.text) for note in before.footnotes.all()) if before else (),
        source_note=before.source_note if before else "",
        reason=reason,
        seen=step.made.number,
    )
