"""Formulas over indicators: read, computed, explained, refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas import DEEPEST_FORMULA, LONGEST_FORMULA, Formula, FormulaError, Missing, Reference
from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number, round_half_up

NBSP = "\u00a0"


def values(**known):
    """Values by code; `inv_net__budget` stands for inv_net@budget."""
    return {
        Reference(*name.split("__")): value if isinstance(value, Marker | Number) else Number.of(value)
        for name, value in known.items()
    }


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1", "1"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 5", "2"),
        ("2 * 3 / 4", "1.5"),
        ("-2 + 5", "3"),
        ("--2", "2"),
        ("2 * -3", "-6"),
        ("-(2 + 3) * 2", "-10"),
        ("0.1 + 0.2", "0.3"),
        ("0,1 + 0,2", "0.3"),
        ("1 / 3 * 3", "1"),
        ("7 \u2212 2", "5"),
        (" ( ( 1 ) ) ", "1"),
    ],
)
def test_arithmetic_follows_the_ordinary_rules_exactly(text, result):
    assert Formula.parse(text).evaluate({}) == Decimal(result)


def test_the_result_is_revenues_less_costs():
    formula = Formula.parse("revenues - costs")

    assert formula.evaluate(values(revenues="636,5", costs="638,4")) == Decimal("-1.9")


def test_the_budget_deviation_in_per_cent_of_turnover_has_its_sign():
    formula = Formula.parse("net_result / revenues * 100")
    known = values(net_result="-1,9", revenues="636,5")

    assert format_number(formula.evaluate(known), 1) == "−0,3"
    assert formula.explain(known, decimals=1) == "−1,9 / 636,5 × 100 = −0,3"


def test_a_code_may_name_its_scenario():
    formula = Formula.parse("(inv_net@budget - inv_net) / inv_net@budget * 100")
    known = values(inv_net__budget="78", inv_net="78,9")

    assert formula.references() == (Reference("inv_net", "budget"), Reference("inv_net"))
    assert format_number(formula.evaluate(known), 1) == "−1,2"
    assert formula.explain(known, decimals=1) == "(78 − 78,9) / 78 × 100 = −1,2"


def test_values_can_be_given_under_plain_pairs():
    assert Formula.parse("a@budget").evaluate({("a", "budget"): Number(7)}) == 7


def test_a_difference_of_shares_is_in_percentage_points():
    formula = Formula.parse("anbud_vunnit - anbud_lamnat")

    assert formula.explain(values(anbud_vunnit="22", anbud_lamnat="29")) == "22 − 29 = −7"


def test_each_reference_is_listed_once_in_the_order_of_the_text():
    formula = Formula.parse("b + a * b - c@plan + c")

    assert [reference.named() for reference in formula.references()] == ["b", "a", "c (plan)", "c"]


def test_a_negative_number_is_bracketed_inside_an_explanation():
    assert Formula.parse("a - b").explain(values(a="-3", b="-4")) == "−3 − (−4) = 1"
    assert Formula.parse("(a) * -b").explain(values(a="-3", b="4")) == "(−3) × −4 = 12"


def test_an_explanation_shows_numbers_as_reported_and_two_decimals_of_the_result_at_most():
    formula = Formula.parse("a / b * 100")

    assert formula.explain(values(a="134", b="62240")) == f"134 / 62{NBSP}240 × 100 = 0,22"
    assert formula.explain(values(a="1,0", b="4")) == "1,0 / 4 × 100 = 25"


def test_a_quotient_that_ends_in_five_is_rounded_up_and_not_by_chance():
    formula = Formula.parse("a / 3 * 3")

    assert round_half_up(formula.evaluate(values(a="0,5")), 0) == Number(1)


def test_a_missing_value_is_named_and_nothing_is_computed():
    formula = Formula.parse("net_result / revenues * 100")
    names = {"net_result": "Nettoresultat", "revenues": "Intäkter"}

    result = formula.evaluate(values(net_result=Marker.NO_DATA), names)

    assert result == Missing("Går inte att räkna: Nettoresultat: ingen uppgift (IU), Intäkter saknas.")
    assert formula.explain({}, names=names) == "Går inte att räkna: Nettoresultat saknas, Intäkter saknas."


def test_a_missing_value_of_a_scenario_says_which():
    result = Formula.parse("a@budget - a").evaluate(values(a="1"), {"a": "Utgifter"})

    assert result == Missing("Går inte att räkna: Utgifter (budget) saknas.")


def test_zero_is_a_value_in_a_formula():
    assert Formula.parse("a + b").evaluate(values(a="0", b="5")) == 5


def test_a_division_by_zero_is_missing_with_the_numbers_put_in():
    result = Formula.parse("a / (b - b) * 100").evaluate(values(a="3", b="5"))

    assert result == Missing("Går inte att räkna: nämnaren är noll i 3 / (5 − 5) × 100.")


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("", 1, "tom"),
        ("   ", 1, "tom"),
        ("a +", 4, "slutar den"),
        ("a + * b", 5, "står ”*”"),
        ("* a", 1, "står ”*”"),
        ("a b", 3, "står ”b”"),
        ("a 2", 3, "står ”2”"),
        ("(a + b", 1, "stängs aldrig"),
        ("a * (b + (c)", 5, "stängs aldrig"),
        ("(a b)", 4, "väntas"),
        ("a + b)", 6, "står ”)”"),
        ("()", 2, "står ”)”"),
        ("a ^ b", 3, "”^”"),
        ("a ** b", 4, "står ”*”"),
        ("a // b", 4, "står ”/”"),
        ("12abc", 1, "”12abc”"),
        ("1.2.3", 4, "”.3”"),
        ("a@", 1, "”a@”"),
        ("a@verklig", 1, "finns inte"),
        ("a@budget@plan", 1, "går inte att läsa"),
        ("Intäkter", 1, "”Intäkter”"),
        ("a.b", 2, "”.b”"),
        ("a = b", 3, "”=”"),
        ("__import__('os')", 1, "går inte att läsa"),
        ("a if b else c", 3, "står ”if”"),
        ("a\n+\nå", 5, "”å”"),
    ],
)
def test_a_formula_that_cannot_be_read_is_refused_at_its_place(text, position, told):
    with pytest.raises(FormulaError) as caught:
        Formula.parse(text)

    assert caught.value.position == position
    assert told in caught.value.message


def test_a_refusal_says_what_to_write_instead():
    with pytest.raises(FormulaError) as caught:
        Formula.parse("a + * b")

    assert caught.value.message == (
        "Vid tecken 5 i formeln väntas ett tal, en kod eller en parentes, men där står ”*”."
        " Skriv till exempel net_result / revenues * 100."
    )


def test_too_long_and_too_deep_formulas_are_refused():
    Formula.parse("(" * DEEPEST_FORMULA + "a" + ")" * DEEPEST_FORMULA)
    with pytest.raises(FormulaError, match="nivåer"):
        Formula.parse("(" * (DEEPEST_FORMULA + 1) + "a" + ")" * (DEEPEST_FORMULA + 1))
    with pytest.raises(FormulaError, match="nivåer"):
        Formula.parse("-" * (DEEPEST_FORMULA + 1) + "a")
    with pytest.raises(FormulaError, match="Högst"):
        Formula.parse("a" * (LONGEST_FORMULA + 1))


def test_a_long_row_of_terms_is_no_depth():
    formula = Formula.parse(" + ".join(["a"] * 75))

    assert formula.evaluate(values(a="2")) == 150


def test_brackets_one_after_the_other_are_no_depth():
    assert Formula.parse(" + ".join(["(1)"] * 40)).evaluate({}) == 40


def test_a_formula_is_shown_as_it_was_written():
    assert str(Formula.parse("  a - b ")) == "a - b"


@given(st.text(max_size=320))
def test_junk_is_read_or_refused_but_never_crashes(text):
    _read_and_compute(text)


@given(st.text(alphabet="ab12 +-*/()@_.,budget\u2212", max_size=60))
def test_what_almost_is_a_formula_never_crashes(text):
    _read_and_compute(text)


def _read_and_compute(text):
    formula = _read(text)
    if isinstance(formula, FormulaError):
        assert 1 <= formula.position <= max(len(text), 1) + 1
        return
    known = dict.fromkeys(formula.references(), Number.of("1,5"))
    assert isinstance(formula.evaluate(known), Decimal | Missing)
    assert formula.explain(known)


def _read(text):
    try:
        return Formula.parse(text)
    except FormulaError as error:
        return error


def test_very_small_and_very_large_results_are_still_numbers():
    smallest, largest = Number(1, 6), Number(10**15 - 1)
    known = values(a=smallest, b=largest)

    assert format_number(Formula.parse("a / b / b / b").evaluate(known), 2) == "0,00"
    assert Formula.parse(" * ".join(["b"] * 70)).evaluate(known) == (10**15 - 1) ** 70


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_a_formula_computes_what_its_arithmetic_says(a, b, c):
    known = values(a=Number(a, 2), b=Number(b, 1), c=Number(c))

    result = Formula.parse("(a - b) / c * 100").evaluate(known)

    exact = (Number(a, 2).fraction - Number(b, 1).fraction) / c * 100
    assert round_half_up(result, 6) == round_half_up(exact, 6)
