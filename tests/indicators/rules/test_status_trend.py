"""The trend beside a status, the words, and what holds for every case."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.aggregation import Aggregation
from indicators.numbers import Number
from indicators.status import Direction, Status, Trend, judge, status_word, trend_word
from tests.indicators.rules.cases import case, told

GREEN, YELLOW, RED, GREY = Status


# --- Trend ---


@pytest.mark.parametrize(
    ("outcome", "before", "trend"),
    [
        ("77,3", "77,3", Trend.UNCHANGED),
        ("77,3", "77,2", Trend.UNCHANGED),
        ("77,3", "77,1", Trend.BETTER),
        ("77,3", "77,4", Trend.UNCHANGED),
        ("77,3", "77,5", Trend.WORSE),
        ("77,3", "78", Trend.WORSE),
        ("77", "78", Trend.UNCHANGED),
        ("77", "79", Trend.WORSE),
    ],
)
def test_the_trend_is_unchanged_up_to_one_unit_of_the_last_printed_decimal(outcome, before, trend):
    assert judge(case(outcome, "≥70", year=(before, "2022"))).trend is trend


def test_a_change_within_the_tolerance_is_told_as_slight():
    judgement = judge(case("4,6", "<3,5", Direction.DOWN, year=("4,7", "2020"), unit="%"))

    assert judgement.status is YELLOW
    assert judgement.trend is Trend.UNCHANGED
    assert told(judgement) == "4,6 % mot målvärdet <3,5; något bättre än 2020 (4,7)."


def test_better_means_towards_the_target_and_not_upwards():
    assert judge(case("6,3", "≤6,0", Direction.DOWN, year=("7,0", "2022"))).trend is Trend.BETTER
    assert [trend_word(trend) for trend in Trend] == ["bättre", "sämre", "oförändrat"]


# --- Words ---


def test_the_words_of_a_status_depend_on_the_report():
    assert [status_word(s, "interim") for s in Status] == [
        "Uppfylls",
        "Uppfylls delvis",
        "Uppfylls ej",
        "Kan ej bedömas",
    ]
    assert [status_word(s, "annual") for s in Status] == ["Uppnått", "Delvis uppnått", "Ej uppnått", "Kan ej bedömas"]
    assert [status_word(s, "table") for s in Status] == ["Ja", "Delvis", "Nej", "N/A"]
    assert status_word("fulfilled", "legend") == "Uppfylls per helår"


def test_the_statuses_are_those_of_the_database():
    from indicators.models.choices import StatusChoice

    assert {status.value: status_word(status) for status in Status} == dict(StatusChoice.choices)


# --- Properties ---

RANK = {RED: 0, YELLOW: 1, GREEN: 2}
texts = st.builds(lambda scaled, decimals: str(Number(scaled, decimals)), st.integers(0, 2000), st.integers(0, 2))


@given(
    first=texts,
    second=texts,
    level=texts,
    sign=st.sampled_from(["≥", ">", "≤", "<", "≤±", ""]),
    direction=st.sampled_from([Direction.UP, Direction.DOWN, Direction.ZERO, Direction.NEAREST]),
    aggregation=st.sampled_from(Aggregation),
    month=st.sampled_from([None, 3, 8, 12]),
    period=st.none() | texts,
    year=st.none() | texts,
)
def test_a_better_outcome_never_gives_a_worse_status(
    first, second, level, sign, direction, aggregation, month, period, year
):
    better, worse = _ordered(first, second, sign, direction)
    earlier = {
        "month": month,
        "period": (period, "aug 2020") if period else None,
        "year": (year, "2020") if year else None,
    }

    ranks = [
        RANK[judge(case(value, sign + level, direction, aggregation, **earlier)).status] for value in (better, worse)
    ]

    assert ranks[0] >= ranks[1]


def _ordered(first, second, sign, direction):
    """The better of two outcomes first."""
    up = sign in ("≥", ">") or (not sign and direction is Direction.UP)
    ideal = Fraction(1) if not sign and direction is Direction.NEAREST else Fraction(0)
    near = sign == "≤±" or (not sign and direction in (Direction.ZERO, Direction.NEAREST))

    def badness(text):
        value = Number.of(text).fraction
        return abs(value - ideal) if near else -value if up else value

    return sorted((first, second), key=badness)


@given(outcome=texts, level=texts, before=texts, direction=st.sampled_from([Direction.UP, Direction.DOWN]))
def test_the_status_follows_from_the_target_and_the_trend_alone(outcome, level, before, direction):
    o, t, p = (Number.of(text).fraction for text in (outcome, level, before))
    met = o >= t if direction is Direction.UP else o <= t
    assume(not met)

    status = judge(case(outcome, level, direction, year=(before, "2020"))).status

    closer = o > p if direction is Direction.UP else o < p
    assert status is (YELLOW if closer else RED)


@given(outcome=texts, level=texts, month=st.integers(1, 12), forecast=st.none() | texts, before=st.none() | texts)
def test_every_judgement_is_a_swedish_sentence_with_the_value_in_it(outcome, level, month, forecast, before):
    judgement = judge(
        case(
            outcome,
            f"≥{level}",
            aggregation="sum",
            month=month,
            forecast=forecast,
            year=(before, "2020") if before else None,
        )
    )

    assert judgement.reason.endswith(".")
    assert (forecast or outcome) in judgement.reason
