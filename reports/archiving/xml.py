"""XML as the package writes it: short names with prefixes, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from reports.rendering.word_parts import clean

Element = ElementTree.Element
SPACES = {
    "mets": "http://www.loc.gov/METS/",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "sip": "https://DILCIS.eu/XML/METS/SIPExtensionMETS",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "premis": "http://www.loc.gov/premis/v3",
    "dc": "http://purl.org/dc/elements/1.1/",
    "b": "urn:vss-portal:beskrivning:1",
}


def name(short: str) -> str:
    """`mets:file` as the library writes names; a name without prefix is an attribute of the element itself."""
    prefix, _, local = short.rpartition(":")
    return f"{{{SPACES[prefix]}}}{local}" if prefix else local


def root(short: str, attributes: Mapping[str, str] | None = None) -> Element:
    """A document's outermost element."""
    return Element(name(short), {name(key): clean(value) for key, value in (attributes or {}).items()})


def add(parent: Element, short: str, text: str = "", **attributes: str) -> Element:
    """A child with its text; `xlink_href` stands for `xlink:href`."""
    told = {name(key.replace("_", ":", 1)): clean(value) for key, value in attributes.items()}
    made = ElementTree.SubElement(parent, name(short), told)
    if text:
        made.text = clean(text)
    return made


def written(document: Element) -> bytes:
    """The document's bytes, indented, in UTF-8."""
    for prefix, space in SPACES.items():
        ElementTree.register_namespace(prefix, space)
    ElementTree.indent(document)
    return bytes(ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)) + b"\n"
