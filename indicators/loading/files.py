"""The files of a folder of reference data: which they are, what they hold, and their checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import cached_property

SUFFIXES = (".yaml", ".csv")
# What is invented for the demo, and its log-ins.
EXAMPLES, PEOPLE = "example/", "people.yaml"
ORGANISATION = "organisation.yaml"
# Signs that no text has and that PostgreSQL can't keep (NUL); tabs and line ends are fine.
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
LONGEST_BEFORE = 40

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BrokenFile(Exception):
    """A file can't be read at all; the message is Swedish, `row` the row where reading stopped."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.message, self.row = message, row


class Row(dict[str, Any]):
    """A mapping of a YAML file that knows the row that it begins on, and those of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _RowLoader(_Base):
    """Plain YAML, where each mapping knows its row and a key that stands twice is refused."""


def _construct_row(loader: Any, node: yaml.MappingNode) -> Iterator[Row]:
    row = Row(node.start_mark.line + 1)
    yield row
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in row:
            raise BrokenFile(f"Nyckeln {key} står två gånger. Ta bort den ena.", line)
        row.lines[key] = line
        row[key] = loader.construct_object(value_node, deep=True)


def _construct_day(loader: Any, node: yaml.ScalarNode) -> Any:
    """A date or a time; one that isn't in the calendar is refused with its row, as are odd values of other kinds."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        row = node.start_mark.line + 1
        message = f"”{node.value}” är ingen dag som finns i almanackan. Skriv år, månad och dag: 2024-09-05."
        raise BrokenFile(message, row) from error


_RowLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)
_RowLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_row)


@dataclass(frozen=True)
class Folder:
    """A folder of one organisation's data; `demo` says whether what is only for the demo counts.

    `guest`: one more organisation in a portal that serves several. Its log-ins are its own, and it has no examples.
    """

    path: Path
    demo: bool = False
    guest: bool = False

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What the files hold, by their path within the folder."""
        found = sorted(path for path in self.path.rglob("*") if path.suffix in SUFFIXES and path.is_file())
        names = ((path.relative_to(self.path).as_posix(), path) for path in found)
        return {name: path.read_bytes() for name, path in names if not name.startswith(self._left_out)}

    @property
    def _left_out(self) -> tuple[str, ...]:
        if self.guest:
            return (EXAMPLES,)
        return () if self.demo else (EXAMPLES, PEOPLE)

    @cached_property
    def code(self) -> str:
        """The organisation's code, by which its files are remembered; the folder's name where it can't be read."""
        try:
            content = self.yaml(ORGANISATION)
            return str(content["organisation"]["code"])
        except (BrokenFile, KeyError, TypeError):
            return self.path.name

    @cached_property
    def checksums(self) -> dict[str, str]:
        """Their checksums. The demo's differ from those of the same file without: it takes more from it."""
        mode = b"demo" if self.demo else b""
        return {name: hashlib.sha256(mode + content).hexdigest() for name, content in self.files.items()}

    def matching(self, pattern: str) -> list[str]:
        """The files whose path within the folder has the pattern ("goals/*.yaml")."""
        return [name for name in self.files if Path(name).match(pattern) and name.count("/") == pattern.count("/")]

    def text(self, name: str) -> str:
        """The file as text. Raises BrokenFile where it is missing or isn't UTF-8."""
        if name not in self.files:
            raise BrokenFile("Filen finns inte. Lägg till den eller ta bort hänvisningen till den.")
        content = self.files[name]
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, error.start) + 1
            raise BrokenFile("Filen är inte sparad som UTF-8. Spara om den.", row) from error
        if odd := ODD.search(text):
            row = text.count("\n", 0, odd.start()) + 1
            before = text[: odd.start()].rpartition("\n")[2][-LONGEST_BEFORE:]
            message = f"Efter ”{before}” står ett osynligt tecken (U+{ord(odd[0]):04X}), som inte går att spara."
            raise BrokenFile(f"{message} Ta bort det.", row)
        return text

    def yaml(self, name: str) -> Any:
        """What a YAML file says. Raises BrokenFile where it can't be read."""
        try:
            return yaml.load(self.text(name), _RowLoader)  # noqa: S506 - a safe loader
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or "okänt fel"
            row = mark.line + 1 if mark else None
            raise BrokenFile(f"Filen går inte att läsa som YAML ({what}). Rätta raden eller den före.", row) from error

    def csv(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str], list[str]]]:
        """Row number, header and cells of each row of a CSV file. Raises BrokenFile for wrong columns and quotes."""
        reader = csv.reader(io.StringIO(self.text(name), newline=""), strict=True)
        try:
            header = next(reader, [])
            _refuse_columns(header, columns)
            for cells in reader:
                if any(cells):
                    yield reader.line_num, header, cells
        except csv.Error as error:
            raise BrokenFile(f"Raden går inte att läsa ({error}). Kontrollera citattecken.", reader.line_num) from error


def _refuse_columns(header: list[str], columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    twice = sorted({column for column in header if header.count(column) > 1})
    for word, names in (("saknas", missing), ("känns inte igen", unknown), ("står två gånger", twice)):
        if names:
            raise BrokenFile(f"Kolumnen {', '.join(names)} {word}. Kolumnerna ska vara {', '.join(columns)}.", 1)
