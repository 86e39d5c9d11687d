"""Tables as declared: columns, rows and blocks with their coordinates (docs/architecture.md tells the language)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.models.choices import IndicatorKind, Scenario
from indicators.pivot.coordinates import ANYTHING, FIXED_SPANS, RELATIVE_SPANS, Coordinates, nearest
from indicators.pivot.table import Override
from reports.declarations.reading import DeclarationError, Reader

COLUMN_KINDS = ("label", "figure", "derived", "goal", "goal_status", "target", "suggested", "text")
ROLES = ("line", "group", "of_which", "breakdown", "subtotal", "total", "text")
DEVIATIONS = ("actual_minus_base", "base_minus_actual", "favourable")
# Per cents: of another column, of the column's own total, and of change.
FORMULAS = (*DEVIATIONS, "share", "share_of_total", "change_percent")
MOST_YEARS = 30
STYLES = ("", "this_year", "last_year", "budget", "forecast")
BASIS = re.compile(r"original|carried|restated:\d{4}-\d{2}-\d{2}")
VINTAGE = re.compile(r"report|latest|\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: what it asks for or describes, and its heading (one text, or one a level)."""

    key: str
    kind: str = "figure"
    heading: tuple[str, ...] = ()
    where: Coordinates = ANYTHING
    formula: str = ""
    of: tuple[str, ...] = ()
    decimals: int | None = None
    words: str = "table"
    show: str = "text"
    style: str = ""
    note: str = ""
    missing: str | None = None
    screen_only: bool = False


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Rows generated from the organisation: the units that are part of one on a day."""

    part_of: str
    on: str = "period_end"


@dataclass(frozen=True, slots=True)
class IndicatorRows:
    """Rows generated from the catalogue: every indicator of a kind, or what measures one goal of the report's year."""

    kind: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class YearRows:
    """A row for each year, from so many years before the report's to so many after it."""

    first: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row as declared."""

    key: str
    label: str = ""
    role: str = "line"
    where: Coordinates = ANYTHING
    block: Coordinates = ANYTHING
    overrides: Mapping[str, Override] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    # "": as the organisation shows its net.
    sign: str = ""
    formula: str = ""
    total: str = ""
    decimals: int | None = None
    missing: str | None = None
    note: str = ""
    note_before: bool = False
    units: UnitRows | None = None
    indicators: IndicatorRows | None = None
    years: YearRows | None = None

    @property
    def generated(self) -> bool:
        """Whether the row stands for several that are made when the table is."""
        return bool(self.units or self.indicators or self.years)


@dataclass(frozen=True, slots=True)
class NoteSpec:
    """A footnote of the table itself."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table or the data of a chart. `chart` is empty for a table, else bars, lines or statuses."""

    id: str
    caption: str = ""
    money: str = "tkr"
    decimals: int | None = None
    wide: bool = False
    defaults: Coordinates = ANYTHING
    columns: tuple[ColumnSpec, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    notes: tuple[NoteSpec, ...] = ()
    legend: str = ""
    chart: str = ""

    def asked_for(self) -> Iterator[Coordinates]:
        """What the cells ask for, each with all its coordinates put together; what a row says once is said once."""
        for row in self.rows:
            layers = [row.where, row.block]
            yield from {nearest(*layers, column.where, self.defaults) for column in self.columns}
            for key, override in row.overrides.items():
                column = next((column.where for column in self.columns if column.key == key), ANYTHING)
                yield nearest(override.where, *layers, column, self.defaults)


def read_coordinates(reader: Reader) -> Coordinates:
    """The coordinates among the keys of a mapping."""
    span = reader.choice("span", ("", *FIXED_SPANS, *RELATIVE_SPANS))
    scenario = reader.choice("scenario", ("", *Scenario.values))
    return Coordinates(
        indicator=reader.text("indicator") or None,
        unit=reader.text("unit") or None,
        breakdown=reader.text("breakdown") or None,
        scenario=scenario or None,
        year=reader.integer("year"),
        fixed_year=reader.integer("fixed_year"),
        month=_month(reader),
        span=span or None,
        vintage=_matching(reader, "vintage", VINTAGE, "report, latest eller en månad som 2022-07"),
        decision=reader.text("decision") or None,
        basis=_basis(reader),
        organisation=reader.day("organisation"),
        carry=reader.choice("carry", ("", "sum", "predecessor")) or None,
    )


def _month(reader: Reader) -> int | None:
    month = reader.integer("month")
    if month is not None and not 1 <= month <= 12:
        raise reader.error(f"month är {month}; en månad är 1 till 12.")
    return month


def _matching(reader: Reader, key: str, pattern: re.Pattern[str], expected: str) -> str | None:
    value = reader.text(key)
    if value and not pattern.fullmatch(value):
        raise reader.error(f"{key} kan inte vara ”{value}”. Skriv {expected}.")
    return value or None


def _basis(reader: Reader) -> tuple[str, ...] | None:
    values = reader.texts("basis")
    for value in values:
        if not BASIS.fullmatch(value):
            raise reader.error(f"basis kan inte vara ”{value}”. Skriv original, carried eller restated:2022-01-01.")
    return values or None


def read_column(reader: Reader) -> ColumnSpec:
    """One column."""
    kind = reader.choice("kind", COLUMN_KINDS, "figure")
    column = ColumnSpec(
        key=reader.text("key", required=True),
        kind=kind,
        heading=reader.texts("heading"),
        where=read_coordinates(reader),
        formula=reader.choice("formula", ("", *FORMULAS)),
        of=reader.texts("of"),
        decimals=reader.integer("decimals"),
        words=reader.choice("words", ("table", "report"), "table"),
        show=reader.choice("show", ("text", "value"), "text"),
        style=reader.choice("style", STYLES),
        note=reader.text("note"),
        missing=reader.text("missing") or None,
        screen_only=reader.flag("screen_only"),
    )
    reader.done()
    if kind == "derived":
        _check_formula(reader, column)
    return column


def _check_formula(reader: Reader, column: ColumnSpec) -> None:
    if not column.formula:
        raise reader.error(f"en beräknad kolumn har formula: {', '.join(FORMULAS)}.")
    wanted = 1 if column.formula == "share_of_total" else 2
    if len(column.of) != wanted:
        told = "en kolumn, den som den är en andel av" if wanted == 1 else "två kolumner"
        raise reader.error(f"{column.formula} räknas ur {told}; of nämner {len(column.of)}.")


def read_rows(reader: Reader) -> list[RowSpec]:
    """One row, or the rows of a block, or rows generated from the organisation."""
    if "block" in reader.data:
        block = read_coordinates_only(reader.take("block"), f"{reader.place} › block")
        rows = reader.children("rows", read_rows, "rad")
        reader.done()
        return [_in_block(row, block) for group in rows for row in group]
    return [_read_row(reader)]


def _in_block(row: RowSpec, block: Coordinates) -> RowSpec:
    values = {name: getattr(row, name) for name in RowSpec.__slots__}
    return RowSpec(**{**values, "block": row.block.over(block)})


def read_coordinates_only(data: Any, place: str) -> Coordinates:
    """A mapping that holds coordinates and nothing else."""
    reader = Reader(data or {}, place)
    coordinates = read_coordinates(reader)
    reader.done()
    return coordinates


def _read_row(reader: Reader) -> RowSpec:
    units, indicators, years = reader.take("units"), reader.take("indicators"), reader.take("years")
    row = RowSpec(
        key=reader.text("key"),
        label=reader.text("label"),
        role=reader.choice("role", ROLES, "line"),
        where=read_coordinates(reader),
        overrides=_overrides(reader),
        texts=_row_texts(reader),
        sign=reader.choice("sign", ("", "result", "net_cost")),
        formula=reader.choice("formula", ("", *DEVIATIONS)),
        total=reader.choice("total", ("", "entered", "computed")),
        decimals=reader.integer("decimals"),
        missing=reader.text("missing") or None,
        note=reader.text("note"),
        note_before=reader.flag("note_before"),
        units=_unit_rows(Reader(units, f"{reader.place} › units")) if units else None,
        indicators=_indicator_rows(Reader(indicators, f"{reader.place} › indicators")) if indicators else None,
        years=_year_rows(Reader(years, f"{reader.place} › years")) if years else None,
    )
    reader.done()
    if not row.label and not row.generated and row.where.indicator is None and row.where.unit is None:
        raise reader.error("raden har varken namn (label), indikator eller enhet.")
    return row


def _unit_rows(reader: Reader) -> UnitRows:
    day = None if reader.data.get("on") == "period_end" else reader.day("on")
    reader.read.add("on")
    rows = UnitRows(part_of=reader.text("part_of", required=True), on=day.isoformat() if day else "period_end")
    reader.done()
    return rows


def _indicator_rows(reader: Reader) -> IndicatorRows:
    rows = IndicatorRows(kind=reader.choice("kind", ("", *IndicatorKind.values)), goal=reader.text("goal"))
    reader.done()
    if bool(rows.kind) == bool(rows.goal):
        raise reader.error("säg antingen ett slag av indikatorer (kind) eller ett mål (goal).")
    return rows


def _year_rows(reader: Reader) -> YearRows:
    first, last = reader.integer("from"), reader.integer("to")
    reader.done()
    rows = YearRows(first or 0, last or 0)
    if not 0 <= rows.last - rows.first < MOST_YEARS:
        raise reader.error(f"från {rows.first} till {rows.last} är inga år i följd. Skriv till exempel -4 och 0.")
    return rows


def _row_texts(reader: Reader) -> dict[str, str]:
    texts = Reader(reader.take("texts") or {}, f"{reader.place} › texts")
    return {key: texts.text(key) for key in texts.data}


def _overrides(reader: Reader) -> dict[str, Override]:
    cells = Reader(reader.take("cells") or {}, f"{reader.place} › cells")
    return {key: _override(Reader(cells.take(key), f"{cells.place} › {key}")) for key in cells.data}


def _override(reader: Reader) -> Override:
    text = reader.take("text")
    override = Override(
        where=read_coordinates(reader),
        text=None if text is None else reader.text("text"),
        empty=reader.flag("empty"),
    )
    reader.done()
    return override


def read_table(reader: Reader) -> TableSpec:
    """A whole table; checks that what refers to a column or note finds it."""
    decimals = reader.take("decimals", "reported")
    table = TableSpec(
        id=reader.text("id"),
        caption=reader.text("caption"),
        money=reader.choice("money", ("tkr", "mnkr"), "tkr"),
        decimals=None if decimals == "reported" else reader.integer("decimals"),
        wide=reader.flag("wide"),
        defaults=read_coordinates_only(reader.take("defaults"), f"{reader.place} › defaults"),
        columns=tuple(reader.children("columns", read_column, "kolumn")),
        rows=tuple(row for group in reader.children("rows", read_rows, "rad") for row in group),
        notes=tuple(reader.children("notes", _read_note, "fotnot")),
        legend=reader.text("legend"),
        chart=reader.choice("type", ("", "bars", "lines", "statuses")),
    )
    reader.done()
    check_table(table, reader.place)
    return table


def _read_note(reader: Reader) -> NoteSpec:
    note = NoteSpec(key=reader.text("key", required=True), text=reader.text("text", required=True))
    reader.done()
    return note


def check_table(table: TableSpec, place: str) -> None:
    """Refuse double keys, a derived column over columns that aren't to its left, and references to nothing."""
    seen: list[str] = []
    for column in table.columns:
        at = f"{place} › kolumn {column.key}"
        if column.key in seen:
            raise DeclarationError(at, "nyckeln finns redan. Ge kolumnen en egen.")
        for other in column.of:
            if other not in seen:
                raise DeclarationError(at, _bad_reference(column, other, table))
        seen.append(column.key)
    _check_column_references(table, place)
    notes = {note.key for note in table.notes}
    if len(notes) < len(table.notes):
        raise DeclarationError(place, "två fotnoter har samma nyckel. Ge varje fotnot en egen.")
    for row in table.rows:
        at = f"{place} › rad {row.key or row.label}"
        if strangers := sorted(set(row.overrides) - set(seen)):
            raise DeclarationError(at, f"cells nämner kolumnen {strangers[0]}, som inte finns.")
        if row.note and row.note not in notes:
            raise DeclarationError(at, f"fotnoten {row.note} finns inte bland tabellens fotnoter.")


def _check_column_references(table: TableSpec, place: str) -> None:
    notes = {note.key for note in table.notes}
    figures = {column.key for column in table.columns if column.kind in ("figure", "derived")}
    for column in table.columns:
        at = f"{place} › kolumn {column.key}"
        if column.note and column.note not in notes:
            raise DeclarationError(at, f"fotnoten {column.note} finns inte bland tabellens fotnoter.")
        if strangers := sorted(set(column.of) - figures):
            raise DeclarationError(at, f"kolumnen räknar på {strangers[0]}, som inte har några tal. Välj en annan.")


def _bad_reference(column: ColumnSpec, other: str, table: TableSpec) -> str:
    if other == column.key:
        return "kolumnen räknar på sig själv. Välj två andra kolumner."
    if other in {c.key for c in table.columns}:
        return f"kolumnen räknar på {other}, som står till höger. Flytta den åt vänster."
    return f"kolumnen räknar på {other}, som inte finns. Välj en annan kolumn eller ta bort {column.key}."
