"""Months, spans and their Swedish names."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.aggregation import Aggregation
from indicators.spans import (
    Month,
    Span,
    SpanError,
    accumulated_span,
    check_span,
    long_span_label,
    month_name,
    months_in_words,
    months_label,
    natural_span,
    short_month_name,
    span_label,
)

months = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))


def test_a_month_knows_its_last_day():
    assert Month(2021, 8).last_day == dt.date(2021, 8, 31)
    assert Month(2024, 2).last_day == dt.date(2024, 2, 29)
    assert Month(2023, 2).last_day == dt.date(2023, 2, 28)


def test_the_closing_entries_end_with_the_year_and_lie_after_december():
    closing = Month(2023, 13)

    assert closing.is_closing
    assert closing.last_day == dt.date(2023, 12, 31)
    assert Month(2023, 12) < closing < Month(2024, 1)
    assert closing.plus_years(-1) == Month(2022, 13)


def test_months_are_counted_across_the_turn_of_the_year():
    assert Month(2021, 11) + 3 == Month(2022, 2)
    assert Month(2021, 1) - 1 == Month(2020, 12)
    assert Month(2021, 8).plus_years(-1) == Month(2020, 8)
    assert Month(2021, 8).months_since(Month(2020, 12)) == 8


def test_nobody_counts_from_the_closing_entries():
    with pytest.raises(SpanError, match="Bokslutsjusteringarna 2023"):
        Month(2023, 13) + 1
    with pytest.raises(SpanError):
        Month(2023, 12).months_since(Month(2023, 13))


@pytest.mark.parametrize("month", [0, 14, -1])
def test_a_month_that_does_not_exist_is_refused(month):
    with pytest.raises(SpanError, match=f"Månad {month} finns inte"):
        Month(2021, month)
    with pytest.raises(SpanError):
        month_name(month)


@pytest.mark.parametrize(
    ("span", "month"),
    [
        *[(Span.MONTH, month) for month in range(1, 14)],
        *[(Span.YTD, month) for month in range(1, 12)],
        *[(Span.POINT, month) for month in range(1, 13)],
        *[(Span.PROJECT, month) for month in range(1, 13)],
        (Span.FULL_YEAR, 12),
    ],
)
def test_a_span_that_the_month_can_have_is_accepted(span, month):
    check_span(span, month)


@pytest.mark.parametrize(
    ("span", "month", "reason"),
    [
        (Span.YTD, 12, "helår"),
        (Span.YTD, 13, "bokslutsjusteringar"),
        (Span.FULL_YEAR, 11, "november"),
        (Span.FULL_YEAR, 1, "januari"),
        (Span.FULL_YEAR, 13, "bokslutsjusteringar"),
        (Span.POINT, 13, "bokslutsjusteringar"),
        (Span.PROJECT, 13, "bokslutsjusteringar"),
        (Span.MONTH, 14, "finns inte"),
    ],
)
def test_a_span_that_the_month_cannot_have_is_refused_with_the_reason(span, month, reason):
    with pytest.raises(SpanError, match=reason):
        check_span(span, month)


def test_an_accumulation_to_december_is_a_full_year():
    assert [accumulated_span(month) for month in (1, 11, 12)] == [Span.YTD, Span.YTD, Span.FULL_YEAR]
    with pytest.raises(SpanError):
        accumulated_span(13)


@pytest.mark.parametrize("aggregation", Aggregation)
def test_only_a_level_of_the_last_month_is_shown_as_a_point_in_time(aggregation):
    is_level = aggregation is Aggregation.LAST

    assert natural_span(aggregation, 8) is (Span.POINT if is_level else Span.YTD)
    assert natural_span(aggregation, 12) is (Span.POINT if is_level else Span.FULL_YEAR)
    assert natural_span(aggregation.value, 8) is natural_span(aggregation, 8)


@pytest.mark.parametrize(
    ("span", "month", "short", "long"),
    [
        (Span.MONTH, 8, "aug 2021", "augusti 2021"),
        (Span.MONTH, 13, "bokslutsjusteringar 2021", "bokslutsjusteringar 2021"),
        (Span.YTD, 8, "jan–aug 2021", "januari till augusti 2021"),
        (Span.YTD, 3, "jan–mars 2021", "januari till mars 2021"),
        (Span.YTD, 1, "jan 2021", "januari 2021"),
        (Span.FULL_YEAR, 12, "helår 2021", "helåret 2021"),
        (Span.POINT, 8, "per den 31 aug 2021", "per den 31 augusti 2021"),
        (Span.POINT, 2, "per den 28 feb 2021", "per den 28 februari 2021"),
        (Span.PROJECT, 8, "sedan projektets start till och med aug 2021", None),
    ],
)
def test_spans_have_swedish_names(span, month, short, long):
    assert span_label(span, Month(2021, month)) == short
    assert long is None or long_span_label(span, Month(2021, month)) == long


def test_a_label_is_never_given_to_a_span_that_cannot_be():
    with pytest.raises(SpanError):
        span_label(Span.YTD, Month(2021, 12))
    with pytest.raises(SpanError):
        long_span_label(Span.FULL_YEAR, Month(2021, 8))


def test_a_footnote_says_the_months_in_words():
    assert months_in_words(7) == "januari till juli"
    assert months_in_words(1) == "januari"
    assert months_label(7) == "jan–juli"
    assert short_month_name(9) == "sep"


@given(months, st.integers(-400, 400))
def test_going_some_months_and_back_ends_where_it_began(month, steps):
    there = month + steps

    assert there - steps == month
    assert there.months_since(month) == steps
    assert (there > month) == (steps > 0)
