"""The lines under a table that explain it: rounding and the words that stand where a value is missing."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.number_parsing import Marker
from indicators.pivot.table import Cell

SPOKEN = (Marker.NO_DATA, Marker.NOT_APPLICABLE, Marker.WITHHELD)


def rounding_note(cells: Sequence[Cell]) -> str:
    """The note that sums may differ, where an entered total does differ from its parts."""
    differs = any(cell.difference is not None and cell.difference.scaled for cell in cells)
    return "Summan kan avvika från delarna på grund av avrundning." if differs else ""


def marker_legend(cells: Sequence[Cell]) -> str:
    """What the abbreviations in the table stand for."""
    used = {cell.marker for cell in cells}
    spoken = [f"{marker.printed} = {marker.word[0].lower()}{marker.word[1:]}" for marker in SPOKEN if marker in used]
    return f"{', '.join(spoken)}." if spoken else ""
