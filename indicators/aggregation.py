"""How an indicator's months become the year to date.

It belongs to the indicator: a sum, the level of the last month, a mean of the months; or it is not made of months at
all: a rate is reported for January to the month, an accumulating share likewise, some things are measured once a year,
and some are computed from other indicators (`formulas`). What can't be made says why, and names the months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.formulas import Formula, FormulaError, Missing, Reference
from indicators.number_parsing import Marker, absence
from indicators.numbers import MINUS, Number, format_number, round_half_up, total
from indicators.spans import CLOSING_MONTH, SpanError, months_label, short_month_name

__all__ = [
    "Aggregation",
    "Formula",
    "FormulaError",
    "Missing",
    "MonthValue",
    "Reference",
    "Result",
    "accumulate",
]

MonthValue = Number | Marker | None


class Aggregation(StrEnum):
    """How months become the year to date."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    REPORTED = "reported"
    ACCUMULATING = "accumulating"
    YEARLY = "yearly"
    FORMULA = "formula"


_NOT_FROM_MONTHS = {
    Aggregation.REPORTED: "Värdet rapporteras färdigt för hela perioden och räknas inte fram ur månaderna.",
    Aggregation.ACCUMULATING: "Andelen växer under året, rapporteras färdig och räknas inte fram ur månaderna.",
    Aggregation.YEARLY: "Värdet mäts en gång om året och räknas inte fram ur månaderna.",
    Aggregation.FORMULA: "Värdet räknas ur andra indikatorer och inte ur sina egna månader.",
}


@dataclass(frozen=True, slots=True)
class Result:
    """An accumulated value with the sentence that explains it, or the reason why there is none.

    `exact` is the value before it was rounded to the months' decimals; only a mean differs from its `value`.
    """

    value: Number | None
    explanation: str
    exact: Fraction | None = None
    missing: Missing | None = None
    missing_months: tuple[int, ...] = ()


def accumulate(aggregation: Aggregation | str, months: Mapping[int, MonthValue], month: int) -> Result:
    """Make the value from January to the month (1–12) out of the months.

    A sum and a mean need a number in every month: zero counts, a missing month or a marker does not. The result has
    the decimals of the most exact month. The closing entries (month 13) are part of a whole year's sum.
    """
    if not 1 <= month <= 12:
        raise SpanError(f"Till och med månad {month} går inte att räkna. Välj en månad från 1 till 12.")
    match Aggregation(aggregation):
        case Aggregation.SUM:
            return _sum(months, month)
        case Aggregation.MEAN:
            return _mean(months, month)
        case Aggregation.LAST:
            return _last(months, month)
        case other:
            return _unavailable(_NOT_FROM_MONTHS[other])


def _sum(months: Mapping[int, MonthValue], month: int) -> Result:
    needed = _needed_for_a_sum(months, month)
    numbers = _numbers(months, needed)
    if len(numbers) < len(needed):
        return _incomplete("Summan", months, needed, month)
    value = total(numbers.values())
    return Result(value, f"{_terms(numbers)} = {format_number(value)}", value.fraction)


def _needed_for_a_sum(months: Mapping[int, MonthValue], month: int) -> list[int]:
    needed = list(range(1, month + 1))
    if month == 12 and months.get(CLOSING_MONTH) not in (None, Marker.CLEARED):
        needed.append(CLOSING_MONTH)
    return needed


def _mean(months: Mapping[int, MonthValue], month: int) -> Result:
    needed = list(range(1, month + 1))
    numbers = _numbers(months, needed)
    if len(numbers) < len(needed):
        return _incomplete("Medelvärdet", months, needed, month)
    exact = total(numbers.values()).fraction / month
    value = round_half_up(exact, max(number.decimals for number in numbers.values()))
    return Result(value, f"({_terms(numbers)}) / {month} = {format_number(value)}", exact)


def _last(months: Mapping[int, MonthValue], month: int) -> Result:
    value = months.get(month)
    if not isinstance(value, Number):
        return _unavailable(f"{absence(f'Läget vid utgången av {short_month_name(month)}', value)}.", (month,))
    explanation = f"Läget vid utgången av {short_month_name(month)}: {format_number(value)}"
    return Result(value, explanation, value.fraction)


def _numbers(months: Mapping[int, MonthValue], needed: list[int]) -> dict[int, Number]:
    return {at: value for at in needed if isinstance(value := months.get(at), Number)}


def _incomplete(what: str, months: Mapping[int, MonthValue], needed: list[int], month: int) -> Result:
    reasons: dict[Marker | None, list[int]] = {}
    for at in needed:
        value = months.get(at)
        if not isinstance(value, Number):
            reasons.setdefault(value, []).append(at)
    told = "; ".join(absence(_listed(lacking), marker) for marker, lacking in reasons.items())
    lacking = tuple(sorted(at for group in reasons.values() for at in group))
    return _unavailable(f"{what} {months_label(month)} går inte att räkna: {told}.", lacking)


def _unavailable(reason: str, lacking: tuple[int, ...] = ()) -> Result:
    return Result(None, reason, missing=Missing(reason), missing_months=lacking)


def _terms(numbers: Mapping[int, Number]) -> str:
    return " + ".join(f"{short_month_name(at)} {_in_a_sum(number)}" for at, number in numbers.items())


def _in_a_sum(number: Number) -> str:
    shown = format_number(number)
    return f"({shown})" if shown.startswith(MINUS) else shown


def _listed(months: list[int]) -> str:
    *first, last = map(short_month_name, months)
    return f"{', '.join(first)} och {last}" if first else last
