"""What the boxes of a few rows need, and no more: a cell that is saved doesn't read the whole page again.

Everything is read inside the transaction that then records, so that the recording finds it ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import IntegrityError, transaction
from django.db.models import Q

from indicators.entry.cells import Writer
from indicators.entry.happenings import happenings_of
from indicators.entry.plan import MOST_KNOWN, Catalogue
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
from vss_portal.sent import whole_number

DECISION_FIELDS = ("fact__decision__code", "fact__decision__decided_on")
_ID, _NUMBER, _SCALED, _DECIMALS, _MARKER, _POPULATION, _SOURCE, _FACT = (
    REVISION_FIELDS.index(name)
    for name in ("id", "number", "scaled", "decimals", "marker", "population", "source", "fact_id")
)


def _current(
    indicators: Sequence[int], units: Sequence[int], years: Sequence[int], own: Sequence[int], before: Sequence[int]
) -> Any:
    """The figures of the years; of the years before those only what own indicators are compared with."""
    near, far = Q(fact__year__in=years), Q(fact__year__in=before, fact__indicator__in=own)
    rows = FigureRevision.objects.order_by().filter(near | far, fact__indicator__in=indicators, fact__unit__in=units)
    return rows.current().values_list(*FIELDS, *DECISION_FIELDS)


_CURRENT = Prepared(_current)
#: The parts of a catalogue that were asked for, by the keys of the indicators; what is typed in one box is one of few.
_PARTS: WeakKeyDictionary[Catalogue, dict[frozenset[int], Catalogue]] = WeakKeyDictionary()


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
    in_area = {month.catalogue.units[code] for code in month.area.units}
    units = sorted({unit for _, unit in places} & in_area)
    own = {indicator for indicator, _ in places}
    catalogue, year = _part_of(month.catalogue, own), month.at.year
    found = _CURRENT.fetched(
        indicators=sorted(row.pk for row in catalogue.indicators),
        units=units,
        years=(year - 1, year),
        # What is computed may be recorded too, and is then held against its own history.
        own=sorted(own | {row.pk for row in catalogue.computed}),
        before=range(year - YEARS_BACK, year - 1),
    )
    rows = [(key_of(row), row) for row in found.rows]
    happenings = happenings_of(month.area, month.rights, month.at, month.occasion)
    # With another edition than the one that the rights were read of, recording looks for itself.
    ready = Ready(happenings.edition, rows, found.whole) if happenings.edition == month.rights.edition else None
    figures = FigureSet.of(_known(rows, catalogue, found.whole))
    only = frozenset(catalogue.unit_codes[unit] for unit in units)
    return replace(month, catalogue=catalogue, figures=figures, happenings=happenings, ready=ready, only=only)


def _place(key: str) -> tuple[int, int]:
    """Indicator and unit of a row's key; zeros for what is no key."""
    parts = key.split("-")
    indicator, unit = (whole_number(part) or 0 for part in [*parts, "", ""][:2])
    return indicator, unit


def _part_of(catalogue: Catalogue, indicators: Collection[int]) -> Catalogue:
    """Those indicators, what is computed from them, and what that is computed from; known once it was asked for."""
    known, key = _PARTS.setdefault(catalogue, {}), frozenset(indicators)
    if key not in known:
        codes = around({row.code for row in catalogue.indicators if row.pk in indicators}, catalogue)
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[key] = replace(catalogue, indicators=[row for row in catalogue.indicators if row.code in codes])
    return known[key]


def _known(rows: Iterable[Keyed], catalogue: Catalogue, whole: Callable[[Row], Row]) -> Iterable[Known]:
    indicators, units, parts = catalogue.codes, catalogue.unit_codes, catalogue.part_codes
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
