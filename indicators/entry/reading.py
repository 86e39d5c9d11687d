"""Everything that a page of entry shows, fetched in a constant number of queries, whatever the number of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from django.db.models import Q
from django.utils.functional import cached_property

from indicators.entry.areas import Area, Areas
from indicators.entry.happenings import Happenings, happenings_of
from indicators.entry.plan import Catalogue, Place, Row, codes_in, rows_of
from indicators.gathering import SLOT_FIELDS, VALUE_FIELDS, TargetKey, known_of, targets_of
from indicators.models import FigureRevision, Indicator, ReportingOccasion
from indicators.models.choices import MarkerChoice, OccasionKind, Scenario
from indicators.organisation import UnitTree
from indicators.pivot.coordinates import TOTAL, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, IndicatorFacts, Known
from indicators.pivot.values import Lookup
from indicators.recording_entries import Recorded, number_of
from indicators.recording_planning import Ready
from indicators.reference import Measured
from indicators.rights import Rights, rights_of
from indicators.spans import Month
from indicators.targets import ParsedTarget
from vss_portal import clock

YEARS_BACK = 2
_catalogues: WeakKeyDictionary[Measured, tuple[UnitTree, Catalogue]] = WeakKeyDictionary()


def read_catalogue(rights: Rights) -> Catalogue:
    """The indicators with definitions and schedules, the parts, and the units' keys, as of the request's edition.

    It is shared by all requests for as long as what it is made of is kept, and never changed.
    """
    measured, tree = rights.measured, rights.tree
    if measured is None:
        return Catalogue([], {}, {})
    known = _catalogues.get(measured)
    if known is None or known[0] is not tree:
        units = {code: unit.pk for code, unit in tree.units.items()}
        known = _catalogues[measured] = tree, Catalogue(measured.defined, dict(measured.part_by_code), units)
    return known[1]


@dataclass(frozen=True)
class AreaMonth:
    """An area in a month: its rows, the figures around them, the occasion, and what was said."""

    user: Any
    areas: Areas
    area: Area
    at: Month
    catalogue: Catalogue
    figures: FigureSet
    targets: Mapping[TargetKey, ParsedTarget]
    occasion: ReportingOccasion | None
    happenings: Happenings
    indicator: str = ""
    #: What recording may build on, where it was read in the same transaction.
    ready: Ready | None = None
    #: The units whose figures were read, where it wasn't all: other rows can't be shown.
    only: frozenset[str] = frozenset()

    @property
    def rights(self) -> Rights:
        """What the person may do today."""
        return self.areas.rights

    @cached_property
    def rows(self) -> list[Row]:
        """All rows in order, also those that aren't due; of one indicator, those of all the person's areas."""
        found = self._rows
        return [row for row in found if row.unit in self.only] if self.only else found

    @property
    def _rows(self) -> list[Row]:
        known = recorded_places(self.figures)
        if not self.indicator:
            return rows_of(self.area, self.catalogue, known, self.at.year, self.at.month)
        areas = sorted(self.areas.own, key=lambda area: not area.is_whole)
        found = [row for area in areas for row in rows_of(area, self.catalogue, known, self.at.year, self.at.month)]
        return list({row.key: row for row in found if row.indicator.code == self.indicator}.values())

    def area_of(self, unit: str) -> Area:
        """The area that a unit's row belongs to: this one, or where one indicator is shown, the unit's own."""
        if not self.indicator:
            return self.area
        return next((area for area in self.areas.own if unit in area.units), self.area)

    @cached_property
    def facts(self) -> Mapping[str, IndicatorFacts]:
        """The indicators as the pivot knows them, as defined on the month's last day."""
        return self.catalogue.facts_on(self.at.last_day)

    @cached_property
    def lookup(self) -> Lookup:
        """Finds figures, recorded or computed."""
        return Lookup(self.figures, self.facts, self.rights.tree, ReportPeriod(self.at.year, self.at.month))

    @property
    def vintage(self) -> int:
        """The month that a forecast is made in now."""
        return self.at.year * 100 + self.at.month

    @cached_property
    def opened_until(self) -> dt.date | None:
        """The last day of an exception for the area that holds today."""
        today = clock.today()
        days = [row.until for row in self.happenings.exceptions if row.until and row.until >= today]
        return max(days, default=None)

    @property
    def is_locked(self) -> bool:
        """Whether the month is closed for the area."""
        if self.occasion is None:
            return False
        return self.occasion.is_locked_on(clock.today()) and self.opened_until is None

    @property
    def is_open(self) -> bool:
        """Whether figures may be entered today."""
        return self.occasion is not None and self.occasion.opens_on <= clock.today() and not self.is_locked

    def row(self, key: str) -> Row | None:
        """The row with the key."""
        return next((row for row in self.rows if row.key == key), None)


def read_area(user: Any, code: str, at: Month, *, only: Collection[int] | None = None) -> AreaMonth | None:
    """An area in a month; None where there is no such area for the person.

    `only` are indicators' keys: their figures and those of what is computed from them are fetched, the rest isn't.
    """
    month = empty_month(user, code, at)
    if month is None:
        return None
    catalogue, codes = month.catalogue, None
    if only is not None:
        codes = around({row.code for row in catalogue.indicators if row.pk in only}, catalogue)
    return replace(
        month,
        figures=read_figures(month.area.units, at, codes),
        targets={} if only is not None else _targets(month.rights, at),
        happenings=happenings_of(month.area, month.rights, at, month.occasion, deviating=only is None),
    )


def read_indicator(user: Any, code: str, at: Month) -> AreaMonth | None:
    """One indicator in all of a person's areas in a month; None where the person has none, or there is no such."""
    month = empty_indicator(user, code, at)
    if month is None:
        return None
    return replace(
        month,
        figures=read_figures(month.area.units, at, around({code}, month.catalogue)),
        targets=_targets(month.rights, at),
        happenings=happenings_of(month.area, month.rights, at, month.occasion),
    )


def _targets(rights: Rights, at: Month) -> Mapping[TargetKey, ParsedTarget]:
    return targets_of(rights.organisation, at.year, None) if rights.organisation else {}


def empty_month(user: Any, code: str, at: Month) -> AreaMonth | None:
    """An area in a month without its figures; None where there is no such area for the person."""
    rights = rights_of(user)
    areas = Areas(rights, at)
    area = areas.find(code)
    if area is None or rights.organisation is None:
        return None
    catalogue = read_catalogue(rights)
    return AreaMonth(user, areas, area, at, catalogue, FigureSet(), {}, occasion_of(rights, at), Happenings())


def empty_indicator(user: Any, code: str, at: Month) -> AreaMonth | None:
    """One indicator in all of a person's areas in a month, without its figures; None where there is no such."""
    rights = rights_of(user)
    areas, catalogue = Areas(rights, at), read_catalogue(rights)
    found = next((row for row in catalogue.indicators if row.code == code and not row.is_group), None)
    if found is None or rights.organisation is None or not areas.own:
        return None
    units = tuple(dict.fromkeys(unit for area in areas.own for unit in area.units))
    area = Area("", 0, found.name_on(at.last_day), units, is_whole=False)
    occasion = occasion_of(rights, at)
    return AreaMonth(user, areas, area, at, catalogue, FigureSet(), {}, occasion, Happenings(), indicator=code)


def with_recorded(month: AreaMonth, recorded: Collection[Recorded]) -> AreaMonth:
    """The month with figures that were just recorded, without asking the database again."""
    figures = dict(month.figures.figures)
    for each in recorded:
        entry, revision = each.entry, each.revision
        part = entry.breakdown.code if entry.breakdown else TOTAL
        unit = month.catalogue.unit_codes[entry.unit.pk]
        slot = Slot(entry.indicator.code, unit, part, entry.scenario, entry.year, entry.month, entry.span)
        known = Known(
            slot=slot,
            number=number_of(revision),
            marker=revision.marker,
            vintage=entry.vintage,
            fact=each.fact.pk,
            revision=revision.pk,
            revision_number=revision.number,
            source=revision.source,
        )
        figures[slot] = [*(old for old in figures.get(slot, []) if old.fact != known.fact), known]
    return replace(month, figures=FigureSet(figures))


def computed_from(codes: Collection[str], catalogue: Catalogue) -> set[str]:
    """The indicators that are computed from any of the codes, however deep."""
    found: set[str] = set()
    waiting = set(codes)
    while waiting:
        waiting = {
            indicator.code
            for indicator in catalogue.indicators
            if indicator.formula and parts_of(indicator) & waiting and indicator.code not in found
        }
        found |= waiting
    return found


def around(codes: Collection[str], catalogue: Catalogue) -> set[str]:
    """The codes, all that is computed from them, and everything that all of this is computed from."""
    by_code = {indicator.code: indicator for indicator in catalogue.indicators}
    found: set[str] = set()
    waiting = {*codes, *computed_from(codes, catalogue)}
    while waiting:
        found |= waiting
        parts = {part for code in waiting if code in by_code for part in parts_of(by_code[code])}
        waiting = parts - found
    return found


def parts_of(indicator: Indicator) -> frozenset[str]:
    """The codes that an indicator's formula refers to."""
    return frozenset(codes_in(indicator.formula)) if indicator.formula else frozenset()


def occasion_of(rights: Rights, at: Month) -> ReportingOccasion | None:
    """The occasion at which the month is reported; of several, the one that is closed last."""
    of_year = rights.measured.occasions.get(at.year, ()) if rights.measured else ()
    found = [row for row in of_year if row.month == at.month and row.kind != OccasionKind.BUDGET]
    return max(found, key=lambda row: row.locks_on, default=None)


def read_figures(units: Collection[str], at: Month, codes: Collection[str] | None) -> FigureSet:
    """The current figures of some units from two years back on: one query. Footnotes aren't needed here."""
    keys = Q(fact__unit__code__in=units, fact__year__in=range(at.year - YEARS_BACK, at.year + 1))
    if codes is not None:
        keys &= Q(fact__indicator__code__in=codes)
    rows = FigureRevision.objects.filter(keys).current().values_list(*VALUE_FIELDS, *SLOT_FIELDS)
    return FigureSet.of(known_of(row) for row in rows)


def recorded_places(figures: FigureSet) -> set[Place]:
    """Where outcomes of this or the last years are recorded."""
    return {
        (slot.indicator, slot.unit, slot.breakdown)
        for slot, known in figures.figures.items()
        if slot.scenario == Scenario.OUTCOME
        and slot.span != "project"
        and any(each.marker != MarkerChoice.CLEARED for each in known)
    }
