"""Drawing: the glyphs of a line read in one go, straight borders as rectangles, outlines asked for once a style."""

from __future__ import annotations

import struct
from typing import Any

from weasyprint.draw import border
from weasyprint.draw import text as text_drawing
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from reports.rendering.quick import text

# A glyph, its width, how far it is moved to the side and up, and a flag.
GLYPH = struct.Struct("=IiiiI")
FIRST_SPECIAL = 0x0FFFFFFF
THOUSANDTHS = 1000 * FROM_UNITS

original_draw_text = text_drawing.draw_text
original_first_line = text_drawing.draw_first_line
original_border = border.draw_border
original_outline = border.draw_outline

Piece = tuple[str, float, str]
# The fonts of the document that is drawn, and the same by the place of Pango's in memory.
_known: tuple[Any, dict[int, tuple[Any, float]]] = (None, {})


def draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any = "none") -> None:
    """`draw_text` for a line that was kept."""
    layout, style = textbox.pango_layout, textbox.style
    cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if cut and layout.quick:
        textbox.pango_layout = text.own_copy(layout)
    if cut or not layout.quick:
        original_draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
    elif style["visibility"] == "visible":
        x, y = textbox.position_x, textbox.position_y + textbox.baseline
        stream.set_color(style["color"])
        stream.begin_text()
        draw_first_line(stream, textbox, text_overflow, block_ellipsis, Matrix(d=-1, e=x, f=y))
        stream.end_text()


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """`draw_first_line`: what a kept line draws is found once for each document."""
    layout = textbox.pango_layout
    if not layout.quick or block_ellipsis != "none" or text_overflow == "ellipsis":
        return _original_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return []
    drawn = getattr(layout, "drawn", None)
    if drawn is None or drawn[0] is not stream._fonts:
        drawn = layout.drawn = (stream._fonts, _pieces(stream, layout))
    if drawn[1] is None:
        return _original_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for name, size, shown in drawn[1]:
        stream.set_font_size(name, size)
        stream.show_text(shown)
    return []


def _original_first_line(*told: Any) -> list[Any]:
    emojis: list[Any] = original_first_line(*told)
    return emojis


def _pieces(stream: Any, layout: Any) -> list[Piece] | None:
    """What a line shows, a piece for each font; None where there are glyphs that need more than to be shown."""
    line, second = layout.get_first_line()
    if second is not None or ffi.sizeof("PangoGlyphInfo") != GLYPH.size:
        return None
    pieces: list[Piece] = []
    run = line.runs[0]
    while run != ffi.NULL:
        piece = _piece(stream, layout, run.data)
        if piece is None:
            return None
        pieces.append(piece)
        run = run.next
    return pieces


def _piece(stream: Any, layout: Any, item: Any) -> Piece | None:
    font, size = _font(stream, item.item.analysis.font)
    if font.bitmap or font.svg or font.png or font.colr or item.item.analysis.level % 2:
        return None
    string = item.glyphs
    glyphs = list(GLYPH.iter_unpack(ffi.buffer(string.glyphs, string.num_glyphs * GLYPH.size)))
    if any(glyph >= FIRST_SPECIAL or up or aside for glyph, _width, aside, up, _flag in glyphs):
        return None
    _learn(font, layout, item, [glyph[0] for glyph in glyphs])
    return font.hash, size, _shown(stream, font, item.item.analysis.font, size, glyphs)


def _font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """The document's font, asked for once for each of Pango's, which live as long as the lines that were kept."""
    global _known  # noqa: PLW0603 - of one document at a time
    if _known[0] is not stream._fonts:
        _known = (stream._fonts, {})
    place = int(ffi.cast("uintptr_t", pango_font))
    if place not in _known[1]:
        _known[1][place] = stream.add_font(pango_font)
    return _known[1][place]


def _learn(font: Any, layout: Any, item: Any, glyphs: list[int]) -> None:
    """Note which letters the glyphs stand for, so that the text can be copied and searched."""
    if all(glyph in font.to_unicode for glyph in glyphs):
        return
    words = layout.text.encode()
    starts = [*ffi.unpack(item.glyphs.log_clusters, len(glyphs)), item.item.length]
    offset = item.item.offset
    for at, glyph in enumerate(glyphs):
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = words[offset + starts[at] : offset + starts[at + 1]].decode()


def _shown(stream: Any, font: Any, pango_font: Any, size: float, glyphs: list[tuple[int, ...]]) -> str:
    """The operand of TJ: glyphs, and how far the next is moved where that is a thousandth of the font's size."""
    widths = font.widths
    shown = "<"
    for glyph, width, _aside, _up, _flag in glyphs:
        if glyph not in widths:
            pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
            widths[glyph] = round(stream.logical_rect.width * THOUSANDTHS / size)
        shown += f"{glyph:04x}"
        moved = int(widths[glyph] - width * THOUSANDTHS / size)
        if moved:
            shown += f">{moved}<"
    return shown[:-1] if shown[-1] == "<" else f"{shown}>"


def draw_border(stream: Any, box: Any) -> None:
    """`draw_border` where the lines are straight: a rectangle for each side, instead of a path cut out of a path."""
    top, right, bottom, left = (
        box.border_top_width,
        box.border_right_width,
        box.border_bottom_width,
        box.border_left_width,
    )
    if not (top or right or bottom or left):
        if box.style["column_rule_width"] or box.style["border_image_source"][0] != "none":
            original_border(stream, box)
        return
    if not _straight(box, (top, right, bottom, left)):
        original_border(stream, box)
        return
    x, y = box.border_box_x(), box.border_box_y()
    wide, high = box.border_width(), box.border_height()
    if bottom:
        _line(stream, box, "bottom", (x, y + high - bottom, wide, bottom))
    if top:
        _line(stream, box, "top", (x, y, wide, top))
    if left:
        _line(stream, box, "left", (x, y, left, high))
    if right:
        _line(stream, box, "right", (x + wide - right, y, right, high))


def _straight(box: Any, widths: tuple[float, ...]) -> bool:
    """Whether the sides are plain lines that meet in no corner."""
    style = box.style
    top, right, bottom, left = widths
    if (top or bottom) and (left or right):
        return False
    if style["visibility"] != "visible" or style["border_image_source"][0] != "none":
        return False
    if style["column_width"] != "auto" or style["column_count"] != "auto":
        return False
    if any(box.border_top_left_radius + box.border_top_right_radius + box.border_bottom_right_radius):
        return False
    sides = (side for side, width in zip(border.SIDES, widths, strict=True) if width)
    return not any(box.border_bottom_left_radius) and all(style[f"border_{side}_style"] == "solid" for side in sides)


def _line(stream: Any, box: Any, side: str, rectangle: tuple[float, float, float, float]) -> None:
    color = border.get_color(box.style, f"border_{side}_color")
    if color.alpha:
        with stream.artifact(), stream.stacked():
            stream.set_color(color)
            stream.rectangle(*rectangle)
            stream.fill()


def draw_outline(stream: Any, box: Any) -> None:
    """`draw_outline`, asked for every box that stands by itself and all that it holds: here once for each style."""
    style = box.style
    outlined = getattr(style, "quick_outlined", None)
    if outlined is None:
        outlined = style.quick_outlined = bool(style["outline_width"])
    if outlined:
        original_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, boxes.Box):
            draw_outline(stream, child)


PATCHES = {
    text_drawing: {"draw_text": draw_text, "draw_first_line": draw_first_line},
    border: {"draw_border": draw_border, "draw_outline": draw_outline},
}
