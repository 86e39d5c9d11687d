"""A cell finds the recorded figure first, then what months, formulas and parts give, and never invents one."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import Number
from indicators.organisation import UnitTree
from indicators.organisation_tree import LinkRecord, UnitRecord
from indicators.pivot.coordinates import ANYTHING, Coordinates, ReportPeriod, nearest, slots
from indicators.pivot.figures import Footnote
from tests.indicators.pivot.worlds import START, YEAR_2023, at, figure, lookup


def value(found) -> str | None:
    return str(found.number) if found and found.number is not None else None


def test_the_nearer_coordinate_wins():
    column = Coordinates(scenario="budget", span="year", year=-1)
    row = Coordinates(indicator="costs", scenario="outcome")
    assert nearest(row, column) == Coordinates(indicator="costs", scenario="outcome", span="year", year=-1)


def test_a_fixed_year_nearer_hides_an_offset_further_away():
    assert nearest(Coordinates(fixed_year=2019), Coordinates(year=-1)).year_in(ReportPeriod(2021, 8)) == 2019
    assert nearest(Coordinates(year=-1), Coordinates(fixed_year=2019)).year_in(ReportPeriod(2021, 8)) == 2020


def test_a_level_is_asked_for_as_a_point_and_a_sum_as_year_to_date():
    period = ReportPeriod(2021, 8)
    where = at(indicator="x", span="period")
    assert [(s.span, s.month) for s in slots(where, period, "last")] == [("point", 8)]
    assert [(s.span, s.month) for s in slots(where, period, "sum")] == [("ytd", 8)]
    assert [(s.span, s.month) for s in slots(where, period, "yearly")] == [("full_year", 12)]
    assert [(s.span, s.month) for s in slots(where, ReportPeriod(2021, 12), "sum")] == [("full_year", 12)]


def test_coordinates_without_indicator_ask_for_nothing():
    assert slots(ANYTHING, ReportPeriod(2021, 8), "sum") == []


def test_the_recorded_figure_is_found_with_its_decimals():
    assert value(lookup(figure("sick", "4,60")).find(at(indicator="sick"))) == "4,60"


def test_a_recorded_total_comes_before_its_formula():
    world = lookup(figure("revenues", "10"), figure("costs", "4"), figure("net_result", "7"))
    assert value(world.find(at(indicator="net_result"))) == "7"


def test_a_formula_is_computed_where_nothing_is_recorded_and_explains_itself():
    found = lookup(figure("revenues", "10"), figure("costs", "4")).find(at(indicator="net_result"))
    assert value(found) == "6"
    assert "10" in found.explanation
    assert "4" in found.explanation
    assert "6" in found.explanation


def test_a_formula_without_all_its_parts_gives_nothing():
    assert lookup(figure("revenues", "10")).find(at(indicator="net_result")) is None


def test_a_division_by_zero_gives_nothing():
    assert lookup(figure("revenues", "10"), figure("costs", "0")).find(at(indicator="share")) is None


def test_year_to_date_is_added_up_from_every_month():
    months = [figure("cases", str(n), month=n, span="month") for n in range(1, 9)]
    found = lookup(*months).find(at(indicator="cases"))
    assert value(found) == "36"
    assert len(found.known) == 8


def test_a_missing_month_makes_no_sum():
    months = [figure("cases", str(n), month=n, span="month") for n in range(1, 9) if n != 5]
    assert lookup(*months).find(at(indicator="cases")) is None


def test_the_closing_entries_are_part_of_a_whole_years_sum_and_of_nothing_else():
    months = [figure("cases", str(n), month=n, span="month") for n in range(1, 14)]
    whole = lookup(*months).find(at(indicator="cases", span="year"))
    assert (value(whole), len(whole.known)) == (str(sum(range(1, 14))), 13)
    assert "bokslutsjusteringar 13" in whole.explanation
    assert value(lookup(*months).find(at(indicator="cases"))) == "36"
    assert value(lookup(*months[:12]).find(at(indicator="cases", span="year"))) == "78"


def test_a_rate_is_never_made_out_of_months():
    months = [figure("sick", "4,0", month=n, span="month") for n in range(1, 9)]
    assert lookup(*months).find(at(indicator="sick")) is None


def test_a_cleared_cell_is_empty():
    assert lookup(figure("sick", "", marker="cleared")).find(at(indicator="sick")) is None


def test_a_marker_is_found_as_what_it_is():
    assert lookup(figure("sick", "", marker="no_data")).find(at(indicator="sick")).marker == "no_data"


def test_the_latest_forecast_is_taken_unless_the_report_month_is_asked_for():
    june = figure("costs", "5", span="full_year", month=12, scenario="forecast", vintage=202106)
    august = figure("costs", "6", span="full_year", month=12, scenario="forecast", vintage=202108)
    world, where = lookup(june, august), at(indicator="costs", scenario="forecast", span="year")
    assert value(world.find(where)) == "6"
    assert value(world.find(nearest(Coordinates(vintage="2021-06"), where))) == "5"
    only_june = lookup(june)
    assert only_june.find(nearest(Coordinates(vintage="report"), where)) is None


def test_the_latest_decision_is_the_budget_and_a_named_one_can_be_asked_for():
    first = figure(
        "costs", "5", span="full_year", month=12, scenario="budget", decision="kf", decided_on=dt.date(2020, 11, 1)
    )
    later = figure(
        "costs", "8", span="full_year", month=12, scenario="budget", decision="ks", decided_on=dt.date(2021, 4, 1)
    )
    world, where = lookup(later, first), at(indicator="costs", scenario="budget", span="year")
    assert value(world.find(where)) == "8"
    assert value(world.find(nearest(Coordinates(decision="kf"), where))) == "5"


def test_what_was_cleared_under_a_later_decision_leaves_the_earlier_one_standing():
    told = {"span": "full_year", "month": 12, "scenario": "budget"}
    before = figure("costs", "5", decision="kf", decided_on=dt.date(2020, 11, 1), **told)
    cleared = figure("costs", "", decision="ks", decided_on=dt.date(2021, 4, 1), marker="cleared", **told)
    where = Coordinates(indicator="costs", unit="all", breakdown="total", scenario="budget", span="full_year")
    assert value(lookup(before, cleared).find(where)) == "5"
    assert lookup(cleared).find(where) is None


def test_the_first_basis_that_exists_is_taken():
    world = lookup(figure("sick", "4,6"), figure("sick", "5,9", basis="restated:2022-01-01"))
    assert value(world.find(at(indicator="sick"))) == "4,6"
    assert value(world.find(at(indicator="sick", basis=("restated:2022-01-01", "original")))) == "5,9"
    assert (
        value(lookup(figure("sick", "4,6")).find(at(indicator="sick", basis=("restated:2022-01-01", "original"))))
        == "4,6"
    )


def test_latest_falls_back_to_an_earlier_period_and_then_to_the_forecast():
    where = at(indicator="sick", span="latest")
    assert lookup(figure("sick", "4,2", month=7)).find(where).slot.month == 7
    forecast = figure("sick", "4,4", span="full_year", month=12, scenario="forecast", vintage=202108)
    assert lookup(forecast).find(where).slot.scenario == "forecast"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (figure("sick", "4,2"), ""),
        (figure("sick", "4,2", month=7), "utfall januari till juli"),
        (figure("sick", "4,2", month=1), "utfall januari"),
        (figure("sick", "4,2", month=12, span="full_year"), "utfall helåret 2021"),
        (figure("staff", "225", month=6, span="point"), "per den 30 juni"),
        (
            figure("sick", "4,4", span="full_year", month=12, scenario="forecast", vintage=202106),
            "helårsprognos efter juni månad",
        ),
    ],
)
def test_the_latest_value_of_another_period_says_which(found, expected):
    where = at(indicator=found.slot.indicator, span="latest")
    assert lookup(found).find(where).note == expected


def test_a_footnote_of_the_figures_own_about_its_period_stands_for_the_portals():
    own = figure("sick", "4,2", month=7)._replace(footnotes=(Footnote("period", "utfall januari till juli"),))
    assert lookup(own).find(at(indicator="sick", span="latest")).note == ""


@pytest.mark.parametrize(("kind", "told"), [("organisation", False), ("period", True)])
def test_a_footnote_of_the_figures_own_about_the_organisation_stands_for_the_portals(kind, told):
    own = figure("costs", "5", unit="old")._replace(footnotes=(Footnote(kind, "avser den gamla enheten"),))
    units = [UnitRecord("old", "unit", START, dt.date(2021, 8, 31)), UnitRecord("new", "unit", dt.date(2021, 9, 1))]
    tree = UnitTree(units, [LinkRecord("old", "succeeded_by", "new", dt.date(2021, 9, 1))])
    where = Coordinates(indicator="costs", unit="new", organisation=dt.date(2021, 10, 1), carry="predecessor")
    found = replace(lookup(own), units=tree).find(where)
    assert value(found) == "5"
    assert bool(found.note) is told


def test_a_yearly_measurement_is_the_years_whatever_the_reports_month():
    assert (
        value(lookup(figure("engagement", "75", span="full_year", month=12)).find(at(indicator="engagement"))) == "75"
    )


def test_a_later_units_figure_is_the_sum_of_the_units_that_it_is_made_of():
    world = lookup(figure("costs", "5", unit="east"), figure("costs", "7", unit="west"))
    where = Coordinates(indicator="costs", unit="area", organisation=dt.date(2021, 10, 1), carry="sum")
    found = world.find(where)
    assert value(found) == "12"
    assert [known.slot.unit for known in found.known] == ["east", "west"]


def test_a_later_unit_has_no_figure_when_one_part_has_none():
    where = Coordinates(indicator="costs", unit="area", organisation=dt.date(2021, 10, 1), carry="sum")
    assert lookup(figure("costs", "5", unit="east")).find(where) is None


def test_nothing_is_carried_unless_the_table_asks():
    world = lookup(figure("costs", "5", unit="east"), figure("costs", "7", unit="west"))
    assert world.find(Coordinates(indicator="costs", unit="area")) is None


@given(st.lists(st.integers(-10_000, 10_000), min_size=12, max_size=12))
def test_twelve_months_make_the_year_exactly(values):
    months = [figure("cases", str(v), year=2023, month=n, span="month") for n, v in enumerate(values, 1)]
    found = lookup(*months, period=YEAR_2023).find(at(indicator="cases"))
    assert found.number.same_value(Number(sum(values)))


def test_a_business_area_without_a_figure_of_its_own_is_the_sum_of_its_units():
    year = {"year": 2021, "month": 12, "span": "full_year"}
    world = lookup(figure("costs", "5", unit="east", **year), figure("costs", "7", unit="west", **year))
    where = Coordinates(indicator="costs", unit="area", span="year", organisation=dt.date(2021, 10, 1), carry="sum")
    assert value(world.find(where)) == "12"
