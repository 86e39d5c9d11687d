"""Per cents: a share of another column or of a total, and a change in per cent.

Everything here is exact; a table rounds once, when it shows. A per cent that would say nothing isn't computed: of a
base of zero, and between numbers of different signs (a deficit is no share of a surplus, nor grows by some per cent
into one).
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from indicators.numbers import MINUS, Number, format_number, format_percent, round_half_up
from indicators.signs import lowered


class ShareFormula(StrEnum):
    """What a column of per cents tells."""

    SHARE = "share"
    SHARE_OF_TOTAL = "share_of_total"
    CHANGE_PERCENT = "change_percent"


SHARES = frozenset(ShareFormula)


def share(formula: ShareFormula | str, part: Number, whole: Number) -> Fraction | None:
    """The per cent, unrounded; None where it would say nothing.

    A share is part / whole × 100. A change is (part − whole) / |whole| × 100, so that plus is a higher value also where
    both are below zero.
    """
    if not whole.scaled or part.scaled * whole.scaled < 0:
        return None
    if ShareFormula(formula) is ShareFormula.CHANGE_PERCENT:
        return (part.fraction - whole.fraction) / abs(whole.fraction) * 100
    return part.fraction / whole.fraction * 100


def explain_share(
    formula: ShareFormula | str, part: tuple[str, Number], whole: tuple[str, Number], decimals: int
) -> str:
    """The per cent with the numbers put in, or why there is none: `Kostnader 25 av totalen 100 = 25,0 %`.

    `part` and `whole` are a word and its number.
    """
    made = share(formula, part[1], whole[1])
    if made is None:
        why = f"{lowered(whole[0])} är 0" if not whole[1].scaled else "talen har olika tecken"
        return f"Ingen procent: {why}."
    result = round_half_up(made, decimals)
    told = f"{part[0]} {format_number(part[1])}", f"{lowered(whole[0])} {format_number(whole[1])}"
    if ShareFormula(formula) is ShareFormula.CHANGE_PERCENT:
        return f"({told[0]} {MINUS} {told[1]}) delat med {_magnitude(whole[1])} = {format_percent(result, sign=True)}"
    return f"{told[0]} av {told[1]} = {format_percent(result)}"


def _magnitude(number: Number) -> str:
    return format_number(abs(number))
