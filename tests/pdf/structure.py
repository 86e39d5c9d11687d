"""Reads the structure of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """A structure element: its tag, what PDF says of it, and the elements in it, in reading order."""

    tag: str
    pdf: Any
    kids: list[Element] = field(default_factory=list)

    def below(self) -> Iterator[Element]:
        """All elements in it, in reading order."""
        for kid in self.kids:
            yield kid
            yield from kid.below()


def read(pdf: pikepdf.Pdf) -> Element:
    """The root of the structure."""
    return Element("", pdf.Root.StructTreeRoot, list(_kids(pdf.Root.StructTreeRoot)))


def _kids(parent: Any) -> Iterator[Element]:
    inner = parent.get("/K", ())
    for kid in inner if isinstance(inner, pikepdf.Array) else [inner]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield Element(str(kid.S)[1:], kid, list(_kids(kid)))


def tagged(root: Element | pikepdf.Pdf, tag: str) -> list[Element]:
    """The elements of a tag; of a file that is asked more than once, hand over what `read` gave."""
    return inside(read(root) if isinstance(root, pikepdf.Pdf) else root, tag)


def inside(element: Element, tag: str) -> list[Element]:
    """The elements of a tag below another."""
    return [kid for kid in element.below() if kid.tag == tag]


def attribute(element: Element, name: str) -> str:
    """An attribute's value, empty where there is none."""
    return str(element.pdf.get("/A", pikepdf.Dictionary()).get(name, ""))
