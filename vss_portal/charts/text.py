"""Letters in a picture: how wide a text is, where it breaks. Widths are those of Source Sans 3, on the safe side."""

from decimal import Decimal

SIZE = 13
LINE = 16

_NARROW = frozenset("ijlI.,:;|'’!·")
_SLIM = frozenset("frt-() /[]\u00a0")
_WIDE = frozenset("mwMW@%…—")
# Widths in hundredths of the size of the letters
_WIDTHS = {**dict.fromkeys(_NARROW, 27), **dict.fromkeys(_SLIM, 36), **dict.fromkeys(_WIDE, 86)}


def width(text: str, size: int = SIZE, strong: bool = False) -> Decimal:
    """The text's width in the picture's units."""
    hundredths = sum(_sign_width(sign) for sign in text)
    if strong:
        hundredths = hundredths * 105 // 100
    return Decimal(hundredths * size) / 100


def wrap(text: str, room: Decimal, size: int = SIZE) -> list[str]:
    """The text in lines that fit the room; broken at spaces, at soft hyphens and last of all inside a word."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if width(plain(longer), size) <= room:
            line = longer
            continue
        *whole, line = _fill(line, word, room, size)
        lines += whole
    return [plain(part) for part in [*lines, line]]


def plain(text: str) -> str:
    """Without the soft hyphens that said where one may break."""
    return text.replace("\u00ad", "")


def _sign_width(sign: str) -> int:
    return _WIDTHS.get(sign) or (64 if sign.isupper() else 53)


def _fill(line: str, word: str, room: Decimal, size: int) -> list[str]:
    """What becomes of a line when a word is added that doesn't fit: full lines and the beginning of the next."""
    started = [line] if line else []
    if width(plain(word), size) <= room:
        return [*started, word]
    return [*started, *_parts(word, room, size)]


def _parts(word: str, room: Decimal, size: int) -> list[str]:
    """A word that is longer than the room, in parts with a hyphen between them."""
    pieces = word.split("\u00ad") if "\u00ad" in word else list(word)
    parts = [pieces[0]]
    for piece in pieces[1:]:
        if width(f"{parts[-1]}{piece}-", size) <= room:
            parts[-1] += piece
        else:
            parts[-1] += "" if parts[-1].endswith("-") else "-"
            parts.append(piece)
    return parts
