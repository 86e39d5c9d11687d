"""What is copied from year to year: goal tree, targets' places, assignments, people, calendar. Only what is lacking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from indicators.gathering import goals_of
from indicators.models import (
    TOTAL,
    Assignment,
    AssignmentStatus,
    Goal,
    GoalArea,
    GoalIndicator,
    GoalLink,
    Membership,
    MunicipalGoal,
    ReportingOccasion,
    Responsibility,
    TargetRevision,
    Unit,
    WheelEntry,
)
from indicators.models.choices import AssignmentState, LinkKind, OccasionKind
from indicators.organisation_tree import ONE_DAY
from indicators.reference_acts import reference_act
from indicators.year.moving import moves_of, placed
from indicators.year.setting_up import Copied, Step, Turn, counted
from indicators.year.wheel import name_of
from indicators.year.workdays import in_year
from vss_portal import clock
from vss_portal.dates import short_date

NOT_CARRIED = (AssignmentState.DONE, AssignmentState.NOT_APPLICABLE)


def copy_goals(turn: Turn) -> Copied:
    """Areas, municipal goals, goals and their lists; each goal linked to the one that it goes on with."""
    copied, names = Copied(), []
    moves = moves_of(turn.organisation, turn.from_year)
    earlier = placed(goals_of(turn.organisation, turn.from_year), moves, dt.date(turn.from_year, 12, 31))
    known = {goal.code: goal for goal in Goal.objects.in_year(turn.organisation, turn.year)}
    with reference_act(
        by=turn.by, organisation=turn.organisation, reason=f"Målträdet {turn.year} efter {turn.from_year}"
    ):
        for goal in earlier:
            if goal.code not in known:
                above = _municipal(turn, goal.municipal_goal)
                made = Goal.objects.create(
                    municipal_goal=above, code=goal.code, name=goal.name, kind=goal.kind,
                    description=goal.description, order=goal.order,
                )  # fmt: skip
                GoalLink.objects.create(earlier=goal, later=made, kind="continued")
                copied.look_at += [line for row in goal.rows.all() for line in _copy_row(row, made, turn)]
                names.append(goal.name)
    copied.added = counted(names, "mål", "mål")
    return copied


def _municipal(turn: Turn, municipal: MunicipalGoal) -> MunicipalGoal:
    area, _ = GoalArea.objects.get_or_create(
        organisation=turn.organisation,
        year=turn.year,
        code=municipal.area.code,
        defaults={"name": municipal.area.name, "order": municipal.area.order},
    )
    found, _ = MunicipalGoal.objects.get_or_create(
        area=area, code=municipal.code, defaults={"name": municipal.name, "order": municipal.order}
    )
    return found


def _copy_row(row: GoalIndicator, goal: Goal, turn: Turn) -> Iterable[str]:
    """The row in the new goal; what it says of a unit that is gone goes to the successor, if there is just one."""
    unit, first = row.unit, dt.date(turn.year, 1, 1)
    gone = unit is not None and not unit.exists_on(first)
    heirs = _heirs(unit, first) if unit is not None and gone else []
    made = GoalIndicator.objects.create(
        goal=goal, indicator=row.indicator, unit=heirs[0] if len(heirs) == 1 else unit, role=row.role,
        label=row.label, missing=row.missing, order=row.order, is_mandatory=row.is_mandatory,
    )  # fmt: skip
    made.breakdowns.set(row.breakdowns.all())
    if gone and unit is not None and len(heirs) != 1:
        yield f"{goal.name}: raden {row.label or row.indicator} visar {unit.name_on(first)}, som inte finns {turn.year}"


def _heirs(unit: Unit, day: dt.date) -> list[Unit]:
    links = unit.links.filter(kind=LinkKind.SUCCEEDED_BY, valid_from__lte=day).select_related("to")
    return [link.to for link in links if link.to.exists_on(day)]


def list_targets(turn: Turn) -> Copied:
    """Targets aren't copied: each waits in its row with last year's beside. Which, is told here."""
    current = TargetRevision.objects.current().filter(target__indicator__organisation=turn.organisation)
    place = ("target__indicator", "target__unit", "target__breakdown")
    decided = set(current.filter(target__year=turn.year).values_list(*place))
    last = (
        current.filter(target__year=turn.from_year)
        .exclude(kind="none")
        .select_related("target__indicator", "target__breakdown")
    )
    rows = last.prefetch_related("target__indicator__definitions").order_by("target__indicator__order")
    day = dt.date(turn.year, 12, 31)
    waiting = [
        f"{_named(row, day)} ({row.text})"
        for row in rows
        if (row.target.indicator_id, row.target.unit_id, row.target.breakdown_id) not in decided
    ]
    return Copied(look_at=counted(waiting, "målvärde att bestämma", "målvärden att bestämma"))


def _named(row: TargetRevision, day: dt.date) -> str:
    """The indicator that a target is about, with the part that it is for."""
    name, part = row.target.indicator.name_on(day), row.target.breakdown
    return name if part.code == TOTAL else f"{name}, {part.name.lower()}"


def copy_assignments(turn: Turn) -> Copied:
    """The assignments that weren't done, each carried over from last year's."""
    earlier = Assignment.objects.filter(organisation=turn.organisation, year=turn.from_year, carried_to=None)
    taken = set(
        Assignment.objects.filter(organisation=turn.organisation, year=turn.year).values_list("code", flat=True)
    )
    goals = {goal.code: goal for goal in Goal.objects.in_year(turn.organisation, turn.year)}
    over, names = _latest_states(turn), []
    with reference_act(
        by=turn.by, organisation=turn.organisation, reason=f"Uppdrag {turn.year} efter {turn.from_year}"
    ):
        for row in earlier.order_by("order").select_related("goal"):
            if over.get(row.pk) not in NOT_CARRIED and row.code not in taken:
                Assignment.objects.create(
                    organisation=turn.organisation, year=turn.year, code=row.code, scope=row.scope, group=row.group,
                    number=row.number, text=row.text, goal=goals.get(row.goal.code) if row.goal else None,
                    carried_from=row, receiver=row.receiver, order=row.order,
                )  # fmt: skip
                names.append(f"{row.group} {row.number}".strip() or row.code)
    return Copied(added=counted(names, "uppdrag som inte är klart", "uppdrag som inte är klara"))


def _latest_states(turn: Turn) -> dict[int, str]:
    rows = AssignmentStatus.objects.filter(assignment__organisation=turn.organisation, assignment__year=turn.from_year)
    return dict(rows.order_by("occasion__year", "occasion__month", "number").values_list("assignment", "state"))


def carry_people(turn: Turn) -> Copied:
    """Who answers until the year's end goes on; who answers until further notice does so by itself."""
    last = dt.date(turn.from_year, 12, 31)
    answers = Responsibility.objects.filter(indicator__organisation=turn.organisation, valid_to=last)
    roles = Membership.objects.filter(unit__organisation=turn.organisation, valid_to=last)
    names: list[str] = []
    with reference_act(by=turn.by, organisation=turn.organisation, reason=f"Ansvar {turn.year} efter {turn.from_year}"):
        for each in answers.select_related("person", "indicator"):
            about = {
                "indicator": each.indicator,
                "unit": each.unit,
                "person": each.person,
                "valid_from": last + ONE_DAY,
            }
            _, new = Responsibility.objects.get_or_create(**about, defaults={})
            names += [f"{each.person} för {each.indicator.name_on(last)}"] if new else []
    ending = [
        f"{row.person}, {row.get_role_display()}, till {short_date(last)}" for row in roles.select_related("person")
    ]
    added = counted(names, "ansvar går vidare", "ansvar går vidare")
    return Copied(added=added, look_at=counted(ending, "roll slutar vid årsskiftet", "roller slutar vid årsskiftet"))


def copy_calendar(turn: Turn) -> Copied:
    """The reporting occasions, each date moved to the same working day of its month; and the budget made in the year.

    The budget of the year after is made during the year, so it is planned with it.
    """
    own = ReportingOccasion.objects.filter(organisation=turn.organisation)
    taken = set(own.filter(year=turn.year).values_list("kind", "month"))
    earlier = own.filter(year=turn.from_year).order_by("month", "kind")
    made = [_moved(row, turn.year) for row in earlier if (row.kind, row.month) not in taken]
    budget, ahead = (own.filter(kind=OccasionKind.BUDGET, year=turn.year + after).first() for after in (0, 1))
    if budget and not ahead:
        made.append(_moved(budget, turn.year + 1))
    names = [f"{name_of(row)} i tid till {short_date(row.due_on)}" for row in made]
    return Copied(added=counted(names, "tillfälle", "tillfällen"))


def _moved(row: ReportingOccasion, year: int) -> ReportingOccasion:
    """The occasion in another year, its days on the same working days."""
    opens, due, locks = (in_year(day, year - row.year) for day in (row.opens_on, row.due_on, row.locks_on))
    due = max(opens, due)
    return ReportingOccasion.objects.create(
        organisation=row.organisation, kind=row.kind, year=year, month=row.month,
        opens_on=opens, due_on=due, locks_on=max(due, locks),
    )  # fmt: skip


def copy_wheel(turn: Turn) -> Copied:
    """Meetings and days of the wheel, each on the same working day of its month."""
    years = turn.year - turn.from_year
    own = WheelEntry.objects.filter(organisation=turn.organisation)
    taken = set(own.filter(year=turn.year).values_list("kind", "title", "day__month"))
    names = []
    for row in own.filter(year=turn.from_year, is_removed=False):
        day = in_year(row.day, years)
        if (row.kind, row.title, day.month) not in taken:
            WheelEntry.objects.create(
                organisation=turn.organisation, year=turn.year, kind=row.kind, title=row.title, day=day,
                working_day=row.working_day, by=turn.by, at=clock.now(),
            )  # fmt: skip
            names.append(f"{row.title} {short_date(day)}")
    return Copied(added=counted(names, "dag", "dagar"))


GOALS = Step("goals", "Målträd", "Målområden, mål och målens indikatorer", copy_goals, "keep_goals")
TARGETS = Step("targets", "Målvärden", "Förra årets står bredvid; årets är tomma", list_targets, "keep_targets")
ASSIGNMENTS = Step("assignments", "Uppdrag", "De som inte är klara förs över", copy_assignments, "keep_assignments")
PEOPLE = Step("people", "Ansvariga", "Ansvar som slutar vid årsskiftet går vidare", carry_people)
CALENDAR = Step("calendar", "Kalender", "Tillfällen på samma arbetsdagar", copy_calendar, "wheel")
WHEEL = Step("wheel", "Årshjul", "Möten och andra dagar", copy_wheel, "wheel")
