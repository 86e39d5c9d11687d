"""What is asked of boxes over and over and depends on their style alone: answered once for each style."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (*(f"margin_{side}" for side in SIDES), *(f"padding_{side}" for side in SIDES), "width", "height")
LIMITS = ("min_width", "max_width", "min_height", "max_height")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
SQUARE = {f"border_{corner}_radius": (0, 0) for corner in CORNERS}

original_percentages = percent.resolve_percentages
original_radii = percent.resolve_radii_percentages
original_in_flow = boxes.Box.is_in_normal_flow


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """`resolve_percentages`: lengths that nothing around the box decides are put in together."""
    style = box.style
    ready = getattr(style, "quick_lengths", None)
    if ready is None:
        ready = style.quick_lengths = _lengths(style)
    if ready:
        box.__dict__.update(ready)
    else:
        original_percentages(box, containing_block)


def _lengths(style: Any) -> dict[str, Any]:
    """The used lengths; empty where one of them hangs on what the box stands in."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    found: dict[str, Any] = {f"border_{side}_width": style[f"border_{side}_width"] for side in SIDES}
    for name in (*LENGTHS, *LIMITS):
        value = style[name]
        if value != "auto" and getattr(value, "unit", None) != "px":
            return {}
        used = value if value == "auto" else value.value
        found[name] = 0 if used == "auto" and name in ("min_width", "min_height") else used
    return found


def resolve_radii_percentages(box: Any) -> None:
    """`resolve_radii_percentages`: corners are square or not by the style."""
    style = box.style
    square = getattr(style, "quick_square", None)
    if square is None:
        square = style.quick_square = all((0, "px") in style[f"border_{corner}_radius"] for corner in CORNERS)
    if square:
        box.__dict__.update(SQUARE)
    else:
        original_radii(box)


def is_in_normal_flow(box: Any) -> bool:
    """`Box.is_in_normal_flow`, by the style; WeasyPrint makes some boxes answer for themselves."""
    if "is_floated" in box.__dict__:
        return bool(original_in_flow(box))
    style = box.style
    known: bool | None = getattr(style, "quick_in_flow", None)
    if known is None:
        known = style.quick_in_flow = bool(original_in_flow(box))
    return known


PATCHES = {
    percent: {"resolve_percentages": resolve_percentages, "resolve_radii_percentages": resolve_radii_percentages},
    boxes.Box: {"is_in_normal_flow": is_in_normal_flow},
}
