"""The proposal for the year."""

import pytest

from indicators.entry.forecasts import propose
from indicators.models.choices import AggregationChoice
from indicators.numbers import Number


def proposal(so_far="318", then="324", year="467", aggregation=AggregationChoice.SUM, month=8):
    numbers = [Number.of(text) if text is not None else None for text in (so_far, then, year)]
    return propose(aggregation, *numbers, month, 2023)


def test_the_outcome_is_divided_by_last_years_share():
    assert str(proposal().value) == "458"


def test_the_sum_is_written_out():
    assert proposal().told == "318 / 69,4\u00a0% (andel jan–aug 2023) = 458"


@pytest.mark.parametrize(
    "given",
    [
        {"so_far": None},
        {"then": None},
        {"year": None},
        {"so_far": "-1"},
        {"then": "-1"},
        {"year": "0"},
        {"then": "10", "year": "1000"},
        {"then": "500", "year": "467"},
        {"month": 12},
        {"aggregation": AggregationChoice.FORMULA},
        {"aggregation": AggregationChoice.LAST},
    ],
    ids=str,
)
def test_nothing_is_proposed_where_the_share_isnt_sound(given):
    assert proposal(**given) is None
