"""What strange sheets say: the habits of spreadsheets, each with what comes out of it."""

import datetime as dt

import pytest

from indicators.models import UnitAlias
from tests.factories import record
from tests.indicators.importing.makers import csv, long_file, workbook


def about(row):
    return row.unit, row.indicator, row.part, row.year, row.month, row.span


def values(told):
    return {about(row): row.written for row in told.rows}


# A row


@pytest.mark.parametrize(
    "unit", ["Kontakt Linköping", "KL", "kontakt", "KONTAKT  LINKÖPING", " Kontakt-Linköping ", "›KL", "-KL", "*KL"]
)
def test_a_unit_has_many_names(compared, unit):
    _draft, told = compared(long_file((unit, "vol_kl", "202408", 1)))
    assert told.rows[0].unit == "kontakt"


@pytest.mark.parametrize(
    "name",
    ["Ärenden LKDATA support", "LKDATA - support", "-LKDATA - support", "vol_lkdata", "Ärenden LKDATA support (antal)"],
)
def test_an_indicator_has_many_names(compared, name):
    _draft, told = compared(long_file(("LKDATA", name, "202408", 1)))
    assert told.rows[0].indicator == "vol_lkdata"


def test_a_unit_that_nobody_knows_is_told_with_suggestions(read):
    _draft, told = read(long_file(("Kontakten Linköping", "vol_kl", "202408", 1)))
    assert list(told.unknown_units) == ["Kontakten Linköping"]
    assert told.book.units.suggestions("Kontakten Linköping")[0] == "kontakt"


def test_a_name_that_means_two_things_means_none(compared, world):
    UnitAlias.objects.create(unit=world.lk, name="KL")
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", 1)))
    assert "okänd" in told.rows[0].problems[0]


def test_what_the_source_was_told_comes_first(compared):
    _draft, told = compared(long_file(("KL", "vol_lkdata", "202408", 1)), {"units": {"KL": "lkdata"}})
    assert told.rows[0].unit == "lkdata"


def test_a_name_that_was_said_to_be_passed_over_is(compared):
    _draft, told = compared(long_file(("Kansliet", "vol_kl", "202408", 1)), {"units": {"Kansliet": ""}})
    assert told.rows == []
    assert told.passed["told-to-pass"] == 1


def test_without_a_unit_an_indicator_belongs_to_who_answers_for_it(compared):
    _draft, told = compared(workbook(("Indikator", "Period", "Värde"), ("vol_lkdata", "202408", 5)))
    assert told.rows[0].unit == "lkdata"


@pytest.mark.parametrize("label", ["Summa", "Σ", "Σ VSS", "Totalt", "SUMMA KOSTNADER", "Delsumma", "Totalsumma:"])
def test_sums_are_passed_over_and_counted(compared, label):
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", 1), (label, None, None, 999)))
    assert len(told.rows) == 1
    assert told.passed["totals"] == 1


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("202408", (2024, 8)),
        (202408, (2024, 8)),
        (dt.date(2024, 8, 31), (2024, 8)),
        ("aug-24", (2024, 8)),
        (45535, (2024, 8)),
        ("31/8 2024", (2024, 8)),
        ("202413", (2024, 13)),
    ],
)
def test_a_period_is_read_in_any_dress(compared, period, expected):
    _draft, told = compared(long_file(("KL", "vol_kl", period, 1)))
    assert (told.rows[0].year, told.rows[0].month) == expected


def test_an_opening_balance_is_an_error_of_its_row(compared):
    _draft, told = compared(long_file(("KL", "vol_kl", "202400", 1)))
    assert "ingående balans" in told.rows[0].problems[0]


def test_a_volume_is_of_its_month_a_level_of_its_day_a_rate_from_january(compared):
    lines = [("KL", name, "202408", 7) for name in ("vol_kl", "anst", "svarsservice_kl")]
    _draft, told = compared(long_file(*lines))
    assert [row.span for row in told.rows] == ["month", "point", "ytd"]


def test_the_same_figure_twice_is_told_with_both_places(compared):
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", 1), ("kontakt", "vol_kl", "202408", 2)))
    assert any("(rad 2 och rad 3): 1 och 2" in problem for row in told.rows for problem in row.problems)


def test_parts_beyond_their_total_are_told(compared):
    head = ("Enhet", "Indikator", "Kön", "Period", "Värde")
    lines = [("KL", "vol_kl", part, "202408", value) for part, value in (("Totalt", 10), ("Män", 8), ("Kvinnor", 9))]
    _draft, told = compared(long_file(*lines, head=head))
    assert any("mer än totalen 10" in problem for row in told.rows for problem in row.problems)


def test_the_number_of_people_comes_along(compared):
    head = ("Enhet", "Indikator", "Period", "Värde", "n")
    _draft, told = compared(long_file(("KL", "svarsservice_kl", "202408", 80, 86), head=head))
    assert told.rows[0].population == 86


# A sheet


def test_title_rows_and_the_run_date_above_the_head_are_nothing(compared):
    head = ("Enhet", "Indikator", "Period", "Värde")
    _draft, told = compared(
        workbook(
            ("Utfall per ansvar",),
            ("Uttaget", dt.date(2024, 9, 5), "av controller"),
            (),
            head,
            ("KL", "vol_kl", "202408", 1),
        )
    )
    assert about(told.rows[0]) == ("kontakt", "vol_kl", "", 2024, 8, "month")


def test_months_as_columns(compared):
    _draft, told = compared(
        workbook(("Enhet", "Indikator", "jun 2024", "jul 2024", "aug 2024"), ("KL", "vol_kl", 5, 9, 4))
    )
    assert [(row.month, row.written) for row in told.rows] == [(6, "5"), (7, "9"), (8, "4")]


def test_dates_as_columns(compared):
    head = ("Enhet", "Indikator", dt.date(2024, 7, 31), dt.date(2024, 8, 31))
    _draft, told = compared(workbook(head, ("KL", "vol_kl", 9, 4)))
    assert [row.month for row in told.rows] == [7, 8]


def test_stacked_headings_with_a_merged_cell_over_several_columns(compared):
    content = workbook(
        (None, "Redovisat", None, "Budget"),
        ("Enhet", "jul 2024", "aug 2024", "aug 2024"),
        ("KL", 1100, 1200, 1300),
        merged=[(0, 1, 0, 2, "Redovisat")],
    )
    _draft, told = compared(content, {"fixed": {"indicator": "costs"}})
    assert [(row.scenario, row.month, row.written) for row in told.rows] == [
        ("outcome", 7, "1\u00a0100"), ("outcome", 8, "1\u00a0200"), ("budget", 8, "1\u00a0300"),
    ]  # fmt: skip


def test_three_stacked_rows_as_printed(compared):
    content = workbook(
        ("", "Redovisat", "Budget"), ("", "jan-aug", "jan-aug"), ("Enhet", "2024", "2024"), ("KL", 8100, 8000)
    )
    _draft, told = compared(content, {"fixed": {"indicator": "costs"}})
    assert [(row.scenario, row.year, row.month, row.span) for row in told.rows] == [
        ("outcome", 2024, 8, "ytd"), ("budget", 2024, 8, "ytd"),
    ]  # fmt: skip


def test_indicators_as_columns(compared):
    _draft, told = compared(
        workbook(("Enhet", "Kostnader", "Intäkter", "Avvikelse"), ("KL", 1200, 1250, 50), ("LK-data", 3, 4, 1)),
        {"fixed": {"year": 2024, "month": 8}},
    )
    assert {(row.unit, row.indicator): row.written for row in told.rows} == {
        ("kontakt", "costs"): "1\u00a0200",
        ("kontakt", "revenues"): "1\u00a0250",
        ("lkdata", "costs"): "3",
        ("lkdata", "revenues"): "4",
    }


def test_group_rows_name_the_indicator_of_the_rows_under_them(compared):
    _draft, told = compared(
        workbook(("Enhet", "aug 2024"), ("Kostnader",), ("KL", 5), ("LKDATA", 6), ("Intäkter",), ("KL", 7))
    )
    assert [(row.unit, row.indicator, row.written) for row in told.rows] == [
        ("kontakt", "costs", "5"), ("lkdata", "costs", "6"), ("kontakt", "revenues", "7"),
    ]  # fmt: skip


def test_rows_of_sexes_under_an_indicator(compared):
    _draft, told = compared(workbook(("Indikator", "aug 2024"), ("vol_kl", 9), ("  Män", 5), ("  Kvinnor", 4)))
    assert [(row.indicator, row.part, row.written) for row in told.rows] == [
        ("vol_kl", "", "9"), ("vol_kl", "men", "5"), ("vol_kl", "women", "4"),
    ]  # fmt: skip


def test_a_label_that_isnt_repeated_holds_for_the_rows_under_it(compared):
    _draft, told = compared(long_file(("KL", "Kostnader", "202408", 5), (None, "Intäkter", "202408", 6)))
    assert [row.unit for row in told.rows] == ["kontakt", "kontakt"]


def test_a_merged_label_holds_for_all_its_rows(compared):
    head = ("Enhet", "Indikator", "Period", "Värde")
    content = workbook(
        head, (None, "Kostnader", "202408", 5), (None, "Intäkter", "202408", 6), merged=[(1, 0, 2, 0, "KL")]
    )
    _draft, told = compared(content)
    assert [row.unit for row in told.rows] == ["kontakt", "kontakt"]


def test_hidden_rows_are_passed_over_and_counted(compared):
    head = ("Enhet", "Indikator", "Period", "Värde")
    content = workbook(head, ("KL", "vol_kl", "202408", 5), ("LKDATA", "vol_lkdata", "202408", 6), hidden_rows=(2,))
    _draft, told = compared(content)
    assert [row.unit for row in told.rows] == ["kontakt"]
    assert told.passed["hidden-rows"] == 1


def test_the_first_visible_sheet_is_read_and_hidden_ones_are_counted(compared):
    head = ("Enhet", "Indikator", "Period", "Värde")
    sheets = {"Gammalt": [head, ("KL", "vol_kl", "202308", 1)], "Nytt": [head, ("KL", "vol_kl", "202408", 2)]}
    _draft, told = compared(workbook(sheets=sheets, hidden=("Gammalt",)))
    assert [row.year for row in told.rows] == [2024]
    assert told.passed["hidden-sheets"] == 1


def test_one_sheet_per_unit(compared):
    sheets = {
        name: [("Indikator", "Period", "Värde"), ("Kostnader", "202408", value)]
        for name, value in (("KL", 5), ("LKDATA", 6))
    }
    _draft, told = compared(workbook(sheets=sheets), {"sheet": "*"})
    assert [(row.unit, row.written, row.place) for row in told.rows] == [
        ("kontakt", "5", "KL, rad 2"),
        ("lkdata", "6", "LKDATA, rad 2"),
    ]


def test_one_sheet_per_month(compared):
    sheets = {name: [("Enhet", "Indikator", "Värde"), ("KL", "vol_kl", 5)] for name in ("jul 2024", "aug 2024")}
    _draft, told = compared(workbook(sheets=sheets), {"sheet": "*"})
    assert [row.month for row in told.rows] == [7, 8]


def test_a_column_of_deviations_or_comments_is_passed_over(compared):
    head = ("Enhet", "Indikator", "aug 2024", "Avvikelse", "Kommentar", "%", None)
    _draft, told = compared(workbook(head, ("KL", "vol_kl", 5, -3, "se rapport", 0.4, 99)))
    assert [row.written for row in told.rows] == ["5"]


def test_a_windows_file_with_semicolons(compared):
    _draft, told = compared(
        csv(
            ["Enhet", "Indikator", "Period", "Värde"],
            ["KL", "Ärenden Kontakt Linköping", "202408", "1 234"],
            encoding="cp1252",
        )
    )
    assert values(told) == {("kontakt", "vol_kl", "", 2024, 8, "month"): "1\u00a0234"}


def test_a_forecast_needs_the_month_that_it_was_made_in(compared):
    content = workbook(("Enhet", "Indikator", "Prognos 2024"), ("KL", "Kostnader", 5))
    _draft, told = compared(content)
    assert "En prognos har månaden då den gjordes" in told.rows[0].problems[0]
    _draft, told = compared(content, {"fixed": {"vintage": 202408}})
    assert (told.rows[0].scenario, told.rows[0].span, told.rows[0].vintage) == ("forecast", "full_year", 202408)


def test_a_file_without_any_figures_says_nothing(read):
    _draft, told = read(workbook(("Hej",), ("och hå",)))
    assert told.rows == []
    assert not told.is_clear


# What was remembered, claimed or changed by hand


def key_of(**changed):
    parts = {
        "unit": "kontakt", "indicator": "vol_kl", "part": "total", "scenario": "outcome", "year": "2024", "month": "8",
        "span": "month", "vintage": "0", "seen": "0",
    } | changed  # fmt: skip
    return "|".join(parts.values())


def test_a_forms_row_is_what_its_key_says(compared):
    _draft, told = compared(csv(["Nyckel", "Enhet", "Värde"], [key_of(), "LKDATA", "221"], delimiter=";"))
    assert about(told.rows[0]) == ("kontakt", "vol_kl", "total", 2024, 8, "month")
    assert told.rows[0].verdict == "new"
    assert told.layout == "form"


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "okänd"},
        {"indicator": "okänd"},
        {"part": "okänd"},
        {"scenario": "dröm"},
        {"span": "evig"},
        {"year": "²"},
        {"year": "99999999999"},
        {"month": "x"},
        {"month": "14"},
        {"month": "0"},
        {"seen": "-1"},
        {"vintage": "202408"},
        {"seen": "0|0"},
    ],
)
def test_a_key_that_was_changed_by_hand_is_an_error_of_its_row(compared, changed):
    _draft, told = compared(csv(["Nyckel", "Värde"], [key_of(**changed), "221"]))
    assert told.rows[0].verdict == "error"


def test_a_form_that_is_older_than_the_figure_is_told_of_the_other(compared, world):
    record("231", indicator=world.cases, unit=world.kl, span="month")
    _draft, told = compared(csv(["Nyckel", "Värde"], [key_of(), "221"]))
    assert "Värdet blev 231" in told.rows[0].problems[0]


@pytest.mark.parametrize(
    "mapping",
    [
        {"units": {"KL": "borta"}},
        {"indicators": {"vol_kl": "borta"}},
        {"columns": {"värde": "value|indicator=borta"}},
        {"columns": {"värde": "value|unit=borta", "enhet": ""}},
        {"fixed": {"unit": "borta", "indicator": "borta"}},
    ],
)
def test_what_a_source_remembers_may_have_been_taken_away(compared, mapping):
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", 1)), mapping)
    assert all(row.verdict in ("new", "error") for row in told.rows)


def test_a_claim_of_millions_of_merged_cells_costs_nothing(compared):
    merged = [(2 + at, 0, 2 + at, 3, "") for at in range(200)]
    _draft, told = compared(
        workbook(("Enhet", "Indikator", "Period", "Värde"), ("KL", "vol_kl", "202408", 5), merged=merged)
    )
    assert [row.written for row in told.rows] == ["5"]
