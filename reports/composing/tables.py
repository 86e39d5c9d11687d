"""A declared table becomes a table node: figures from the pivot, descriptions from the goal tree, marks and legends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.charting import band_of
from indicators.numbers import format_number
from indicators.pivot.coordinates import TOTAL, Coordinates, nearest
from indicators.pivot.table import Cell, Column, Pivot, Row, Rules
from indicators.signs import deviation_legend, lowered, sign_legend
from indicators.status import status_word
from indicators.targets import ParsedTarget
from reports.composing.decided import decided_legends
from reports.composing.footnotes import Footnotes
from reports.composing.heads import head_rows
from reports.composing.legends import marker_legend, rounding_note
from reports.composing.sources import Sources
from reports.declarations import ColumnSpec, RowSpec, TableSpec
from reports.nodes import BodyCell, BodyRow, TableNode
from vss_portal.charts import Target

PIVOTED = ("figure", "derived")
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """What the descriptive columns of a row say of its goal; `first` where the goal begins, with its number of rows."""

    name: str = ""
    status: str = ""
    first: bool = False
    rows: int = 1
    suggested: str = ""
    reason: str = ""


@dataclass
class TableComposer:
    """Composes one table."""

    spec: TableSpec
    sources: Sources
    anchor: str
    words: Mapping[str, str] = field(default_factory=dict)
    goal_rows: Mapping[int, GoalRow] = field(default_factory=dict)
    footnotes: Footnotes = field(init=False)

    def __post_init__(self) -> None:
        self.footnotes = Footnotes(self.sources.numbered)

    def node(self) -> TableNode:
        """The table, ready to be shown."""
        rows = self.sources.expanded(self.spec).rows
        grid = self._grid(rows)
        columns = self.spec.columns
        marks = self._column_marks()
        body = tuple(self._row(number, row, cells) for number, (row, cells) in enumerate(zip(rows, grid, strict=True)))
        heads = head_rows(columns, self.fill, {key: self.footnotes.shown(mark) for key, mark in marks.items()})
        return TableNode(
            id=self.spec.id or self.anchor,
            anchor=self.anchor,
            caption=self.fill(self.spec.caption),
            head=heads,
            rows=_padded(self._signed(body)),
            notes=self.footnotes.nodes(),
            legends=self._legends(rows, grid),
            money=self.spec.money,
            wide=self.spec.wide or len(columns) > 9,
            columns=tuple(column.key for column in columns),
            label_column=next((at for at, column in enumerate(columns) if column.kind == "label"), 0),
        )

    def _signed(self, rows: Sequence[BodyRow]) -> list[BodyRow]:
        """The rows with the signs of their footnotes, which are known when the whole table is."""
        return [replace(row, cells=tuple(self._with_signs(cell) for cell in row.cells)) for row in rows]

    def _with_signs(self, cell: BodyCell) -> BodyCell:
        return replace(cell, marks=tuple(self.footnotes.shown(mark) for mark in cell.marks)) if cell.marks else cell

    def fill(self, text: str) -> str:
        """A pattern with its words put in."""
        return self.sources.words.fill(text, self.words)

    def _grid(self, rows: Sequence[RowSpec]) -> list[dict[str, Cell]]:
        columns = [self._column(column) for column in self.spec.columns if column.kind in PIVOTED]
        rules = Rules(self.spec.money, self.spec.decimals, self.spec.defaults, self.sources.net_costs)
        return Pivot([self._pivot_row(row) for row in rows], columns, rules, self.sources.lookup).grid()

    def _column(self, spec: ColumnSpec) -> Column:
        heading = {column.key: self.fill(" ".join(column.heading)) for column in self.spec.columns}
        actual, base = (*spec.of, "", "")[:2] if spec.kind == "derived" else ("", "")
        return Column(
            key=spec.key,
            where=spec.where,
            formula=spec.formula,
            actual=actual,
            base=base,
            actual_word=heading.get(actual, ""),
            base_word=heading.get(base, ""),
            decimals=spec.decimals,
        )

    def _pivot_row(self, spec: RowSpec) -> Row:
        filled = {
            key: override if override.text is None else replace(override, text=self.fill(override.text))
            for key, override in spec.overrides.items()
        }
        return Row(
            key=spec.key,
            where=spec.where,
            block=spec.block,
            role=spec.role,
            sign=spec.sign,
            formula=spec.formula,
            total=spec.total,
            decimals=spec.decimals,
            missing=spec.missing,
            overrides=filled,
        )

    def _notes(self) -> dict[str, str]:
        return {note.key: self.fill(note.text) for note in self.spec.notes}

    def _column_marks(self) -> dict[str, str]:
        notes = self._notes()
        return {column.key: self.footnotes.mark(notes[column.note]) for column in self.spec.columns if column.note}

    def _row(self, number: int, row: RowSpec, cells: Mapping[str, Cell]) -> BodyRow:
        made = [self._cell(number, row, column, cells) for column in self.spec.columns]
        return BodyRow(row.role, tuple(cell for cell in made if cell is not None))

    def _cell(self, number: int, row: RowSpec, column: ColumnSpec, cells: Mapping[str, Cell]) -> BodyCell | None:
        if column.kind in PIVOTED:
            made = self._figure(row, column, cells[column.key])
            behind = () if made.fact else _behind(column, cells)
            return replace(made, behind=behind) if behind else made
        if column.kind == "label":
            return self._label(row, column)
        if column.kind in ("goal", "goal_status", "suggested"):
            return self._goal_cell(column, self.goal_rows.get(number, GoalRow()))
        if column.kind == "target":
            return BodyCell(self._target(row, column), "target", column.key)
        return BodyCell(self.fill(row.texts.get(column.key, "")), "text", column.key)

    def _label(self, row: RowSpec, column: ColumnSpec) -> BodyCell:
        marks = (self.footnotes.mark(self._notes()[row.note]),) if row.note else ()
        return BodyCell(self._name(row), "label", column.key, marks=marks, mark_before=row.note_before)

    def _name(self, row: RowSpec) -> str:
        return self.fill(row.label) or self._named(nearest(row.where, row.block, self.spec.defaults))

    def _named(self, where: Coordinates) -> str:
        facts = self.sources.indicators.get(where.indicator or "")
        return facts.name if facts else self.sources.named(where.unit or "")

    def _figure(self, row: RowSpec, column: ColumnSpec, cell: Cell) -> BodyCell:
        recorded = cell.found.recorded if cell.found else None
        return BodyCell(
            text=self._shown(row, column, cell),
            kind=column.kind,
            column=column.key,
            marks=self.footnotes.marks(cell.footnotes),
            number=cell.shown,
            marker=cell.marker,
            explanation=cell.explanation,
            indicator=cell.found.slot.indicator if cell.found else "",
            unit=cell.found.slot.unit if cell.found else "",
            fact=recorded.fact if recorded else 0,
            revision=recorded.revision if recorded else 0,
            example=any(known.source == "example" for known in (cell.found.known if cell.found else ())),
        )

    def _shown(self, row: RowSpec, column: ColumnSpec, cell: Cell) -> str:
        if cell.text or row.role == "group":
            return cell.text
        return column.missing or ""

    def _goal_cell(self, column: ColumnSpec, goal: GoalRow) -> BodyCell | None:
        if column.kind == "suggested":
            word = status_word(goal.suggested, self._status_kind(column)) if goal.suggested else ""
            return BodyCell(
                word,
                "suggested",
                column.key,
                status=goal.suggested,
                explanation=goal.reason,
                screen_only=column.screen_only,
            )
        if not goal.first:
            return None
        if column.kind == "goal":
            return BodyCell(goal.name, "goal", column.key, rowspan=goal.rows)
        word = status_word(goal.status, self._status_kind(column)) if goal.status else ""
        return BodyCell(word, "goal_status", column.key, rowspan=goal.rows, status=goal.status)

    def _status_kind(self, column: ColumnSpec) -> str:
        if column.words == "table":
            return "table"
        return "annual" if self.sources.report.kind == "annual" else "interim"

    def _target(self, row: RowSpec, column: ColumnSpec) -> str:
        if row.role == "group":
            return ""
        target = self.target_of(row, column)
        if target is None:
            return row.missing or ""
        if column.show == "value" and target.number is not None:
            return format_number(target.number)
        return target.raw

    def target_of(self, row: RowSpec, column: ColumnSpec) -> ParsedTarget | None:
        """The target of the row's indicator, unit and breakdown in the column's year."""
        where = nearest(row.where, row.block, column.where, self.spec.defaults)
        if where.indicator is None:
            return None
        year = where.year_in(self.sources.period)
        key = (where.indicator, where.unit or "", where.breakdown or TOTAL, year)
        return self.sources.targets.get(key)

    def last_target(self) -> Target | None:
        """How far the latest target of a column of targets reaches, for a chart over time."""
        columns = [column for column in self.spec.columns if column.kind == "target"]
        for row in reversed(self.sources.expanded(self.spec).rows if columns else ()):
            target = self.target_of(row, columns[0])
            where = nearest(row.where, row.block, columns[0].where, self.spec.defaults)
            if target and target.number and self.spec.money == "tkr":
                direction = self.sources.indicators[where.indicator or ""].direction
                return band_of(target, direction, f"Mål {where.year_in(self.sources.period)}: {target.raw}")
        return None

    def _legends(self, rows: Sequence[RowSpec], grid: Sequence[Mapping[str, Cell]]) -> tuple[str, ...]:
        cells = [cell for row in grid for cell in row.values()]
        signs = [self.fill(self.spec.legend), self._sign_legend(cells), *self._plus_legends(grid)]
        legends = [*signs, *self._decided(rows, grid), rounding_note(cells), marker_legend(cells)]
        return tuple(legend for legend in legends if legend)

    def _decided(self, rows: Sequence[RowSpec], grid: Sequence[Mapping[str, Cell]]) -> list[str]:
        """Which budget each column shows."""
        if self.sources.decisions is None:
            return []
        heads = {
            column.key: self.fill(" ".join(column.heading)) for column in self.spec.columns if column.kind == "figure"
        }
        return decided_legends(heads, [(row, self._name(row)) for row in rows], grid, self.sources.decisions)

    def _plus_legends(self, grid: Sequence[Mapping[str, Cell]]) -> list[str]:
        """What plus means in each column of deviations, where the template's author says nothing of it."""
        if self.spec.legend or any(row.formula for row in self.spec.rows):
            return []
        heads = {column.key: self.fill(" ".join(column.heading)) for column in self.spec.columns}
        told = []
        for column in self.spec.columns:
            if column.formula == "base_minus_actual" or (column.formula == "favourable" and self._judges(column, grid)):
                legend = deviation_legend(column.formula, lowered(heads[column.of[1]]))
                told.append(f"{heads[column.key]}: {legend}")
        return told

    def _judges(self, column: ColumnSpec, grid: Sequence[Mapping[str, Cell]]) -> bool:
        """Whether more or less is better of anything that the column compares; of a volume neither is."""
        found = (cells[column.of[0]].found for cells in grid)
        return any(each and self.sources.indicators[each.slot.indicator].better for each in found)

    def _sign_legend(self, cells: Sequence[Cell]) -> str:
        """What plus means, where the organisation shows its results as net costs."""
        shown = any(cell.found and cell.found.slot.indicator in self.sources.net_costs for cell in cells)
        return sign_legend("net_cost") if shown else ""


def _padded(rows: Sequence[BodyRow]) -> tuple[BodyRow, ...]:
    """Every figure gets to know how many decimal places it lacks of its column's widest, so that commas align."""
    widest: dict[str, int] = {}
    for row in rows:
        for cell in row.cells:
            if cell.is_number:
                widest[cell.column] = max(widest.get(cell.column, 0), _places(cell.text))
    return tuple(BodyRow(row.role, tuple(_pad(cell, widest.get(cell.column, 0)) for cell in row.cells)) for row in rows)


def _places(text: str) -> int:
    return len(text.rpartition(",")[2]) if "," in text else 0


def _pad(cell: BodyCell, widest: int) -> BodyCell:
    if not cell.is_number or not DIGIT.search(cell.text):
        return cell
    lacking = widest - _places(cell.text)
    return replace(cell, decimals_pad=lacking) if lacking else cell


def _behind(column: ColumnSpec, cells: Mapping[str, Cell]) -> tuple[tuple[int, int], ...]:
    """The figures that a computed cell is made of: its own, and of a derived one those of the columns it compares."""
    parts = [cells[key] for key in (column.key, *column.of) if key in cells]
    known = [each for part in parts if part.found for each in part.found.known]
    return tuple(dict.fromkeys((each.fact, each.revision) for each in known if each.fact))
