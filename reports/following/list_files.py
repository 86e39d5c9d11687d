"""Lines of a year's list out of a spreadsheet: what each row says, what it would do, and what is wrong with it.

The first row names the columns; the names are those of the list, or the usual ones for the same thing. A row is known
by its unit and its title: it is a line's next version, or a new line.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property

from indicators.importing.cells import said
from indicators.importing.reading import check_length, read_file
from indicators.models import Goal, Organisation, Unit
from reports.approval.steps import StepRefused
from reports.following.lists import GivenLine, ListSpec, own_units, problems_of, save_line, unchanged, unit_choices
from reports.following.reading import lines_of
from reports.models import ItemState, ListItemVersion
from vss_portal.models import User

MOST_ROWS = 500
# What columns are called, beside what the list itself calls them.
CALLED = {
    "title": ("aktivitet", "rubrik", "namn", "vad"),
    "unit": ("enhet", "verksamhetsområde", "område"),
    "goal": ("mål", "förvaltningsmål", "nämndmål"),
    "state": ("läge", "status"),
    "day": ("klar senast", "klart senast", "slutdatum", "slut", "klar", "dag", "datum"),
    "until": ("till och med", "slutar"),
    "responsible": ("ansvarig", "ansvariga"),
    "case_number": ("diarienummer", "dnr"),
    "comment": ("kommentar", "anteckning"),
}
STATES = {
    "klar": ItemState.DONE,
    "klart": ItemState.DONE,
    "genomfört": ItemState.DONE,
    "avslutad": ItemState.DONE,
    "pågående": ItemState.ONGOING,
    "påbörjad": ItemState.ONGOING,
    "ej påbörjad": ItemState.PLANNED,
    "planerat": ItemState.PLANNED,
    "försenat": ItemState.LATE,
    "utgått": ItemState.DROPPED,
}


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A row of the file: its number there, its line, the standing one, and what is wrong with it."""

    row: int
    given: GivenLine
    unit_name: str = ""
    standing: ListItemVersion | None = None
    problems: tuple[str, ...] = ()

    @property
    def does(self) -> str:
        """What reading it in does: ny, ändrad, oförändrad; nothing for a row with problems."""
        if self.problems:
            return ""
        if self.standing is None:
            return "ny"
        return "oförändrad" if unchanged(self.standing, self.given) else "ändrad"

    @property
    def state(self) -> str:
        """The state in words."""
        return str(ItemState(self.given.state).label) if self.given.state in ItemState.values else self.given.state


def cells_of(content: bytes) -> list[list[str]]:
    """The texts of the file's first sheet with rows. Raises FileRefused, and StepRefused for too many rows."""
    check_length(len(content))
    sheets = read_file(content).sheets
    sheet = next((sheet for sheet in sheets if sheet.rows), None)
    rows = [[said(cell) for cell in row] for row in sheet.rows] if sheet else []
    if len(rows) > MOST_ROWS + 1:
        raise StepRefused([f"Filen har {len(rows) - 1} rader; högst {MOST_ROWS} läses. Dela upp den. Inget är sparat."])
    return rows


def kept(cells: Sequence[Sequence[str]]) -> str:
    """The cells as the page carries them from the preview to the saving."""
    return json.dumps(cells, ensure_ascii=False)


def restored(text: str) -> list[list[str]]:
    """The cells that the page carried. Raises StepRefused for anything else."""
    try:
        cells = json.loads(text)
    except ValueError:
        cells = None
    shaped = isinstance(cells, list) and len(cells) <= MOST_ROWS + 1
    if not shaped or not all(isinstance(row, list) and all(isinstance(each, str) for each in row) for row in cells):
        raise StepRefused(["Raderna gick förlorade. Välj filen igen. Inget är sparat."])
    return list(cells)


@dataclass(frozen=True)
class ListFile:
    """A file for a list of a year, read by a person."""

    organisation: Organisation
    spec: ListSpec
    year: int
    by: User
    cells: Sequence[Sequence[str]]

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each field stands. Raises StepRefused where there is no column of titles."""
        spec = self.spec
        own = {"title": spec.title, "day": spec.day, "until": spec.until, "responsible": spec.responsible}
        heads = [cell.casefold().rstrip(":*") for cell in (self.cells[0] if self.cells else ())]
        found = {}
        for field, names in CALLED.items():
            called = (own.get(field, "").casefold(), *names)
            at = next((heads.index(name) for name in called if name and name in heads), None)
            if at is not None:
                found[field] = at
        if "title" not in found:
            raise StepRefused(
                [f"Filens första rad har ingen kolumn ”{spec.title}”. Skriv kolumnernas namn överst. Inget är sparat."]
            )
        return found

    @property
    def ignored(self) -> str:
        """The columns that aren't read."""
        heads = enumerate(self.cells[0] if self.cells else ())
        return ", ".join(head for at, head in heads if head and at not in self.columns.values())

    @cached_property
    def lines(self) -> list[FileLine]:
        """Every row with a title or anything else in a column that is known."""
        standing = {
            (line.item.unit_id, line.title.casefold()): line
            for line in lines_of(self.organisation, self.spec.kind, self.year)
        }
        found: list[FileLine] = []
        seen: set[tuple[int, str]] = set()
        for number, row in enumerate(self.cells[1:], 2):
            told = {name: row[at].strip() for name, at in self.columns.items() if at < len(row)}
            if any(told.values()):
                line = self._line(number, told)
                key = (line.given.unit.pk if line.given.unit else 0, line.given.title.casefold())
                twice = ("Raden finns två gånger i filen.",) if key in seen and key[0] else ()
                seen.add(key)
                found.append(self._beside(line, standing.get(key), twice))
        return found

    def _line(self, number: int, told: dict[str, str]) -> FileLine:
        problems: list[str] = []
        unit, unit_name = self._unit(told.get("unit", ""), problems)
        given = GivenLine(
            title=told.get("title", ""),
            unit=unit,
            goal=self._goal(told.get("goal", ""), problems),
            state=self._state(told.get("state", ""), problems),
            day=_day(told.get("day", ""), problems),
            until=_day(told.get("until", ""), problems) if self.spec.until else None,
            responsible=told.get("responsible", ""),
            case_number=told.get("case_number", "") if self.spec.case_number else "",
            comment=told.get("comment", ""),
        )
        return FileLine(row=number, given=given, unit_name=unit_name, problems=tuple(problems))

    def _beside(self, line: FileLine, standing: ListItemVersion | None, twice: tuple[str, ...]) -> FileLine:
        """The line with what stands: an empty cell of a line that stands leaves what it says."""
        given = line.given
        if standing is not None:
            empty = {name: getattr(standing, name) for name in KEPT if not getattr(given, name)}
            given = replace(given, seen=standing.number, **empty)
        elif not given.state and self.spec.states:
            given = replace(given, state=self.spec.states[0].value)
        item = standing.item_id if standing else None
        wrong = [] if line.problems else problems_of(self.spec, self.year, given, self.by, standing, asked=item)
        return replace(line, given=given, standing=standing, problems=(*line.problems, *twice, *wrong))

    @cached_property
    def _units(self) -> dict[str, Unit]:
        by_code = {unit.code: unit for unit in own_units(self.by)}
        names = {name.casefold(): by_code[code] for code, name in unit_choices(self.by, self.year)}
        return {**{code: by_code[code] for code, _ in unit_choices(self.by, self.year)}, **names}

    def _unit(self, text: str, problems: list[str]) -> tuple[Unit | None, str]:
        choices = unit_choices(self.by, self.year)
        if not text and len(choices) == 1:
            return self._units[choices[0][0]], choices[0][1]
        found = self._units.get(text.casefold())
        if found is None:
            problems.append(f"”{text}” är ingen av dina enheter." if text else "Raden har ingen enhet.")
        return found, dict(choices).get(found.code, "") if found else text

    @cached_property
    def _goals(self) -> dict[str, Goal]:
        goals = Goal.objects.in_year(self.organisation, self.year)
        return {key: goal for goal in goals for key in (goal.code, goal.name.casefold())}

    def _goal(self, text: str, problems: list[str]) -> Goal | None:
        if not text or not self.spec.goal:
            return None
        found = self._goals.get(text.casefold())
        if found is None:
            problems.append(f"Målet ”{text}” finns inte {self.year}.")
        return found

    def _state(self, text: str, problems: list[str]) -> str:
        if not text or not self.spec.states:
            return ""
        called = {state.label.casefold(): state for state in self.spec.states}
        found = called.get(text.casefold()) or STATES.get(text.casefold())
        if found is None or found not in self.spec.states:
            words = ", ".join(str(state.label) for state in self.spec.states)
            problems.append(f"”{text}” är inget läge. Skriv något av {words}.")
            return ""
        return str(found.value)

    @property
    def seen(self) -> str:
        """The versions of the standing lines, as the page carries them from the preview to the saving."""
        return ",".join(str(line.standing.number if line.standing else 0) for line in self.lines)

    @transaction.atomic
    def save(self, seen: str) -> int:
        """Save the rows that have no problem and change something; how many.

        Raises StepRefused, with nothing saved, where a line is another one than the person saw.
        """
        if seen != self.seen:
            raise StepRefused(
                ["Någon har ändrat listan sedan du såg förhandsvisningen. Så här blir det nu. Inget är sparat."]
            )
        wanted = [line for line in self.lines if line.does in ("ny", "ändrad")]
        about: dict[str, Any] = {"organisation": self.organisation, "spec": self.spec, "year": self.year, "by": self.by}
        for line in wanted:
            save_line(given=line.given, item=line.standing.item_id if line.standing else None, **about)
        return len(wanted)


KEPT = ("goal", "state", "day", "until", "responsible", "case_number", "comment")


def _day(text: str, problems: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        problems.append(f"”{text}” är ingen dag. Skriv till exempel 2025-06-30.")
        return None
