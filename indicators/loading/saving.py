"""What the loaders save with: the organisation, who loads, what is in the database by its code, and the counts.

Reference rows are made and changed one by one with a full save, never with `queryset.update`. What stands in the
database and not in the files is left alone: it may have been made in the portal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from indicators.loading.reading import Known
from indicators.models import (
    Breakdown,
    Decision,
    Goal,
    Indicator,
    Organisation,
    ReferenceAct,
    ReportingOccasion,
    SourceDocument,
    Unit,
)
from indicators.models.choices import FindingLevel
from indicators.reference_acts import close_act, open_act
from vss_portal.models import User

SERVICE_ACCOUNT = "inlasning"
STATES = ("new", "changed", "unchanged")
# Invented figures count as known from the first moment of this day, the one that the demo lives on.
EXAMPLE_DAY = dt.date(2024, 9, 5)

Saved = TypeVar("Saved", bound=Model)


@dataclass
class Summary:
    """What was loaded: per thing or file how many rows were new, changed and unchanged; findings per file and level."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    findings: dict[str, Counter[FindingLevel]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    # Loaded before, and no longer there.
    gone: list[str] = field(default_factory=list)
    # Nothing had changed since the last time, so that nothing was read.
    untouched: bool = False

    def add(self, what: str, state: str) -> None:
        """Count a row."""
        self.counts.setdefault(what, Counter())[state] += 1

    def found(self, what: str, level: FindingLevel) -> None:
        """Count a finding."""
        self.findings.setdefault(what, Counter())[level] += 1

    def total(self, state: str) -> int:
        """How many rows are new, changed or unchanged, all together."""
        return sum(counter[state] for counter in self.counts.values())


class Rows(Generic[Saved]):
    """The rows of one kind that there are, known by some of their fields; fetched in one query, saved one by one."""

    def __init__(
        self,
        summary: Summary,
        what: str,
        rows: QuerySet[Saved],
        *keys: str,
        base: Mapping[str, Any] | None = None,
        before_change: Callable[..., None],
    ) -> None:
        self.summary, self.what, self.keys, self.base = summary, what, keys, dict(base or {})
        self.before_change = before_change
        self.model = rows.model
        self.known: dict[tuple[Any, ...], Saved] = {self._key(vars(row)): row for row in rows}

    def put(self, **fields: Any) -> Saved:
        """Make the row, or change what differs, by a full save. Fields are named as columns (`unit_id`).

        A last day that the file leaves open and the portal has filled in stays filled in.
        """
        row = self.known.get(self._key(fields))
        if row is not None and fields.get("valid_to", row) is None:
            del fields["valid_to"]
        if row is None:
            self.before_change(adds=True)
            row = self.known[self._key(fields)] = self.model(**self.base, **fields)
            row.save(force_insert=True)
            self.summary.add(self.what, "new")
        elif differing := {name: value for name, value in fields.items() if getattr(row, name) != value}:
            self.before_change()
            for name, value in differing.items():
                setattr(row, name, value)
            row.save()
            self.summary.add(self.what, "changed")
        else:
            self.summary.add(self.what, "unchanged")
        return row

    def remove(self, key: tuple[Any, ...]) -> None:
        """Take the row with the key away."""
        self.before_change()
        self.known.pop(key).delete()

    def _key(self, fields: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(fields[name] for name in self.keys)


@dataclass
class Saving:
    """The saving of one folder, inside one transaction."""

    known: Known
    summary: Summary
    checksums: dict[str, str]
    changed: set[str]
    demo: bool
    guest: bool = False
    person: User | None = None
    # What a later load does to reference rows is an act in the log; the very first one makes them all.
    first: bool = True
    act: ReferenceAct | None = None

    def rows(self, what: str, rows: QuerySet[Saved], *keys: str, **base: Any) -> Rows[Saved]:
        """The rows of one kind, known by `keys`; `base` is what new ones get besides."""
        return Rows(self.summary, what, rows, *keys, base=base, before_change=self.before_change)

    def before_change(self, *, adds: bool = False) -> None:
        """Reference rows are about to be changed, or added: from here on the database logs it."""
        if self.act is None and not (adds and self.first):
            names = ", ".join(sorted(self.changed))
            organisation = Organisation.objects.filter(code=self.known.organisation).first()
            reason = f"Inläsning av referensdata: {names}"
            self.act = open_act(by=self.by, reason=reason, organisation=organisation, additions=not self.first)

    def finish(self) -> None:
        """End the act, where something was changed."""
        if self.act is not None:
            close_act(self.act)

    @cached_property
    def by(self) -> User:
        """The account that signs what is loaded: the person's who uploaded it, else the loader's own."""
        if self.person is not None:
            return self.person
        known = User.objects.filter(username=SERVICE_ACCOUNT).first()
        return known or User.objects.create_service(username=SERVICE_ACCOUNT, display_name="Inläsning av referensdata")

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation that the files are about."""
        return Organisation.objects.get(code=self.known.organisation)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Its units by code."""
        rows = Unit.objects.in_organisation(self.organisation).prefetch_related("names")
        return {unit.code: unit for unit in rows}

    @cached_property
    def breakdowns(self) -> dict[str, Breakdown]:
        """The parts by code: those that are shared and its own."""
        rows = Breakdown.objects.of(self.organisation).select_related("set")
        return {row.code: row for row in rows}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Its indicators by code, with their definitions."""
        rows = Indicator.objects.in_organisation(self.organisation).prefetch_related("definitions", "breakdown_sets")
        return {row.code: row for row in rows}

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Its decisions by code."""
        return {row.code: row for row in Decision.objects.filter(organisation=self.organisation)}

    @cached_property
    def documents(self) -> dict[str, SourceDocument]:
        """Its printed documents by slug."""
        return {row.slug: row for row in SourceDocument.objects.filter(organisation=self.organisation)}

    @cached_property
    def goals(self) -> dict[tuple[int, str], Goal]:
        """Its goals by year and code."""
        rows = Goal.objects.filter(municipal_goal__area__organisation=self.organisation)
        return {(row.year, row.code): row for row in rows.select_related("municipal_goal__area")}

    @cached_property
    def occasions(self) -> dict[tuple[int, str, int], ReportingOccasion]:
        """Its reporting occasions by year, kind and month."""
        rows = ReportingOccasion.objects.filter(organisation=self.organisation)
        return {(row.year, row.kind, row.month): row for row in rows}


def noon(day: dt.date) -> dt.datetime:
    """When the figures of a printed document count as known: noon of its day, Swedish time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def first_moment(day: dt.date) -> dt.datetime:
    """The first moment of the day, Swedish time: before whatever a person does on it."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def until_next(days: Iterable[dt.date]) -> dict[dt.date, dt.date | None]:
    """The last day of each row that is replaced by the next one: the day before that begins."""
    ordered = sorted(days)
    return dict(zip(ordered, [*(day - dt.timedelta(days=1) for day in ordered[1:]), None], strict=True))
