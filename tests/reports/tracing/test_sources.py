"""A goal's sources told on one page: what is alike together, what was corrected alone, what stands behind many once."""

import datetime as dt
from dataclasses import replace

from indicators.numbers import Number
from reports.tracing.chain import Chain, Recorded
from reports.tracing.sources import Source, by_indicator, origins, runs

AT = dt.datetime(2024, 9, 4, 10, 0, tzinfo=dt.UTC)
LOADED = Recorded(1, "10", "Inläsning", AT, "fil (a.csv)", "", "")
JAN = Chain(
    fact=1,
    label="Intäkter",
    value="10",
    adds=Number.of("10"),
    indicator="Intäkter",
    definition="Verksamhetens intäkter",
    unit="VSS",
    part="",
    kind="utfall",
    period="månaden januari 2024",
    when="jan 2024",
    target="",
    decision="",
    shown=LOADED,
)
FEB = replace(JAN, fact=2, value="20", adds=Number.of("20"), when="feb 2024")


def test_months_that_came_in_one_file_are_one_line_with_their_sum():
    (run,) = runs([JAN, FEB])
    assert run.points == (("jan 2024", "10", 1), ("feb 2024", "20", 2))
    assert run.sum == "30"


def test_a_corrected_month_stands_alone_and_a_budget_apart_from_the_outcome():
    corrected = replace(FEB, earlier=[LOADED], shown=replace(LOADED, number=2, reason="Fel konto"))
    budget = replace(JAN, fact=3, kind="budget")
    assert [run.points[0][2] for run in runs([JAN, corrected, budget])] == [1, 2, 3]
    assert all(run.sum == "" for run in runs([JAN, corrected, budget]))


def test_men_and_women_of_a_year_are_told_together_and_not_added_up():
    men, women = replace(JAN, part="män", adds=None), replace(FEB, part="kvinnor", adds=None, when="jan 2024")
    (run,) = runs([men, women])
    assert [when for when, _value, _fact in run.points] == ["män, jan 2024", "kvinnor, jan 2024"]
    assert run.sum == ""


def test_what_stands_behind_several_values_is_told_once_and_what_stands_behind_one_beside_it():
    decided = replace(JAN, when="2023", target="≥10", decision="Budget 2023, 30 november 2022")
    typed = replace(JAN, when="2022", shown=replace(LOADED, by="Controller", way="formulär"))
    recorded = [Source(each.label, each.value, "tabell", each) for each in (JAN, decided, typed)]
    (together,) = by_indicator(recorded)
    assert together.label == "Intäkter"
    assert [run.points[0][0] for run in together.runs] == ["jan 2024", "2023", "2022"]
    assert origins([together]) == {"fil (a.csv), 4\u00a0september 2024 kl. 12.00, Inläsning": 1}
