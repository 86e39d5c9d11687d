"""Many rows for an area's page, made in one go."""

import datetime as dt

from indicators.models import Indicator, IndicatorDefinition
from indicators.models.choices import AggregationChoice, IndicatorKind, Measure, Role
from tests import factories as made


def volumes(world, count):
    """So many volumes of HR-service; the names of their boxes, in the page's order."""
    home = world.units["hr-service"]
    kind = {"kind": IndicatorKind.VOLUME, "aggregation": AggregationChoice.SUM, "responsible_role": Role.CONTROLLER}
    rows = Indicator.objects.bulk_create(
        Indicator(organisation=home.organisation, code=f"v{at}", order=100 + at, responsible_unit=home, **kind)
        for at in range(count)
    )
    first = {"valid_from": dt.date(2019, 1, 1), "unit_of_measure": Measure.COUNT}
    IndicatorDefinition.objects.bulk_create(
        IndicatorDefinition(indicator=row, name=f"Volym {row.code}", **first) for row in rows
    )
    total = made.breakdown("total")
    world.indicators.update({row.code: row for row in rows})
    return [f"u-{row.pk}-{home.pk}-{total.pk}" for row in rows]
