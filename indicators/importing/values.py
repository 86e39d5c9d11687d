"""A cell becomes a number in the portal's unit, a reason why there is none, nothing at all, or a Swedish sentence.

Nothing at all is a blank cell: it is never zero and never takes away what stands. Numbers of a spreadsheet have no
decimals of their own, only a display that isn't read: they get the indicator's usual ones, or the one or two that they
have beyond them. Longer ones, and amounts that change their unit, are rounded half up to the usual ones, and that is
told. What stands as text keeps its decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.importing.cells import DATE, FAULT, FORMULA, NUMBER, TRUTH, kind, said
from indicators.models.choices import Measure
from indicators.models.imports import MoneyUnit, SignHabit
from indicators.number_parsing import AmbiguousNumber, DashNeedsReason, NumberError, parse_number
from indicators.numbers import Number, format_number

REVENUE_LIKE = frozenset({"revenues", "inv_income", "net_result"})
COST_LIKE = frozenset({"costs", "inv_expense", "inv_net"})
_TO_TKR = {MoneyUnit.KR.value: -3, MoneyUnit.TKR.value: 0, MoneyUnit.MNKR.value: 3}
# A person types one or two decimals; more come out of a formula.
MOST_KEPT = 2
_NO_VALUES = {"x", "xx", "saknas", "ej klart", "?", "okänt"}


@dataclass(frozen=True)
class Habits:
    """How a file writes numbers: what was answered to the questions of the whole file."""

    money_unit: str = MoneyUnit.TKR.value
    sign: str = SignHabit.PORTAL.value
    share: str = ""  # "times100": per cent stored as 0,046
    dash: str = ""  # what a dash alone means: a marker, or "blank"
    point: str = ""  # what 1.234 means: "thousand" or "decimal"


@dataclass(frozen=True)
class Value:
    """What a cell says. `problem` is a sentence, with the `code` of what is wrong; `note` tells what was done to it."""

    number: Number | None = None
    marker: str = ""
    problem: str = ""
    code: str = ""
    note: str = ""
    stored: bool = False  # a number of the spreadsheet, not a text

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing."""
        return self.number is None and not self.marker and not self.problem


def read_value(cell: str, habits: Habits, *, indicator: str, measure: str, decimals: int) -> Value:
    """What a cell says of an indicator that is measured so and usually reported with so many decimals."""
    found = _read(cell, habits)
    if found.number is None:
        return found
    number, converted = _converted(found.number, habits, indicator, measure, stored=found.stored)
    if not found.stored and not converted:
        return Value(number=number, note=found.note)
    if found.stored and number.decimals == decimals:
        return Value(number=number, note=found.note, stored=True)
    exact = number.trimmed(min(decimals, MOST_KEPT))
    keeps = not converted and exact.decimals <= MOST_KEPT
    rounded = number.rounded(max(decimals, exact.decimals) if keeps else decimals)
    note = "" if rounded.same_value(number) else f"avrundat från {format_number(number)}"
    return Value(number=rounded, note=note, stored=found.stored)


def _read(cell: str, habits: Habits) -> Value:
    text = said(cell)
    match kind(cell):
        case "":
            return Value()
        case kinds if kinds == NUMBER:
            return Value(number=Number.of(Decimal(text)), stored=True)
        case kinds if kinds == DATE:
            return _wrong("date", f"Cellen är ett datum ({text}), inte ett tal. Skriv talet.")
        case kinds if kinds == TRUTH:
            return _wrong("truth", f"Cellen säger {text}, vilket inte är ett tal. Skriv talet.")
        case kinds if kinds == FORMULA:
            return _wrong(
                "formula", "Formeln har inget uträknat värde i filen. Öppna filen i Excel, spara den och läs in igen."
            )
        case kinds if kinds == FAULT:
            return _wrong("fault", f"{text} är ett fel i kalkylbladet, inte ett tal. Rätta cellen i filen.")
    return _text(text, habits)


def _text(text: str, habits: Habits) -> Value:
    if text.casefold() in _NO_VALUES:
        return _wrong("no-value", f"”{text}” säger inte varför värdet saknas. Skriv IU (ingen uppgift) eller talet.")
    try:
        parsed = parse_number(text, allow_marks=True)
    except DashNeedsReason as error:
        return _dash(habits) or _wrong("dash", error.message)
    except AmbiguousNumber as error:
        if habits.point:
            return Value(number=error.readings[habits.point == "decimal"])
        return _wrong("point", error.message)
    except NumberError as error:
        return _wrong("number", error.message)
    note = f"fotnotsmärket {parsed.mark} följer inte med" if parsed.mark else ""
    return Value(number=parsed.number, marker=str(parsed.marker or ""), note=note)


def _dash(habits: Habits) -> Value | None:
    if not habits.dash:
        return None
    return Value() if habits.dash == "blank" else Value(marker=habits.dash)


def _wrong(code: str, message: str) -> Value:
    return Value(problem=message, code=code)


def _converted(number: Number, habits: Habits, indicator: str, measure: str, *, stored: bool) -> tuple[Number, bool]:
    """The number in the portal's unit and sign, and whether an amount was made larger or smaller."""
    signed = -number if _turned(habits.sign, indicator) else number
    power = 0
    if measure == Measure.TKR:
        power = _TO_TKR[habits.money_unit]
    elif measure == Measure.PERCENT and habits.share == "times100" and stored:
        power = 2
    return (signed.shift(power), power != 2) if power else (signed, False)


def _turned(sign: str, indicator: str) -> bool:
    return (sign == SignHabit.LEDGER and indicator in REVENUE_LIKE) or (
        sign == SignHabit.RESULT and indicator in COST_LIKE
    )
