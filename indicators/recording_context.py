"""What recording needs to know beforehand, fetched in a constant number of queries however many figures there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from indicators.formulas import Formula, FormulaError
from indicators.models import (
    TOTAL,
    Breakdown,
    Fact,
    FigureFootnote,
    FigureRevision,
    Indicator,
    ReportingOccasion,
    Unit,
)
from indicators.recording_entries import FactKey


def formula_of(indicator: Indicator) -> Formula | None:
    """The indicator's formula, or None where it has none or one that can't be read."""
    try:
        return Formula.parse(indicator.formula) if indicator.formula else None
    except FormulaError:
        return None


@dataclass(frozen=True)
class Catalogue:
    """Indicators, units, breakdowns and occasions that figures are recorded against, by id."""

    organisation: int
    indicators: dict[int, Indicator]
    units: dict[int, Unit]
    breakdowns: dict[int, Breakdown]
    occasions: dict[int, list[ReportingOccasion]]

    @classmethod
    def read(cls, indicators: Collection[Indicator], units: Collection[Unit], years: Collection[int]) -> Catalogue:
        """Everything about those indicators (and the parts of their formulas), units and years."""
        organisation = next(iter(indicators)).organisation_id
        return cls(
            organisation=organisation,
            indicators={row.pk: row for row in _indicators(organisation, indicators)},
            units=Unit.objects.prefetch_related("names").in_bulk({unit.pk for unit in units}),
            breakdowns={row.pk: row for row in _breakdowns(organisation)},
            occasions=_occasions(organisation, years),
        )

    @cached_property
    def total(self) -> int | None:
        """The id of the breakdown that stands for the whole; None where the reference data isn't loaded."""
        shared = (row for row in self.breakdowns.values() if row.set.organisation_id is None)
        return next((row.pk for row in shared if row.code == row.set.code == TOTAL), None)

    @cached_property
    def parts(self) -> dict[int, list[Breakdown]]:
        """The categories of each set in their order, by the set's id."""
        found: dict[int, list[Breakdown]] = defaultdict(list)
        for row in self.breakdowns.values():
            found[row.set_id].append(row)
        return found


def _indicators(organisation: int, wanted: Collection[Indicator]) -> Iterable[Indicator]:
    formulas = filter(None, (formula_of(indicator) for indicator in wanted))
    codes = {reference.code for formula in formulas for reference in formula.references()}
    rows = Indicator.objects.filter(
        Q(pk__in={indicator.pk for indicator in wanted}) | Q(organisation=organisation, code__in=codes)
    )
    return rows.prefetch_related("definitions", "breakdown_sets")


def _breakdowns(organisation: int) -> Iterable[Breakdown]:
    rows = Breakdown.objects.filter(Q(set__organisation=organisation) | Q(set__organisation__isnull=True))
    return rows.select_related("set").order_by("set", "order", "pk")


def _occasions(organisation: int, years: Collection[int]) -> dict[int, list[ReportingOccasion]]:
    found: dict[int, list[ReportingOccasion]] = defaultdict(list)
    rows = ReportingOccasion.objects.filter(organisation=organisation, year__in=years).select_related("closed_by")
    for row in rows:
        found[row.year].append(row)
    return found


@dataclass(frozen=True)
class Ledger:
    """The facts around the entries and what stands there.

    `standing` is what the act sees: the latest revision, or, for an act with a date of its own, the latest one known
    then. `latest` is the latest of all. Both are keyed by the fact's id.
    """

    facts: dict[FactKey, Fact] = field(default_factory=dict)
    standing: dict[int, FigureRevision] = field(default_factory=dict)
    latest: dict[int, FigureRevision] = field(default_factory=dict)
    footnotes: dict[int, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, keys: Collection[FactKey], *, beside: Collection[int] = (), known_at: dt.datetime | None) -> Ledger:
        """What is recorded of the keys' indicators, units and years; `beside` are more indicators to look at."""
        where = Q(
            indicator__in={key.indicator for key in keys} | set(beside),
            unit__in={key.unit for key in keys},
            year__in={key.year for key in keys},
        )
        ledger = cls({FactKey.of_fact(fact): fact for fact in Fact.objects.filter(where)})
        revisions = FigureRevision.objects.filter(fact__in=Fact.objects.filter(where)).prefetch_related("recorded_by")
        for revision in (revisions if known_at else revisions.current()).order_by("fact", "number"):
            ledger.latest[revision.fact_id] = revision
            if known_at is None or revision.recorded_at <= known_at:
                ledger.standing[revision.fact_id] = revision
        ledger.footnotes.update(_footnotes(filter(None, (ledger.standing_of(key) for key in keys))))
        return ledger

    def standing_of(self, key: FactKey) -> FigureRevision | None:
        """What stands for a key, as the act sees it."""
        fact = self.facts.get(key)
        return self.standing.get(fact.pk) if fact else None

    def latest_of(self, key: FactKey) -> FigureRevision | None:
        """The latest revision for a key, whenever it was recorded."""
        fact = self.facts.get(key)
        return self.latest.get(fact.pk) if fact else None


def _footnotes(revisions: Iterable[FigureRevision]) -> dict[int, frozenset[tuple[str, str]]]:
    wanted = [revision.pk for revision in revisions if revision.footnote_count]
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for footnote in FigureFootnote.objects.filter(revision__in=wanted) if wanted else ():
        found[footnote.revision_id].add((footnote.kind, footnote.text))
    return {pk: frozenset(texts) for pk, texts in found.items()}
