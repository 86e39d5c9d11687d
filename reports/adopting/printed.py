"""What an adopted report says about itself: who approved and adopted it, and what a revised version has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from reports.adopting.payload import Head
from reports.approval.composed import Composed
from reports.nodes import ABOUT_ADOPTING, ReportNode, SectionNode, TextNode
from reports.texts import is_empty
from vss_portal import clock
from vss_portal.dates import long_date

REVISED = "reviderad"


def adopted_node(now: Composed, head: Head) -> ReportNode:
    """The tree that is frozen: the report as it is, dated, with its case number and what is said of the version."""
    revised = [_section(REVISED, "Reviderad version", _revised(head))] if head.version > 1 else []
    about = _section(ABOUT_ADOPTING, "Om fastställandet", _about(now, head))
    title = f"{now.report.title} (Reviderad)" if revised else now.report.title
    sections = (*revised, *_told(now.node.sections), about)
    return replace(
        now.node,
        title=title,
        sections=sections,
        known_on=clock.today(),
        case_number=head.case_number,
        version=head.version,
        adopted_on=clock.today(),
    )


def _told(sections: Iterable[SectionNode]) -> Iterator[SectionNode]:
    """The sections without texts that nobody wrote, and without headings that then stand over nothing."""
    for section in sections:
        children = list(_told(section.children))
        blocks = [block for block in section.blocks if not (isinstance(block, TextNode) and is_empty(block.content))]
        if children or blocks:
            yield replace(section, blocks=blocks, children=children)


def _revised(head: Head) -> list[dict[str, Any]]:
    told = f"Det här är version {head.version}. Orsak: {head.reason}"
    return [_paragraph(told), _paragraph("Det här har ändrats:"), _bullets(head.changes)]


def _about(now: Composed, head: Head) -> list[dict[str, Any]]:
    held = now.report_thing.holding
    lines = []
    if held is not None:
        day = long_date(clock.local(held.recorded_at).date())
        lines.append(f"Godkänd {day} av {held.acting_as} ({held.recorded_by.display_name}).")
    lines.append(
        f"Fastställd {long_date(clock.today())} av {head.acting_as} ({head.adopted_by}). Dnr {head.case_number}."
    )
    accepted = [step for step in now.check_steps().values() if step.kind == "accepted"]
    lines += [f"Accepterat fel: {step.reason}" for step in accepted]
    lines.append(f"Innehållets kontrollsumma (SHA-256): {now.report_thing.fingerprint}")
    return [_paragraph(line) for line in lines]


def _section(key: str, heading: str, content: list[dict[str, Any]]) -> SectionNode:
    return SectionNode(key, heading, 2, key, blocks=[TextNode(key, {"type": "doc", "content": content})])


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def _bullets(lines: Sequence[str]) -> dict[str, Any]:
    return {"type": "bulletList", "content": [{"type": "listItem", "content": [_paragraph(line)]} for line in lines]}
