"""The logical tree of a printed document, before it is written into the PDF: one node per element, however many pages
the element runs over.

WeasyPrint 70 makes a structure element per page and box: a table over a page break becomes two tables, its repeated
head is read twice, headings of columns have no scope, and page heads are content. This module walks the same boxes and
builds the tree anew. It knows nothing of PDF objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

SVG = "{http://www.w3.org/2000/svg}svg"
TAGS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **{"p": "P", "main": "Part", "article": "Art", "section": "Sect", "blockquote": "BlockQuote", "div": "Div"},
    **{"ul": "L", "ol": "L", "li": "LI", "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR"},
    **{"th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption", "figure": "Div", "nav": "Div"},
    **{"a": "Link", "img": "Figure", SVG: "Figure"},
}
# What an element is by its class, before its name is asked.
BY_CLASS = {("ul", "toc-list"): "TOC", ("ul", "footnotes"): "Div"}
BY_PARENT = {("li", "TOC"): "TOCI", ("li", "footnotes"): "Note"}
CELLS = ("TH", "TD")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A marked piece of a page's content."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """The place on a page that a link can be followed from."""

    page: int
    annotation: Any


@dataclass(slots=True)
class Node:
    """An element of the document with what stands in it, in reading order."""

    tag: str
    kind: str = ""
    alt: str = ""
    lang: str = ""
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1
    box: tuple[int, float, float, float, float] | None = None
    kids: list[Node | Leaf | LinkPlace] = field(default_factory=list)
    by_key: dict[Any, Node] = field(default_factory=dict)
    first_page: int | None = None

    def child(self, key: Any, tag: str, kind: str = "") -> Node:
        """The child of that key, made the first time that it is met."""
        if key not in self.by_key:
            self.by_key[key] = Node(tag, kind)
            self.kids.append(self.by_key[key])
        return self.by_key[key]

    def nodes(self) -> Iterator[Node]:
        """The node and all nodes below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]

    def below(self, tag: str) -> list[Node]:
        """The nodes below of a tag."""
        return [node for node in self.nodes() if node.tag == tag and node is not self]


@dataclass
class Reading:
    """Walks the boxes of all pages and builds the tree; what belongs to the page itself is set aside as artifacts."""

    root: Node = field(default_factory=lambda: Node("Document"))
    artifacts: list[Leaf] = field(default_factory=list)

    def read_page(self, number: int, page_box: Any, marks: dict[Any, dict[str, Any]]) -> None:
        """Add a page. `marks` is WeasyPrint's: box → the number of its piece of content; emptied here."""
        _Page(self, number, marks).walk(page_box, self.root, None)
        self.artifacts += [Leaf(number, mark["mcid"]) for mark in marks.values()]
        marks.clear()


@dataclass
class _Page:
    reading: Reading
    number: int
    marks: dict[Any, dict[str, Any]]

    def walk(self, box: Any, parent: Node, parent_key: Any) -> None:
        """Put a box and all that it holds under the node of the element that it stands in."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        # The dots of the contents lead the eye; read aloud they are "full stop" sixty times. A name that is printed
        # again where its rows go on was read before.
        if isinstance(box, boxes.MarginBox) or box.is_leader or getattr(box, "is_continued", False):
            self._set_aside(box)
        elif isinstance(box, boxes.TextBox):
            self._leaf(box, parent)
        elif box.element is None or box.element_tag in ("html", "body") or isinstance(box, boxes.PageBox):
            self._below(box, parent, None)
        else:
            self._element(box, parent, parent_key)

    def _element(self, box: Any, parent: Node, parent_key: Any) -> None:
        key = (id(box.element), box.element_tag)
        if key == parent_key:
            # An anonymous box of the same element: a wrapper, a line, the inside of a cell.
            self._cell_spans(box, parent)
            self._below(box, parent, key)
            return
        node = self._node(box, parent, key)
        if node.tag == "THead" and node.first_page not in (None, self.number):
            self._set_aside(box)
            return
        node.first_page = self.number if node.first_page is None else node.first_page
        self._cell_spans(box, node)
        if box.link_annotation:
            node.kids.append(LinkPlace(self.number, box.link_annotation))
        self._below(box, node, key)

    def _node(self, box: Any, parent: Node, key: Any) -> Node:
        name, _, pseudo = box.element_tag.partition("::")
        classes = (box.element.get("class") or "").split()
        if parent.tag == "TOCI":
            parent = parent.child("reference", "Reference")
        if parent.tag == "LI":
            if pseudo == "marker":
                return parent.child(key, "Lbl")
            parent = parent.child("body", "LBody")
        kind = "footnotes" if "footnotes" in classes else ""
        tag = next((BY_CLASS[name, word] for word in classes if (name, word) in BY_CLASS), None)
        tag = tag or BY_PARENT.get((name, parent.tag)) or BY_PARENT.get((name, parent.kind))
        if parent.tag == "Note" and "note-mark" in classes:
            tag = "Lbl"
        node = parent.child(key, "Span" if pseudo else tag or TAGS.get(name, "Span"), kind)
        self._describe(box, node)
        return node

    def _describe(self, box: Any, node: Node) -> None:
        if not node.lang and box.element.get("lang"):
            node.lang = box.element.get("lang")
        if node.tag == "TH":
            node.scope = "Row" if (box.element.get("scope") or "").startswith("row") else "Column"
            node.alt = box.element.get("aria-label") or ""
        if node.tag == "Figure":
            x, y = box.content_box_x(), box.content_box_y()
            node.box = (self.number, x, y, x + box.width, y + box.height)
            title = box.element.find("{http://www.w3.org/2000/svg}title")
            node.alt = (title.text if title is not None else box.element.get("alt")) or ""

    def _cell_spans(self, box: Any, node: Node) -> None:
        if node.tag in CELLS and isinstance(box, boxes.TableCellBox):
            node.colspan, node.rowspan = box.colspan, max(box.rowspan, node.rowspan)

    def _below(self, box: Any, node: Node, key: Any) -> None:
        if isinstance(box, boxes.ReplacedBox):
            self._leaf(box, node)
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.LineBox):
                for inner in child.children:
                    self.walk(inner, node, key)
            else:
                self.walk(child, node, key)

    def _leaf(self, box: Any, node: Node) -> None:
        mark = self.marks.pop(box, None)
        if mark is None:
            return
        target = {"LI": ("body", "LBody"), "TOCI": ("reference", "Reference")}.get(node.tag)
        owner = node.child(*target) if target else node
        owner.kids.append(Leaf(self.number, mark["mcid"]))

    def _set_aside(self, box: Any) -> None:
        """The marks of page heads, page feet and repeated heads of tables."""
        for inner in box.descendants(placeholders=True):
            inner = inner._box if isinstance(inner, AbsolutePlaceholder) else inner
            if inner in self.marks:
                self.reading.artifacts.append(Leaf(self.number, self.marks.pop(inner)["mcid"]))


# Headings by the column or line that they head, each with the line or column that it stands in.
Places = dict[int, list[tuple[int, Node]]]


def headers_of(table: Node) -> Iterator[tuple[Node, list[Node]]]:
    """Every cell of data with the headings that stand over it and in its row, rows and columns counted on the grid."""
    taken: set[tuple[int, int]] = set()
    over: Places = {}
    beside: Places = {}
    placed: list[tuple[Node, int, int]] = []
    for line, row in enumerate(table.below("TR")):
        column = 0
        for cell in (kid for kid in row.kids if isinstance(kid, Node) and kid.tag in CELLS):
            while (line, column) in taken:
                column += 1
            taken |= {(line + down, column + along) for down in range(cell.rowspan) for along in range(cell.colspan)}
            if cell.tag == "TD":
                placed.append((cell, line, column))
            elif cell.kids:
                _note_heading(cell, line, column, over, beside)
    for cell, line, column in placed:
        found = [node for above, node in over.get(column, ()) if above < line]
        found += [node for before, node in beside.get(line, ()) if before < column]
        yield cell, list({id(node): node for node in found}.values())


def _note_heading(cell: Node, line: int, column: int, over: Places, beside: Places) -> None:
    """Note what a heading heads: the columns that it spans, or the lines."""
    if cell.scope == "Column":
        for along in range(cell.colspan):
            over.setdefault(column + along, []).append((line, cell))
    elif cell.scope == "Row":
        for down in range(cell.rowspan):
            beside.setdefault(line + down, []).append((column, cell))
