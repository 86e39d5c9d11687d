"""Saves the catalogue: indicators, their definitions, measuring schedules, other names and breakdown sets."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.loading.indicators import IndicatorRow
from indicators.loading.saving import Saving, until_next
from indicators.models import BreakdownSet, Indicator, IndicatorAlias, IndicatorDefinition, MeasuringSchedule
from indicators.sorting import swedish_key

LONGEST_KEY = 600


def save_indicators(indicators: Sequence[IndicatorRow], saving: Saving) -> None:
    """The catalogue; groups before those that they are a heading of."""
    known = Indicator.objects.in_organisation(saving.organisation).prefetch_related("breakdown_sets")
    rows = saving.rows("indikatorer", known, "code", organisation=saving.organisation)
    keys: dict[str, int] = {}
    # A stable sort: groups first, since the others refer to them.
    for found in sorted(indicators, key=lambda row: (not row.is_group, bool(row.parent))):
        row = rows.put(
            code=found.code,
            kind=found.kind,
            is_group=found.is_group,
            parent_id=keys.get(found.parent),
            order=found.order,
            direction=found.direction,
            aggregation=found.aggregation,
            formula=found.formula,
            total_between_parts=found.total_between_parts,
            parts_sum=found.parts_sum,
            responsible_unit_id=saving.units[found.responsible_unit].pk if found.responsible_unit else None,
            responsible_role=found.responsible_role,
            source=found.source,
            is_health=found.is_health,
        )
        keys[found.code] = row.pk
    _save_sets(indicators, rows.known, saving)
    _save_definitions(indicators, keys, saving)
    _save_schedules(indicators, keys, saving)
    aliases = IndicatorAlias.objects.filter(indicator__in=keys.values())
    alias_rows = saving.rows("andra namn på indikatorer", aliases, "indicator_id", "name")
    for found in indicators:
        for alias in found.aliases:
            alias_rows.put(indicator_id=keys[found.code], name=alias)


def _save_sets(indicators: Sequence[IndicatorRow], rows: dict[tuple[str], Indicator], saving: Saving) -> None:
    sets = {row.code: row for row in BreakdownSet.objects.of(saving.organisation)}
    for found in indicators:
        row = rows[(found.code,)]
        wanted = {sets[code] for code in found.breakdowns}
        if wanted != set(row.breakdown_sets.all()):
            saving.before_change(adds=not row.breakdown_sets.all())
            row.breakdown_sets.set(wanted)


def _save_definitions(indicators: Sequence[IndicatorRow], keys: dict[str, int], saving: Saving) -> None:
    known = IndicatorDefinition.objects.filter(indicator__in=keys.values())
    rows = saving.rows("definitioner", known, "indicator_id", "valid_from")
    for found in indicators:
        ends = until_next(definition.first for definition in found.definitions)
        for definition in found.definitions:
            rows.put(
                indicator_id=keys[found.code],
                valid_from=definition.first,
                valid_to=ends[definition.first],
                name=definition.name,
                definition=definition.definition,
                unit_of_measure=definition.unit_of_measure,
                decimals=definition.decimals,
                scale_min=definition.scale[0],
                scale_max=definition.scale[1],
                method_break=definition.method_break,
                note=definition.note,
                sort_key=swedish_key(definition.name, LONGEST_KEY),
            )


def _save_schedules(indicators: Sequence[IndicatorRow], keys: dict[str, int], saving: Saving) -> None:
    known = MeasuringSchedule.objects.filter(indicator__in=keys.values())
    rows = saving.rows("mätplaner", known, "indicator_id", "from_year")
    for found in indicators:
        for schedule in found.schedule:
            rows.put(
                indicator_id=keys[found.code],
                from_year=schedule.from_year,
                frequency=schedule.frequency,
                months=schedule.months,
                judged_at_year_end_only=schedule.judged_at_year_end_only,
            )
