"""Loads figures: of the printed documents in order of recording, then others, then the invented ones of the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.figure_rows import FigureRow, read_figure_rows
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import DocumentRow, Reading
from indicators.loading.saving import EXAMPLE_DAY, Saving, first_moment, noon
from indicators.models.choices import Source
from indicators.recording import Entry, Recorded, RecordingRefused, record_figures

EXAMPLE_PATTERN = "example/figures/*.csv"
# Files that no printed document names hold figures that are known from the moment that they are loaded.
OWN_PATTERN = "figures/*.csv"
# The demo's corrections of its own figures: recorded after all others, with the note as the reason.
CORRECTIONS = "-rattelser.csv"


@dataclass(frozen=True, slots=True)
class FigureFile:
    """The figures of one file: printed in a document, invented for the demo, or else what the organisation knows."""

    name: str
    document: DocumentRow | None
    rows: Sequence[FigureRow]
    invented: bool = False

    @property
    def source(self) -> Source:
        """By which way they come in."""
        if self.document:
            return Source.DOCUMENT
        return Source.EXAMPLE if self.invented else Source.IMPORT

    @property
    def corrects(self) -> bool:
        """Whether the file corrects figures of other files."""
        return self.invented and self.name.endswith(CORRECTIONS)

    @property
    def known_at(self) -> dt.datetime | None:
        """When they count as known (None: now); corrections a minute later, to find what they correct."""
        if self.document:
            return noon(self.document.recorded_on)
        if not self.invented:
            return None
        return first_moment(EXAMPLE_DAY) + dt.timedelta(minutes=int(self.corrects))


def read_figures(reading: Reading) -> list[FigureFile]:
    """All files of figures, the printed ones in order of recording."""
    printed = [
        FigureFile(name, document, read_figure_rows(reading, name))
        for document in reading.known.documents.values()
        for name in document.figures
        if reading.exists(name)
    ]
    named = {file.name for file in printed}
    others = [name for name in reading.folder.matching(OWN_PATTERN) if name not in named]
    own = [FigureFile(name, None, read_figure_rows(reading, name)) for name in others]
    names = reading.folder.matching(EXAMPLE_PATTERN) if reading.demo else []
    invented = [FigureFile(name, None, read_figure_rows(reading, name), invented=True) for name in names]
    invented.sort(key=lambda file: file.corrects)
    _refuse_twice(printed, own, reading)
    _refuse_overlap([*printed, *own], invented, reading)
    return [*printed, *own, *invented]


def _refuse_twice(printed: Sequence[FigureFile], own: Sequence[FigureFile], reading: Reading) -> None:
    """A figure that isn't printed stands in one file."""
    taken = {row.key: row.place for file in printed for row in file.rows}
    for file in own:
        for row in file.rows:
            if row.key in taken:
                message = f"Uppgiften finns redan ({taken[row.key]}). Ta bort den ena raden."
                reading.problems.add(file.name, row.line, "value", message)
            taken.setdefault(row.key, row.place)


def _refuse_overlap(printed: Sequence[FigureFile], invented: Sequence[FigureFile], reading: Reading) -> None:
    """An invented figure never takes the place of a printed one, and stands in one file, but for its corrections."""
    taken = {row.key: row.place for file in reversed(printed) for row in file.rows}
    own = {row.key for file in invented if not file.corrects for row in file.rows}
    for file in invented:
        for row in file.rows:
            if file.corrects and row.key not in own:
                message = "Uppgiften som rättas finns inte i exempeldata. Rätta raden eller ta bort den."
                reading.problems.add(file.name, row.line, "value", message)
            elif row.key in taken and not file.corrects:
                message = f"Uppgiften finns redan ({taken[row.key]}). Exempeldata ersätter inget; ta bort raden."
                reading.problems.add(file.name, row.line, "value", message)
            taken.setdefault(row.key, row.place)


def save_figures(files: Sequence[FigureFile], saving: Saving) -> None:
    """Records the figures of the files that have changed, each file in one act."""
    for file in files:
        if file.name in saving.changed:
            _save_file(file, saving)


def _save_file(file: FigureFile, saving: Saving) -> None:
    document = saving.documents[file.document.slug] if file.document else None
    try:
        recorded = record_figures(
            entries=[_entry(row, file, saving) for row in file.rows],
            by=saving.by,
            source=file.source,
            label=document.title if document else f"{'Exempeldata' if file.invented else 'Inläst fil'}: {file.name}",
            document=document,
            recorded_at=file.known_at,
            file_hash=saving.checksums[file.name],
            # Print and examples are kept as they are; what an organisation brings along is checked like an import.
            checks="refuse" if file.source == Source.IMPORT else "note",
            may_unlock=file.source == Source.IMPORT,
        )
    except RecordingRefused as refused:
        raise ReferenceRefused([Problem(found.place, None, "", found.message) for found in refused.problems]) from None
    _count(recorded, file.name, saving)


def _count(recorded: Sequence[Recorded], name: str, saving: Saving) -> None:
    for answer in recorded:
        saving.summary.add(name, answer.state)
        for finding in answer.findings:
            saving.summary.found(name, finding.level)


def _entry(row: FigureRow, file: FigureFile, saving: Saving) -> Entry:
    return Entry(
        indicator=saving.indicators[row.indicator],
        unit=saving.units[row.unit],
        breakdown=saving.breakdowns[row.breakdown],
        scenario=row.scenario,
        vintage=row.vintage,
        decision=saving.decisions[row.decision] if row.decision else None,
        year=row.year,
        month=row.month,
        span=row.span,
        basis=row.basis,
        number=row.number,
        marker=row.marker,
        population=row.population,
        measured_from=row.measured_from,
        measured_to=row.measured_to,
        footnotes=row.footnotes,
        source_note="" if file.corrects else row.note,
        note_counts=not file.corrects,
        reason=_reason(row, file),
        place=row.place,
    )


def _reason(row: FigureRow, file: FigureFile) -> str:
    """Why a figure is changed, or recorded though its period is closed."""
    if file.corrects:
        return row.note
    return f"Inläst ur {file.name}" if file.source == Source.IMPORT else ""
