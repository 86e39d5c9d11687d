"""Rows × columns → cells. Signs, deviations, totals and rounding happen here, each once, in that order.

Every cell is computed from unrounded values in the table's unit of money; only what is shown is rounded, half up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.number_parsing import Marker
from indicators.numbers import Number, difference, format_number, round_half_up, total
from indicators.pivot.coordinates import ANYTHING, Coordinates, nearest
from indicators.pivot.values import Found, Lookup
from indicators.shares import SHARES, ShareFormula, explain_share, share
from indicators.signs import DeviationFormula, deviation, explain_deviation
from indicators.spans import Month

MISSING_UNIT = "–"
LINES = ("line",)
# How a per cent is shown where nothing else is said, and how exactly it goes on into further columns.
PERCENT_DECIMALS, EXACT_DECIMALS = 1, 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures, or one derived from two others (`actual` against `base`).

    `formula` is a DeviationFormula or a ShareFormula; a share of the total has no `base`.
    """

    key: str
    where: Coordinates = ANYTHING
    formula: str = ""
    actual: str = ""
    base: str = ""
    actual_word: str = ""
    base_word: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What one cell says instead of what its row and column ask for: other coordinates, a text, or nothing."""

    where: Coordinates = ANYTHING
    text: str | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it fixes, its part in the table, and its own ways with signs, totals and missing figures.

    `sign` net_cost shows −value; an empty one follows the rules of the table. `total`: entered (the recorded figure,
    else computed) or computed (the sum of the lines above). `missing` is what stands where there is no figure.
    """

    key: str
    where: Coordinates = ANYTHING
    block: Coordinates = ANYTHING
    role: str = "line"
    sign: str = ""
    formula: str = ""
    total: str = ""
    decimals: int | None = None
    missing: str | None = None
    overrides: Mapping[str, Override] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the whole table: the unit of money, the decimals (None: as reported), the furthest coordinates.

    `net_costs`: the indicators whose results are shown as net costs (cost positive) where the row doesn't say.
    """

    money: str = "tkr"
    decimals: int | None = None
    defaults: Coordinates = ANYTHING
    net_costs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and why.

    `exact` is the signed value in the table's unit before rounding, `shown` after. `difference` is an entered
    total less the sum of its parts. `explanation` is how the value was computed, in Swedish with the numbers put in.
    """

    text: str = ""
    exact: Number | None = None
    shown: Number | None = None
    marker: str = ""
    found: Found | None = None
    explanation: str = ""
    difference: Number | None = None

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The footnote texts of the figures behind the cell, and the portal's own."""
        if self.found is None:
            return ()
        notes = [note.text for known in self.found.known for note in known.footnotes]
        return tuple(dict.fromkeys(filter(None, [*notes, self.found.note])))


@dataclass(frozen=True)
class Pivot:
    """A table being computed."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    rules: Rules
    lookup: Lookup

    def grid(self) -> list[dict[str, Cell]]:
        """The cells of each row by column key."""
        # Column by column: a share of the total needs the whole of the column that it is a share of.
        grid: list[dict[str, Cell]] = [{} for _row in self.rows]
        for column in self.columns:
            for at, row in enumerate(self.rows):
                grid[at][column.key] = self._cell(row, column, grid, at)
        return grid

    def _cell(self, row: Row, column: Column, grid: list[dict[str, Cell]], at: int) -> Cell:
        override = row.overrides.get(column.key, Override())
        if override.text is not None:
            return _stated(override.text)
        if override.empty or row.role in ("group", "text"):
            return Cell(text=row.missing or "" if row.role == "text" else "")
        if column.formula in SHARES:
            return self._share(row, column, grid, at)
        if column.formula:
            return self._derived(row, column, grid[at])
        if row.total == "computed":
            return self._sum(row, column, grid[:at]) or Cell()
        where = nearest(override.where, row.where, row.block, column.where, self.rules.defaults)
        return self._figure(row, column, where, grid[:at] if row.total else [])

    def _figure(self, row: Row, column: Column, where: Coordinates, above: list[dict[str, Cell]]) -> Cell:
        found = self.lookup.find(where)
        computed = self._sum(row, column, above) if row.total else None
        if found is None:
            return computed or Cell(text=self._absent(row, where))
        if found.number is None:
            return Cell(text=Marker(found.marker).printed, marker=found.marker, found=found)
        exact = self._converted(found.number, where, row)
        gap = difference(exact, computed.exact) if computed and computed.exact else None
        return self._shown(row, column, exact, found=found, explanation=found.explanation, difference=gap)

    def _converted(self, number: Number, where: Coordinates, row: Row) -> Number:
        facts = self.lookup.indicators[where.indicator or ""]
        if facts.is_money and self.rules.money == "mnkr":
            number = number.shift(-3)
        return -number if self._is_net_cost(row, where.indicator or "") else number

    def _is_net_cost(self, row: Row, indicator: str) -> bool:
        return row.sign == "net_cost" or (not row.sign and indicator in self.rules.net_costs)

    def _shown(
        self,
        row: Row,
        column: Column,
        exact: Number,
        *,
        found: Found | None = None,
        explanation: str = "",
        difference: Number | None = None,
    ) -> Cell:
        fixed = next((d for d in (row.decimals, column.decimals, self.rules.decimals) if d is not None), None)
        shown = exact.rounded(max(exact.decimals, 0) if fixed is None else fixed)
        text = format_number(shown)
        return Cell(text, exact, shown, found=found, explanation=explanation, difference=difference)

    def _absent(self, row: Row, where: Coordinates) -> str:
        """What stands where nothing is known: the row's word, a dash for a unit that didn't exist, else nothing."""
        if row.missing is not None:
            return row.missing
        period = self.lookup.period
        month = where.month or (12 if where.span in ("year", "full_year") else period.month)
        last_day = Month(where.year_in(period), month).last_day
        gone = where.unit is not None and not self.lookup.units.exists(where.unit, last_day)
        return MISSING_UNIT if gone and not self._planned(where) else ""

    def _planned(self, where: Coordinates) -> bool:
        return where.scenario in ("plan", "frame")

    def _derived(self, row: Row, column: Column, left: dict[str, Cell]) -> Cell:
        actual, base = left.get(column.actual, Cell()), left.get(column.base, Cell())
        if actual.exact is None or base.exact is None:
            return Cell(text=row.missing or "")
        formula, better = DeviationFormula(row.formula or column.formula), self._better(actual, row)
        exact = deviation(formula, actual.exact, base.exact, better)
        words = (column.actual_word, actual.exact), (column.base_word, base.exact)
        return self._shown(row, column, exact, explanation=explain_deviation(formula, *words, better))

    def _share(self, row: Row, column: Column, grid: list[dict[str, Cell]], at: int) -> Cell:
        """A per cent of another column, of the column's total, or of change: with the column's decimals, else one."""
        formula, part = ShareFormula(column.formula), grid[at].get(column.actual, Cell())
        of_total = formula is ShareFormula.SHARE_OF_TOTAL
        whole = self._total_of(column.actual, grid, at) if of_total else grid[at].get(column.base, Cell()).exact
        if part.exact is None or whole is None:
            return Cell(text=row.missing or "")
        words = (column.actual_word, part.exact), ("totalen" if of_total else column.base_word, whole)
        decimals = PERCENT_DECIMALS if column.decimals is None else column.decimals
        made = share(formula, part.exact, whole)
        explanation = explain_share(formula, *words, decimals)
        if made is None:
            return Cell(text=row.missing or "", explanation=explanation)
        shown = round_half_up(made, decimals)
        return Cell(format_number(shown), round_half_up(made, EXACT_DECIMALS), shown, explanation=explanation)

    def _total_of(self, key: str, grid: list[dict[str, Cell]], at: int) -> Number | None:
        """The total that a row is part of: the nearest one below it, else the last above, else the sum of the lines."""
        totals = [number for number, row in enumerate(self.rows) if row.role == "total"]
        below = next((number for number in totals if number >= at), None)
        if below is not None:
            return grid[below][key].exact
        if totals:
            return self._explained_by(grid[totals[-1]][key], grid[at][key])
        cells = [cells[key] for row, cells in zip(self.rows, grid, strict=True) if row.role in LINES]
        return _whole(cells)

    def _explained_by(self, above: Cell, cell: Cell) -> Number | None:
        """The total above a row (a varav row), where both are about the same thing: costs are no share of a result."""
        measured = [each.found.slot.indicator for each in (above, cell) if each.found]
        return above.exact if len(set(measured)) < 2 else None

    def _better(self, actual: Cell, row: Row) -> str | None:
        indicator = actual.found.slot.indicator if actual.found else row.where.indicator or ""
        facts = self.lookup.indicators.get(indicator) if actual.found else None
        better = facts.better if facts else "higher"
        if self._is_net_cost(row, indicator) and better:
            return "lower" if better == "higher" else "higher"
        return better

    def _sum(self, row: Row, column: Column, above: list[dict[str, Cell]]) -> Cell | None:
        """The sum of the lines above; None where one of them has no value though its unit existed."""
        cells = [cells[column.key] for line, cells in zip(self.rows, above, strict=False) if line.role in LINES]
        exact = _whole(cells)
        if exact is None:
            return None
        numbers = [cell.exact for cell in cells if cell.exact is not None]
        explanation = f"{' + '.join(format_number(number) for number in numbers)} = {format_number(exact)}"
        return self._shown(row, column, exact, explanation=explanation)


def _whole(cells: Sequence[Cell]) -> Number | None:
    """The exact sum of lines; None where there are none, or one has no value though its unit existed."""
    numbers = [cell.exact for cell in cells if cell.exact is not None]
    if not numbers or any(cell.exact is None and not _may_be_left_out(cell) for cell in cells):
        return None
    return total(numbers)


def _may_be_left_out(cell: Cell) -> bool:
    """Whether a sum is whole without the cell: its unit didn't exist, and no way of comparing hides its figure."""
    return cell.text == MISSING_UNIT and not (cell.found and cell.found.hides)


def _stated(text: str) -> Cell:
    """A cell whose text the template states; a number among them takes part in sums and deviations."""
    if text.replace("\u00a0", "").replace(" ", "").lstrip("-−").isdigit():
        number = Number.of(text)
        return Cell(format_number(number), number, number)
    return Cell(text)
