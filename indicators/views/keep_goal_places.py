"""Where the goals of a year stand: the tree with its moves, and the forms that move a goal and take that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from indicators.gathering import goals_of
from indicators.models import Goal, GoalArea, GoalMove, MunicipalGoal, Organisation
from indicators.year.catalogue import CatalogueRefused, remove_of_year
from indicators.year.moving import heading_on, move_goal, moves_of, placed, told
from indicators.year.parts import Change, Part
from vss_portal.dates import long_date, short_date
from vss_portal.models import User

MOVE, BACK = "flytta", "tillbaka"
KEPT = "Rapporter om tiden före dagen visar målet där det stod. Bedömningar, aktiviteter och bidrag följer med."

Standing = list[tuple[Goal, GoalMove | None]]


def tree_of(organisation: Organisation, year: int) -> list[tuple[GoalArea, list[tuple[MunicipalGoal, Standing]]]]:
    """The year's areas and municipal goals with the goals that stand there at its end, and the move that took each."""
    moves = moves_of(organisation, year)
    latest = {move.goal_id: move for move in moves}
    standing: dict[int, Standing] = {}
    for goal in placed(goals_of(organisation, year), moves, dt.date(year, 12, 31)):
        standing.setdefault(goal.municipal_goal_id, []).append((goal, latest.get(goal.pk)))
    areas = GoalArea.objects.filter(organisation=organisation, year=year).order_by("order")
    return [
        (area, [(above, standing.get(above.pk, [])) for above in area.municipal_goals.all()])
        for area in areas.prefetch_related("municipal_goals")
    ]


def placing(goal: Goal, organisation: Organisation, forms: Mapping[str, Any]) -> dict[str, Any]:
    """What the goal's page tells of its place: its heading at the year's end, its moves, and the forms."""
    moves = [move for move in moves_of(organisation, goal.year) if move.goal_id == goal.pk]
    rows = [(short_date(move.day), f"{move.to.area}: {move.to}") for move in moves]
    head = ("Från och med", "Står under") if rows else ()
    back = Part(BACK, "Ta tillbaka flytten", forms[BACK], "Ta tillbaka den senaste flytten", "Ta tillbaka")
    return {
        "heading": heading_on(goal, moves, dt.date(goal.year, 12, 31)),
        "move": Part(MOVE, "Flytta målet", forms[MOVE], "Flytta till ett annat mål", "Flytta målet", KEPT, head, rows),
        "undo": back if moves else None,
    }


def moved(goal: Goal, organisation: Organisation, codes: Collection[str], form: Any, by: User) -> Change:
    """The goal stands under another municipal goal from a day on; what it means is told before."""
    to, day, reason = (form.cleaned_data[name] for name in ("till", "dag", "orsak"))
    means = told(goal, moves_of(organisation, goal.year), to, day)
    said = f"{goal} står under {to} från och med {long_date(day)}."
    return Change(
        lambda: move_goal(goal=goal, to=to, day=day, by=by, reason=reason), said, organisation, codes, told=means
    )


def taken_back(goal: Goal, organisation: Organisation, codes: Collection[str], about: Mapping[str, Any]) -> Change:
    """The goal's latest move is taken away; the log keeps it."""
    moves = [move for move in moves_of(organisation, goal.year) if move.goal_id == goal.pk]

    def do() -> None:
        if not moves:
            raise CatalogueRefused("Målet är inte flyttat. Inget är ändrat.")
        remove_of_year(moves[-1], **about)

    return Change(do, "Flytten är tillbakatagen.", organisation, codes)
