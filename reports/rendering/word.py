"""The report as a Word document: for who circulates a draft, or pastes a chapter into another report.

Headings are styles, lists are lists, tables are tables whose heading rows repeat on every page. Each page says whether
it is a draft or a copy: the formal document is the PDF.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from reports.nodes import (
    AppendicesNode,
    AppendixEntry,
    Block,
    ChartNode,
    ContentsNode,
    GoalNode,
    LegendNode,
    ReportNode,
    SectionNode,
    TableNode,
    TextNode,
)
from reports.rendering.word_pages import NOTE, set_looks, set_pages, turned
from reports.rendering.word_parts import clean, fill_table, language, write_text
from vss_portal.dates import long_date

DEEPEST = 6


def report_docx(report: ReportNode, *, created: dt.datetime) -> bytes:
    """The document's bytes."""
    from docx import Document

    document = Document()
    _describe(document, report, created)
    document.add_paragraph(clean(report.title), style="Title")
    for line in _facts(report):
        document.add_paragraph(clean(line), style="Subtitle")
    for section in report.sections:
        _section(document, section, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def standing(report: ReportNode) -> str:
    """What the document is, for the top of every page: a draft, or a copy of what is formal elsewhere."""
    if report.known_on is None:
        return "Utkast. Får ändras."
    origin = "återgiven efter tryckt rapport" if report.reproduced else f"som känt {long_date(report.known_on)}"
    return f"Kopia, {origin}. Den formella handlingen är PDF-filen."


def _describe(document: Any, report: ReportNode, created: dt.datetime) -> None:
    about = document.core_properties
    about.title, about.author, about.language = clean(report.title), clean(report.organisation), "sv-SE"
    about.created = about.modified = created
    about.comments = standing(report)
    language(document, "sv-SE")
    set_looks(document)
    set_pages(document, clean(f"{report.title}. {standing(report)}"))


def _facts(report: ReportNode) -> list[str]:
    facts = [f"{report.organisation}, {report.municipality}".rstrip(", "), standing(report)]
    facts += [f"Dnr {report.case_number}"] if report.case_number else []
    return [*facts, "Innehåller exempeldata"] if report.has_examples else facts


def _section(document: Any, section: SectionNode, report: ReportNode) -> None:
    if section.heading:
        turned(document, lying=False)
        document.add_heading(clean(section.heading), level=min(section.level - 1, DEEPEST))
    for block in section.blocks:
        turned(document, lying=isinstance(block, TableNode) and block.wide)
        _block(document, block, section, report)
    for child in section.children:
        _section(document, child, report)


def _block(document: Any, block: Block, section: SectionNode, report: ReportNode) -> None:
    match block:
        case TextNode():
            write_text(document, block.content, heading=min(section.level, DEEPEST))
        case TableNode():
            _table(document, block, f"Tabell {block.number}. " if block.number else "")
        case ChartNode():
            _table(document, block.table, f"Diagram {block.number}, värden. ")
        case GoalNode():
            _goal(document, block)
        case LegendNode():
            document.add_paragraph(clean("; ".join(word for _, word in block.entries)), style="Caption")
        case ContentsNode():
            _contents(document, report)
        case AppendicesNode():
            for entry in block.entries:
                document.add_paragraph(clean(_appendix(entry)), style="List Bullet")


def _table(document: Any, table: TableNode, number: str) -> None:
    document.add_paragraph(clean(f"{number}{table.caption}"), style="Caption").paragraph_format.keep_with_next = True
    fill_table(document, table)
    for text in (*table.legends, *(f"{note.mark} {note.text}" for note in table.notes)):
        document.add_paragraph(clean(text), style=NOTE)


def _goal(document: Any, goal: GoalNode) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(clean(goal.status_word or "Inte bedömt än")).bold = True
    if goal.sentence:
        paragraph.add_run(clean(f". {goal.sentence}"))
    if goal.deviates:
        document.add_paragraph(clean(f"Indikatorerna pekar mot: {goal.suggested_word}. {goal.reason}"))
    if goal.motivation:
        document.add_paragraph(clean(goal.motivation))
    if goal.activities:
        document.add_paragraph(clean(f"Aktiviteter: {goal.activities}."))
    if goal.year_end:
        told = "; ".join(f"{label}: {answer.lower()}" for label, answer in goal.year_end)
        document.add_paragraph(clean(f"Når vi målen vid årets slut? {told}."))


def _appendix(entry: AppendixEntry) -> str:
    pages = "1 sida" if entry.pages == 1 else f"{entry.pages} sidor"
    return f"Bilaga {entry.place}. {entry.title} (PDF, {pages}). SHA-256: {entry.checksum}"


def _contents(document: Any, report: ReportNode) -> None:
    """The headings as a list: page numbers are Word's own matter once the chapters are edited."""
    for section in report.walk():
        if section.heading and section.level <= 3:
            style = "List" if section.level == 2 else "List 2"
            document.add_paragraph(clean(section.heading), style=style)
