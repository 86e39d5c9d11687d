"""A chart node: the drawing of a composed table."""

from __future__ import annotations

from reports.declarations import TableSpec
from reports.nodes import ChartNode, TableNode


def chart_node(spec: TableSpec, table: TableNode, anchor: str) -> ChartNode:
    """The chart with its data table."""
    return ChartNode(anchor, table.caption, "", "", table, notes=table.notes)
