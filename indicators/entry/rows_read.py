"""What the boxes of a few rows need, and no more: a cell that is saved doesn't read the whole page again.

Everything is read inside the transaction that then records, so that the recording finds it ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from indicators.entry.cells import Writer
from indicators.entry.happenings import happenings_of
from indicators.entry.plan import Catalogue
from indicators.entry.reading import YEARS_BACK, AreaMonth, around, empty_indicator, empty_month
from indicators.entry.saving import Given, Outcome, save
from indicators.models import FigureRevision
from indicators.numbers import Number
from indicators.pivot.coordinates import Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.recording import Ready
from indicators.recording_context import FIELDS, REVISION_FIELDS, Keyed, Row, key_of
from indicators.spans import Month
from vss_portal.prepared import Prepared

DECISION_FIELDS = ("fact__decision__code", "fact__decision__decided_on")
_ID, _NUMBER, _SCALED, _DECIMALS, _MARKER, _POPULATION, _SOURCE, _FACT = (
    REVISION_FIELDS.index(name)
    for name in ("id", "number", "scaled", "decimals", "marker", "population", "source", "fact_id")
)


def _current(indicators: Sequence[int], units: Sequence[int], years: Sequence[int]) -> Any:
    rows = FigureRevision.objects.order_by().filter(
        fact__indicator__in=indicators, fact__unit__in=units, fact__year__in=years
    )
    return rows.current().values_list(*FIELDS, *DECISION_FIELDS)


_CURRENT = Prepared(_current)


def read_rows(user: Any, unit: str, at: Month, keys: Collection[str]) -> AreaMonth | None:
    """The rows with the keys on an area's page; None where there is no such area for the person: two queries."""
    month = empty_month(user, unit, at)
    return _with_rows(month, keys) if month else None


def read_rows_of_indicator(user: Any, code: str, at: Month, keys: Collection[str]) -> AreaMonth | None:
    """The rows with the keys on the page of one indicator; None where the person has no such page."""
    month = empty_indicator(user, code, at)
    return _with_rows(month, keys) if month else None


def saved_rows(reading: Callable[[], AreaMonth], given: Mapping[str, Given]) -> tuple[Writer, Outcome]:
    """Read a few rows and save their boxes in one transaction; what is read stands ready for the recording."""
    try:
        with transaction.atomic():
            writer = Writer(reading())
            return writer, save(writer, given)
    except IntegrityError:
        # Somebody else wrote in the same moment. Recording by itself finds out who, and tells.
        writer = Writer(replace(reading(), ready=None))
        return writer, save(writer, given)


def _with_rows(month: AreaMonth, keys: Collection[str]) -> AreaMonth:
    places = [_place(key) for key in keys]
    own = {month.catalogue.units[code] for code in month.area.units}
    units = sorted({unit for _, unit in places} & own)
    catalogue = _part_of(month.catalogue, {indicator for indicator, _ in places})
    years = range(month.at.year - YEARS_BACK, month.at.year + 1)
    found = _CURRENT.fetched(indicators=sorted(row.pk for row in catalogue.indicators), units=units, years=years)
    rows = [(key_of(row), row) for row in found.rows]
    happenings = happenings_of(month.area, month.rights, month.at, month.occasion)
    # With another edition than the one that the rights were read of, recording looks for itself.
    ready = Ready(happenings.edition, rows, found.whole) if happenings.edition == month.rights.edition else None
    figures = FigureSet.of(_known(rows, catalogue, found.whole))
    return replace(month, catalogue=catalogue, figures=figures, happenings=happenings, ready=ready)


def _place(key: str) -> tuple[int, int]:
    """Indicator and unit of a row's key; zeros for what is no key."""
    parts = key.split("-")
    indicator, unit = (int(part) if part.isdecimal() else 0 for part in [*parts, "", ""][:2])
    return indicator, unit


def _part_of(catalogue: Catalogue, indicators: Collection[int]) -> Catalogue:
    """Those indicators, what is computed from them, and what that is computed from."""
    codes = around({row.code for row in catalogue.indicators if row.pk in indicators}, catalogue)
    return replace(catalogue, indicators=[row for row in catalogue.indicators if row.code in codes])


def _known(rows: Iterable[Keyed], catalogue: Catalogue, whole: Callable[[Row], Row]) -> Iterable[Known]:
    indicators = {row.pk: row.code for row in catalogue.indicators}
    units = {pk: code for code, pk in catalogue.units.items()}
    parts = {row.pk: code for code, row in catalogue.breakdowns.items()}
    decided: dict[str, dt.date | None] = {"": None}
    for key, row in rows:
        scaled, decision = row[_SCALED], row[-2] or ""
        if decision not in decided:
            decided[decision] = whole(row)[-1]
        yield Known(
            slot=Slot(
                indicators[key.indicator],
                units[key.unit],
                parts[key.breakdown],
                key.scenario,
                key.year,
                key.month,
                key.span,
            ),
            number=None if scaled is None else Number(scaled, row[_DECIMALS]),
            marker=row[_MARKER],
            vintage=key.vintage,
            decision=decision,
            decided_on=decided[decision],
            basis=key.basis,
            fact=row[_FACT],
            revision=row[_ID],
            revision_number=row[_NUMBER],
            population=row[_POPULATION],
            source=row[_SOURCE],
        )
