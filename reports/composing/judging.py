"""What the indicators of a goal point to, with reasons: the case of each is made out of the figures at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.aggregation import Aggregation
from indicators.models import Goal, GoalIndicator
from indicators.models.choices import GoalRowRole, Measure
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.pivot.coordinates import TOTAL, Coordinates
from indicators.pivot.values import Found
from indicators.status import Comparison, IndicatorCase, Judgement, judge
from indicators.suggestion import Suggestion, suggest
from indicators.targets import Direction
from reports.composing.sources import Sources


@dataclass(frozen=True, slots=True)
class RowJudgement:
    """A voting row of a goal's list (an indicator, or one part of it) and how it stands."""

    row: GoalIndicator
    breakdown: str
    judgement: Judgement


def unit_of(row: GoalIndicator, whole: str) -> str:
    """The unit whose figure the row shows: its own, else the indicator's, else the whole administration."""
    if row.unit:
        return row.unit.code
    if row.indicator and row.indicator.responsible_unit:
        return row.indicator.responsible_unit.code
    return whole


def voting_rows(goal: Goal) -> Iterator[tuple[GoalIndicator, str]]:
    """The rows that count: indicators, and the parts of a heading that is measured by parts. Sexes do not vote."""
    for row in goal.rows.all():
        if row.role in (GoalRowRole.LINE, GoalRowRole.BREAKDOWN):
            yield row, TOTAL
        elif row.role == GoalRowRole.GROUP:
            yield from ((row, part.code) for part in row.breakdowns.all())


def judge_goal(goal: Goal, sources: Sources) -> list[RowJudgement]:
    """Every voting row of the goal, judged."""
    return [
        RowJudgement(row, part, judge(_case(row, part, sources)))
        for row, part in voting_rows(goal)
        if row.indicator is not None
    ]


def suggestion_for(judged: list[RowJudgement], rule: str) -> Suggestion:
    """What the judged indicators point to by the template's rule."""
    return suggest([each.judgement for each in judged], rule)


def _case(row: GoalIndicator, part: str, sources: Sources) -> IndicatorCase:
    assert row.indicator is not None  # noqa: S101 - only called for rows with an indicator
    facts = sources.indicators[row.indicator.code]
    unit, period = unit_of(row, sources.root), sources.period
    where = Coordinates(indicator=facts.code, unit=unit, breakdown=part, span="latest")
    outcome = sources.lookup.find(where)
    last_year = replace(where, year=-1)
    return IndicatorCase(
        outcome=_value(outcome),
        target=sources.targets.get((facts.code, unit, part, period.year)),
        direction=Direction(facts.direction),
        aggregation=Aggregation(facts.aggregation),
        month=period.month,
        final_report=sources.report.kind == "annual",
        forecast=_forecast(where, sources),
        same_period=_comparison(replace(last_year, span="period"), sources),
        full_year=_comparison(replace(last_year, span="year"), sources),
        method_break=_breaks(outcome),
        unit="%" if facts.measure == Measure.PERCENT else "",
    )


def _value(found: Found | None) -> Number | Marker | None:
    if found is None or found.slot.scenario != "outcome":
        return None
    return found.number if found.number is not None else Marker(found.marker)


def _forecast(where: Coordinates, sources: Sources) -> Number | None:
    if sources.report.kind == "annual":
        return None
    found = sources.lookup.find(replace(where, scenario="forecast", span="year", vintage="report"))
    return found.number if found else None


def _comparison(where: Coordinates, sources: Sources) -> Comparison | None:
    found = sources.lookup.find(where)
    if found is None or found.number is None:
        return None
    year = where.year_in(sources.period)
    label = str(year) if where.span == "year" else sources.words.fill("{period} {year-1}")
    return Comparison(found.number, label)


def _breaks(found: Found | None) -> bool:
    return any(note.kind == "method_break" for known in (found.known if found else ()) for note in known.footnotes)
