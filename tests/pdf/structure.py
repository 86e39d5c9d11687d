"""Reads the structure of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

Element = pikepdf.Object


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """All structure elements in reading order."""
    yield from _below(pdf.Root.StructTreeRoot.K)


def _below(kids: Element) -> Iterator[Element]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid.get("/K", pikepdf.Array()))


def tagged(pdf: pikepdf.Pdf, tag: str) -> list[Element]:
    """The elements of a tag."""
    return [element for element in elements(pdf) if f"/{tag}" == element.S]


def inside(element: Element, tag: str) -> list[Element]:
    """The elements of a tag below another."""
    return [kid for kid in _below(element.get("/K", pikepdf.Array())) if f"/{tag}" == kid.S]


def attribute(element: Element, name: str) -> str:
    """An attribute's value, empty where there is none."""
    return str(element.get("/A", pikepdf.Dictionary()).get(name, ""))
