"""Fills a database with figures for measurements: many units, years and months beside those that the pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count, islice, product

from django.db import connection, transaction
from django.utils import timezone

from indicators import triggers
from indicators.models import Breakdown, Fact, FigureRevision, Indicator, Organisation, RecordingBatch, Unit, UnitLink
from indicators.models.figures import end_of
from vss_portal.models import User

EXTRA_UNITS = 60
YEARS = range(2013, 2027)
CHUNK = 5_000


def fill(organisation: Organisation, figures: int, by: User) -> int:
    """Add recorded figures until the organisation has so many; returns how many there are. Existing ones stay."""
    existing = Fact.objects.in_organisation(organisation).count()
    batch = RecordingBatch.objects.create(
        organisation=organisation, source="example", label="Mätning", recorded_at=timezone.now(), recorded_by=by
    )
    rows = islice(_facts(organisation, existing), max(figures - existing, 0))
    with triggers.suspended(), transaction.atomic():
        while chunk := list(islice(rows, CHUNK)):
            _save(chunk, batch, by)
    _tidy()
    return Fact.objects.in_organisation(organisation).count()


def _facts(organisation: Organisation, start: int) -> Iterator[Fact]:
    """Monthly outcomes of every measured indicator in units of our own, the pages' years among the years."""
    units = [_unit(organisation, number) for number in range(EXTRA_UNITS)]
    indicators = list(Indicator.objects.in_organisation(organisation).measured())
    total = Breakdown.objects.get(set__code="total", code="total")
    taken = set(Fact.objects.filter(unit__in=units).values_list("unit", "indicator", "year", "month"))
    for month, year, unit, indicator in product(range(1, 13), YEARS, units, indicators):
        if (unit.pk, indicator.pk, year, month) not in taken:
            yield Fact(indicator=indicator, unit=unit, breakdown=total, year=year, month=month, span="month")


def _unit(organisation: Organisation, number: int) -> Unit:
    first = dt.date(2010, 1, 1)
    unit, made = Unit.objects.get_or_create(
        organisation=organisation,
        code=f"matning-{number}",
        defaults={"kind": "unit", "valid_from": first, "order": 900},
    )
    if made:
        unit.names.create(name=f"Mätenhet {number}", valid_from=first)
        root = Unit.objects.filter(organisation=organisation, kind="administration").first()
        UnitLink.objects.create(unit=unit, kind="part_of", to=root, valid_from=first)
    return unit


def _save(facts: list[Fact], batch: RecordingBatch, by: User) -> None:
    saved = Fact.objects.bulk_create(facts)
    moment = end_of(dt.date(2024, 1, 15))
    values = count(1)
    FigureRevision.objects.bulk_create(
        FigureRevision(
            fact=fact,
            number=1,
            scaled=next(values) % 1000,
            decimals=0,
            source="example",
            batch=batch,
            recorded_at=moment,
            recorded_by=by,
        )
        for fact in saved
    )


def _tidy() -> None:
    """Give the planner its statistics, as a database in use has them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
