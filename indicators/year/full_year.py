"""The full year apart from its months: period 13 and the full year in boxes, what differs, and next year beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from indicators.entry.cells import Cell, Trouble, Writer, typed_marker
from indicators.entry.plan import Row
from indicators.entry.saving import Given, Outcome, read_box, record_boxes
from indicators.models import FigureRevision
from indicators.models.choices import AggregationChoice, MarkerChoice, Scenario, SpanChoice
from indicators.models.figures import ORIGINAL
from indicators.number_parsing import Parsed
from indicators.numbers import Number, format_number, total
from indicators.recording_entries import Entry, number_of
from indicators.spans import CLOSING_MONTH
from indicators.year.closing import WHOLE_YEAR, sums_of

#: How the names of boxes begin: period 13 (slutposter) and the full year (helår).
PERIOD_13, FULL = "s", "h"
WORDS = {PERIOD_13: "period 13", FULL: "helår"}


@dataclass(frozen=True, slots=True)
class FullYear:
    """A row of the year: the months together, period 13, the full year, what differs, and next year beside.

    The difference is the full year less the months and period 13; empty where a month is missing.
    """

    name: str
    unit: str
    months: str
    known: int
    closing: Cell
    full: Cell
    differs: str
    next_outcome: str
    next_budget: str


@dataclass(frozen=True)
class YearEnd(Writer):
    """The writer of a year's end: the month that it stands on is December of the year."""

    def name_of(self, row: Row) -> str:
        """What the row is called."""
        return self._name(row)

    def unit_name_of(self, row: Row) -> str:
        """The row's unit where it isn't the page's own."""
        return self._unit_name(row)


def year_rows(writer: Writer) -> list[Row]:
    """The rows of the area that add up over the year, in order."""
    return [row for row in writer.rows if row.indicator.aggregation == AggregationChoice.SUM]


Place = tuple[int, int, int]
Recorded = dict[Place, list[FigureRevision]]


def read_recorded(writer: Writer) -> Recorded:
    """What is recorded of the rows in the year and the next, by indicator, unit and part: one query."""
    rows, year = year_rows(writer), writer.month.at.year
    found = FigureRevision.objects.current().filter(
        fact__indicator__in={row.indicator.pk for row in rows},
        fact__unit__in={row.unit_pk for row in rows},
        fact__year__in=(year, year + 1),
        fact__basis=ORIGINAL,
        fact__scenario__in=(Scenario.OUTCOME, Scenario.BUDGET),
    )
    places: Recorded = {}
    for row in found.select_related("fact__decision"):
        places.setdefault((row.fact.indicator_id, row.fact.unit_id, row.fact.breakdown_id), []).append(row)
    return places


def full_years(writer: YearEnd, recorded: Recorded) -> list[FullYear]:
    """The rows as they stand; `writer.troubles` are by the names of the boxes."""
    return [_line(writer, row, recorded.get(_place(row), [])) for row in year_rows(writer)]


def _place(row: Row) -> Place:
    return row.indicator.pk, row.unit_pk, row.breakdown.pk


def _line(writer: YearEnd, row: Row, rows: list[FigureRevision]) -> FullYear:
    year = writer.month.at.year
    outcomes = [each for each in rows if each.fact.scenario == Scenario.OUTCOME and each.fact.year == year]
    sums = sums_of(outcomes)
    later = [each for each in rows if each.fact.year == year + 1]
    begun = sums_of(each for each in later if each.fact.scenario == Scenario.OUTCOME)
    months, next_months = list(sums.months.values()), list(begun.months.values())
    return FullYear(
        name=writer.name_of(row),
        unit=writer.unit_name_of(row),
        months=_told(total(months)) if months else "",
        known=len(months),
        closing=_cell(writer, row, PERIOD_13, outcomes),
        full=_cell(writer, row, FULL, outcomes),
        differs=format_number(sums.differs, sign=True) if sums.differs is not None else "",
        next_outcome=_told(total(next_months)) if next_months else "",
        next_budget=_told(_budget(later)),
    )


def _budget(rows: list[FigureRevision]) -> Number | None:
    """The full year's budget, the latest decided one or the working version; else its twelve months together."""
    budget = [each for each in rows if each.fact.scenario == Scenario.BUDGET]
    latest = max((_decided_on(each) for each in budget), default=dt.date.min)
    sums = sums_of(each for each in budget if _decided_on(each) == latest)
    return sums.full if sums.full is not None else sums.added


def _decided_on(revision: FigureRevision) -> dt.date:
    decision = revision.fact.decision
    return decision.decided_on if decision else dt.date.min


def _stands(kind: str, rows: list[FigureRevision]) -> FigureRevision | None:
    wanted = (SpanChoice.MONTH, CLOSING_MONTH) if kind == PERIOD_13 else (SpanChoice.FULL_YEAR, WHOLE_YEAR)
    return next((each for each in rows if (each.fact.span, each.fact.month) == wanted), None)


def _text(revision: FigureRevision | None) -> str:
    if revision is None or revision.marker == MarkerChoice.CLEARED:
        return ""
    number = number_of(revision)
    return format_number(number) if number is not None else typed_marker(revision.marker)


def _cell(writer: YearEnd, row: Row, kind: str, rows: list[FigureRevision]) -> Cell:
    standing = _stands(kind, rows)
    text = _text(standing)
    name = f"{kind}-{row.key}"
    label = " ".join(filter(None, (writer.name_of(row), writer.unit_name_of(row)))) + f", {WORDS[kind]}"
    cell = Cell(name, label, text, text, standing.number if standing else 0, state="saved" if text else "empty")
    if why := writer.locked_why(row):
        return replace(cell, state="locked", why=why)
    if trouble := writer.troubles.get(name):
        return replace(cell, text=trouble.given, state="unsaved", trouble=trouble)
    return cell


def save_full_years(writer: YearEnd, given: Mapping[str, Given], recorded: Recorded) -> Outcome:
    """Save period 13 and full years as far as they can be; what can't is told, and boxes left alone aren't touched."""
    rows = {row.key: row for row in year_rows(writer)}
    outcome, entries = Outcome(), {}
    for name, told in given.items():
        kind, _, key = name.partition("-")
        row = rows.get(key)
        if row is None or kind not in WORDS or not told.is_touched:
            continue
        read = _read(writer, row, told, _text(_stands(kind, recorded.get(_place(row), []))))
        if isinstance(read, Trouble):
            outcome.troubles[name] = read
        else:
            entries[name] = _entry(writer, row, kind, name, told, read)
    label = f"Bokslut {writer.month.at.year}: {writer.month.area.name}"
    record_boxes(writer, entries, given, outcome, label)
    return outcome


def _read(writer: YearEnd, row: Row, told: Given, standing: str) -> Parsed | Trouble:
    if why := writer.locked_why(row):
        return Trouble(told.text, f"Rutan är låst: {why}. Inget är sparat.")
    return read_box(writer, row, told, standing)


def _entry(writer: YearEnd, row: Row, kind: str, name: str, told: Given, read: Parsed) -> Entry:
    closing = kind == PERIOD_13
    exceptions = writer.month.happenings.exceptions
    return Entry(
        indicator=row.indicator,
        unit=writer.unit(row),
        breakdown=row.breakdown,
        year=writer.month.at.year,
        month=CLOSING_MONTH if closing else WHOLE_YEAR,
        span=SpanChoice.MONTH if closing else SpanChoice.FULL_YEAR,
        number=read.number,
        marker=str(read.marker or ""),
        reason=f"Undantag: {exceptions[-1].reason}" if exceptions else "",
        seen=told.seen,
        place=name,
    )


def _told(number: Number | None) -> str:
    return format_number(number) if number is not None else ""
