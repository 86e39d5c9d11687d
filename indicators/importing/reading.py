"""A file becomes sheets of cells. Whatever the file is, the answer comes within seconds and takes bounded memory."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from indicators.importing import limits
from indicators.importing.archives import ADVICE, check_archive
from indicators.importing.cells import Sheet, text_cell, without_trailing_space
from indicators.importing.kinds import FileKind, kind_of, protected
from indicators.importing.refusing import refuse
from indicators.importing.texts import decode, delimiter_of
from indicators.numbers import format_number

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class ReadFile:
    """What a file held: sheets, or the text of a ledger file (SIE)."""

    kind: FileKind
    checksum: str
    sheets: tuple[Sheet, ...] = ()
    text: str = ""


def read_file(content: bytes) -> ReadFile:
    """Read a file of any kind. Raises FileRefused with a Swedish sentence for what can't be read."""
    check_length(len(content))
    kind, checksum = kind_of(content), hashlib.sha256(content).hexdigest()
    if kind is FileKind.SIE:
        return ReadFile(kind, checksum, text=decode(content))
    sheets = (_csv(content),) if kind is FileKind.CSV else tuple(_workbook(content, kind))
    if not any(sheet.rows for sheet in sheets):
        raise refuse("empty", "Filen har inga rader med innehåll. Kontrollera att rätt fil är vald.")
    return ReadFile(kind, checksum, sheets)


def check_length(length: int) -> None:
    """Refuse a file that is larger than the limit, before its content is looked at."""
    if length > limits.LARGEST_FILE:
        size = length / limits.MEGABYTE
        raise refuse(
            "too-large",
            f"Filen är {size:.0f} MB; högst {limits.LARGEST_FILE_MB} MB läses."
            " Ta bort bilder och blad som inte behövs, eller dela upp filen.",
        )


def _csv(content: bytes) -> Sheet:
    text = decode(content)
    delimiter, text = delimiter_of(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= limits.MOST_ROWS or len(row) > limits.MOST_COLUMNS:
                _too_large("", max(len(rows) + 1, text.count("\n")), len(row))
            rows.append([text_cell(cell[: limits.LONGEST_CELL]) for cell in row])
    except csv.Error as error:
        message = f"Textfilen går inte att dela upp i kolumner: rad {len(rows) + 1} är för lång eller skadad."
        raise refuse("broken", message) from error
    return Sheet("", without_trailing_space(rows))


def _workbook(content: bytes, kind: FileKind) -> list[Sheet]:
    if kind is not FileKind.XLS:
        check_archive(content)
    answer = _from_child(content, kind)
    refused = answer.get("refused")
    if refused:
        _refuse(*refused)
    return [Sheet.of({**sheet, "rows": without_trailing_space(sheet["rows"])}) for sheet in answer["sheets"]]


def _from_child(content: bytes, kind: FileKind) -> dict[str, Any]:
    sizes = (limits.CHILD_SECONDS, limits.CHILD_MEMORY, limits.MOST_CELLS, limits.MOST_ROWS, limits.MOST_COLUMNS)
    command = [sys.executable, str(CHILD), kind.value, *map(str, sizes)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the file comes in as its input)
            command, input=content, capture_output=True, timeout=limits.PATIENCE * limits.CHILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        _refuse("time")
    if done.returncode or not done.stdout:
        # Ended by a limit, or by the library giving up where memory was refused.
        _refuse("memory")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refuse(code: str, name: str = "", height: int = 0, width: int = 0) -> NoReturn:
    if code == "password":
        raise protected()
    if code == "too-large":
        _too_large(name, height, width)
    messages = {
        "broken": f"Arbetsboken är skadad och går inte att öppna. {ADVICE}",
        "memory": f"Arbetsboken tar för mycket minne eller är skadad, och läsningen avbröts. {ADVICE}",
        "time": f"Arbetsboken tog för lång tid att öppna, och läsningen avbröts. {ADVICE}",
    }
    raise refuse(code, messages[code])


def _too_large(name: str, height: int, width: int) -> NoReturn:
    sheet = f"Bladet ”{name}”" if name else "Filen"
    raise refuse(
        "too-large",
        f"{sheet} sträcker sig över {format_number(height)} rader och {format_number(width)} kolumner; högst"
        f" {format_number(limits.MOST_ROWS)} rader och {limits.MOST_COLUMNS} kolumner läses. Det beror ofta på en cell"
        " långt ut i bladet: ta bort tomma rader och kolumner, spara och läs in filen igen.",
    )
