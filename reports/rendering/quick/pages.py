"""Pages of one kind share their styles, where no rule asks which page it is."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import page as page_layout

original_styles = page_layout.set_page_type_computed_styles


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """`set_page_type_computed_styles`: computed for the first page of a name, then copied."""
    if not hasattr(style_for, "quick_pages"):
        style_for.quick_pages = None if _asks_which(style_for) else {}
    if style_for.quick_pages is None:
        original_styles(page_type, html, style_for)
        return
    computed, known = style_for.get_computed_styles(), style_for.quick_pages
    if page_type.name not in known:
        original_styles(page_type, html, style_for)
        known[page_type.name] = {
            part: style for (element, part), style in computed.items() if part and element == page_type
        }
        known[page_type.name][None] = computed[page_type, None].copy()
    for part, style in known[page_type.name].items():
        # The page's own style is written upon when the page is made.
        computed[page_type, part] = style if part else style.copy()


def _asks_which(style_for: Any) -> bool:
    """Whether a rule for pages asks for more than their name."""
    selectors = [
        kind
        for sheet, _origin, _specificity in style_for._sheets
        for _rule, selectors, _declarations in sheet.page_rules
        for _weight, _part, kind in selectors
    ]
    return any(kind.side or kind.blank or kind.first or kind.index for kind in selectors)


PATCHES = {page_layout: {"set_page_type_computed_styles": set_page_type_computed_styles}}
