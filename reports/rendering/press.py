"""What every PDF is made with and none of them changes: the styles, parsed, and the fonts, unpacked.

Reading them takes as long as setting ten pages, so the process that makes PDFs has done it before it is asked for one.
"""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reports.rendering.assets import ASSETS, assets_digest
from reports.rendering.fetcher import AssetFetcher
from reports.rendering.files import File
from reports.rendering.quick.reading import tree_of
from reports.rendering.styles import base_sheet, document_sheet

SVG = "{http://www.w3.org/2000/svg}"
WARMING = Path(__file__).with_name("warm_up.html")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Press:
    """Fonts and styles, ready."""

    fonts: FontConfiguration
    base: CSS
    styles: CSS


def press() -> Press:
    """The press for the assets as they are now."""
    return _press(assets_digest())


@lru_cache(maxsize=1)
def _press(_digest: str) -> Press:
    fonts = FontConfiguration()
    styles = CSS(string=document_sheet(), base_url=f"{ASSETS}print/", url_fetcher=AssetFetcher(), font_config=fonts)
    return Press(fonts, CSS(string=base_sheet(), url_fetcher=AssetFetcher()), styles)


class Sheets(HTML):
    """A document, parsed, that WeasyPrint gives the press's sheet before all others."""

    def __init__(self, html: str) -> None:
        tree = tree_of(html)
        if tree is None:
            super().__init__(string=html, base_url=ASSETS, url_fetcher=AssetFetcher())
        else:
            self.base_url, self.url_fetcher, self.media_type = ASSETS, AssetFetcher(), "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element
        anchors_to_headings(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [press().base]


def anchors_to_headings(root: Any) -> None:
    """Keep the names that a link leads to, each on the heading of its section, and take the others away.

    An element with a name has styles of its own, and so has everything in it; a heading holds little.
    """
    wanted = {link.get("href")[1:] for link in root.iter("a") if (link.get("href") or "").startswith("#")}
    wanted |= {item.get("data-target")[1:] for item in root.iter() if item.get("data-target")}
    _move_anchors(root, wanted)


def _move_anchors(element: Any, wanted: set[str]) -> None:
    for inner in element:
        if not isinstance(inner.tag, str) or inner.tag.startswith(SVG):
            continue
        name = inner.get("id")
        if name is not None:
            heading = next((first for first in list(inner)[:1] if first.tag in HEADINGS and not first.get("id")), None)
            if name not in wanted:
                del inner.attrib["id"]
            elif heading is not None:
                del inner.attrib["id"]
                heading.set("id", name)
        _move_anchors(inner, wanted)


def warm_up() -> None:
    """Make the press and whatever is made at a first document, and let no later collection touch it.

    The document that is made has each kind of element and each letter in each size, so that what reads and draws them
    has been made, and Python knows the ways through the program.
    """
    from reports.rendering.engine import render

    for _turn in range(2):
        render(WARMING.read_text(encoding="utf-8"), (File("a.csv", "a", b"a"),), dated=dt.datetime(2024, 1, 1))  # noqa: DTZ001
    gc.collect()
    gc.freeze()


def closed_press() -> None:
    """Take away the folder of the fonts that were unpacked."""
    folder = press().fonts._folder
    if folder is not None:
        rmtree(folder, ignore_errors=True)
