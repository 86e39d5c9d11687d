"""Targets as printed: read, shown, refused."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import Number
from indicators.targets import (
    Direction,
    Level,
    ParsedTarget,
    TargetError,
    TargetKind,
    format_target,
    parse_target,
    yardstick,
)

K = TargetKind

READ = [
    # as printed
    ("≥4,0", K.GE, "4,0"),
    ("≥82", K.GE, "82"),
    ("≥64,5", K.GE, "64,5"),
    (">90", K.GT, "90"),
    (">3,3", K.GT, "3,3"),
    ("<5", K.LT, "5"),
    ("<5 %", K.LT, "5"),
    ("<3,5", K.LT, "3,5"),
    ("≤45", K.LE, "45"),
    ("≤6,0", K.LE, "6,0"),
    ("≤±5", K.ABS_LE, "5"),
    ("≤±1", K.ABS_LE, "1"),
    ("3,5", K.PLAIN, "3,5"),
    ("97,5", K.PLAIN, "97,5"),
    ("0,96", K.PLAIN, "0,96"),
    ("90 %", K.PLAIN, "90"),
    ("3,5 %", K.PLAIN, "3,5"),
    ("100", K.PLAIN, "100"),
    ("220000", K.PLAIN, "220000"),
    ("1 600", K.PLAIN, "1 600"),
    ("225", K.PLAIN, "225"),
    ("0", K.PLAIN, "0"),
    ("Nollresultat", K.ZERO_RESULT, None),
    ("nollresultat", K.ZERO_RESULT, None),
    ("0-resultat", K.ZERO_RESULT, None),
    ("Ska öka", K.TREND_UP, None),
    ("Öka", K.TREND_UP, None),
    ("öka", K.TREND_UP, None),
    ("Ökande trend", K.TREND_UP, None),
    ("Minska", K.TREND_DOWN, None),
    ("Ska minska", K.TREND_DOWN, None),
    ("Q3", K.DEFERRED, None),
    ("q1", K.DEFERRED, None),
    ("Kvartal 3", K.DEFERRED, None),
    ("IU", K.NONE, None),
    ("I.U.", K.NONE, None),
    ("IU-", K.NONE, None),
    ("N/A", K.NONE, None),
    ("-", K.NONE, None),
    ("–", K.NONE, None),
    ("", K.NONE, None),
    ("   ", K.NONE, None),
    (None, K.NONE, None),
    # other ways to write the same
    (">= 82", K.GE, "82"),
    ("=>82", K.GE, "82"),
    ("<= 45", K.LE, "45"),
    ("≥ 4,0", K.GE, "4,0"),
    ("≤ ± 5", K.ABS_LE, "5"),
    ("<=+/-5", K.ABS_LE, "5"),
    ("±5", K.ABS_LE, "5"),
    ("Minst 82", K.GE, "82"),
    ("Högst 6,0 %", K.LE, "6,0"),
    ("Max 10", K.LE, "10"),
    ("Mindre än 2", K.LT, "2"),
    ("Under 2", K.LT, "2"),
    ("Mer än 80 %", K.GT, "80"),
    ("över 80", K.GT, "80"),
    ("Ej negativ", K.GE, "0"),
    ("Inte negativt", K.GE, "0"),
    ("≥−2", K.GE, "-2"),
    ("≥4 %-enheter", K.GE, "4"),
    ("≤2 dagar", K.LE, "2"),
    ("≥4% Positiv trend", K.GE, "4"),
    ("≥ 4 %, positiv trend", K.GE, "4"),
]

REFUSED = ["abc", "≥", "≤±", "≥x", "5-6", "50–60", "≥82 ≤90", "Positiv trend", "ungefär 5", "Q5", "≥≥5", "12,5,3", "¤"]


@pytest.mark.parametrize(("text", "kind", "number"), READ)
def test_a_target_is_read_as_it_is_printed(text, kind, number):
    target = parse_target(text)

    assert target.kind is kind
    assert target.number == (Number.of(number) if number else None)
    assert target.raw == (text or "").strip()


@pytest.mark.parametrize("text", REFUSED)
def test_an_unknown_target_is_refused_in_swedish(text):
    with pytest.raises(TargetError) as caught:
        parse_target(text)

    assert caught.value.message.startswith("”")
    assert "Skriv" in caught.value.message


def test_a_refusal_says_what_can_be_written():
    with pytest.raises(TargetError) as caught:
        parse_target("ungefär fem")

    assert caught.value.message == (
        "”ungefär fem” går inte att läsa som ett målvärde."
        " Skriv till exempel ≥82, <5, ≤±5, 3,5, Ska öka eller Nollresultat, eller IU om målvärde saknas."
    )


def test_a_target_that_can_be_read_in_two_ways_is_asked_about():
    with pytest.raises(TargetError, match="kan läsas på två sätt"):
        parse_target("≥1.234")


def test_a_distance_from_zero_is_never_negative():
    with pytest.raises(TargetError, match="aldrig negativt"):
        parse_target("≤±-5")


def test_what_a_target_asks_for_beside_its_number_is_kept():
    assert parse_target("≥4% Positiv trend").note == "Positiv trend"
    assert parse_target("≥4%").note == ""


def test_a_bare_zero_of_a_result_is_a_zero_result():
    assert parse_target("0", of_result=True).kind is K.ZERO_RESULT
    assert parse_target("0", of_result=False).kind is K.PLAIN
    assert parse_target("5", of_result=True).kind is K.PLAIN


@pytest.mark.parametrize("text", ["9" * 5000, "≥" * 5000, "Ska öka " * 900])
def test_a_very_long_text_is_refused_at_once(text):
    started = time.thread_time()
    with pytest.raises(TargetError, match="för långt"):
        parse_target(text)
    # Of the processor, in which nobody else's work counts.
    assert time.thread_time() - started < 1


def test_a_kind_that_says_a_number_needs_one():
    with pytest.raises(TargetError, match="saknar tal"):
        ParsedTarget(K.GE, None, "≥")
    assert {kind for kind in K if kind.needs_number} == {K.GE, K.GT, K.LT, K.LE, K.ABS_LE, K.PLAIN}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("≥4,0", "≥4,0"),
        ("<5 %", "<5"),
        ("<=+/-5", "≤±5"),
        ("220000", "220\u00a0000"),
        ("≥−2", "≥\u22122"),
        ("Öka", "Ska öka"),
        ("Minska", "Ska minska"),
        ("nollresultat", "Nollresultat"),
        ("Q3", "Q3"),
        ("IU", "–"),
        ("", "–"),
    ],
)
def test_a_target_is_shown_in_its_shortest_form(text, shown):
    assert format_target(parse_target(text)) == shown


def test_a_deferred_target_without_words_is_still_readable():
    assert format_target(ParsedTarget(K.DEFERRED)) == "Senare"


@pytest.mark.parametrize(("text", "kind", "number"), READ)
def test_a_shown_target_is_read_back_as_the_same(text, kind, number):
    again = parse_target(format_target(parse_target(text)))

    assert again.kind is kind
    assert again.number == (Number.of(number) if number else None)


def test_the_kinds_and_directions_are_those_of_the_database():
    from indicators.models.choices import DirectionChoice, TargetKindChoice

    assert {kind.value for kind in K} == set(TargetKindChoice.values)
    assert {direction.value for direction in Direction} == set(DirectionChoice.values)


MET = [
    # target, direction, values that meet it, values that don't
    ("≥4,0", Direction.UP, ["4,0", "4", "4,1"], ["3,9", "-5"]),
    (">90", Direction.UP, ["90,1", "91"], ["90", "90,0", "89"]),
    ("<5", Direction.DOWN, ["4,9", "-1"], ["5", "5,0", "6"]),
    ("≤45", Direction.DOWN, ["45", "45,0", "44,9"], ["45,1"]),
    ("≤±5", Direction.ZERO, ["5", "-5", "0", "-4,9"], ["5,1", "-5,1", "18,2"]),
    ("90", Direction.UP, ["90", "91"], ["89,9"]),
    ("6,0", Direction.DOWN, ["6", "5"], ["6,1"]),
    ("2", Direction.ZERO, ["2", "-2", "0"], ["2,1", "-3"]),
    ("0,96", Direction.NEAREST, ["0,96", "1,04", "1", "0,97"], ["0,95", "1,05", "0,73"]),
    ("Nollresultat", Direction.ZERO, ["0", "11 236"], ["-1"]),
]


@pytest.mark.parametrize(("text", "direction", "meeting", "failing"), MET)
def test_every_kind_of_target_is_met_by_its_own_rule(text, direction, meeting, failing):
    measured = yardstick(parse_target(text), direction, Fraction(1), Level())

    assert all(measured.is_met(Number.of(value).fraction) for value in meeting)
    assert not any(measured.is_met(Number.of(value).fraction) for value in failing)


def test_a_zero_result_with_a_band_takes_neither_surplus_nor_deficit_beyond_it():
    measured = yardstick(parse_target("Nollresultat"), Direction.ZERO, Fraction(1), Level(zero_band=Fraction(5)))

    assert measured.is_met(Fraction(5))
    assert measured.is_met(Fraction(-5))
    assert not measured.is_met(Fraction(6))
    assert not measured.is_met(Fraction(-6))


def test_an_increase_is_measured_from_the_latest_full_year_and_equal_is_none():
    level = Level(last_full_year=Fraction(22))
    up = yardstick(parse_target("Ska öka"), Direction.UP, Fraction(1), level)
    down = yardstick(parse_target("Ska minska"), Direction.DOWN, Fraction(1), level)

    assert [up.is_met(Fraction(value)) for value in (21, 22, 24)] == [False, False, True]
    assert [down.is_met(Fraction(value)) for value in (21, 22, 24)] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "direction"),
    [("IU", Direction.UP), ("Q3", Direction.UP), ("225", Direction.NEUTRAL), ("Öka", Direction.UP)],
)
def test_nothing_is_measured_without_a_level_or_a_direction(text, direction):
    assert yardstick(parse_target(text), direction, Fraction(1), Level()) is None


@given(
    st.sampled_from(["≥", ">", "<", "≤", "≤±", ""]),
    st.builds(Number, st.integers(0, 10**9), st.integers(0, 3)),
)
def test_every_target_with_a_number_goes_round(sign, number):
    target = parse_target(f"{sign}{number}")

    assert target.number == number
    assert format_target(target) == f"{sign}{number}"


@given(st.text(max_size=90))
def test_junk_is_read_or_refused_but_never_crashes(text):
    try:
        target = parse_target(text)
    except TargetError:
        return
    assert parse_target(format_target(target)).kind is target.kind
