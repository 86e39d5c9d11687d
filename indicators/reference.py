"""The reference data that pages and recordings stand on, kept between requests for as long as its edition stands.

Units, indicators, parts and occasions are many rows that seldom change. They are read once for each edition (see
`vss_portal.editions`) and shared by all requests of the process: what is given from here is never changed or saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Q, Subquery, prefetch_related_objects
from django.utils.functional import cached_property

from indicators.models import (
    TOTAL,
    Breakdown,
    Indicator,
    IndicatorDefinition,
    ReportingOccasion,
    Unit,
    UnitLink,
    UnitName,
)
from indicators.organisation import UnitTree, tree_of
from vss_portal.editions import Kept, current, install, token

#: The tables whose every change makes a new edition; of accounts the name alone, which occasions show.
TABLES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(
        (
            "indicators_organisation",
            "indicators_unit",
            "indicators_unitname",
            "indicators_unitlink",
            "indicators_indicator",
            "indicators_indicator_breakdown_sets",
            "indicators_indicatordefinition",
            "indicators_measuringschedule",
            "indicators_breakdownset",
            "indicators_breakdown",
            "indicators_reportingoccasion",
            "indicators_membership",
            "indicators_responsibility",
        ),
        (),
    ),
    "vss_portal_user": ("display_name",),
}


@dataclass(frozen=True)
class Units:
    """The units of an organisation: as a tree over time, and as rows with their names, by key."""

    tree: UnitTree
    rows: Mapping[int, Unit]


@dataclass(frozen=True, eq=False)
class Measured:
    """What is measured and when: indicators in their order with definitions, schedules and sets; parts; occasions."""

    organisation: int
    indicators: Mapping[int, Indicator]
    breakdowns: Mapping[int, Breakdown]
    occasions: Mapping[int, Sequence[ReportingOccasion]]

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """The indicators by code."""
        return {row.code: row for row in self.indicators.values()}

    @cached_property
    def defined(self) -> Sequence[Indicator]:
        """The indicators that have a definition, in their order."""
        return [row for row in self.indicators.values() if row.definitions.all()]

    @cached_property
    def part_by_code(self) -> Mapping[str, Breakdown]:
        """The parts by code."""
        return {row.code: row for row in self.breakdowns.values()}

    @cached_property
    def total(self) -> int | None:
        """The key of the part that stands for the whole; None where the reference data isn't loaded."""
        shared = (row for row in self.breakdowns.values() if row.set.organisation_id is None)
        return next((row.pk for row in shared if row.code == row.set.code == TOTAL), None)

    @cached_property
    def parts(self) -> Mapping[int, Sequence[Breakdown]]:
        """The parts of each set in their order, by the set's key."""
        found: dict[int, list[Breakdown]] = defaultdict(list)
        for row in self.breakdowns.values():
            found[row.set_id].append(row)
        return found


_units: Kept[Units] = Kept(8)
_measured: Kept[Measured] = Kept(8)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """A receiver of post_migrate: the triggers of the edition, and a new one."""
    install(connections[using], TABLES)


def units_in(organisation: int, edition: str | None = None) -> Units:
    """The units as of the edition (None: the one that stands now): no query where it is known, else three."""
    edition = current() if edition is None else edition
    return _units.get(edition, organisation, lambda: _read_units(organisation))


def measured_in(organisation: int, edition: str | None = None) -> Measured:
    """What the organisation measures, as of the edition: no query where it is known, else five."""
    edition = current() if edition is None else edition
    return _measured.get(edition, organisation, lambda: _read_measured(organisation))


def _read_units(organisation: int) -> tuple[Units, str]:
    links = UnitLink.objects.filter(unit__organisation=organisation)
    told = list(links.values_list("unit__code", "kind", "to__code", "valid_from", "valid_to"))
    names: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.filter(unit__organisation=organisation).order_by("unit", "valid_from"):
        names[name.unit_id].append(name)
    rows = list(Unit.objects.filter(organisation=organisation).annotate(reference_edition=token()))
    for row in rows:
        _hold(row, "names", names[row.pk])
    found = Units(tree_of(rows, told), {row.pk: row for row in rows})
    return found, str(getattr(rows[-1], "reference_edition", "") or "") if rows else ""


def _read_measured(organisation: int) -> tuple[Measured, str]:
    indicators = _defined(organisation)
    prefetch_related_objects(indicators, "schedules", "breakdown_sets")
    occasions: dict[int, list[ReportingOccasion]] = defaultdict(list)
    for row in ReportingOccasion.objects.filter(organisation=organisation).select_related("closed_by"):
        occasions[row.year].append(row)
    own = Q(set__organisation__isnull=True) | Q(set__organisation=organisation)
    breakdowns = Breakdown.objects.filter(own).select_related("set").order_by("set", "order", "pk")
    parts = list(breakdowns.annotate(reference_edition=token()))
    by_key: dict[int, Breakdown] = {row.pk: row for row in parts}
    found = Measured(organisation, {row.pk: row for row in indicators}, by_key, dict(occasions))
    return found, str(getattr(parts[-1], "reference_edition", "") or "") if parts else ""


def _defined(organisation: int) -> list[Indicator]:
    """The indicators in their order, each with all its definitions: one query, as long as each has any."""
    own = Indicator.objects.filter(organisation=organisation)
    count = own.order_by().values("organisation").annotate(count=Count("pk")).values("count")
    rows = IndicatorDefinition.objects.filter(indicator__organisation=organisation).select_related("indicator")
    ordered = list(rows.annotate(of=Subquery(count)).order_by("indicator__order", "indicator__code", "valid_from"))
    definitions: dict[int, list[IndicatorDefinition]] = defaultdict(list)
    for row in ordered:
        definitions[row.indicator_id].append(row)
    if not ordered or ordered[0].of > len(definitions):
        indicators = list(own)
    else:
        indicators = list({row.indicator_id: row.indicator for row in ordered}.values())
    for indicator in indicators:
        _hold(indicator, "definitions", definitions[indicator.pk])
    return indicators


def _hold(row: Indicator | Unit, name: str, members: Iterable[Any]) -> None:
    """Keep rows of a relation on the row, as a prefetch does."""
    kept = getattr(row, name).all()
    kept._result_cache = list(members)
    kept._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept
