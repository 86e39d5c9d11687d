"""Headings that say several things at once, and tables whose place or names aren't what one would think."""

import pytest

from tests.indicators.importing.makers import workbook


def figures(told):
    assert not [row.problems for row in told.rows if row.problems]
    return {
        (row.unit, row.indicator, row.scenario, row.year, row.month, row.span): int(row.number.value)
        for row in told.rows
    }


@pytest.mark.parametrize(
    "heading",
    [
        "Kostnader aug 2024",
        "aug 2024 Kostnader",
        "Kostnader 202408",
        "Kostnader utfall aug-24",
        "Kostnader tkr aug 2024",
    ],
)
def test_a_heading_may_name_an_indicator_and_its_month(read, heading):
    _draft, told = read(workbook(["Enhet", heading], ["KL", 5]))
    assert figures(told) == {("kontakt", "costs", "outcome", 2024, 8, "month"): 5}


def test_headings_over_several_columns_hold_for_all_of_them(read):
    rows = (
        ["Enhet", "Intäkter", None, "Kostnader", None],
        [None, "Utfall jul 2024", "Budget 2024", "Utfall jul 2024", "Budget 2024"],
    )
    merged = [(0, 1, 0, 2, "Intäkter"), (0, 3, 0, 4, "Kostnader"), (0, 0, 1, 0, "Enhet")]
    _draft, told = read(workbook(*rows, ["KL", 1, 2, 3, 4], merged=merged))
    assert figures(told) == {
        ("kontakt", "revenues", "outcome", 2024, 7, "month"): 1,
        ("kontakt", "revenues", "budget", 2024, 12, "full_year"): 2,
        ("kontakt", "costs", "outcome", 2024, 7, "month"): 3,
        ("kontakt", "costs", "budget", 2024, 12, "full_year"): 4,
    }


def test_a_result_beside_its_revenues_and_costs_is_passed_over(read):
    head = ["Enhet", "Intäkter aug 2024", "Kostnader aug 2024", "Resultat"]
    _draft, told = read(workbook(head, ["KL", 6, 5, 1], ["Summa", 6, 5, 1]))
    assert [row.indicator for row in told.rows] == ["revenues", "costs"]
    assert told.passed["totals"] == 1
    # Told what it is, it is read.
    _draft, told = read(
        workbook(head, ["KL", 6, 5, 1]), {"columns": {"resultat": "value|indicator=vol_kl|year=2024|month=8"}}
    )
    assert [row.indicator for row in told.rows] == ["revenues", "costs", "vol_kl"]


def test_a_column_of_activities_that_are_indicators_is_one_of_indicators(read):
    head = [["", "Redovisat", None], ["", "jan-aug", "jan-aug"], ["Verksamhet", 2024, 2023]]
    rows = [["Ärenden Kontakt Linköping", 100, 90], ["LKDATA - support", 50, 45], ["varav chatt", 10, 9]]
    _draft, told = read(workbook(["Ärenden 2024"], [], *head, *rows))
    assert told.unknown_indicators == {"varav chatt": "2 värden"}
    assert told.unknown_units == {}
    known = [(row.unit, row.indicator, row.year, row.span) for row in told.rows if not row.problems]
    assert known == [
        *(("kontakt", "vol_kl", year, "ytd") for year in (2024, 2023)),
        *(("lkdata", "vol_lkdata", year, "ytd") for year in (2024, 2023)),
    ]


def test_the_first_sheet_that_holds_a_table_is_read(read):
    table = [["Enhet", "Indikator", "Period", "Värde"], ["KL", "Kostnader", "aug 2024", 5]]
    sheets = {"Läs mig": [["Så här fyller du i"], ["Skriv i blad 2"]], "Data": table, "Data 2": table}
    _draft, told = read(workbook(sheets=sheets))
    assert list(told.heads) == ["Data"]
    assert figures(told) == {("kontakt", "costs", "outcome", 2024, 8, "month"): 5}
