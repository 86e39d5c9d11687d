"""What the page of an indicator shows of its figures, as plain data: years beside each other, earlier values, series.

Everything is looked up in figures that were fetched before (`indicators.latest.Readings`); only the earlier values are
fetched here. Nothing knows of requests or HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from indicators.access import visible_to
from indicators.latest import Asked, Readings
from indicators.models import FigureRevision
from indicators.models.choices import MarkerChoice, Scenario, SpanChoice
from indicators.models.figures import CARRIED, ORIGINAL, RESTATED
from indicators.numbers import Number
from indicators.pivot.coordinates import Coordinates, Slot, natural
from indicators.pivot.figures import Known
from indicators.pivot.values import Found
from indicators.shown import hidden_before, shown_kind, shown_period, shown_source, shown_value
from indicators.spans import Month, months_label, short_month_name
from vss_portal.dates import short_date

# The months of the formal reports: their periods are shown also where they are computed.
REPORTED_MONTHS = (3, 8, 12)
MOST_EARLIER_VALUES = 50
SAME_VALUE = "samma värde, ny fotnot eller nytt underlag"
_SPAN_ORDER = (SpanChoice.YTD, SpanChoice.POINT, SpanChoice.FULL_YEAR, SpanChoice.PROJECT)


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time that every year has: its span, its month, and what it is called without the year."""

    span: str
    month: int
    heading: str


@dataclass(frozen=True)
class Cell:
    """One value of a year's row; `notes` are the numbers of its footnotes, `explanation` how it was computed.

    `room` is the column's most decimals, so that the commas stand in line.
    """

    text: str = ""
    number: Decimal | None = None
    decimals: int = 0
    room: int = 0
    fact: int = 0
    notes: tuple[int, ...] = ()
    explanation: str = ""
    period: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class YearTable:
    """Years as rows, the newest first, against stretches of time; with the footnotes under it."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.columns and self.rows)

    @property
    def computed(self) -> list[Cell]:
        """The cells whose value was computed, for the explanation under the table."""
        return [cell for _, cells in self.rows for cell in cells if cell.explanation]

    @property
    def has_examples(self) -> bool:
        """Whether any value is invented."""
        return any(cell.is_example for _, cells in self.rows for cell in cells)


@dataclass(frozen=True)
class OtherFigure:
    """A budget, forecast or plan, or an outcome restated to another organisation."""

    kind: str
    period: str
    text: str
    fact: int
    is_example: bool
    order: tuple[Any, ...] = field(compare=False, default=())


@dataclass(frozen=True)
class EarlierValue:
    """A value that was replaced: what, what it became, who changed it, when and why."""

    fact: int
    period: str
    kind: str
    text: str
    became: str
    reason: str
    by: str
    at: dt.datetime
    source: str


class _Notes:
    """Numbers the footnotes of a table in order of appearance, the same text once."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def marks(self, found: Found) -> tuple[int, ...]:
        texts = [note.text for known in found.known for note in known.footnotes] if found.recorded else []
        return tuple(self.texts.setdefault(text, len(self.texts) + 1) for text in texts)


def period_table(readings: Readings, asked: Asked, years: Sequence[int], *, month: int) -> YearTable:
    """The outcome from January to a month, per day or for the whole year, recorded or computed.

    `month` is shown beside the months of the formal reports: that of the latest value.
    """
    facts = readings.lookup.indicators[asked.indicator]
    recorded = {(slot.span, slot.month) for slot in _outcomes(readings, asked) if slot.span != SpanChoice.MONTH}
    asked_for = recorded | {natural(facts.aggregation, at) for at in (*REPORTED_MONTHS, min(month, 12))}
    ordered = sorted(asked_for, key=lambda each: (_SPAN_ORDER.index(SpanChoice(each[0])), each[1]))
    return _table(readings, asked, years, [Column(span, month, _heading(span, month)) for span, month in ordered])


def month_table(readings: Readings, asked: Asked, years: Sequence[int]) -> YearTable:
    """The outcome of single months."""
    months = {slot.month for slot in _outcomes(readings, asked) if slot.span == SpanChoice.MONTH}
    columns = [Column(SpanChoice.MONTH, month, short_month_name(month)) for month in sorted(months)]
    return _table(readings, asked, years, columns)


def _outcomes(readings: Readings, asked: Asked) -> Iterator[Slot]:
    for slot in _slots(readings, asked):
        if slot.scenario == Scenario.OUTCOME:
            yield slot


def _slots(readings: Readings, asked: Asked) -> Iterator[Slot]:
    for slot in readings.lookup.figures.figures:
        if (slot.indicator, slot.unit, slot.breakdown) == (asked.indicator, asked.unit, asked.breakdown):
            yield slot


def _heading(span: str, month: int) -> str:
    match SpanChoice(span):
        case SpanChoice.FULL_YEAR:
            return "helår"
        case SpanChoice.POINT:
            return f"{Month(2023, month).last_day.day} {short_month_name(month)}" if month != 2 else "sista feb"
        case SpanChoice.PROJECT:
            return f"sedan start, {short_month_name(month)}"
        case _:
            return months_label(month)


def _table(readings: Readings, asked: Asked, years: Sequence[int], columns: Sequence[Column]) -> YearTable:
    notes = _Notes()
    rows = [
        (year, tuple(_cell(readings, asked, year, column, notes) for column in columns))
        for year in sorted(years, reverse=True)
    ]
    filled = [row for row in rows if any(cell.text for cell in row[1])]
    used = [at for at in range(len(columns)) if any(cells[at].text for _, cells in filled)]
    room = {at: max(cells[at].decimals for _, cells in filled) for at in used}
    return YearTable(
        tuple(columns[at] for at in used),
        tuple((year, tuple(replace(cells[at], room=room[at]) for at in used)) for year, cells in filled),
        tuple(notes.texts),
    )


def _cell(readings: Readings, asked: Asked, year: int, column: Column, notes: _Notes) -> Cell:
    where = Coordinates(
        asked.indicator, asked.unit, asked.breakdown, fixed_year=year, month=column.month, span=column.span
    )
    found = readings.lookup.find(where)
    if found is None:
        return Cell()
    number = found.number
    return Cell(
        text=shown_value(number, found.marker),
        number=number.value if number else None,
        decimals=max(number.decimals, 0) if number else 0,
        fact=found.recorded.fact if found.recorded else 0,
        notes=notes.marks(found),
        explanation=found.explanation,
        period=shown_period(column.span, year, column.month),
        is_example=any(known.source == "example" for known in found.known),
    )


# What is no outcome


def other_figures(readings: Readings, asked: Asked) -> list[OtherFigure]:
    """Budgets, forecasts, plans and restated outcomes, the newest period first."""
    measure = readings.lookup.indicators[asked.indicator].measure
    shown = [
        _other(known, measure)
        for slot in _slots(readings, asked)
        for known in readings.lookup.figures.figures[slot]
        if (slot.scenario != Scenario.OUTCOME or known.basis != ORIGINAL) and known.marker != MarkerChoice.CLEARED
    ]
    return sorted(shown, key=lambda each: each.order, reverse=True)


def _other(known: Known, measure: str) -> OtherFigure:
    slot = known.slot
    return OtherFigure(
        kind=f"{shown_kind(slot.scenario, known.vintage)}{_addition(known)}",
        period=shown_period(slot.span, slot.year, slot.month),
        text=shown_value(known.number, known.marker, measure),
        fact=known.fact,
        is_example=known.source == "example",
        order=(slot.year, slot.month, slot.span, slot.scenario, known.vintage, known.decided_on or dt.date.min),
    )


def _addition(known: Known) -> str:
    if known.decided_on:
        return f", beslutad {short_date(known.decided_on)}"
    return basis_word(known.basis)


def basis_word(basis: str) -> str:
    """What is said beside a figure that isn't of the organisation as it was; nothing for one that is."""
    if basis == CARRIED:
        return ", från föregångaren"
    if basis.startswith(RESTATED):
        return f", omräknat till {short_date(dt.date.fromisoformat(basis.removeprefix(RESTATED)))}"
    return ""


# What was said before


def earlier_values(user: Any, asked: Asked, measure: str) -> list[EarlierValue]:
    """The replaced values of an indicator for a unit and part, the latest replaced first: two queries.

    A value that is withheld hides the numbers before it, and nobody sees past the latest value that they may see.
    """
    latest = visible_to(FigureRevision.objects.all(), user).filter(
        fact__indicator__code=asked.indicator,
        fact__unit__code=asked.unit,
        fact__breakdown__code=asked.breakdown,
        number__gt=1,
    )
    last = dict(latest.values_list("fact", "number"))
    rows = FigureRevision.objects.filter(fact__in=last).select_related("fact", "recorded_by", "batch__document")
    return _replaced([row for row in rows.order_by("fact", "number") if row.number <= last[row.fact_id]], measure)


def _replaced(rows: Iterable[FigureRevision], measure: str) -> list[EarlierValue]:
    found: list[EarlierValue] = []
    for _, group in groupby(rows, key=lambda row: row.fact_id):
        revisions = list(group)
        last_hidden = hidden_before((row.number, row.marker) for row in revisions)
        found += [_earlier(before, after, measure, last_hidden) for before, after in pairwise(revisions)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST_EARLIER_VALUES]


def _earlier(before: FigureRevision, after: FigureRevision, measure: str, last_hidden: int) -> EarlierValue:
    fact = before.fact
    was, now = (revision_text(row, measure, hidden=row.number <= last_hidden) for row in (before, after))
    return EarlierValue(
        fact=fact.pk,
        period=shown_period(fact.span, fact.year, fact.month),
        kind=shown_kind(fact.scenario, fact.vintage),
        text=was,
        became=now if now != was else SAME_VALUE,
        reason=after.reason,
        by=after.recorded_by.display_name,
        at=after.recorded_at,
        source=shown_source(after.source, after.batch.document.title if after.batch.document else ""),
    )


def revision_text(revision: FigureRevision, measure: str = "", *, hidden: bool = False) -> str:
    """A revision's value in words; `hidden` where a value after it is withheld."""
    if hidden:
        return shown_value(None, MarkerChoice.WITHHELD)
    scaled, decimals = revision.scaled, revision.decimals
    number = None if scaled is None or decimals is None else Number(scaled, decimals)
    return shown_value(number, revision.marker, measure)
