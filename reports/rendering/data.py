"""The report as data: JSON with stable names, the same figures as the page shows."""

from __future__ import annotations

import json
from typing import Any

from reports.nodes import AppendixEntry, BodyCell, ChartNode, GoalNode, ReportNode, SectionNode, TableNode, TextNode

SCHEMA = "uppfoljning-rapport-1"


def report_json(report: ReportNode) -> str:
    """The whole report as JSON; numbers are texts with a decimal point, so that no reader rounds them."""
    content = {
        "schema": SCHEMA,
        "slug": report.slug,
        "title": report.title,
        "organisation": report.organisation,
        "kind": report.kind,
        "year": report.year,
        "month": report.month,
        "known_on": report.known_on.isoformat() if report.known_on else None,
        "has_examples": report.has_examples,
        "sections": [_section(section) for section in report.walk()],
        **({"appendices": [_appendix(each) for each in report.appendices()]} if report.appendices() else {}),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _appendix(entry: AppendixEntry) -> dict[str, Any]:
    return {
        "place": entry.place,
        "version": entry.version,
        "title": entry.title,
        "kind": entry.kind_word or None,
        "pages": entry.pages,
        "size": entry.size,
        "sha256": entry.checksum,
    }


def _section(section: SectionNode) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "level": section.level,
        "tables": [_table(block) for block in section.blocks if isinstance(block, TableNode)],
        "charts": [_table(block.table) for block in section.blocks if isinstance(block, ChartNode)],
        "texts": [block.content for block in section.blocks if isinstance(block, TextNode)],
        "goals": [_goal(block) for block in section.blocks if isinstance(block, GoalNode)],
    }


def _goal(goal: GoalNode) -> dict[str, Any]:
    told = {"code": goal.code, "name": goal.name, "status": goal.status, "suggested": goal.suggested}
    beside = {"activities": goal.activities, "year_end": dict(goal.year_end)}
    return {**told, **{name: value for name, value in beside.items() if value}}


def _table(table: TableNode) -> dict[str, Any]:
    return {
        "id": table.id,
        "caption": table.caption,
        "money": table.money,
        "columns": [[cell.text for cell in line] for line in table.head],
        "rows": [{"role": row.role, "cells": [_cell(cell) for cell in row.cells]} for row in table.rows],
        "notes": [{"mark": note.mark, "text": note.text} for note in table.notes],
    }


def _cell(cell: BodyCell) -> dict[str, Any]:
    known = {
        "column": cell.column,
        "text": cell.text,
        "value": str(cell.number.value) if cell.number is not None and not cell.marker else None,
        "marker": cell.marker or None,
        "status": cell.status or None,
        "indicator": cell.indicator or None,
        "unit": cell.unit or None,
        "fact": cell.fact or None,
        "revision": cell.revision or None,
        "marks": list(cell.marks) or None,
        "rowspan": cell.rowspan if cell.rowspan > 1 else None,
    }
    return {key: value for key, value in known.items() if value is not None or key == "text"}
