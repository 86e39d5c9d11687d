"""Rows × columns → cells: signs, deviations, totals, rounding, and what stands where nothing is known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import NBSP, Number
from indicators.pivot.coordinates import Coordinates
from indicators.pivot.table import Column, Override, Pivot, Row, Rules
from tests.indicators.pivot.worlds import figure, lookup

ACTUAL = Column("actual", Coordinates(span="period"))
BUDGET = Column("budget", Coordinates(span="period", scenario="budget"))
DEVIATION = Column("deviation", formula="favourable", actual="actual", base="budget")
RULES = Rules(defaults=Coordinates(unit="all"))


def cells(figures, rows, columns=(ACTUAL, BUDGET, DEVIATION), rules=RULES):
    return Pivot(rows, columns, rules, lookup(*figures)).grid()


def texts(line):
    return [cell.text for cell in line.values()]


def pair(indicator, actual, budget, **where):
    return [figure(indicator, actual, **where), figure(indicator, budget, scenario="budget", **where)]


@pytest.mark.parametrize(("indicator", "expected"), [("costs", "−3"), ("revenues", "3"), ("net_result", "3")])
def test_favourable_is_plus_when_it_is_better_than_budget(indicator, expected):
    [line] = cells(pair(indicator, "13", "10"), [Row("r", Coordinates(indicator=indicator))])
    assert texts(line) == ["13", "10", expected]


def test_a_row_may_have_its_own_formula():
    row = Row("r", Coordinates(indicator="costs"), formula="actual_minus_base")
    assert texts(cells(pair("costs", "13", "10"), [row])[0])[2] == "3"


def test_a_result_shown_as_net_cost_changes_sign_and_lower_is_better():
    row = Row("r", Coordinates(indicator="net_result"), sign="net_cost")
    assert texts(cells(pair("net_result", "16889", "3346"), [row])[0]) == [
        f"−16{NBSP}889",
        f"−3{NBSP}346",
        f"13{NBSP}543",
    ]


def test_the_deviation_explains_itself_with_its_numbers():
    columns = (ACTUAL, BUDGET, replace(DEVIATION, actual_word="Utfall", base_word="Budget"))
    [line] = cells(pair("costs", "13", "10"), [Row("r", Coordinates(indicator="costs"))], columns)
    assert line["deviation"].explanation == "Budget 10 − utfall 13 = −3"


def shares(formula, base="budget"):
    return Column("share", formula=formula, actual="actual", base=base, actual_word="Utfall", base_word="Budget")


@pytest.mark.parametrize(
    ("formula", "actual", "budget", "expected"),
    [
        ("share", "1", "8", "12,5"),
        ("share", "-1", "-8", "12,5"),
        ("share", "2", "3", "66,7"),
        ("change_percent", "110", "100", "10,0"),
        ("change_percent", "-450", "-300", "−50,0"),
        ("change_percent", "100", "100", "0,0"),
    ],
)
def test_a_share_and_a_change_are_shown_in_per_cent_with_one_decimal(formula, actual, budget, expected):
    columns = (ACTUAL, BUDGET, shares(formula))
    [line] = cells(pair("costs", actual, budget), [Row("r", Coordinates(indicator="costs"))], columns)
    assert texts(line)[2] == expected


@pytest.mark.parametrize(("actual", "budget", "why"), [("5", "0", "budget är 0"), ("-5", "10", "olika tecken")])
def test_a_per_cent_that_would_say_nothing_stands_empty_and_says_why(actual, budget, why):
    for formula in ("share", "change_percent"):
        columns = (ACTUAL, BUDGET, shares(formula))
        [line] = cells(pair("costs", actual, budget), [Row("r", Coordinates(indicator="costs"))], columns)
        assert (line["share"].text, line["share"].exact) == ("", None)
        assert why in line["share"].explanation


def test_a_share_of_the_total_is_of_the_nearest_total_below_or_of_the_sum_of_the_lines():
    figures = [figure("costs", value, unit=unit) for unit, value in (("a", "1"), ("b", "2"), ("all", "4"))]
    lines = [Row("a", Coordinates(indicator="costs", unit="a")), Row("b", Coordinates(indicator="costs", unit="b"))]
    columns = (ACTUAL, shares("share_of_total", base=""))
    entered = Row("t", Coordinates(indicator="costs"), role="total", total="entered")
    assert [texts(line)[1] for line in cells(figures, [*lines, entered], columns)] == ["25,0", "50,0", "100,0"]
    computed = Row("t", Coordinates(indicator="costs"), role="total", total="computed")
    grid = cells(figures, [*lines, computed], columns)
    assert [texts(line)[1] for line in grid] == ["33,3", "66,7", "100,0"]
    assert grid[0]["share"].explanation == f"Utfall 1 av totalen 3 = 33,3{NBSP}%"
    assert [texts(line)[1] for line in cells(figures, lines, columns)] == ["33,3", "66,7"]


def test_a_varav_row_of_something_else_than_the_total_has_no_share_of_it():
    figures = [figure("net_result", "4"), figure("costs", "100")]
    rows = [
        Row("t", Coordinates(indicator="net_result"), role="total", total="entered"),
        Row("v", Coordinates(indicator="costs"), role="of_which"),
    ]
    assert [texts(line)[1] for line in cells(figures, rows, (ACTUAL, shares("share_of_total", base="")))] == [
        "100,0",
        "",
    ]


def test_the_difference_of_two_shares_is_computed_from_what_was_not_rounded():
    half = replace(shares("share"), key="half", actual="budget", base="actual")
    apart = Column("apart", formula="actual_minus_base", actual="share", base="half", decimals=1)
    columns = (ACTUAL, BUDGET, shares("share"), half, apart)
    [line] = cells(pair("costs", "2", "3"), [Row("r", Coordinates(indicator="costs"))], columns)
    assert texts(line)[2:] == ["66,7", "150,0", "−83,3"]


def test_a_deviation_needs_both_its_figures():
    [line] = cells([figure("costs", "13")], [Row("r", Coordinates(indicator="costs"))])
    assert texts(line) == ["13", "", ""]


def test_money_is_converted_to_mnkr_and_rounded_half_up_once():
    rules = replace(RULES, money="mnkr", decimals=1)
    figures = [*pair("costs", "638450", "620150")]
    [line] = cells(figures, [Row("r", Coordinates(indicator="costs"))], rules=rules)
    assert texts(line) == ["638,5", "620,2", "−18,3"]


def test_what_is_no_money_keeps_its_unit_in_a_table_of_mnkr():
    rules = replace(RULES, money="mnkr")
    [line] = cells([figure("cases", "1234")], [Row("r", Coordinates(indicator="cases"))], (ACTUAL,), rules)
    assert texts(line) == [f"1{NBSP}234"]


def test_decimals_are_shown_as_reported_unless_the_table_says_otherwise():
    figures = [figure("sick", "90,0")]
    row = Row("r", Coordinates(indicator="sick"))
    assert texts(cells(figures, [row], (ACTUAL,))[0]) == ["90,0"]
    assert texts(cells(figures, [row], (ACTUAL,), replace(RULES, decimals=0))[0]) == ["90"]


def test_an_entered_total_stands_and_its_difference_to_the_parts_is_kept():
    figures = [
        figure("costs", "5", unit="east"),
        figure("costs", "7", unit="west"),
        figure("costs", "13"),
    ]
    rows = [
        Row("e", Coordinates(indicator="costs", unit="east")),
        Row("w", Coordinates(indicator="costs", unit="west")),
        Row("t", Coordinates(indicator="costs"), role="total", total="entered"),
    ]
    total = cells(figures, rows, (ACTUAL,))[2]["actual"]
    assert (total.text, str(total.difference)) == ("13", "1")


def test_a_computed_total_is_the_sum_of_the_lines_and_not_of_the_varav_rows():
    figures = [figure("costs", "5", unit="east"), figure("costs", "7", unit="west"), figure("revenues", "100")]
    rows = [
        Row("e", Coordinates(indicator="costs", unit="east")),
        Row("v", Coordinates(indicator="revenues"), role="of_which"),
        Row("w", Coordinates(indicator="costs", unit="west")),
        Row("t", Coordinates(indicator="costs"), role="total", total="computed"),
    ]
    assert cells(figures, rows, (ACTUAL,))[3]["actual"].text == "12"


def test_a_total_entered_nowhere_is_computed():
    rows = [
        Row("e", Coordinates(indicator="costs", unit="east")),
        Row("t", Coordinates(indicator="costs"), role="total", total="entered"),
    ]
    assert cells([figure("costs", "5", unit="east")], rows, (ACTUAL,))[1]["actual"].text == "5"


def test_a_line_without_a_value_leaves_no_computed_total():
    rows = [
        Row("e", Coordinates(indicator="costs", unit="east")),
        Row("w", Coordinates(indicator="costs", unit="west")),
        Row("t", Coordinates(indicator="costs"), role="total", total="computed"),
    ]
    assert cells([figure("costs", "5", unit="east")], rows, (ACTUAL,))[2]["actual"].text == ""


def test_a_unit_that_did_not_exist_has_a_dash_and_no_part_in_the_sum():
    last_year = Column("before", Coordinates(span="period", year=-1))
    rows = [
        Row("e", Coordinates(indicator="costs", unit="east")),
        Row("w", Coordinates(indicator="costs", unit="west")),
        Row("t", Coordinates(indicator="costs"), role="total", total="computed"),
    ]
    grid = cells([figure("costs", "5", unit="east", year=2020)], rows, (last_year,))
    assert [line["before"].text for line in grid] == ["5", "–", "5"]


def test_a_unit_that_exists_without_a_figure_has_an_empty_cell():
    assert texts(cells([], [Row("e", Coordinates(indicator="costs", unit="east"))], (ACTUAL,))[0]) == [""]


def test_one_cell_may_ask_for_something_else_or_state_a_text():
    row = Row(
        "r",
        Coordinates(indicator="costs"),
        overrides={"budget": Override(text="Helår 2019:"), "actual": Override(Coordinates(indicator="revenues"))},
    )
    assert texts(cells([figure("revenues", "9")], [row])[0]) == ["9", "Helår 2019:", ""]


def test_a_stated_number_takes_part_in_the_deviation():
    row = Row(
        "r", Coordinates(indicator="costs"), overrides={"budget": Override(text="0")}, formula="actual_minus_base"
    )
    assert texts(cells([figure("costs", "9")], [row])[0]) == ["9", "0", "9"]


def test_a_group_row_has_no_figures():
    row = Row("g", Coordinates(indicator="costs"), role="group")
    assert texts(cells([figure("costs", "9")], [row], (ACTUAL,))[0]) == [""]


def test_a_marker_is_shown_with_its_word_and_takes_no_part_in_a_deviation():
    figures = [figure("costs", "", marker="no_data"), figure("costs", "9", scenario="budget")]
    assert texts(cells(figures, [Row("r", Coordinates(indicator="costs"))])[0]) == ["IU", "9", ""]


def test_a_cell_knows_the_footnotes_of_its_figure():
    [line] = cells(
        [figure("sick", "82", footnote="Ny beräkning")], [Row("r", Coordinates(indicator="sick"))], (ACTUAL,)
    )
    assert line["actual"].footnotes == ("Ny beräkning",)


AMOUNTS = st.integers(-(10**9), 10**9)


@given(AMOUNTS, AMOUNTS)
def test_the_deviations_of_costs_and_revenues_add_up_to_that_of_the_result(actual, budget):
    def of(indicator):
        figures = pair(indicator, str(actual), str(budget))
        return cells(figures, [Row("r", Coordinates(indicator=indicator))])[0]["deviation"].exact

    assert of("revenues").same_value(-of("costs"))
    assert of("net_result").same_value(Number(actual - budget))


@given(st.lists(AMOUNTS, min_size=2, max_size=2), st.sampled_from(["tkr", "mnkr"]), st.integers(0, 3))
def test_a_computed_total_is_exact_before_it_is_rounded(amounts, money, decimals):
    figures = [figure("costs", str(a), unit=u) for a, u in zip(amounts, ("east", "west"), strict=True)]
    rows = [Row(u, Coordinates(indicator="costs", unit=u)) for u in ("east", "west")]
    rows.append(Row("t", Coordinates(indicator="costs"), role="total", total="computed"))
    total = cells(figures, rows, (ACTUAL,), Rules(money, decimals, Coordinates(unit="all")))[2]["actual"]
    exact = Number(sum(amounts)).shift(-3) if money == "mnkr" else Number(sum(amounts))
    assert total.exact.same_value(exact)
    assert total.shown == exact.rounded(decimals)
