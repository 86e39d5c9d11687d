"""How the year's end comes about: the outcome so far and what is left to come, the last forecast, and the budget.

Amounts are tkr as they were reported. A change and a deviation are told by their effect on the result: plus is better,
also for a cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from indicators.entry.deviating import forecast_vintages, sum_of_area, written_vintage
from indicators.entry.reading import AreaMonth
from indicators.models.choices import Scenario
from indicators.numbers import Number, difference
from indicators.spans import Month, short_month_name

#: The ledger's sums in the order that they are told, and whether more of them is worse.
SUMS = (("revenues", False), ("costs", True), ("net_result", False))


@dataclass(frozen=True)
class OutlookLine:
    """A sum of the ledger. `rest` and `rest_before` are the months to come, this year by the forecast and last year."""

    code: str
    name: str
    costs: bool
    so_far: Number | None
    forecast: Number | None
    before: Number | None
    budget: Number | None
    rest_before: Number | None
    final: Number | None = None

    @property
    def end(self) -> Number | None:
        """The year's end as it is known: its outcome, else its forecast."""
        return self.forecast if self.final is None else self.final

    @property
    def rest(self) -> Number | None:
        """What the forecast leaves to the months to come."""
        return _less(self.forecast, self.so_far)

    @property
    def change(self) -> Number | None:
        """What the year's end is better (plus) or worse than by the forecast before it."""
        return self._better(self.forecast if self.final is not None else self.before)

    @property
    def deviation(self) -> Number | None:
        """What the year's end is better (plus) or worse than the budget."""
        return self._better(self.budget)

    def _better(self, than: Number | None) -> Number | None:
        return _less(than, self.end) if self.costs else _less(self.end, than)


@dataclass(frozen=True)
class Outlook:
    """The sums, and the months that the forecasts were made in (None: none was)."""

    lines: Sequence[OutlookLine]
    at: Month
    made: Month | None
    made_before: Month | None

    @property
    def is_final(self) -> bool:
        """Whether the year's outcome is known: it takes the forecast's place."""
        return any(line.final is not None for line in self.lines)

    @property
    def to_come(self) -> str:
        """The months to come: `sep–dec`; empty in December."""
        if self.at.month == 12:
            return ""
        first = short_month_name(self.at.month + 1)
        return first if self.at.month == 11 else f"{first}–{short_month_name(12)}"

    @property
    def is_older(self) -> bool:
        """Whether the forecast was made in an earlier month than the one that is followed up."""
        return self.made is not None and self.made != self.at


def outlook_of(month: AreaMonth) -> Outlook:
    """The year's end of the area as the month knows it; nothing is fetched."""
    vintages = [*islice(forecast_vintages(month), 2), None, None]
    lines = [_line(month, code, costs, vintages) for code, costs in SUMS if code in month.facts]
    return Outlook(lines, month.at, *(_month(vintage) for vintage in vintages[:2]))


def _line(month: AreaMonth, code: str, costs: bool, vintages: Sequence[int | None]) -> OutlookLine:
    made, before = (
        sum_of_area(month, code, "year", scenario=Scenario.FORECAST, vintage=written_vintage(vintage))
        if vintage
        else None
        for vintage in vintages[:2]
    )
    last_year = sum_of_area(month, code, "year", year=-1)
    return OutlookLine(
        code=code,
        name=month.facts[code].name,
        costs=costs,
        so_far=sum_of_area(month, code, "period"),
        forecast=made,
        before=before,
        budget=sum_of_area(month, code, "year", scenario=Scenario.BUDGET),
        rest_before=_less(last_year, sum_of_area(month, code, "period", year=-1)),
        final=sum_of_area(month, code, "year") if month.at.month == 12 else None,
    )


def _less(minuend: Number | None, subtrahend: Number | None) -> Number | None:
    return None if minuend is None or subtrahend is None else difference(minuend, subtrahend)


def _month(vintage: int | None) -> Month | None:
    return Month(vintage // 100, vintage % 100) if vintage else None
