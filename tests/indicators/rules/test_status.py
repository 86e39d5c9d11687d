"""The indicator rule."""

from fractions import Fraction

import pytest

from indicators.aggregation import Aggregation
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.status import (
    Basis,
    Direction,
    IndicatorCase,
    Status,
    Trend,
    is_planning_level,
    judge,
)
from indicators.targets import parse_target
from tests.indicators.rules.cases import case, told

GREEN, YELLOW, RED, GREY = Status


# --- The annual report: the outcome itself is compared ---


def test_the_sentence_names_value_target_and_what_it_is_compared_with():
    judgement = judge(case("77,3", "≥82", unit="%", year=("78", "2022")))

    assert judgement.status is RED
    assert told(judgement) == "77,3 % mot målvärdet ≥82; sämre än 2022 (78)."
    assert judgement.trend is Trend.WORSE
    assert judgement.basis is Basis.OUTCOME


def test_a_met_target_is_fulfilled_whatever_came_before():
    assert judge(case("4,4", "≥4,0", year=("4,5", "2022"))).status is GREEN
    assert told(judge(case("4,4", "≥4,0"))) == "4,4 mot målvärdet ≥4,0."


def test_an_unmet_target_that_came_closer_is_partly_met():
    judgement = judge(case("45,5", "≤45", Direction.DOWN, unit="gram", year=("53", "2022")))

    assert judgement.status is YELLOW
    assert told(judgement) == "45,5 gram mot målvärdet ≤45; bättre än 2022 (53)."


def test_an_unmet_target_as_far_away_as_before_is_not_met():
    judgement = judge(case("75", ">80", year=("75", "2020")))

    assert judgement.status is RED
    assert told(judgement).endswith("; samma som 2020 (75).")
    assert judgement.trend is Trend.UNCHANGED


def test_an_unmet_target_that_was_met_before_is_not_on_its_way():
    # 90 is nearer to 92 than 95 is, but 95 was enough.
    assert judge(case("90,0", "≥92", year=("95", "2022"))).status is RED


def test_without_anything_to_compare_with_an_unmet_target_is_not_met():
    judgement = judge(case("50", "≥80"))

    assert judgement.status is RED
    assert told(judgement) == "50 mot målvärdet ≥80; ingen jämförelse finns."
    assert judgement.trend is None


def test_what_is_printed_decides():
    assert judge(case("81,96", "≥82", decimals=1)).status is GREEN
    assert judge(case("81,96", "≥82", decimals=2)).status is RED
    assert judge(case("81,96", "≥82")).status is RED
    assert judge(case("81,5", "≥82", decimals=0)).status is GREEN


def test_printed_decimals_never_add_what_was_not_reported():
    assert told(judge(case("90", "≥82", decimals=1))) == "90 mot målvärdet ≥82."


def test_a_signed_target_around_zero_compares_the_distance():
    assert judge(case("-4", "≤±5", Direction.ZERO, year=("1", "2022"))).status is GREEN
    assert judge(case("-8", "≤±5", Direction.ZERO, year=("-7", "2022"))).status is RED
    assert judge(case("-6", "≤±5", Direction.ZERO, year=("7", "2022"))).status is YELLOW


def test_the_trend_of_a_signed_target_is_that_of_the_distance():
    assert judge(case("-2", "≤±5", Direction.ZERO, year=("7", "2022"))).trend is Trend.BETTER
    assert judge(case("-7", "≤±5", Direction.ZERO, year=("7", "2022"))).trend is Trend.UNCHANGED


def test_a_plain_target_is_a_floor_or_a_ceiling_by_its_direction():
    assert judge(case("97", "90", Direction.UP)).status is GREEN
    assert judge(case("97", "90", Direction.DOWN)).status is RED
    assert judge(case("99", "100", Direction.UP, year=("86", "2020"))).status is YELLOW


def test_a_balance_is_as_good_above_one_as_below():
    assert judge(case("1,04", "0,96", Direction.NEAREST, "last", year=("1,03", "2018"))).status is GREEN
    assert judge(case("1,06", "0,96", Direction.NEAREST, "last", year=("1,08", "2019"))).status is YELLOW


def test_the_ideal_of_a_balance_can_be_another():
    assert judge(case("1,04", "0,96", Direction.NEAREST, ideal=Number.of("0,96"))).status is RED


def test_a_surplus_meets_a_zero_result_and_a_deficit_does_not():
    assert judge(case("11 236", "Nollresultat", Direction.ZERO, "formula")).status is GREEN
    judgement = judge(case("-1,9", "Nollresultat", Direction.ZERO, "formula", unit="mnkr", year=("7,7", "2022")))
    assert judgement.status is RED
    assert told(judgement) == "−1,9 mnkr mot målet nollresultat; sämre än 2022 (7,7)."


def test_a_smaller_deficit_than_before_is_on_its_way_to_zero():
    assert judge(case("-1,9", "Nollresultat", Direction.ZERO, "formula", year=("-3", "2022"))).status is YELLOW


def test_a_zero_result_may_have_a_band_on_both_sides():
    band = Number.of("6,4").value

    assert judge(case("-1,9", "Nollresultat", Direction.ZERO, "formula", zero_band=band)).status is GREEN
    assert judge(case("7,7", "Nollresultat", Direction.ZERO, "formula", zero_band=band)).status is RED


def test_an_increase_is_measured_from_the_latest_full_year():
    judgement = judge(case("24", "Ska öka", month=8, unit="%", year=("22", "2020"), period=("28", "aug 2020")))

    assert judgement.status is GREEN
    assert told(judgement) == "24 % mot målet att öka från 22 (2020); sämre än aug 2020 (28)."
    assert told(judge(case("24", "Ska öka", year=("22", "2020")))) == "24 mot målet att öka från 22 (2020)."


def test_no_increase_is_not_met():
    assert judge(case("22", "Öka", year=("22", "2020"))).status is RED
    assert judge(case("21", "Minska", Direction.DOWN, year=("22", "2020"))).status is GREEN


# --- Not assessable ---


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (case("82", ""), "Inget målvärde är satt."),
        (case("82", "IU"), "Inget målvärde är satt."),
        (case("82", "-"), "Inget målvärde är satt."),
        (case("82", "Q3"), "Målvärdet sätts senare (Q3)."),
        (case(Marker.NO_DATA, "≥4,5"), "Utfallet: ingen uppgift (IU)."),
        (case(Marker.NOT_APPLICABLE, "≥4,5"), "Utfallet: ej tillämpligt (N/A)."),
        (case(Marker.NONE_OCCURRED, "≥4,5"), "Utfallet: inget inträffade."),
        (case(None, "≥4,5"), "Utfallet saknas."),
        (case(Marker.NO_DATA, "IU"), "Inget målvärde är satt."),
        (case("82", "96", method_break=True), "Mätmetoden har ändrats sedan målvärdet sattes."),
        (
            case("24", "Ska öka", period=("20", "aug 2020")),
            "Målet är att värdet ska öka, men det finns inget tidigare helår att jämföra med.",
        ),
        (case("221", "225", "neutral", "last"), "Planeringsnivå 225: utfallet 221 är 4 lägre; ingen bedömning görs."),
        (
            case("225", "225", "neutral", "last"),
            "Planeringsnivå 225: utfallet 225 är lika stort; ingen bedömning görs.",
        ),
    ],
)
def test_what_cannot_be_assessed_says_why(asked, reason):
    judgement = judge(asked)

    assert judgement.status is GREY
    assert told(judgement) == reason
    assert judgement.basis is None


def test_a_case_without_target_at_all_is_not_assessable():
    judgement = judge(
        IndicatorCase(
            outcome=Number(82),
            target=None,
            direction=Direction.UP,
            aggregation=Aggregation.REPORTED,
            month=12,
            final_report=True,
        )
    )

    assert judgement.status is GREY


def test_a_value_without_target_still_has_a_trend():
    assert judge(case("84", "IU", year=("80", "2022"))).trend is Trend.BETTER
    assert judge(case("84", "IU", Direction.DOWN, year=("80", "2022"))).trend is Trend.WORSE
    assert judge(case("84", "IU", Direction.NEUTRAL, year=("80", "2022"))).trend is None
    assert judge(case("1,5", "IU", Direction.NEAREST, year=("0,8", "2022"))).trend is Trend.WORSE


def test_a_method_break_cuts_the_trend():
    assert judge(case("82", "96", method_break=True, year=("93", "2020"))).trend is None


def test_a_planning_level_during_the_year_is_compared_with_its_share():
    by_march = case("62 500", "220000", "neutral", "sum", month=3)

    assert told(judge(by_march)) == (
        "Planeringsnivå 220 000, 3/12 är 55 000: utfallet 62 500 är 7 500 högre; ingen bedömning görs."
    )
    assert told(judge(case("62 500", "220000", "neutral", "sum", month=3, forecast="250 000"))) == (
        "Planeringsnivå 220 000: prognosen 250 000 är 30 000 högre; ingen bedömning görs."
    )


def test_a_planning_level_is_a_plain_number_without_direction():
    assert is_planning_level(parse_target("225"), Direction.NEUTRAL)
    assert not is_planning_level(parse_target("225"), Direction.UP)
    assert not is_planning_level(parse_target("≥225"), Direction.NEUTRAL)
    assert not is_planning_level(None, Direction.NEUTRAL)


@pytest.mark.parametrize("month", [0, 13])
def test_only_a_month_of_the_year_can_be_judged(month):
    asked = IndicatorCase(
        outcome=Number(1),
        target=None,
        direction=Direction.UP,
        aggregation=Aggregation.SUM,
        month=month,
        final_report=False,
    )

    with pytest.raises(ValueError, match="Välj en månad"):
        judge(asked)


# --- During the year ---


def test_a_rate_is_compared_with_the_whole_target_during_the_year():
    judgement = judge(case("4,6", "<3,5", Direction.DOWN, month=8, unit="%", period=("4,3", "aug 2020")))

    assert judgement.status is RED
    assert told(judgement) == "4,6 % mot målvärdet <3,5; sämre än aug 2020 (4,3)."


def test_a_rate_is_compared_with_the_latest_full_year_when_the_same_period_is_unknown():
    known = case("4,6", "<3,5", Direction.DOWN, month=8, year=("4,9", "2020"))

    assert judge(known).status is YELLOW
    assert judge(known).reference.label == "2020"


def test_the_same_period_goes_before_the_full_year_for_a_rate_but_not_for_a_level():
    both = {"month": 8, "period": ("60", "aug 2020"), "year": ("40", "2020")}

    assert judge(case("50", "≥80", aggregation="reported", **both)).reference.label == "aug 2020"
    assert judge(case("50", "≥80", aggregation="formula", **both)).reference.label == "aug 2020"
    assert judge(case("50", "≥80", aggregation="last", **both)).reference.label == "2020"
    assert judge(case("50", "≥80", aggregation="yearly", **both)).reference.label == "2020"


def test_a_level_without_a_full_year_is_compared_with_the_same_period():
    judgement = judge(case("50", "≥80", aggregation="last", month=8, period=("40", "aug 2020")))

    assert judgement.status is YELLOW


def test_a_sum_is_compared_with_the_years_share_of_the_target():
    judgement = judge(case("231", "≥360", aggregation="sum", month=8, period=("149", "aug 2020")))

    assert judgement.status is YELLOW
    assert judgement.basis is Basis.PRO_RATA
    assert judgement.measure == Fraction(240)
    assert told(judgement) == "231 mot 240 (8/12 av målvärdet ≥360); bättre än aug 2020 (149)."


def test_a_share_that_grows_is_compared_with_the_years_share_too():
    judgement = judge(case("1,7", "5,5", Direction.DOWN, "accumulating", month=8, unit="%", period=("2,1", "aug 2018")))

    assert judgement.status is GREEN
    assert told(judgement) == "1,7 % mot 3,67 (8/12 av målvärdet 5,5); bättre än aug 2018 (2,1)."


def test_a_full_year_is_cut_to_the_share_when_the_target_was():
    judgement = judge(case("231", "≥360", aggregation="sum", month=8, year=("337", "2020")))

    assert judgement.status is YELLOW
    assert told(judgement) == "231 mot 240 (8/12 av målvärdet ≥360); bättre än 8/12 av 2020 (224,7 av 337)."


def test_a_growing_value_that_has_passed_its_ceiling_cannot_come_back():
    judgement = judge(case("8,6", "6,0", Direction.DOWN, "accumulating", month=8, period=("9,9", "aug 2020")))

    assert judgement.status is RED
    assert judgement.trend is Trend.BETTER
    assert told(judgement) == (
        "8,6 mot 4,0 (8/12 av målvärdet 6,0); målvärdet är redan passerat och kan inte nås; bättre än aug 2020 (9,9)."
    )


def test_a_growing_value_over_its_share_but_under_its_ceiling_can_be_on_its_way():
    assert (
        judge(case("5,0", "6,0", Direction.DOWN, "accumulating", month=8, period=("6,7", "aug 2020"))).status is YELLOW
    )


def test_at_the_years_end_a_passed_ceiling_is_not_met_either():
    judgement = judge(case("11", "≤10", Direction.DOWN, "accumulating", year=("13", "2022")))

    assert judgement.status is RED
    assert told(judgement) == "11 mot målvärdet ≤10; målvärdet är passerat; bättre än 2022 (13)."


def test_a_forecast_is_what_counts_during_the_year():
    judgement = judge(
        case(
            "231", "≥360", aggregation="sum", month=8, forecast="365", period=("149", "aug 2020"), year=("337", "2020")
        )
    )

    assert judgement.status is GREEN
    assert judgement.basis is Basis.FORECAST
    assert judgement.compared == Number(365)
    assert told(judgement) == "Prognosen 365 mot målvärdet ≥360; bättre än 2020 (337)."


def test_a_forecast_is_compared_with_the_full_year_and_never_with_a_period():
    judgement = judge(case("231", "≥360", aggregation="sum", month=8, forecast="350", period=("149", "aug 2020")))

    assert judgement.status is RED
    assert judgement.reference is None
    assert told(judgement) == "Prognosen 350 mot målvärdet ≥360; ingen jämförelse finns."


def test_a_forecast_over_a_ceiling_that_was_already_passed_is_never_on_its_way():
    year = ("15", "2020")

    assert judge(case("8", "≤10", Direction.DOWN, "sum", month=8, forecast="12", year=year)).status is YELLOW
    assert judge(case("11", "≤10", Direction.DOWN, "sum", month=8, forecast="12", year=year)).status is RED


def test_the_annual_report_never_looks_at_a_forecast():
    assert judge(case("350", "≥360", aggregation="sum", forecast="365")).status is RED


def test_a_missing_outcome_is_not_replaced_by_a_forecast():
    assert judge(case(Marker.NO_DATA, "≥360", aggregation="sum", month=8, forecast="365")).status is GREY


def test_december_of_the_year_counts_in_full_before_the_annual_report():
    judgement = judge(case("350", "≥360", aggregation="sum", month=12))

    assert judgement.basis is Basis.OUTCOME
    assert judgement.measure == Fraction(360)
