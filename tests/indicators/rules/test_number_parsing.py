"""What people type and paste, read as numbers, markers or refusals."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.number_parsing import (
    AmbiguousNumber,
    DashNeedsReason,
    Marker,
    NumberError,
    absence,
    parse_number,
)
from indicators.numbers import Number, format_number
from tests.indicators.rules.number_texts import AMBIGUOUS, MARKERS, PER_CENT, READ, REFUSED

MINUS, NBSP = "\u2212", "\u00a0"


@pytest.mark.parametrize(("text", "scaled", "decimals"), READ)
def test_a_number_is_read_with_the_decimals_that_were_typed(text, scaled, decimals):
    parsed = parse_number(text)

    assert parsed.number == Number(scaled, decimals)
    assert parsed.marker is None
    assert not parsed.percent
    assert parsed.mark == ""


@pytest.mark.parametrize(("text", "scaled", "decimals"), PER_CENT)
def test_a_per_cent_sign_is_told_apart_and_the_number_is_as_typed(text, scaled, decimals):
    parsed = parse_number(text)

    assert parsed.number == Number(scaled, decimals)
    assert parsed.percent


@pytest.mark.parametrize(("text", "marker"), MARKERS)
def test_a_reason_why_there_is_no_value_is_read_as_its_marker(text, marker):
    parsed = parse_number(text)

    assert parsed.marker is marker
    assert parsed.number is None


@pytest.mark.parametrize(("text", "thousand", "part"), AMBIGUOUS)
def test_a_point_before_three_digits_is_asked_about(text, thousand, part):
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text)

    assert caught.value.readings == (Number(thousand), Number(part, 3))
    assert "kan läsas på två sätt" in caught.value.message


def test_the_question_about_a_point_names_both_readings():
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number("1.234")

    assert caught.value.message == f"”1.234” kan läsas på två sätt. Skriv 1{NBSP}234 eller 1,234."


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_only_looks_like_a_number_is_refused_with_the_reason(text, reason):
    with pytest.raises(NumberError) as caught:
        parse_number(text)

    assert reason in caught.value.message
    assert not isinstance(caught.value, AmbiguousNumber | DashNeedsReason)


@pytest.mark.parametrize(("text", "_reason"), [row for row in REFUSED if row[0].strip() and "\n" not in row[0]])
def test_a_refusal_quotes_what_was_given_and_says_what_to_do(text, _reason):
    with pytest.raises(NumberError) as caught:
        parse_number(text)

    assert caught.value.message.startswith("”")
    assert caught.value.message.endswith(".")
    assert any(verb in caught.value.message for verb in ("Skriv", "Rätta", "Avrunda", "Kontrollera"))


def test_the_refusal_of_two_commas_is_the_one_that_the_screens_show():
    with pytest.raises(NumberError) as caught:
        parse_number("12,5,3")

    assert caught.value.message == "”12,5,3” går inte att läsa som ett tal. Skriv till exempel 12,5."


@pytest.mark.parametrize("text", ["-", "\u2013", "\u2014", "\u2212", " - ", "\u2010"])
def test_a_dash_alone_asks_which_reason_is_meant(text):
    with pytest.raises(DashNeedsReason) as caught:
        parse_number(text)

    assert Marker.NOT_EXISTING in caught.value.choices
    assert Marker.NONE_OCCURRED in caught.value.choices
    assert all(marker.word in caught.value.message for marker in caught.value.choices)


@pytest.mark.parametrize(
    ("text", "number", "marker", "mark"),
    [
        ("82*", "82", None, "*"),
        ("*53", "53", None, "*"),
        ("6,8**", "6,8", None, "**"),
        ("82 *", "82", None, "*"),
        ("-3**", "-3", None, "**"),
        ("45 %*", "45", None, "*"),
        ("N/A*", None, Marker.NOT_APPLICABLE, "*"),
        ("IU*", None, Marker.NO_DATA, "*"),
        ("82", "82", None, ""),
    ],
)
def test_a_footnote_mark_is_set_apart_where_it_is_allowed(text, number, marker, mark):
    parsed = parse_number(text, allow_marks=True)

    assert parsed.number == (Number.of(number) if number else None)
    assert parsed.marker is marker
    assert parsed.mark == mark


@pytest.mark.parametrize("text", ["*", "**", "*5*", "5*3", "*****5", "5 * *"])
def test_stars_without_one_number_are_refused_also_where_marks_are_allowed(text):
    with pytest.raises(NumberError):
        parse_number(text, allow_marks=True)


@pytest.mark.parametrize("text", ["1" * 5000, "1 " * 2500, "(" * 5000, " " * 500 + "x" * 99, "1,2" * 1700, "*" * 5000])
def test_a_very_long_text_is_answered_at_once_and_quoted_in_short(text):
    started = time.thread_time()
    with pytest.raises(NumberError) as caught:
        parse_number(text, allow_marks=True)
    # Of the processor, in which nobody else's work counts: thousands of signs take a thousandth of this.
    assert time.thread_time() - started < 1
    assert len(caught.value.message) < 200
    assert "…" in caught.value.message


def test_a_quoted_text_stays_on_one_line():
    with pytest.raises(NumberError) as caught:
        parse_number("tolv\nkomma\r\nfem")

    assert "”tolv komma fem”" in caught.value.message


@pytest.mark.parametrize("marker", Marker)
def test_every_marker_has_a_word_and_an_explanation(marker):
    assert marker.word
    assert marker.explanation.endswith(".")


def test_markers_are_printed_as_the_reports_print_them():
    printed = {marker: marker.printed for marker in Marker}

    assert printed[Marker.NO_DATA] == "IU"
    assert printed[Marker.NOT_APPLICABLE] == "N/A"
    assert printed[Marker.NOT_EXISTING] == printed[Marker.NONE_OCCURRED] == "–"
    assert printed[Marker.WITHHELD] == ".."
    assert printed[Marker.CLEARED] == ""


def test_the_words_of_the_markers_are_those_that_the_database_shows():
    from indicators.models.choices import MarkerChoice

    assert {marker.value: marker.word for marker in Marker} == dict(MarkerChoice.choices)


def test_an_absent_value_is_told_with_its_reason():
    assert absence("feb", None) == absence("feb", Marker.CLEARED) == "feb saknas"
    assert absence("feb", Marker.NO_DATA) == "feb: ingen uppgift (IU)"
    assert absence("feb", Marker.NONE_OCCURRED) == "feb: inget inträffade"


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_what_is_shown_is_read_back_as_the_same_figure(scaled, decimals):
    number = Number(scaled, decimals)

    assert parse_number(format_number(number)).number == number
    assert parse_number(format_number(number, sign=True)).number == number


@given(st.integers(0, 10**12), st.integers(0, 3), st.sampled_from(["-{}", f"{MINUS}{{}}", "({})", "{}-", "{} -"]))
def test_every_way_to_write_a_minus_means_the_same(magnitude, decimals, pattern):
    number = Number(magnitude, decimals)

    assert parse_number(pattern.format(format_number(number))).number == -number


@given(st.text(max_size=80))
def test_junk_is_read_or_refused_but_never_crashes(text):
    outcome = _read(text)

    if isinstance(outcome, NumberError):
        assert outcome.message
    else:
        assert (outcome.number is None) != (outcome.marker is None)


def _read(text):
    try:
        return parse_number(text, allow_marks=True)
    except NumberError as error:
        return error


@given(st.text(alphabet="0123456789 .,-+()%*\u2212\u00a0", max_size=20))
def test_what_is_read_means_the_same_when_it_is_shown_and_read_again(text):
    outcome = _read(text)

    if not isinstance(outcome, NumberError) and outcome.number is not None:
        assert parse_number(format_number(outcome.number)).number == outcome.number
