"""Every way of writing a period that files are known to have."""

import pytest

from indicators.importing.periods import Period, PeriodError, period_in, read_period
from indicators.spans import Span

AUGUST = Period(2024, 8)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "202408",
            "2024-08",
            "2024/08",
            "2024.08",
            "2024-8",
            "2024 08",
            "20240831",
            "2024-08-31",
            "2024-08-31 00:00:00",
        ),
        *("31/8 2024", "31/8-24", "31/8/2024", "31.8.2024", "08/2024", "8-2024", "per den 31/8 2024"),
        *(
            "aug-24",
            "aug 24",
            "aug 2024",
            "Aug. 2024",
            "AUGUSTI 2024",
            "augusti-2024",
            "aug24",
            "2024 augusti",
            "2024-aug",
        ),
        *("45535", "45535.0", "aug–24", "aug\u00a02024"),
    ],
)
def test_a_month_in_many_dresses(text):
    assert period_in(text) == AUGUST


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("jan-aug 2024", Period(2024, 8, Span.YTD)),
        ("jan – aug 2024", Period(2024, 8, Span.YTD)),
        ("januari till augusti 2024", Period(2024, 8, Span.YTD)),
        ("jan–aug", Period(None, 8, Span.YTD)),
        ("202401-202408", Period(2024, 8, Span.YTD)),
        ("ack aug 2024", Period(2024, 8, Span.YTD)),
        ("ackumulerat t o m augusti 2024", Period(2024, 8, Span.YTD)),
        ("jan-dec 2024", Period(2024, 12, Span.FULL_YEAR)),
        ("2024", Period(2024, 12, Span.FULL_YEAR)),
        ("helår 2024", Period(2024, 12, Span.FULL_YEAR)),
        ("Helår", Period(None, 12, Span.FULL_YEAR)),
        ("per 31 augusti 2024", Period(2024, 8, Span.POINT)),
        ("31 aug 2024", Period(2024, 8, Span.POINT)),
        ("202413", Period(2024, 13)),
        ("mars", Period(None, 3)),
        ("sept", Period(None, 9)),
    ],
)
def test_longer_periods_keep_their_span_and_shorter_words_what_they_say(text, period):
    assert period_in(text) == period


def test_a_small_number_is_a_month_only_where_it_is_a_number():
    assert read_period("n8") == Period(month=8)
    with pytest.raises(PeriodError):
        read_period("t8")


def test_a_date_is_its_month():
    assert read_period("d2024-08-31") == AUGUST


@pytest.mark.parametrize(
    "text", ["", "KL", "31/8", "1924-08", "2024-14", "kv 3 2024", "augustus 2024", "12345678901", "99999"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(PeriodError, match=r"period|månad"):
        period_in(text)


def test_an_opening_balance_is_named():
    with pytest.raises(PeriodError, match="ingående balans"):
        period_in("202400")
