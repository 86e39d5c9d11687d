"""What a Word document is made of: texts with their lists and links, tables with heading rows, the language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reports import texts
from reports.nodes import BodyCell, HeadCell, TableNode
from reports.rendering.grid import Placed, body_cells, head_cells, width
from reports.rendering.word_pages import shade
from reports.templatetags.report_nodes import fitted_widths

# What XML can't hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LISTS = {"bulletList": "List Bullet", "orderedList": "List Number"}
DEEPEST_LIST = 3
STRONG = ("total", "subtotal", "group")
INDENTED = ("of_which", "breakdown")
LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def clean(text: str) -> str:
    """The text without signs that a document can't hold."""
    return UNWRITABLE.sub("", text)


def language(document: Any, code: str) -> None:
    """Make the whole document's language known: to spelling checks and to who reads aloud."""
    from docx.oxml.ns import qn

    properties = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    found = properties.find(qn("w:lang"))
    found.set(qn("w:val"), code)
    found.set(qn("w:eastAsia"), code)


# Texts


def write_text(document: Any, content: texts.Node, *, heading: int) -> None:
    """A structured text; `heading` is the level of the headings in it. Nothing written leaves nothing."""
    for node in content.get("content", []):
        _text_block(document, node, heading)


def _text_block(document: Any, node: texts.Node, heading: int) -> None:
    kind = str(node.get("type"))
    if kind in LISTS:
        _list(document, node, 1)
    elif kind == "heading":
        document.add_heading(clean(texts.plain_text(node)), level=heading)
    else:
        _inline(document.add_paragraph(), node)


def _list(document: Any, node: texts.Node, depth: int) -> None:
    style = LISTS[str(node["type"])] + (f" {depth}" if depth > 1 else "")
    for item in node.get("content", []):
        for child in item.get("content", []):
            if child.get("type") in LISTS:
                _list(document, child, min(depth + 1, DEEPEST_LIST))
            else:
                _inline(document.add_paragraph(style=style), child)


def _inline(paragraph: Any, node: texts.Node) -> None:
    if node.get("type") != "text":
        for child in node.get("content", []):
            _inline(paragraph, child)
        return
    marks = {mark.get("type"): mark for mark in node.get("marks", [])}
    address = str(marks.get("link", {}).get("attrs", {}).get("href", ""))
    run = paragraph.add_run(clean(str(node.get("text", ""))))
    run.bold = "bold" in marks or None
    if texts.LINK.match(address):
        _link(paragraph, run, address)


def _link(paragraph: Any, run: Any, address: str) -> None:
    """Put the run inside a link; only addresses that the page would link to come here."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, LINK_TYPE, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)
    run.font.underline = True


# Tables


def fill_table(document: Any, table: TableNode) -> None:
    """The table as a table; its heading rows stand on every page that it covers."""
    head, body = head_cells(table), body_cells(table)
    columns = width(head, body)
    if not columns:
        return
    above = len(table.head)
    made = document.add_table(rows=above + len(table.rows), cols=columns, style="Table Grid")
    _set_widths(made, fitted_widths(table))
    grid = [list(row.cells) for row in made.rows]
    for placed in head:
        _write_head(_joined(grid, placed, 0), placed.cell)
    for placed in body:
        if isinstance(placed.cell, BodyCell):
            _write_body(_joined(grid, placed, above), placed.cell, table.rows[placed.line].role)
    for row in made.rows[:above]:
        _repeat(row)


def _set_widths(made: Any, widths: Sequence[int]) -> None:
    """The columns as wide as in print; a cell that is joined gets the sum of those that it covers."""
    from docx.shared import Mm

    made.autofit = False
    for column, millimetres in zip(made.columns, widths, strict=False):
        column.width = Mm(millimetres)
    for row in made._tbl.tr_lst:
        for cell, millimetres in zip(row.tc_lst, widths, strict=False):
            cell.width = Mm(millimetres)


def _joined(grid: list[list[Any]], placed: Placed, offset: int) -> Any:
    """The cell, joined with all that it covers."""
    first = grid[placed.line + offset][placed.column]
    last_line = min(placed.line + offset + placed.lines, len(grid)) - 1
    last = grid[last_line][placed.column + placed.columns - 1]
    return first.merge(last) if last is not first else first


def _write_head(cell: Any, head: HeadCell | BodyCell) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(clean(head.text)).bold = True
    shade(cell)
    _align(paragraph, head.kind in ("figure", "derived", "target"))


def _write_body(cell: Any, told: BodyCell, role: str) -> None:
    paragraph = cell.paragraphs[0]
    marks = " ".join(told.marks)
    if marks and told.mark_before:
        paragraph.add_run(marks).font.superscript = True
    paragraph.add_run(clean(told.text)).bold = role in STRONG or None
    if marks and not told.mark_before:
        paragraph.add_run(marks).font.superscript = True
    _align(paragraph, told.is_number)
    if role in INDENTED and told.kind == "label":
        _indent(paragraph)


def _align(paragraph: Any, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _indent(paragraph: Any) -> None:
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent = Mm(3)


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
