"""Strategic assignments as tables: one per group or one in all, with status and comment apart or in one cell."""

from __future__ import annotations

from itertools import groupby

from indicators.models import Assignment, AssignmentStatus
from reports.composing.sources import Sources
from reports.declarations import Section
from reports.nodes import BodyCell, BodyRow, HeadCell, SectionNode, TableNode

Pair = tuple[Assignment, AssignmentStatus | None]
Group = tuple[str, list[Pair]]


def assignment_tables(section: Section, sources: Sources) -> list[TableNode]:
    """The tables of a section of assignments."""
    groups = _groups(section, sources)
    if section.one_table:
        return [_table(section, sources, 1, groups)] if groups else []
    return [_table(section, sources, number, [group]) for number, group in enumerate(groups, 1)]


def assignment_sections(section: Section, sources: Sources, level: int) -> list[SectionNode]:
    """A heading per group with its table below."""
    nodes = []
    for number, group in enumerate(_groups(section, sources), 1):
        key = f"{section.key}-grupp-{number}"
        node = SectionNode(key, sources.words.fill(section.group_heading, {"group": group[0]}), level, key)
        node.blocks.append(_table(section, sources, number, [group]))
        nodes.append(node)
    return nodes


def _groups(section: Section, sources: Sources) -> list[Group]:
    """The assignments by group, under the group's name in this report, without those that it doesn't list."""
    pairs = [pair for pair in sources.assignments if pair[0].code not in section.without]
    found = groupby(pairs, key=lambda pair: pair[0].group)
    return [(section.groups.get(name, name), list(group)) for name, group in found]


def _table(section: Section, sources: Sources, number: int, groups: list[Group]) -> TableNode:
    name = groups[0][0]
    anchor = f"{section.key}-{number}"
    return TableNode(
        id=anchor,
        anchor=anchor,
        caption=_caption(section, sources, name),
        head=(_head(section, sources, name),),
        rows=tuple(row for group in groups for row in _rows(section, group, heading=group is not groups[0])),
        columns=section.shown,
    )


def _caption(section: Section, sources: Sources, name: str) -> str:
    lowered = f"{name[:1].lower()}{name[1:]}"
    return sources.words.fill(section.caption or "Strategiska utvecklingsuppdrag, {group}", {"group": lowered})


def _head(section: Section, sources: Sources, name: str) -> tuple[HeadCell, ...]:
    headings = {
        "label": sources.words.fill(section.label_heading or "{group}", {"group": name}),
        "status": section.status_heading or "Status",
        "comment": section.comment_heading or "Kommentar",
        "status_and_comment": section.status_heading or "Status och kommentar",
    }
    return tuple(HeadCell(headings[key], "label" if key == "label" else "text") for key in section.shown)


def _rows(section: Section, group: Group, *, heading: bool) -> list[BodyRow]:
    """The group's rows, below a row with its name where another group stands above in the same table."""
    name, pairs = group
    rows = [_row(section, *pair) for pair in pairs]
    if not heading:
        return rows
    blank = (BodyCell("", "text", key) for key in section.shown[1:])
    return [BodyRow("group", (BodyCell(name, "label", "label"), *blank)), *rows]


def _row(section: Section, assignment: Assignment, state: AssignmentStatus | None) -> BodyRow:
    number = f"{assignment.number}. " if assignment.number else ""
    word, comment = (state.get_state_display(), state.comment) if state else ("", "")
    texts = {
        "label": f"{number}{assignment.text}",
        "status": word,
        "comment": comment,
        "status_and_comment": _joined(word, comment),
    }
    cells = (BodyCell(texts[key], "label" if key == "label" else "text", key) for key in section.shown)
    return BodyRow("line", tuple(cells))


def _joined(word: str, comment: str) -> str:
    text = ". ".join(part.rstrip(".") for part in (word, comment) if part)
    return f"{text}." if comment else text
