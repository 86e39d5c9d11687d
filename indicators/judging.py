"""What the indicators of a goal point to, with reasons: the case of each is made out of the figures at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.aggregation import Aggregation
from indicators.gathering import TargetKey, Wanted, gather, goals_of, indicator_facts, targets_of, with_formula_parts
from indicators.models import Goal, GoalIndicator, Organisation
from indicators.models.choices import GoalRowRole, Measure
from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number
from indicators.organisation import load_tree
from indicators.pivot.coordinates import TOTAL, Coordinates, ReportPeriod
from indicators.pivot.figures import IndicatorFacts
from indicators.pivot.values import Found, Lookup
from indicators.spans import Month, months_label
from indicators.status import Comparison, IndicatorCase, Judgement, judge
from indicators.suggestion import Suggestion, suggest
from indicators.targets import Direction, ParsedTarget
from indicators.year.ways import ways_of, with_forebears


@dataclass(frozen=True)
class Basis:
    """What goals are judged on: the figures and targets known on a day, and whether the year is over (`final`)."""

    indicators: Mapping[str, IndicatorFacts]
    targets: Mapping[TargetKey, ParsedTarget]
    lookup: Lookup
    root: str
    final: bool

    @property
    def period(self) -> ReportPeriod:
        """The year and month that is judged."""
        return self.lookup.period


@dataclass(frozen=True, slots=True)
class RowJudgement:
    """A voting row of a goal's list (an indicator, or one part of it) and how it stands."""

    row: GoalIndicator
    breakdown: str
    outcome: Found | None
    target: ParsedTarget | None
    judgement: Judgement

    def snapshot(self) -> dict[str, Any]:
        """What the judgement was made of, to be kept with an assessment."""
        number = self.outcome.number if self.outcome else None
        return {
            "indicator": self.row.indicator.code if self.row.indicator else "",
            "breakdown": self.breakdown,
            "outcome": format_number(number) if number else (self.outcome.marker if self.outcome else ""),
            "revision": self.outcome.known[0].revision if self.outcome and self.outcome.known else None,
            "target": self.target.raw if self.target else "",
            "status": self.judgement.status.value,
            "reason": self.judgement.reason,
        }


def load_basis(organisation: Organisation, *, year: int, month: int, known_on: dt.date | None, final: bool) -> Basis:
    """Fetch what the goals of a year are judged on, in a constant number of queries."""
    last_day = Month(year, month).last_day
    indicators, tree = indicator_facts(organisation, last_day), load_tree(organisation)
    root = next(iter(tree.roots_on(last_day)), "")
    rows = [row for goal in goals_of(organisation, year) for row in goal.rows.all() if row.indicator]
    codes = with_formula_parts({row.indicator.code for row in rows if row.indicator}, indicators)
    ways = ways_of(organisation, tree, known_on)
    units = {unit_of(row, root) for row in rows}
    units |= with_forebears({unit for unit in units if unit in ways}, tree)
    wanted = Wanted(indicators=codes, units=units, years={year - 1, year})
    figures = gather(organisation, wanted, as_of=known_on)
    targets = targets_of(organisation, year, known_on)
    return Basis(indicators, targets, Lookup(figures, indicators, tree, ReportPeriod(year, month), ways), root, final)


def unit_of(row: GoalIndicator, root: str) -> str:
    """The unit whose figure the row shows: its own, else the indicator's, else the whole administration (`root`)."""
    if row.unit:
        return row.unit.code
    if row.indicator and row.indicator.responsible_unit:
        return row.indicator.responsible_unit.code
    return root


def voting_rows(goal: Goal) -> Iterator[tuple[GoalIndicator, str]]:
    """The rows that count: indicators, and the parts of a heading that is measured by parts. Sexes do not vote."""
    for row in goal.rows.all():
        if row.role in (GoalRowRole.LINE, GoalRowRole.BREAKDOWN):
            yield row, TOTAL
        elif row.role == GoalRowRole.GROUP:
            yield from ((row, part.code) for part in row.breakdowns.all())


def judge_goal(goal: Goal, basis: Basis) -> list[RowJudgement]:
    """Every voting row of the goal, judged."""
    return [_judged(row, row.indicator.code, part, basis) for row, part in voting_rows(goal) if row.indicator]


def suggestion_for(judged: Iterable[RowJudgement], rule: str) -> Suggestion:
    """What the judged indicators point to, by the rule that the report's template names."""
    return suggest([each.judgement for each in judged], rule)


def _judged(row: GoalIndicator, code: str, part: str, basis: Basis) -> RowJudgement:
    outcome, target, judgement = judge_place(code, unit_of(row, basis.root), part, basis)
    return RowJudgement(row, part, outcome, target, judgement)


def judge_place(code: str, unit: str, part: str, basis: Basis) -> tuple[Found | None, ParsedTarget | None, Judgement]:
    """The outcome, the target and the judgement of an indicator for a unit and a part, whether a goal has it or not."""
    where = Coordinates(indicator=code, unit=unit, breakdown=part, span="latest")
    outcome = basis.lookup.find(where)
    target = basis.targets.get((code, unit, part, basis.period.year))
    return outcome, target, judge(_case(basis.indicators[code], where, outcome, target, basis))


def _case(
    facts: IndicatorFacts, where: Coordinates, outcome: Found | None, target: ParsedTarget | None, basis: Basis
) -> IndicatorCase:
    last_year = where._replace(year=-1)
    return IndicatorCase(
        outcome=_value(outcome),
        target=target,
        direction=Direction(facts.direction),
        aggregation=Aggregation(facts.aggregation),
        month=basis.period.month,
        final_report=basis.final,
        forecast=None if basis.final else _forecast(where, basis),
        same_period=_comparison(last_year._replace(span="period"), basis),
        full_year=_comparison(last_year._replace(span="year"), basis),
        method_break=_breaks(outcome),
        unit="%" if facts.measure == Measure.PERCENT else "",
    )


def _value(found: Found | None) -> Number | Marker | None:
    if found is None or found.slot.scenario != "outcome":
        return None
    return found.number if found.number is not None else Marker(found.marker)


def _forecast(where: Coordinates, basis: Basis) -> Number | None:
    found = basis.lookup.find(where._replace(scenario="forecast", span="year", vintage="report"))
    return found.number if found else None


def _comparison(where: Coordinates, basis: Basis) -> Comparison | None:
    found = basis.lookup.find(where)
    if found is None or found.number is None:
        return None
    year = where.year_in(basis.period)
    label = str(year) if where.span == "year" else f"{months_label(basis.period.month)} {year}"
    return Comparison(found.number, label)


def _breaks(found: Found | None) -> bool:
    return any(note.kind == "method_break" for known in (found.known if found else ()) for note in known.footnotes)
