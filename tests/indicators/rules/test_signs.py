"""Signs of deviations and results, held against every table that was printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import Number, total
from indicators.signs import (
    Better,
    DeviationFormula,
    SignConvention,
    apply_sign,
    deviation,
    deviation_legend,
    explain_deviation,
    sign_legend,
    total_difference,
    within_rounding,
)

ACTUAL_MINUS_BASE, BASE_MINUS_ACTUAL, FAVOURABLE = DeviationFormula
HIGHER, LOWER = Better
numbers = st.builds(Number, st.integers(-(10**9), 10**9), st.integers(0, 3))


def n(*texts):
    return [Number.of(text) for text in texts]


# (table, row, formula, better, actual, base, printed deviation); all as printed, deviations computed on what is shown.
PRINTED = [
    # D19 summary: the result is shown as a net cost, which is better the lower it is
    ("D19 summary", "nettokostnader", FAVOURABLE, LOWER, "-16 889", "-3 346", "13 543"),
    ("D19 summary", "varav intäkter", FAVOURABLE, HIGHER, "269 817", "266 923", "2 894"),
    ("D19 summary", "Investeringar, netto", FAVOURABLE, LOWER, "48 000", "37 900", "-10 100"),
    # D19 Resultat: Förändring against the year before
    ("D19 Resultat", "Ekonomiservice", ACTUAL_MINUS_BASE, HIGHER, "-65", "113", "-178"),
    ("D19 Resultat", "HR service", ACTUAL_MINUS_BASE, HIGHER, "433", "-653", "1 086"),
    ("D19 Resultat", "Kontakt Linköping", ACTUAL_MINUS_BASE, HIGHER, "2 787", "647", "2 140"),
    ("D19 Resultat", "LKDATA", ACTUAL_MINUS_BASE, HIGHER, "12 976", "5 916", "7 060"),
    ("D19 Resultat", "Stadsarkivet", ACTUAL_MINUS_BASE, HIGHER, "87", "412", "-325"),
    ("D19 Resultat", "VSS ledning", ACTUAL_MINUS_BASE, HIGHER, "-203", "0", "-203"),
    ("D19 Resultat", "Summa", ACTUAL_MINUS_BASE, HIGHER, "16 015", "6 435", "9 580"),
    # D19 Prognos
    ("D19 Prognos", "Kontakt Linköping", FAVOURABLE, HIGHER, "2 000", "0", "2 000"),
    ("D19 Prognos", "LKDATA", FAVOURABLE, HIGHER, "15 834", "3 346", "12 488"),
    ("D19 Prognos", "VSS ledning", FAVOURABLE, HIGHER, "-945", "0", "-945"),
    ("D19 Prognos", "Summa nettoresultat", FAVOURABLE, HIGHER, "16 889", "3 346", "13 543"),
    ("D19 Prognos", "varav intäkter", FAVOURABLE, HIGHER, "269 817", "266 923", "2 894"),
    # D19 Investeringar
    ("D19 Investeringar", "IT-utrustning", FAVOURABLE, LOWER, "47 960", "37 900", "-10 060"),
    ("D19 Investeringar", "Pekplattor", FAVOURABLE, LOWER, "40", "0", "-40"),
    ("D19 Investeringar", "Summa", FAVOURABLE, LOWER, "48 000", "37 900", "-10 100"),
    # D20
    ("D20 summary", "nettokostnader", ACTUAL_MINUS_BASE, HIGHER, "-136", "0", "-136"),
    ("D20 summary", "varav kostnader", FAVOURABLE, LOWER, "294 028", "294 028", "0"),
    ("D20 summary", "varav intäkter", FAVOURABLE, HIGHER, "294 028", "294 028", "0"),
    ("D20 summary", "Investeringar, netto", FAVOURABLE, LOWER, "60 000", "45 000", "-15 000"),
    ("D20 Resultat", "VSS ledning", FAVOURABLE, HIGHER, "-143", "0", "-143"),
    ("D20 Resultat", "Ekonomiservice", FAVOURABLE, HIGHER, "-80", "-74", "-6"),
    ("D20 Resultat", "E-lärandecenter", FAVOURABLE, HIGHER, "-941", "0", "-941"),
    ("D20 Resultat", "Summa", FAVOURABLE, HIGHER, "-453", "-573", "120"),
    ("D20 Prognos", "Kontakt Linköping", FAVOURABLE, HIGHER, "1 136", "0", "1 136"),
    ("D20 Prognos", "E-lärandecenter", FAVOURABLE, HIGHER, "-500", "0", "-500"),
    ("D20 Prognos", "LKDATA", FAVOURABLE, HIGHER, "309", "0", "309"),
    # The same investment as in the summary, with the other sign
    ("D20 Investeringar", "IT-utrustning", ACTUAL_MINUS_BASE, LOWER, "60 000", "45 000", "15 000"),
    ("D20 Investeringar", "varav inkomster", ACTUAL_MINUS_BASE, HIGHER, "0", "0", "0"),
    # D21
    ("D21 summary", "nettokostnader", FAVOURABLE, HIGHER, "8 245", "0", "8 245"),
    ("D21 summary", "Investeringar, netto", FAVOURABLE, LOWER, "39 000", "53 500", "14 500"),
    ("D21 Resultat", "Upphandling och inköp", FAVOURABLE, HIGHER, "380", "-41", "421"),
    ("D21 Resultat", "skyddslager", FAVOURABLE, HIGHER, "1 076", "41", "1 035"),
    ("D21 Resultat", "LKDATA", FAVOURABLE, HIGHER, "6 113", "1 425", "4 688"),
    ("D21 Resultat", "Summa", FAVOURABLE, HIGHER, "11 236", "1 635", "9 601"),
    ("D21 Prognos", "VSS ledning och stab", FAVOURABLE, HIGHER, "-2 200", "0", "-2 200"),
    ("D21 Prognos", "Summa nettokostnader", FAVOURABLE, HIGHER, "8 245", "0", "8 245"),
    ("D21 Investeringar", "IT-utrustning", FAVOURABLE, LOWER, "32 500", "53 500", "21 000"),
    ("D21 Investeringar", "Inventarier Ebbepark", FAVOURABLE, LOWER, "6 500", "0", "-6 500"),
    ("D21 Investeringar", "Summa", FAVOURABLE, LOWER, "39 000", "53 500", "14 500"),
    # VB, mnkr
    ("VB summary", "nettokostnader", FAVOURABLE, HIGHER, "-1,9", "0", "-1,9"),
    ("VB summary", "Investeringar, netto", ACTUAL_MINUS_BASE, LOWER, "78,9", "78", "0,9"),
    ("VB Resultat", "Stab och ledning", FAVOURABLE, HIGHER, "-4,9", "0,0", "-4,9"),
    ("VB Resultat", "VO HR", FAVOURABLE, HIGHER, "0,4", "0,0", "0,4"),
    ("VB Resultat", "Summa", FAVOURABLE, HIGHER, "-1,9", "0,0", "-1,9"),
    ("VB Resultat", "varav kostnader", ACTUAL_MINUS_BASE, LOWER, "638,4", "620,1", "18,3"),
    ("VB Resultat", "varav intäkter", ACTUAL_MINUS_BASE, HIGHER, "636,5", "620,1", "16,4"),
    ("VB projekt", "IT utrustning", ACTUAL_MINUS_BASE, LOWER, "78,9", "77,5", "1,4"),
    ("VB projekt", "Inventarier Ebbepark", ACTUAL_MINUS_BASE, LOWER, "0,0", "0,5", "-0,5"),
    ("VB projekt", "Summa", ACTUAL_MINUS_BASE, LOWER, "78,9", "78", "0,9"),
]

# Printed from kronor that we don't have: one unit beside what the printed figures give.
ROUNDED_IN_PRINT = [
    ("D19 summary", "varav kostnader", FAVOURABLE, LOWER, "252 928", "263 577", "10 648"),
    ("D19 Prognos", "varav kostnader", FAVOURABLE, LOWER, "252 928", "263 577", "10 648"),
    ("D20 Resultat", "LKDATA", FAVOURABLE, HIGHER, "1 281", "-499", "1 779"),
    ("D21 Resultat", "Ekonomiservice", FAVOURABLE, HIGHER, "320", "210", "111"),
]


@pytest.mark.parametrize(("table", "row", "formula", "better", "actual", "base", "printed"), PRINTED)
def test_a_deviation_is_the_printed_one(table, row, formula, better, actual, base, printed):
    computed = deviation(formula, Number.of(actual), Number.of(base), better)

    assert computed.same_value(Number.of(printed)), f"{table}, {row}: {computed}"


@pytest.mark.parametrize(("table", "row", "formula", "better", "actual", "base", "printed"), ROUNDED_IN_PRINT)
def test_a_deviation_printed_from_kronor_is_within_rounding(table, row, formula, better, actual, base, printed):
    computed = deviation(formula, Number.of(actual), Number.of(base), better)

    assert not computed.same_value(Number.of(printed)), f"{table}, {row}"
    assert within_rounding([computed], Number.of(printed), 0)


def test_the_two_deviations_that_were_printed_wrong_in_2021_are_computed_right():
    costs = deviation(FAVOURABLE, *n("354 881", "356 658"), LOWER)
    revenues = deviation(FAVOURABLE, *n("363 126", "356 658"), HIGHER)

    assert (costs, revenues) == (Number.of("1 777"), Number.of("6 468"))
    assert total([costs, revenues]) == Number.of("8 245")


def test_the_net_cost_of_2019_is_the_result_with_the_other_sign():
    result, budget = n("16 889", "3 346")

    shown = apply_sign(SignConvention.NET_COST, result), apply_sign(SignConvention.NET_COST, budget)

    assert shown == (Number.of("-16 889"), Number.of("-3 346"))
    assert deviation(FAVOURABLE, *shown, LOWER) == deviation(FAVOURABLE, result, budget, HIGHER) == Number.of("13 543")
    assert deviation(BASE_MINUS_ACTUAL, *shown) == Number.of("13 543")


def test_the_result_convention_leaves_the_sign_alone():
    assert apply_sign("result", Number.of("-1,9")) == Number.of("-1,9")
    assert apply_sign("net_cost", Number.of("0,0")) == Number.of("0,0")


def test_the_deviations_of_revenues_and_costs_give_that_of_the_result():
    costs = deviation(ACTUAL_MINUS_BASE, *n("638,4", "620,1"))
    revenues = deviation(ACTUAL_MINUS_BASE, *n("636,5", "620,1"))

    assert total([revenues, -costs]) == Number.of("-1,9")


def test_what_is_neither_better_nor_worse_deviates_upwards():
    assert deviation(FAVOURABLE, *n("221", "225"), None) == Number(-4)


def test_a_deviation_is_computed_from_the_unrounded_values_and_rounded_once():
    actual, base = n("620 449", "600 050")  # tkr; as mnkr 620,4 and 600,1

    exact = deviation(ACTUAL_MINUS_BASE, actual, base).shift(-3)

    assert str(exact.rounded(1)) == "20,4"
    assert str(deviation(ACTUAL_MINUS_BASE, *n("620,4", "600,1"))) == "20,3"


@pytest.mark.parametrize("wrong", ["sideways", ""])
def test_an_unknown_formula_or_convention_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a valid"):
        deviation(wrong, Number(1), Number(2))
    with pytest.raises(ValueError, match="is not a valid"):
        apply_sign(wrong, Number(1))
    with pytest.raises(ValueError, match="is not a valid"):
        deviation_legend(wrong)


@pytest.mark.parametrize(
    ("formula", "base", "better", "is_cost", "legend"),
    [
        (FAVOURABLE, "budget", HIGHER, False, "+ = bättre än budget"),
        (FAVOURABLE, "ram", LOWER, True, "+ = bättre än ram"),
        (FAVOURABLE, "budget", None, False, "+ = högre än budget"),
        (ACTUAL_MINUS_BASE, "budget", HIGHER, False, "+ = högre än budget"),
        (ACTUAL_MINUS_BASE, "budget", LOWER, True, "+ = dyrare än budget"),
        (ACTUAL_MINUS_BASE, "samma period 2020", HIGHER, False, "+ = högre än samma period 2020"),
        (BASE_MINUS_ACTUAL, "budget", LOWER, True, "+ = billigare än budget"),
        (BASE_MINUS_ACTUAL, "budget", LOWER, False, "+ = lägre än budget"),
    ],
)
def test_the_legend_says_what_plus_means(formula, base, better, is_cost, legend):
    assert deviation_legend(formula, base, better, is_cost=is_cost) == legend


def test_the_legend_of_a_result_says_what_its_sign_means():
    assert sign_legend(SignConvention.RESULT) == "+ = överskott, − = underskott"
    assert sign_legend("net_cost") == "+ = underskott (nettokostnad), − = överskott"


def test_a_deviation_explains_itself_with_the_numbers_put_in():
    told = explain_deviation(FAVOURABLE, ("Prognos", Number.of("8 245")), ("Budget", Number.of("0")))

    assert told.replace("\u00a0", " ") == "Prognos 8 245 − budget 0 = +8 245"


def test_an_explanation_puts_the_base_first_where_lower_is_better():
    told = explain_deviation(FAVOURABLE, ("Prognos", Number.of("60 000")), ("Ram", Number.of("45 000")), LOWER)

    assert told.replace("\u00a0", " ") == "Ram 45 000 − prognos 60 000 = −15 000"


def test_an_explanation_brackets_a_negative_that_is_taken_away_and_keeps_names():
    told = explain_deviation(FAVOURABLE, ("Redovisat", Number(1281)), ("Budget", Number(-499)))
    named = explain_deviation(FAVOURABLE, ("utfall", Number(2)), ("VSS budget", Number(1)))

    assert told.replace("\u00a0", " ") == "Redovisat 1 281 − budget (−499) = +1 780"
    assert named == "Utfall 2 − VSS budget 1 = +1"


def test_an_explanation_rounds_its_result_once():
    told = explain_deviation(
        ACTUAL_MINUS_BASE, ("Bokslut", Number.of("620,449")), ("Budget", Number.of("600,05")), decimals=1
    )

    assert told == "Bokslut 620,449 − budget 600,05 = +20,4"


def test_an_entered_total_that_agrees_is_said_to_agree():
    compared = total_difference(n("46 000", "500"), Number.of("46 500"), "tkr")

    assert compared.difference == Number(0)
    assert compared.within_rounding
    assert compared.sentence.replace("\u00a0", " ") == "Delarna ger 46 500 tkr, samma som den angivna summan."


def test_an_entered_total_may_differ_from_its_parts_by_rounding():
    parts = n("56", "380", "1 076", "320", "458", "2 477", "331", "-102", "6 113", "126")

    compared = total_difference(parts, Number.of("11 236"), "tkr")

    assert compared.difference == Number(1)
    assert compared.within_rounding
    assert compared.sentence.endswith("Det ryms inom avrundningen.")


def test_a_planned_total_that_was_decided_from_above_shows_its_difference():
    parts = n("29 400", "42 353", "34 318", "47 224", "240 875", "240 875")

    compared = total_difference(parts, Number.of("635 677"), "tkr")

    assert compared.parts_sum == Number(635045)
    assert compared.difference == Number(632)
    assert not compared.within_rounding
    assert compared.sentence.replace("\u00a0", " ") == (
        "Delarna ger 635 045 tkr och den angivna summan är 635 677 tkr: skillnad +632 tkr."
        " Det är mer än avrundning kan ge."
    )


@pytest.mark.parametrize(
    ("parts", "shown", "decimals", "within"),
    [
        (["1", "1"], "2", 0, True),
        (["1", "1"], "3", 0, True),  # 1 unit, tolerance 0,5 · 3
        (["1", "1"], "4", 0, False),
        (["1"], "2", 0, True),  # exactly at the tolerance 0,5 · 2
        (["0,1", "0,1"], "0,3", 1, True),
        (["0,1", "0,1"], "0,4", 1, False),
        (["100", "200"], "450", -2, True),
        (["100", "200"], "451", -2, False),
        ([], "0,5", 0, True),
        ([], "0,6", 0, False),
    ],
)
def test_rounding_is_half_a_unit_for_each_part_and_the_total(parts, shown, decimals, within):
    assert within_rounding(n(*parts), Number.of(shown), decimals) is within


@given(numbers, numbers, st.sampled_from(DeviationFormula), st.sampled_from([*Better, None]))
def test_a_deviation_changes_sign_when_actual_and_base_change_places(actual, base, formula, better):
    assert deviation(formula, actual, base, better) == -deviation(formula, base, actual, better)


@given(numbers, numbers)
def test_the_two_plain_formulas_are_each_others_opposite(actual, base):
    assert deviation(ACTUAL_MINUS_BASE, actual, base) == -deviation(BASE_MINUS_ACTUAL, actual, base)


@given(numbers, numbers, st.sampled_from(Better))
def test_a_favourable_deviation_is_positive_exactly_when_the_actual_is_better(actual, base, better):
    is_better = actual.fraction > base.fraction if better is HIGHER else actual.fraction < base.fraction

    assert (deviation(FAVOURABLE, actual, base, better).scaled > 0) == is_better


@given(st.lists(numbers, max_size=12), st.integers(0, 2))
def test_parts_that_were_rounded_are_always_within_rounding_of_their_rounded_total(parts, decimals):
    rounded = [part.rounded(decimals) for part in parts]

    assert within_rounding(rounded, total(parts).rounded(decimals), decimals)


def test_values_stay_exact_decimals():
    assert deviation(ACTUAL_MINUS_BASE, *n("0,3", "0,1")).value == Decimal("0.2")
