"""What strange cells say: numbers, reasons, and what is neither."""

import datetime as dt

import pytest

from indicators.numbers import Number
from tests.indicators.importing.makers import csv, long_file, workbook

HEAD = ("Enhet", "Indikator", "Period", "Värde")


@pytest.fixture
def one(compared):
    """The only row of a file with this cell as the value of an indicator of Kontakt Linköping in August."""

    def of(value, indicator="vol_kl", mapping=None, **options):
        line = ("KL", indicator, "202408", value)
        # A text file needs no process of its own.
        content = csv(HEAD, line) if isinstance(value, str) else workbook(HEAD, line, **options)
        _draft, told = compared(content, mapping)
        (row,) = told.rows
        return row

    return of


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (221, "221"),
        (221.0, "221"),
        (0, "0"),
        ("221", "221"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("1\u2009234", "1234"),
        ("1 234,0", "1234,0"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("−12", "-12"),
        ("–12", "-12"),
        ("12-", "-12"),
        ("(123)", "-123"),
        (" 221 ", "221"),
        ("221*", "221"),
        ("**221", "221"),
        ("0", "0"),
        (" 12,50 ", "12,50"),
        (1e6, "1000000"),
    ],
)
def test_a_number_is_read_as_it_was_meant(one, value, number):
    row = one(value)
    assert row.number == Number.of(number)
    assert row.problems == []


@pytest.mark.parametrize(
    ("value", "marker"),
    [
        ("IU", "no_data"),
        ("I.U.", "no_data"),
        ("N/A", "not_applicable"),
        ("n/a", "not_applicable"),
        ("..", "withheld"),
        ("Fanns inte", "not_existing"),
    ],
)
def test_a_reason_that_there_is_no_value_is_kept_as_one(one, value, marker):
    assert one(value).marker == marker


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("tolv", "går inte att läsa som ett tal"),
        ("12,5,3", "går inte att läsa som ett tal"),
        ("X", "säger inte varför värdet saknas"),
        ("?", "säger inte varför"),
        ("saknas", "säger inte varför"),
        ("#DIV/0!", "fel från kalkylbladet"),
        ("=A1", "är en formel"),
        ("12 st", "går inte att läsa"),
        ("007", "börjar med en nolla"),
        ("1e5", "grundpotensform"),
        ("12 34", "mellanslag delar bara av tusental"),
        ("1234567890123456", "16 siffror"),
        ("<script>alert(1)</script>", "går inte att läsa"),
        ("9" * 500, "för långt"),
        (dt.date(2024, 8, 31), "är ett datum"),
        (True, "vilket inte är ett tal"),
    ],
)
def test_what_is_no_number_is_told_and_never_guessed(one, value, word):
    row = one(value)
    assert row.verdict == "error"
    assert any(word in problem for problem in row.problems)


def test_a_blank_is_neither_zero_nor_anything(compared):
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", None), ("LKDATA", "vol_lkdata", "202408", 3)))
    assert [row.indicator for row in told.rows] == ["vol_lkdata"]


def test_a_formula_without_a_value_is_an_error_of_its_cell(one):
    row = one(None, formulas={"D2": ("=SUM(A1:A9)", "")})
    assert "Formeln har inget uträknat värde" in row.problems[0]


def test_an_error_of_the_spreadsheet_is_an_error_of_its_cell(one):
    assert "#DIV/0! är ett fel i kalkylbladet" in one(None, formulas={"D2": ("=1/0", "#DIV/0!")}).problems[0]


def test_per_cent_as_text_is_per_cent(one):
    assert one("4,6 %", "svarsservice_kl").number == Number(46, 1)


def test_a_value_outside_the_scale_is_refused_as_in_any_other_way_in(one):
    assert "utanför skalan" in one(104, "svarsservice_kl").problems[0]


def test_a_long_number_is_rounded_to_what_the_indicator_usually_has_and_says_so(one):
    row = one(77.36666, "svarsservice_kl")
    assert row.number == Number(77)
    assert row.note == "avrundat från 77,36666"


def test_one_or_two_decimals_of_a_spreadsheet_stay(one):
    assert one(77.35, "svarsservice_kl").number == Number(7735, 2)
