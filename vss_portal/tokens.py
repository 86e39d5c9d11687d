"""The design tokens as Python sees them: read from the one stylesheet, so that charts, marks and tests follow it.

Pure: knows neither Django nor a database.
"""

import re
from functools import lru_cache
from pathlib import Path

TOKENS_FILE = Path(__file__).resolve().parent / "static" / "css" / "tokens.css"

_DECLARATION = re.compile(r"--([a-z][a-z0-9-]*)\s*:\s*([^;]+);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@lru_cache(maxsize=8)
def read_tokens(path: Path = TOKENS_FILE) -> dict[str, str]:
    """Every custom property of the file by its name without dashes: ``{"accent": "#0f5666", …}``."""
    return {name: value.strip() for name, value in _DECLARATION.findall(_COMMENT.sub("", path.read_text("utf-8")))}


def colour(name: str) -> str:
    """A colour token's value. Raises ``LookupError`` with the missing name, for a mark without colour says nothing."""
    tokens = read_tokens()
    if name not in tokens:
        raise LookupError(f"Färgen {name} saknas i {TOKENS_FILE.name}.")
    return tokens[name]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (``#rrggbb``) by the formula of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    red, green, blue = (_linear(int(value[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
