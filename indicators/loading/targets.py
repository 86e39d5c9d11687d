"""Loads targets: the texts as printed, one row a target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import DocumentRow, Known, Reading
from indicators.loading.saving import EXAMPLE_DAY, Saving, first_moment, noon
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models.choices import Measure
from indicators.recording import RecordingRefused
from indicators.target_recording import TargetEntry, record_targets
from indicators.targets import TargetError, parse_target

COLUMNS = ("indicator", "unit", "year", "breakdown", "text", "decision", "source_line", "note")
EXAMPLE_PATTERN = "example/targets/*.csv"
OWN_PATTERN = "targets/*.csv"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as the file tells it."""

    line: int
    indicator: str
    unit: str
    year: int
    breakdown: str
    text: str
    decision: str

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What the target is about."""
        return self.indicator, self.unit, self.year, self.breakdown


@dataclass(frozen=True, slots=True)
class TargetFile:
    """The targets of one file: printed in a document, invented for the demo, or else the organisation's own."""

    name: str
    document: DocumentRow | None
    rows: Sequence[TargetRow]
    invented: bool = False

    @property
    def known_at(self) -> dt.datetime | None:
        """When they count as known; None: now."""
        if self.document:
            return noon(self.document.recorded_on)
        return first_moment(EXAMPLE_DAY) if self.invented else None


def read_targets(reading: Reading) -> list[TargetFile]:
    """All files of targets, the printed ones in order of recording."""
    names: list[tuple[str, DocumentRow | None]] = [
        (name, document) for document in reading.known.documents.values() for name in document.targets
    ]
    printed = {name for name, _ in names}
    names += [(name, None) for name in reading.folder.matching(OWN_PATTERN) if name not in printed]
    files = [TargetFile(name, document, _read(reading, name)) for name, document in names if reading.exists(name)]
    invented = reading.folder.matching(EXAMPLE_PATTERN) if reading.demo else []
    return [*files, *(TargetFile(name, None, _read(reading, name), invented=True) for name in invented)]


def _read(reading: Reading, name: str) -> list[TargetRow]:
    rows = list(reading.table(name, COLUMNS))
    targets = [_target(row, reading.known) for row in rows]
    refuse_twice([(row, found.key) for row, found in zip(rows, targets, strict=True)], "text", "Samma målvärde")
    return targets


def _target(given: Given, known: Known) -> TargetRow:
    target = TargetRow(
        line=given.line,
        indicator=given.known("indicator", known.indicators, "indikatorerna"),
        unit=given.known("unit", known.units, "enheterna"),
        year=given.whole("year", FIRST_YEAR, LAST_YEAR),
        breakdown=given.known("breakdown", known.breakdowns, "delarna", default="total"),
        text=given.text("text", longest=60),
        decision=given.known("decision", known.decisions, "besluten", default=""),
    )
    measure = known.indicators.get(target.indicator)
    if measure == "":
        given.wrong("indicator", f"{target.indicator} är en rubrik för flera. Ange målvärdet på en under den.")
    try:
        parse_target(target.text, of_result=measure == Measure.TKR)
    except TargetError as error:
        given.wrong("text", error.message)
    return target


def save_targets(files: Sequence[TargetFile], saving: Saving) -> None:
    """Records the targets of the files that have changed, each file in one act."""
    for file in files:
        if file.name in saving.changed:
            _save_file(file, saving)


def _save_file(file: TargetFile, saving: Saving) -> None:
    try:
        recorded = record_targets(
            entries=[_entry(row, file, saving) for row in file.rows],
            by=saving.by,
            document=saving.documents[file.document.slug] if file.document else None,
            recorded_at=file.known_at,
            is_example=file.invented,
        )
    except RecordingRefused as refused:
        raise ReferenceRefused([Problem(found.place, None, "", found.message) for found in refused.problems]) from None
    for answer in recorded:
        saving.summary.add(file.name, answer.state)


def _entry(row: TargetRow, file: TargetFile, saving: Saving) -> TargetEntry:
    return TargetEntry(
        indicator=saving.indicators[row.indicator],
        unit=saving.units[row.unit],
        year=row.year,
        text=row.text,
        breakdown=saving.breakdowns[row.breakdown],
        decision=saving.decisions[row.decision] if row.decision else None,
        reason="" if file.document or file.invented else f"Inläst ur {file.name}",
        place=f"{file.name}, rad {row.line}",
    )
