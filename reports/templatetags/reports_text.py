"""A text as it is written in a box, shown as it will read."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from reports.editing import markup
from reports.texts import document, to_html

register = template.Library()


@register.simple_tag
def text_html(text: str) -> SafeString:
    """The written text as HTML; everything that a person typed is escaped."""
    return to_html(document(text), heading_level=3)


@register.filter
def as_written(content: dict[str, Any]) -> str:
    """A stored text as it is written in the box."""
    return markup(content)


@register.simple_tag
def document_html(content: dict[str, Any]) -> SafeString:
    """A document as HTML, under a heading of the second level."""
    return to_html(content, heading_level=2)


@register.simple_tag
def paragraph_html(block: dict[str, Any]) -> SafeString:
    """One paragraph, heading or list of a document."""
    return to_html({"type": "doc", "content": [block]}, heading_level=2)


@register.simple_tag
def referred(name: str, origins: dict[str, int]) -> str:
    """What a value came from: by its number where the page tells it once for several values, else in words."""
    return f"källa\u00a0{origins[name]}" if name in origins else name


@register.simple_tag
def came_from(name: str, origins: dict[str, int]) -> str:
    """The same as a sentence of its own, without its full stop."""
    return f"Källa\u00a0{origins[name]}" if name in origins else f"Källa: {name}"
