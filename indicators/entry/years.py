"""The entry page per year: an area's budget with its plan years, two years back to five ahead.

A column is a year in a scenario; boxes stand in the budget's year and the plan years, the rest is read beside them.
Budget and plan belong together under one budget decision (or none while they are worked on), and the budget's
reporting occasion says when they may be written. Nothing here saves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Q

from indicators.access import may_read_work
from indicators.entry.areas import Areas
from indicators.entry.cells import Cell, Trouble, Writer, shown_found, shown_text
from indicators.entry.happenings import Happenings, happenings_of
from indicators.entry.plan import Place, Row, grouped, rows_of
from indicators.entry.reading import AreaMonth, around, known_of, read_catalogue
from indicators.gathering import SLOT_FIELDS, VALUE_FIELDS
from indicators.models import Decision, FigureRevision, ReportingOccasion
from indicators.models.choices import AggregationChoice, IndicatorKind, MarkerChoice, OccasionKind, Scenario
from indicators.pivot.coordinates import Coordinates, Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.rights import rights_of
from indicators.spans import Month

YEARS_BACK, YEARS_AHEAD = 2, 5
KINDS = (IndicatorKind.ECONOMY, IndicatorKind.VOLUME, IndicatorKind.INVESTMENT)
_LETTERS = {Scenario.BUDGET: "b", Scenario.PLAN: "l"}


@dataclass(frozen=True)
class YearColumn:
    """A year as one scenario tells it. `prefix` begins the names of its boxes: `b2025`, `l2026`."""

    year: int
    scenario: str
    is_box: bool = False

    @property
    def word(self) -> str:
        """What the figures are: Utfall, Budget, Prognos, Plan."""
        return str(Scenario(self.scenario).label).capitalize()

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
    """A cell with its column's name, for where no head stands above it."""

    head: str = ""


@dataclass(frozen=True)
class YearLine:
    """A row of the table: its name, what is read beside, and its boxes or what is computed."""

    row: Row
    name: str
    unit_name: str
    cells: tuple[YearCell, ...]
    told: str = ""

    @property
    def key(self) -> str:
        """The row's name in forms."""
        return self.row.key

    @property
    def has_trouble(self) -> bool:
        """Whether any of its boxes wasn't saved."""
        return any(cell.trouble for cell in self.cells)


@dataclass(frozen=True)
class YearSheet(Writer):
    """Makes the lines of an area's budget with plan years; `troubles` are by the names of the boxes.

    The month that it stands on is December of the budget's year, with the budget's reporting occasion.
    """

    month: AreaMonth
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    decision: Decision | None = None
    decisions: Sequence[Decision] = ()

    @property
    def year(self) -> int:
        """The budget's year."""
        return self.month.at.year

    @cached_property
    def columns(self) -> tuple[YearColumn, ...]:
        """The years, in order."""
        return columns_of(self.year)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that have a budget and that the person may see; a computed row where its parts are there."""
        return [row for row in budget_rows(self.month) if may_read_work(self.month.user, row.indicator, self.unit(row))]

    @cached_property
    def lines(self) -> list[YearLine]:
        """All lines in order."""
        return [self.year_line(row) for row in self.rows]

    @property
    def year_groups(self) -> list[tuple[str, list[YearLine]]]:
        """The lines under their headings."""
        lines = {line.key: line for line in self.lines}
        return [(heading, [lines[row.key] for row in rows]) for heading, rows in grouped(self.rows)]

    def year_line(self, row: Row) -> YearLine:
        """One line with its cells."""
        cells = tuple(self._cell(row, column) for column in self.columns)
        found = self._at_year(row, self.columns[3]) if row.is_computed else None
        return YearLine(row, self._name(row), self._unit_name(row), cells, found.explanation if found else "")

    def box_of(self, name: str) -> tuple[Row, YearColumn] | None:
        """The row and column that a box's name stands for; None for a name that no box has."""
        prefix, _, key = name.partition("-")
        row = next((row for row in self.rows if row.key == key), None)
        column = next((column for column in self.columns if column.is_box and column.prefix == prefix), None)
        return (row, column) if row and column else None

    def known_year(self, row: Row, column: YearColumn) -> Known | None:
        """What is recorded for the row in the column, under the decision that the page is about."""
        slot = Slot(
            row.indicator.code, row.unit, row.breakdown.code, column.scenario, column.year, 12, row.forecast_span
        )
        return next((known for known in self.month.figures.figures.get(slot, ()) if known.basis == "original"), None)

    def locked_year(self, row: Row) -> str:
        """Why the person can't write in the row; empty where one can."""
        if self.month.occasion is None:
            return "ingen budget är planerad"
        return self.locked_why(row).replace("månaden", "budgeten")

    def filled(self) -> tuple[int, int]:
        """How many boxes hold something, of how many."""
        boxes = [cell for line in self.lines if not line.row.is_computed for cell in line.cells if cell.name]
        return sum(bool(cell.text) for cell in boxes), len(boxes)

    def _cell(self, row: Row, column: YearColumn) -> YearCell:
        if not column.is_box:
            found = self._at_year(row, column)
            return YearCell("", "", shown_found(found), state="none", head=column.head)
        name = f"{column.prefix}-{row.key}"
        label = ", ".join(filter(None, (self._name(row), self._unit_name(row), column.head)))
        known = self.known_year(row, column)
        stands = shown_text(known)
        seen, fact = (known.revision_number, known.fact) if known else (0, 0)
        cell = YearCell(name, label, stands, stands, seen, fact=fact, head=column.head)
        if known is None or known.marker == MarkerChoice.CLEARED:
            found = self._at_year(row, column)
            if found is not None and found.number is not None:
                why = "räknas ur delarna" if row.is_computed else "summan av det som är registrerat per månad"
                return replace(cell, text=shown_found(found), state="computed", why=why)
        if why := self.locked_year(row):
            return replace(cell, state="locked", why=why)
        if trouble := self.troubles.get(name):
            seen = cell.seen if trouble.seen is None else trouble.seen
            return replace(cell, state="unsaved", text=trouble.given, seen=seen, trouble=trouble)
        return replace(cell, state="saved" if cell.text else "empty")

    def _at_year(self, row: Row, column: YearColumn) -> Any:
        where = Coordinates(
            row.indicator.code,
            row.unit,
            row.breakdown.code,
            scenario=column.scenario,
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


def read_years(
    user: Any, code: str, year: int, decision: str | None = None, *, only: Collection[int] | None = None
) -> YearSheet | None:
    """An area's budget with plan years; None where there is no such area for the person, or no such decision.

    `decision` is a decision's code, empty for the working version without one; None takes the latest that has a budget
    of the year. `only` are indicators' keys: their figures and what is computed from them are fetched, the rest isn't.
    """
    at = Month(year, 12)
    rights = rights_of(user)
    areas = Areas(rights, at)
    area = areas.find(code)
    if area is None or rights.organisation is None:
        return None
    catalogue = read_catalogue(rights)
    codes = around({row.code for row in catalogue.indicators if row.pk in only}, catalogue) if only else None
    known = _read_figures(area.units, year, codes)
    decisions = _decisions(rights.organisation.pk, known, year)
    chosen = _chosen(decision, decisions, known, year)
    if chosen is None and decision:
        return None
    occasion = budget_occasion(rights.organisation.pk, year)
    month = AreaMonth(
        user=user,
        areas=areas,
        area=area,
        at=at,
        catalogue=catalogue,
        figures=FigureSet.of(_of_version(known, year, chosen.code if chosen else "")),
        targets={},
        occasion=occasion,
        happenings=happenings_of(area, rights, at, occasion) if occasion else Happenings(),
    )
    return YearSheet(month, decision=chosen, decisions=decisions)


def budget_occasion(organisation: int, year: int) -> ReportingOccasion | None:
    """The occasion at which the year's budget is made."""
    rows = ReportingOccasion.objects.filter(organisation=organisation, year=year, kind=OccasionKind.BUDGET)
    return rows.select_related("closed_by").order_by("-locks_on").first()


def _read_figures(units: Collection[str], year: int, codes: Collection[str] | None) -> list[Known]:
    """The current figures of the units in all the years of the page: one query."""
    keys = Q(fact__unit__code__in=units, fact__year__range=(year - YEARS_BACK, year + YEARS_AHEAD))
    keys &= Q(fact__indicator__kind__in=KINDS)
    if codes is not None:
        keys &= Q(fact__indicator__code__in=codes)
    rows = FigureRevision.objects.filter(keys).current().values_list(*VALUE_FIELDS, *SLOT_FIELDS)
    return [known_of(row) for row in rows]


def _is_ahead(known: Known, year: int) -> bool:
    """Whether a figure is of the budget that the page is about, or of its plan."""
    slot = known.slot
    return (slot.scenario == Scenario.BUDGET and slot.year == year) or (
        slot.scenario == Scenario.PLAN and slot.year > year
    )


def _of_version(known: Collection[Known], year: int, decision: str) -> list[Known]:
    """The figures, those of the budget and its plan only as the one decision has them."""
    return [each for each in known if each.decision == decision or not _is_ahead(each, year)]


def _decisions(organisation: int, known: Collection[Known], year: int) -> list[Decision]:
    """The decisions that a budget of the year may stand under, the latest first: one query."""
    used = {each.decision for each in known if each.decision and _is_budget_of(each, year)}
    rows = Decision.objects.filter(organisation=organisation)
    near = rows.filter(Q(code__in=used) | Q(decided_on__year__in=(year - 1, year)))
    return list(near.order_by("-decided_on", "-code"))


def _is_budget_of(known: Known, year: int) -> bool:
    return known.slot.scenario == Scenario.BUDGET and known.slot.year == year


def _chosen(asked: str | None, decisions: Sequence[Decision], known: Collection[Known], year: int) -> Decision | None:
    if asked is not None:
        return next((row for row in decisions if row.code == asked), None)
    used = {each.decision for each in known if _is_budget_of(each, year)}
    return next((row for row in decisions if row.code in used), None)
