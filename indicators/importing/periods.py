"""The many ways in which files write a period: `aug-23`, `202308`, `31/8 2023`, a date, a serial, `jan–aug 2023`.

A month alone is kept without its year, a year alone without its month; who puts a row together knows the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from indicators.importing.cells import DATE, NUMBER, kind, said
from indicators.spans import Span

FIRST_YEAR, LAST_YEAR = 2000, 2099
# Day 1 of the spreadsheets' calendar is 1 January 1900, with a leap day that never was.
_SERIAL_START = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050

_MONTHS = {
    "jan": 1, "januari": 1, "feb": 2, "febr": 2, "februari": 2, "mar": 3, "mars": 3, "apr": 4, "april": 4, "maj": 5,
    "jun": 6, "juni": 6, "jul": 7, "juli": 7, "aug": 8, "augusti": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10,
    "oktober": 10, "oct": 10, "may": 5, "nov": 11, "november": 11, "dec": 12, "december": 12,
}  # fmt: skip
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:20)?\d\d"
_PATTERNS = tuple(
    (span, re.compile(pattern))
    for span, pattern in (
        (None, r"(?P<y>20\d\d)(?P<m>0\d|1[0-3])"),
        (None, r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"),
        (None, r"(?P<y>20\d\d)[-/. ](?P<m>\d\d?)(?:[-/.](?:\d\d?))?(?:[ t]00:00.*)?"),
        (None, r"(?:per (?:den )?)?\d\d?[/.](?P<m>\d\d?)[ /.'-]+(?P<y>(?:20)?\d\d)"),
        (None, r"(?P<m>\d\d?)[/-](?P<y>20\d\d)"),
        (Span.POINT, rf"(?:per )?(?:den )?\d\d? (?P<w>{_WORD})\.?[ -]*(?P<y>{_YEAR})"),
        (None, rf"(?P<w>{_WORD})\.?[ '/-]*(?P<y>{_YEAR})?"),
        (None, rf"(?P<y>20\d\d)[ -]*(?P<w>{_WORD})\.?"),
        (Span.YTD, rf"(?:jan|januari)\.? ?(?:-|till|t o m|tom) ?(?P<w>{_WORD})\.?[ '-]*(?P<y>{_YEAR})?"),
        (Span.YTD, r"(?P<y>20\d\d)01 ?- ?(?:20\d\d)?(?P<m>0\d|1[0-2])"),
        (Span.YTD, rf"(?:ack|ackumulerat|ack utfall)\.? ?(?:t o m|tom|till)? ?(?P<w>{_WORD})\.?[ '-]*(?P<y>{_YEAR})?"),
        (Span.FULL_YEAR, r"(?:helår|helåret|år|året|bokslut) ?(?P<y>20\d\d)?"),
        (Span.FULL_YEAR, r"(?P<y>20\d\d)(?: helår)?"),
    )
)


class PeriodError(ValueError):
    """The text is no period; the message is Swedish."""


@dataclass(frozen=True)
class Period:
    """What a cell says of the time: any of year, month (13: closing entries) and span."""

    year: int | None = None
    month: int | None = None
    span: Span | None = None


def read_period(cell: str) -> Period:
    """The period that a cell says. Raises PeriodError."""
    if kind(cell) == DATE:
        day = dt.date.fromisoformat(said(cell))
        return _checked(Period(day.year, day.month), said(cell))
    return period_in(said(cell), is_number=kind(cell) == NUMBER)


def period_in(text: str, *, is_number: bool = False) -> Period:
    """The period that a text says. Raises PeriodError."""
    tidy = re.sub(r"[\u2010-\u2015\u2212]", "-", " ".join(text.casefold().split()))
    if re.fullmatch(r"\d{5}(?:\.0+)?", tidy) and _FIRST_SERIAL <= int(float(tidy)) <= _LAST_SERIAL:
        day = _SERIAL_START + dt.timedelta(days=int(float(tidy)))
        return Period(day.year, day.month)
    if is_number and re.fullmatch(r"[1-9]|1[0-3]", tidy):
        return Period(month=int(tidy))
    for span, pattern in _PATTERNS:
        found = pattern.fullmatch(tidy)
        if found:
            return _checked(_told(found.groupdict(), span), text)
    raise PeriodError(f"”{text[:40]}” går inte att läsa som en period. Skriv till exempel 2024-08 eller aug 2024.")


def _told(found: dict[str, str | None], span: Span | None) -> Period:
    year, month, word = found.get("y"), found.get("m"), found.get("w")
    number = int(month) if month else _MONTHS[word] if word else None
    if span is Span.FULL_YEAR:
        number = 12
    return Period(_full(year), number, _fitting(span, number))


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) if len(year) == 4 else 2000 + int(year)


def _fitting(span: Span | None, month: int | None) -> Span | None:
    return Span.FULL_YEAR if span is Span.YTD and month == 12 else span


def _checked(period: Period, text: str) -> Period:
    if period.month == 0:
        raise PeriodError(f"”{text}” är ingående balans (period 00), som inte är någon månads värde.")
    if period.month is not None and not 1 <= period.month <= 13:
        raise PeriodError(f"”{text}” har månad {period.month}, som inte finns.")
    if period.year is not None and not FIRST_YEAR <= period.year <= LAST_YEAR:
        raise PeriodError(f"”{text}” har år {period.year}. Ange ett år mellan {FIRST_YEAR} och {LAST_YEAR}.")
    return period
