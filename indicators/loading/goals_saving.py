"""Saves the goal trees, each goal's rows exactly as the file has them, and the links between years."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.loading.goals import GoalFiles, GoalRow, GoalRowRow, LinkRow
from indicators.loading.saving import Saving
from indicators.models import Goal, GoalArea, GoalIndicator, GoalLink, MunicipalGoal


def save_goals(files: GoalFiles, saving: Saving) -> None:
    """Areas, municipal goals, goals, rows and links."""
    organisation = saving.organisation
    areas = saving.rows(
        "målområden", GoalArea.objects.filter(organisation=organisation), "year", "code", organisation=organisation
    )
    municipal = saving.rows(
        "kommunövergripande mål", MunicipalGoal.objects.filter(area__organisation=organisation), "area_id", "code"
    )
    known = Goal.objects.filter(municipal_goal__area__organisation=organisation)
    goals = saving.rows("mål", known, "municipal_goal_id", "code")
    saved: dict[tuple[int, str], int] = {}
    told: list[tuple[int, GoalRow]] = []
    for year, area_rows in files.years.items():
        for area_order, area in enumerate(area_rows):
            area_key = areas.put(year=year, code=area.code, name=area.name, order=area_order).pk
            for order, above in enumerate(area.municipal_goals):
                above_key = municipal.put(area_id=area_key, code=above.code, name=above.name, order=order).pk
                for place, goal in enumerate(above.goals):
                    row = goals.put(
                        municipal_goal_id=above_key,
                        code=goal.code,
                        name=goal.name,
                        kind=goal.kind,
                        description=goal.description,
                        order=place,
                    )
                    saved[year, goal.code] = row.pk
                    told.append((row.pk, goal))
    _save_rows(told, saving)
    _save_links(files.links, saved, saving)


def _save_rows(goals: Sequence[tuple[int, GoalRow]], saving: Saving) -> None:
    """The rows of each goal, by their place; rows beyond the file's last one go."""
    known = GoalIndicator.objects.filter(goal__in=[key for key, _ in goals]).prefetch_related("breakdowns")
    rows = saving.rows("indikatorer i mål", known, "goal_id", "order")
    kept = set()
    for key, goal in goals:
        for order, told in enumerate(goal.rows):
            kept.add((key, order))
            row = rows.put(goal_id=key, order=order, **_row_fields(told, saving))
            wanted = {saving.breakdowns[code] for code in told.breakdowns}
            if wanted != set(row.breakdowns.all()):
                saving.before_change(adds=not row.breakdowns.all())
                row.breakdowns.set(wanted)
    for place in set(rows.known) - kept:
        rows.remove(place)


def _row_fields(told: GoalRowRow, saving: Saving) -> dict[str, object]:
    return {
        "indicator_id": saving.indicators[told.indicator].pk if told.indicator else None,
        "unit_id": saving.units[told.unit].pk if told.unit else None,
        "role": told.role,
        "label": told.label,
        "missing": told.missing,
        "is_mandatory": told.is_mandatory,
    }


def _save_links(links: Sequence[LinkRow], goals: dict[tuple[int, str], int], saving: Saving) -> None:
    known = GoalLink.objects.filter(earlier__in=goals.values())
    rows = saving.rows("samband mellan mål", known, "earlier_id", "later_id")
    for link in links:
        rows.put(earlier_id=goals[link.earlier], later_id=goals[link.later], kind=link.kind)
