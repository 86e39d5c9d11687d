"""The latest known value of indicators, with target and judgement: for lists, search and the indicator's page.

Recorded figures come before computed ones, later periods before earlier ones; forecasts are no outcome. Whatever the
number of indicators, the figures are fetched in a constant number of queries, and only those that the person may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from indicators.access import visible_to
from indicators.aggregation import Aggregation
from indicators.gathering import (
    NO_FOOTNOTES,
    SLOT_FIELDS,
    VALUE_FIELDS,
    TargetKey,
    facts_of_indicator,
    footnotes_of,
    known_of,
    with_formula_parts,
)
from indicators.models import FigureRevision, TargetRevision
from indicators.models.choices import FootnoteKind, Scenario, SpanChoice
from indicators.naming import Names
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.pivot.coordinates import TOTAL, Coordinates, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, IndicatorFacts
from indicators.pivot.values import Found, Lookup
from indicators.rights import rights_of
from indicators.shown import shown_period, shown_value, unit_word
from indicators.spans import Month, span_label
from indicators.status import Comparison, IndicatorCase, Judgement, judge
from indicators.targets import Direction, ParsedTarget, TargetKind, format_target

YEARS_BACK = 2
LAST_YEAR = 2099


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator for a unit and a part, by their codes."""

    indicator: str
    unit: str
    breakdown: str = TOTAL


@dataclass(frozen=True)
class Latest:
    """The latest value of an indicator, ready to be shown, and what it is held against."""

    asked: Asked
    found: Found
    measure: str
    target: ParsedTarget | None
    judgement: Judgement

    @property
    def text(self) -> str:
        """The value with its unit: `6,3 %`."""
        return shown_value(self.found.number, self.found.marker, self.measure)

    @property
    def period(self) -> str:
        """What it is about: `jan–aug 2024`."""
        return shown_period(self.found.slot.span, self.found.slot.year, self.found.slot.month)

    @property
    def target_text(self) -> str:
        """The target as it was decided; nothing where there is none."""
        if self.target is None or self.target.kind is TargetKind.NONE:
            return ""
        return self.target.raw or format_target(self.target)

    @property
    def fact(self) -> int:
        """The key of the recorded fact; 0 where the value was computed."""
        return self.found.recorded.fact if self.found.recorded else 0

    @property
    def is_example(self) -> bool:
        """Whether any of the figures behind it is invented."""
        return any(known.source == "example" for known in self.found.known)

    @property
    def at_year_end(self) -> bool:
        """Whether the words are those of the year's end."""
        return self.found.slot.month >= 12


@dataclass(frozen=True)
class Readings:
    """The visible figures around some indicators and their targets: what everything is looked up in.

    `years` are those that a latest value may come from, the newest first.
    """

    years: Sequence[int]
    lookup: Lookup
    targets: Mapping[TargetKey, ParsedTarget]
    names: Names

    def latest(self, asked: Asked) -> Latest | None:
        """The latest outcome, from the newest year's period backwards; None where nothing is known."""
        found = self._latest_found(asked)
        if found is None:
            return None
        target = self.targets.get((asked.indicator, asked.unit, asked.breakdown, found.slot.year))
        measure = self.lookup.indicators[asked.indicator].measure
        return Latest(asked, found, measure, target, judge(self._case(asked, found, target)))

    def _latest_found(self, asked: Asked) -> Found | None:
        period = self.lookup.period
        for year in self.years:
            month = period.month if year == period.year else 12
            where = Coordinates(asked.indicator, asked.unit, asked.breakdown, fixed_year=year, month=month)
            found = self.lookup.find(where._replace(span="latest"))
            if found and found.slot.scenario == Scenario.OUTCOME:
                return found
            for at in range(month, 0, -1):
                if single := self.lookup.find(where._replace(span=SpanChoice.MONTH, month=at)):
                    return single
        return None

    def _case(self, asked: Asked, found: Found, target: ParsedTarget | None) -> IndicatorCase:
        facts, slot = self.lookup.indicators[asked.indicator], found.slot
        at_year_end = slot.month >= 12
        where = Coordinates(asked.indicator, asked.unit, asked.breakdown, fixed_year=slot.year, month=slot.month)
        earlier = where._replace(fixed_year=slot.year - 1)
        comparable = not self._method_changed(facts.id, slot)
        return IndicatorCase(
            outcome=found.number if found.number is not None else Marker(found.marker),
            target=target,
            direction=Direction(facts.direction),
            aggregation=Aggregation(facts.aggregation),
            month=min(slot.month, 12),
            final_report=at_year_end,
            forecast=None if at_year_end else self._forecast(where),
            same_period=self._comparison(earlier._replace(span="period")) if comparable else None,
            full_year=self._comparison(earlier._replace(span="year")) if comparable else None,
            method_break=_breaks(found),
            unit=unit_word(facts.measure),
        )

    def _method_changed(self, indicator: int, slot: Slot) -> bool:
        """Whether the method changed since the year before, so that its figures can't be compared."""
        first, last = dt.date(slot.year - 1, 1, 1), Month(slot.year, slot.month).last_day
        definitions = self.names.indicators[indicator].definitions.all()
        return any(row.method_break and first < row.valid_from <= last for row in definitions)

    def _forecast(self, where: Coordinates) -> Number | None:
        found = self.lookup.find(where._replace(scenario=Scenario.FORECAST, span="year"))
        return found.number if found else None

    def _comparison(self, where: Coordinates) -> Comparison | None:
        found = self.lookup.find(where)
        if found is None or found.number is None:
            return None
        slot = found.slot
        label = str(slot.year) if slot.month == 12 else span_label(slot.span, Month(slot.year, slot.month))
        return Comparison(found.number, label)


def latest_figures(user: Any, asked: Iterable[Asked], names: Names) -> dict[Asked, Latest]:
    """The latest value of each that has any, for the person on today's day: four queries at most.

    Nearly all have one in the latest years; older years are read for the others only.
    """
    wanted = list(asked)
    if not wanted:
        return {}
    this_year = period_of(rights_of(user).day).year
    newest = range(this_year, this_year - YEARS_BACK - 1, -1)
    readings = read(user, wanted, newest, names, from_year=newest[-1] - 1)
    found = {each: latest for each in wanted if (latest := readings.latest(each))}
    missing = [each for each in wanted if each not in found]
    if missing:
        older = _older(user, missing, readings, before=newest[-1])
        found |= {each: latest for each in missing if (latest := older.latest(each))}
    return found


def _older(user: Any, asked: Collection[Asked], readings: Readings, *, before: int) -> Readings:
    """Readings of all years before; their footnotes say nothing that a list shows."""
    lookup = readings.lookup
    about = _about(asked, dict(lookup.indicators), readings.names)
    figures = visible_figures(user, about, range(0, before), footnotes=False)
    years = sorted({slot.year for slot in figures.figures}, reverse=True)
    return replace(readings, years=years, lookup=replace(lookup, figures=figures))


def period_of(day: dt.date) -> ReportPeriod:
    """The latest month that has ended: what is followed up on the day."""
    month = Month(day.year, day.month) - 1
    return ReportPeriod(month.year, month.month)


def read(user: Any, asked: Collection[Asked], years: Sequence[int], names: Names, *, from_year: int = 0) -> Readings:
    """Everything that the values and judgements are looked up in: three queries.

    `years` are those that a latest value may come from, the newest first; figures are read from `from_year` on.
    """
    facts, period = facts_of(names, rights_of(user).day), period_of(rights_of(user).day)
    figures = visible_figures(user, _about(asked, facts, names), range(from_year, LAST_YEAR + 1))
    targets = _targets(user, {each.indicator for each in asked})
    return Readings(years, Lookup(figures, facts, names.tree, period), targets, names)


def _about(asked: Iterable[Asked], facts: dict[str, IndicatorFacts], names: Names) -> Q:
    """The facts that can come to be looked up: each unit's own indicators, and what those are computed from.

    The many units of one list have few indicators each; all indicators of all units would be a hundred times as many.
    """
    by_unit: dict[int, set[str]] = {}
    for each in asked:
        by_unit.setdefault(names.tree.unit(each.unit).pk, set()).add(each.indicator)
    found = Q(pk__in=())
    for unit, codes in by_unit.items():
        keys = [facts[code].id for code in with_formula_parts(codes, facts) if code in facts]
        found |= Q(fact__unit=unit, fact__indicator__in=keys)
    return found


def facts_of(names: Names, day: dt.date) -> dict[str, IndicatorFacts]:
    """What the pivot must know of every indicator, as defined on the day."""
    return {indicator.code: facts_of_indicator(indicator, day) for indicator in names.indicators.values()}


def visible_figures(user: Any, about: Q, years: range, *, footnotes: bool = True) -> FigureSet:
    """The figures of the facts and years that the person may see: one query, and one for footnotes."""
    revisions = visible_to(FigureRevision.objects.all(), user).filter(
        about, fact__year__gte=years.start, fact__year__lt=years.stop
    )
    rows = list(revisions.values_list(*VALUE_FIELDS, *SLOT_FIELDS))
    notes = footnotes_of(rows) if footnotes else NO_FOOTNOTES
    return FigureSet.of(known_of(row, notes) for row in rows)


def _targets(user: Any, codes: Collection[str]) -> dict[TargetKey, ParsedTarget]:
    revisions = TargetRevision.objects.current().filter(
        target__indicator__organisation=rights_of(user).organisation,
        target__indicator__code__in=codes,
    )
    about = ("target__indicator__code", "target__unit__code", "target__breakdown__code", "target__year")
    rows = revisions.values_list(*about, "kind", "scaled", "decimals", "text")
    return {row[:4]: _target(*row[4:]) for row in rows}


def _target(kind: str, scaled: int | None, decimals: int | None, text: str) -> ParsedTarget:
    number = None if scaled is None or decimals is None else Number(scaled, decimals)
    return ParsedTarget(TargetKind(kind), number, text)


def _breaks(found: Found) -> bool:
    return any(note.kind == FootnoteKind.METHOD_BREAK for known in found.known for note in known.footnotes)
