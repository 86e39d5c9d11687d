"""What a value is expected to be, from history and season."""

import pytest

from indicators.entry.bands import expected
from indicators.models.choices import AggregationChoice, Measure
from indicators.numbers import Number
from indicators.spans import Month

AUGUST = Month(2024, 8)


def series(*values, until=AUGUST):
    return {until - (len(values) - at): Number.of(value) for at, value in enumerate(values)}


def reported(history, measure=Measure.PERCENT, decimals=0):
    return expected(AUGUST, history, AggregationChoice.REPORTED, measure, decimals)


def test_a_level_is_expected_within_two_units_of_its_last_two_years():
    band = reported(series("88", "94", "91", "90"))
    assert (str(band.low), str(band.high)) == ("86", "96")


@pytest.mark.parametrize(("value", "side"), [("64", "low"), ("86", ""), ("96", ""), ("97", "high")])
def test_a_value_outside_is_told_from_one_at_the_edge(value, side):
    assert reported(series("88", "94", "91", "90")).side(Number.of(value)) == side


def test_the_question_says_the_value_and_what_was_expected():
    sentence = reported(series("88", "94", "91")).sentence(Number.of("64"))
    assert sentence == "64 är ovanligt lågt (väntat 86–96). Stämmer det? Skriv en rad om varför."


def test_two_earlier_values_are_too_few_to_say_anything():
    assert reported(series("88", "94")) is None


def test_the_month_itself_and_later_ones_are_no_history():
    history = series("88", "94") | {AUGUST: Number.of("10"), AUGUST + 1: Number.of("20")}
    assert reported(history) is None


def test_zero_is_history_like_any_other_value():
    band = expected(AUGUST, series("0", "0", "40"), AggregationChoice.REPORTED, Measure.COUNT, 0)
    assert (str(band.low), str(band.high)) == ("0", "45")


def test_what_was_never_negative_isnt_expected_to_be():
    band = reported(series("1", "1", "1"))
    assert str(band.low) == "0"


def test_a_sum_is_compared_with_the_same_season_of_earlier_years():
    quiet = {Month(2023, 7): "90", Month(2023, 8): "100", Month(2023, 9): "110", Month(2024, 6): "95"}
    loud = {Month(2024, month): "900" for month in range(1, 6)}
    history = {at: Number.of(value) for at, value in {**quiet, **loud}.items()}
    band = expected(AUGUST, history, AggregationChoice.SUM, Measure.COUNT, 0)
    assert band.side(Number.of("900")) == "high"
    assert band.side(Number.of("105")) == ""


def test_a_sum_without_a_season_goes_by_the_last_year():
    band = expected(AUGUST, series("900", "950", "910"), AggregationChoice.SUM, Measure.COUNT, 0)
    assert band.side(Number.of("930")) == ""
    assert band.side(Number.of("100")) == "low"


def test_what_grows_over_the_year_is_compared_with_the_same_time_of_earlier_years():
    early = {Month(2024, month): Number.of("1") for month in range(1, 7)}
    same = {Month(2022, 8): Number.of("60"), Month(2023, 8): Number.of("62"), Month(2023, 7): Number.of("55")}
    band = expected(AUGUST, early | same, AggregationChoice.ACCUMULATING, Measure.PERCENT, 0)
    assert band.side(Number.of("61")) == ""


def test_small_counts_are_never_asked_about():
    assert expected(AUGUST, series("1", "2", "4"), AggregationChoice.SUM, Measure.COUNT, 0) is None
