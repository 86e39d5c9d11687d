"""Compares an exported report with what was printed, cell by cell; the project's own comparison.

A printed cell agrees when it means the same: spaces, kinds of minus, footnote marks and a per cent sign do not matter,
`IU` and `I.U.` are one, and `0` is `0,0`. Rows are found by labels in printed order, tables by their content.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

GOLD = Path(__file__).parent.parent / "gold"
SPACE = re.compile(r"[\s\u00a0\u2009\u202f]+")
MINUSES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-"})


def gold(slug: str) -> dict:
    """The facts of a printed document."""
    return json.loads((GOLD / f"{slug}.json").read_text(encoding="utf-8"))


def tidy(text: str) -> str:
    """The text with one kind of space and minus."""
    return SPACE.sub(" ", text).strip().translate(MINUSES)


def meaning(text: str) -> object:
    """What a cell means: a number with its operator, a marker, or words."""
    plain = tidy(text).strip("* ").removesuffix("%").strip()
    if plain.upper().replace(".", "") in ("IU", "IU-"):
        return "IU"
    operator = re.match(r"[<>≤≥±]*", plain)[0]
    try:
        return operator, Decimal(plain[len(operator) :].replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return re.sub(r"[^\w]+", "", plain).casefold() or plain


@dataclass
class Table:
    """A rendered table laid out on a grid: a cell that spans rows stands in the first of them."""

    head: list[list[str]] = field(default_factory=list)
    body: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """The tables and headings of an exported report; what is superscript doesn't count."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.headings: list[tuple[int, str]] = []
        self.silent = 0
        self.place = ""
        self.spans: dict[int, int] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag in ("sup", "svg", "style"):
            self.silent += 1
        elif tag == "table":
            self.tables.append(Table())
        elif tag in ("thead", "tbody"):
            self.place, self.spans = tag, {}
        elif tag == "tr":
            self.row: list[str] = []
            self.begun: dict[int, int] = {}
        elif tag in ("td", "th"):
            self._pass_spanned()
            self.cell, self.width = "", int(given.get("colspan") or 1)
            reach = range(len(self.row), len(self.row) + self.width)
            self.begun |= {column: int(given.get("rowspan") or 1) - 1 for column in reach}
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
            self.place = "heading"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "svg", "style"):
            self.silent -= 1
        elif tag in ("td", "th"):
            self.row += [self.cell] + ([self.cell] if self.place == "thead" else [""]) * (self.width - 1)
            self.cell = ""
        elif tag == "tr":
            self._pass_spanned()
            self.spans = {column: left - 1 for column, left in self.spans.items()} | self.begun
            table = self.tables[-1]
            (table.head if self.place == "thead" else table.body).append(self.row)
        elif re.fullmatch("h[1-6]", tag):
            self.place = ""

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.place == "heading":
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        elif self.place and hasattr(self, "cell"):
            self.cell += data

    def _pass_spanned(self) -> None:
        """Leave room for the cells of rows above that reach down into this one."""
        while self.spans.get(len(self.row), 0):
            self.row.append("")


@dataclass(frozen=True)
class Difference:
    """A printed cell that the rendering doesn't agree with."""

    table: str
    row: str
    column: str
    printed: str
    rendered: str


@dataclass
class Comparison:
    """The outcome for one printed document."""

    cells: int = 0
    differences: list[Difference] = field(default_factory=list)
    missing_tables: list[str] = field(default_factory=list)
    wrong_headings: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def share(self) -> Decimal:
        """The share of printed cells that agree, in per cent."""
        return Decimal(100 * (self.cells - len(self.differences))) / self.cells


def compare(slug: str, html: str) -> Comparison:
    """Every printed table against the rendered table that agrees with it best."""
    result, page = Comparison(), Page(html)
    for printed in gold(slug)["tables"]:
        tried = [(_differences(printed, table), table) for table in page.tables]
        best, table = min(tried, key=lambda pair: len(pair[0]))
        cells = _cells(printed)
        result.cells += cells
        result.differences += best
        if len(best) * 2 > cells:
            result.missing_tables.append(printed["id"])
        result.wrong_headings += _headings(printed, table)
    return result


def _cells(printed: dict) -> int:
    return sum(bool(tidy(cell)) for row in printed["rows"] for cell in row["cells"])


def _label(row: list[str]) -> str:
    return str(next((meaning(cell) for cell in row if tidy(cell)), ""))


def _differences(printed: dict, table: Table) -> list[Difference]:
    rows = [row["cells"] for row in printed["rows"]]
    found = []
    for row, rendered in zip(rows, _aligned(rows, table.body), strict=True):
        for column, cell in enumerate(row):
            seen = rendered[column] if rendered and column < len(rendered) else ""
            if tidy(cell) and meaning(cell) != meaning(seen):
                heading = printed["columns"][column]
                found.append(Difference(printed["id"], _name(row), heading, tidy(cell), tidy(seen)))
    return found


def _name(row: list[str]) -> str:
    return next((tidy(cell) for cell in row if tidy(cell)), "")


def _aligned(rows: list[list[str]], body: list[list[str]]) -> list[list[str] | None]:
    """For each printed row the rendered one: the longest run of rows whose labels agree, in order."""
    best = [[0] * (len(body) + 1) for _ in range(len(rows) + 1)]
    alike = [[_alike(row, other) for other in body] for row in rows]
    for i in reversed(range(len(rows))):
        for j in reversed(range(len(body))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + 1 if alike[i][j] else 0)
    found: list[list[str] | None] = []
    j = 0
    for i in range(len(rows)):
        ahead = next((k for k in range(j, len(body)) if alike[i][k] and best[i][j] == best[i + 1][k + 1] + 1), None)
        found.append(body[ahead] if ahead is not None else None)
        j = j if ahead is None else ahead + 1
    return found


def _alike(row: list[str], other: list[str]) -> bool:
    a, b = _label(row), _label(other)
    return a == b or (min(len(a), len(b)) > 8 and SequenceMatcher(None, a, b).ratio() > 0.85)


def _headings(printed: dict, table: Table) -> list[tuple[str, str, str]]:
    levels = list(zip(*table.head, strict=False))
    rendered = [" ".join(dict.fromkeys(filter(None, map(tidy, texts)))) for texts in levels]
    pairs = zip(printed["columns"], [*rendered, *[""] * len(printed["columns"])], strict=False)
    return [(printed["id"], a, b) for a, b in pairs if _bare(a) != _bare(b)]


def _bare(text: str) -> str:
    return re.sub(r"[^\w]+", "", tidy(text)).casefold()


def outline_in_order(slug: str, html: str) -> list[str]:
    """The printed headings that don't stand in printed order among the rendered ones."""
    rendered = iter([_bare(text) for _level, text in Page(html).headings])
    missing = []
    waiting = list(rendered)
    for heading in gold(slug)["outline"]:
        wanted = _bare(heading["heading"])
        place = next((n for n, text in enumerate(waiting) if SequenceMatcher(None, text, wanted).ratio() >= 0.85), None)
        if place is None:
            missing.append(heading["heading"])
        else:
            waiting = waiting[place + 1 :]
    return missing
