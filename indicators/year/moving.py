"""A goal moves to another municipal goal of its year from a day on; reports of the time before show it where it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from indicators.models import Goal, GoalMove, MunicipalGoal, Organisation
from indicators.year.catalogue import CatalogueRefused, change_of_year
from vss_portal.dates import long_date
from vss_portal.models import User


def moves_of(organisation: Organisation, year: int) -> list[GoalMove]:
    """The year's moves in order of their days: one query."""
    rows = GoalMove.objects.filter(goal__municipal_goal__area__organisation=organisation)
    rows = rows.filter(goal__municipal_goal__area__year=year).select_related("to__area")
    return list(rows.order_by("day", "pk"))


def placed(goals: Sequence[Goal], moves: Iterable[GoalMove], day: dt.date) -> list[Goal]:
    """The goals where they stand on the day, in printed order; one that was moved stands last under its new heading.

    What is put in its place is the copy in hand: such a goal is never saved.
    """
    to = {move.goal_id: move.to for move in moves if move.day <= day}
    if not to:
        return list(goals)
    stay = [goal for goal in goals if goal.pk not in to]
    for goal in goals:
        if goal.pk in to:
            goal.municipal_goal = to[goal.pk]
            goal.order = 1 + max((each.order for each in stay if each.municipal_goal == to[goal.pk]), default=0)
            stay.append(goal)
    return sorted(stay, key=_in_print)


def _in_print(goal: Goal) -> tuple[int, ...]:
    above = goal.municipal_goal
    return above.area.order, above.area.pk, above.order, above.pk, goal.order


def heading_on(goal: Goal, moves: Iterable[GoalMove], day: dt.date) -> MunicipalGoal:
    """What the goal stands under on the day."""
    before = [move for move in moves if move.goal_id == goal.pk and move.day <= day]
    return before[-1].to if before else goal.municipal_goal


def move_goal(*, goal: Goal, to: MunicipalGoal, day: dt.date, by: User, reason: str) -> GoalMove:
    """The goal stands under `to` from the day on. Raises CatalogueRefused, with nothing saved."""
    area, year = goal.municipal_goal.area, goal.year
    moves = [move for move in moves_of(area.organisation, year) if move.goal_id == goal.pk]
    if problem := _problem(goal, moves, to, day):
        raise CatalogueRefused(f"{problem} Inget är ändrat.")
    move = GoalMove(goal=goal, to=to, day=day)
    change_of_year(move, year=year, organisation=area.organisation, by=by, reason=reason)
    return move


def _problem(goal: Goal, moves: Sequence[GoalMove], to: MunicipalGoal, day: dt.date) -> str:
    if (to.area.organisation_id, to.area.year) != (goal.municipal_goal.area.organisation_id, goal.year):
        return f"{to} hör inte till målen {goal.year}."
    if day.year != goal.year:
        return f"Målet gäller {goal.year}; {long_date(day)} ligger inte i det året."
    if moves and day < moves[-1].day:
        last = long_date(moves[-1].day)
        return f"Målet har flyttats från och med {last}. Välj en senare dag, eller ta tillbaka den flytten först."
    if heading_on(goal, moves, day) == to:
        return f"Målet står redan under {to} den {long_date(day)}."
    return ""


def told(goal: Goal, moves: Iterable[GoalMove], to: MunicipalGoal, day: dt.date) -> list[str]:
    """What the move means for reports, before it is done."""
    lines = [f"Från och med {long_date(day)} står {goal} under {to} ({to.area}), sist i listan."]
    before = heading_on(goal, moves, day - dt.timedelta(days=1))
    if day > dt.date(goal.year, 1, 1):
        lines.append(f"Rapporter om tiden före dess visar målet under {before}.")
    lines.append(
        "Bedömningar, aktiviteter och bidrag följer med. Godkännanden av sidor som visar målet gäller inte längre."
    )
    return lines
