"""300 indicators × 8 years on one page make no more queries than a handful."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import GoalIndicator, Indicator, IndicatorDefinition, Target, TargetRevision
from tests import factories as made

MOST_QUERIES, MANY, YEARS = 20, 300, range(2018, 2026)


def fill(world, by, count):
    """So many indicators, each with a target in each of the years, all in one goal's list."""
    organisation, unit, total = world.units["vss"].organisation, world.units["vss"], made.breakdown("total")
    told = {"organisation": organisation, "kind": "goal", "aggregation": "reported", "direction": "up"}
    rows = Indicator.objects.bulk_create(
        Indicator(code=f"matt_{number}", order=100 + number, responsible_unit=unit, **told) for number in range(count)
    )
    IndicatorDefinition.objects.bulk_create(
        IndicatorDefinition(indicator=row, valid_from=dt.date(2018, 1, 1), name=row.code, unit_of_measure="percent")
        for row in rows
    )  # fmt: skip
    goal = made.GoalFactory()
    GoalIndicator.objects.bulk_create(GoalIndicator(goal=goal, indicator=row, order=at) for at, row in enumerate(rows))
    targets = Target.objects.bulk_create(
        Target(indicator=row, unit=unit, breakdown=total, year=year) for row in rows for year in YEARS
    )
    moment = made.at(dt.date(2024, 1, 2))
    TargetRevision.objects.bulk_create(
        TargetRevision(
            target=target, number=1, text="≥82", kind="ge", scaled=82, decimals=0, recorded_at=moment, recorded_by=by
        )
        for target in targets
    )


def test_three_hundred_indicators_and_eight_years_make_few_queries(world, by_editor, editor):
    fill(world, editor, MANY)
    address = reverse("keep_targets", args=[2024]) + "?ar=8"
    by_editor.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = by_editor.get(address).content.decode()
    assert page.count('name="t-') == MANY * len(YEARS)
    assert len(queries) <= MOST_QUERIES


def test_the_list_of_indicators_makes_few_queries(world, by_editor, editor):
    fill(world, editor, MANY)
    by_editor.get(reverse("keep_indicators"))
    with CaptureQueriesContext(connection) as queries:
        assert by_editor.get(reverse("keep_indicators")).status_code == 200
    assert len(queries) <= MOST_QUERIES
