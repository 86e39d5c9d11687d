"""How months become the year to date."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.aggregation import Aggregation, accumulate
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.spans import SpanError

numbers = st.builds(Number, st.integers(-(10**9), 10**9), st.integers(0, 4))


def typed(**months):
    names = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
    return {names.index(name) + 1: Number.of(text) for name, text in months.items()}


def test_a_sum_adds_the_months_and_explains_itself():
    result = accumulate(Aggregation.SUM, typed(jan="12", feb="14", mars="9"), 3)

    assert result.value == Number(35)
    assert result.explanation == "jan 12 + feb 14 + mars 9 = 35"
    assert result.missing is None


def test_a_sum_has_the_decimals_of_its_most_exact_month_and_brackets_what_is_negative():
    result = accumulate(Aggregation.SUM, typed(jan="12", feb="-0,5"), 2)

    assert result.value == Number.of("11,5")
    assert result.explanation == "jan 12 + feb (−0,5) = 11,5"


def test_later_months_are_left_out():
    assert accumulate("sum", typed(jan="1", feb="2", mars="3"), 2).value == Number(3)


def test_zero_in_a_month_is_a_value():
    assert accumulate("sum", typed(jan="0", feb="0"), 2).value == Number(0)


def test_a_sum_with_a_hole_is_missing_and_names_the_months():
    result = accumulate("sum", {1: Number(12), 3: Number(9), 4: None}, 4)

    assert result.value is None
    assert result.missing_months == (2, 4)
    assert result.missing.reason == "Summan jan–apr går inte att räkna: feb och apr saknas."
    assert result.explanation == result.missing.reason


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        (Marker.NO_DATA, "feb: ingen uppgift (IU)"),
        (Marker.NOT_EXISTING, "feb: fanns inte"),
        (Marker.NONE_OCCURRED, "feb: inget inträffade"),
        (Marker.NOT_REPORTED, "feb: ännu inte rapporterat"),
        (Marker.WITHHELD, "feb: får inte visas"),
        (Marker.CLEARED, "feb saknas"),
    ],
)
def test_a_marker_stops_a_sum_and_is_named(marker, told):
    result = accumulate("sum", {1: Number(12), 2: marker, 3: Number(9)}, 3)

    assert result.value is None
    assert told in result.missing.reason


def test_several_reasons_are_told_apart():
    result = accumulate("sum", {1: Marker.NO_DATA, 2: Number(1), 3: Marker.NO_DATA}, 4)

    assert result.missing.reason == "Summan jan–apr går inte att räkna: jan och mars: ingen uppgift (IU); apr saknas."
    assert result.missing_months == (1, 3, 4)


def test_the_closing_entries_are_part_of_the_whole_years_sum_only():
    months = {month: Number(10) for month in range(1, 13)} | {13: Number(-5)}

    assert accumulate("sum", months, 12).value == Number(115)
    assert accumulate("sum", months, 12).explanation.endswith("dec 10 + bokslutsjusteringar (−5) = 115")
    assert accumulate("sum", months, 11).value == Number(110)


def test_a_year_without_closing_entries_is_whole_but_withheld_ones_are_missed():
    year = {month: Number(10) for month in range(1, 13)}

    assert accumulate("sum", year, 12).value == Number(120)
    assert accumulate("sum", year | {13: Marker.CLEARED}, 12).value == Number(120)
    assert accumulate("sum", year | {13: Marker.NOT_REPORTED}, 12).missing_months == (13,)


def test_a_level_is_that_of_the_last_month_whatever_came_before():
    result = accumulate(Aggregation.LAST, typed(jan="500", aug="488"), 8)

    assert result.value == Number(488)
    assert result.explanation == "Läget vid utgången av aug: 488"


def test_a_level_is_never_fetched_from_an_earlier_month():
    result = accumulate(Aggregation.LAST, typed(juli="488"), 8)

    assert result.value is None
    assert result.missing.reason == "Läget vid utgången av aug saknas."
    assert accumulate("last", {8: Marker.NO_DATA}, 8).missing.reason.endswith("aug: ingen uppgift (IU).")


def test_a_mean_is_rounded_to_the_months_decimals_and_keeps_the_exact_value():
    result = accumulate(Aggregation.MEAN, typed(jan="1,5", feb="1,6", mars="2"), 3)

    assert result.value == Number.of("1,7")
    assert result.exact == Fraction(17, 10)
    assert accumulate("mean", typed(jan="12", feb="13"), 2).value == Number(13)
    assert accumulate("mean", typed(jan="12", feb="13"), 2).exact == Fraction(25, 2)
    assert accumulate("mean", typed(jan="12", feb="13"), 2).explanation == "(jan 12 + feb 13) / 2 = 13"


def test_a_mean_with_a_hole_is_missing():
    assert accumulate("mean", typed(jan="1"), 2).missing.reason == "Medelvärdet jan–feb går inte att räkna: feb saknas."


@pytest.mark.parametrize("aggregation", ["reported", "accumulating", "yearly", "formula"])
def test_what_is_not_made_of_months_is_never_derived_from_them(aggregation):
    result = accumulate(aggregation, {month: Number(1) for month in range(1, 13)}, 8)

    assert result.value is None
    assert result.missing.reason.endswith("månader.") or result.missing.reason.endswith("månaderna.")


@pytest.mark.parametrize("month", [0, 13])
def test_only_january_to_december_can_be_accumulated_to(month):
    with pytest.raises(SpanError):
        accumulate("sum", {}, month)


def test_an_unknown_way_to_accumulate_is_refused():
    with pytest.raises(ValueError, match="median"):
        accumulate("median", {}, 3)


@given(st.lists(numbers, min_size=1, max_size=12))
def test_a_sum_is_exact_and_a_mean_times_the_months_is_the_sum(values):
    months = dict(enumerate(values, start=1))

    whole = accumulate("sum", months, len(values))
    mean = accumulate("mean", months, len(values))

    assert whole.value.fraction == sum(value.fraction for value in values)
    assert mean.exact * len(values) == whole.exact
    assert min(value.fraction for value in values) <= mean.exact <= max(value.fraction for value in values)


@given(st.dictionaries(st.integers(1, 12), st.one_of(numbers, st.sampled_from(Marker), st.none())), st.integers(1, 12))
def test_a_sum_exists_exactly_when_every_month_has_a_number(months, month):
    complete = all(isinstance(months.get(at), Number) for at in range(1, month + 1))

    result = accumulate("sum", months, month)

    assert (result.value is not None) == complete
    assert (result.missing is None) == complete
    assert bool(result.missing_months) != complete
