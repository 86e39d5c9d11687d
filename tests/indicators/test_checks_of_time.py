"""An outcome belongs to a period that has begun; what is to come has forecasts and budgets."""

import pytest

from indicators.recording import RecordingRefused
from tests.factories import record

pytestmark = pytest.mark.django_db


def refusal(*args, **fields):
    with pytest.raises(RecordingRefused) as raised:
        record(*args, **fields)
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    ("year", "month", "span", "words"),
    [
        (2042, 8, "ytd", "januari till augusti 2042"),
        (2024, 10, "month", "oktober 2024"),
        (2025, 12, "full_year", "helåret 2025"),
    ],
)
def test_a_period_that_has_not_begun_has_no_outcome(year, month, span, words):
    problem = refusal("2", year=year, month=month, span=span)
    assert problem.code == "not-begun"
    assert f"kan inte ha ett utfall för {words}: i dag är det 5\u00a0september 2024." in problem.message


@pytest.mark.parametrize(("month", "span"), [(9, "month"), (9, "ytd"), (12, "full_year")])
def test_a_period_that_has_begun_may_have_an_outcome(month, span):
    assert record("2", year=2024, month=month, span=span).state == "new"


def test_what_is_to_come_has_a_forecast_and_a_budget():
    assert record("2", year=2025, month=12, span="full_year", scenario="budget").state == "new"
    assert record("2", year=2025, month=12, span="full_year", scenario="forecast", vintage=202408).state == "new"
