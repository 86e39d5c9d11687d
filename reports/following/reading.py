"""Reading what stands beside the figures: lines of lists, and the answers about the year's end. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from indicators.models import GoalIndicator, Organisation
from reports.models import ItemKind, ItemState, ListItem, ListItemVersion, Report, YearEndAnswer
from vss_portal.dates import long_date

ENDED = (ItemState.DONE, ItemState.DROPPED, ItemState.ENDED)
# A line of a goal's list and a part of it: what a form names.
Row = tuple[int, str]
# What an answer about the year's end is about: goal, indicator, the unit that the line names, part.
Measured = tuple[int, int, str, str]


def lines_of(organisation: Organisation, kind: ItemKind, year: int) -> list[ListItemVersion]:
    """The lines of the list as they stand, in the order of units."""
    rows = _standing().filter(item__organisation=organisation, item__kind=kind, item__year=year, removed=False)
    return list(rows.order_by("item__unit__order", "day", "item"))


def _standing() -> QuerySet[ListItemVersion]:
    later = ListItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    rows = ListItemVersion.objects.filter(~Exists(later))
    return rows.select_related("item__unit", "goal", "recorded_by", "item__carried_from")


def line_of(organisation: Organisation, kind: ItemKind, item: int) -> ListItemVersion | None:
    """One line as it stands; None where there is none or it is taken away."""
    return _standing().filter(item__organisation=organisation, item__kind=kind, item=item, removed=False).first()


def counted(activities: Sequence[ListItemVersion], on: dt.date) -> str:
    """How the activities stand on the day in one phrase: "2 av 3 genomförda, 1 försenad"; empty for none."""
    kept = [each for each in activities if each.state != ItemState.DROPPED]
    if not kept:
        return ""
    states = Counter(ItemState.LATE if is_late(each, on) else each.state for each in kept)
    late = states[ItemState.LATE]
    told = f"{states[ItemState.DONE]} av {len(kept)} genomförda"
    return f"{told}, {late} {'försenad' if late == 1 else 'försenade'}" if late else told


def is_late(activity: ListItemVersion, on: dt.date) -> bool:
    """Whether it is called late, or its day came before `on` while it isn't done.

    In a report `on` is the last day of its period, never today: an approved goal doesn't change by itself overnight.
    """
    passed = activity.day is not None and activity.day < on
    return activity.state == ItemState.LATE or (passed and activity.state in (ItemState.PLANNED, ItemState.ONGOING))


def activity_words(activity: ListItemVersion, on: dt.date) -> str:
    """An activity in one line: what, who, by when, how it stands on the day, and what is said of it."""
    late = ", försenad" if is_late(activity, on) and activity.state != ItemState.LATE else ""
    due = f"klar senast {long_date(activity.day)}" if activity.day else ""
    told = ", ".join(filter(None, (activity.title, activity.responsible, due)))
    stands = f"{activity.get_state_display()}{late}" if activity.state else "läge saknas"
    return f"{told}: {stands.lower()}" + (f". {activity.comment}" if activity.comment else "")


def left_from(organisation: Organisation, kind: ItemKind, year: int) -> list[ListItemVersion]:
    """Last year's lines that haven't come to an end and aren't carried over yet."""
    carried = ListItem.objects.filter(carried_from=OuterRef("item"))
    rows = _standing().filter(item__organisation=organisation, item__kind=kind, item__year=year - 1, removed=False)
    return list(rows.exclude(state__in=ENDED).filter(~Exists(carried)).order_by("item__unit__order", "item"))


def lines_by_kind(organisation: Organisation, year: int) -> dict[str, list[ListItemVersion]]:
    """All lines of the year as they stand, by the kind of list, in the order of units."""
    rows = _standing().filter(item__organisation=organisation, item__year=year, removed=False)
    found: dict[str, list[ListItemVersion]] = {}
    for row in rows.order_by("item__unit__order", "day", "item"):
        found.setdefault(row.item.kind, []).append(row)
    return found


def by_goal(lines: Mapping[str, Sequence[ListItemVersion]]) -> dict[int, list[ListItemVersion]]:
    """The activities among the lines, by the key of the goal that they are linked to."""
    found: dict[int, list[ListItemVersion]] = {}
    for row in lines.get(ItemKind.ACTIVITY, ()):
        if row.goal_id:
            found.setdefault(row.goal_id, []).append(row)
    return found


def answers_of(report: Report) -> dict[Measured, str]:
    """The latest answer about the year's end of everything that is measured."""
    rows = YearEndAnswer.objects.filter(report=report).order_by("number")
    return {(row.goal_id, row.indicator_id, row.unit, row.breakdown): row.answer for row in rows}


def measured_by(line: GoalIndicator, part: str) -> Measured:
    """What a line of a goal's list is about; a text line has no indicator and never an answer."""
    return line.goal_id, line.indicator_id or 0, line.unit.code if line.unit else "", part
