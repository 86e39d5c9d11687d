"""Signs: what plus means in a column, and the checks that parts and totals agree.

Costs, revenues, expenditure and income are positive figures, and result = revenues − costs with surplus positive. The
sign that a table shows belongs to its column or row: a sign convention for the figure, a formula for the deviation.
Everything here is exact; a table rounds once, when it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.numbers import MINUS, Number, difference, format_number, format_with_unit, total

# The indicator of the result, revenues − costs, in every organisation's catalogue.
NET_RESULT = "net_result"


class DeviationFormula(StrEnum):
    """How a deviation is computed from what was and what it is compared with (budget, frame, last year)."""

    ACTUAL_MINUS_BASE = "actual_minus_base"
    BASE_MINUS_ACTUAL = "base_minus_actual"
    FAVOURABLE = "favourable"


class SignConvention(StrEnum):
    """How a result is shown: as a result (surplus +) or as a net cost (surplus −)."""

    RESULT = "result"
    NET_COST = "net_cost"


class Better(StrEnum):
    """Which way is better: higher for results and revenues, lower for costs and investments."""

    HIGHER = "higher"
    LOWER = "lower"


def deviation(
    formula: DeviationFormula | str, actual: Number, base: Number, better: Better | str | None = Better.HIGHER
) -> Number:
    """The exact deviation, with the decimals of the more exact of the two.

    `favourable` is positive when the actual is better than the base: actual − base where higher is better, base −
    actual where lower is. Where neither is better (`better=None`, a volume) it is actual − base.
    """
    if _base_comes_first(formula, better):
        return difference(base, actual)
    return difference(actual, base)


def apply_sign(convention: SignConvention | str, result: Number) -> Number:
    """The result (surplus +) as the convention shows it: a net cost is −result."""
    return -result if SignConvention(convention) is SignConvention.NET_COST else result


def explain_deviation(
    formula: DeviationFormula | str,
    actual: tuple[str, Number],
    base: tuple[str, Number],
    better: Better | str | None = Better.HIGHER,
    decimals: int | None = None,
) -> str:
    """The deviation with the numbers put in: `Prognos 8 245 − budget 0 = +8 245`.

    `actual` and `base` are a word and its number. `decimals` rounds the result, which may then differ from what the
    rounded figures beside it give.
    """
    result = deviation(formula, actual[1], base[1], better)
    first, second = (base, actual) if _base_comes_first(formula, better) else (actual, base)
    terms = f"{_capitalised(first[0])} {format_number(first[1])} {MINUS} {lowered(second[0])} {_subtracted(second[1])}"
    return f"{terms} = {format_number(result, decimals, sign=True)}"


def deviation_legend(
    formula: DeviationFormula | str,
    base_word: str = "budget",
    better: Better | str | None = Better.HIGHER,
    *,
    is_cost: bool = False,
) -> str:
    """What plus means, for the line under the table: "+ = bättre än budget". `is_cost` says dyrare and billigare."""
    formula = DeviationFormula(formula)
    if formula is DeviationFormula.FAVOURABLE and better is not None:
        meaning = "bättre"
    elif formula is DeviationFormula.BASE_MINUS_ACTUAL:
        meaning = "billigare" if is_cost else "lägre"
    else:
        meaning = "dyrare" if is_cost else "högre"
    return f"+ = {meaning} än {base_word}"


def sign_legend(convention: SignConvention | str) -> str:
    """What the sign of a shown result means."""
    if SignConvention(convention) is SignConvention.NET_COST:
        return f"+ = underskott (nettokostnad), {MINUS} = överskott"
    return f"+ = överskott, {MINUS} = underskott"


@dataclass(frozen=True, slots=True)
class TotalDifference:
    """An entered total beside the sum of its parts. `difference` is total − sum; `sentence` tells it in Swedish."""

    parts_sum: Number
    total: Number
    difference: Number
    within_rounding: bool
    sentence: str


def total_difference(parts: Sequence[Number], entered: Number, unit: str) -> TotalDifference:
    """Compare an entered total with its parts; rounding is judged in the last decimal that the total shows."""
    added = total(parts)
    apart = difference(entered, added)
    rounding = within_rounding(parts, entered, entered.decimals)
    return TotalDifference(added, entered, apart, rounding, _total_sentence(added, entered, apart, rounding, unit))


def within_rounding(parts: Sequence[Number], shown_total: Number, decimals: int) -> bool:
    """Whether parts and total differ by no more than rounding can: half a unit for each of the n parts and the total.

    The unit is the last of `decimals`; the tolerance is 0,5 · (n + 1) units.
    """
    units = abs(difference(shown_total, total(parts)).fraction) * Fraction(10) ** decimals
    return units <= Fraction(len(parts) + 1, 2)


def _base_comes_first(formula: DeviationFormula | str, better: Better | str | None) -> bool:
    match DeviationFormula(formula):
        case DeviationFormula.ACTUAL_MINUS_BASE:
            return False
        case DeviationFormula.BASE_MINUS_ACTUAL:
            return True
        case DeviationFormula.FAVOURABLE:
            return better is not None and Better(better) is Better.LOWER


def _total_sentence(added: Number, entered: Number, apart: Number, rounding: bool, unit: str) -> str:
    if not apart.scaled:
        return f"Delarna ger {format_with_unit(added, unit)}, samma som den angivna summan."
    cause = "Det ryms inom avrundningen." if rounding else "Det är mer än avrundning kan ge."
    return (
        f"Delarna ger {format_with_unit(added, unit)} och den angivna summan är {format_with_unit(entered, unit)}:"
        f" skillnad {format_with_unit(apart, unit, sign=True)}. {cause}"
    )


def _subtracted(number: Number) -> str:
    shown = format_number(number)
    return f"({shown})" if shown.startswith(MINUS) else shown


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


def lowered(word: str) -> str:
    """The word as it stands inside of a sentence."""
    # An abbreviation keeps its capitals, a word at the head of a column loses its one.
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
