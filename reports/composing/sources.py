"""Everything that a report draws on, fetched in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from indicators.gathering import (
    TargetKey,
    Wanted,
    gather,
    goals_of,
    indicator_facts,
    targets_of,
    with_formula_parts,
)
from indicators.judging import Basis
from indicators.models import (
    AssessmentRevision,
    Assignment,
    AssignmentStatus,
    Breakdown,
    Goal,
    Organisation,
)
from indicators.organisation import UnitTree, load_tree
from indicators.pivot.coordinates import Coordinates, ReportPeriod
from indicators.pivot.figures import IndicatorFacts
from indicators.pivot.values import Lookup
from indicators.spans import Month
from indicators.targets import ParsedTarget
from reports.declarations import TableSpec
from reports.declarations.patterns import PeriodWords
from reports.models import Report, TextVersion


@dataclass(frozen=True, slots=True)
class Assessed:
    """A goal's decided status and motivation at the report's occasion."""

    status: str
    motivation: str
    suggested: str
    reason: str


@dataclass
class Sources:
    """What a report's composition reads; nothing is fetched after it."""

    report: Report
    organisation: Organisation
    period: ReportPeriod
    words: PeriodWords
    known_on: dt.date | None
    indicators: dict[str, IndicatorFacts]
    units: UnitTree
    goals: list[Goal]
    targets: dict[TargetKey, ParsedTarget]
    assessments: dict[int, Assessed]
    texts: dict[str, dict[str, Any]]
    assignments: list[tuple[Assignment, AssignmentStatus | None]]
    parts: dict[str, str]
    lookup: Lookup = field(init=False)

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return Month(self.period.year, self.period.month).last_day

    @property
    def basis(self) -> Basis:
        """What the goals are judged on."""
        return Basis(self.indicators, self.targets, self.lookup, self.root, self.report.kind == "annual")

    @property
    def root(self) -> str:
        """The unit of the whole administration on the report's last day."""
        return next(iter(self.units.roots_on(self.last_day)), "")

    def named(self, unit: str) -> str:
        """What the unit is called on the report's last day."""
        return self.units.name_on(unit, self.last_day) if unit in self.units.units else unit

    def day(self, text: str) -> dt.date:
        """A day that a template names: `period_end` or a date."""
        return self.last_day if text == "period_end" else dt.date.fromisoformat(text)

    def fetch_figures(self, tables: Iterable[TableSpec]) -> None:
        """Fetch the figures of all tables at once."""
        wanted = _wanted([layer for table in tables for layer in table.all_coordinates()], self)
        figures = gather(self.organisation, wanted, as_of=self.known_on)
        self.lookup = Lookup(figures, self.indicators, self.units, self.period)


def load_sources(report: Report, *, known_on: dt.date | None) -> Sources:
    """Fetch all but the figures, which the tables decide."""
    organisation, period = report.organisation, ReportPeriod(report.year, report.month)
    last_day = Month(report.year, report.month).last_day
    return Sources(
        report=report,
        organisation=organisation,
        period=period,
        words=PeriodWords(report.year, report.month),
        known_on=known_on,
        indicators=indicator_facts(organisation, last_day),
        units=load_tree(organisation),
        goals=goals_of(organisation, report.year),
        targets=targets_of(organisation, report.year, known_on),
        assessments=_assessments(report, known_on),
        texts=_texts(report, known_on),
        assignments=_assignments(report, known_on),
        parts=dict(Breakdown.objects.values_list("code", "name")),
    )


def _assessments(report: Report, known_on: dt.date | None) -> dict[int, Assessed]:
    if report.occasion_id is None:
        return {}
    revisions = AssessmentRevision.objects.as_of(known_on).filter(assessment__occasion=report.occasion_id)
    return {
        row.assessment.goal_id: Assessed(row.status, row.motivation, row.suggested_status, row.suggestion_reason)
        for row in revisions.select_related("assessment")
    }


def _texts(report: Report, known_on: dt.date | None) -> dict[str, dict[str, Any]]:
    versions = TextVersion.objects.as_of(known_on).filter(text__report=report)
    return dict(versions.values_list("text__key", "content"))


def _assignments(report: Report, known_on: dt.date | None) -> list[tuple[Assignment, AssignmentStatus | None]]:
    assignments = Assignment.objects.filter(organisation=report.organisation, year=report.year).order_by("order")
    statuses = AssignmentStatus.objects.filter(occasion=report.occasion_id).order_by("number")
    latest = {status.assignment_id: status for status in statuses}
    return [(assignment, latest.get(assignment.pk)) for assignment in assignments]


def _wanted(layers: list[Coordinates], sources: Sources) -> Wanted:
    """The sets of indicators, units, years and months that the coordinates can come to ask for."""
    period = sources.period
    years = {period.year} | {period.year + layer.year for layer in layers if layer.year is not None}
    years |= {layer.fixed_year for layer in layers if layer.fixed_year is not None}
    codes = with_formula_parts({layer.indicator for layer in layers if layer.indicator}, sources.indicators)
    units = {layer.unit for layer in layers if layer.unit}
    if any(layer.carry for layer in layers):
        units = _with_forebears(units, sources.units)
    return Wanted(indicators=codes, units=units, years=years)


def _with_forebears(units: set[str], tree: UnitTree) -> set[str]:
    """The units and all that ever were part of them or came before them."""
    below: dict[str, set[str]] = {}
    for link in tree.links:
        whole, part = (link.unit, link.to) if link.kind == "moved_from" else (link.to, link.unit)
        below.setdefault(whole, set()).add(part)
    found: set[str] = set()
    waiting = list(units)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting.extend(below.get(unit, ()))
    return found
