"""Targets: read as they are printed (`≥4,0`, `<5 %`, `≤±5`, `Ska öka`, `Nollresultat`, `Q3`, `3,5`), and measured by.

The text is kept as printed, units and all; beside it stands what it means. A bare number means nothing by itself: the
indicator's direction says whether it is a floor or a ceiling, and without direction it is a planning level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.number_parsing import NumberError, parse_number, shortened
from indicators.numbers import Number, format_number

LONGEST_TARGET = 80


class Direction(StrEnum):
    """Which way is better. ZERO: near zero; NEAREST: near the indicator's ideal value; NEUTRAL: neither way."""

    UP = "up"
    DOWN = "down"
    ZERO = "zero"
    NEUTRAL = "neutral"
    NEAREST = "nearest"


class TargetKind(StrEnum):
    """How a target is met."""

    GE = "ge"
    GT = "gt"
    LT = "lt"
    LE = "le"
    ABS_LE = "abs_le"
    PLAIN = "plain"
    ZERO_RESULT = "zero_result"
    TREND_UP = "trend_up"
    TREND_DOWN = "trend_down"
    DEFERRED = "deferred"
    NONE = "none"

    @property
    def needs_number(self) -> bool:
        """Whether the target says a number."""
        return self in _SIGNS


_SIGNS = {
    TargetKind.GE: "≥",
    TargetKind.GT: ">",
    TargetKind.LT: "<",
    TargetKind.LE: "≤",
    TargetKind.ABS_LE: "≤±",
    TargetKind.PLAIN: "",
}
_WORDS = {
    TargetKind.ZERO_RESULT: "Nollresultat",
    TargetKind.TREND_UP: "Ska öka",
    TargetKind.TREND_DOWN: "Ska minska",
    TargetKind.NONE: "–",
}

_PATTERNS = (
    (TargetKind.NONE, re.compile(r"|[-–—]|i\.?u\.?-?|n/a|inget mål(?:värde)?")),
    (TargetKind.DEFERRED, re.compile(r"q[1-4]|(?:kvartal|kv\.?) ?[1-4]|[1-4]:a kvartalet|senare")),
    (TargetKind.ZERO_RESULT, re.compile(r"(?:noll|0)-?resultat")),
    (TargetKind.TREND_UP, re.compile(r"(?:(?:ska|skall|bör) )?öka|ök(?:ning|ande)(?: trend)?")),
    (TargetKind.TREND_DOWN, re.compile(r"(?:(?:ska|skall|bör) )?minska|minsk(?:ning|ande)(?: trend)?")),
)
_NOT_NEGATIVE = re.compile(r"(?:ej|inte|icke)[ -]negativ[ta]?")
_OPERATORS = (
    (TargetKind.ABS_LE, re.compile(r"(?:≤|<=|=<|högst)? ?(?:±|\+/-|\+-) ?")),
    (TargetKind.GE, re.compile(r"(?:≥|>=|=>|minst|lägst) ?")),
    (TargetKind.LE, re.compile(r"(?:≤|<=|=<|högst|maximalt|max\.?) ?")),
    (TargetKind.GT, re.compile(r"(?:>|(?:mer|fler|större|högre) än|över) ?")),
    (TargetKind.LT, re.compile(r"(?:<|(?:mindre|färre|lägre) än|under) ?")),
)
_UNIT = re.compile(r" ?(?:%-enheter|procentenheter|%|procent|tkr|mnkr|kr|gram|g|dagar|år|antal|st|index)$")
_NOTE = re.compile(r"[ ,;]*(?:och |med )?(?P<note>positiv trend)$")


class TargetError(ValueError):
    """The text is no target; `message` is a Swedish sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ParsedTarget:
    """A target: how it is met, its number where it has one, and the text as it was printed.

    `note` is what the text asks for beside its number (`≥4 % Positiv trend`): it is printed, not judged.
    """

    kind: TargetKind
    number: Number | None = None
    raw: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind.needs_number and self.number is None:
            raise TargetError(f"Målvärdet ”{shortened(self.raw)}” saknar tal. Skriv till exempel ≥82.")


def parse_target(text: str | None, *, of_result: bool = False) -> ParsedTarget:
    """Read a target as printed; blank, a dash and IU mean that there is none.

    `of_result` says that the indicator is a result in money: its bare 0 is a zero result (a surplus is accepted).
    Raises TargetError for what can't be read.
    """
    raw = (text or "").strip()
    if len(raw) > LONGEST_TARGET:
        raise TargetError(f"”{shortened(raw)}” är för långt för ett målvärde: högst {LONGEST_TARGET} tecken läses.")
    plain = " ".join(raw.casefold().split())
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(plain):
            return ParsedTarget(kind, raw=raw)
    if _NOT_NEGATIVE.fullmatch(plain):
        return ParsedTarget(TargetKind.GE, Number(0), raw)
    return _with_number(raw, plain, of_result)


def format_target(target: ParsedTarget) -> str:
    """The target in its shortest form, without units: `≥4,0`, `≤±5`, `Ska öka`; "–" where there is none."""
    if target.kind is TargetKind.DEFERRED:
        return target.raw or "Senare"
    if target.number is None or not target.kind.needs_number:
        return _WORDS[target.kind]
    return _SIGNS[target.kind] + format_number(target.number)


@dataclass(frozen=True, slots=True)
class Level:
    """What a target refers to without saying its number.

    `last_full_year` is what "ska öka" starts from; `ideal` what NEAREST strives for; `zero_band` the largest distance
    from zero that still counts as a zero result (without it any surplus is accepted and no deficit).
    """

    last_full_year: Fraction | None = None
    ideal: Fraction = Fraction(1)
    zero_band: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Makes one question of every kind of target: is the badness of a value at most that of the limit?

    Badness grows the worse a value is: it is −value where higher is better, the value where lower is, and the distance
    from `centre` where near is.
    """

    side: Direction
    limit: Fraction
    strict: bool = False
    centre: Fraction = Fraction(0)

    def badness(self, value: Fraction) -> Fraction:
        """How bad the value is; only its order and its differences mean something."""
        if self.side is Direction.UP:
            return -value
        return value if self.side is Direction.DOWN else abs(value - self.centre)

    def is_met(self, value: Fraction) -> bool:
        """Whether the value meets the target."""
        if self.strict:
            return self.badness(value) < self.badness(self.limit)
        return self.badness(value) <= self.badness(self.limit)

    def shortfall(self, value: Fraction) -> Fraction:
        """How far the value is from the target; 0 when it is met."""
        return max(Fraction(0), self.badness(value) - self.badness(self.limit))


def yardstick(target: ParsedTarget, direction: Direction, share: Fraction, level: Level) -> Yardstick | None:
    """What it takes to meet the target in so large a share of the year, or None when nothing can be measured by it."""
    side, strict = _side(target.kind, direction, level)
    limit = _limit(target, level)
    if side is Direction.NEUTRAL or limit is None:
        return None
    centre = level.ideal if side is Direction.NEAREST else Fraction(0)
    return Yardstick(side, limit * share, strict, centre * share)


_SIDES = {
    TargetKind.GE: (Direction.UP, False),
    TargetKind.GT: (Direction.UP, True),
    TargetKind.LT: (Direction.DOWN, True),
    TargetKind.LE: (Direction.DOWN, False),
    TargetKind.ABS_LE: (Direction.ZERO, False),
    TargetKind.TREND_UP: (Direction.UP, True),
    TargetKind.TREND_DOWN: (Direction.DOWN, True),
    TargetKind.DEFERRED: (Direction.NEUTRAL, False),
    TargetKind.NONE: (Direction.NEUTRAL, False),
}


def _side(kind: TargetKind, direction: Direction, level: Level) -> tuple[Direction, bool]:
    if kind is TargetKind.PLAIN:
        return direction, False
    if kind is TargetKind.ZERO_RESULT:
        return (Direction.UP if level.zero_band is None else Direction.ZERO), False
    return _SIDES[kind]


def _limit(target: ParsedTarget, level: Level) -> Fraction | None:
    if target.kind in (TargetKind.TREND_UP, TargetKind.TREND_DOWN):
        return level.last_full_year
    if target.kind is TargetKind.ZERO_RESULT:
        return level.zero_band or Fraction(0)
    return target.number.fraction if target.number is not None else None


def _with_number(raw: str, plain: str, of_result: bool) -> ParsedTarget:
    kind, rest = _operator(plain)
    rest, note = _without_note(rest)
    number = _number(raw, _UNIT.sub("", rest))
    if kind is TargetKind.PLAIN and of_result and not number.scaled:
        return ParsedTarget(TargetKind.ZERO_RESULT, raw=raw, note=note)
    if kind is TargetKind.ABS_LE and number.scaled < 0:
        raise TargetError(
            f"”{shortened(raw)}” kan aldrig nås: avståndet från noll är aldrig negativt. Skriv till exempel ≤±5."
        )
    return ParsedTarget(kind, number, raw, note)


def _operator(plain: str) -> tuple[TargetKind, str]:
    for kind, pattern in _OPERATORS:
        found = pattern.match(plain)
        if found:
            return kind, plain[found.end() :]
    return TargetKind.PLAIN, plain


def _without_note(rest: str) -> tuple[str, str]:
    found = _NOTE.search(rest)
    return (rest[: found.start()], found["note"].capitalize()) if found else (rest, "")


def _number(raw: str, text: str) -> Number:
    try:
        number = parse_number(text).number
    except NumberError as error:
        if any(character.isdigit() for character in text) and not any(character.isalpha() for character in text):
            raise TargetError(error.message) from error
        number = None
    if number is None:
        raise TargetError(
            f"”{shortened(raw)}” går inte att läsa som ett målvärde."
            " Skriv till exempel ≥82, <5, ≤±5, 3,5, Ska öka eller Nollresultat, eller IU om målvärde saknas."
        )
    return number
