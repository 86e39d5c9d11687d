"""Styles of elements: found once for all cells, rows, items and paragraphs that no rule can tell from each other.

WeasyPrint matches each element with every rule that might be meant and puts together what they say before it sees that
another element has the same.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations

# Elements that there are many of. Rules ask only for their name, attributes, place (first, last), the element before
# them and what they stand in: `tests/pdf/test_quick.py` compares with WeasyPrint's own answers.
ALIKE = frozenset(("tr", "td", "th", "col", "p", "li"))

original_init = StyleFor.__init__


def init(self: Any, html: Any, sheets: Any, hints: bool, font_config: Any, target_collector: Any) -> None:
    """`StyleFor.__init__`: the computed styles of all elements."""
    if hints:
        original_init(self, html, sheets, hints, font_config, target_collector)
        return
    self._cascaded_styles, self._computed_styles = {}, {}
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets, self.font_config = sheets, font_config
    finding = _Finding(self, html, sheets, target_collector)
    for element in html.wrapper_element.iter_subtree():
        finding.style(element)
    for element, part in self._cascaded_styles:
        if part:
            self.set_computed_styles(
                element, pseudo_type=part, root=html.etree_element, parent=element, base_url=html.base_url,
                target_collector=target_collector,
            )  # fmt: skip
    self._cascaded_styles.clear()


class _Finding:
    def __init__(self, style_for: Any, html: Any, sheets: Any, target_collector: Any) -> None:
        self.style_for, self.html, self.sheets, self.target_collector = style_for, html, sheets, target_collector
        self.cascaded, self.computed = style_for._cascaded_styles, style_for._computed_styles
        self.own: dict[Any, Any] = {}
        self.known: dict[Any, Any] = {}
        self.alike: dict[int, Any] = {}
        self.likenesses: dict[Any, int] = {}
        self.numbers: dict[Any, int] = {}
        found = find_style_attributes(html.etree_element, False, html.base_url)
        for specificity, element, declarations, base_url in found:
            told = self.own[element] = tuple(declarations)
            style = self.cascaded.setdefault((element, None), {})
            _cascade(style, preprocess_declarations(base_url, told), "author", inf, specificity)

    def style(self, element: Any) -> None:
        """Give the element its computed style."""
        tree_element = element.etree_element
        own = self.own.get(tree_element)
        likeness = self._likeness(element)
        if likeness in self.alike:
            self.computed[tree_element, None] = self.alike[likeness]
            return
        matched = [
            (selector, sheet, origin, weight)
            for sheet, origin, weight in self.sheets
            for selector in sheet.matcher.match(element)
        ]
        parent = element.parent.etree_element if element.parent else None
        told = tuple((sheet, found[0], id(found[3][0]), found[3][1]) for found, sheet, _origin, _weight in matched)
        key = (id(self.computed[parent, None]) if element.parent else None, own, told)
        for_parts = self._cascade(tree_element, matched, key not in self.known)
        if key in self.known:
            self.computed[tree_element, None] = self.known[key]
        else:
            self.style_for.set_computed_styles(
                tree_element, root=self.html.etree_element, parent=parent, base_url=self.html.base_url,
                target_collector=self.target_collector,
            )  # fmt: skip
            self.known[key] = self.computed[tree_element, None]
        if own is None and not for_parts and tree_element.tag in ALIKE:
            self.alike[likeness] = self.computed[tree_element, None]

    def _cascade(self, element: Any, matched: list[Any], own_style: bool) -> bool:
        """Put together what the rules say of the element, if that is needed, and of its pseudo-elements; whether there
        are any of these.
        """
        parts = False
        for (specificity, _order, part, (declarations, layer)), sheet, origin, weight in matched:
            parts = parts or part is not None
            if part is not None or own_style:
                style = self.cascaded.setdefault((element, part), {})
                layer_order = inf if layer is None else sheet.layers.index(layer)
                _cascade(style, declarations, origin, layer_order, weight or specificity)
        return parts

    def _likeness(self, element: Any) -> int:
        """A number for all that rules can ask of the element: the same for those that they can't tell apart."""
        own, before = element.etree_element, element.previous
        asked = (
            own.tag,
            tuple(own.attrib.items()),
            0 if element.parent is None else self.numbers[element.parent.etree_element],
            None if before is None else (before.etree_element.tag, before.etree_element.get("class")),
            element.index == len(element.etree_siblings) - 1,
        )
        found = self.numbers[own] = self.likenesses.setdefault(asked, len(self.likenesses) + 1)
        return found


def _cascade(style: dict[str, Any], declarations: Any, origin: str, layer: float, specificity: Any) -> None:
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), layer, specificity)
        old = style.get(name, (None, None))[1]
        if old is None or old <= weight:
            style[name] = values, weight


PATCHES = {StyleFor: {"__init__": init}}
