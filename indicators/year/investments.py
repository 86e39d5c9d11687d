"""Investment projects: each a part of the set of investment items, with its figures of a year and to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from indicators.gathering import Wanted, gather, indicator_facts
from indicators.models import Breakdown, BreakdownSet, Fact, InvestmentState, Organisation
from indicators.numbers import Number, difference, format_number, total
from indicators.organisation import UnitTree, load_tree
from indicators.pivot.coordinates import Coordinates, ReportPeriod
from indicators.pivot.values import Lookup
from indicators.reference_acts import reference_act
from indicators.spans import Month
from indicators.year.reorganising import code_of
from vss_portal import clock
from vss_portal.models import User

ITEMS = "investment_item"
CODES = ("inv_expense", "inv_income", "inv_net")
LONGEST_NAME, YEARS_BACK = 100, 10
LEFT = "left"
COLUMNS = {
    "decided": "Beslutad budget",
    "frame": "Årets ram",
    "expense": "Utgifter",
    "income": "Inkomster",
    "forecast": "Prognos netto",
    "to_date": "Sedan start",
    LEFT: "Kvar",
}


class ProjectRefused(ValueError):
    """Why a project wasn't changed; the message is Swedish."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What stands in a column: the amount in tkr, if it is known. `lacks`: how many of a sum's projects have none."""

    column: str
    number: Number | None
    lacks: int = 0

    @property
    def head(self) -> str:
        """The heading of its column."""
        return COLUMNS[self.column]

    @property
    def text(self) -> str:
        """The amount as it is shown; what is left with its sign."""
        return format_number(self.number, sign=self.column == LEFT) if self.number is not None else ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a unit and what is known of it, in tkr; expenditure and income are positive.

    `left`: the decided budget less the net to date; plus is left to spend. None where either is unknown.
    """

    pk: int
    code: str
    name: str
    unit: str
    unit_name: str
    amounts: tuple[Amount, ...]
    finished: dt.date | None


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of a unit and their sums; those that no unit has figures of stand last, without a name."""

    name: str
    projects: tuple[Project, ...]

    @property
    def sums(self) -> tuple[Amount, ...]:
        """What the projects come to together, where there are several."""
        return sums_of(self.projects) if len(self.projects) > 1 else ()


def groups_of(projects: Sequence[Project]) -> list[Group]:
    """The projects by unit, in the order of the units' first projects."""
    units = sorted(dict.fromkeys(project.unit for project in projects), key=lambda unit: not unit)
    parts = [tuple(project for project in projects if project.unit == unit) for unit in units]
    return [Group(part[0].unit_name, part) for part in parts]


def sums_of(projects: Sequence[Project]) -> tuple[Amount, ...]:
    """The sum of each column over the projects that have an amount; None where none has.

    What is missing isn't zero: a sum over some of them tells how many it lacks. Projects of which nothing is known
    aren't counted.
    """
    columns = zip(*(project.amounts for project in projects), strict=True)
    some = [any(amount.number is not None for amount in project.amounts) for project in projects]
    return tuple(_sum(column, sum(some)) for column in columns)


def lacking(sums: Sequence[Amount]) -> str:
    """Which sums aren't whole, in a sentence; nothing where all are."""
    told = [f"{each.head.lower()} för {each.lacks} projekt" for each in sums if each.lacks]
    if not told:
        return ""
    *first, last = told
    return f"I summan saknas {', '.join(first) + ' och ' if first else ''}{last}."


def _sum(column: Sequence[Amount], projects: int) -> Amount:
    known = [each.number for each in column if each.number is not None]
    return Amount(column[0].column, total(known) if known else None, projects - len(known) if known else 0)


def projects_of(organisation: Organisation, at: Month) -> list[Project]:
    """The projects by the units with figures of the year or the one before, and those without; few queries."""
    items = list(Breakdown.objects.of(organisation).filter(set__code=ITEMS).order_by("order", "pk"))
    states: dict[int, dt.date | None] = {
        row.project_id: row.finished_on for row in InvestmentState.objects.filter(project__in=items).order_by("pk")
    }
    facts = Fact.objects.filter(indicator__organisation=organisation, indicator__code__in=CODES, breakdown__in=items)
    recent = facts.filter(year__range=(at.year - 1, at.year))
    places = sorted(set(recent.values_list("breakdown", "unit__code")))
    tree, lookup = _lookup(organisation, at, {unit for _, unit in places})
    found = []
    for item in items:
        units = [unit for pk, unit in places if pk == item.pk] or [""]
        found += [_project(item, unit, tree, lookup, at, states.get(item.pk)) for unit in units]
    return found


def _lookup(organisation: Organisation, at: Month, units: set[str]) -> tuple[UnitTree, Lookup]:
    tree, facts = load_tree(organisation), indicator_facts(organisation, at.last_day)
    figures = gather(organisation, Wanted(CODES, units, range(at.year - YEARS_BACK, at.year + 1)), as_of=None)
    return tree, Lookup(figures, facts, tree, ReportPeriod(at.year, at.month))


def _project(
    item: Breakdown, unit: str, tree: UnitTree, lookup: Lookup, at: Month, finished: dt.date | None
) -> Project:
    def known(code: str, **where: Any) -> Number | None:
        found = lookup.find(Coordinates(code, unit, item.code, **where)) if unit else None
        return found.number if found else None

    decided, to_date = (_latest(known, at, scenario) for scenario in ("budget", "outcome"))
    frame = known("inv_net", scenario="frame", span="year") or known("inv_net", scenario="budget", span="year")
    numbers = {
        "decided": decided,
        "frame": frame,
        "expense": _so_far(known, "inv_expense", at),
        "income": _so_far(known, "inv_income", at),
        "forecast": known("inv_net", scenario="forecast", span="year"),
        "to_date": to_date,
        LEFT: difference(decided, to_date) if decided and to_date else None,
    }
    amounts = tuple(Amount(column, numbers[column]) for column in COLUMNS)
    unit_name = tree.name_on(unit, at.last_day) if unit else ""
    return Project(item.pk, item.code, item.name, unit, unit_name, amounts, finished)


def _so_far(known: Callable[..., Number | None], code: str, at: Month) -> Number | None:
    """The year to date by the latest month that has a figure."""
    found = (known(code, span="period", month=month) for month in range(at.month, 0, -1))
    return next((number for number in found if number is not None), None)


def _latest(known: Callable[..., Number | None], at: Month, scenario: str) -> Number | None:
    """The latest net since the project's start: what is decided for the year, else the latest known by the month."""
    first = 12 if scenario == "budget" else at.month
    months = [(0, month) for month in range(first, 0, -1)] + [(-back, 12) for back in range(1, YEARS_BACK)]
    found = (known("inv_net", scenario=scenario, span="project", year=back, month=month) for back, month in months)
    return next((number for number in found if number is not None), None)


@transaction.atomic
def add_project(*, organisation: Organisation, name: str, by: User) -> Breakdown:
    """A new project, last in the list. Raises ProjectRefused for a name that is empty, too long or taken."""
    told = " ".join(name.split())
    if not told or len(told) > LONGEST_NAME:
        raise ProjectRefused(f"Skriv projektets namn, högst {LONGEST_NAME} tecken. Inget är sparat.")
    items = BreakdownSet.objects.filter(organisation=organisation, code=ITEMS).first()
    with reference_act(by=by, organisation=organisation, reason="Nytt investeringsprojekt"):
        if items is None:
            items = BreakdownSet.objects.create(organisation=organisation, code=ITEMS, name="Investeringsobjekt")
        if items.breakdowns.filter(name__iexact=told).exists():
            raise ProjectRefused(f"Det finns redan ett projekt som heter {told}. Inget är sparat.")
        last = items.breakdowns.aggregate(last=Max("order"))["last"] or 0
        taken = set(items.breakdowns.values_list("code", flat=True))
        return Breakdown.objects.create(set=items, code=code_of(told, taken), name=told, order=last + 1)


def set_state(*, project: Breakdown, finished_on: dt.date | None, by: User) -> InvestmentState:
    """The project is finished since the day, or goes on (None). Raises ProjectRefused for a day to come."""
    if finished_on and finished_on > clock.today():
        raise ProjectRefused(f"{project.name} kan inte vara färdigt en dag som inte har varit. Inget är sparat.")
    return InvestmentState.objects.create(project=project, finished_on=finished_on, by=by, at=clock.now())
