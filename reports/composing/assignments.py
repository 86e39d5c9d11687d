"""Strategic assignments as tables: one per group, with status and comment in one cell."""

from __future__ import annotations

from itertools import groupby

from indicators.models import Assignment, AssignmentStatus
from reports.composing.sources import Sources
from reports.declarations import Section
from reports.nodes import BodyCell, BodyRow, HeadCell, TableNode


def assignment_tables(section: Section, sources: Sources) -> list[TableNode]:
    """The tables of a section of assignments."""
    groups = groupby(sources.assignments, key=lambda pair: pair[0].group)
    return [_table(section, sources, number, group, list(pairs)) for number, (group, pairs) in enumerate(groups, 1)]


def _table(
    section: Section,
    sources: Sources,
    number: int,
    group: str,
    pairs: list[tuple[Assignment, AssignmentStatus | None]],
) -> TableNode:
    label = sources.words.fill(section.label_heading or "{group}", {"group": group})
    status = section.status_heading or "Status och kommentar"
    anchor = f"{section.key}-{number}"
    return TableNode(
        id=anchor,
        anchor=anchor,
        caption=f"Strategiska utvecklingsuppdrag, {group[:1].lower()}{group[1:]}",
        head=((HeadCell(label, "label"), HeadCell(status, "text")),),
        rows=tuple(_row(assignment, state) for assignment, state in pairs),
        columns=("label", "status"),
    )


def _row(assignment: Assignment, state: AssignmentStatus | None) -> BodyRow:
    number = f"{assignment.number}. " if assignment.number else ""
    said = [state.get_state_display(), state.comment] if state else []
    text = ". ".join(part.rstrip(".") for part in said if part)
    cells = (
        BodyCell(f"{number}{assignment.text}", "label", "label"),
        BodyCell(f"{text}." if state and state.comment else text, "text", "status"),
    )
    return BodyRow("line", cells)
