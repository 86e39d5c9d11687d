"""Exact numbers and how they are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import (
    Number,
    difference,
    format_number,
    format_percent,
    format_with_unit,
    round_half_up,
    total,
)

NBSP, MINUS = "\u00a0", "\u2212"

numbers = st.builds(Number, st.integers(-(10**15), 10**15), st.integers(-3, 6))


@pytest.mark.parametrize(
    ("source", "scaled", "decimals"),
    [
        ("90,0", 900, 1),
        ("90.0", 900, 1),
        ("90", 90, 0),
        ("-186", -186, 0),
        ("\u2212186", -186, 0),
        ("1 234,50", 123450, 2),
        ("1\u00a0234", 1234, 0),
        ("0", 0, 0),
        ("-0,0", 0, 1),
        (Decimal("77.30"), 7730, 2),
        (Decimal("-0.5"), -5, 1),
        (Decimal("1E+3"), 1, -3),
        (45, 45, 0),
    ],
)
def test_a_number_keeps_the_decimals_of_its_source(source, scaled, decimals):
    number = Number.of(source)

    assert (number.scaled, number.decimals) == (scaled, decimals)


@pytest.mark.parametrize("source", ["", "abc", "1 23", "1,2,3", "1e5", "--1", Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(source):
    with pytest.raises(ValueError, match="är inget tal"):
        Number.of(source)


@pytest.mark.parametrize("source", [1.5, True])
def test_a_float_or_a_truth_value_never_becomes_a_number(source):
    with pytest.raises(TypeError):
        Number.of(source)
    with pytest.raises(TypeError):
        Number(source, 0)


def test_a_mistyped_exponent_is_refused_before_it_fills_the_memory():
    with pytest.raises(ValueError, match="decimaler"):
        Number.of(Decimal("1E+999999"))
    for wild in ("1E+999999", "1E-999999", "NaN", "-Infinity"):
        with pytest.raises(ValueError, match="inget tal att räkna med"):
            round_half_up(Decimal(wild), 0)


def test_the_value_is_a_plain_decimal_with_its_decimals():
    assert str(Number(900, 1).value) == "90.0"
    assert str(Number(-5, 3).value) == "-0.005"
    assert str(Number(6365, -2).value) == "636500"


def test_equal_is_the_same_figure_and_same_value_asks_about_the_value():
    assert Number.of("90,0") != Number.of("90")
    assert Number.of("90,0").same_value(Number.of("90"))
    assert not Number.of("90,1").same_value(Number.of("90"))


def test_zero_is_a_value_and_as_true_as_any_other():
    assert Number(0)


def test_shifting_from_tkr_to_mnkr_adds_three_decimals_and_back_again():
    in_tkr = Number.of("620173")

    in_mnkr = in_tkr.shift(-3)

    assert in_mnkr == Number(620173, 3)
    assert format_number(in_mnkr, 1) == "620,2"
    assert in_mnkr.shift(3) == in_tkr


def test_an_amount_known_to_hundreds_is_shown_as_mnkr_with_one_decimal():
    assert format_number(Number(6365, -2).shift(-3)) == "636,5"


@pytest.mark.parametrize(
    ("text", "decimals", "rounded"),
    [
        ("0,5", 0, "1"),
        ("-0,5", 0, f"{MINUS}1"),
        ("1,5", 0, "2"),
        ("2,5", 0, "3"),  # half to even would say 2
        ("2,45", 1, "2,5"),
        ("-2,45", 1, f"{MINUS}2,5"),
        ("0,449", 1, "0,4"),
        ("1250", -2, f"1{NBSP}300"),
        ("90", 1, "90,0"),
        ("-0,04", 1, "0,0"),
    ],
)
def test_rounding_is_half_up_away_from_zero(text, decimals, rounded):
    assert format_number(Number.of(text).rounded(decimals)) == rounded


def test_a_third_of_a_third_is_rounded_from_the_exact_value():
    sixth = Fraction(1, 6)

    assert round_half_up(sixth * 3, 0) == Number(1)


def test_a_sum_has_the_decimals_of_its_most_exact_part():
    assert total([Number.of("1,5"), Number.of("2"), Number.of("0,25")]) == Number(375, 2)
    assert total([]) == Number(0)
    assert difference(Number.of("1"), Number.of("1,0")) == Number(0, 1)


def test_a_tenth_added_ten_times_is_exactly_one():
    assert total([Number.of("0,1")] * 10) == Number.of("1,0")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("7", "7"),
        ("999", "999"),
        ("3412", f"3{NBSP}412"),
        ("226210", f"226{NBSP}210"),
        ("1234567,89", f"1{NBSP}234{NBSP}567,89"),
        ("90,0", "90,0"),
        ("0,05", "0,05"),
        ("-4,9", f"{MINUS}4,9"),
        ("-0,0", "0,0"),
        ("-16889", f"{MINUS}16{NBSP}889"),
    ],
)
def test_numbers_are_shown_as_swedish_print_does(number, shown):
    assert format_number(Number.of(number)) == shown
    assert str(Number.of(number)) == shown


def test_a_sign_stands_before_what_is_above_zero_only():
    assert format_number(Number.of("8245"), sign=True) == f"+8{NBSP}245"
    assert format_number(Number.of("-136"), sign=True) == f"{MINUS}136"
    assert format_number(Number.of("0,0"), sign=True) == "0,0"
    assert format_number(Decimal("-0.04"), 1, sign=True) == "0,0"


def test_a_unit_is_held_to_its_number_by_a_space_that_never_breaks():
    assert format_percent(Number.of("77,3")) == f"77,3{NBSP}%"
    assert format_percent(Number.of("1,25"), 1, sign=True) == f"+1,3{NBSP}%"
    assert format_with_unit(8245, "tkr") == f"8{NBSP}245{NBSP}tkr"
    assert format_with_unit(Number.of("78,9"), "") == "78,9"


def test_zeros_that_were_computed_can_be_trimmed():
    assert Number.of("26,70").trimmed() == Number.of("26,7")
    assert Number.of("26,00").trimmed(1) == Number.of("26,0")
    assert Number.of("2670").trimmed() == Number.of("2670")


@given(numbers)
def test_a_number_is_its_decimal_and_its_fraction(number):
    assert Fraction(number.value) == number.fraction
    assert Number.of(number.value).same_value(number)


@given(numbers, st.integers(-3, 6))
def test_rounding_moves_a_number_by_half_a_unit_at_most_and_once_is_enough(number, decimals):
    rounded = number.rounded(decimals)

    assert abs(rounded.fraction - number.fraction) <= Fraction(1, 2) / Fraction(10) ** decimals
    assert rounded.rounded(decimals) == rounded


@given(numbers, st.integers(-3, 6))
def test_rounding_treats_both_sides_of_zero_alike(number, decimals):
    assert (-number).rounded(decimals) == -number.rounded(decimals)


@given(numbers, st.integers(-5, 5))
def test_shifting_there_and_back_changes_nothing(number, power):
    assert number.shift(power).shift(-power) == number


@given(st.lists(numbers, max_size=13))
def test_a_sum_is_exact(parts):
    assert total(parts).fraction == sum(part.fraction for part in parts)


@given(numbers, st.booleans())
def test_a_shown_number_never_has_a_signed_zero_or_a_breaking_space(number, sign):
    shown = format_number(number, sign=sign)

    assert " " not in shown
    assert "-" not in shown
    assert (shown[0] == MINUS) == (number.scaled < 0)
    assert (shown[0] == "+") == (sign and number.scaled > 0)
