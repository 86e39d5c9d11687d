"""Checks of figures against each other: totals and parts, months of a year, formulas."""

from dataclasses import replace

import pytest

from indicators.models.choices import FindingLevel
from indicators.numbers import Number
from indicators.recording import RecordingRefused, record_figures
from tests.factories import (
    DecisionFactory,
    DocumentFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    breakdown,
    make_entry,
    record,
)

pytestmark = pytest.mark.django_db
ADVICE = "Kontrollera talen och rätta delarna först, om det är de som är fel."
ERROR, WARNING = FindingLevel.ERROR, FindingLevel.WARNING


@pytest.fixture(autouse=True)
def _august_is_open():
    OccasionFactory()


def by_sex(values, **about):
    """Entries of a total and its sexes; what isn't named isn't given."""
    return [
        make_entry(value, place=code, breakdown=None if code == "total" else breakdown(code), **about)
        for code, value in values.items()
    ]


def save(entries, source="form", **act):
    return record_figures(entries=entries, by=UserFactory(), source=source, label="Värden", **act)


def refused(entries):
    with pytest.raises(RecordingRefused) as raised:
        save(entries)
    return raised.value.problems


def found_in(recorded):
    return [(row.entry.place, found.code, found.level) for row in recorded for found in row.findings]


# A rate's total lies between its sexes


@pytest.fixture
def rate():
    return {"indicator": IndicatorFactory(sets=["sex"], total_between_parts=True), "unit": UnitFactory()}


@pytest.mark.parametrize(
    "values",
    [
        {"total": "6,3", "men": "5,0", "women": "7,2"},
        {"total": "5,0", "men": "5,0", "women": "7,2"},
        {"total": "7,2", "men": "5,0", "women": "7,2"},
        {"total": "0,9", "men": "0,91", "women": "1,04"},
        {"total": "65,2", "men": "none_occurred", "women": "65,2"},
        {"total": "9,9", "men": "5,0"},
        {"total": "9,9", "men": "5,0", "women": "no_data"},
        {"total": "no_data", "men": "5,0", "women": "7,2"},
        {"total": "9,9", "men": "none_occurred", "women": "none_occurred"},
    ],
    ids=str,
)
def test_a_total_between_its_sexes_or_with_one_of_them_unknown_is_taken(rate, values):
    assert found_in(save(by_sex(values, **rate))) == []


@pytest.mark.parametrize("total", ["4,9", "7,3"])
def test_a_total_outside_its_sexes_is_refused_at_the_total(rate, total):
    (problem,) = refused(by_sex({"men": "5,0", "women": "7,2", "total": total}, **rate))
    assert (problem.place, problem.code) == ("total", "total-outside-parts")
    assert problem.message == (
        f"Totalen {total} ligger inte mellan delarna: män 5,0, kvinnor 7,2. {ADVICE} Inget är sparat."
    )


def test_a_sex_in_which_nothing_occurred_leaves_the_total_to_the_other(rate):
    (problem,) = refused(by_sex({"total": "65,0", "men": "none_occurred", "women": "65,2"}, **rate))
    assert problem.message.startswith("Totalen 65,0 ligger inte mellan delarna: kvinnor 65,2.")


def test_the_last_of_the_three_is_compared_with_the_two_that_stand(rate):
    save(by_sex({"total": "9,9", "men": "5,0"}, **rate))
    (problem,) = refused(by_sex({"women": "7,2"}, **rate))
    assert (problem.place, problem.code) == ("women", "total-outside-parts")


def test_a_correction_that_contradicts_what_stands_is_a_warning_for_the_others_may_be_next(rate):
    save(by_sex({"total": "6,3", "men": "5,0", "women": "7,2"}, **rate))
    assert found_in(save(by_sex({"men": "6,9"}, **rate))) == [("men", "total-outside-parts", WARNING)]
    assert found_in(save(by_sex({"total": "7,0"}, **rate))) == []


def test_a_corrected_total_outside_its_sexes_is_refused_and_the_old_one_stands(rate):
    save(by_sex({"total": "6,3", "men": "5,0", "women": "7,2"}, **rate))
    (problem,) = refused(by_sex({"total": "2,0"}, **rate))
    assert (problem.place, problem.code) == ("total", "total-outside-parts")
    assert problem.message.endswith("rätta delarna först, om det är de som är fel. Det tidigare värdet 6,3 står kvar.")


def test_a_batch_that_contradicts_itself_is_refused_also_where_it_corrects(rate):
    save(by_sex({"total": "6,3", "men": "5,0", "women": "7,2"}, **rate))
    problems = refused(by_sex({"total": "6,3", "men": "6,9", "women": "7,2"}, **rate))
    assert [problem.place for problem in problems] == ["men"]
    assert problems[0].message.endswith("Det tidigare värdet 5,0 står kvar.")


def test_other_months_and_units_are_not_compared(rate):
    save(by_sex({"men": "5,0", "women": "7,2"}, **rate))
    assert found_in(save(by_sex({"total": "9,9"}, **rate | {"month": 7}))) == []
    assert found_in(save(by_sex({"total": "9,9"}, **rate | {"unit": UnitFactory()}))) == []


def test_print_keeps_a_total_outside_its_sexes(rate):
    entries = by_sex({"total": "9,9", "men": "5,0", "women": "7,2"}, **rate)
    recorded = save(entries, source="document", document=DocumentFactory(), checks="note")
    assert found_in(recorded) == [("total", "total-outside-parts", ERROR)]


def test_an_indicator_that_is_no_rate_has_no_such_rule():
    about = {"indicator": IndicatorFactory(sets=["sex"]), "unit": UnitFactory()}
    assert found_in(save(by_sex({"total": "9,9", "men": "5,0", "women": "7,2"}, **about))) == []


# The parts of a count never exceed its total


@pytest.fixture
def cases():
    indicator = IndicatorFactory(sets=["sex", "company_size"], parts_sum=True, measure="count")
    return {"indicator": indicator, "unit": UnitFactory()}


@pytest.mark.parametrize(
    "values",
    [
        {"total": "283648", "men": "90928", "women": "111102"},
        {"total": "100", "men": "60", "women": "40"},
        {"total": "100", "men": "100"},
        {"men": "60", "women": "50"},
        {"total": "100", "men": "60", "micro": "60"},
    ],
    ids=str,
)
def test_parts_that_fall_short_of_the_total_or_fill_it_are_taken(cases, values):
    assert found_in(save(by_sex(values, **cases))) == []


def test_parts_that_exceed_the_total_are_refused(cases):
    (problem,) = refused(by_sex({"total": "100", "men": "60", "women": "41"}, **cases))
    assert (problem.place, problem.code) == ("total", "parts-exceed-total")
    assert problem.message.startswith(f"Delarna är tillsammans 101, mer än totalen 100: män 60, kvinnor 41. {ADVICE}")


def test_one_part_alone_may_exceed_the_total(cases):
    (problem,) = refused(by_sex({"total": "100", "men": "101"}, **cases))
    assert problem.code == "parts-exceed-total"


def test_each_division_is_a_sum_of_its_own_and_all_that_exceed_are_told(cases):
    values = {"total": "100", "men": "60", "women": "41", "micro": "70", "small": "71"}
    (problem,) = refused(by_sex(values, **cases))
    assert "män 60, kvinnor 41" in problem.message
    assert "mikro 70, små 71" in problem.message


def test_rounded_money_may_exceed_by_its_rounding():
    money = {"indicator": IndicatorFactory(sets=["sex"], parts_sum=True, measure="tkr"), "unit": UnitFactory()}
    assert found_in(save(by_sex({"total": "10,0", "men": "5,1", "women": "5,0"}, **money))) == []
    (problem,) = refused(by_sex({"total": "10,0", "men": "5,2", "women": "5,0"}, month=7, **money))
    assert problem.code == "parts-exceed-total"


def test_the_more_parts_the_more_rounding():
    money = {"indicator": IndicatorFactory(sets=["company_size"], parts_sum=True, measure="tkr"), "unit": UnitFactory()}
    assert found_in(save(by_sex({"total": "10,0", "micro": "5,2", "small": "4,0", "large": "1,0"}, **money))) == []


def test_counts_known_to_hundreds_may_exceed_by_their_rounding(cases):
    numbers = {"total": Number(100, -2), "men": Number(51, -2), "women": Number(50, -2)}
    given = [replace(entry, number=numbers[entry.place]) for entry in by_sex(dict.fromkeys(numbers, "0"), **cases)]
    assert found_in(save(given)) == []


# What accumulates never falls within the year


@pytest.mark.parametrize("aggregation", ["sum", "accumulating"])
def test_an_accumulated_value_that_falls_is_a_warning_that_names_both(aggregation):
    about = {"indicator": IndicatorFactory(aggregation=aggregation), "unit": UnitFactory()}
    record("120", month=6, **about)
    (finding,) = record("110", month=8, **about).findings
    assert (finding.code, finding.level) == ("falls-within-year", WARNING)
    assert finding.message.startswith("Värdet minskar under året: 120 för jan–juni 2024 men 110 för jan–aug 2024.")


def test_a_month_that_is_filled_in_later_is_compared_with_the_one_after_it():
    about = {"indicator": IndicatorFactory(aggregation="sum"), "unit": UnitFactory()}
    record("120", month=12, span="full_year", **about)
    (finding,) = record("130", month=8, **about).findings
    assert finding.message.startswith("Värdet minskar under året: 130 för jan–aug 2024 men 120 för helår 2024.")


def test_a_value_between_two_wrong_neighbours_is_told_of_both():
    about = {"indicator": IndicatorFactory(aggregation="sum"), "unit": UnitFactory()}
    record("100", month=6, **about)
    record("50", month=12, span="full_year", **about)
    (finding,) = record("80", month=8, **about).findings
    assert "100 för jan–juni 2024 men 80 för jan–aug 2024" in finding.message
    assert "80 för jan–aug 2024 men 50 för helår 2024" in finding.message


@pytest.mark.parametrize(
    ("aggregation", "earlier", "later"),
    [
        ("sum", {"month": 6}, {"month": 8}),
        ("sum", {"month": 6}, {"month": 8, "value": "120"}),
        ("reported", {"month": 6}, {"month": 8, "value": "110"}),
        ("sum", {"month": 6, "span": "month"}, {"month": 8, "span": "month", "value": "110"}),
        ("sum", {"month": 6, "year": 2023}, {"month": 8, "value": "110"}),
        ("sum", {"month": 6, "scenario": "budget"}, {"month": 8, "scenario": "budget", "value": "110"}),
        ("sum", {"month": 6, "value": "no_data"}, {"month": 8, "value": "110"}),
    ],
    ids=["grows", "stands still", "a rate", "single months", "two years", "a budget", "unknown before"],
)
def test_nothing_is_said_where_nothing_falls(aggregation, earlier, later):
    about = {"indicator": IndicatorFactory(aggregation=aggregation), "unit": UnitFactory()}
    record(**{"value": "120"} | earlier | about)
    assert record(**{"value": "130"} | later | about).findings == ()


# Formulas


@pytest.fixture
def result():
    """net_result = revenues − costs, in tkr."""
    IndicatorFactory(code="revenues", aggregation="sum", measure="tkr")
    IndicatorFactory(code="costs", aggregation="sum", measure="tkr")
    return IndicatorFactory(
        code="net_result", name="Nettoresultat", aggregation="formula", formula="revenues - costs", measure="tkr"
    )


def parts(result, unit, revenues="27040", costs="27385", **about):
    by_code = {row.code: row for row in type(result).objects.all()}
    for code, value in (("revenues", revenues), ("costs", costs)):
        if value is not None:
            record(value, indicator=by_code[code], unit=unit, **about)


def test_an_entered_value_that_differs_from_its_formula_is_kept_and_told(result):
    unit = UnitFactory()
    parts(result, unit)
    (finding,) = record("-300", indicator=result, unit=unit).findings
    assert (finding.code, finding.level) == ("differs-from-formula", WARNING)
    assert finding.message == (
        "Nettoresultat räknas ur andra värden: 27\u00a0040 − 27\u00a0385 = −345."
        " Det angivna värdet −300 behålls bredvid."
    )


@pytest.mark.parametrize("value", ["-345", "-344", "-346"])
def test_a_value_as_the_formula_gives_it_within_the_rounding_is_taken(result, value):
    unit = UnitFactory()
    parts(result, unit)
    assert record(value, indicator=result, unit=unit).findings == ()


@pytest.mark.parametrize("missing", [{"costs": None}, {"costs": "no_data"}, {"revenues": None}], ids=str)
def test_a_value_is_taken_where_a_part_of_its_formula_is_missing(result, missing):
    unit = UnitFactory()
    parts(result, unit, **missing)
    assert record("-300", indicator=result, unit=unit).findings == ()


def test_parts_of_the_same_batch_count(result):
    unit = UnitFactory()
    by_code = {row.code: row for row in type(result).objects.all()}
    values = {"net_result": "-300", "revenues": "27040", "costs": "27385"}
    recorded = save([make_entry(value, indicator=by_code[code], unit=unit) for code, value in values.items()])
    assert [found.code for row in recorded for found in row.findings] == ["differs-from-formula"]


def test_a_budget_is_computed_from_the_budgets_of_its_decision(result):
    unit = UnitFactory()
    budget = {"scenario": "budget", "decision": DecisionFactory(), "reason": "Beslutad budget"}
    parts(result, unit, **budget)
    assert [found.code for found in record("0", indicator=result, unit=unit, **budget).findings] == [
        "differs-from-formula"
    ]
    other = budget | {"decision": DecisionFactory()}
    assert record("0", indicator=result, unit=unit, **other).findings == ()


def test_a_formula_may_look_at_another_scenario():
    money = IndicatorFactory(code="inv_net", aggregation="sum", measure="tkr")
    rest = IndicatorFactory(
        name="Investeringsavvikelse",
        aggregation="formula",
        formula="(inv_net@budget - inv_net) / inv_net@budget * 100",
    )
    unit = UnitFactory()
    record("60500", indicator=money, unit=unit, scenario="budget")
    record("45000", indicator=money, unit=unit)
    assert record("25,6", indicator=rest, unit=unit).findings == ()
    (finding,) = record("52,6", indicator=rest, unit=unit).findings
    assert finding.code == "differs-from-formula"


def test_a_forecast_is_computed_from_forecasts_of_its_month_and_what_else_its_formula_names():
    money = IndicatorFactory(code="inv_net", aggregation="sum", measure="tkr")
    rest = IndicatorFactory(aggregation="formula", formula="inv_net@budget - inv_net", measure="tkr")
    about = {"unit": UnitFactory(), "month": 12, "span": "full_year"}
    record("60500", indicator=money, scenario="budget", **about)
    record("45000", indicator=money, scenario="forecast", vintage=202408, **about)
    forecast = {"indicator": rest, "scenario": "forecast", **about}
    assert [found.code for found in record("1", vintage=202408, **forecast).findings] == ["differs-from-formula"]
    assert record("1", vintage=202407, **forecast).findings == ()


def test_a_formula_that_nobody_can_read_is_no_hindrance():
    broken = IndicatorFactory(aggregation="formula", formula="a plus b")
    assert record("7", indicator=broken).findings == ()
