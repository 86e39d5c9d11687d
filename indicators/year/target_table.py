"""Targets as a table of indicators × years: read, written by hand or pasted, and recorded in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from indicators.gathering import goals_of
from indicators.judging import unit_of
from indicators.models import TOTAL, Breakdown, Decision, Indicator, IndicatorAlias, Organisation, TargetRevision, Unit
from indicators.organisation import UnitTree, load_tree
from indicators.recording_entries import RecordingRefused
from indicators.target_recording import RecordedTarget, TargetEntry, record_targets
from indicators.targets import TargetError, parse_target
from vss_portal.models import User

STATES = {"new": "nytt", "changed": "ändras", "unchanged": "oförändrat"}


@dataclass(frozen=True, slots=True)
class Place:
    """What a row of the table is about."""

    indicator: int
    unit: int
    breakdown: int

    @property
    def key(self) -> str:
        """As a box's name has it."""
        return f"{self.indicator}-{self.unit}-{self.breakdown}"


@dataclass
class TargetRow:
    """A row: its names, and the text of each year with the number of its latest revision."""

    place: Place
    name: str
    unit: str
    part: str
    texts: dict[int, str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Previewed:
    """A target as it would be recorded: what it is about, the text, what it means, and what becomes of it."""

    name: str
    year: int
    before: str
    text: str
    meaning: str
    state: str


@dataclass
class TargetTable:
    """The table of some years."""

    organisation: Organisation
    years: Sequence[int]
    rows: list[TargetRow]
    indicators: Mapping[int, Indicator]
    units: Mapping[int, Unit]
    breakdowns: Mapping[int, Breakdown]

    def entries(
        self, given: Mapping[tuple[str, int], str], *, reason: str, decision: Decision | None
    ) -> list[TargetEntry]:
        """The entries of what differs from what stands. An emptied box says that there is no target (`-`)."""
        made = []
        for row in self.rows:
            for year in self.years:
                text = given.get((row.place.key, year), row.texts.get(year, "")).strip()
                if text != row.texts.get(year, ""):
                    made.append(self._entry(row, year, text or "-", reason, decision))
        return made

    def _entry(self, row: TargetRow, year: int, text: str, reason: str, decision: Decision | None) -> TargetEntry:
        return TargetEntry(
            indicator=self.indicators[row.place.indicator],
            unit=self.units[row.place.unit],
            breakdown=self.breakdowns[row.place.breakdown],
            year=year,
            text=text,
            decision=decision,
            reason=reason,
            seen=row.seen.get(year, 0),
            place=f"{row.name} {year}",
        )


def target_table(organisation: Organisation, years: Sequence[int]) -> TargetTable:
    """The table: rows of the years' goal lists, and of all that has a target in the years. Some ten queries."""
    indicators = {row.pk: row for row in organisation.indicators.prefetch_related("definitions")}
    units = {row.pk: row for row in organisation.units.prefetch_related("names")}
    breakdowns = {row.pk: row for row in Breakdown.objects.of(organisation).select_related("set")}
    table = TargetTable(organisation, list(years), [], indicators, units, breakdowns)
    found: dict[Place, TargetRow] = {}
    tree = load_tree(organisation)
    for place in _listed(organisation, years, tree, table):
        _row(found, place, table)
    revisions = TargetRevision.objects.current().filter(
        target__indicator__organisation=organisation, target__year__in=list(years)
    )
    key = ("target__indicator", "target__unit", "target__breakdown", "target__year", "text", "number")
    for indicator, unit, breakdown, year, text, number in revisions.values_list(*key):
        row = _row(found, Place(indicator, unit, breakdown), table)
        row.texts[year], row.seen[year] = text, number
    order = {pk: at for at, pk in enumerate(indicators)}
    table.rows = sorted(found.values(), key=lambda row: (order[row.place.indicator], row.unit, row.place.breakdown))
    return table


def _listed(organisation: Organisation, years: Iterable[int], tree: UnitTree, table: TargetTable) -> Iterable[Place]:
    """The places that the latest year's goal lists show."""
    total = next((pk for pk, row in table.breakdowns.items() if row.code == row.set.code == TOTAL), None)
    codes = {unit.code: pk for pk, unit in table.units.items()}
    year = max(years)
    goals = goals_of(organisation, year) or goals_of(organisation, year - 1)
    root = next(iter(tree.roots_on(dt.date(year, 12, 31))), "")
    for goal in goals:
        for row in goal.rows.all():
            unit = codes.get(unit_of(row, root))
            if row.indicator and not row.indicator.is_group and total and unit:
                yield Place(row.indicator.pk, unit, total)


def _row(found: dict[Place, TargetRow], place: Place, table: TargetTable) -> TargetRow:
    if place not in found:
        day = dt.date(max(table.years), 12, 31)
        part = table.breakdowns[place.breakdown]
        found[place] = TargetRow(
            place,
            table.indicators[place.indicator].name_on(day),
            table.units[place.unit].name_on(day),
            "" if part.code == TOTAL else part.name,
        )
    return found[place]


def preview(entries: Sequence[TargetEntry], *, by: User) -> list[Previewed]:
    """What would be recorded, and what each text means. Raises RecordingRefused with every problem."""
    if not entries:
        return []
    with transaction.atomic():
        recorded = record_targets(entries=entries, by=by)
        shown = [_previewed(each) for each in recorded]
        transaction.set_rollback(True)
    return shown


def _previewed(each: RecordedTarget) -> Previewed:
    revision = each.revision
    earlier = revision.target.revisions.filter(number__lt=revision.number).order_by("number").last()
    meaning = revision.get_kind_display()
    if revision.value is not None:
        meaning = f"{meaning} {str(revision.value).replace('.', ',').replace('-', '−')}"
    return Previewed(
        each.entry.place, each.entry.year, earlier.text if earlier else "", revision.text, meaning, STATES[each.state]
    )


# Pasted tables


def pasted(text: str, table: TargetTable) -> tuple[dict[tuple[str, int], str], list[str]]:
    """What a pasted table gives for the table's boxes, and what couldn't be placed, in sentences.

    The first line names the years; each line after it begins with the indicator (its name, an alias or its code), and
    with the unit in a second column where the indicator has several rows.
    """
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return {}, ["Klistra in en tabell med år i första raden och en indikator på varje rad därefter."]
    columns = {at: int(cell) for at, cell in enumerate(lines[0]) if cell.strip().isdecimal()}
    columns = {at: year for at, year in columns.items() if year in table.years}
    if not columns:
        shown = f"{min(table.years)}–{max(table.years)}"
        return {}, [f"Första raden nämner inget av åren {shown}. Skriv åren över kolumnerna."]
    names, found, problems = _names(table), {}, []
    for number, cells in enumerate(lines[1:], 2):
        row, problem = _placed(cells, names, min(columns))
        if row is None:
            problems.append(f"Rad {number}: {problem}")
            continue
        for at, year in columns.items():
            if at < len(cells) and cells[at].strip():
                found[row.place.key, year] = cells[at].strip()
                problems += [f"Rad {number}: {said}" for said in _unreadable(cells[at].strip())]
    return found, problems


def _unreadable(text: str) -> list[str]:
    try:
        parse_target(text)
    except TargetError as error:
        return [error.message]
    return []


def _names(table: TargetTable) -> dict[str, list[TargetRow]]:
    """The rows under every word that may name their indicator, in small letters."""
    aliases: dict[int, list[str]] = {}
    rows: Any = IndicatorAlias.objects.filter(indicator__organisation=table.organisation)
    for pk, name in rows.values_list("indicator", "name"):
        aliases.setdefault(pk, []).append(name)
    found: dict[str, list[TargetRow]] = {}
    for row in table.rows:
        code = table.indicators[row.place.indicator].code
        for word in {row.name, code, *aliases.get(row.place.indicator, ())}:
            found.setdefault(word.lower(), []).append(row)
    return found


def _placed(cells: Sequence[str], names: Mapping[str, list[TargetRow]], first: int) -> tuple[TargetRow | None, str]:
    name = cells[0].strip()
    rows = names.get(name.lower(), [])
    words = {cell.strip().lower() for cell in cells[1:first]} - {""}
    if words:
        rows = [row for row in rows if words <= {row.unit.lower(), row.part.lower()}]
    else:
        rows = [row for row in rows if not row.part] if len(rows) > 1 else rows
    if len(rows) == 1:
        return rows[0], ""
    if not rows:
        return None, f"”{name}” finns inte bland tabellens indikatorer. Raden lämnas."
    units = ", ".join(row.unit for row in rows)
    return None, f"”{name}” finns för flera enheter ({units}). Skriv enheten i en egen kolumn."


__all__ = ["Previewed", "RecordingRefused", "TargetRow", "TargetTable", "pasted", "preview", "target_table"]
