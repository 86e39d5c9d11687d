"""Months, the stretches of time that figures cover, and what they are called in Swedish.

The rule of the database: an accumulation to December is a full year, never "January to December"; a thirteenth month
holds the closing entries of the accounts and exists only as a single month.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.aggregation import Aggregation

CLOSING_MONTH = 13

_CLOSING_NAME = "bokslutsjusteringar"
_NAMES = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
    _CLOSING_NAME,
)
# As Swedish abbreviates them: mars, maj, juni and juli are short enough already.
_SHORT_NAMES = (
    *("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    _CLOSING_NAME,
)


class Span(StrEnum):
    """Which stretch of time a figure covers."""

    MONTH = "month"
    YTD = "ytd"
    FULL_YEAR = "full_year"
    POINT = "point"
    PROJECT = "project"


class SpanError(ValueError):
    """The span and the month do not go together; the message is Swedish."""


def month_name(month: int) -> str:
    """The whole name: "augusti"; month 13 is "bokslutsjusteringar"."""
    return _NAMES[_checked(month) - 1]


def short_month_name(month: int) -> str:
    """The name for narrow places: "aug"."""
    return _SHORT_NAMES[_checked(month) - 1]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year. Month 13, the closing entries, lies between December and January and can't be counted from."""

    year: int
    month: int

    def __post_init__(self) -> None:
        _checked(self.month)

    @property
    def is_closing(self) -> bool:
        """Whether this is the thirteenth month, the closing entries of the accounts."""
        return self.month == CLOSING_MONTH

    @property
    def last_day(self) -> dt.date:
        """The last day of the month; of the closing entries, of the year."""
        return _last_day(self.year, min(self.month, 12))

    @property
    def label(self) -> str:
        """As in "aug 2021"."""
        return f"{short_month_name(self.month)} {self.year}"

    @property
    def long_label(self) -> str:
        """As in "augusti 2021"."""
        return f"{month_name(self.month)} {self.year}"

    def plus_years(self, years: int) -> Month:
        """The same month of another year: -1 is the same month last year."""
        return Month(self.year + years, self.month)

    def __add__(self, months: int) -> Month:
        year, month = divmod(self._ordinal() + months, 12)
        return Month(year, month + 1)

    def __sub__(self, months: int) -> Month:
        return self + -months

    def months_since(self, earlier: Month) -> int:
        """How many months lie between the two: 12 from August to August."""
        return self._ordinal() - earlier._ordinal()

    def _ordinal(self) -> int:
        if self.is_closing:
            raise SpanError(f"Bokslutsjusteringarna {self.year} är ingen månad att räkna framåt eller bakåt från.")
        return self.year * 12 + self.month - 1


def check_span(span: Span | str, month: int) -> None:
    """Refuse a span that the month can't have, with SpanError."""
    span, name = Span(span), month_name(month)
    if month == CLOSING_MONTH and span is not Span.MONTH:
        raise SpanError("Månad 13 är bokslutsjusteringar och finns bara som enskild månad. Välj månaden eller helår.")
    if span is Span.FULL_YEAR and month != 12:
        raise SpanError(f"Ett helår slutar i december, inte i {name}. Välj december eller perioden från januari.")
    if span is Span.YTD and month == 12:
        raise SpanError("Januari till december är ett helår. Välj helår.")


def accumulated_span(month: int) -> Span:
    """The span from January to the end of the month (1–12)."""
    if _checked(month) == CLOSING_MONTH:
        raise SpanError("Månad 13 är bokslutsjusteringar. De ingår i helåret.")
    return Span.FULL_YEAR if month == 12 else Span.YTD


def natural_span(aggregation: Aggregation | str, month: int) -> Span:
    """What a column from January to the month shows of an indicator: a level as it stands, all else accumulated."""
    accumulated = accumulated_span(month)
    return Span.POINT if aggregation == "last" else accumulated


def span_label(span: Span | str, at: Month) -> str:
    """The period in few words, for headings and lists: "jan–aug 2021", "helår 2021", "per den 31 aug 2021"."""
    check_span(span, at.month)
    match Span(span):
        case Span.MONTH:
            return at.label
        case Span.YTD:
            return f"{months_label(at.month)} {at.year}"
        case Span.FULL_YEAR:
            return f"helår {at.year}"
        case Span.POINT:
            return f"per den {at.last_day.day} {at.label}"
        case Span.PROJECT:
            return f"sedan projektets start till och med {at.label}"


def long_span_label(span: Span | str, at: Month) -> str:
    """The period in whole words, for sentences and titles: "januari till augusti 2021", "per den 31 augusti 2021"."""
    check_span(span, at.month)
    match Span(span):
        case Span.MONTH:
            return at.long_label
        case Span.YTD:
            return f"{months_in_words(at.month)} {at.year}"
        case Span.FULL_YEAR:
            return f"helåret {at.year}"
        case Span.POINT:
            return f"per den {at.last_day.day} {at.long_label}"
        case Span.PROJECT:
            return f"sedan projektets start till och med {at.long_label}"


def months_label(month: int) -> str:
    """January to the month without a year: "jan–aug"; January alone is "jan"."""
    return "jan" if month == 1 else f"jan–{short_month_name(month)}"


def months_in_words(month: int) -> str:
    """January to the month as a footnote says it: "januari till juli"."""
    return "januari" if month == 1 else f"januari till {month_name(month)}"


@lru_cache(maxsize=2000)
def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _checked(month: int) -> int:
    if not 1 <= month <= CLOSING_MONTH:
        raise SpanError(f"Månad {month} finns inte. Månaderna är 1–12, och 13 för bokslutsjusteringar.")
    return month
