"""The styles of a printed document as WeasyPrint matches and computes them fastest, with the same outcome.

Three things cost time for each element without showing on paper: styles in several sheets (each is matched by itself),
`var()` (solved anew for each element), and rules for pseudo-elements that hold for all (six styles computed each).
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

from reports.rendering.assets import SHEETS, asset

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARED = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;{}]+)[;}]")
USED = re.compile(r"var\(\s*--([a-z0-9-]+)\s*\)")
# A token may be told by another; deeper than this they go in a circle.
DEEPEST = 5
# In WeasyPrint's own sheet: pseudo-elements of every element, where only items of lists have one. Notes that float to
# the foot of the page aren't used.
NOTES = re.compile(r"^::(?:footnote|note)-[a-z]+ \{[^}]*\}$", re.MULTILINE)
MARKER = re.compile(r"^::marker ", re.MULTILINE)


class SheetChanged(RuntimeError):
    """WeasyPrint's own style sheet isn't the one that this module was made for."""


def document_sheet() -> str:
    """All sheets of a printed document as one, the tokens put in where they are used.

    All sheets lie one folder down, so that they name fonts and marks in the same way.
    """
    return without_tokens("\n".join(asset(name).read_text(encoding="utf-8") for name in SHEETS))


def without_tokens(sheet: str) -> str:
    """The sheet with `var(--name)` replaced by the value where the name is declared once; the others stay."""
    sheet = COMMENT.sub("", sheet)
    declared = DECLARED.findall(sheet)
    times = Counter(name for name, _value in declared)
    values = {name: value.strip() for name, value in declared if times[name] == 1}
    for _turn in range(DEEPEST):
        sheet = USED.sub(lambda used: values.get(used[1], used[0]), sheet)
    return sheet


def base_sheet() -> str:
    """WeasyPrint's own sheet without pseudo-elements for all. SheetChanged where it isn't as it was."""
    sheet = files("weasyprint.css").joinpath("html5_ua.css").read_text(encoding="utf-8")
    sheet, notes = NOTES.subn("", sheet)
    sheet, markers = MARKER.subn("li::marker ", sheet)
    if (notes, markers) != (5, 1):
        raise SheetChanged(
            f"WeasyPrints egna stilmall har {notes} regler för noter och {markers} för listor, väntat 5 och 1. "
            "Installera om paketen enligt requirements.txt. Ingen PDF är gjord."
        )
    return sheet
