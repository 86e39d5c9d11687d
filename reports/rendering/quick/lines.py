"""Lines that hold one piece of plain text, as nearly all cells and most lines of paragraphs do.

WeasyPrint asks of each line what floats, markers, letters and elements within it want. Where there are none, the same
sums are made here and nothing else; whatever isn't plain is left to WeasyPrint.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

# As WeasyPrint: widths that come from Pango may have lost a little on the way.
LENIENT = 1 + 1e-9

original_next = inline.get_next_linebox


def get_next_linebox(
    context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any, block: Any, *told: Any
) -> tuple[Any, Any]:
    """`get_next_linebox`: the next line, and where the one after it begins. `block` is what the line stands in."""
    _absolute, _fixed, first_letter_style, first_line_style = told
    if not (context.excluded_shapes or first_letter_style or first_line_style) and _is_plain(linebox, block):
        begun = inline.skip_first_whitespace(linebox, skip_stack)
        if begun == "continue":
            return None, None
        line, resume_at = _line(context, linebox, position_y, begun, block)
        if line is not None:
            return line, resume_at
    found: tuple[Any, Any] = original_next(context, linebox, position_y, bottom_space, skip_stack, block, *told)
    return found


def _is_plain(linebox: Any, block: Any) -> bool:
    if len(linebox.children) != 1 or type(linebox.children[0]) is not boxes.TextBox:
        return False
    style, inner = linebox.style, linebox.children[0].style
    plain: bool | None = getattr(style, "quick_plain", None)
    if plain is None:
        plain = style.quick_plain = (
            style["direction"] == "ltr"
            and style["white_space"] in ("normal", "nowrap")
            and style["text_align_all"] != "justify"
            and style["position"] == "static"
            and not any(style[f"{kind}_{side}"].value for kind in ("margin", "padding") for side in ("left", "right"))
        )
    if not plain or block.style["direction"] != "ltr":
        return False
    return bool(inner["vertical_align"] == "baseline" and inner["white_space"] == style["white_space"])


def _line(context: Any, linebox: Any, position_y: float, begun: Any, block: Any) -> tuple[Any, Any]:
    """The line and where the next begins; nothing where the text asks for more."""
    left = block.content_box_x()
    available = left + block.width - left
    linebox.position_x, linebox.position_y = left, position_y
    most = (left + available) * LENIENT
    text = linebox.children[0]
    inline.resolve_percentages(text, block)
    text.position_x, text.position_y = left + linebox.text_indent, position_y
    skip = begun[0].popitem()[0] if begun else 0
    part, resume_at, preserved = inline.split_text_box(context, text, most - text.position_x, skip)
    if part is None or preserved or part.position_x + part.margin_width() > most:
        return None, None
    line = linebox.copy_with_children([part])
    line.remove_decoration(start=bool(begun), end=resume_at is not None)
    line.width = part.position_x + part.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    if part.text[-1:] == " ":
        inline.remove_last_whitespace(context, line)
    _place(line, part, inline.text_align(context, line, available, last=resume_at is None), position_y)
    return line, None if resume_at is None else {0: {resume_at: None}}


def _place(line: Any, part: Any, offset_x: float, position_y: float) -> None:
    """Put the text on the line's base and the line where it belongs."""
    part.position_y = -part.baseline
    top, bottom = part.position_y, part.position_y + part.margin_height()
    own = -line.baseline
    top, bottom = min(top, own), max(bottom, own + line.margin_height())
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(offset_x, position_y - top)
    # Sums of fractions don't always come back to where they began.
    line.position_y = position_y


PATCHES = {inline: {"get_next_linebox": get_next_linebox}}
