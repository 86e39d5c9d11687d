"""Sheets become rows: one per value cell, with all that labels, headings, the sheet's name and answers say of it.

What isn't a figure is passed over and counted: rows without values, sums (Σ, Summa, Totalt), hidden sheets. What could
be a figure and isn't understood is a row with a sentence. Nothing is guessed silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from indicators.importing.cells import NUMBER, Sheet, kind, place, said
from indicators.importing.headings import Column, Head, read_head
from indicators.importing.naming import SKIPPED, Book, is_total
from indicators.importing.periods import Period, PeriodError, read_period
from indicators.importing.rows import Row
from indicators.importing.values import Habits, Value, read_value
from indicators.models import TOTAL
from indicators.models.choices import AggregationChoice, Measure, Scenario, SpanChoice
from indicators.spans import accumulated_span

ALL_SHEETS = "*"
# Enough for any table; a hostile file claims millions.
MOST_MERGED, MOST_CELLS = 5_000, 100_000


@dataclass
class Understood:
    """What a file says: its figures, what was passed over, and names that nobody knows (text → how often)."""

    rows: list[Row] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    unknown_units: Counter[str] = field(default_factory=Counter)
    unknown_indicators: Counter[str] = field(default_factory=Counter)
    heads: dict[str, Head] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)
    stored: list[bool] = field(default_factory=list)


@dataclass
class Context:
    """What holds for a row from the rows above it: the group that it stands under, and labels that aren't repeated."""

    unit: str = ""
    indicator: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def chosen_sheets(sheets: Sequence[Sheet], book: Book, mapping: Mapping[str, Any]) -> list[Sheet]:
    """The sheets to read: the one asked for, all visible ones, or else the first visible one that holds a table."""
    visible = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    asked = mapping.get("sheet", "")
    if asked == ALL_SHEETS:
        return visible
    named = [sheet for sheet in sheets if sheet.name == asked and asked]
    tables = (sheet for sheet in visible if _is_table(read_head(sheet, book, mapping)))
    return named or list(islice(tables, 1)) or visible[:1] or [sheet for sheet in sheets if sheet.rows][:1]


def _is_table(head: Head) -> bool:
    roles = {column.role for column in head.columns}
    return "account" in roles or ("value" in roles and len(head.columns) > 1)


def understand(sheets: Sequence[Sheet], book: Book, mapping: Mapping[str, Any], habits: Habits) -> Understood:
    """Everything that the chosen sheets say."""
    found = Understood()
    chosen = chosen_sheets(sheets, book, mapping)
    for sheet in chosen:
        head = read_head(sheet, book, mapping)
        found.heads[sheet.name] = head
        several = len(chosen) > 1
        _Reader(sheet, head, book, mapping, habits, found, named=several).read()
    found.passed["hidden-sheets"] = sum(sheet.hidden and bool(sheet.rows) for sheet in sheets)
    return found


class _Reader:
    """Reads one sheet; `named` says that the sheet's name may be a unit, an indicator or a period."""

    def __init__(
        self, sheet: Sheet, head: Head, book: Book, mapping: Mapping[str, Any], habits: Habits, found: Understood,
        *, named: bool,
    ) -> None:  # fmt: skip
        self.sheet, self.head, self.book, self.habits, self.found = sheet, head, book, habits, found
        self.mapping = mapping
        self.fixed = {name: str(value) for name, value in mapping.get("fixed", {}).items() if value not in ("", None)}
        self.where = sheet.name if named else ""
        if named:
            self.fixed |= self._from_name()
        self.labels = {column.role: column for column in head.columns if column.role and column.role != "value"}
        self.values = [column for column in head.columns if column.role == "value"]
        self.merged = self._merged()

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The first cell of the range that a label stands in, by (row, column); no more than any sheet needs."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        places = [column.index for column in self.labels.values()]
        for first, left, last, right in self.sheet.merged[:MOST_MERGED]:
            for column in places:
                if left <= column <= right and len(found) < MOST_CELLS:
                    rows = range(first, min(last + 1, len(self.sheet.rows)))
                    found |= {(row, column): (first, left) for row in rows}
        return found

    def _from_name(self) -> dict[str, str]:
        unit, indicator = self.book.units.code(self.sheet.name), self.book.indicators.code(self.sheet.name)
        told = {name: code for name, code in (("unit", unit), ("indicator", indicator)) if code}
        try:
            period = read_period(f"t{self.sheet.name}")
        except PeriodError:
            return told
        return told | {name: str(value) for name, value in vars(period).items() if value}

    def read(self) -> None:
        context = Context()
        start = self.head.last + 1
        for at in range(start, len(self.sheet.rows)):
            if not self.sheet.rows[at]:
                continue
            if at in self.sheet.hidden_rows:
                self.found.passed["hidden-rows"] += 1
                continue
            self._line(at, context)

    def _line(self, at: int, context: Context) -> None:
        labels = {role: self._label(at, column) for role, column in self.labels.items()}
        if any(is_total(said(labels[role])) for role in ("unit", "indicator", "account") if role in labels) and not (
            self._told(labels)
        ):
            self.found.passed["totals"] += 1
            return
        cells = [(column, self.sheet.cell(at, column.index)) for column in self.values]
        if not any(cell for _column, cell in cells):
            self._group(labels, context)
            return
        for column, cell in cells:
            if cell:
                self._figure(at, column, cell, labels, context)

    def _told(self, labels: Mapping[str, str]) -> bool:
        """Whether the source was told what the label of a sum means."""
        return any(
            names.code(said(labels[role])) is not None
            for role, names in (("unit", self.book.units), ("indicator", self.book.indicators))
            if labels.get(role)
        )

    def _label(self, at: int, column: Column) -> str:
        first = self.merged.get((at, column.index))
        return self.sheet.cell(*first) if first else self.sheet.cell(at, column.index)

    def _group(self, labels: Mapping[str, str], context: Context) -> None:
        """A row without values may name what the rows under it are about."""
        self.found.passed["without-values"] += 1
        text = next((said(cell) for cell in labels.values() if cell), "")
        if "unit" not in self.labels and (unit := self.book.units.code(text)):
            context.unit = unit
        if indicator := self.book.indicators.code(text):
            context.indicator = indicator

    def _figure(self, at: int, column: Column, cell: str, labels: Mapping[str, str], context: Context) -> None:
        fixed = {**self.fixed, **column.fixed}
        row = Row(place=place(at, column.index if len(self.values) > 1 else None, self.where), given=said(cell))
        if "key" in labels and said(labels["key"]):
            self._by_key(row, said(labels["key"]))
        else:
            if self._unit(row, fixed, labels, context) is None or self._indicator(row, fixed, labels, context) is None:
                self.found.passed["told-to-pass"] += 1
                return
            self._time(row, fixed, labels, context)
        value = self._value(row, cell)
        if value.is_blank:
            self.found.passed["blank"] += 1
            return
        self._population(row, labels)
        self.found.rows.append(row)
        self.found.stored.append(value.stored)

    def _by_key(self, row: Row, key: str) -> None:
        """The hidden key of the portal's own form."""
        parts = key.split("|")
        if not self._is_key(parts):
            row.wrong(
                "key",
                "Radens dolda nyckel är ändrad, så portalen vet inte vilket värde det gäller. Hämta ett nytt formulär.",
            )
            return
        unit, indicator, part, scenario, year, month, span, vintage, seen = parts
        if unit not in self.book.unit_rows or indicator not in self.book.indicator_rows:
            row.wrong("key", "Raden gäller en enhet eller indikator som inte finns längre. Hämta ett nytt formulär.")
            return
        row.unit, row.indicator, row.part, row.scenario, row.span = unit, indicator, part, scenario, span
        row.year, row.month, row.vintage, row.seen = int(year), int(month), int(vintage), int(seen)

    def _is_key(self, parts: Sequence[str]) -> bool:
        """Whether the parts of a key can be what the portal wrote."""
        if len(parts) != 9 or parts[2] not in self.book.part_rows:
            return False
        numbers = (*parts[4:6], parts[7], parts[8])
        return (
            all(part.isascii() and part.isdecimal() and len(part) < 8 for part in numbers)
            and parts[3] in Scenario.values
            and parts[6] in SpanChoice.values
        )

    def _carried(self, role: str, labels: Mapping[str, str], context: Context) -> str:
        """The label, or the one above where a blank stands beside other labels."""
        text = said(labels.get(role, ""))
        if text:
            context.labels[role] = text
            return text
        others = sum(bool(cell) for other, cell in labels.items() if other != role)
        return context.labels.get(role, "") if others else ""

    def _unit(self, row: Row, fixed: Mapping[str, str], labels: Mapping[str, str], context: Context) -> str | None:
        text = self._carried("unit", labels, context)
        if text:
            code = self.book.units.code(text)
            row.unit_text = text
            if code == SKIPPED:
                return None
            if code is None:
                self.found.unknown_units[text] += 1
                row.wrong(
                    "unknown-unit", f"Enheten ”{text[:80]}” är okänd. Säg vad den heter i portalen under Tolkning."
                )
            row.unit = code or ""
        else:
            unit = fixed.get("unit", "") or context.unit
            row.unit = unit if unit in self.book.unit_rows else ""
        return row.unit

    def _indicator(self, row: Row, fixed: Mapping[str, str], labels: Mapping[str, str], context: Context) -> str | None:
        text = self._carried("indicator", labels, context)
        code: str | None = fixed.get("indicator", "") or context.indicator
        if "indicator" in column_only(fixed, self.fixed):
            text = ""
        if text:
            code = self.book.indicators.code(text)
            row.indicator_text = text
            part = self.book.parts.code(text) if code is None else None
            if part:
                code, row.part = context.indicator, part
            if code == SKIPPED and not part:
                return None
            if not code:
                self.found.unknown_indicators[text] += 1
                row.wrong(
                    "unknown-indicator",
                    f"Indikatorn ”{text[:80]}” är okänd. Säg vad den heter i portalen under Tolkning.",
                )
            else:
                context.indicator = code
        elif not code:
            row.wrong(
                "no-indicator",
                "Raden säger inte vilken indikator den gäller. Välj kolumn eller indikator under Tolkning.",
            )
        row.indicator = code if code and code in self.book.indicator_rows else ""
        if code and not row.indicator:
            row.wrong("unknown-indicator", f"Indikatorn {code} finns inte längre. Välj en annan under Tolkning.")
        self._part(row, fixed, labels)
        if row.indicator and not row.unit and not row.unit_text:
            self._responsible(row)
        return row.indicator

    def _responsible(self, row: Row) -> None:
        owner = self.book.indicator_rows[row.indicator].responsible_unit_id
        code = next((code for code, unit in self.book.unit_rows.items() if unit.pk == owner), "")
        if code:
            row.unit, row.note = code, "enheten är indikatorns ansvariga"
        else:
            row.wrong("no-unit", "Raden säger inte vilken enhet den gäller. Välj kolumn eller enhet under Tolkning.")

    def _part(self, row: Row, fixed: Mapping[str, str], labels: Mapping[str, str]) -> None:
        text = said(labels.get("part", ""))
        code = self.book.parts.code(text) if text else fixed.get("part", row.part)
        if text and code is None:
            row.wrong("unknown-part", f"Delen ”{text[:40]}” är okänd. Skriv till exempel Totalt, Män eller Kvinnor.")
        row.part = "" if code in (None, TOTAL) else code

    def _time(self, row: Row, fixed: Mapping[str, str], labels: Mapping[str, str], context: Context) -> None:
        row.scenario = fixed.get("scenario") or Scenario.OUTCOME.value
        try:
            period = self._period(fixed, labels, context)
        except PeriodError as error:
            row.wrong("period", str(error))
            return
        if period.year is None or period.month is None:
            missing = "år" if period.year is None else "månad"
            row.wrong("no-period", f"Raden säger inte vilket {missing} den gäller. Ange det under Tolkning.")
            return
        row.year, row.month = period.year, period.month
        row.span = self._span(row, period, fixed)
        if row.scenario == Scenario.FORECAST:
            row.vintage = int(fixed.get("vintage") or 0)
            if not row.vintage:
                row.wrong("no-vintage", "En prognos har månaden då den gjordes. Ange den under Tolkning.")

    def _period(self, fixed: Mapping[str, str], labels: Mapping[str, str], context: Context) -> Period:
        told = Period()
        text = self._carried("period", labels, context)
        if text:
            cell = labels.get("period") or f"t{text}"
            told = read_period(cell)
        year, month = told.year, told.month
        if said(labels.get("year", "")):
            year = read_period(f"t{said(labels['year'])}").year
        if said(labels.get("month", "")):
            cell = labels["month"]
            month = read_period(
                cell if kind(cell) == NUMBER else f"n{said(cell)}" if said(cell).isdigit() else cell
            ).month
        year = int(fixed["year"]) if fixed.get("year") and year is None else year
        month = int(fixed["month"]) if fixed.get("month") and month is None else month
        if told.span is None and fixed.get("span"):
            told = replace(told, span=None)
        return Period(year, month, told.span)

    def _span(self, row: Row, period: Period, fixed: Mapping[str, str]) -> str:
        indicator = self.book.indicator_rows.get(row.indicator)
        span = str(period.span or "") or fixed.get("span", "")
        if not span and indicator is not None:
            span = usual_span(indicator.aggregation, row.scenario, row.month)
        if span in (SpanChoice.YTD, SpanChoice.FULL_YEAR) and row.month <= 12:
            return str(accumulated_span(row.month)) if span == SpanChoice.YTD else span
        return span

    def _value(self, row: Row, cell: str) -> Value:
        measure, decimals = self.book.measures.get(row.indicator, (Measure.COUNT.value, 6))
        value = read_value(cell, self.habits, indicator=row.indicator, measure=measure, decimals=decimals)
        row.number, row.marker = value.number, value.marker
        row.note = "; ".join(filter(None, (row.note, value.note)))
        if value.problem:
            self.found.codes[value.code] += 1
            row.wrong(value.code, value.problem)
        return value

    def _population(self, row: Row, labels: Mapping[str, str]) -> None:
        text = said(labels.get("population", ""))
        if not text:
            return
        digits = text.removesuffix(".0").replace("\u00a0", "").replace(" ", "")
        if digits.isdecimal() and digits.isascii() and len(digits) < 10:
            row.population = int(digits)
        else:
            row.wrong("population", f"Underlaget ”{text[:20]}” är inget antal. Skriv ett heltal, till exempel 86.")


def column_only(fixed: Mapping[str, str], everywhere: Mapping[str, str]) -> Iterator[str]:
    """What a column's heading fixes beyond what holds for the whole sheet."""
    return (name for name, value in fixed.items() if everywhere.get(name) != value)


def usual_span(aggregation: str, scenario: str, month: int) -> str:
    """What a month of a file stands for where nothing says it: its own month, or the level or the ratio so far."""
    if month > 12:
        return str(SpanChoice.MONTH)
    if aggregation == AggregationChoice.LAST:
        return str(SpanChoice.POINT)
    if aggregation == AggregationChoice.YEARLY:
        return str(SpanChoice.FULL_YEAR)
    if aggregation in (AggregationChoice.REPORTED, AggregationChoice.ACCUMULATING):
        return str(accumulated_span(month))
    if scenario == Scenario.FORECAST:
        return str(SpanChoice.FULL_YEAR)
    return str(SpanChoice.MONTH)
