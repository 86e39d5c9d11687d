"""Fonts: only the glyphs that are left in a font are made static; the others have nothing to be made of."""

from __future__ import annotations

from typing import Any

from fontTools.varLib import instancer

original_glyph = instancer._instantiateGvarGlyph


def instantiate_glyph(name: str, glyf: Any, gvar: Any, *told: Any, **named: Any) -> None:
    """`_instantiateGvarGlyph` for a glyph that has an outline or varies."""
    if glyf[name].numberOfContours or gvar.variations.get(name):
        original_glyph(name, glyf, gvar, *told, **named)


PATCHES = {instancer: {"_instantiateGvarGlyph": instantiate_glyph}}
