"""A proposal for the year: the outcome so far divided by last year's share of the year by the same month. Pure.

Only for sums that can't be negative and whose share is sound: last year is known in full, nothing in it is negative,
and the share lies between a twentieth and the whole. Never for a net.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from indicators.models.choices import AggregationChoice
from indicators.numbers import Number, format_number, round_half_up
from indicators.spans import months_label

LEAST_SHARE = Fraction(1, 20)


@dataclass(frozen=True)
class Proposal:
    """What the year may become, and the sum written out."""

    value: Number
    told: str


def propose(
    aggregation: str, so_far: Number | None, then: Number | None, year: Number | None, month: int, last_year: int
) -> Proposal | None:
    """The proposal from the outcome to the month, last year's to the same month and last year's whole.

    None where the sum isn't one, anything is unknown or negative, or the share says nothing.
    """
    if aggregation != AggregationChoice.SUM or so_far is None or then is None or year is None or month == 12:
        return None
    if min(so_far.fraction, then.fraction) < 0 or year.fraction <= 0:
        return None
    share = then.fraction / year.fraction
    if not LEAST_SHARE <= share <= 1:
        return None
    value = round_half_up(so_far.fraction / share, max(so_far.decimals, 0))
    shown = format_number(round_half_up(share * 100, 1))
    return Proposal(value, f"{so_far} / {shown}\u00a0% (andel {months_label(month)} {last_year}) = {value}")
