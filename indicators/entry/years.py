"""The entry page per year: an area's budget with its plan years, two years back to five ahead.

A column is a year in a scenario; boxes stand in the budget's year and the plan years, the rest is read beside them.
Budget and plan belong together under one budget decision (or none while they are worked on), and the budget's
reporting occasion says when they may be written. Nothing here saves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.utils.functional import cached_property

from indicators.access import may_read_work
from indicators.entry.cells import Cell, Trouble, Writer, shown_found, shown_text
from indicators.entry.plan import Place, Row, grouped, rows_of
from indicators.entry.reading import AreaMonth
from indicators.entry.year_frames import HEADING, READ, FrameRow, compared, counted_parts, frame_rows, scenario_of
from indicators.entry.year_index import assumed
from indicators.models import BudgetAssumption, Decision
from indicators.models.choices import AggregationChoice, DecisionKind, IndicatorKind, MarkerChoice, Scenario
from indicators.pivot.coordinates import Coordinates, Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.year.deciding import decision_words

YEARS_BACK, YEARS_AHEAD = 2, 5
KINDS = (IndicatorKind.ECONOMY, IndicatorKind.VOLUME, IndicatorKind.INVESTMENT)
#: Decisions that change a budget: what they don't tell of holds as it was decided before.
CHANGING = (DecisionKind.SUPPLEMENTARY, DecisionKind.CARRIED_OVER, DecisionKind.REALLOCATION)
SHOWN_THROUGH = "Grått i en tom ruta gäller sedan ett tidigare beslut; skriv det nya beloppet bara där beslutet ändrar."
_LETTERS = {Scenario.BUDGET: "b", Scenario.PLAN: "l"}


@dataclass(frozen=True)
class YearColumn:
    """A year as one scenario tells it. `prefix` begins the names of its boxes: `b2025`, `l2026`."""

    year: int
    scenario: str
    is_box: bool = False
    #: What the year's outcome is called once its accounts are closed, and what is said of it.
    called: str = ""
    said: str = ""

    @property
    def word(self) -> str:
        """What the figures are: Utfall (closed: Bokslut), Budget, Prognos, Plan."""
        return self.called or str(Scenario(self.scenario).label).capitalize()

    @property
    def head(self) -> str:
        """The column as it is called in running words: `plan 2026`."""
        return f"{self.word.lower()} {self.year}"

    @property
    def prefix(self) -> str:
        """How the names of the column's boxes begin."""
        return f"{_LETTERS[Scenario(self.scenario)]}{self.year}"


def columns_of(year: int) -> tuple[YearColumn, ...]:
    """The columns around a budget's year, in order."""
    beside = (
        YearColumn(year - YEARS_BACK, Scenario.OUTCOME),
        YearColumn(year - 1, Scenario.BUDGET),
        YearColumn(year - 1, Scenario.FORECAST),
        YearColumn(year, Scenario.BUDGET, is_box=True),
    )
    return beside + tuple(YearColumn(year + ahead, Scenario.PLAN, is_box=True) for ahead in range(1, YEARS_AHEAD + 1))


@dataclass(frozen=True)
class YearCell(Cell):
    """A cell with its column's name, for where no head stands above it.

    `standing` is what holds as long as the box is empty: a frame or a budget of another decision.
    """

    head: str = ""
    standing: str = ""


@dataclass(frozen=True)
class YearLine:
    """A row of the table: its name, what is read beside, and its boxes or what is computed."""

    row: Row
    name: str
    unit_name: str
    cells: tuple[YearCell, ...]
    told: str = ""
    assumed: str = ""
    #: What is only read beneath a row has the row's key with an ending.
    end: str = ""

    @property
    def key(self) -> str:
        """The row's name in forms."""
        return f"{self.row.key}-{self.end}" if self.end else self.row.key

    @property
    def is_frame(self) -> bool:
        """Whether it is a frame, or read beneath one: nothing that is owed."""
        return isinstance(self.row, FrameRow)

    @property
    def is_empty(self) -> bool:
        """Whether a line that is only read has nothing to say."""
        return bool(self.end) and not any(cell.text for cell in self.cells)

    @property
    def takes_index(self) -> bool:
        """Whether its plan years can be counted up: it is entered, and the person may write in it."""
        return not (self.end or self.row.is_computed) and any(cell.is_box for cell in self.cells)

    @property
    def has_trouble(self) -> bool:
        """Whether any of its boxes wasn't saved."""
        return any(cell.trouble for cell in self.cells)


class YearBlock(NamedTuple):
    """Lines under a heading."""

    heading: str
    lines: list[YearLine]

    @property
    def takes_index(self) -> bool:
        """Whether the block can be counted up: frames are given one by one."""
        return any(line.takes_index and not line.is_frame for line in self.lines)


@dataclass(frozen=True)
class YearSheet(Writer):
    """Makes the lines of an area's budget with plan years; `troubles` are by the names of the boxes.

    The month that it stands on is December of the budget's year, with the budget's reporting occasion.
    """

    month: AreaMonth
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    decision: Decision | None = None
    decisions: Sequence[Decision] = ()
    assumptions: Sequence[BudgetAssumption] = ()
    #: The decisions of what stands beside, by code, and what the outcome's column is called.
    beside: Mapping[str, Decision] = field(default_factory=dict)
    outcome_head: tuple[str, str] = ("", "")

    @property
    def year(self) -> int:
        """The budget's year."""
        return self.month.at.year

    @cached_property
    def columns(self) -> tuple[YearColumn, ...]:
        """The years, in order."""
        called, said = self.outcome_head
        outcome, *others = columns_of(self.year)
        return (replace(outcome, called=called, said=said), *others)

    @property
    def notes(self) -> list[str]:
        """Which budget the column of last year's budget shows, and what shows through empty boxes."""
        column = self.columns[1]
        found = [self._at_year(line.row, column) for line in self.budget_lines]
        codes = {known.decision for each in found if each for known in each.known if known.decision}
        decided = sorted((self.beside[code] for code in codes if code in self.beside), key=lambda row: row.decided_on)
        told = [decision_words(row) for row in decided]
        changes = [SHOWN_THROUGH] if self.decision and self.decision.kind in CHANGING else []
        return [*changes, *([f"Budget {column.year}: {'; '.join(told)}."] if told else [])]

    @property
    def budget_column(self) -> YearColumn:
        """The column of the budget's own year."""
        return next(column for column in self.columns if column.is_box)

    @property
    def budget_lines(self) -> list[YearLine]:
        """The lines of the budget itself, without frames and what is read beneath them."""
        return [line for line in self.lines if not line.is_frame]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that have a budget and that the person may see, the frames last; a computed row with its parts."""
        found = [
            row for row in budget_rows(self.month) if may_read_work(self.month.user, row.indicator, self.unit(row))
        ]
        return [*found, *frame_rows(found, self.month.area.code)]

    @cached_property
    def lines(self) -> list[YearLine]:
        """All lines in order, each frame with what is read beneath it."""
        return [line for row in self.rows for line in (self.year_line(row), *self._beneath(row))]

    @property
    def year_groups(self) -> list[YearBlock]:
        """The lines under their headings, frames under their own."""
        lines = {line.key: line for line in self.lines}
        found = [
            YearBlock(heading, [lines[row.key] for row in rows])
            for heading, rows in grouped(row for row in self.rows if not isinstance(row, FrameRow))
        ]
        frames = [line for line in self.lines if line.is_frame]
        return [*found, YearBlock(HEADING, frames)] if frames else found

    def _beneath(self, row: Row) -> list[YearLine]:
        """What is read under a frame; a line without anything to read is there for what may come, and isn't shown."""
        if not isinstance(row, FrameRow):
            return []
        parts, lacking = counted_parts(self, row)
        years = {str(each.year): each for each in compared(self, row, parts)}
        without = f"utan {', '.join(lacking)}" if parts and lacking else ""
        found = []
        for end, words, what in READ:
            texts = [getattr(years[str(column.year)], what) if column.is_box else "" for column in self.columns]
            cells = tuple(
                YearCell("", "", text, state="none", head=column.head)
                for text, column in zip(texts, self.columns, strict=True)
            )
            found.append(YearLine(row, words, without if end != "kvar" else "", cells, end=end))
        return found

    def year_line(self, row: Row) -> YearLine:
        """One line with its cells."""
        cells = tuple(self._cell(row, column) for column in self.columns)
        found = self._at_year(row, self.budget_column) if row.is_computed else None
        told = found.explanation if found else ""
        return YearLine(row, self._name(row), self._row_note(row), cells, told, assumed(self, row))

    def _name(self, row: Row) -> str:
        name = super()._name(row)
        return f"Ram, {name[:1].lower()}{name[1:]}" if isinstance(row, FrameRow) else name

    def _row_note(self, row: Row) -> str:
        """The row's unit where it isn't the page's own; of a frame, the decision that it stands in."""
        if not isinstance(row, FrameRow):
            return self._unit_name(row)
        standing = [self.known_year(row, column) for column in self.columns if column.is_box]
        codes = {known.decision for known in standing if known and known.decision}
        return ", ".join(decision.title for decision in self.decisions if decision.code in codes)

    def box_of(self, name: str) -> tuple[Row, YearColumn] | None:
        """The row and column that a box's name stands for; None for a name that no box has."""
        prefix, _, key = name.partition("-")
        row = next((row for row in self.rows if row.key == key), None)
        column = next((column for column in self.columns if column.is_box and column.prefix == prefix), None)
        return (row, column) if row and column else None

    def known_year(self, row: Row, column: YearColumn) -> Known | None:
        """What is recorded for the row in the column, under the decision that the page is about."""
        scenario = scenario_of(row, column.scenario)
        slot = Slot(row.indicator.code, row.unit, row.breakdown.code, scenario, column.year, 12, row.forecast_span)
        found = [known for known in self.month.figures.figures.get(slot, ()) if known.basis == "original"]
        own = self.decision.code if self.decision else ""
        return max(found, key=lambda known: (known.decision == own, known.decided_on or dt.date.min), default=None)

    def locked_year(self, row: Row) -> str:
        """Why the person can't write in the row; empty where one can."""
        if self.month.occasion is None:
            return "ingen budget är planerad"
        return self.locked_why(row).replace("månaden", "budgeten")

    def filled(self) -> tuple[int, int]:
        """How many boxes hold something, of how many."""
        owed = [line for line in self.lines if not (line.row.is_computed or line.is_frame)]
        boxes = [cell for line in owed for cell in line.cells if cell.name]
        return sum(bool(cell.text) for cell in boxes), len(boxes)

    def _cell(self, row: Row, column: YearColumn) -> YearCell:
        if not column.is_box:
            asked = scenario_of(row, column.scenario)
            text = shown_found(self._at_year(row, column)) if asked else ""
            return YearCell("", "", text, state="none", head=column.head)
        name = f"{column.prefix}-{row.key}"
        label = ", ".join(filter(None, (self._name(row), self._unit_name(row), column.head)))
        known = self.known_year(row, column)
        stands = shown_text(known)
        if known and self.is_of_version(known):
            cell = YearCell(name, label, stands, stands, known.revision_number, fact=known.fact, head=column.head)
        else:
            cell = YearCell(name, label, head=column.head, standing=stands)
        if known is None or known.marker == MarkerChoice.CLEARED:
            found = self._at_year(row, column)
            if found is not None and found.number is not None:
                why = "räknas ur delarna" if row.indicator.formula else "summan av det som är registrerat per månad"
                return replace(cell, text=shown_found(found), state="computed", why=why)
        if why := self.locked_year(row):
            return replace(cell, text=stands, state="locked", why=why)
        if trouble := self.troubles.get(name):
            seen = cell.seen if trouble.seen is None else trouble.seen
            return replace(cell, state="unsaved", text=trouble.given, seen=seen, trouble=trouble)
        return replace(cell, state="saved" if cell.text else "empty")

    def is_of_version(self, known: Known) -> bool:
        """Whether a change is the figure's next value; what another decision says is left as it stands."""
        return known.decision == (self.decision.code if self.decision else "")

    def _at_year(self, row: Row, column: YearColumn) -> Any:
        where = Coordinates(
            row.indicator.code,
            row.unit,
            row.breakdown.code,
            scenario=scenario_of(row, column.scenario),
            fixed_year=column.year,
            month=12,
            span="year",
        )
        return self.month.lookup.find(where)


def takes_budget(row: Row) -> bool:
    """Whether a budget is made for the row: sums and levels of money, volumes and investments, and what they make."""
    if row.indicator.kind not in KINDS or row.unit == "":
        return False
    if row.is_computed:
        return row.indicator.kind != IndicatorKind.VOLUME and "/" not in row.indicator.formula
    return row.indicator.aggregation in (AggregationChoice.SUM, AggregationChoice.LAST)


def budget_rows(month: AreaMonth) -> list[Row]:
    """An area's rows with a budget, in order; what is paused stays only where it has figures of these years."""
    places = places_of(month.figures)
    found = rows_of(month.area, month.catalogue, places, month.at.year, 12)
    known = [row for row in found if takes_budget(row)]
    return [row for row in known if not row.not_due or (row.indicator.code, row.unit, row.breakdown.code) in places]


def places_of(figures: FigureSet) -> set[Place]:
    """Where anything is recorded in the years of the page."""
    return {
        (slot.indicator, slot.unit, slot.breakdown)
        for slot, known in figures.figures.items()
        if slot.span != "project" and any(each.marker != MarkerChoice.CLEARED for each in known)
    }
