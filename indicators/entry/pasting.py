"""A block pasted from a spreadsheet: where each of its cells belongs, and what would become of it.

Nothing is saved here. The block's rows follow the page's lines downwards from the box that it was pasted in, or are
matched by name where its first column holds the lines' names. Locked and computed cells are never written.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from io import StringIO
from statistics import median
from typing import NamedTuple

from indicators.entry.cells import Cell, Trouble, Writer
from indicators.entry.plan import Row
from indicators.entry.saving import Given, read_box
from indicators.models.choices import Measure
from indicators.number_parsing import NumberError, Parsed, parse_number
from indicators.numbers import Number, format_number
from indicators.recording_entries import written

KRONOR, TKR = "kronor", "tkr"
# So many times what stands beside it, and the block is thought to be in kronor.
SUSPICIOUS = 200
MOST_CELLS = 2000
# Words that stand over columns of figures in a spreadsheet, never in a cell with a value.
_HEAD = re.compile(
    r"(?:(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*|utfall|redovisat|bokslut|budget|prognos|plan|värde"
    r"|belopp|indikator|nyckeltal|verksamhet|enhet|period|månad|helår|ack|ackumulerat|tkr|kr|mnkr|20\d\d-\d\d)"
    r"(?:[\s.,:/–-]|$)"
)
VERDICTS = {
    "new": "ny",
    "changed": "ändrad",
    "same": "samma",
    "refused": "går inte att spara",
    "unreadable": "läses inte",
    "heading": "rubrik, läses inte",
    "locked": "låst, skrivs inte",
    "computed": "beräknas, skrivs inte",
    "outside": "utanför tabellen",
    "repeated": "finns flera gånger i blocket, skrivs inte",
}


SEVERAL = {
    "new": "nya",
    "changed": "ändrade",
    "refused": "går inte att spara",
    "heading": "rubriker, läses inte",
    "locked": "låsta, skrivs inte",
}


@dataclass(frozen=True)
class Place:
    """A line that a block's row can land on: its words, its boxes in order, and what stands beside to compare with.

    `titles` say what each box is where the line has several; `compared` of them are like what stands beside.
    """

    row: Row
    name: str
    unit_name: str
    cells: tuple[Cell | None, ...]
    titles: tuple[str, ...] = ("",)
    beside: tuple[str, ...] = ()
    compared: int = 1

    def title(self, column: int) -> str:
        """The line and the box as the preview names them."""
        words = " ".join(filter(None, (self.name, self.unit_name)))
        return f"{words}, {self.titles[column]}" if self.titles[column] else words


def places_of(writer: Writer) -> list[Place]:
    """The lines of a month, each with its outcome and its forecast."""
    return [
        Place(
            line.row,
            line.name,
            line.unit_name,
            (line.value, line.forecast),
            ("", "prognos helår"),
            (line.beside[1], line.beside[0]),
        )
        for _, group in writer.groups
        for line in group
    ]


@dataclass(frozen=True)
class PastedCell:
    """One cell of a block: what stands, what was given, and the verdict. `text` is what would be saved."""

    given: str
    verdict: str
    name: str = ""
    title: str = ""
    stands: str = ""
    text: str = ""
    seen: int = 0
    message: str = ""

    @property
    def word(self) -> str:
        """The verdict in words."""
        return VERDICTS[self.verdict]

    @property
    def look(self) -> str:
        """The verdict as a class of the page."""
        looks = {"computed": "locked", "heading": "locked", "outside": "unreadable", "refused": "unreadable"}
        looks["repeated"] = "unreadable"
        return looks.get(self.verdict, self.verdict)


@dataclass(frozen=True)
class Preview:
    """The whole block: its cells, and whether it has to be asked about kronor first."""

    cells: Sequence[PastedCell]
    asks_kronor: bool = False
    refused: str = ""

    @property
    def to_save(self) -> list[PastedCell]:
        """The cells that would be written."""
        return [cell for cell in self.cells if cell.verdict in ("new", "changed")]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many cells have each verdict."""
        counted = Counter(cell.verdict for cell in self.cells)
        return [
            (word if counted[code] == 1 else SEVERAL.get(code, word), counted[code])
            for code, word in VERDICTS.items()
            if counted[code]
        ]

    def tried(self, troubles: Mapping[str, Trouble]) -> Preview:
        """The same block with what would be refused, by the names of the boxes."""
        return replace(self, cells=[_refused(cell, troubles.get(cell.name)) for cell in self.cells])


def read_block(text: str) -> list[list[str]]:
    """The rows and columns of a pasted text; lines at the end that are blank are left out.

    A spreadsheet puts quotes around a cell with several lines, as headings and names often have.
    """
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if '"' in tidy:
        try:
            return [row or [""] for row in csv.reader(StringIO(tidy), delimiter="\t", strict=True)]
        except csv.Error:
            pass  # a quote that is no more than a sign in a cell
    return [line.split("\t") for line in tidy.split("\n")]


def _refused(cell: PastedCell, trouble: Trouble | None) -> PastedCell:
    return cell if trouble is None else replace(cell, verdict="refused", message=trouble.message)


def preview(writer: Writer, rows: list[list[str]], start: str, places: Sequence[Place], unit: str = "") -> Preview:
    """What would become of each cell of the block. `unit` answers the question about kronor; empty: not asked yet."""
    count = sum(map(len, rows))
    if count > MOST_CELLS:
        told = f"Blocket har {format_number(count)} celler, högst {format_number(MOST_CELLS)} läses."
        return Preview([], refused=f"{told} Klistra in en del i taget.")
    head, rest = (rows[:1], rows[1:]) if _is_head(rows) else ([], rows)
    placed = _by_name(rest, places) or _by_place(rest, places, start)
    if not placed:
        return Preview([], refused="Det går inte att se var blocket hör hemma. Klistra in det i en ruta i tabellen.")
    asks = unit == "" and _looks_like_kronor(writer, placed)
    judged = [_judged(writer, each, unit == KRONOR) for each in placed]
    cells = _without_repeated([cell for cell in judged if cell is not None])
    heads = [PastedCell(text, "heading") for row in head for text in row if text.strip()]
    return Preview([*heads, *cells], asks)


def _without_repeated(cells: list[PastedCell]) -> list[PastedCell]:
    """The cells; of a box that is given different values none is saved."""
    texts: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        texts[cell.name].add(cell.text)
    saved = ("new", "changed", "same")
    return [
        replace(cell, verdict="repeated") if cell.verdict in saved and len(texts[cell.name]) > 1 else cell
        for cell in cells
    ]


def _is_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row heads the others: only words that head columns, so that no misspelt value is one."""
    filled = [text.strip() for text in rows[0] if text.strip()]
    return len(rows) > 1 and bool(filled) and all(_HEAD.match(text.casefold()) for text in filled)


class Placed(NamedTuple):
    """A line, the number of its box, and what was pasted there; without a line its own words and why there is none."""

    place: Place | None
    column: int
    given: str
    label: str = ""
    why: str = ""


def _by_name(rows: Sequence[Sequence[str]], places: Iterable[Place]) -> list[Placed]:
    """The cells where the first column names the lines; nothing where it doesn't. A name of several lines is none's."""
    exact: dict[str, dict[str, Place]] = defaultdict(dict)
    loose: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in places:
        for name in filter(None, (place.name, place.name.rpartition(",")[0])):
            exact[_plain(f"{name} {place.unit_name}")].setdefault(place.row.key, place)
            loose[_plain(name)].setdefault(place.row.key, place)
    words = [_plain(row[0]) for row in rows]
    found = [list((exact.get(text) or loose.get(text) or {}).values()) for text in words]
    if sum(map(bool, found)) * 2 < len(rows):
        return []
    return [
        each
        for same, row in zip(found, rows, strict=True)
        for column, given in enumerate(row[1:])
        if (each := _named(same, row[0].strip(), column, given))
    ]


def _named(same: Sequence[Place], label: str, column: int, given: str) -> Placed | None:
    if len(same) == 1:
        return Placed(same[0], column, given) if column < len(same[0].cells) else None
    why = f"”{label}” finns på {len(same)} rader. Skriv enheten efter namnet, som i tabellen." if same else ""
    return Placed(None, column, given, label, why)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _by_place(rows: Sequence[Sequence[str]], places: Sequence[Place], start: str) -> list[Placed]:
    """The cells from the box downwards and to the right."""
    first = next(
        (
            (at, column)
            for at, place in enumerate(places)
            for column, cell in enumerate(place.cells)
            if cell is not None and cell.name == start
        ),
        None,
    )
    if first is None:
        return []
    found: list[Placed] = []
    for at, row in enumerate(rows, first[0]):
        place = places[at] if at < len(places) else None
        for column, given in enumerate(row, first[1]):
            inside = place is not None and column < len(place.cells)
            found.append(Placed(place if inside else None, column, given))
    return found


def _looks_like_kronor(writer: Writer, placed: Sequence[Placed]) -> bool:
    """Whether the amounts of money are hundreds of times what stands beside them."""
    ratios: list[Fraction] = []
    for place, column, given, *_ in placed:
        if place is None or not _is_money(writer, place) or column >= place.compared:
            continue
        now, before = _number(given), next(filter(None, map(_number, place.beside)), None)
        if now is not None and before is not None and before.scaled:
            ratios.append(abs(now.fraction / before.fraction))
    return bool(ratios) and median(ratios) >= SUSPICIOUS


def _is_money(writer: Writer, place: Place) -> bool:
    return writer.month.facts[place.row.indicator.code].measure == Measure.TKR


def _number(text: str) -> Number | None:
    try:
        return parse_number(text).number
    except NumberError:
        return None


def _judged(writer: Writer, placed: Placed, divide: bool) -> PastedCell | None:
    """One cell; None for an empty one, which changes nothing."""
    place, column, given = placed.place, placed.column, placed.given
    if not given.strip():
        return None
    cell = place.cells[column] if place else None
    if place is None or cell is None:
        return PastedCell(given, "outside", title=placed.label, message=placed.why)
    title = place.title(column)
    if not cell.is_box:
        return PastedCell(given, cell.state, cell.name, title, cell.text, message=cell.why)
    read = read_box(writer, place.row, Given(given), cell.shown)
    if isinstance(read, Trouble):
        return PastedCell(given, "unreadable", cell.name, title, cell.shown, message=read.message)
    return _compared(given, cell, title, read, divide and _is_money(writer, place))


def _compared(given: str, cell: Cell, title: str, read: Parsed, divide: bool) -> PastedCell:
    number = read.number.shift(-3).rounded(0) if divide and read.number else read.number
    text = format_number(number) if number is not None else written(None, str(read.marker))
    verdict = "same" if text == cell.shown or given.strip() == cell.shown else "changed" if cell.shown else "new"
    return PastedCell(given, verdict, cell.name, title, cell.shown, text, cell.seen)


def boxes(found: Preview, seen: Mapping[str, int]) -> dict[str, Given]:
    """The block as boxes to save, each with the revision that stood when the preview was shown."""
    return {cell.name: Given(cell.text, cell.stands, seen.get(cell.name, cell.seen)) for cell in found.to_save}
