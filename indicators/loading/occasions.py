"""The reporting occasions (`occasions.yaml`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import DocumentRow, Reading
from indicators.loading.saving import Saving
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models import ReportingOccasion
from indicators.models.choices import OccasionKind

FILE = "occasions.yaml"
BY_MONTH = {3: OccasionKind.MARCH, 8: OccasionKind.AUGUST, 12: OccasionKind.YEAR_END}


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """An occasion as the file tells it."""

    year: int
    kind: str
    month: int
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date

    @property
    def key(self) -> tuple[int, str, int]:
        """What an occasion is known by."""
        return self.year, self.kind, self.month


def read_occasions(reading: Reading) -> list[OccasionRow]:
    """The occasions; they are known from here on."""
    if not reading.exists(FILE):
        return []
    document = reading.document(FILE)
    rows = document.rows("occasions")
    occasions = [_occasion(row) for row in rows]
    document.finish()
    refuse_twice([(row, found.key) for row, found in zip(rows, occasions, strict=True)], "year", "Tillfället")
    reading.known.occasions |= {occasion.key for occasion in occasions}
    return occasions


def _occasion(given: Given) -> OccasionRow:
    occasion = OccasionRow(
        year=given.whole("year", FIRST_YEAR, LAST_YEAR),
        kind=given.choice("kind", OccasionKind),
        month=given.whole("month", 1, 12),
        opens_on=given.day("opens_on"),
        due_on=given.day("due_on"),
        locks_on=given.day("locks_on"),
    )
    if not occasion.opens_on <= occasion.due_on <= occasion.locks_on:
        given.wrong("due_on", "Dagarna ska komma i ordning: öppnar (opens_on), i tid till (due_on), stängs (locks_on).")
    given.finish()
    return occasion


def occasion_of(year: int, month: int) -> tuple[int, str, int]:
    """What the occasion of a period is known by: year end, March and August are occasions of their own kind."""
    return year, BY_MONTH.get(month, OccasionKind.MONTH).value, month


def occasion_of_document(document: DocumentRow) -> tuple[int, str, int]:
    """What the occasion that a printed document belongs to is known by."""
    if document.kind == "budget":
        return document.year, OccasionKind.BUDGET.value, document.month
    return occasion_of(document.year, document.month)


def save_occasions(occasions: Sequence[OccasionRow], saving: Saving) -> None:
    """The occasions; whether one was closed in the portal is left alone."""
    known = ReportingOccasion.objects.filter(organisation=saving.organisation)
    rows = saving.rows("uppföljningstillfällen", known, "year", "kind", "month", organisation=saving.organisation)
    for found in occasions:
        rows.put(
            year=found.year,
            kind=found.kind,
            month=found.month,
            opens_on=found.opens_on,
            due_on=found.due_on,
            locks_on=found.locks_on,
        )
