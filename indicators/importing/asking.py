"""Questions about a whole file, asked before any of its rows is judged.

Each has choices and, where the file gives a reason, a suggestion. What was answered is kept with the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

from indicators.importing.interpreting import Understood
from indicators.importing.naming import Book
from indicators.importing.rows import Row
from indicators.importing.values import COST_LIKE, REVENUE_LIKE
from indicators.models import FigureRevision
from indicators.models.choices import AggregationChoice, MarkerChoice, Measure, SpanChoice
from indicators.models.imports import MoneyUnit, SignHabit
from indicators.numbers import Number, format_number

TIMES = 200
# Monthly amounts of a unit above this many tkr are more likely kronor: half a billion.
UNLIKELY_TKR = 500_000
LEAST_MONTHS = 4
RECENT = 400


@dataclass(frozen=True)
class Question:
    """A question, its choices (value, label), and the value that the file itself points to."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    suggestion: str = ""


def questions(found: Understood, book: Book, answers: Mapping[str, Any]) -> list[Question]:
    """What must be asked and isn't answered yet."""
    asked = (_money(found, book), _sign(found), _share(found, book), _dash(found), _point(found), _span(found, book))
    return [question for each in asked for question in each if not answers.get(question.key)]


def _numbers(found: Understood) -> Iterator[tuple[Row, Number]]:
    return ((row, row.number) for row in found.rows if row.number is not None)


def _money(found: Understood, book: Book) -> Iterator[Question]:
    money = [(row, number) for row, number in _numbers(found) if _measure(row, book) == Measure.TKR and number.scaled]
    if not money:
        return
    typical = Fraction(median(abs(number.fraction) for _row, number in money))
    usual = _usual([row for row, _number in money], book)
    if (usual and typical > usual * TIMES) or (not usual and typical > UNLIKELY_TKR):
        beside = f", mot {format_number(_whole(usual))} i portalen" if usual else ""
        yield Question(
            MONEY,
            f"Beloppen ser ut att vara i kronor: ett vanligt belopp är {format_number(_whole(typical))}{beside}."
            " Dela med 1 000?",
            ((MoneyUnit.KR.value, "Ja, de är i kronor"), (MoneyUnit.TKR.value, "Nej, de är i tkr")),
            MoneyUnit.KR.value,
        )
    elif usual and typical * TIMES < usual:
        yield Question(
            MONEY,
            "Beloppen ser ut att vara i miljoner kronor: ett vanligt belopp är"
            f" {format_number(_shown(typical))},"
            f" mot {format_number(_whole(usual))} i portalen. Gånger 1 000?",
            ((MoneyUnit.MNKR.value, "Ja, de är i mnkr"), (MoneyUnit.TKR.value, "Nej, de är i tkr")),
            MoneyUnit.MNKR.value,
        )


MONEY = "money_unit"


def _whole(value: Fraction) -> Number:
    return Number(round(value))


def _shown(value: Fraction) -> Number:
    return Number(round(value * 10), 1)


def _usual(rows: list[Row], book: Book) -> Fraction | None:
    """The median of the latest amounts that the portal has for the same indicators, units and spans."""
    units = {book.unit_rows[row.unit].pk for row in rows if row.unit}
    indicators = {book.indicator_rows[row.indicator].pk for row in rows}
    spans = {row.span for row in rows}
    stand = FigureRevision.objects.filter(
        fact__unit__in=units, fact__indicator__in=indicators, fact__span__in=spans, scaled__isnull=False
    )
    amounts = stand.order_by("-id").values_list("scaled", "decimals")[:RECENT]
    known = [abs(Number(scaled, decimals or 0).fraction) for scaled, decimals in amounts if scaled]
    return Fraction(median(known)) if known else None


def _sign(found: Understood) -> Iterator[Question]:
    amounts = [(row.indicator, number.fraction) for row, number in _numbers(found)]
    revenues = [amount for code, amount in amounts if code in REVENUE_LIKE and code != "net_result"]
    costs = [amount for code, amount in amounts if code in COST_LIKE]
    for word, values, habit in (("Intäkterna", revenues, SignHabit.LEDGER), ("Kostnaderna", costs, SignHabit.RESULT)):
        if sum(value < 0 for value in values) * 2 > len(values):
            yield Question(
                "sign",
                f"{word} är negativa i filen; i portalen är kostnader och intäkter positiva. Vad betyder minus?",
                ((habit.value, habit.label.capitalize()), (SignHabit.PORTAL.value, "Läs talen som de står")),
                habit.value,
            )
            return


def _share(found: Understood, book: Book) -> Iterator[Question]:
    shares = [
        number
        for (row, stored) in zip(found.rows, found.stored, strict=True)
        if stored and (number := _as_stored(row)) is not None and _measure(row, book) == Measure.PERCENT
    ]
    fractions = [number for number in shares if number.scaled]
    if (
        fractions
        and all(abs(number.fraction) <= 1 for number in fractions)
        and any(number.fraction.denominator > 1 for number in fractions)
    ):
        example = format_number(max(fractions, key=lambda number: number.decimals))
        yield Question(
            "share",
            f"Procenttalen ser ut att vara sparade som andelar ({example}). Räkna om till procent (gånger 100)?",
            (("times100", "Ja, gånger 100"), ("as_is", "Nej, de är procent redan")),
            "times100",
        )


def _as_stored(row: Row) -> Number | None:
    """The number that stood in the cell, before it was rounded to the indicator's decimals."""
    try:
        return Number.of(row.given)
    except ValueError:
        return None


def _dash(found: Understood) -> Iterator[Question]:
    count = found.codes["dash"]
    if count:
        markers = (MarkerChoice.NO_DATA, MarkerChoice.NOT_EXISTING, MarkerChoice.NONE_OCCURRED)
        named = tuple((marker.value, str(marker.label)) for marker in markers)
        cells = "En cell innehåller" if count == 1 else f"{count} celler innehåller"
        yield Question("dash", f"{cells} bara ett streck. Vad betyder det?", (("blank", "Inget att läsa in"), *named))


def _point(found: Understood) -> Iterator[Question]:
    row = next((row for row in found.rows if "point" in row.codes), None)
    if row is not None:
        yield Question(
            "point",
            f"”{row.given}” kan läsas på två sätt, och det gäller {found.codes['point']} av filens celler."
            " Vad är punkten?",
            (("thousand", "Skiljer tusental"), ("decimal", "Decimaltecken")),
        )


def _span(found: Understood, book: Book) -> Iterator[Question]:
    """Sums that grow month by month are probably accumulated."""
    series: dict[tuple[str, ...], dict[int, Fraction]] = defaultdict(dict)
    for row, number in _numbers(found):
        indicator = book.indicator_rows.get(row.indicator)
        if indicator and indicator.aggregation == AggregationChoice.SUM and row.span == SpanChoice.MONTH:
            series[(row.unit, row.indicator, row.part, row.scenario, str(row.year))][row.month] = number.fraction
    long = [[line[month] for month in sorted(line)] for line in series.values() if len(line) >= LEAST_MONTHS]
    if long and all(_accumulates(line) for line in long):
        yield Question(
            "span",
            "Värdena växer för varje månad, som om de vore ackumulerade från januari. Vad gäller de?",
            (("ytd", "Januari till månaden"), ("month", "Den enskilda månaden")),
            "ytd",
        )


def _accumulates(line: list[Fraction]) -> bool:
    grows = all(before <= after for before, after in pairwise(line))
    return grows and line[0] > 0 and line[-1] >= line[0] * len(line) * Fraction(6, 10)


def _measure(row: Row, book: Book) -> str:
    return book.measures.get(row.indicator, ("", 0))[0]
