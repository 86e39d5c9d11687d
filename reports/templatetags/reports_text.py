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
