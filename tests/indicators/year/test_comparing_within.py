"""A unit that is founded within a year: what a full year and a year so far tell of it. Nothing is silently compared."""

import datetime as dt

import pytest

from indicators.numbers import Number
from indicators.organisation import LinkRecord, UnitRecord, UnitTree
from indicators.pivot.comparing import ABSENT, AS_WAS, PREDECESSOR, RESTATED, Chosen, Ways
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, Footnote, IndicatorFacts, Known
from indicators.pivot.values import Lookup

DAY = dt.date(2023, 10, 1)
CASES = {"cases": IndicatorFacts("cases", "Utbildningar", "sum", "neutral", measure="count")}
CALLED = "Kommunikation bildades den 1\u00a0oktober 2023."
TREE = UnitTree(
    [
        UnitRecord("vss", "administration", dt.date(2019, 1, 1)),
        UnitRecord("larande", "unit", dt.date(2020, 1, 1), dt.date(2023, 9, 30)),
        UnitRecord("kommunikation", "unit", DAY),
    ],
    [
        LinkRecord("larande", "part_of", "vss", dt.date(2020, 1, 1), dt.date(2023, 9, 30)),
        LinkRecord("kommunikation", "part_of", "vss", DAY),
        LinkRecord("larande", "succeeded_by", "kommunikation", DAY),
    ],
)


def month(unit, at, value, **more):
    return Known(Slot("cases", unit, "total", "outcome", 2023, at, "month"), Number(value, 0), fact=at, **more)


MONTHS = [month("larande", at, 10) for at in range(1, 10)] + [month("kommunikation", at, 1) for at in (10, 11, 12)]
YEAR = Known(Slot("cases", "kommunikation", "total", "outcome", 2023, 12, "full_year"), Number(5, 0))


def shown(figures, way, period=(2023, 12), span="full_year", year=0, ways=True):
    chosen = Ways([Chosen("kommunikation", DAY, way, CALLED)]) if ways else Ways()
    lookup = Lookup(FigureSet.of(figures), CASES, TREE, ReportPeriod(*period), chosen)
    return lookup.find(Coordinates(indicator="cases", unit="kommunikation", year=year, span=span))


@pytest.mark.parametrize("period", [(2023, 12), (2024, 12)])
def test_the_predecessors_months_are_part_of_the_year_where_that_way_is_chosen(period):
    found = shown(MONTHS, PREDECESSOR, period, year=2023 - period[0])
    assert found.number == Number(93, 0)
    assert "avser larande" in found.note


def test_a_month_that_nobody_knows_leaves_the_year_empty():
    assert shown(MONTHS[1:], PREDECESSOR) is None
    assert shown(MONTHS[:-1], PREDECESSOR) is None
    assert shown(MONTHS, PREDECESSOR, (2023, 10), "ytd").number == Number(91, 0)


@pytest.mark.parametrize("way", [ABSENT, AS_WAS, RESTATED])
def test_in_the_other_ways_the_year_isnt_put_together(way):
    found = shown(MONTHS, way)
    assert found is None or found.number is None


def test_restated_months_are_put_together_with_the_units_own():
    restated = [month("kommunikation", at, 7, basis=f"restated:{DAY}") for at in range(1, 10)]
    found = shown([*restated, *MONTHS], RESTATED)
    assert found.number == Number(9 * 7 + 3, 0)
    assert found.note == "omräknat till organisationen den 1\u00a0oktober 2023"


@pytest.mark.parametrize("way", [ABSENT, PREDECESSOR, AS_WAS])
@pytest.mark.parametrize("period", [(2023, 12), (2024, 12)])
def test_a_recorded_year_with_the_change_inside_it_says_so(way, period):
    found = shown([*MONTHS, YEAR], way, period, year=2023 - period[0])
    assert (found.number, found.note) == (
        Number(5, 0),
        "perioden har ett brott: Kommunikation bildades den 1\u00a0oktober 2023",
    )


def test_a_year_after_the_change_and_a_choice_that_nobody_made_say_nothing():
    later = Known(Slot("cases", "kommunikation", "total", "outcome", 2024, 12, "full_year"), Number(8, 0))
    assert shown([later], PREDECESSOR, (2024, 12)).note == ""
    assert shown([YEAR], PREDECESSOR, ways=False).note == ""


def test_a_figure_whose_own_footnote_tells_of_the_organisation_has_one_footnote():
    noted = Known(YEAR.slot, YEAR.number, footnotes=(Footnote("organisation", "från oktober"),))
    assert shown([noted], PREDECESSOR).note == ""
