"""How the designer shows columns and rows: their words, their choices, and what plus means said with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.numbers import Number, format_number
from indicators.signs import Better, deviation
from reports.declarations.patterns import PeriodWords
from reports.designing.columns import FIGURES, OFFSETS, column_name, column_told, effective
from reports.designing.derived import CHANGE, DIFFERENCE, OF_TOTAL, SHARE, WAYS, is_percent, way_of
from reports.designing.known import Known
from reports.designing.preview import explained
from reports.designing.rows import DAY, row_name, row_told, walk
from reports.designing.tables import Designed
from reports.designing.words import ROLE_WORDS, SCENARIOS, SPANS, filled, shown_pattern, year_word
from reports.nodes import BodyRow

Data = dict[str, Any]
Choice = tuple[str, str]
FORMULA_WORDS = {
    "favourable": "bättre än",
    "actual_minus_base": "högre än",
    "base_minus_actual": "lägre än",
}
EXAMPLES = (("intäkter", "42 500", "42 000", Better.HIGHER), ("kostnader", "41 200", "42 000", Better.LOWER))
WAY_EXAMPLES = {
    CHANGE: "110 mot 100 visas som 10,0 och 90 mot 100 som −10,0",
    OF_TOTAL: "25 i en tabell med summan 200 visas som 12,5",
    SHARE: "50 av 200 visas som 25,0",
}
OFFERED_SPANS = ("period", "year", "month", "latest")
STYLES = (
    ("", "som ordningen ger"),
    ("this_year", "i år"),
    ("last_year", "i fjol"),
    ("budget", "budget"),
    ("forecast", "prognos"),
)


@dataclass(frozen=True, slots=True)
class Plus:
    """A meaning of plus: its formula, its words, and examples with numbers."""

    formula: str
    words: str
    examples: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with what its line and its form show."""

    key: str
    name: str
    told: str
    kind: str
    upper: str
    lower: str
    column: Data
    others: tuple[Choice, ...] = ()
    pluses: tuple[Plus, ...] = ()
    own_example: str = ""
    years: tuple[Choice, ...] = ()
    year: str = ""
    spans: tuple[Choice, ...] = ()
    way: str = ""
    ways: tuple[Choice, ...] = ()
    way_example: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what its line and its form show."""

    path: str
    name: str
    told: str
    row: Data
    level: int
    label: str
    role: str
    on: str = DAY
    group: str = ""

    @property
    def generated(self) -> bool:
        """Whether the row stands for several."""
        return any(name in self.row for name in ("units", "indicators", "years", "block"))


def shown_columns(it: Designed, opened: str, body: tuple[BodyRow, ...], words: PeriodWords) -> list[ShownColumn]:
    """The columns with their headings filled in; the one that is open with its choices."""
    defaults = it.table.get("defaults") or {} if it.has_rows else {}
    made = [_column(column, it.columns, defaults, words) for column in it.columns]
    return [_with_choices(each, it.columns, body, words) if opened == f"kolumn-{each.key}" else each for each in made]


def _column(column: Data, every: list[Data], defaults: Data, words: PeriodWords) -> ShownColumn:
    heading = column.get("heading") or ""
    texts = [shown_pattern(str(text)) for text in (heading if isinstance(heading, list) else [heading])]
    kind = column.get("kind", "figure")
    return ShownColumn(
        key=column["key"],
        name=filled(column_name(column), words),
        told=filled(column_told(column, every, defaults), words),
        kind=kind,
        upper=texts[0] if len(texts) > 1 else "",
        lower=texts[-1] if texts else "",
        column=effective(column, defaults),
        percent=is_percent(column),
    )


def _with_choices(shown: ShownColumn, every: list[Data], body: tuple[BodyRow, ...], words: PeriodWords) -> ShownColumn:
    column = shown.column
    fixed = column.get("fixed_year")
    year = f"fast:{fixed}" if fixed else str(column.get("year", 0))
    years = [(offset, year_word(int(offset))) for offset in OFFSETS]
    spans = [(code, SPANS[code]) for code in OFFERED_SPANS]
    if column.get("span") in SPANS and column["span"] not in OFFERED_SPANS:
        spans.append((column["span"], SPANS[column["span"]]))
    derived = shown.kind == "derived"
    way = way_of(column) if derived else ""
    return replace(
        shown,
        others=tuple((key, filled(name, words)) for key, name in _before(column, every)),
        way=way,
        ways=tuple(WAYS.items()) if derived else (),
        way_example=WAY_EXAMPLES.get(way, ""),
        pluses=tuple(pluses(column, every, words)) if way == DIFFERENCE else (),
        own_example=explained(body, column["key"]),
        years=tuple([*years, (year, f"alltid {fixed}")] if fixed else years),
        year=year,
        spans=tuple(spans),
    )


def _before(column: Data, every: list[Data]) -> list[Choice]:
    """The columns with numbers that stand before this one."""
    found = []
    for other in every:
        if other["key"] == column["key"]:
            break
        if other.get("kind", "figure") in FIGURES:
            found.append((other["key"], column_name(other)))
    return found


def pluses(column: Data, every: list[Data], words: PeriodWords) -> list[Plus]:
    """What plus can mean in a derived column, each with revenues and costs as examples."""
    names = {other["key"]: filled(column_name(other), words) for other in every}
    base = names.get(column["of"][1], "")
    chosen = column.get("formula")
    return [
        Plus(formula, f"{than} {base[:1].lower()}{base[1:]}", _examples(formula), formula == chosen)
        for formula, than in FORMULA_WORDS.items()
    ]


def _examples(formula: str) -> str:
    told = []
    for name, actual, base, better in EXAMPLES:
        result = deviation(formula, Number.of(actual.replace(" ", "")), Number.of(base.replace(" ", "")), better)
        spaced = actual.replace(" ", "\u00a0"), base.replace(" ", "\u00a0")
        told.append(f"{name} {spaced[0]} mot {spaced[1]} visas som {format_number(result, sign=True)}")
    return "; ".join(told)


def shown_rows(it: Designed, known: Known, words: PeriodWords) -> list[ShownRow]:
    """The rows with their words."""
    return [
        ShownRow(
            path=path,
            name=filled(row_name(row, known), words),
            told=filled(row_told(row, known, own_cells=True), words),
            row=row,
            level=path.count(".") + (row.get("role") in ("of_which", "breakdown")),
            label=shown_pattern(str(row.get("label", ""))),
            role=row.get("role", "line"),
            on=(row.get("units") or {}).get("on", DAY),
            group=path.rpartition(".")[0],
        )
        for path, row in walk(it.rows)
    ]


def choices() -> dict[str, Sequence[Choice]]:
    """The choices that are the same for all columns and rows."""
    return {
        "scenarios": tuple(SCENARIOS.items()),
        "roles": tuple(ROLE_WORDS.items()),
        "offsets": tuple((offset, year_word(int(offset))) for offset in OFFSETS),
        "styles": STYLES,
        "made": (("report", "i rapportmånaden"), ("latest", "senast")),
    }
