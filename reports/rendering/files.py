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


class NotPrinted(RuntimeError):
    """There is no PDF; the message says why in Swedish, and what to do."""


class PrintWarning(NotPrinted):
    """The document asks for something that can't be printed as it is meant; the message holds what was said."""


class TooSlow(NotPrinted):
    """The document took longer than a document may."""


class TooLarge(NotPrinted):
    """The document took more memory than a document may."""


class PrintersBusy(NotPrinted):
    """As many PDFs as may be made at once were being made, for long."""


class PrintFault(NotPrinted):
    """The process that makes PDFs failed."""


def csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as CSV that Excel in Swedish opens: byte order mark, semicolons, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")
