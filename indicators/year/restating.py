"""Figures restated to a later organisation: what the old units had, what follows of it for the new ones, and recording.

Nothing is shared out by itself. Where the old units together are the new one, their sum is proposed; where a unit was
divided, a proposal is made only of shares that the editor gives.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from django.db import transaction

from indicators.entry.cells import Trouble
from indicators.entry.saving import Given, Outcome
from indicators.models import Breakdown, ComparisonChoice, ComparisonWay, FigureRevision, Indicator, Organisation, Unit
from indicators.models.choices import AggregationChoice, FootnoteKind, MarkerChoice, Measure, Source
from indicators.models.figures import ORIGINAL, RESTATED
from indicators.number_parsing import NumberError, parse_number
from indicators.numbers import Number, format_number, round_half_up, total
from indicators.organisation import UnitTree, load_tree
from indicators.organisation_tree import ONE_DAY
from indicators.recording import Entry, RecordingRefused, record_figures
from indicators.recording_entries import number_of
from indicators.spans import CLOSING_MONTH, Month, span_label
from indicators.year.restated_shares import WHOLE, keep_shares, too_much, words
from indicators.year.ways import choose_way, with_forebears
from vss_portal.dates import long_date
from vss_portal.models import User

ADDS_UP = (AggregationChoice.SUM, AggregationChoice.LAST, AggregationChoice.FORMULA)
COUNTED = (Measure.TKR, Measure.COUNT)


class Place(NamedTuple):
    """What a restated figure is about, beside its unit."""

    indicator: int
    breakdown: int
    year: int
    month: int
    span: str

    @property
    def at(self) -> Month:
        """The month that it ends with; closing entries end with December."""
        return Month(self.year, min(self.month, 12))


@dataclass(frozen=True)
class Proposal:
    """A row: a unit's figure of a period, the old units' figures, what they make, and what is restated already.

    `text` is what the box holds: what stands, else the proposal. `why` says why there is no proposal.
    """

    key: str
    unit: Unit
    place: Place
    indicator: Indicator
    part: Breakdown
    name: str
    period: str
    olds: tuple[tuple[str, str], ...]
    proposal: str = ""
    why: str = ""
    standing: str = ""
    seen: int = 0
    given: str | None = None
    trouble: str = ""
    # Whether what the old unit did went to several, so that only a share can be proposed.
    is_of_divided: bool = False

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.given if self.given is not None else self.standing or self.proposal

    @property
    def is_taken(self) -> bool:
        """Whether its box is ticked at first: a proposal that doesn't stand yet."""
        return self.given is not None or (bool(self.proposal) and not self.standing)


@dataclass(frozen=True)
class Restating:
    """The units that changed on a day, the way each is compared, and the proposals of a year by unit."""

    day: dt.date
    year: int
    units: Sequence[Unit]
    ways: Mapping[int, str]
    names: Mapping[int, str]
    proposals: Sequence[Proposal]
    shares: Mapping[int, Fraction] = field(default_factory=dict)
    # The shares of a divided unit that come to more than the whole, in sentences.
    troubles: Sequence[str] = ()

    @property
    def groups(self) -> list[tuple[Unit, str, list[Proposal]]]:
        """The proposals under their units, in the tree's order."""
        return [(unit, self.names[unit.pk], [row for row in self.proposals if row.unit == unit]) for unit in self.units]

    @property
    def basis(self) -> str:
        """The basis of what is restated to the day."""
        return f"{RESTATED}{self.day.isoformat()}"

    @property
    def is_shown(self) -> bool:
        """Whether every unit's tables show what is restated."""
        return all(way == ComparisonWay.RESTATED for way in self.ways.values())


def restating(
    organisation: Organisation, day: dt.date, year: int, shares: Mapping[int, Fraction] | None = None
) -> Restating | None:
    """The table of a change: None where no unit changed on the day. `shares` are per cent by the unit's key."""
    rows = ComparisonChoice.objects.as_of(None).filter(unit__organisation=organisation, day=day)
    ways = {row.unit_id: row.way for row in rows}
    if not ways:
        return None
    tree = load_tree(organisation)
    units = list(organisation.units.filter(pk__in=ways).order_by("order", "code"))
    given = shares or {}
    maker = _Maker(organisation, tree, day, year, units, given)
    names = {unit.pk: tree.name_on(unit.code, day) for unit in units}
    return Restating(day, year, units, ways, names, maker.proposals(), given, too_much(given, units, tree, day))


@dataclass
class _Maker:
    """Makes the proposals of a year; everything is fetched in two queries."""

    organisation: Organisation
    tree: UnitTree
    day: dt.date
    year: int
    units: Sequence[Unit]
    shares: Mapping[int, Fraction]

    def __post_init__(self) -> None:
        wanted = with_forebears([unit.code for unit in self.units], self.tree) | {unit.code for unit in self.units}
        rows = FigureRevision.objects.current().outcomes().in_year(self.year)
        rows = rows.filter(fact__unit__organisation=self.organisation, fact__unit__code__in=wanted)
        rows = rows.filter(fact__basis__in=(ORIGINAL, f"{RESTATED}{self.day.isoformat()}"))
        self.recorded: dict[str, dict[Place, FigureRevision]] = defaultdict(dict)
        self.restated: dict[tuple[int, Place], FigureRevision] = {}
        for row in rows.select_related("fact__indicator", "fact__breakdown", "fact__unit"):
            fact = row.fact
            place = Place(fact.indicator_id, fact.breakdown_id, fact.year, fact.month, fact.span)
            if fact.basis == ORIGINAL and row.scaled is not None:
                self.recorded[fact.unit.code][place] = row
            elif fact.basis != ORIGINAL:
                self.restated[fact.unit_id, place] = row
        indicators = Indicator.objects.filter(organisation=self.organisation).prefetch_related("definitions")
        self.indicators = {row.pk: row for row in indicators}
        self.parts = {row.pk: row for row in Breakdown.objects.of(self.organisation).select_related("set")}

    def proposals(self) -> list[Proposal]:
        return [self._proposal(unit, place) for unit in self.units for place in self._places(unit)]

    def _olds(self, unit: Unit, at: Month) -> list[str]:
        """The units that then did what the unit does, or a part of it."""
        found = self.tree.sources_for(unit.code, self.day, at.last_day)
        if found:
            return list(found.units)
        before = with_forebears([unit.code], self.tree)
        return [code for code in self.tree.units if code in before and self.tree.exists(code, at.last_day)]

    def _places(self, unit: Unit) -> list[Place]:
        """What is recorded of the old units before the day, the year's ends before its months."""
        codes = with_forebears([unit.code], self.tree) | {unit.code}
        found = {place for code in codes for place in self.recorded.get(code, {}) if place.at.last_day < self.day}
        found = {place for place in found if any(place in self.recorded[code] for code in self._olds(unit, place.at))}
        found |= {place for pk, place in self.restated if pk == unit.pk}
        order = {pk: row.order for pk, row in self.indicators.items()}
        return sorted(found, key=lambda place: (order[place.indicator], place.indicator, *place[1:]))

    def _proposal(self, unit: Unit, place: Place) -> Proposal:
        numbers = {code: self._number(code, place) for code in self._olds(unit, place.at)}
        made, why = self._made(unit, place, numbers)
        standing = self.restated.get((unit.pk, place))
        number = number_of(standing) if standing and standing.marker != MarkerChoice.CLEARED else None
        last = place.at.last_day
        told = tuple(
            (self.tree.name_on(code, last), format_number(value))
            for code, value in numbers.items()
            if value is not None
        )
        return Proposal(
            key="-".join(map(str, (unit.pk, *place))),
            unit=unit,
            place=place,
            indicator=self.indicators[place.indicator],
            part=self.parts[place.breakdown],
            name=self._name(place),
            period="period 13" if place.month == CLOSING_MONTH else span_label(place.span, place.at),
            olds=told,
            proposal=format_number(made) if made is not None else "",
            why=why,
            standing=format_number(number) if number is not None else "",
            seen=standing.number if standing else 0,
            is_of_divided=self._adds_up(place) and not self.tree.sources_for(unit.code, self.day, last),
        )

    def _name(self, place: Place) -> str:
        name, part = self.indicators[place.indicator].name_on(place.at.last_day), self.parts[place.breakdown]
        return name if part.code == "total" else f"{name}, {part.name.lower()}"

    def _number(self, code: str, place: Place) -> Number | None:
        row = self.recorded.get(code, {}).get(place)
        return number_of(row) if row else None

    def _made(self, unit: Unit, place: Place, numbers: Mapping[str, Number | None]) -> tuple[Number | None, str]:
        """What the old figures make for the unit, or why they make nothing."""
        sources = self.tree.sources_for(unit.code, self.day, place.at.last_day)
        known = [number for number in numbers.values() if number is not None]
        if not sources:
            return self._shared(unit, place, known)
        if len(known) < len(numbers):
            return None, "någon av enheterna saknar värde"
        if len(known) > 1 and not self._adds_up(place):
            return None, "andelar och medelvärden läggs inte ihop"
        return total(known), ""

    def _shared(self, unit: Unit, place: Place, known: Sequence[Number]) -> tuple[Number | None, str]:
        """A divided unit's figure by the shares that the editor gave; the shares of all units make it up exactly."""
        if not self._adds_up(place):
            return None, "delas inte: andelar och medelvärden har inga delar"
        if unit.pk not in self.shares or len(known) != 1:
            return None, "enheten är delad: ange en andel eller ett eget värde"
        before = sum((self.shares[each.pk] for each in self._before(unit) if each.pk in self.shares), Fraction(0))
        value = known[0]
        upper = round_half_up(value.fraction * (before + self.shares[unit.pk]) / WHOLE, value.decimals)
        lower = round_half_up(value.fraction * before / WHOLE, value.decimals)
        return Number(upper.scaled - lower.scaled, value.decimals), ""

    def _before(self, unit: Unit) -> list[Unit]:
        return list(self.units[: self.units.index(unit)])

    def _adds_up(self, place: Place) -> bool:
        indicator = self.indicators[place.indicator]
        definition = indicator.definition_on(place.at.last_day)
        measure = definition.unit_of_measure if definition else ""
        return measure in COUNTED and indicator.aggregation in ADDS_UP and "/" not in indicator.formula


# Recording


@transaction.atomic
def take(found: Restating, given: Mapping[str, Given], *, by: User, shows: bool) -> Outcome:
    """Record the given boxes as restated to the day, all or none, and keep the shares that the proposals assume.

    `shows`: tables are to show them from now on.
    What can't be read or recorded is told by the names of the rows, and then nothing is saved.
    """
    rows = {row.key: row for row in found.proposals}
    entries, outcome = {}, Outcome()
    for key, told in given.items():
        row = rows.get(key)
        if row is None:
            continue
        entry = _entry(found, row, told)
        if isinstance(entry, Trouble):
            outcome.troubles[key] = entry
        elif entry is not None:
            entries[key] = entry
    if not outcome.troubles and entries:
        _record(found, entries, outcome, given, by)
    # Only what a recorded value follows of is an assumption.
    behind = {entry.unit.pk for entry in entries.values() if entry.footnotes}
    if behind and not outcome.troubles:
        shares = {key: share for key, share in found.shares.items() if key in behind}
        keep_shares(shares, units=found.units, day=found.day, year=found.year, by=by)
    if shows and not outcome.troubles:
        _show(found, by)
    return outcome


def _entry(found: Restating, row: Proposal, told: Given) -> Entry | Trouble | None:
    text = told.text.strip()
    if not text:
        return None
    try:
        number = parse_number(text).number
    except NumberError as error:
        return Trouble(told.text, f"{row.name}, {row.period}: {error.message} Inget är sparat.")
    if number is None:
        return Trouble(told.text, f"{row.name}, {row.period}: ”{text}” är inget tal. Hoppa över raden i stället.")
    place, assumed = row.place, _assumed(found, row, number)
    return Entry(
        indicator=row.indicator,
        unit=row.unit,
        breakdown=row.part,
        year=place.year,
        month=place.month,
        span=place.span,
        basis=found.basis,
        number=number,
        reason=f"Omräknat till organisationen den {long_date(found.day)}",
        footnotes=((FootnoteKind.ORGANISATION, assumed),) if assumed else (),
        source_note="; ".join(f"{name} {value}" for name, value in row.olds)[:300],
        seen=told.seen,
        place=row.key,
    )


def _assumed(found: Restating, row: Proposal, number: Number) -> str:
    """The footnote of a value that follows of the share that was given: what it assumes."""
    share = found.shares.get(row.unit.pk)
    if share is None or not row.is_of_divided or format_number(number) != row.proposal or not row.olds:
        return ""
    return f"omräknat till organisationen den {long_date(found.day)}: {words(share)} av {row.olds[0][0]}"


def _record(
    found: Restating, entries: Mapping[str, Entry], outcome: Outcome, given: Mapping[str, Given], by: User
) -> None:
    label = f"Omräknade värden {found.year} till organisationen den {long_date(found.day)}"
    try:
        recorded = record_figures(entries=entries.values(), by=by, source=Source.FORM, label=label, may_unlock=True)
    except RecordingRefused as refusal:
        for problem in refusal.problems:
            key = problem.place or next(iter(entries))
            outcome.troubles[key] = Trouble(given[key].text, problem.message)
        return
    outcome.recorded.update(zip(entries, recorded, strict=True))


def _show(found: Restating, by: User) -> None:
    """Choose restated values for the units that are compared otherwise."""
    others = [unit for unit in found.units if found.ways[unit.pk] != ComparisonWay.RESTATED]
    if others:
        choose_way(units=others, day=found.day, way=ComparisonWay.RESTATED, by=by)


def year_before(day: dt.date) -> int:
    """The year that a change from the day is first compared with."""
    return (day - ONE_DAY).year if (day.month, day.day) == (1, 1) else day.year - 1
