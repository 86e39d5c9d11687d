"""The table of goals with their decided status: måluppfyllelse on one page."""

from __future__ import annotations

from itertools import groupby

from indicators.models import Goal, GoalArea
from indicators.status import status_word
from reports.composing.sources import Sources
from reports.declarations import Section
from reports.nodes import BodyCell, BodyRow, HeadCell, TableNode

COLUMNS = ("area", "label", "status")


def goal_matrix(section: Section, sources: Sources) -> TableNode:
    """A row per goal of the year, its area printed once, and how the goal was assessed at the report's occasion.

    One heading may stand over both area and goal: then the goal's own heading is read aloud but not shown.
    """
    head = (
        HeadCell(sources.words.fill(section.area_heading or "Målområde"), "goal"),
        HeadCell(sources.words.fill(section.goal_heading or "Mål"), "label", hidden=not section.goal_heading),
        HeadCell(sources.words.fill(section.status_heading or "Bedömning"), "goal_status"),
    )
    areas = groupby(sources.goals, key=lambda goal: goal.municipal_goal.area)
    return TableNode(
        id=section.key,
        anchor=f"tabell-{section.key}",
        caption=sources.words.fill(section.caption or "Måluppfyllelse {year}"),
        head=(head,),
        rows=tuple(row for area, goals in areas for row in _rows(area, list(goals), sources)),
        columns=COLUMNS,
        label_column=1,
    )


def _rows(area: GoalArea, goals: list[Goal], sources: Sources) -> list[BodyRow]:
    first = BodyCell(area.name, "goal", "area", rowspan=len(goals))
    return [BodyRow("line", ((first,) if at == 0 else ()) + _cells(goal, sources)) for at, goal in enumerate(goals)]


def _cells(goal: Goal, sources: Sources) -> tuple[BodyCell, ...]:
    assessed = sources.assessments.get(goal.pk)
    status = assessed.status if assessed else ""
    kind = "annual" if sources.report.kind == "annual" else "interim"
    word = status_word(status, kind) if status else "Inte bedömt"
    return BodyCell(goal.name, "label", "label"), BodyCell(word, "goal_status", "status", status=status)
