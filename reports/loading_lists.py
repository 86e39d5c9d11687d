"""Loads the year's lists (`lists/2024.yaml`, `example/lists/2024.yaml`): activities, decisions and events, plans.

A line is known by its list, unit and title; one that says something else than the file gets a version more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.saving import Saving
from indicators.recording_integrity import FIRST_YEAR, LAST_YEAR
from reports.following.lists import SPECS, GivenLine, load_line
from reports.models import ItemKind, ItemState

LISTS = ("lists/*.yaml", "example/lists/*.yaml")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the file tells it; `goal` is a code of the year, "" for none."""

    kind: str
    unit: str
    goal: str
    title: str
    state: str
    day: dt.date | None
    until: dt.date | None
    responsible: str
    case_number: str
    comment: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """The lines of a year."""

    name: str
    year: int
    rows: Sequence[LineRow]


def read_lists(reading: Reading) -> list[ListFile]:
    """All files of lists; problems are told to the reading."""
    names = [name for pattern in LISTS for name in reading.folder.matching(pattern)]
    return list(filter(None, (_file(reading, name) for name in names)))


def _file(reading: Reading, name: str) -> ListFile | None:
    stem = PurePosixPath(name).stem
    if not stem.isdecimal() or not FIRST_YEAR <= int(stem) <= LAST_YEAR:
        reading.problems.add(name, None, "", f"Filen heter efter året, till exempel 2024.yaml, inte {stem}.yaml.")
        return None
    given = reading.rows(name)
    rows = [_row(each, reading, int(stem)) for each in given]
    keys = [(each, (row.kind, row.unit, row.title)) for each, row in zip(given, rows, strict=True)]
    refuse_twice(keys, "title", "Raden")
    return ListFile(name, int(stem), rows)


def _row(given: Given, reading: Reading, year: int) -> LineRow:
    row = LineRow(
        kind=given.choice("kind", ItemKind),
        unit=given.known("unit", reading.known.units, "enheterna"),
        goal=given.known("goal", reading.known.goals.get(year, set()), "årets mål", default=""),
        title=given.text("title"),
        state=given.choice("state", ItemState, default=""),
        day=given.day_or_none("day"),
        until=given.day_or_none("until"),
        responsible=given.text("responsible", default=""),
        case_number=given.text("case_number", default=""),
        comment=given.text("comment", longest=None, default=""),
    )
    given.finish()
    spec = next((each for each in SPECS.values() if each.kind == row.kind), None)
    if spec and row.state and row.state not in spec.states:
        given.wrong("state", f"”{row.state}” är inget läge för {spec.one}.")
    return row


def save_lists(files: Sequence[ListFile], saving: Saving) -> None:
    """Write the lines that are new or say something else."""
    for file in files:
        for row, line in _lines(file, saving):
            spec = next(each for each in SPECS.values() if each.kind == row.kind)
            state = load_line(organisation=saving.organisation, spec=spec, year=file.year, given=line, by=saving.by)
            saving.summary.add(file.name, state)


def _lines(file: ListFile, saving: Saving) -> Iterator[tuple[LineRow, GivenLine]]:
    for row in file.rows:
        yield (
            row,
            GivenLine(
                title=row.title,
                unit=saving.units[row.unit],
                goal=saving.goals[file.year, row.goal] if row.goal else None,
                state=row.state,
                day=row.day,
                until=row.until,
                responsible=row.responsible,
                case_number=row.case_number,
                comment=row.comment,
            ),
        )
