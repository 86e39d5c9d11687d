"""Where a table's head stands and what its columns mean, as far as the file itself tells.

A meaning is a short text: a role (`unit`, `indicator`, `part`, `period`, `year`, `month`, `account`, `responsibility`,
`population`, `key`, `value`), for a value with what its heading fixes: `value|scenario=budget|month=8|year=2024`. The
empty meaning passes the column over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.importing.cells import DATE, NUMBER, Sheet, column_letters, kind, said
from indicators.importing.naming import Book, plain
from indicators.importing.periods import PeriodError, period_in, read_period
from indicators.models.choices import Scenario

ROWS_LOOKED_AT = 40
MOST_HEAD_ROWS = 3
NAMES_LOOKED_AT = 200
PASSED_OVER = ""

_ROLES = {
    "unit": (
        *("enhet", "enheter", "verksamhet", "område", "verksamhetsområde", "avdelning", "organisation"),
        *("ansvar t", "ansvarsnamn", "ansvar text"),
    ),
    "responsibility": ("ansvar", "ansvarskod", "kostnadsställe"),
    "account": ("konto", "kontonr", "kontonummer"),
    "indicator": ("indikator", "nyckeltal", "mått", "volym", "volymmått", "benämning"),
    "part": ("del", "kön", "indelning"),
    "period": ("period", "månad", "datum", "avser period", "avser", "gäller"),
    "year": ("år",),
    "population": ("n", "underlag", "antal svar", "underlag n"),
    "key": ("nyckel",),
    "value": ("värde", "belopp", "antal", "resultat", "utfall"),
}
#: What only the portal's own form holds: unit, indicator, part, scenario, year, month, span, vintage, revision.
_KEY = re.compile(r"(?:[\w-]+\|){3}[a-z]+\|\d{4}\|\d{1,2}\|[a-z_]+\|\d+\|\d+")
_WORDS = {word: role for role, words in _ROLES.items() for word in words}
_SCENARIOS = {
    Scenario.OUTCOME.value: r"utfall|redovisat|redovisning|redovisad|bokslut|verkligt",
    Scenario.BUDGET.value: r"budget(?:erat)?",
    Scenario.FORECAST.value: r"prognos",
    Scenario.PLAN.value: r"plan",
    Scenario.FRAME.value: r"ram|investeringsram",
}
_DERIVED = re.compile(
    r"\b(avvikelse|förändring|differens|diff|skillnad|andel av|procent av|kommentar|anmärkning|konto t|kontotext|summa"
    r"|totalt|total|målvärde|mål)\b|^%$|[σ∑]"
)


@dataclass(frozen=True)
class Column:
    """A column: its place, its heading, its role and what the heading fixes."""

    index: int
    heading: str
    key: str
    role: str = PASSED_OVER
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """As it is chosen and stored."""
        return "|".join([self.role, *(f"{name}={value}" for name, value in self.fixed.items())]) if self.role else ""


@dataclass(frozen=True)
class Head:
    """The rows of a table's head (0-based, the last one included) and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]


def read_head(sheet: Sheet, book: Book, mapping: Mapping[str, object]) -> Head:
    """The head that the mapping says, else the likeliest; each column with the meaning it was told or seems to have."""
    asked, rows = int(str(mapping.get("header_row") or 0)), int(str(mapping.get("header_rows") or 0))
    if asked:
        last = min(asked - 1, max(len(sheet.rows) - 1, 0))
        first = max(last - max(rows, 1) + 1, 0)
    else:
        first, last = _found(sheet, book)
    told = mapping.get("columns")
    return Head(first, last, tuple(_columns(sheet, book, first, last, told if isinstance(told, dict) else {})))


def column_of(index: int, heading: str, key: str, meaning: str) -> Column:
    """A column with a meaning as it is stored."""
    role, *fixed = meaning.split("|")
    return Column(index, heading, key, role, dict(part.split("=", 1) for part in fixed if "=" in part))


def guess(heading: str, book: Book) -> str:
    """What a heading alone seems to mean."""
    name = plain(heading)
    if not name:
        return PASSED_OVER
    if name in _WORDS:
        return _WORDS[name]
    if _DERIVED.search(heading.casefold()):
        return PASSED_OVER
    told = _timed(heading)
    if told:
        return f"value|{told}"
    return _named(heading, book) or _named_and_timed(heading, book)


def _named(heading: str, book: Book) -> str:
    """What a heading names: an indicator, a part or a unit."""
    for role, names in (("indicator", book.indicators), ("part", book.parts), ("unit", book.units)):
        code = names.code(heading)
        if code:
            return f"value|{role}={code}"
    return PASSED_OVER


def _named_and_timed(heading: str, book: Book) -> str:
    """What a heading names and the time that it says before or after: `Kostnader aug 2024`, `2024 Intäkter`."""
    words = heading.split()
    for at in range(len(words) - 1, 0, -1):
        first, last = " ".join(words[:at]), " ".join(words[at:])
        for name, time in ((first, last), (last, first)):
            named, timed = _named(name, book), _timed(time)
            if named and timed:
                return f"{named}|{timed}"
    return PASSED_OVER


def _timed(heading: str) -> str:
    """The scenario and period in a heading, nothing where other words remain."""
    rest, fixed = heading.casefold(), []
    for scenario, words in _SCENARIOS.items():
        rest, count = re.subn(rf"\b(?:{words})\b", " ", rest)
        if count:
            fixed.append(f"scenario={scenario}")
            break
    rest = re.sub(r"\b(?:tkr|mnkr|kr|period(?:en)?|denna)\b|[(),:]", " ", rest)
    rest = " ".join(rest.split())
    if rest in ("ack", "ackumulerat", "ack."):
        return "|".join([*fixed, "span=ytd"])
    if rest:
        period = _period(rest)
        if period is None:
            return ""
        fixed += period
    return "|".join(fixed)


def _period(text: str) -> list[str] | None:
    try:
        period = period_in(text)
    except PeriodError:
        return None
    told = (("year", period.year), ("month", period.month), ("span", period.span and period.span.value))
    return [f"{name}={value}" for name, value in told if value]


def _heading_cell(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if kind(cell) in (DATE, NUMBER):
        try:
            period = read_period(cell)
        except PeriodError:
            return said(cell)
        return f"{period.year}{period.month:02}" if period.year and period.month and not period.span else said(cell)
    return said(cell)


def _first_key(sheet: Sheet) -> tuple[int, int] | None:
    """The row and column of the first key of the portal's own form, whatever its headings say now."""
    rows = enumerate(sheet.rows[:ROWS_LOOKED_AT])
    keys = ((row, at) for row, cells in rows for at, cell in enumerate(cells) if _KEY.fullmatch(said(cell)))
    return next(keys, None)


def _found(sheet: Sheet, book: Book) -> tuple[int, int]:
    """The row with the most cells that mean something; the rows right above it that belong to it."""
    key = _first_key(sheet)
    if key and key[0]:
        return key[0] - 1, key[0] - 1
    scores = [_score(sheet, book, row) for row in range(min(len(sheet.rows), ROWS_LOOKED_AT))]
    last = max(range(len(scores)), key=lambda row: (scores[row], -row), default=0)
    while last + 1 < len(scores) and last < MOST_HEAD_ROWS * 10 and _continues(sheet, book, last + 1):
        last += 1
    first = last
    while first > 0 and last - first + 1 < MOST_HEAD_ROWS and _belongs(sheet, first - 1):
        first -= 1
    return first, last


def _score(sheet: Sheet, book: Book, row: int) -> int:
    texts = [_heading_cell(sheet, row, column) for column in range(len(sheet.rows[row]))]
    labels = [text for text in texts if text]
    known = sum(bool(guess(text, book)) for text in labels)
    return 2 * known - (len(labels) == 1) if known else 0


def _continues(sheet: Sheet, book: Book, row: int) -> bool:
    """Whether a row under the head is a part of it: only periods and scenarios, at least two of them."""
    texts = [text for column in range(sheet.width) if (text := _heading_cell(sheet, row, column))]
    return len(texts) >= 2 and all(_timed(text) for text in texts)


def _belongs(sheet: Sheet, row: int) -> bool:
    """Whether a row above is a part of the head: several words, or one over several columns; a title stands alone."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell]
    merged = any(first == row and filled and filled[0] > 0 for first, *_rest in sheet.merged)
    return (len(filled) >= 2 or merged) and all(kind(sheet.cell(row, column)) != "f" for column in filled)


def _columns(sheet: Sheet, book: Book, first: int, last: int, told: Mapping[str, str]) -> list[Column]:
    found: list[Column] = []
    seen: dict[str, int] = {}
    above: dict[int, str] = {}
    for index in range(sheet.width):
        parts = []
        for row in range(first, last + 1):
            text = _heading_cell(sheet, row, index)
            if row < last:
                # A word over several columns stands in the first of them only.
                above[row] = text or above.get(row, "")
                text = above[row]
            parts.append(text)
        own = _heading_cell(sheet, last, index)
        heading = " ".join(part for part in parts if part) if own or first < last else ""
        name = plain(heading) or f"kolumn {column_letters(index).lower()}"
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name} {seen[name]}"
        meaning = told[key] if key in told else guess(heading, book) or (guess(own, book) if own else "")
        found.append(column_of(index, heading, key, meaning))
    first_key = _first_key(sheet)
    if first_key:
        return _of_the_form(found, first_key[1], told)
    if any(column.role in ("indicator", "key", "account") for column in found):
        return found
    return [column if column.key in told else _amid(column, found, sheet, last + 1, book) for column in found]


def _of_the_form(columns: Sequence[Column], key: int, told: Mapping[str, str]) -> list[Column]:
    """The columns of the portal's own form: its key is known by what it holds, its value stands last."""
    has_value = any(column.role == "value" for column in columns)
    found = []
    for column in columns:
        own = "key" if column.index == key else "value" if column is columns[-1] and not has_value else ""
        keeps = not own or column.key in told
        found.append(column if keeps else replace(column, role=own, fixed={}))
    return found


def _amid(column: Column, columns: Sequence[Column], sheet: Sheet, start: int, book: Book) -> Column:
    """The column, seen together with the others of a table that has no column of indicators.

    A value is passed over where it is a sum of others: `Resultat` beside `Intäkter` and `Kostnader`. A column of names
    (`Verksamhet`) that are indicators' and no units' is a column of indicators.
    """
    named = any("indicator" in other.fixed for other in columns)
    if column.role == "value" and "indicator" not in column.fixed and named:
        return replace(column, role=PASSED_OVER, fixed={})
    if column.role == "unit" and not named:
        names = {
            said(sheet.cell(row, column.index)) for row in range(start, min(start + NAMES_LOOKED_AT, len(sheet.rows)))
        }
        if any(map(book.indicators.code, names)) and not any(map(book.units.code, names)):
            return replace(column, role="indicator")
    return column
