"""A chart node: the drawing of a composed table, which stands beside it with the same figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe

from indicators.models.choices import Measure
from indicators.numbers import format_number
from indicators.pivot.figures import IndicatorFacts
from indicators.shares import SHARES
from reports.declarations import ColumnSpec, TableSpec
from reports.nodes import BodyCell, BodyRow, ChartNode, TableNode
from vss_portal.charts import (
    BarChart,
    Break,
    Chart,
    Line,
    LineChart,
    Look,
    Row,
    Series,
    Target,
    Value,
    horizontal_bars,
    time_series,
)
from vss_portal.charts.model import WIDTH

# What a phone has room for, in the letters' own size.
NARROW = 340
# The rows that are drawn; headings and words stand in the table only.
DRAWN = ("line", "total", "of_which", "breakdown")
DEFAULT_LOOKS = (Look.THIS_YEAR, Look.LAST_YEAR, Look.BUDGET, Look.FORECAST)


def chart_node(
    spec: TableSpec,
    table: TableNode,
    anchor: str,
    indicators: Mapping[str, IndicatorFacts],
    target: Target | None = None,
    breaks: tuple[Break, ...] = (),
) -> ChartNode:
    """The chart with its data table. Rows are categories, or moments of a line chart; figure columns are series.

    A line chart shows how far its `target` reaches, and its lines end where the method changed (`breaks`).
    """
    unit = _unit(spec, table, indicators)

    def draw(ident: str, wide: int) -> Chart:
        if spec.chart == "lines":
            return time_series(_lines(spec, table, unit, target, breaks, ident), wide=wide)
        return horizontal_bars(_bars(spec, table, unit, ident), wide=wide)

    svg, narrow, alt = drawn_twice(draw, anchor)
    return ChartNode(anchor, table.caption, svg, alt, _data_table(table), notes=table.notes, narrow=narrow)


def drawn_twice(draw: Callable[[str, int], Chart], anchor: str) -> tuple[SafeString, SafeString, str]:
    """The picture, the same picture for a phone, and what it shows in words. `draw` takes an id and a width."""
    wide, narrow = draw(ident_of(anchor), WIDTH), draw(f"{ident_of(anchor)}-smal", NARROW)
    # Drawn by the chart package, which escapes every text.
    return mark_safe(wide.svg), mark_safe(narrow.svg), wide.alt  # noqa: S308


def _bars(spec: TableSpec, table: TableNode, unit: str, ident: str) -> BarChart:
    names, columns = _series_names(table), series_of(spec)
    series = tuple(Series(names[c.key], _look(c, at)) for at, c in enumerate(columns))
    rows = tuple(Row(_label(row), tuple(_value(row, c.key) for c in columns)) for row in _shown_rows(table))
    return BarChart(ident, table.caption, unit, series, rows)


def _lines(
    spec: TableSpec, table: TableNode, unit: str, target: Target | None, breaks: tuple[Break, ...], ident: str
) -> LineChart:
    names, columns, rows = _series_names(table), series_of(spec), _shown_rows(table)
    lines = tuple(
        Line(names[c.key], _look(c, at), tuple(_value(row, c.key) for row in rows)) for at, c in enumerate(columns)
    )
    moments = tuple(_label(row) for row in rows)
    return LineChart(ident, table.caption, unit, moments, lines, target, breaks)


def series_of(spec: TableSpec) -> list[ColumnSpec]:
    """What is drawn: columns of one unit. Where some show per cents they are drawn, and the amounts stand in the
    table."""
    figures = [column for column in spec.columns if column.kind in ("figure", "derived")]
    return [column for column in figures if column.formula in SHARES] or figures


def _series_names(table: TableNode) -> dict[str, str]:
    texts = [cell.text for cell in table.head[-1]]
    return dict(zip(table.columns, texts, strict=False))


def _look(column: ColumnSpec, at: int) -> Look:
    return Look(column.style) if column.style else DEFAULT_LOOKS[at % len(DEFAULT_LOOKS)]


def _shown_rows(table: TableNode) -> list[BodyRow]:
    return [row for row in table.rows if row.role in DRAWN]


def _label(row: BodyRow) -> str:
    return next((cell.text for cell in row.cells if cell.kind == "label"), "")


def _value(row: BodyRow, column: str) -> Value:
    cell = next((cell for cell in row.cells if cell.column == column), BodyCell(""))
    if cell.number is None:
        return Value(None, cell.text)
    return Value(cell.number.value, format_number(cell.number))


def _unit(spec: TableSpec, table: TableNode, indicators: Mapping[str, IndicatorFacts]) -> str:
    """The one unit of all that is drawn: per cent, the table's money, else what the indicators are measured in."""
    if any(column.formula in SHARES for column in spec.columns):
        return "procent"
    codes = {cell.indicator for row in table.rows for cell in row.cells if cell.indicator}
    facts = [indicators[code] for code in codes if code in indicators]
    if facts and all(fact.is_money for fact in facts):
        return spec.money
    measures = {Measure(fact.measure).label for fact in facts}
    return measures.pop() if len(measures) == 1 else ""


def ident_of(anchor: str) -> str:
    """The anchor as an id that the chart package takes."""
    return re.sub(r"[^a-z0-9-]", "-", anchor.casefold())


def _data_table(table: TableNode) -> TableNode:
    first, rest = table.caption[:1], table.caption[1:]
    return replace(table, caption=f"Data: {first if rest[:1].isupper() else first.lower()}{rest}")
