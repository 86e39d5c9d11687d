"""How nodes look as HTML; what is the same on the page and in print stands here once."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports import texts
from reports.nodes import ABOUT_ADOPTING, BodyCell, BodyRow, HeadCell, ReportNode, SectionNode, TableNode, TextNode
from reports.rendering.hyphens import longest_piece, softened
from vss_portal.templatetags.portal import status_mark

register = template.Library()

# A number that stands nowhere else in an address.
ANY_FIGURE = 987654321
ROLE_CLASSES = {"of_which": "of-which"}
NARROW = ("goal", "goal_status")
NUMBER_KINDS = ("figure", "derived", "target")
DEEPEST_HEADING = 6
# What fits on a line of the page's head beside each other.
LONGEST_RUNNING_TITLE, LONGEST_RUNNING_CHAPTER = 52, 60
TOP_LISTED, DEEPEST_LISTED, CONTENTS_HEIGHT = 2, 3, 620
# Millimetres between the margins of an upright and a lying page, and the least for a label and for a figure.
UPRIGHT, LYING, NARROWEST_LABEL, NARROWEST = 168, 253, 40, 8


@register.filter
def row_class(row: BodyRow) -> str:
    """The class of a row by its part in the table."""
    return f"row--{ROLE_CLASSES.get(row.role, row.role)}"


@register.filter
def head_class(cell: HeadCell) -> str:
    """The class of a heading: over figures to the right, over several columns in the middle."""
    if cell.colspan > 1:
        return "span-head"
    return "number" if cell.kind in NUMBER_KINDS else "text"


@register.filter
def mark_class(status: str) -> str:
    """The class that draws a status mark as a ground in print."""
    return f"marked-{status.replace('_', '-')}"


@register.simple_tag
def status_words(status: str, word: str, mode: str) -> SafeString:
    """A status with its mark: drawn inline on the page, as a ground in print."""
    if mode == "page":
        return status_mark(status, word=word)
    return format_html('<span class="marked {}">{}</span>', mark_class(status), word)


@register.filter
def running_title(report: ReportNode) -> str:
    """The title as it stands at the head of every page: on one line, without the organisation's name before it."""
    title = report.title.removeprefix(f"{report.organisation} ")
    return _on_one_line(title[:1].upper() + title[1:], LONGEST_RUNNING_TITLE)


def _on_one_line(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]} …"


@register.simple_tag
def heading(section: SectionNode, mode: str) -> SafeString:
    """The section's heading; in print the chapters are h1, on the page the title is."""
    level = min(section.level - (mode == "print"), DEEPEST_HEADING)
    if mode == "print":
        running = _on_one_line(section.heading, LONGEST_RUNNING_CHAPTER)
        short = format_html(' data-running="{}"', running) if level == 1 and running != section.heading else ""
        return format_html("<h{}{}>{}</h{}>", level, short, section.heading, level)
    link = format_html('<a class="heading-link" href="#{}" aria-label="Länk till avsnittet">#</a>', section.anchor)
    return format_html('<h{} id="rubrik-{}">{}{}</h{}>', level, section.anchor, section.heading, link, level)


@register.simple_tag(takes_context=True)
def text_block(context: Context, block: TextNode, section: SectionNode, mode: str) -> SafeString:
    """A text; an empty one says on the page and in a printed draft that nothing is written, never in what is closed."""
    if texts.is_empty(block.content):
        if mode == "page":
            return SafeString('<p class="quiet">Inget skrivet än.</p>')
        return SafeString('<p class="not-filled">Ej ifylld</p>') if context.get("draft") else SafeString("")
    level = section.level - (mode == "print")
    return format_html('<div class="prose">{}</div>', texts.to_html(block.content, heading_level=level))


@register.simple_tag
def body_rows(table: TableNode, mode: str, links: bool) -> SafeString:
    """The rows of a table. A long report has ten thousand cells: they are written here, not by the template."""
    left = range(len(table.rows), 0, -1)
    rows = (_row(row, mode, links, from_here) for row, from_here in zip(table.rows, left, strict=True))
    return mark_safe("".join(rows))  # noqa: S308 - cells are escaped one by one


def _row(row: BodyRow, mode: str, links: bool, left: int) -> str:
    """A row; `left` is how many rows the table has from this one on."""
    cells = (_cell(cell, mode, links, left) for cell in row.cells if mode == "page" or not cell.screen_only)
    return f'<tr class="{escape(row_class(row))}">{"".join(cells)}</tr>\n'


def _cell(cell: BodyCell, mode: str, links: bool, left: int) -> str:
    element, scope = "td", ""
    if cell.kind in ("label", "goal"):
        element, scope = "th", ' scope="rowgroup"' if cell.rowspan > 1 else ' scope="row"'
    rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    # The table's own line closes a cell that goes on to its last row.
    closes = " closes" if mode == "print" and 1 < cell.rowspan == left else ""
    opening = f'<{element}{scope}{rowspan} class="{escape(_cell_class(cell, mode))}{closes}">'
    return f"{opening}{_content(cell, mode, links)}</{element}>"


def _cell_class(cell: BodyCell, mode: str) -> str:
    if cell.is_number:
        return " ".join(filter(None, ["number", _room(cell)]))
    if cell.status and mode == "print":
        return f"marked {mark_class(cell.status)}"
    return cell.kind


def _room(cell: BodyCell) -> str:
    """The classes that keep the comma of a column in line for a figure with fewer decimals than the others."""
    if not cell.decimals_pad:
        return ""
    return f"pad-{min(cell.decimals_pad, 4)}" + ("" if "," in cell.text else " pad-comma")


def _content(cell: BodyCell, mode: str, links: bool) -> str:
    """The cell's words, escaped, with its footnote marks."""
    if cell.status and mode == "page":
        content: str = status_mark(cell.status, word=cell.text)
    elif links and mode == "page" and cell.fact:
        content = f'<a class="figure-link" href="{_figure_address(cell.fact)}">{escape(cell.text)}</a>'
    else:
        content = escape(softened(cell.text) if mode == "print" and cell.kind in NARROW else cell.text)
    if not cell.marks:
        return content
    marks = f'<sup class="note-mark">{escape(" ".join(cell.marks))}</sup>'
    return marks + content if cell.mark_before else content + marks


@lru_cache(maxsize=1)
def _figure_parts() -> tuple[str, str]:
    """What stands before and after a figure's number in its address; asking for each is slow."""
    before, _number, after = reverse("figure", args=[ANY_FIGURE]).partition(str(ANY_FIGURE))
    return before, after


def _figure_address(fact: int) -> str:
    before, after = _figure_parts()
    return f"{before}{fact}{after}"


@register.filter
def print_columns(table: TableNode) -> list[str]:
    """The width of each printed column as a class in millimetres; the label's column takes what is left."""
    fitted = _fitting(wanted_widths(table), LYING if table.wide else UPRIGHT)
    return [f"mm-{width}" if width else "" for width in fitted]


def fitted_widths(table: TableNode) -> list[int]:
    """The millimetres of each printed column; what is left of the page is shared by the labels' columns."""
    room = LYING if table.wide else UPRIGHT
    fitted = _fitting(wanted_widths(table), room)
    left = (room - sum(fitted)) // max(fitted.count(0), 1)
    return [width or left for width in fitted]


def wanted_widths(table: TableNode) -> list[int]:
    """The millimetres that each printed column would take if the page were wide enough; 0: what is left."""
    kinds = _kinds(table)
    return [_width(table, key, kinds.get(key, "figure")) for key in table.columns if kinds.get(key) != "suggested"]


def _fitting(widths: list[int], room: int) -> list[int]:
    """The widths, made narrower alike where they leave the label too little room: no column runs off the page."""
    free = widths.count(0)
    left = room - NARROWEST_LABEL * max(free, 1)
    if sum(widths) <= left:
        return widths
    return [max(NARROWEST, int(width * left / sum(widths)) // 2 * 2) if width else 0 for width in widths]


def _kinds(table: TableNode) -> dict[str, str]:
    return {cell.column: cell.kind for row in table.rows for cell in row.cells}


def _width(table: TableNode, key: str, kind: str) -> int:
    """Millimetres, even; 0: what is left."""
    if kind == "goal":
        return 28
    longest = max((len(cell.text) for row in table.rows for cell in row.cells if cell.column == key), default=0)
    if kind == "goal_status":
        # The mark before the word takes seven millimetres.
        return min(max(2 * round((longest * 1.75 + 9) / 2), 20), 40)
    if kind == "short":
        head = len(_lowest_heads(table).get(key, ""))
        return min(max(2 * round((max(longest, head) * 1.55 + 5) / 2), 20), 44)
    if kind not in NUMBER_KINDS:
        return 0 if kind == "label" else 60
    wanted = max(longest * 1.75 + 5, longest_piece(_lowest_heads(table).get(key, "")) * 1.8 + 3.5)
    return min(max(2 * round(wanted / 2), 16 if len(table.columns) > 6 else 20), 28)


def _lowest_heads(table: TableNode) -> dict[str, str]:
    """The text of the heading nearest above each column."""
    waiting = list(table.columns)
    heads: dict[str, str] = {}
    spanned: list[str] = []
    for cell in table.head[0] if table.head else ():
        taken, waiting = waiting[: cell.colspan], waiting[cell.colspan :]
        if len(table.head) > 1 and cell.rowspan == 1:
            spanned += taken
        else:
            heads |= dict.fromkeys(taken, cell.text)
    below = table.head[1] if len(table.head) > 1 else ()
    return heads | {key: cell.text for key, cell in zip(spanned, below, strict=False)}


@register.filter
def softly(text: str) -> str:
    """A heading's or a name's text with soft hyphens, for narrow columns in print."""
    return softened(text)


@register.filter
def begins_page(section: SectionNode) -> bool:
    """Whether the section takes a page of its own in print: the contents, and who adopted the report."""
    return section.key == ABOUT_ADOPTING or _holds_contents(section)


@register.filter
def listed(report: ReportNode) -> list[SectionNode]:
    """The sections of the contents, in print and on a page: without the contents themselves and what stands below."""
    left_out = {id(below) for section in report.walk() if _holds_contents(section) for below in section.walk()}
    return [each for each in report.walk() if each.level <= DEEPEST_LISTED and id(each) not in left_out]


@register.filter
def crowded(rows: list[SectionNode]) -> bool:
    """Whether the contents would run over their page with the usual distance between the rows, in points."""
    return sum(27 if row.level == TOP_LISTED else 18 for row in rows) > CONTENTS_HEIGHT


def _holds_contents(section: SectionNode) -> bool:
    return any(block.kind == "contents" for block in section.blocks)
