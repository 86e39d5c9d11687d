"""Lines of text: set once and kept until they are drawn, with what a font needs made once for each way of writing.

WeasyPrint sets each line twice, before and while drawing, and describes the font anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

# What of a style decides how a text is set.
DECIDING = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "direction", "white_space", "letter_spacing", "word_spacing", "overflow_wrap", "text_decoration_line",
)  # fmt: skip
# In the order that `font_features` takes them.
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
# The narrowest letters: so many fill the width of an em.
MOST_FOR_EACH_EM = 6
# A soft hyphen, and a sign without width that takes as many bytes and holds a word together.
SOFT, GLUE = "\u00ad", "\u034f"
WHOLE_TEXT = 0xFFFFFFFF
RECTANGLE = ffi.new("PangoRectangle *")

original_split = line_break.split_first_line
original_setup = line_break.Layout.setup
original_set_text = line_break.Layout.set_text
original_deactivate = line_break.Layout.deactivate
original_reactivate = line_break.Layout.reactivate
original_strut = line_break.strut


@dataclass(eq=False)
class Way:
    """A way of writing: one font in one size with all that decides how a text is set."""

    context: Any
    language: Any
    description: Any
    attributes: Any
    # Neither spaced nor underlined: only such texts are set here.
    plain: bool
    # Texts that fitted on one line: what `split_first_line` answered.
    lines: dict[str, tuple[Any, ...]] = field(default_factory=dict)


def way_of(style: Any) -> Way:
    """The style's way of writing; styles that say the same share it."""
    way: Way | None = getattr(style, "quick_way", None)
    if way is None:
        key = repr([style[name] for name in DECIDING])
        ways = style.font_config.__dict__.setdefault("quick_ways", {})
        way = ways.get(key)
        if way is None:
            way = ways[key] = _way(style)
        style.quick_way = way
    return way


def _way(style: Any) -> Way:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    spaced = style["letter_spacing"] != "normal" or style["word_spacing"]
    plain = not spaced and style["text_decoration_line"] == "none"
    return Way(context, _language(style, context), get_font_description(style), _attributes(style), plain)


def _language(style: Any, context: Any) -> Any:
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if not name:
        return pango.pango_language_get_default()
    pointer, _kept = unicode_to_char_p(name)
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    return language


def _attributes(style: Any) -> Any:
    """Font features and what forbids hyphens within broken words, for the whole text; None where there are neither."""
    features = font_features(*(style[name] for name in FEATURES))
    breaks = style["overflow_wrap"] in ("anywhere", "break-word")
    if not features and not breaks:
        return None
    found = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    if features:
        said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        pango.pango_attr_list_insert(found, pango.pango_attr_font_features_new(said))
    if breaks:
        attribute = pango.pango_attr_insert_hyphens_new(False)
        attribute.start_index, attribute.end_index = 0, WHOLE_TEXT
        pango.pango_attr_list_change(found, attribute)
    return found


def setup(layout: Any, style: Any) -> None:
    """`Layout.setup`: an empty layout in the style's way of writing."""
    way = way_of(style)
    layout.quick = way.plain and not layout.justification_spacing
    if not layout.quick:
        original_setup(layout, style)
        return
    layout.style, layout.language, layout.first_line_direction = style, way.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(way.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, way.description)
    if way.attributes is not None:
        pango.pango_layout_set_attributes(layout.layout, way.attributes)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """`Layout.set_text` for a text without spacing of its own."""
    if not layout.quick:
        original_set_text(layout, text, justify)
        return
    end = text.find("\n")
    layout.text = text if end == -1 else text[: end + 2]
    content = layout.text.encode().replace(b"\0", b"")
    pango.pango_layout_set_text(layout.layout, content, -1)
    if b"\t" in content:
        layout.set_tabs()


def deactivate(layout: Any) -> None:
    """`Layout.deactivate`: kept as it is until it is drawn."""
    if not layout.quick:
        original_deactivate(layout)


def reactivate(layout: Any, style: Any) -> None:
    """`Layout.reactivate`: what was kept needs nothing."""
    if not layout.quick:
        original_reactivate(layout, style)


def own_copy(layout: Any) -> Any:
    """The layout as WeasyPrint makes it, for one box alone."""
    copied = line_break.Layout.__new__(line_break.Layout)
    copied.justification_spacing, copied.max_width, copied.quick = 0, layout.max_width, False
    copied.text = layout.text
    original_setup(copied, layout.style)
    original_set_text(copied, layout.text)
    return copied


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """`line_size` with one rectangle for all."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, RECTANGLE)
    width, height = RECTANGLE.width * FROM_UNITS, RECTANGLE.height * FROM_UNITS
    spacing = style["letter_spacing"]
    return (width if spacing == "normal" else width + spacing), height


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: float, *told: Any, **named: Any
) -> tuple[Any, ...]:
    """`split_first_line`: a text that fitted on a line before does so again, where there is as much room."""
    way = way_of(style)
    known = way.lines.get(text)
    if known is not None and not justification_spacing and (max_width is None or known[3] <= max_width):
        return known
    found = _beginning(text, style, context, max_width, justification_spacing, *told, **named)
    if found[2] is not None and SOFT in text:
        other = _without_bare_break(text, found, style)
        if other is not None:
            again = original_split(other, style, context, max_width, justification_spacing, *told, **named)
            # Only where the line can end between words instead.
            found = again if again[2] and text.encode()[again[2] - 1 : again[2]] == b" " else found
    layout, _length, resume_at, width, _height, _baseline = found
    whole = resume_at is None and layout.quick and layout.text == text
    if whole and (max_width is None or width <= max_width):
        way.lines[text] = found
    return found


def _beginning(text: str, style: Any, context: Any, max_width: Any, *told: Any, **named: Any) -> tuple[Any, ...]:
    """The original's answer, of as much of a long text as decides it: twice what any line of that width can hold."""
    most = len(text) if max_width is None else max_width / (style["font_size"] or 1) * MOST_FOR_EACH_EM * 2 + 50
    answer: tuple[Any, ...] | None = None
    if most < len(text) - 1:
        answer = original_split(text[: int(most)], style, context, max_width, *told, **named)
    if answer is None or answer[2] is None or answer[2] * 2 >= most:
        answer = tuple(original_split(text, style, context, max_width, *told, **named))
    return answer


def _without_bare_break(text: str, found: tuple[Any, ...], style: Any) -> str | None:
    """The text without the soft hyphen that a line ends at, where there was no room for the hyphen itself.

    WeasyPrint then breaks the word there all the same, and shows none.
    """
    before = text.encode()[: found[2]].decode()
    if not before.endswith(SOFT) or found[0].text.endswith(style["hyphenate_character"]):
        return None
    return f"{before[:-1]}{GLUE}{text[len(before) :]}"


def strut(style: Any) -> tuple[float, float]:
    """`strut`, asked once for each style."""
    found: tuple[float, float] | None = getattr(style, "quick_strut", None)
    if found is None:
        found = style.quick_strut = original_strut(style)
    return found


def forget(font_config: Any) -> None:
    """Before a document: no line of another is kept."""
    for way in font_config.__dict__.get("quick_ways", {}).values():
        way.lines.clear()


PATCHES = {
    line_break.Layout: {"setup": setup, "set_text": set_text, "deactivate": deactivate, "reactivate": reactivate},
    line_break: {"line_size": line_size, "split_first_line": split_first_line, "strut": strut},
}
