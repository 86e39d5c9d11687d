"""What a value is expected to be, from the indicator's own history and season. Pure.

A figure that lies outside is saved and asked about, never refused. The band is the span of the comparable values of the
last two years, widened by a margin: the greater of a share of the middle and an absolute step of the measure. What is a
sum has a season: comparable are the months around the same month of earlier years. What grows over the year is compared
with the same month alone. Fewer than three comparable values give no band, and counts below ten are never asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from indicators.models.choices import AggregationChoice, Measure
from indicators.numbers import Number, round_half_up
from indicators.spans import Month

LEAST_VALUES = 3
MONTHS_BACK = 24
SMALL_COUNT = 10


@dataclass(frozen=True)
class Threshold:
    """How far beyond its history a value may lie: a share of the middle, and at least so much in the unit."""

    share: Fraction
    least: Fraction


_USUAL = Threshold(Fraction(10, 100), Fraction(0))
THRESHOLDS: dict[str, Threshold] = {
    Measure.PERCENT: Threshold(Fraction(0), Fraction(2)),
    Measure.PERCENTAGE_POINTS: Threshold(Fraction(0), Fraction(2)),
    Measure.COUNT: Threshold(Fraction(15, 100), Fraction(5)),
    Measure.TKR: Threshold(Fraction(15, 100), Fraction(100)),
    Measure.INDEX: Threshold(Fraction(5, 100), Fraction(2)),
    Measure.SCALE: Threshold(Fraction(5, 100), Fraction(2, 10)),
}


@dataclass(frozen=True)
class Band:
    """The expected lowest and highest value; `since` says how far back the history goes, in words."""

    low: Number
    high: Number
    count: int

    def side(self, value: Number) -> str:
        """`low`, `high`, or empty where the value lies within."""
        if value.fraction < self.low.fraction:
            return "low"
        return "high" if value.fraction > self.high.fraction else ""

    def sentence(self, value: Number) -> str:
        """What is asked of the person; empty where the value is as expected."""
        words = {"low": "ovanligt lågt", "high": "ovanligt högt"}
        side = self.side(value)
        if not side:
            return ""
        return f"{value} är {words[side]} (väntat {self.low}–{self.high}). Stämmer det? Skriv en rad om varför."


def expected(at: Month, history: Mapping[Month, Number], aggregation: str, measure: str, decimals: int) -> Band | None:
    """The band for a month out of the values of earlier ones; None where the history is too short to say anything.

    `history` may hold the month itself and later ones; they are left out.
    """
    values = _comparable(at, history, aggregation)
    if len(values) < LEAST_VALUES:
        return None
    lowest, highest = min(values), max(values)
    threshold = THRESHOLDS.get(measure, _USUAL)
    margin = max(abs(lowest + highest) / 2 * threshold.share, threshold.least)
    if measure == Measure.COUNT and highest + margin < SMALL_COUNT:
        return None
    low, high = lowest - margin, highest + margin
    if lowest >= 0:
        low = max(low, Fraction(0))
    return Band(round_half_up(low, decimals), round_half_up(high, decimals), len(values))


def _comparable(at: Month, history: Mapping[Month, Number], aggregation: str) -> list[Fraction]:
    ago = {at.months_since(month): value for month, value in history.items()}
    earlier = {back: ago[back] for back in range(1, MONTHS_BACK + 2) if back in ago}
    if aggregation == AggregationChoice.SUM:
        wanted = {back for back in earlier if back % 12 in (0, 1, 11) and back > 1}
        wanted |= {back for back in earlier if back <= 2}
        same = [back for back in wanted if back % 12 == 0]
        # Without the same month of any year there is no season to go by: all the last year counts.
        chosen = wanted if same else {back for back in earlier if back <= 12}
    elif aggregation == AggregationChoice.ACCUMULATING:
        chosen = {back for back in earlier if back % 12 in (0, 1, 11)}
    else:
        chosen = {back for back in earlier if back <= MONTHS_BACK}
    return [earlier[back].fraction for back in chosen]
