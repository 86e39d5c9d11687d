"""Reads the CSV files of figures: one row a figure, exactly as printed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.problems import shown
from indicators.loading.reading import Known, Reading
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models.choices import FootnoteKind, MarkerChoice, Measure, Scenario, SpanChoice
from indicators.models.figures import BUDGET_LIKE, CARRIED, ORIGINAL, RESTATED
from indicators.number_parsing import NumberError, parse_number
from indicators.numbers import Number
from indicators.spans import SpanError, check_span

COLUMNS = (
    *("table", "indicator", "unit", "breakdown", "scenario", "year", "month", "span", "vintage", "decision", "basis"),
    *("value", "marker", "measure", "population", "measured_from", "measured_to", "footnote_kind", "footnote"),
    *("source_line", "note"),
)
MNKR = "mnkr"
MOST_PEOPLE = 10_000_000
# A value that tells itself which year it is of: "2020: 49".
OF_YEAR = re.compile(r"(20\d\d)\s*:\s*(?=\S)")
VINTAGE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
# Pointers to other places in the same print are for who reviews the file.
ELSEWHERE = re.compile(r"\s*Även i [^.]*\.")
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as the file tells it, with codes for what it is about. The number is in the indicator's unit (tkr)."""

    file: str
    line: int
    indicator: str
    unit: str
    breakdown: str
    scenario: str
    year: int
    month: int
    span: str
    vintage: int
    decision: str
    basis: str
    number: Number | None
    marker: str
    population: int | None
    measured_from: dt.date | None
    measured_to: dt.date | None
    footnotes: tuple[tuple[str, str], ...]
    note: str

    @property
    def key(self) -> tuple[str | int, ...]:
        """What the figure is about."""
        return (
            *(self.indicator, self.unit, self.breakdown, self.scenario, self.year, self.month, self.span),
            *(self.vintage, self.decision, self.basis),
        )

    @property
    def place(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.file}, rad {self.line}"


def read_figure_rows(reading: Reading, name: str) -> list[FigureRow]:
    """The figures of a file; a figure stands once."""
    rows = list(reading.table(name, COLUMNS))
    figures = [_figure(row, reading.known) for row in rows]
    refuse_twice([(row, found.key) for row, found in zip(rows, figures, strict=True)], "value", "Samma uppgift")
    return figures


def _figure(given: Given, known: Known) -> FigureRow:
    number, marker = _value(given, known)
    own_year = _own_year(given)
    figure = FigureRow(
        file=given.file,
        line=given.line,
        indicator=given.known("indicator", known.indicators, "indikatorerna"),
        unit=given.known("unit", known.units, "enheterna"),
        breakdown=given.known("breakdown", known.breakdowns, "delarna", default="total"),
        scenario=given.choice("scenario", Scenario, default=Scenario.OUTCOME),
        year=given.whole("year", FIRST_YEAR, LAST_YEAR),
        month=given.whole("month", 1, 13),
        span=given.choice("span", SpanChoice),
        vintage=_vintage(given),
        decision=given.known("decision", known.decisions, "besluten", default=""),
        basis=given.text("basis", longest=30, default=ORIGINAL),
        number=number,
        marker=marker,
        population=given.whole_or_none("population", 0, MOST_PEOPLE),
        measured_from=given.day_or_none("measured_from") or (dt.date(own_year, 1, 1) if own_year else None),
        measured_to=given.day_or_none("measured_to") or (dt.date(own_year, 12, 31) if own_year else None),
        footnotes=_footnotes(given, own_year),
        note=_note(given),
    )
    _check(given, figure, known)
    return figure


def _value(given: Given, known: Known) -> tuple[Number | None, str]:
    marker = given.choice("marker", MarkerChoice, default="")
    text = OF_YEAR.sub("", given.text("value", default=""), count=1)
    measure = given.known("measure", (MNKR,), "enheterna för belopp (mnkr eller tomt)", default="")
    if bool(marker) == bool(text):
        given.wrong("value", "Ange antingen ett värde (value) eller en orsak till att det saknas (marker), inte båda.")
    if measure and known.indicators.get(given.row["indicator"]) != Measure.TKR:
        given.wrong("measure", f"{given.row['indicator']} mäts inte i pengar. Lämna kolumnen tom.")
    if not text:
        return None, marker
    try:
        number = parse_number(text).number
    except NumberError as error:
        given.wrong("value", error.message)
        return None, marker
    if number is None:
        given.wrong("value", f"”{shown(text)}” är inget tal. Skriv orsaken i kolumnen marker i stället.")
        return None, marker
    return number.shift(3) if measure else number, marker


def _own_year(given: Given) -> int | None:
    """The year that the value itself says, where it isn't the row's: what was measured then is still what is known."""
    found = OF_YEAR.match(given.text("value", default="").strip())
    if not found or found[1] == given.row.get("year"):
        return None
    if given.row.get("measured_from") or given.row.get("measured_to"):
        given.wrong("value", "Värdet säger själv vilket år det mäter. Töm measured_from och measured_to.")
    if found[1] > str(given.row.get("year")):
        given.wrong("value", f"Värdet säger {found[1]}, som är senare än radens år. Rätta ett av dem.")
    return int(found[1])


def _vintage(given: Given) -> int:
    text = given.text("vintage", default="")
    found = VINTAGE.fullmatch(text)
    if text and not found:
        given.wrong("vintage", f"”{shown(text)}” är ingen månad. Skriv år och månad: 2021-08.")
    return int(found[1]) * 100 + int(found[2]) if found else 0


def _footnotes(given: Given, own_year: int | None) -> tuple[tuple[str, str], ...]:
    """The row's footnote, and that of a value of another year."""
    of_year = ((FootnoteKind.PERIOD.value, f"värdet avser {own_year}"),) if own_year else ()
    kind = given.choice("footnote_kind", FootnoteKind, default="")
    text = given.text("footnote", longest=500, default="")
    if bool(kind) != bool(text):
        given.wrong("footnote", "En fotnot har både slag (footnote_kind) och text. Fyll i båda eller ingen.")
    return (*of_year, (kind, text)) if kind and text else of_year


def _note(given: Given) -> str:
    note = ELSEWHERE.sub("", given.text("note", longest=None, default="")).strip()
    return note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1] + "…"


def _check(given: Given, figure: FigureRow, known: Known) -> None:
    """What the columns say together."""
    if known.indicators.get(figure.indicator) == "":
        given.wrong("indicator", f"{figure.indicator} är en rubrik för flera och har inga värden. Välj en under den.")
    try:
        if figure.span in SpanChoice.values:
            check_span(figure.span, figure.month)
    except SpanError as error:
        given.wrong("span", str(error))
    if (figure.scenario == Scenario.FORECAST) != bool(figure.vintage):
        given.wrong("vintage", "En prognos har månaden då den gjordes, andra uppgifter har ingen. Rätta kolumnen.")
    if figure.decision and figure.scenario not in BUDGET_LIKE:
        given.wrong("decision", "Bara budget, plan och ram har ett beslut bakom sig. Töm kolumnen eller byt scenario.")
    if figure.basis not in (ORIGINAL, CARRIED) and not _is_restated(figure.basis):
        given.wrong("basis", f"”{shown(figure.basis)}” är ingen grund. Skriv carried eller restated:2022-01-01.")
    if figure.measured_from and figure.measured_to and figure.measured_from > figure.measured_to:
        given.wrong("measured_to", "Mätperioden slutar innan den börjar. Rätta en av dagarna.")


def _is_restated(basis: str) -> bool:
    try:
        day = dt.date.fromisoformat(basis.removeprefix(RESTATED))
    except ValueError:
        return False
    return basis == f"{RESTATED}{day.isoformat()}"
