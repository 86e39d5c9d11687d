"""Which rows an area has in a month: what is measured there, in which span it is entered, and whether it is due.

Pure. A row is an indicator for a unit and a part. It stands on the page where figures of it were recorded during the
last years, where the indicator is measured in the unit, and, for the ledger's sums, for every area. An indicator
without a measuring schedule is due every month; one that is paused or comes another month is folded away and never
missing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.functional import cached_property

from indicators.entry.areas import Area
from indicators.formulas import Formula
from indicators.gathering import facts_of_indicator
from indicators.models import Breakdown, Indicator, MeasuringSchedule
from indicators.models.choices import AggregationChoice, DirectionChoice, Frequency, IndicatorKind, Measure
from indicators.pivot.coordinates import TOTAL
from indicators.pivot.figures import IndicatorFacts
from indicators.spans import month_name

HEADINGS = {
    IndicatorKind.ECONOMY: "Ekonomi",
    IndicatorKind.VOLUME: "Volymer",
    IndicatorKind.GOAL: "Mål och kvalitet",
    IndicatorKind.STAFF: "Personal",
    IndicatorKind.INVESTMENT: "Investeringar",
}


@dataclass(frozen=True)
class Row:
    """What one line of the page is about. `key` names it in forms and addresses: indicator, unit and part."""

    indicator: Indicator
    unit: str
    unit_pk: int
    breakdown: Breakdown
    span: str
    month: int
    not_due: str = ""

    @cached_property
    def key(self) -> str:
        """The row's name in forms: `12-5-1`."""
        return f"{self.indicator.pk}-{self.unit_pk}-{self.breakdown.pk}"

    @property
    def is_total(self) -> bool:
        """Whether the row is the whole and not a part of it."""
        return self.breakdown.code == TOTAL

    @property
    def is_computed(self) -> bool:
        """Whether the indicator is computed from others."""
        return bool(self.indicator.formula)

    @property
    def takes_forecast(self) -> bool:
        """Whether a forecast of the year is entered: for sums and levels of money and volumes, of the whole."""
        kinds = (IndicatorKind.ECONOMY, IndicatorKind.VOLUME)
        adds_up = self.indicator.aggregation in (AggregationChoice.SUM, AggregationChoice.LAST)
        return self.is_total and self.indicator.kind in kinds and adds_up

    @property
    def forecast_span(self) -> str:
        """The span of a forecast of the year: a level has a point in December."""
        return "point" if self.indicator.aggregation == AggregationChoice.LAST else "full_year"


def entered_span(indicator: Indicator, month: int) -> tuple[str, int]:
    """The span and month in which a month's figure of the indicator is entered."""
    match indicator.aggregation:
        case AggregationChoice.SUM | AggregationChoice.MEAN:
            return "month", month
        case AggregationChoice.LAST:
            return "point", month
        case AggregationChoice.YEARLY:
            return "full_year", 12
        case _:
            return ("full_year", 12) if month == 12 else ("ytd", month)


def schedule_of(indicator: Indicator, year: int) -> MeasuringSchedule | None:
    """The measuring schedule that holds in the year (uses prefetched schedules)."""
    rows = [row for row in indicator.schedules.all() if row.from_year <= year]
    return max(rows, key=lambda row: row.from_year, default=None)


def why_not_due(indicator: Indicator, year: int, month: int) -> str:
    """When the indicator is measured instead; empty where it is due in the month."""
    schedule = schedule_of(indicator, year)
    if schedule is None or schedule.due_in(month):
        return ""
    if schedule.frequency == Frequency.PAUSED:
        return "mäts inte nu"
    months = [int(part) for part in schedule.months.split(",") if part.strip().isdecimal()]
    return ", ".join(month_name(at) for at in months) or "mätplan saknas"


#: So many answers are kept with a catalogue before they are thrown away.
MOST_KNOWN = 500
#: Indicator, unit and part by their codes.
Place = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The indicators of an organisation with definitions and schedules, its breakdowns, and the keys of its units."""

    indicators: Sequence[Indicator]
    breakdowns: dict[str, Breakdown]
    units: dict[str, int]

    @cached_property
    def measured(self) -> Mapping[str, Indicator]:
        """The indicators that are measured themselves, by code."""
        return {row.code: row for row in self.indicators if not row.is_group}

    @cached_property
    def known_rows(self) -> dict[object, list[Row]]:
        """The rows that were worked out of it: they are the same at every save until something new is recorded."""
        return {}

    @cached_property
    def unit_codes(self) -> Mapping[int, str]:
        """The units by key."""
        return {pk: code for code, pk in self.units.items()}

    @cached_property
    def part_codes(self) -> Mapping[int, str]:
        """The breakdowns by key."""
        return {row.pk: code for code, row in self.breakdowns.items()}

    @cached_property
    def codes(self) -> Mapping[int, str]:
        """The indicators by key."""
        return {row.pk: row.code for row in self.indicators}

    @cached_property
    def order(self) -> Mapping[int, int]:
        """The indicators' places in the order, by key."""
        return {row.pk: at for at, row in enumerate(self.indicators)}

    def facts_on(self, day: dt.date) -> Mapping[str, IndicatorFacts]:
        """The indicators as the pivot knows them, as defined on the day, by code."""
        if day not in self._facts:
            self._facts[day] = {row.code: facts_of_indicator(row, day) for row in self.indicators}
        return self._facts[day]

    @cached_property
    def _facts(self) -> dict[dt.date, Mapping[str, IndicatorFacts]]:
        return {}

    @cached_property
    def computed(self) -> Sequence[Indicator]:
        """Those with a formula."""
        return [row for row in self.measured.values() if row.formula]

    @cached_property
    def ledger_sums(self) -> Mapping[int, Indicator]:
        """Those of which every area has a figure each month, by key."""
        return {row.pk: row for row in self.measured.values() if is_ledger_sum(row)}

    @cached_property
    def by_unit(self) -> Mapping[int, Sequence[Indicator]]:
        """What is measured in each unit, even before anything was recorded. A formula's rows follow from its parts."""
        found: dict[int, list[Indicator]] = defaultdict(list)
        for row in self.measured.values():
            if row.responsible_unit_id and not row.formula:
                found[row.responsible_unit_id].append(row)
        return found


def rows_of(area: Area, catalogue: Catalogue, recorded: Iterable[Place], year: int, month: int) -> list[Row]:
    """All rows of an area in a month, in order; what isn't due says why.

    `recorded` are the places that have outcomes of this or the last years.
    """
    known, asked = catalogue.known_rows, (area, frozenset(recorded), year, month)
    if asked not in known:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[asked] = _rows_of(area, catalogue, asked[1], year, month)
    return list(known[asked])


def _rows_of(area: Area, catalogue: Catalogue, recorded: Iterable[Place], year: int, month: int) -> list[Row]:
    order = {code: at for at, code in enumerate(area.units)}
    found: list[Row] = []
    for indicator, places in _places(area, catalogue, recorded).items():
        spread = sorted(places, key=lambda place: (order[place[0]], *_part_order(place[1], catalogue)))
        found += [_row(catalogue.measured[indicator], unit, part, catalogue, year, month) for unit, part in spread]
    return _with_computed(found, area, catalogue, year, month)


def _places(area: Area, catalogue: Catalogue, recorded: Iterable[Place]) -> Mapping[str, set[tuple[str, str]]]:
    """Units and parts by indicator: where figures are recorded, and where something is measured without any yet."""
    own = set(area.units)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code, unit, part in recorded:
        if unit in own and code in catalogue.measured:
            found[code].add((unit, part))
    answered = set()
    for unit in area.units:
        for indicator in catalogue.by_unit.get(catalogue.units[unit], ()):
            found[indicator.code].add((unit, TOTAL))
            answered.add(indicator.pk)
    for indicator in catalogue.ledger_sums.values():
        if indicator.pk not in answered:
            found[indicator.code].add((area.code, TOTAL))
    return found


def is_ledger_sum(indicator: Indicator) -> bool:
    """Whether every area has a figure of it each month: revenues and costs of the ledger."""
    measures = {row.unit_of_measure for row in indicator.definitions.all()}
    return (
        indicator.kind == IndicatorKind.ECONOMY
        and indicator.aggregation == AggregationChoice.SUM
        and measures == {Measure.TKR}
    )


def _with_computed(rows: list[Row], area: Area, catalogue: Catalogue, year: int, month: int) -> list[Row]:
    """The rows, with a line for each formula whose parts all stand on the page for a unit, in the indicators' order.

    A computed row has its parts' span; a quotient is one of the whole year so far.
    """
    places = {(row.indicator.code, row.unit, row.breakdown.code): row for row in rows}
    for indicator in catalogue.computed:
        codes = codes_in(indicator.formula)
        for unit in area.units:
            part = places.get((codes[0], unit, TOTAL))
            if all((code, unit, TOTAL) in places for code in codes) and part is not None:
                row = _row(indicator, unit, TOTAL, catalogue, year, month)
                same: dict[str, Any] = {} if "/" in indicator.formula else {"span": part.span, "month": part.month}
                places[indicator.code, unit, TOTAL] = replace(row, **same)
    # Revenues before costs, as the result is counted; what is computed comes last.
    ledger = {row.key for row in places.values() if row.indicator.pk in catalogue.ledger_sums}
    return sorted(
        places.values(),
        key=lambda row: (
            row.is_computed,
            row.key not in ledger,
            row.key in ledger and row.indicator.direction != DirectionChoice.UP,
            catalogue.order[row.indicator.pk],
        ),
    )


@lru_cache(maxsize=1000)
def codes_in(formula: str) -> tuple[str, ...]:
    """The indicators that a formula refers to, in its order."""
    return tuple(reference.code for reference in Formula.parse(formula).references())


def _row(indicator: Indicator, unit: str, part: str, catalogue: Catalogue, year: int, month: int) -> Row:
    span, at = entered_span(indicator, month)
    why = why_not_due(indicator, year, month)
    return Row(indicator, unit, catalogue.units[unit], catalogue.breakdowns[part], span, at, why)


def _part_order(part: str, catalogue: Catalogue) -> tuple[bool, str, int]:
    row = catalogue.breakdowns[part]
    return part != TOTAL, row.set.code, row.order


def grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under their headings, headings without rows left out."""
    found: dict[str, list[Row]] = {heading: [] for heading in HEADINGS.values()}
    for row in rows:
        found[HEADINGS[IndicatorKind(row.indicator.kind)]].append(row)
    return [(heading, members) for heading, members in found.items() if members]
