"""A chart node: the drawing of a composed table, which stands beside it with the same figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.safestring import mark_safe

from indicators.models.choices import Measure
from indicators.numbers import format_number
from indicators.pivot.figures import IndicatorFacts
from indicators.shares import SHARES
from reports.declarations import ColumnSpec, TableSpec
from reports.nodes import BodyCell, BodyRow, ChartNode, TableNode
from vss_portal.charts import (
    BarChart,
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

DEFAULT_LOOKS = (Look.THIS_YEAR, Look.LAST_YEAR, Look.BUDGET, Look.FORECAST)


def chart_node(
    spec: TableSpec,
    table: TableNode,
    anchor: str,
    indicators: Mapping[str, IndicatorFacts],
    target: Target | None = None,
) -> ChartNode:
    """The chart with its data table. Rows are categories, or moments of a line chart; figure columns are series.

    A line chart shows how far its `target` reaches.
    """
    unit = _unit(spec, table, indicators)
    drawn = _lines(spec, table, anchor, unit, target) if spec.chart == "lines" else _bars(spec, table, anchor, unit)
    svg = mark_safe(drawn.svg)  # noqa: S308 - drawn by the chart package, which escapes every text
    return ChartNode(anchor, table.caption, svg, drawn.alt, _data_table(table), notes=table.notes)


def _bars(spec: TableSpec, table: TableNode, anchor: str, unit: str) -> Chart:
    names, columns = _series_names(table), _series(spec)
    series = tuple(Series(names[c.key], _look(c, at)) for at, c in enumerate(columns))
    rows = tuple(Row(_label(row), tuple(_value(row, c.key) for c in columns)) for row in _shown_rows(table))
    return horizontal_bars(BarChart(ident_of(anchor), table.caption, unit, series, rows))


def _lines(spec: TableSpec, table: TableNode, anchor: str, unit: str, target: Target | None) -> Chart:
    names, columns, rows = _series_names(table), _series(spec), _shown_rows(table)
    lines = tuple(
        Line(names[c.key], _look(c, at), tuple(_value(row, c.key) for row in rows)) for at, c in enumerate(columns)
    )
    moments = tuple(_label(row) for row in rows)
    return time_series(LineChart(ident_of(anchor), table.caption, unit, moments, lines, target))


def _series(spec: TableSpec) -> list[ColumnSpec]:
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
    return [row for row in table.rows if row.role in ("line", "total", "of_which", "breakdown")]


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
