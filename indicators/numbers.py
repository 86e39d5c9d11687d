"""Exact numbers that keep the decimals they were reported with, and how they look in Swedish.

The number of decimals belongs to the reported figure: 90,0 and 90 are the same value but not the same figure. No float
comes in or goes out. A number is rounded half up, away from zero, and only when it is shown or converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"

# Wide enough for every conversion and rate; a bound, so that a mistyped exponent cannot fill the memory.
LOWEST_DECIMALS = -40
HIGHEST_DECIMALS = 60
LARGEST_EXPONENT = 1000

_PLAIN_TEXT = re.compile(
    r"(?P<sign>[+\-\u2212]?)(?P<whole>\d+|\d{1,3}(?:[ \u00a0]\d{3})+)(?:[.,](?P<part>\d+))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal, `scaled` × 10^-`decimals`, with the decimals that it was reported with.

    Negative decimals say that the number is known to tens (-1), hundreds (-2) and so on. Two numbers are equal when
    they are the same figure, decimals and all; `same_value` asks about the value alone. Zero is a value like any other,
    and as true as any other.
    """

    scaled: int
    decimals: int = 0

    def __post_init__(self) -> None:
        # A float here would be the one thing that this class exists to keep out.
        if type(self.scaled) is not int or type(self.decimals) is not int:
            raise TypeError(f"Ett exakt tal byggs av heltal, inte av {self.scaled!r} och {self.decimals!r}.")
        if not LOWEST_DECIMALS <= self.decimals <= HIGHEST_DECIMALS:
            raise ValueError(f"Ett tal kan inte ha {self.decimals} decimaler.")

    @classmethod
    def of(cls, source: Number | Decimal | int | str) -> Number:
        """Read a number that the program itself wrote: `90,0`, `-186`, `1 234.5`, a Decimal or an int.

        In a text a comma and a point are both the decimal sign. What people type is read by `parse_number`. Raises
        ValueError for a text that is no number and for NaN or infinity, TypeError for a float.
        """
        if isinstance(source, Number):
            return source
        if isinstance(source, Decimal):
            return _from_decimal(source)
        if isinstance(source, str):
            return _from_text(source)
        return cls(source)

    @property
    def value(self) -> Decimal:
        """The exact value, never in exponent form: str() of it is a plain number."""
        if self.decimals <= 0:
            return Decimal(self.scaled * 10**-self.decimals)
        return Decimal(f"{self.scaled}E-{self.decimals}")

    @property
    def fraction(self) -> Fraction:
        """The exact value for further computing, where a quotient must not be rounded on the way."""
        if self.decimals <= 0:
            return Fraction(self.scaled * 10**-self.decimals)
        return Fraction(self.scaled, 10**self.decimals)

    def same_value(self, other: Number) -> bool:
        """Whether both stand for the same value, however many decimals they were reported with."""
        return self.fraction == other.fraction

    def shift(self, power: int) -> Number:
        """The number times 10^`power` with every digit kept: tkr to mnkr is shift(-3) and adds three decimals."""
        return Number(self.scaled, self.decimals - power)

    def rounded(self, decimals: int) -> Number:
        """The number with exactly so many decimals: rounded half up, away from zero, or with zeros added."""
        return round_half_up(self.fraction, decimals)

    def trimmed(self, least: int = 0) -> Number:
        """Without zeros at the end, but with at least so many decimals: for computed numbers, not for reported ones."""
        scaled, decimals = self.scaled, self.decimals
        while decimals > least and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return self if decimals == self.decimals else Number(scaled, decimals)

    def __neg__(self) -> Number:
        return Number(-self.scaled, self.decimals)

    def __abs__(self) -> Number:
        return Number(abs(self.scaled), self.decimals)

    def __str__(self) -> str:
        return format_number(self)


def round_half_up(value: Decimal | Fraction | int, decimals: int) -> Number:
    """Round an unrounded value once, half up away from zero: 0,5 to 1 and −0,5 to −1."""
    exact = _exact(value) if isinstance(value, Decimal) else Fraction(value)
    above, below = abs(exact.numerator), exact.denominator
    if decimals >= 0:
        above *= 10**decimals
    else:
        below *= 10**-decimals
    scaled = (2 * above + below) // (2 * below)
    return Number(-scaled if exact.numerator < 0 else scaled, decimals)


def total(numbers: Iterable[Number]) -> Number:
    """The exact sum, with the decimals of the most exact part; the sum of nothing is 0."""
    parts = list(numbers)
    decimals = max((part.decimals for part in parts), default=0)
    return Number(sum(_scaled_to(part, decimals) for part in parts), decimals)


def difference(minuend: Number, subtrahend: Number) -> Number:
    """The exact difference, with the decimals of the more exact of the two."""
    return total((minuend, -subtrahend))


def format_number(value: Number | Decimal | int, decimals: int | None = None, *, sign: bool = False) -> str:
    """Write a number as Swedish print does: `−1 234,50`, with no-break spaces and a real minus.

    Without `decimals` the number shows those that it was reported with; negative decimals show as a whole number.
    `sign` puts "+" before what is above zero. Zero has no sign, also when it was rounded from below.
    """
    number = Number.of(value) if decimals is None else Number.of(value).rounded(decimals)
    shown = number.decimals
    if shown <= 0:
        return _sign_of(number, sign) + f"{abs(number.scaled) * 10**-shown:,}".replace(",", NBSP)
    whole, part = divmod(abs(number.scaled), 10**shown)
    return _sign_of(number, sign) + f"{whole:,}".replace(",", NBSP) + f",{part:0{shown}}"


def format_percent(value: Number | Decimal | int, decimals: int | None = None, *, sign: bool = False) -> str:
    """Write a value that is already in per cent: 77.3 becomes `77,3 %`."""
    return format_with_unit(value, "%", decimals, sign=sign)


def format_with_unit(
    value: Number | Decimal | int, unit: str, decimals: int | None = None, *, sign: bool = False
) -> str:
    """Write a number and its unit (tkr, mnkr, %, dagar) with a no-break space between them; no unit, no space."""
    shown = format_number(value, decimals, sign=sign)
    return f"{shown}{NBSP}{unit}" if unit else shown


def _scaled_to(number: Number, decimals: int) -> int:
    return number.scaled if decimals == number.decimals else number.scaled * int(10 ** (decimals - number.decimals))


def _sign_of(number: Number, plus: bool) -> str:
    if number.scaled < 0:
        return MINUS
    return "+" if plus and number.scaled > 0 else ""


def _exact(value: Decimal) -> Fraction:
    if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(f"{value} är inget tal att räkna med.")
    return Fraction(value)


def _from_decimal(source: Decimal) -> Number:
    sign, digits, exponent = source.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{source} är inget tal.")
    magnitude = int("".join(map(str, digits)) or "0")
    return Number(-magnitude if sign else magnitude, -exponent)


def _from_text(source: str) -> Number:
    found = _PLAIN_TEXT.fullmatch(source)
    if not found:
        raise ValueError(f"”{source}” är inget tal.")
    part = found["part"] or ""
    magnitude = int(re.sub(r"\D", "", found["whole"]) + part)
    return Number(magnitude if found["sign"] in ("", "+") else -magnitude, len(part))
