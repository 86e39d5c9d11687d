"""Marks that stand beside a status word. Decorative: the word is always real text beside them.

One drawing each, used inline on pages and as files (``static/icons/marks``) for backgrounds in print, where an inline
picture would have to be read aloud. Run ``python -m vss_portal.marks`` after a change of a status colour (a test asks).
"""

import re
from collections.abc import Callable
from pathlib import Path

from vss_portal.tokens import colour

MARKS_FOLDER = Path(__file__).resolve().parent / "static" / "icons" / "marks"

_TOKEN = re.compile(r"\{([a-z0-9-]+)\}")

# Drawn in a square of 16; {name} is a colour token.
_TRIANGLE = (
    '<path d="M8 1.6L15 14.4H1z" fill="{amber}" stroke="{amber-dark}" stroke-width="1.5" stroke-linejoin="round"/>'
)
_EXCLAIMED = '<path d="M8 5.6v4.2M8 11v1.6" stroke="{ink}" stroke-width="1.7"/>'
_RING = '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{ink-2}" stroke-width="1.4"/>'
_TICKED = (
    '<circle cx="8" cy="8" r="7" fill="{green}"/>'
    '<path d="M4.6 8.3l2.4 2.4 4.5-5" fill="none" stroke="{paper}" stroke-width="1.8"/>'
)


def _stroke(path: str, colour_name: str = "ink-2", thick: str = "1.5") -> str:
    return f'<path d="{path}" fill="none" stroke="{{{colour_name}}}" stroke-width="{thick}"/>'


_DRAWINGS = {
    "fulfilled": _TICKED,
    "partly": _TRIANGLE + _stroke("M4.9 11h6.2", "ink", "1.8"),
    "not_fulfilled": '<path d="M1.5 1.5h13v13h-13z" fill="{red}"/>'
    + _stroke("M4.8 4.8l6.4 6.4M11.2 4.8l-6.4 6.4", "paper", "1.8"),
    "not_assessable": _stroke("M8 1.4L14.6 8 8 14.6 1.4 8z", "grey", "1.6"),
    "better": _stroke("M8 14V3M3.8 7L8 2.6 12.2 7", "ink", "1.6"),
    "worse": _stroke("M8 2v11M3.8 9L8 13.4 12.2 9", "ink", "1.6"),
    "unchanged": _stroke("M2 8h11M9 3.8L13.4 8 9 12.2", "ink", "1.6"),
    "not_opened": _RING.replace("/>", ' stroke-dasharray="2.4 2"/>'),
    "not_begun": _RING,
    "ongoing": _RING + '<path d="M8 1.8a6.2 6.2 0 0 0 0 12.4z" fill="{ink-2}"/>',
    "ready": _RING + _stroke("M5 8.2l2.2 2.2 3.9-4.4"),
    "done": _stroke("M2.5 8.6l3.6 3.7 7.4-8.4", thick="1.8"),
    "returned": _stroke("M6 2.8L2.4 6.4 6 10M2.6 6.4h7.2a3.6 3.6 0 0 1 0 7.2H6"),
    "changed": _RING.replace("ink-2", "blue") + '<circle cx="8" cy="8" r="2.6" fill="{blue}"/>',
    "locked": _stroke("M3.2 7.2h9.6v7H3.2zM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2", thick="1.4"),
    "replaced": _stroke("M2 5h9M2 8h12M2 11h6") + _stroke("M1.5 14L14.5 2", thick="1.2"),
    "late": _TRIANGLE + _EXCLAIMED,
    "error": '<path d="M5 1.2h6L14.8 5v6L11 14.8H5L1.2 11V5z" fill="{red}"/>'
    + _stroke("M8 4v5M8 10.4v1.8", "paper", "1.8"),
    "warning": _TRIANGLE + _EXCLAIMED,
    "info": '<circle cx="8" cy="8" r="7" fill="{blue}"/>' + _stroke("M8 7v5M8 4v1.8", "paper", "1.8"),
    "success": _TICKED,
}

MARKS = tuple(_DRAWINGS)


def drawing(name: str, colours: Callable[[str], str] = colour) -> str:
    """The inside of the mark's picture; ``colours`` gives a token's value. ``LookupError`` for an unknown mark."""
    if name not in _DRAWINGS:
        raise LookupError(f"Märket {name} finns inte. Det här finns: {', '.join(MARKS)}.")
    return _TOKEN.sub(lambda found: colours(found.group(1)), _DRAWINGS[name])


def inline(name: str) -> str:
    """The mark for a page: sized by the text, hidden from screen readers."""
    return (
        f'<svg class="mark mark-{name.replace("_", "-")}" viewBox="0 0 16 16" width="16" height="16" '
        f'aria-hidden="true" focusable="false">{drawing(name)}</svg>'
    )


def as_file(name: str) -> str:
    """The mark as a file of its own."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">{drawing(name)}</svg>\n'


def file_of(name: str, folder: Path = MARKS_FOLDER) -> Path:
    """Where the mark's file lies."""
    return folder / f"{name.replace('_', '-')}.svg"


def write_files(folder: Path = MARKS_FOLDER) -> list[Path]:
    """Writes every mark's file anew and tells which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MARKS:
        file_of(name, folder).write_text(as_file(name), encoding="utf-8")
    return [file_of(name, folder) for name in MARKS]


if __name__ == "__main__":
    write_files()
