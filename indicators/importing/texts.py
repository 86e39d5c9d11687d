"""Text files: which signs their bytes stand for, and what parts their columns.

The order of the guesses: a byte order mark, strict UTF-8, then the Swedish letters. In CP437 (old ledgers) å ä ö Å Ä Ö
are the bytes 86 84 94 8F 8E 99, in Windows-1252 E5 E4 F6 C5 C4 D6; the more frequent set wins.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter

from indicators.importing.refusing import refuse

CP437_LETTERS, WINDOWS_LETTERS = b"\x84\x86\x94\x8e\x8f\x99", b"\xe4\xe5\xf6\xc4\xc5\xd6"
DELIMITERS = (";", "\t", ",", "|")
LINES_LOOKED_AT = 60

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """The text of a file. Raises FileRefused where a file contradicts its own byte order mark."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _storable(_strictly(content, encoding))
    try:
        return _storable(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _storable(content.decode(_guessed(content), "replace"))


def _storable(text: str) -> str:
    """Without the sign that a database can't keep."""
    return text.replace("\x00", "")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        message = "Textfilen är skadad: dess tecken följer inte den kodning som den anger. Spara den som CSV UTF-8."
        raise refuse("broken", message) from error


def _guessed(content: bytes) -> str:
    counts = Counter(content)
    old, new = (sum(counts[letter] for letter in letters) for letters in (CP437_LETTERS, WINDOWS_LETTERS))
    return "cp437" if old > new else "cp1252"


def delimiter_of(text: str) -> tuple[str, str]:
    """What parts the columns, and the text without a first line that only says so (`sep=;`)."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) <= 5:
        return first.strip()[4:] or "\t", rest
    lines = [line for line in text.splitlines()[:LINES_LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter)), text


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines have the commonest number of columns (more than one), and that number.

    A decimal comma parts numbers too, but unevenly, and stands after the semicolon in the order of guesses.
    """
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0, 0
    columns, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]))
    return (count, columns) if columns > 1 else (0, 0)
