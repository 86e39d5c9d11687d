"""Measures (åtgärder): what is done about a deviation, by whom and by when; carried over until they are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from indicators.models import CorrectiveMeasure, MeasureState, MeasureVersion
from indicators.number_parsing import NumberError, parse_number
from indicators.numbers import round_half_up
from vss_portal import clock
from vss_portal.models import User

OPEN_STATES = (MeasureState.PLANNED, MeasureState.ONGOING)


class MeasureRefused(ValueError):
    """Why a measure wasn't saved; the message is Swedish."""


@dataclass(frozen=True)
class MeasureGiven:
    """A measure as it is typed; effects in tkr, plus is better than budget."""

    title: str
    responsible: str = ""
    expected: str = ""
    achieved: str = ""
    due_on: str = ""
    state: str = MeasureState.PLANNED
    cause: str = ""


@dataclass(frozen=True)
class Effect:
    """What measures are expected to do and have done, in tkr, plus is better; those that were dropped don't count."""

    count: int = 0
    expected: int = 0
    achieved: int = 0


def effect_of(measures: Iterable[MeasureVersion], cause: str | None = None) -> Effect:
    """The effects together, of all measures or of those that act on the deviation item with the cause."""
    counted = [row for row in measures if row.state != MeasureState.DROPPED and cause in (None, row.cause)]
    return Effect(len(counted), sum(row.expected or 0 for row in counted), sum(row.achieved or 0 for row in counted))


def measures_of(unit: int) -> list[MeasureVersion]:
    """The latest version of each of a unit's measures, those going on first: one query."""
    rows = MeasureVersion.objects.filter(measure__unit=unit).select_related("by", "measure__item").order_by("number")
    latest = {row.measure_id: row for row in rows}
    return sorted(latest.values(), key=lambda row: (row.state not in OPEN_STATES, row.due_on or dt.date.max, row.pk))


@transaction.atomic
def save_measure(
    *, unit: int, given: MeasureGiven, by: User, measure: int | None = None, causes: Collection[str] = ()
) -> MeasureVersion:
    """Save a new measure of the unit, or the next version of one. Raises MeasureRefused for what can't be saved.

    `causes` are those of the deviation items that it may act on.
    """
    fields = _read(given)
    if given.cause not in ("", *causes):
        raise MeasureRefused(f"Avvikelseposten ”{given.cause}” finns inte. Välj någon av dem som finns.")
    if measure is None:
        owner = CorrectiveMeasure.objects.create(unit_id=unit)
        number = 1
    else:
        found = CorrectiveMeasure.objects.filter(pk=measure, unit=unit).first()
        if found is None:
            raise MeasureRefused("Åtgärden finns inte i området. Inget är ändrat.")
        owner, number = found, found.versions.count() + 1
    try:
        with transaction.atomic():
            return MeasureVersion.objects.create(measure=owner, number=number, by=by, at=clock.now(), **fields)
    except IntegrityError as error:
        raise MeasureRefused("Någon annan ändrade åtgärden i samma stund. Läs in sidan igen.") from error


def _read(given: MeasureGiven) -> dict[str, object]:
    if not given.title.strip():
        raise MeasureRefused("Åtgärden har inget namn. Skriv vad som ska göras. Inget är sparat.")
    if not given.responsible.strip():
        raise MeasureRefused("Åtgärden har ingen ansvarig. Skriv vem eller vilken roll. Inget är sparat.")
    if given.state not in MeasureState.values:
        raise MeasureRefused(f"”{given.state}” är inget läge. Välj något av dem som finns. Inget är sparat.")
    return {
        "title": given.title.strip()[:200],
        "responsible": given.responsible.strip()[:100],
        "expected": _amount(given.expected, "Väntad effekt"),
        "achieved": _amount(given.achieved, "Uppnådd effekt"),
        "due_on": _day(given.due_on),
        "state": given.state,
        "cause": given.cause,
    }


def _amount(text: str, name: str) -> int | None:
    if not text.strip():
        return None
    try:
        number = parse_number(text).number
    except NumberError as error:
        raise MeasureRefused(f"{name}: {error.message} Inget är sparat.") from error
    if number is None:
        raise MeasureRefused(f"{name}: skriv ett belopp i tkr, eller lämna rutan tom. Inget är sparat.")
    return round_half_up(number.fraction, 0).scaled


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise MeasureRefused(f"”{text}” är inget datum. Skriv som 2024-10-31. Inget är sparat.") from error
