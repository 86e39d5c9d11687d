"""Writes the logical tree into the PDF, in place of WeasyPrint's own tags.

`add_tags` has the signature of the private function `weasyprint.pdf.add_tags` that it stands in for, which is why
WeasyPrint is pinned to one release and `install` refuses every other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf

from reports.rendering.tagtree import CELLS, Leaf, LinkPlace, Node, Reading, headers_of

KNOWN_RELEASE = "70.0"


class EngineChanged(RuntimeError):
    """WeasyPrint is another release than the one that the tagging was made and tested for."""


def install() -> None:
    """Let WeasyPrint tag with `add_tags`. EngineChanged on any other release than the one that is known."""
    if weasyprint.__version__ != KNOWN_RELEASE or not callable(getattr(weasyprint.pdf, "add_tags", None)):
        raise EngineChanged(
            f"WeasyPrint {weasyprint.__version__} är installerad; PDF:ens taggning är gjord för {KNOWN_RELEASE}. "
            "Installera om paketen enligt requirements.txt. Ingen PDF är gjord."
        )
    weasyprint.pdf.add_tags = add_tags


def add_tags(pdf: Any, document: Any, _pdf_version: Any, page_streams: list[Any]) -> None:
    """Tag the whole document: structure tree, parent tree, identifiers, artifacts and what the catalogue says of it."""
    reading = Reading()
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        reading.read_page(number, page._page_box, stream._tags)
    for number, stream in enumerate(page_streams):
        mark_artifacts(stream, {leaf.mcid for leaf in reading.artifacts if leaf.page == number})
    heights = [page.height * 0.75 for page in document.pages]
    Writer(pdf, heights).write(reading.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def mark_artifacts(stream: Any, mcids: set[int]) -> None:
    """Make marked pieces of a page's content artifacts: no part of what is read."""
    for place, part in enumerate(stream.stream):
        if isinstance(part, dict) and part.get("MCID") in mcids and stream.stream[place + 1] == b"BDC":
            stream.stream[place - 1] = "/Artifact"
            stream.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


@dataclass
class Writer:
    """Turns the tree into PDF objects."""

    pdf: Any
    heights: list[float]
    places: dict[int, dict[int, Any]] = field(default_factory=dict)
    links: list[tuple[Any, Any]] = field(default_factory=list)
    objects: dict[int, Any] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    pages: tuple[bytes, ...] = ()

    def write(self, root: Node) -> None:
        """The structure tree and all that refers to it."""
        # Asked once: the PDF makes the whole list anew each time.
        self.pages = self.pdf.page_references
        tree = self._object({"Type": "/StructTreeRoot"})
        prune(root)
        self._describe_cells(root)
        document = self._element(root, tree)
        tree["K"] = pydyf.Array([document.reference])
        self._headers(root)
        tree["ParentTree"] = self._parent_tree().reference
        tree["ParentTreeNextKey"] = len(self.heights) + len(self.links)
        if self.names:
            tree["IDTree"] = self._id_tree().reference
        self.pdf.catalog["StructTreeRoot"] = tree.reference

    def _object(self, content: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(content)
        self.pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: Any) -> Any:
        element = self._object({"Type": "/StructElem", "S": f"/{node.tag}", "P": parent.reference, "K": pydyf.Array()})
        self.objects[id(node)] = element
        page = _first_page(node)
        if page is not None:
            element["Pg"] = self.pages[page]
        if node.lang:
            element["Lang"] = pydyf.String(node.lang)
        self._attributes(node, element)
        element["K"].extend(self._kid(kid, node, element, page) for kid in node.kids)
        return element

    def _kid(self, kid: Node | Leaf | LinkPlace, node: Node, element: Any, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, element).reference
        reference = self.pages[kid.page]
        if isinstance(kid, LinkPlace):
            self.links.append((kid.annotation, element))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": reference})
        self.places.setdefault(kid.page, {})[kid.mcid] = element.reference
        if kid.page == page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": kid.mcid})

    def _attributes(self, node: Node, element: Any) -> None:
        if node.tag == "Figure" and node.box:
            page, left, top, right, bottom = node.box
            high = self.heights[page]
            corners = [left * 0.75, high - bottom * 0.75, right * 0.75, high - top * 0.75]
            element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(place, 3) for place in corners)})
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.tag in ("TH", "Note"):
            self._name(node, element)
        if node.tag in CELLS:
            self._spans(node, element)

    def _name(self, node: Node, element: Any) -> None:
        name = f"{node.tag.lower()}{len(self.names) + 1:05d}"
        self.names[name] = element
        element["ID"] = pydyf.String(name)

    def _spans(self, node: Node, element: Any) -> None:
        attributes = pydyf.Dictionary({"O": "/Table"})
        if node.tag == "TH":
            attributes["Scope"] = f"/{node.scope}"
        if node.colspan > 1:
            attributes["ColSpan"] = node.colspan
        if node.rowspan > 1:
            attributes["RowSpan"] = node.rowspan
        if len(attributes) > 1 or node.tag == "TD":
            element["A"] = attributes

    def _describe_cells(self, root: Node) -> None:
        """A heading without words in sight is a cell of nothing, unless it says what it heads."""
        for table in root.below("Table"):
            for cell in table.below("TH"):
                if not cell.kids and not cell.alt:
                    cell.tag, cell.scope = "TD", ""

    def _headers(self, root: Node) -> None:
        for table in root.below("Table"):
            for cell, headings in headers_of(table):
                names = [self.objects[id(heading)]["ID"] for heading in headings]
                attributes = self.objects[id(cell)]["A"]
                if names:
                    attributes["Headers"] = pydyf.Array(pydyf.String(name.string) for name in names)
                elif len(attributes) == 1:
                    del self.objects[id(cell)]["A"]

    def _parent_tree(self) -> Any:
        numbers = pydyf.Array()
        for page in range(len(self.heights)):
            pieces = self.places.get(page, {})
            row = pydyf.Array(pieces.get(mcid, "null") for mcid in range(max(pieces, default=-1) + 1))
            numbers.extend([page, row])
        for number, (annotation, element) in enumerate(self.links, len(self.heights)):
            annotation["StructParent"] = number
            numbers.extend([number, element.reference])
        return self._object({"Nums": numbers})

    def _id_tree(self) -> Any:
        ordered = sorted(self.names)
        pairs = pydyf.Array()
        for name in ordered:
            pairs.extend([pydyf.String(name), self.names[name].reference])
        limits = pydyf.Array([pydyf.String(ordered[0]), pydyf.String(ordered[-1])])
        leaf = self._object({"Limits": limits, "Names": pairs})
        return self._object({"Kids": pydyf.Array([leaf.reference])})


def prune(node: Node) -> bool:
    """Take away what holds nothing; cells stay, since rows must be full. Whether the node itself holds something."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or prune(kid)]
    return bool(node.kids) or node.tag in CELLS or node.tag == "Document"


def _first_page(node: Node) -> int | None:
    for kid in node.kids:
        page = _first_page(kid) if isinstance(kid, Node) else kid.page
        if page is not None:
            return page
    return None
