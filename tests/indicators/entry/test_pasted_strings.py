"""One table of pasted strings, each with what it becomes; and that what the portal shows can be pasted back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.cells import Trouble
from indicators.entry.pasting import places_of, preview, read_block
from indicators.entry.saving import Given, read_box
from indicators.number_parsing import Marker, parse_number
from indicators.numbers import Number, format_number
from indicators.recording_entries import written
from tests.indicators.entry.pasted_strings import ASKED, NUMBERS, REASONS, REFUSED, SHARES

MONEY, SHARE = "revenues", "svar"
TABLE = [(MONEY, *row) for row in (*NUMBERS, *REASONS, *ASKED, *REFUSED)] + [(SHARE, *row) for row in SHARES]


def becomes(writer, row, text):
    """What a pasted cell becomes, as the table writes it."""
    read = read_box(writer, row, Given(text), "")
    if isinstance(read, Trouble):
        asked = "|".join(word for word, _, _ in read.choices)
        return f"?{asked}" if asked else f"!{read.message}"
    return str(read.marker) if read.marker else format_number(read.number)


def agrees(outcome, expected):
    wanted = expected.replace("~", "\u00a0")
    return wanted[1:] in outcome if wanted.startswith("!") and outcome.startswith("!") else outcome == wanted


def test_the_table_holds_at_least_two_hundred_different_strings():
    assert len({(row, text) for row, text, _ in TABLE}) == len(TABLE) >= 200


def test_every_pasted_string_becomes_what_the_table_says(world):
    writer = world.writer()
    rows = {row.indicator.code: row for row in writer.rows}
    found = [(code, text, becomes(writer, rows[code], text), expected) for code, text, expected in TABLE]
    assert [each for each in found if not agrees(*each[2:])] == []


def test_what_a_box_asks_about_or_refuses_isnt_saved_from_a_block_either(world):
    writer = world.writer()
    boxes = {MONEY: world.box(MONEY), SHARE: world.box(SHARE, "hr-service")}
    places = places_of(writer)
    for code, text, expected in TABLE:
        (cell,) = preview(writer, [[text]], boxes[code], places, "tkr").cells
        assert cell.verdict == ("unreadable" if expected[0] in "?!" else "new"), text


@pytest.mark.parametrize("marker", [marker for marker in Marker if marker is not Marker.CLEARED])
def test_a_reason_as_the_portal_writes_it_is_read_back(marker):
    assert parse_number(written(None, marker.value)).marker is marker
    assert parse_number(marker.word).marker is marker


numbers = st.builds(Number, st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))


@given(st.lists(st.lists(numbers, min_size=1, max_size=4), min_size=1, max_size=6))
def test_a_block_that_the_portal_shows_is_pasted_back_as_the_same_figures(rows):
    block = "\r\n".join("\t".join(format_number(number) for number in row) for row in rows) + "\r\n"
    assert [[parse_number(cell).number for cell in row] for row in read_block(block)] == rows


spaces = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


@given(numbers, spaces, st.booleans(), st.sampled_from(["{}", " {} ", "\u200b{}", "{}\u00a0"]))
def test_the_kind_of_space_and_of_minus_never_changes_the_figure(number, space, plain_minus, around):
    shown = format_number(number).replace("\u00a0", space)
    text = around.format(shown.replace("−", "-") if plain_minus else shown)
    assert parse_number(text).number == number
