"""What a PDF is made with: the files that it carries, and the refusal of what can't be printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file's name, what it is, and its bytes."""

    name: str
    description: str
    content: bytes


class PrintWarning(RuntimeError):
    """The document asks for something that can't be printed as it is meant; the message holds what was said."""


def csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as CSV that Excel in Swedish opens: byte order mark, semicolons, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")
