"""Reads a chart as a viewer would: its texts, its bars, its lines, with numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from vss_portal.charts import Chart, Value

SVG = "{http://www.w3.org/2000/svg}"


def value(text: str) -> Value:
    """A value from how it is printed; letters are a marker."""
    plain = text.replace("\u2212", "-").replace("\u00a0", "").replace(",", ".").lstrip("+")
    return Value(Decimal(plain), text) if any(sign.isdigit() for sign in plain) else Value(None, text)


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    anchor: str
    fill: str


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str


class Drawn:
    """A chart taken apart. Fails where the picture isn't well-formed XML."""

    def __init__(self, chart: Chart) -> None:
        self.root = ElementTree.fromstring(chart.svg)  # noqa: S314 (our own drawing)

    @property
    def size(self) -> tuple[float, float]:
        return float(self.root.get("width", "")), float(self.root.get("height", ""))

    @property
    def texts(self) -> list[Text]:
        return [
            Text(
                float(node.get("x", "")),
                float(node.get("y", "")),
                node.text or "",
                node.get("text-anchor", "start"),
                node.get("fill", ""),
            )
            for node in self.root.iter(f"{SVG}text")
        ]

    @property
    def words(self) -> list[str]:
        return [text.words for text in self.texts]

    @property
    def boxes(self) -> list[Box]:
        return [
            Box(*(float(node.get(name, "")) for name in ("x", "y", "width", "height")), fill=node.get("fill", ""))
            for node in self.root.iter(f"{SVG}rect")
        ]

    @property
    def lines(self) -> list[dict[str, str]]:
        return [dict(node.attrib) for node in self.root.iter(f"{SVG}line")]

    @property
    def attributes(self) -> list[tuple[str, str]]:
        return [(name, text) for node in self.root.iter() for name, text in node.attrib.items()]

    def text(self, words: str) -> Text:
        """The one text with these words."""
        (found,) = [text for text in self.texts if text.words == words]
        return found
