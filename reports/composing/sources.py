"""Everything that a report draws on, fetched in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from indicators.judging import Basis, RowJudgement, unit_of, voting_rows
from indicators.models import (
    AssessmentRevision,
    Assignment,
    AssignmentStatus,
    Breakdown,
    Goal,
    Organisation,
)
from indicators.models.choices import AssessmentStep, GoalRowRole
from indicators.models.figures import end_of
from indicators.organisation import UnitTree, load_tree
from indicators.pivot.comparing import Ways
from indicators.pivot.coordinates import Coordinates, ReportPeriod
from indicators.pivot.figures import IndicatorFacts
from indicators.pivot.table import Override
from indicators.pivot.values import Lookup
from indicators.signs import NET_RESULT, SignConvention
from indicators.spans import Month
from indicators.targets import ParsedTarget
from indicators.year.closing import preliminary_years
from indicators.year.deciding import decisions_of
from indicators.year.moving import moves_of, placed
from indicators.year.ways import rows_after, ways_of, with_forebears
from reports.composing.appendices import entries_of
from reports.declarations import ColumnSpec, RowSpec, TableSpec
from reports.declarations.patterns import PeriodWords
from reports.declarations.tables import IndicatorRows, UnitRows, YearRows
from reports.following.reading import Measured, answers_of, by_goal, lines_by_kind
from reports.library import shared_texts_of
from reports.models import ListItemVersion, Report, TextVersion
from reports.nodes import AppendixEntry

DECEMBER = 12


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
    shared_texts: dict[str, dict[str, Any]]
    appendices: tuple[AppendixEntry, ...] = ()
    activities: dict[int, list[ListItemVersion]] = field(default_factory=dict)
    year_end: dict[Measured, str] = field(default_factory=dict)
    lines: dict[str, list[ListItemVersion]] = field(default_factory=dict)
    # The footnotes of the document so far, where they are numbered through it; None: each table marks its own.
    numbered: list[str] | None = None
    # How columns of earlier years treat a changed organisation, where an editor has chosen it.
    ways: Ways = field(default_factory=Ways)
    # The years whose accounts are preliminary.
    preliminary: frozenset[int] = frozenset()
    # The decisions behind budgets in words, by code; print that is reproduced says of them what was printed.
    decisions: Mapping[str, str] | None = None
    # How the rows of each goal stand, by its key: asked for by its section, its table and its page.
    judged: dict[int, list[RowJudgement]] = field(default_factory=dict)
    lookup: Lookup = field(init=False)

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return Month(self.period.year, self.period.month).last_day

    @property
    def net_costs(self) -> frozenset[str]:
        """The indicators that the organisation shows as net costs: its results in money, if that is its convention."""
        is_net_cost = self.organisation.sign_convention == SignConvention.NET_COST
        return frozenset({NET_RESULT}) if is_net_cost else frozenset()

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

    def expanded(self, table: TableSpec) -> TableSpec:
        """The table with the rows that the organisation generates."""
        rows = tuple(made for row in table.rows for made in self._made(row, table))
        return replace(table, rows=self._followed(rows) if self.ways else rows)

    def _followed(self, rows: Sequence[RowSpec]) -> tuple[RowSpec, ...]:
        """The rows of units that ended go on as those of the units that took over, where that was chosen."""
        present = {row.where.unit for row in rows}
        made: list[RowSpec] = []
        for row in rows:
            unit = row.where.unit or ""
            after = rows_after(unit, self.units, self.ways, self.last_day) if unit else (unit,)
            made += [self._row_of(row, heir) for heir in after if heir == unit or heir not in present]
        return tuple(made)

    def _row_of(self, row: RowSpec, unit: str) -> RowSpec:
        if unit == (row.where.unit or ""):
            return row
        where = row.where._replace(unit=unit)
        named = row.label in ("", self.units.name_on(row.where.unit or "", self.last_day))
        label = self.named(unit) if named else f"{row.label}, {self.named(unit)}"
        return replace(row, key=f"{row.key}-{unit}", where=where, label=label, overrides={})

    def _made(self, row: RowSpec, table: TableSpec) -> Iterable[RowSpec]:
        if row.units:
            return self._unit_rows(row, row.units)
        if row.years:
            return self._year_rows(row, row.years, table)
        return self._indicator_rows(row, row.indicators) if row.indicators else [row]

    def _year_rows(self, row: RowSpec, generated: YearRows, table: TableSpec) -> Iterator[RowSpec]:
        """A row per year. Of one that isn't over, columns of outcomes show the latest that is known."""
        outcomes = [column.key for column in table.columns if column.kind == "figure" and _is_outcome(column, table)]
        latest = dict.fromkeys(outcomes, Override(where=Coordinates(span="latest")))
        for offset in range(generated.first, generated.last + 1):
            label = str(self.period.year + offset)
            made = replace(row, key=f"{row.key}-{label}", years=None, label=label)
            made = replace(made, where=row.where.over(Coordinates(year=offset)))
            going_on = offset == 0 and self.period.month != DECEMBER
            yield replace(made, overrides={**latest, **row.overrides}) if going_on else made

    def _indicator_rows(self, row: RowSpec, generated: IndicatorRows) -> Iterator[RowSpec]:
        """A row per indicator of the kind, about the unit that answers for it; or the rows of a goal's list."""
        if generated.goal:
            goals = (goal for goal in self.goals if goal.code == generated.goal)
            found = [
                (each.indicator.code, each.label, unit_of(each, self.root)) for goal in goals for each in _lines(goal)
            ]
        else:
            found = [
                (facts.code, facts.name, facts.unit or self.root)
                for facts in self.indicators.values()
                if facts.kind == generated.kind and not facts.is_group
            ]
        for code, label, unit in found:
            where = row.where.over(Coordinates(indicator=code, unit=unit))
            yield replace(row, key=f"{row.key}-{code}", indicators=None, label=label, where=where)

    def _unit_rows(self, row: RowSpec, generated: UnitRows) -> list[RowSpec]:
        day = self.day(generated.on)
        units = self.units.units_on(day, part_of=generated.part_of)
        return [
            replace(row, units=None, label=unit.name_on(day).name, where=Coordinates(unit=unit.code).over(row.where))
            for unit in units
        ]

    def fetch_figures(self, tables: Iterable[TableSpec]) -> None:
        """Fetch the figures of all tables at once, and those that the goals are judged on, shown in a table or not."""
        asked = {where for table in tables for where in self.expanded(table).asked_for()}
        wanted = _wanted(asked | {*self._judged_on()}, self)
        figures = gather(self.organisation, wanted, as_of=self.known_on)
        self.lookup = Lookup(figures, self.indicators, self.units, self.period, self.ways, self.preliminary)

    def _judged_on(self) -> Iterator[Coordinates]:
        for goal in self.goals:
            for row, part in voting_rows(goal):
                if row.indicator:
                    yield Coordinates(indicator=row.indicator.code, unit=unit_of(row, self.root), breakdown=part)


def _is_outcome(column: ColumnSpec, table: TableSpec) -> bool:
    return (column.where.scenario or table.defaults.scenario or "outcome") == "outcome"


def load_sources(report: Report, *, known_on: dt.date | None) -> Sources:
    """Fetch all but the figures, which the tables decide."""
    organisation, period = report.organisation, ReportPeriod(report.year, report.month)
    last_day = Month(report.year, report.month).last_day
    units = load_tree(organisation)
    return Sources(
        report=report,
        organisation=organisation,
        period=period,
        words=PeriodWords(report.year, report.month),
        known_on=known_on,
        indicators=indicator_facts(organisation, last_day),
        units=units,
        ways=ways_of(organisation, units, known_on),
        preliminary=preliminary_years(organisation, known_on),
        decisions=None if report.reproduced_from_id else decisions_of(organisation),
        goals=placed(goals_of(organisation, report.year), moves_of(organisation, report.year), last_day),
        targets=targets_of(organisation, report.year, known_on),
        assessments=_assessments(report, known_on),
        texts=_texts(report, known_on),
        assignments=_assignments(report, known_on),
        shared_texts=shared_texts_of(organisation, report.year, known_on),
        parts=dict(Breakdown.objects.of(organisation).values_list("code", "name")),
        appendices=entries_of(report, known_on=known_on),
        **_beside(report),
    )


def _beside(report: Report) -> dict[str, Any]:
    """Activities, answers and lists of a report made here; one that is reproduced from print has none."""
    if report.reproduced_from_id:
        return {}
    lines = lines_by_kind(report.organisation, report.year)
    return {"activities": by_goal(lines), "year_end": answers_of(report), "lines": lines}


def _lines(goal: Goal) -> Iterator[Any]:
    """The indicators of the goal's list that have figures of their own."""
    return (row for row in goal.rows.all() if row.indicator and row.role != GoalRowRole.GROUP)


def _assessments(report: Report, known_on: dt.date | None) -> dict[int, Assessed]:
    """The latest of each goal that says how it is judged: a return says what is to be changed, not that."""
    if report.occasion_id is None:
        return {}
    revisions = AssessmentRevision.objects.filter(assessment__occasion=report.occasion_id)
    if known_on is not None:
        revisions = revisions.filter(recorded_at__lt=end_of(known_on))
    told = revisions.exclude(step=AssessmentStep.RETURNED).select_related("assessment").order_by("number")
    return {
        row.assessment.goal_id: Assessed(row.status, row.motivation, row.suggested_status, row.suggestion_reason)
        for row in told
    }


def _texts(report: Report, known_on: dt.date | None) -> dict[str, dict[str, Any]]:
    versions = TextVersion.objects.as_of(known_on).filter(text__report=report)
    return dict(versions.values_list("text__key", "content"))


def _assignments(report: Report, known_on: dt.date | None) -> list[tuple[Assignment, AssignmentStatus | None]]:
    assignments = Assignment.objects.filter(organisation=report.organisation, year=report.year).order_by("order")
    statuses = AssignmentStatus.objects.filter(occasion=report.occasion_id).order_by("number")
    latest = {status.assignment_id: status for status in statuses}
    return [(assignment, latest.get(assignment.pk)) for assignment in assignments]


def _wanted(asked: set[Coordinates], sources: Sources) -> Wanted:
    """The sets of indicators, units and years that cells ask for, with the parts of formulas and of later units.

    The year before the report's own is there for the rule that judges indicators.
    """
    period = sources.period
    whole = {where for where in asked if where.indicator and where.unit}
    years = {where.year_in(period) for where in whole} | {period.year, period.year - 1}
    codes = with_formula_parts({where.indicator or "" for where in whole}, sources.indicators)
    carried = with_forebears(
        {where.unit or "" for where in whole if where.carry or (where.unit or "") in sources.ways}, sources.units
    )
    return Wanted(indicators=codes, units={where.unit or "" for where in whole} | carried, years=years)
