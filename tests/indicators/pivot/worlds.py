"""A small world for the pivot: three units, a few indicators, figures given in one block."""

from __future__ import annotations

import datetime as dt

from indicators.numbers import Number
from indicators.organisation import UnitTree
from indicators.organisation_tree import LinkRecord, UnitRecord
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, Footnote, IndicatorFacts, Known
from indicators.pivot.values import Lookup

AUGUST_2021 = ReportPeriod(2021, 8)
YEAR_2023 = ReportPeriod(2023, 12)
START = dt.date(2019, 1, 1)

INDICATORS = {
    facts.code: facts
    for facts in (
        IndicatorFacts("net_result", "Nettoresultat", "formula", "up", "tkr", 0, "revenues - costs"),
        IndicatorFacts("revenues", "Intäkter", "sum", "up", "tkr"),
        IndicatorFacts("costs", "Kostnader", "sum", "down", "tkr"),
        IndicatorFacts("cases", "Ärenden", "sum", "neutral"),
        IndicatorFacts("staff", "Anställda", "last", "neutral"),
        IndicatorFacts("sick", "Sjukfrånvaro", "reported", "down", "percent", 1),
        IndicatorFacts("engagement", "HME", "yearly", "up", "index"),
        IndicatorFacts("share", "Andel", "formula", "up", "percent", 1, "revenues / costs * 100"),
    )
}


def tree() -> UnitTree:
    """Two units under the administration; from October 2021 both are part of one business area."""
    october = dt.date(2021, 10, 1)
    units = [
        UnitRecord("all", "administration", START),
        UnitRecord("east", "unit", START),
        UnitRecord("west", "unit", dt.date(2020, 12, 1)),
        UnitRecord("area", "business_area", october),
    ]
    links = [
        LinkRecord("east", "part_of", "all", START, dt.date(2021, 9, 30)),
        LinkRecord("west", "part_of", "all", dt.date(2020, 12, 1), dt.date(2021, 9, 30)),
        LinkRecord("area", "part_of", "all", october),
        LinkRecord("east", "part_of", "area", october),
        LinkRecord("west", "part_of", "area", october),
    ]
    return UnitTree(units, links)


def figure(
    indicator: str,
    value: str,
    *,
    unit: str = "all",
    year: int = 2021,
    month: int = 8,
    span: str = "ytd",
    scenario: str = "outcome",
    breakdown: str = "total",
    marker: str = "",
    footnote: str = "",
    **known: object,
) -> Known:
    """One figure as known on the report's day."""
    slot = Slot(indicator, unit, breakdown, scenario, year, month, span)
    notes = (Footnote("explanation", footnote),) if footnote else ()
    return Known(slot, None if marker else Number.of(value), marker, footnotes=notes, fact=1, **known)  # type: ignore[arg-type]


def lookup(*figures: Known, period: ReportPeriod = AUGUST_2021) -> Lookup:
    """A lookup of the figures in the small world."""
    return Lookup(FigureSet.of(figures), INDICATORS, tree(), period)


def at(**coordinates: object) -> Coordinates:
    """Coordinates of the whole administration unless another unit is named."""
    return Coordinates(**{"unit": "all", **coordinates})  # type: ignore[arg-type]
