"""From coordinates to a value: the recorded figure, else computed from months, from a formula, or carried from parts.

A recorded value always comes before a computed one; what was computed says how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from django.utils.functional import cached_property

from indicators.aggregation import Aggregation, accumulate
from indicators.formulas import Formula, Missing, Reference
from indicators.number_parsing import Marker
from indicators.numbers import Number, round_half_up, total
from indicators.pivot.comparing import (
    ABSENT,
    AS_WAS,
    PREDECESSOR,
    RESTATED,
    Chosen,
    Compared,
    Ways,
    broken,
    figure_day,
    first_day,
)
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot, slots
from indicators.pivot.figures import FigureSet, IndicatorFacts, Known
from indicators.spans import CLOSING_MONTH, Month, month_name

DEEPEST = 4
PRELIMINARY = "preliminärt bokslut"


@dataclass(frozen=True, slots=True)
class CarriedFrom:
    """The units whose figures together stand for a later unit, and the sentence that says so."""

    units: tuple[str, ...]
    note: str = ""


class Units(Protocol):
    """What the pivot asks of the organisation."""

    def exists(self, unit: str, day: dt.date) -> bool: ...

    def carried(self, unit: str, wanted: dt.date, figure_day: dt.date) -> CarriedFrom | None: ...

    def own_parts(self, unit: str, day: dt.date) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell before it is shown: a number or a marker, the figures behind it and how it came about."""

    slot: Slot
    number: Number | None = None
    marker: str = ""
    known: tuple[Known, ...] = ()
    explanation: str = ""
    note: str = ""
    # A dash that hides something: a sum over it would say less than the whole.
    hides: bool = False

    @property
    def recorded(self) -> Known | None:
        """The one recorded figure, where the value wasn't computed."""
        return self.known[0] if len(self.known) == 1 and not self.explanation else None


@dataclass(frozen=True)
class Lookup:
    """Finds values for coordinates."""

    figures: FigureSet
    indicators: Mapping[str, IndicatorFacts]
    units: Units
    period: ReportPeriod
    ways: Ways = Ways()  # noqa: RUF009 - never changed
    #: The years whose accounts are preliminary: a full year's amount says so.
    preliminary: frozenset[int] = frozenset()

    def find(self, where: Coordinates, depth: int = 0) -> Found | None:
        """The value at the coordinates, or None where nothing is known and nothing can be computed."""
        facts = self.indicators.get(where.indicator or "")
        if facts is None:
            return None
        tried = slots(where, self.period, facts.aggregation)
        compared = self._way(where, tried)
        if compared:
            return self._compared(where, tried[0], compared, depth)
        for slot in tried:
            found = self._recorded(slot, where) or self._computed(slot, where, facts, depth)
            if found:
                found = self._telling_of_break(found, slot, where)
                if depth == 0 and self._is_preliminary(slot, facts):
                    found = replace(found, note=_joined(found.note, PRELIMINARY))
                return found if slot == tried[0] else _dated(found)
        if where.span == "latest" and (where.scenario or "outcome") == "outcome" and depth == 0:
            forecast = self.find(where._replace(scenario="forecast", span="year"), depth + 1)
            return _dated(forecast) if forecast else None
        return None

    def _way(self, where: Coordinates, tried: list[Slot]) -> Compared | None:
        """How the cell treats a later organisation, where that is chosen and the template doesn't say itself."""
        if not (self.ways and tried) or where.carry is not None or where.basis is not None:
            return None
        table_day = figure_day(self.period.year, self.period.month)
        return self.ways.of(tried[0].unit, figure_day(tried[0].year, tried[0].month), table_day)

    def _is_preliminary(self, slot: Slot, facts: IndicatorFacts) -> bool:
        whole = slot.year in self.preliminary and slot.span == "full_year"
        return whole and slot.scenario == "outcome" and facts.is_money

    def _break_within(self, slot: Slot, where: Coordinates) -> Chosen | None:
        """The change inside the year so far that a figure covers, where that is chosen and the template is silent."""
        if not self.ways or slot.span not in ("ytd", "full_year") or where.carry is not None or where.basis is not None:
            return None
        table_day = figure_day(self.period.year, self.period.month)
        return self.ways.within(slot.unit, first_day(slot.year), figure_day(slot.year, slot.month), table_day)

    def _telling_of_break(self, found: Found, slot: Slot, where: Coordinates) -> Found:
        """A figure that covers a change of its unit says so; one that was put together across it has said it."""
        change = self._break_within(slot, where)
        if change is None or found.number is None or found.note or _says(found, "organisation"):
            return found
        return replace(found, note=broken(change))

    def _across(self, slot: Slot, where: Coordinates, facts: IndicatorFacts, depth: int) -> Found | None:
        """A sum over a change of the unit: each month as the chosen way shows it, where every month is known."""
        if facts.aggregation != "sum" or self._break_within(slot, where) is None:
            return None
        parts = [
            self.find(where._replace(span="month", month=month, year=None, fixed_year=slot.year), depth + 1)
            for month in range(1, slot.month + 1)
        ]
        numbers = [part.number for part in parts if part is not None and part.number is not None]
        if len(numbers) < len(parts):
            return None
        known = tuple(figure for part in parts if part is not None for figure in part.known)
        notes = dict.fromkeys(part.note for part in parts if part is not None and part.note)
        return Found(slot, total(numbers), known=known, explanation=_sum_sentence(numbers), note=_joined(*notes))

    def _compared(self, where: Coordinates, slot: Slot, compared: Compared, depth: int) -> Found | None:
        """The cell in the chosen way; a dash with its reason where there is nothing to compare with."""
        existed = self.units.exists(slot.unit, figure_day(slot.year, slot.month))
        hides = existed or compared.way == RESTATED
        dash = Found(slot, marker=Marker.NOT_EXISTING, note=compared.lacking, hides=hides)
        if compared.way == ABSENT:
            return dash if existed else None
        if compared.way == PREDECESSOR:
            return self._predecessors(where, slot, depth) or dash
        basis = ("original",) if compared.way == AS_WAS else (compared.basis,)
        found = self.find(where._replace(basis=basis, carry=""), depth)
        if found is None:
            return None if compared.way == AS_WAS else dash
        return found if _says(found, "organisation") else replace(found, note=_joined(found.note, compared.note))

    def _predecessors(self, where: Coordinates, slot: Slot, depth: int) -> Found | None:
        """The units that then did what the unit does on the table's day, each once; None where one has no figure."""
        table_day = figure_day(self.period.year, self.period.month)
        origin = self.units.carried(slot.unit, table_day, figure_day(slot.year, slot.month))
        if origin is None:
            return None
        parts = [self.find(where._replace(unit=unit, carry=""), depth + 1) for unit in origin.units]
        numbers = [part.number for part in parts if part is not None and part.number is not None]
        known = tuple(figure for part in parts if part is not None for figure in part.known)
        if len(parts) == 1 and parts[0] is not None:
            return parts[0] if _says(parts[0], "organisation") else replace(parts[0], note=origin.note)
        if len(numbers) < len(origin.units) or not self._adds_up(where):
            return None
        return Found(slot, total(numbers), known=known, explanation=_sum_sentence(numbers), note=origin.note)

    def _adds_up(self, where: Coordinates) -> bool:
        """Whether figures of several units together are their sum: amounts and counts, never shares or means."""
        facts = self.indicators[where.indicator or ""]
        return facts.measure in ("tkr", "count") and facts.aggregation in ("sum", "last", "formula")

    def _recorded(self, slot: Slot, where: Coordinates) -> Found | None:
        known = self.figures.find(slot, where, self.period)
        if known is None or known.marker == Marker.CLEARED:
            return None
        return Found(slot, known.number, known.marker, (known,))

    def _computed(self, slot: Slot, where: Coordinates, facts: IndicatorFacts, depth: int) -> Found | None:
        if depth >= DEEPEST:
            return None
        by_formula = self._by_formula(slot, where, facts, depth) if facts.formula else None
        by_months = self._from_months(slot, where, facts) or self._across(slot, where, facts, depth)
        return by_formula or by_months or self._carried(slot, where, depth)

    def _from_months(self, slot: Slot, where: Coordinates, facts: IndicatorFacts) -> Found | None:
        """Year to date out of single months, where the indicator adds up and every month is there."""
        if slot.span not in ("ytd", "full_year", "point") or facts.aggregation not in ("sum", "last", "mean"):
            return None
        asked = (slot, where.vintage, where.decision, where.basis)
        if asked not in self._sums:
            self._sums[asked] = self._summed(slot, where, facts)
        return self._sums[asked]

    @cached_property
    def _sums(self) -> dict[object, Found | None]:
        """What was made of months already: a sum is asked for again by each formula that it is a part of."""
        return {}

    def _summed(self, slot: Slot, where: Coordinates, facts: IndicatorFacts) -> Found | None:
        # The closing entries of the accounts are part of a whole year's sum.
        with_closing = slot.month == 12 and facts.aggregation == "sum"
        months = self._months(slot, where, CLOSING_MONTH if with_closing else slot.month)
        if not months:
            return None
        values = {month: Marker(known.marker) if known.marker else known.number for month, known in months.items()}
        result = accumulate(Aggregation(facts.aggregation), values, slot.month)
        if result.value is None:
            return None
        return Found(slot, result.value, known=tuple(months.values()), explanation=result.explanation)

    def _months(self, slot: Slot, where: Coordinates, last: int) -> dict[int, Known]:
        found = {
            month: self.figures.find(
                Slot(slot.indicator, slot.unit, slot.breakdown, slot.scenario, slot.year, month, "month"),
                where,
                self.period,
            )
            for month in range(1, last + 1)
        }
        return {month: known for month, known in found.items() if known and known.marker != Marker.CLEARED}

    def _by_formula(self, slot: Slot, where: Coordinates, facts: IndicatorFacts, depth: int) -> Found | None:
        asked = (slot, where.vintage, where.decision, where.basis, where.organisation, where.carry)
        found = self._results.get(asked) or self._evaluated(slot, where, facts, depth)
        if found:
            self._results[asked] = found
        return found

    @cached_property
    def _results(self) -> dict[object, Found]:
        """What formulas came to: one may be a part of several others."""
        return {}

    def _evaluated(self, slot: Slot, where: Coordinates, facts: IndicatorFacts, depth: int) -> Found | None:
        formula = _parsed(facts.formula)
        parts = dict(self._parts(formula, slot, where, depth))
        values = {reference: part.number if part else None for reference, part in parts.items()}
        value = formula.evaluate(values)
        if isinstance(value, Missing):
            return None
        known = tuple(figure for part in parts.values() if part for figure in part.known)
        decimals = facts.decimals if "/" in facts.formula else _most_exact(parts.values())
        number = round_half_up(value, decimals)
        return Found(slot, number, known=known, explanation=formula.written(values, value))

    def _parts(
        self, formula: Formula, slot: Slot, where: Coordinates, depth: int
    ) -> Iterator[tuple[Reference, Found | None]]:
        for reference in formula.references():
            scenario = reference.scenario or where.scenario
            asked = where._replace(indicator=reference.code, scenario=scenario, span=_span(slot), month=slot.month)
            if reference.scenario and reference.scenario != (where.scenario or "outcome"):
                asked = asked._replace(vintage=None, decision=None)
            yield reference, self.find(asked, depth + 1)

    def _carried(self, slot: Slot, where: Coordinates, depth: int) -> Found | None:
        """The value of a later organisation's unit, as the sum of the units that it is made of or comes after."""
        if not where.carry:
            return None
        figure_day = Month(slot.year, slot.month).last_day
        organisation = where.organisation or Month(self.period.year, self.period.month).last_day
        origin = self.units.carried(slot.unit, organisation, figure_day)
        if origin is not None and slot.unit in origin.units:
            origin = CarriedFrom(self.units.own_parts(slot.unit, figure_day))
        if origin is None or not origin.units:
            return None
        parts = [self.find(where._replace(unit=unit, carry=None), depth + 1) for unit in origin.units]
        present = [part for part in parts if part is not None]
        numbers = [part.number for part in present if part.number is not None]
        if len(present) == 1 == len(origin.units):
            return present[0] if _says(present[0], "organisation") else replace(present[0], note=origin.note)
        if where.carry != "sum" or len(numbers) < len(origin.units):
            return None
        known = tuple(figure for part in present for figure in part.known)
        return Found(slot, total(numbers), known=known, explanation=_sum_sentence(numbers), note=origin.note)


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _says(found: Found, kind: str) -> bool:
    """Whether a footnote of the figures themselves already tells of it; the portal then adds none of its own."""
    return any(note.kind == kind for known in found.known for note in known.footnotes)


def _dated(found: Found) -> Found:
    """The latest known value of another period than the one asked for, with a footnote that says which."""
    if _says(found, "period"):
        return found
    return replace(found, note=_joined(found.note, _period_told(found)))


def _period_told(found: Found) -> str:
    slot = found.slot
    if slot.scenario == "forecast":
        vintage = max((known.vintage for known in found.known), default=0)
        return f"helårsprognos efter {month_name(vintage % 100)} månad" if vintage else "helårsprognos"
    if slot.span == "full_year":
        return f"utfall helåret {slot.year}"
    if slot.span == "point":
        return f"per den {Month(slot.year, slot.month).last_day.day} {month_name(slot.month)}"
    return "utfall januari" if slot.month == 1 else f"utfall januari till {month_name(slot.month)}"


@cache
def _parsed(formula: str) -> Formula:
    return Formula.parse(formula)


def _span(slot: Slot) -> str:
    """The same stretch of time, said relative to the indicator: a level has a point where a sum has a year."""
    if slot.span in ("month", "project"):
        return slot.span
    return "year" if slot.month == 12 else "period"


def _most_exact(parts: Iterable[Found | None]) -> int:
    return max((part.number.decimals for part in parts if part and part.number), default=0)


def _sum_sentence(numbers: list[Number]) -> str:
    return f"{' + '.join(str(number) for number in numbers)} = {total(numbers)}"
