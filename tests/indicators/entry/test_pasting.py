"""A pasted block: preview, saving, undo."""

from dataclasses import replace

import pytest

from indicators.entry.pasting import places_of, read_block
from indicators.entry.pasting import preview as judged
from indicators.models import FigureRevision
from tests.indicators.entry.test_saving import current
from tests.indicators.entry.world import ADDRESS, AUGUST, JULY

PASTE, UNDO = f"{ADDRESS}klistra/", f"{ADDRESS}angra/"


def preview(world, block, start=None, **more):
    return world.client().post(PASTE, {"block": block, "fran": start or world.box("revenues"), **more})


def verdicts(response):
    return [(cell.word, cell.text) for cell in response.context["preview"].cells]


def test_nothing_is_saved_before_the_preview_is_accepted(world):
    response = preview(world, "3 412\n3 598")
    assert verdicts(response) == [("ny", "3\u00a0412"), ("ny", "3\u00a0598")]
    assert current() == {}
    assert "Spara 2 värden" in response.content.decode()


def test_the_accepted_block_is_saved_and_taken_back_as_one_step(world):
    world.history("revenues", "vo-hr", {AUGUST: "100"})
    saved = preview(world, "200\n300", spara="ja", enhet="tkr")
    assert current() == {"revenues": "200", "costs": "300"}
    world.client().post(UNDO, {"omgang": saved.context["batch"]})
    assert current() == {"revenues": "100", "costs": "cleared"}


def test_an_act_of_somebody_else_isnt_taken_back(world):
    saved = preview(world, "200", spara="ja", enhet="tkr")
    world.client(unit="hr-service").post(UNDO, {"omgang": saved.context["batch"]})
    assert current() == {"revenues": "200"}


@pytest.mark.parametrize(
    ("given", "word", "text"),
    [
        ("1 234,5", "ny", "1\u00a0234,5"),
        ("1\u00a0234,5", "ny", "1\u00a0234,5"),
        ("1\u2009234", "ny", "1\u00a0234"),
        ("−12", "ny", "−12"),
        ("(123)", "ny", "−123"),
        ("123-", "ny", "−123"),
        ("12.5", "ny", "12,5"),
        ("IU", "ny", "Ingen uppgift"),
        ("N/A", "ny", "Ej tillämpligt"),
        ("1.234", "läses inte", ""),
        ("–", "läses inte", ""),
        ("#N/A", "läses inte", ""),
        ("12 %", "läses inte", ""),
        ("hej", "läses inte", ""),
    ],
)
def test_each_cell_has_its_verdict(world, given, word, text):
    assert verdicts(preview(world, f"{given}\n1")) == [(word, text), ("ny", "1")]


def test_what_stands_already_is_the_same_and_what_differs_is_changed(world):
    world.history("revenues", "vo-hr", {AUGUST: "100"})
    world.history("costs", "vo-hr", {AUGUST: "90"})
    assert [word for word, _ in verdicts(preview(world, "100\n95"))] == ["samma", "ändrad"]


def test_locked_cells_are_never_written(world):
    response = preview(world, "Sjukfrånvaro\t5,0\nIntäkter\t10", spara="ja", enhet="tkr")
    assert response.status_code == 200
    assert current() == {"revenues": "10"}


def test_rows_that_begin_with_names_find_their_lines(world):
    response = preview(world, "Kostnader\t7\nAntal rekryteringar\t8\t99", spara="ja", enhet="tkr")
    assert response.context["count"] == 3
    assert current()["costs"] == "7"


def test_a_name_of_several_lines_is_the_areas_own_or_asks_for_the_unit(world):
    world.history("vol_rekr", "vo-ekonomi", {JULY: "7"})
    for unit in ("hr-service", "vo-hr"):
        world.history("revenues", unit, {JULY: "3 000"})
    made_of = {"Intäkter": ["Intäkter, tkr"], "Intäkter HR-service": ["Intäkter, tkr HR-service"]}
    for name, titles in made_of.items():
        told = preview(world, f"{name}\t7\nKostnader\t8", enhet="tkr").context["preview"]
        assert [cell.title for cell in told.to_save] == [*titles, "Kostnader, tkr"]


def test_a_line_that_isnt_on_the_page_is_told_by_its_own_words(world):
    told = preview(world, "Kostnader\t7\nIntäkter\t8\nFinns inte\t9", enhet="tkr").context["preview"]
    assert [(cell.title, cell.word) for cell in told.cells if cell not in told.to_save] == [
        ("Finns inte", "utanför tabellen")
    ]


def test_a_box_that_is_given_two_values_gets_none_of_them(world):
    told = preview(world, "Kostnader\t7\nIntäkter\t8\nKostnader, tkr\t9", enhet="tkr", spara="ja")
    assert current() == {"revenues": "8"}
    told = preview(world, "Kostnader\t7\nIntäkter\t8\nKostnader, tkr\t9", enhet="tkr").context["preview"]
    twice = "finns flera gånger i blocket, skrivs inte"
    assert [cell.word for cell in told.cells] == [twice, "samma", twice]


def test_a_name_that_only_units_below_have_is_nobodys_until_the_unit_is_said(world):
    writer = world.writer()
    first, second, *_ = places_of(writer)
    both = [replace(first, unit_name="HR-service"), replace(second, name=first.name, unit_name="Löneservice")]
    told = judged(writer, [["Intäkter", "7"], ["Intäkter Löneservice", "8"]], "", both, "tkr")
    assert told.cells[0].message == "”Intäkter” finns på 2 rader. Skriv enheten efter namnet, som i tabellen."
    assert [cell.name for cell in told.to_save] == [second.cells[0].name]


def test_amounts_in_kronor_are_asked_about_first(world):
    world.history("revenues", "vo-hr", {JULY: "3 000"})
    asked = preview(world, "3 412 499\n3 598 500", spara="ja")
    assert asked.context["preview"].asks_kronor
    assert "Spara 2" not in asked.content.decode()
    assert current() == {"revenues": "3000"}
    divided = preview(world, "3 412 499\n3 598 500", enhet="kronor")
    assert [text for _, text in verdicts(divided)] == ["3\u00a0412", "3\u00a0599"]


def test_cells_outside_the_table_and_empty_ones_are_left(world):
    response = preview(world, "1\t2\t3\n\t\n", start=world.box("revenues"))
    assert [word for word, _ in verdicts(response)] == ["ny", "ny", "utanför tabellen"]


def test_a_block_without_a_place_is_refused(world):
    response = preview(world, "1\n2", start="u-0-0-0")
    assert "inte att se var blocket hör hemma" in response.content.decode()


def test_a_far_too_large_block_is_refused(world):
    response = preview(world, "\n".join(["1"] * 2001))
    assert "Blocket har 2\u00a0001 celler, högst 2\u00a0000 läses." in response.content.decode()


def test_what_somebody_saved_after_the_preview_isnt_overwritten(world):
    box = world.box("revenues")
    world.history("revenues", "vo-hr", {AUGUST: "100"})
    preview(world, "200", spara="ja", enhet="tkr", **{f"sedd-{box}": "0"})
    assert current() == {"revenues": "100"}
    assert FigureRevision.objects.count() == 1


def test_what_would_be_refused_says_so_in_the_preview_and_the_rest_can_be_saved(world):
    at = world.box("vol_rekr", "hr-service")
    response = preview(world, "47\n101", start=at)
    assert [word for word, _ in verdicts(response)] == ["ny", "går inte att spara"]
    assert "101 ligger utanför skalan" in response.content.decode()
    assert "Spara 1 värde" in response.content.decode()
    assert current() == {}
    preview(world, "47\n101", start=at, spara="ja", enhet="tkr")
    assert current() == {"vol_rekr": "47"}


def test_headings_above_a_block_move_nothing(world):
    response = preview(world, "Aug 2024\tPrognos\n3 412\t41 200\n3 598\t42 100")
    assert [cell.word for cell in response.context["preview"].cells[:2]] == ["rubrik, läses inte"] * 2
    titles = [(cell.title, cell.text) for cell in response.context["preview"].to_save]
    assert titles == [
        ("Intäkter, tkr", "3\u00a0412"),
        ("Intäkter, tkr, prognos helår", "41\u00a0200"),
        ("Kostnader, tkr", "3\u00a0598"),
        ("Kostnader, tkr, prognos helår", "42\u00a0100"),
    ]
    assert response.context["preview"].counts == [("nya", 4), ("rubriker, läses inte", 2)]


@pytest.mark.parametrize("first", ["12,5,3", "ca 12", "12 st"])
def test_a_misspelt_value_first_in_a_block_is_no_heading(world, first):
    assert verdicts(preview(world, f"{first}\n3 598")) == [("läses inte", ""), ("ny", "3\u00a0598")]


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ('"Intäkter,\ntkr"\t5\nKostnader\t6', [["Intäkter,\ntkr", "5"], ["Kostnader", "6"]]),
        ('3"\t5\n"abc', [['3"', "5"], ['"abc']]),
        ("5\r\n\r\n6\r\n", [["5"], [""], ["6"]]),
        ('"5"\n\n"6"', [["5"], [""], ["6"]]),
    ],
)
def test_cells_with_several_lines_stay_together(block, wanted):
    assert read_block(block) == wanted


def test_a_name_on_two_lines_is_still_the_lines_name(world):
    response = preview(world, '"Intäkter,\ntkr"\t3412\n"Antal\nrekryteringar"\t47')
    assert [cell.title for cell in response.context["preview"].to_save] == [
        "Intäkter, tkr",
        "Antal rekryteringar HR-service",
    ]
