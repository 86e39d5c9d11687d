"""A block pasted from a spreadsheet: where each of its cells belongs, and what would become of it.

Nothing is saved here. The block's rows follow the page's lines downwards from the box that it was pasted in, or are
matched by name where its first column holds the lines' names. Locked and computed cells are never written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from indicators.entry.cells import FORECAST, OUTCOME, Cell, Line, Trouble, Writer
from indicators.entry.saving import Given, read_box
from indicators.models.choices import Measure
from indicators.number_parsing import NumberError, Parsed, parse_number
from indicators.numbers import Number, format_number
from indicators.recording_entries import written

KRONOR, TKR = "kronor", "tkr"
# So many times last month's value, and the block is thought to be in kronor.
SUSPICIOUS = 200
MOST_CELLS = 2000
VERDICTS = {
    "new": "ny",
    "changed": "ändrad",
    "same": "samma",
    "unreadable": "läses inte",
    "locked": "låst, skrivs inte",
    "computed": "beräknas, skrivs inte",
    "outside": "utanför tabellen",
}


@dataclass(frozen=True)
class PastedCell:
    """One cell of a block: what stands, what was given, and the verdict. `text` is what would be saved."""

    given: str
    verdict: str
    name: str = ""
    line: Line | None = None
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
        return {"computed": "locked", "outside": "unreadable"}.get(self.verdict, self.verdict)


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
        counted = ((word, sum(cell.verdict == code for cell in self.cells)) for code, word in VERDICTS.items())
        return [(word, count) for word, count in counted if count]


def read_block(text: str) -> list[list[str]]:
    """The rows and columns of a pasted text; lines at the end that are blank are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [line.split("\t") for line in lines]


def preview(writer: Writer, block: str, start: str, unit: str = "") -> Preview:
    """What would become of each cell of the block. `unit` answers the question about kronor; empty: not asked yet."""
    rows = read_block(block)
    if sum(map(len, rows)) > MOST_CELLS:
        count = sum(map(len, rows))
        return Preview([], refused=f"Blocket har {count} celler, högst {MOST_CELLS} läses. Klistra in en del i taget.")
    lines = [line for _, group in writer.groups for line in group]
    placed = _by_name(rows, lines) or _by_place(rows, lines, start)
    if not placed:
        return Preview([], refused="Det går inte att se var blocket hör hemma. Klistra in det i en ruta i tabellen.")
    asks = unit == "" and _looks_like_kronor(writer, placed)
    cells = [_judged(writer, line, scenario, given, unit == KRONOR) for line, scenario, given in placed]
    return Preview([cell for cell in cells if cell is not None], asks)


Placed = tuple[Line | None, str, str]


def _by_name(rows: Sequence[Sequence[str]], lines: Sequence[Line]) -> list[Placed]:
    """The cells where the first column names the lines; nothing where it doesn't."""
    names: dict[str, Line] = {}
    for line in lines:
        for name in (line.name, line.name.rpartition(",")[0], f"{line.name} {line.unit_name}"):
            names.setdefault(" ".join(name.split()).casefold(), line)
    names.pop("", None)
    found = [names.get(" ".join(row[0].split()).casefold()) for row in rows]
    if sum(line is not None for line in found) * 2 < len(rows):
        return []
    return [
        (line, scenario, given)
        for line, row in zip(found, rows, strict=True)
        for scenario, given in zip((OUTCOME, FORECAST), row[1:], strict=False)
    ]


def _by_place(rows: Sequence[Sequence[str]], lines: Sequence[Line], start: str) -> list[Placed]:
    """The cells from the box downwards, the second column in the forecast."""
    scenario, _, key = start.partition("-")
    first = next((at for at, line in enumerate(lines) if line.key == key), None)
    if first is None:
        return []
    columns = (OUTCOME, FORECAST) if scenario == OUTCOME else (FORECAST,)
    found: list[Placed] = []
    for at, row in enumerate(rows, first):
        line = lines[at] if at < len(lines) else None
        for number, given in enumerate(row):
            inside = number < len(columns)
            found.append((line if inside else None, columns[number] if inside else OUTCOME, given))
    return found


def _looks_like_kronor(writer: Writer, placed: Sequence[Placed]) -> bool:
    """Whether the amounts of money are hundreds of times what stands beside them."""
    ratios: list[Fraction] = []
    for line, scenario, given in placed:
        if line is None or scenario != OUTCOME or not _is_money(writer, line):
            continue
        now, before = _number(given), _number(line.beside[1]) or _number(line.beside[0])
        if now is not None and before is not None and before.scaled:
            ratios.append(abs(now.fraction / before.fraction))
    return bool(ratios) and median(ratios) >= SUSPICIOUS


def _is_money(writer: Writer, line: Line) -> bool:
    return writer.month.facts[line.row.indicator.code].measure == Measure.TKR


def _number(text: str) -> Number | None:
    try:
        return parse_number(text).number
    except NumberError:
        return None


def _judged(writer: Writer, line: Line | None, scenario: str, given: str, divide: bool) -> PastedCell | None:
    """One cell; None for an empty one, which changes nothing."""
    if not given.strip():
        return None
    cell = (line.value if scenario == OUTCOME else line.forecast) if line else None
    if line is None or cell is None:
        return PastedCell(given, "outside")
    if not cell.is_box:
        return PastedCell(given, cell.state, cell.name, line, cell.text, message=cell.why)
    read = read_box(writer, line.row, Given(given), cell.shown)
    if isinstance(read, Trouble):
        return PastedCell(given, "unreadable", cell.name, line, cell.shown, message=read.message)
    return _compared(given, cell, line, read, divide and _is_money(writer, line))


def _compared(given: str, cell: Cell, line: Line, read: Parsed, divide: bool) -> PastedCell:
    number = read.number.shift(-3).rounded(0) if divide and read.number else read.number
    text = format_number(number) if number is not None else written(None, str(read.marker))
    verdict = "same" if text == cell.shown or given.strip() == cell.shown else "changed" if cell.shown else "new"
    return PastedCell(given, verdict, cell.name, line, cell.shown, text, cell.seen)


def boxes(found: Preview, seen: Mapping[str, int]) -> dict[str, Given]:
    """The block as boxes to save, each with the revision that stood when the preview was shown."""
    return {cell.name: Given(cell.text, cell.stands, seen.get(cell.name, cell.seen)) for cell in found.to_save}
