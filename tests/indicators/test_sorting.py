"""Names in Swedish order, on every database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.sorting import swedish_key

LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def in_order(*names):
    return sorted(names, key=swedish_key)


def test_the_alphabet_ends_with_å_ä_ö():
    assert in_order(*reversed(LETTERS)) == list(LETTERS)


def test_v_and_w_are_letters_of_their_own():
    assert in_order("Wallin", "Vik", "Wik", "Våg") == ["Vik", "Våg", "Wallin", "Wik"]


def test_case_and_punctuation_do_not_count():
    assert swedish_key("HR-service") == swedish_key("hr service")
    assert swedish_key("-skyddslager") == swedish_key("Skyddslager")


def test_foreign_letters_stand_with_their_swedish_neighbours():
    assert in_order("Yxa", "Müller", "Mäklare", "Mylta") == ["Müller", "Mylta", "Mäklare", "Yxa"]
    assert swedish_key("Idé") == swedish_key("Ide")
    assert swedish_key("Ærø") == swedish_key("Ärö")


def test_numbers_stand_in_order_of_their_value():
    assert in_order("Mål 10", "Mål 9", "Mål 1", "Mål 101") == ["Mål 1", "Mål 9", "Mål 10", "Mål 101"]
    assert in_order("Mål 100", "Mål 1") == ["Mål 1", "Mål 100"]
    assert swedish_key("Mål 007") == swedish_key("Mål 7")


def test_a_shorter_word_comes_before_a_longer():
    assert in_order("VOA", "VO HR", "VO") == ["VO", "VO HR", "VOA"]


def test_a_decomposed_letter_is_the_same_as_a_composed():
    assert swedish_key("A\u030arsta") == swedish_key("Årsta")


def test_a_long_name_gives_a_key_that_fits_its_column():
    assert len(swedish_key("1 " * 300, longest=400)) == 400


@pytest.mark.parametrize("text", ["", "–", "  "])
def test_a_text_without_letters_comes_first(text):
    assert swedish_key(text) == ""


@given(st.text(max_size=80))
def test_any_text_gives_digits_only(text):
    assert set(swedish_key(text)) <= set("0123456789")


@given(st.lists(st.sampled_from(LETTERS), max_size=8), st.lists(st.sampled_from(LETTERS), max_size=8))
def test_words_are_ordered_letter_by_letter(one, other):
    places = [[LETTERS.index(letter) for letter in word] for word in (one, other)]
    keys = [swedish_key("".join(word)) for word in (one, other)]
    assert (keys[0] < keys[1]) == (places[0] < places[1])
