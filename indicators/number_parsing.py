"""Reads what people type and paste as numbers, and the reasons why there is no number.

Strict on purpose: what can be read in two ways is asked about, and what only looks like a number is refused with a
Swedish sentence that says what was given, why not, and what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from indicators.numbers import Number, format_number

LONGEST_TEXT = 60
MOST_DIGITS = 15
MOST_DECIMALS = 6

_EXAMPLE = "Skriv till exempel 12,5."
_SHOWN_LENGTH = 24

_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Marks without width come along from calculators, web pages and word processors, and nobody can see them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MINUS_SIGNS = re.compile("[\u2010-\u2013\u2212]")
_ALONE_DASHES = {"-", "\u2014", "\u2015"}

_WHOLE = r"(?:0|[1-9]\d*)"
_DIGITS = re.compile(
    rf"""(?:
      [1-9]\d{{0,2}}(?:[ ]\d{{3}})+ (?:[.,](?P<after_space>\d+))?     # 1 234 567,5
    | [1-9]\d{{0,2}}(?:\.\d{{3}})+ ,(?P<after_points>\d+)             # 1.234,5
    | [1-9]\d{{0,2}}(?:\.\d{{3}}){{2,}}                               # 1.234.567
    | [1-9]\d{{0,2}}(?:,\d{{3}})+ \.(?P<after_commas>\d+)             # 1,234.5
    | [1-9]\d{{0,2}}(?:,\d{{3}}){{2,}}                                # 1,234,567
    | {_WHOLE}? [.,](?P<after_plain>\d+)                              # 12,5  12.5  ,5
    | {_WHOLE}
    )""",
    re.ASCII | re.VERBOSE,
)
_TWO_READINGS = re.compile(r"(?P<whole>[1-9]\d{0,2})\.(?P<part>\d{3})", re.ASCII)
_LEADING_ZERO = re.compile(r"0\d[\d ]*(?:[.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"[\d.,]+(?: +[\d.,]+)+", re.ASCII)
_WITH_UNIT = re.compile(r"[\d][\d .,]* ?[^\W\d_]+\.?")
_EXPONENT = re.compile(r"[\d.,]+[eE][+-]?\d+", re.ASCII)
_MARK = re.compile(r"(?P<before>\*{0,4}) ?(?P<body>[^*]*?) ?(?P<after>\*{0,4})")


class Marker(StrEnum):
    """Why a figure has no value."""

    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    NOT_EXISTING = "not_existing"
    NONE_OCCURRED = "none_occurred"
    NOT_REPORTED = "not_reported"
    WITHHELD = "withheld"
    CLEARED = "cleared"

    @property
    def printed(self) -> str:
        """What stands in a table's cell instead of a value."""
        return _MARKER_TEXTS[self][0]

    @property
    def word(self) -> str:
        """The reason as the menu of the entry page names it."""
        return _MARKER_TEXTS[self][1]

    @property
    def explanation(self) -> str:
        """One sentence for the legend under a table."""
        return _MARKER_TEXTS[self][2]

    @property
    def named(self) -> str:
        """The reason inside a sentence: "ingen uppgift (IU)"."""
        named = self.word[0].lower() + self.word[1:]
        return f"{named} ({self.printed})" if self.printed in _SPOKEN_FORMS else named


_MARKER_TEXTS = {
    Marker.NO_DATA: ("IU", "Ingen uppgift", "Uppgiften har inte mätts eller går inte att få fram."),
    Marker.NOT_APPLICABLE: ("N/A", "Ej tillämpligt", "Måttet gäller inte eller går inte att mäta här."),
    Marker.NOT_EXISTING: ("–", "Fanns inte", "Enheten eller måttet fanns inte då."),
    Marker.NONE_OCCURRED: ("–", "Inget inträffade", "Inget inträffade, så det finns inget att mäta."),
    Marker.NOT_REPORTED: (
        "Ännu inte rapporterat",
        "Ännu inte rapporterat",
        "Värdet väntas men har inte rapporterats än.",
    ),
    Marker.WITHHELD: ("..", "Får inte visas", "För få personer för att redovisas."),
    Marker.CLEARED: ("", "Töm cellen", "Värdet är borttaget och inget nytt är angivet."),
}
_SPOKEN_FORMS = {"IU", "N/A"}

_TYPED_MARKERS = {
    "iu": Marker.NO_DATA,
    "iu-": Marker.NO_DATA,
    "i.u": Marker.NO_DATA,
    "i.u.": Marker.NO_DATA,
    "n/a": Marker.NOT_APPLICABLE,
    "n.a.": Marker.NOT_APPLICABLE,
    "..": Marker.WITHHELD,
} | {marker.word.casefold(): marker for marker in Marker if marker is not Marker.CLEARED}


class NumberError(ValueError):
    """What was given is no number. `message` is Swedish; what stands in the cell now is for the caller to add."""

    def __init__(self, message: str, *, given: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.given = given


class AmbiguousNumber(NumberError):
    """`1.234` is a thousand to some and a little over one to others: `readings` holds both, the thousand first."""

    def __init__(self, given: str, readings: tuple[Number, Number]) -> None:
        thousand, fraction = map(format_number, readings)
        message = f"”{given}” kan läsas på två sätt. Skriv {thousand} eller {fraction}."
        super().__init__(message, given=given)
        self.readings = readings


class DashNeedsReason(NumberError):
    """A dash alone means different things: `choices` holds the reasons to ask about."""

    choices = (Marker.NOT_EXISTING, Marker.NONE_OCCURRED, Marker.NO_DATA, Marker.NOT_REPORTED)

    def __init__(self, given: str) -> None:
        reasons = [f"”{marker.word}”" for marker in self.choices]
        asked = f"{', '.join(reasons[:-1])} eller {reasons[-1]}"
        super().__init__(f"”{given}” kan betyda flera saker. Välj orsak: {asked}.", given=given)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: a number or a marker, never both. `mark` is a footnote's mark (`*`) that stood beside it."""

    given: str
    number: Number | None = None
    marker: Marker | None = None
    percent: bool = False
    mark: str = ""


def parse_number(text: str, *, allow_marks: bool = False) -> Parsed:
    """Read one cell as a person or a spreadsheet writes it; the decimals that were typed are kept.

    A decimal comma is Swedish, a point is taken where nothing else can be meant. `12 %` is 12 with `percent` set: what
    the indicator's unit is, the caller knows. Raises AmbiguousNumber, DashNeedsReason or another NumberError.
    """
    given = _tidy(text)
    mark, body = _split_mark(given, allow_marks)
    marker = _TYPED_MARKERS.get(body.casefold())
    if marker is not None:
        return Parsed(given, marker=marker, mark=mark)
    if body in _ALONE_DASHES:
        raise DashNeedsReason(body)
    _refuse_spreadsheet_traces(body)
    negative, percent, digits = _unwrap(body)
    number = _read_digits(digits, negative, body)
    return Parsed(given, number=number, percent=percent, mark=mark)


def absence(name: str, marker: Marker | None) -> str:
    """Say that something has no value: "feb saknas", "feb: ingen uppgift (IU)"."""
    if marker is None or marker is Marker.CLEARED:
        return f"{name} saknas"
    return f"{name}: {marker.named}"


def shortened(text: str) -> str:
    """What was given, on one line and short enough to quote in a message."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_LENGTH else line[: _SHOWN_LENGTH - 1] + "…"


def _tidy(text: str) -> str:
    # The guard comes first: whatever was pasted, no pattern below sees more than a few dozen characters.
    if len(text) > 10 * LONGEST_TEXT:
        _refuse_length(text[: 2 * _SHOWN_LENGTH])
    tidy = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    if not tidy:
        raise NumberError("Rutan är tom. Skriv ett tal, till exempel 12,5, eller välj varför värdet saknas.")
    if len(tidy) > LONGEST_TEXT:
        _refuse_length(tidy)
    return _MINUS_SIGNS.sub("-", tidy)


def _refuse_length(text: str) -> NoReturn:
    reason = f"är för långt för att vara ett tal: högst {LONGEST_TEXT} tecken läses"
    _refuse(text, reason, "Kontrollera att en enda cell är kopierad. " + _EXAMPLE)


def _split_mark(text: str, allowed: bool) -> tuple[str, str]:
    found = _MARK.fullmatch(text)
    if not found or not (found["before"] or found["after"]):
        return "", text
    if not allowed:
        _refuse(
            text, "innehåller ett fotnotsmärke (*)", "Skriv talet för sig, till exempel 12,5, och fotnoten för sig."
        )
    if (found["before"] and found["after"]) or not found["body"]:
        _refuse(text, "går inte att läsa som ett tal med ett fotnotsmärke", "Skriv till exempel 12,5*.")
    return found["before"] or found["after"], found["body"]


def _refuse_spreadsheet_traces(text: str) -> None:
    if text.startswith("#"):
        _refuse(
            text,
            "är ett fel från kalkylbladet, inte ett tal",
            "Rätta cellen i bladet eller skriv talet, till exempel 12,5.",
        )
    if text.startswith("="):
        _refuse(text, "är en formel, och formler räknas inte här", "Skriv talet som formeln ger, till exempel 12,5.")
    if _EXPONENT.fullmatch(text):
        _refuse(text, "är ett tal i grundpotensform", "Skriv ut hela talet, till exempel 123 000.")
    if any(character.isdigit() and not character.isascii() for character in text):
        _refuse(text, "har andra siffror än 0–9", _EXAMPLE)


def _unwrap(text: str) -> tuple[bool, bool, str]:
    """Take off per cent, brackets and sign: (negative, per cent, what is left)."""
    percent, text = _without_percent(text)
    if text.startswith("(") and text.endswith(")"):
        inside, text = _without_percent(text[1:-1].strip())
        return True, percent or inside, text
    if text[:1] in ("+", "-"):
        return text[0] == "-", percent, text[1:].lstrip()
    if text.endswith("-"):
        return True, percent, text[:-1].rstrip()
    return False, percent, text


def _without_percent(text: str) -> tuple[bool, str]:
    return (True, text[:-1].rstrip()) if text.endswith("%") else (False, text)


def _read_digits(digits: str, negative: bool, given: str) -> Number:
    two = _TWO_READINGS.fullmatch(digits)
    if two:
        thousand, part = Number(int(two["whole"] + two["part"])), Number(int(two["whole"] + two["part"]), 3)
        raise AmbiguousNumber(given, (-thousand, -part) if negative else (thousand, part))
    found = _DIGITS.fullmatch(digits)
    if not found:
        _refuse_digits(digits, given)
    decimals = max(len(part) for part in (*found.groups(default=""), ""))
    magnitude = int(re.sub(r"\D", "", digits))
    _refuse_too_exact(given, magnitude, decimals)
    return Number(-magnitude if negative else magnitude, decimals)


def _refuse_digits(digits: str, given: str) -> NoReturn:
    reason, advice = "går inte att läsa som ett tal", _EXAMPLE
    if _GROUPED.fullmatch(digits):
        reason += ": mellanslag delar bara av tusental, med tre siffror i varje grupp"
        advice = f"Skriv till exempel {format_number(1234)}."
    elif _LEADING_ZERO.fullmatch(digits):
        reason += ": det börjar med en nolla, som en kod gör"
    elif _WITH_UNIT.fullmatch(digits):
        advice = "Skriv talet utan enhet, till exempel 12,5."
    _refuse(given, reason, advice)


def _refuse_too_exact(given: str, magnitude: int, decimals: int) -> None:
    if decimals > MOST_DECIMALS:
        _refuse(given, f"har {decimals} decimaler, och ett värde får ha högst {MOST_DECIMALS}", "Avrunda talet.")
    digits = len(str(magnitude))
    if digits > MOST_DIGITS:
        _refuse(
            given, f"har {digits} siffror, och ett värde får ha högst {MOST_DIGITS}", "Kontrollera talet och enheten."
        )


def _refuse(given: str, reason: str, advice: str) -> NoReturn:
    shown = shortened(given)
    raise NumberError(f"”{shown}” {reason}. {advice}", given=shown)
