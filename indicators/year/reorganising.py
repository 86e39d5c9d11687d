"""A change of the organisation as a form tells it: read, tried out without saving, and carried out.

Trying out is carrying out in a transaction that is rolled back: what is shown is what will be.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from indicators.models import ComparisonWay, Organisation, OrganisationChange, Unit
from indicators.models.choices import UnitKind
from indicators.organisation import UnitTree, load_tree
from indicators.organisation_changes import (
    ChangeRefused,
    NewUnit,
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from indicators.organisation_tree import ONE_DAY
from indicators.spans import Month
from indicators.year.ways import choose_way, told
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.discovery import brought
from vss_portal.models import User

LONGEST_CODE = 50
KINDS = {
    "ny": "En ny enhet bildas",
    "namn": "En enhet byter namn",
    "flytt": "En enhet flyttas",
    "ihop": "Enheter slås ihop",
    "dela": "En enhet delas",
    "bryt": "En del bryts ut, enheten finns kvar",
    "slut": "En enhet avslutas",
}
# A new name alone changes nothing that is compared.
WITHOUT_COMPARISON = ("namn",)


@dataclass(frozen=True)
class Plan:
    """What is to change from which day; units and goal are rows of the organisation."""

    kind: str
    day: dt.date
    units: tuple[Unit, ...] = ()
    goal: Unit | None = None
    names: tuple[str, ...] = ()
    unit_kind: str = UnitKind.UNIT
    short: str = ""


@dataclass(frozen=True)
class Affected:
    """A unit that figures can't be compared for without saying how, and what changes for it."""

    code: str
    name: str
    told: str


#: Asked with the way and the affected units while a plan is tried out.
Look = Callable[[str, Sequence[Affected]], dict[str, Any]]


@dataclass
class Tried:
    """What a plan would do: the lines of the log, the units that comparisons are affected for, what was made of it."""

    lines: list[str] = field(default_factory=list)
    affected: list[Affected] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)


def read_plan(organisation: Organisation, given: Mapping[str, Any], many: Sequence[str] = ()) -> Plan:
    """The plan of a form; `many` are the codes of the units that go together. Raises ChangeRefused."""
    kind, problems = str(given.get("slag", "")), []
    if kind not in KINDS:
        raise ChangeRefused(["Välj vad som ska ändras. Inget är ändrat."])
    day = _day(str(given.get("dag", "")))
    if day is None:
        problems.append("Skriv den första dagen som ett datum, till exempel 2025-01-01.")
    else:
        problems += _in_print(organisation, day)
    codes = list(many) if kind == "ihop" else [str(given.get("enhet", ""))]
    units = {unit.code: unit for unit in organisation.units.prefetch_related("names")}
    chosen = tuple(units[code] for code in dict.fromkeys(codes) if code in units)
    goal = units.get(str(given.get("till", "")))
    names = tuple(line.strip() for line in str(given.get("namn", "")).splitlines() if line.strip())
    problems += _lacking(kind, chosen, goal, names)
    if problems or day is None:
        raise ChangeRefused(problems)
    unit_kind = str(given.get("enhetsslag", "")) or UnitKind.UNIT
    return Plan(kind, day, chosen, goal, names, unit_kind, str(given.get("kort", "")).strip())


def _in_print(organisation: Organisation, day: dt.date) -> list[str]:
    """Units and names of the time that is told in print stand as they were printed."""
    days = [until(organisation) for until in brought("year_previews", "printed_until")]
    last = max((until for until in days if until), default=None)
    if last is None or day > last:
        return []
    return [f"Tiden till och med {long_date(last)} står i tryckta rapporter. Välj en senare dag."]


def _lacking(kind: str, units: tuple[Unit, ...], goal: Unit | None, names: tuple[str, ...]) -> list[str]:
    problems = []
    if kind != "ny" and not units:
        problems.append("Välj enhet.")
    if kind == "flytt" and goal is None:
        problems.append("Välj vilken enhet den ska bli del av.")
    if kind == "ihop" and goal is None and not names:
        problems.append("Välj vilken enhet de går in i, eller skriv namnet på en ny.")
    if kind in ("ny", "namn") and len(names) != 1:
        problems.append("Skriv ett namn, på en rad.")
    if kind in ("dela", "bryt") and not names:
        problems.append("Skriv de nya enheternas namn, ett på varje rad.")
    return problems


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def code_of(name: str, taken: set[str]) -> str:
    """A code that nobody has, made of the name: "Kost och restaurang" gives `kost-och-restaurang`."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_CODE - 3].strip("-") or "enhet"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    taken.add(code)
    return code


@transaction.atomic
def carry_out(plan: Plan, *, organisation: Organisation, by: User, way: str = "") -> list[Affected]:
    """Do what the plan says, and choose the way of comparing for the units that it changes.

    Raises ChangeRefused with every reason, and where a way must be chosen but isn't.
    """
    before = load_tree(organisation)
    taken = set(before.units)
    _ACTS[plan.kind](plan, organisation, by, taken)
    affected = affected_by(load_tree(organisation), plan)
    if affected and way not in ComparisonWay.values:
        raise ChangeRefused(["Välj hur tabellerna ska jämföra med tiden före ändringen."])
    codes = {each.code for each in affected}
    choose_way(units=organisation.units.filter(code__in=codes).order_by("order"), day=plan.day, way=way, by=by)
    return affected


def affected_by(tree: UnitTree, plan: Plan) -> list[Affected]:
    """The units of the new organisation that earlier figures can't simply stand beside, in the tree's order."""
    if plan.kind in WITHOUT_COMPARISON:
        return []
    sentences = ((code, told(tree, code, plan.day)) for code in tree.units if tree.exists(code, plan.day))
    return [Affected(code, tree.name_on(code, plan.day), text) for code, text in sentences if text]


def try_out(plan: Plan, *, organisation: Organisation, by: User, look: Look) -> dict[str, Tried]:
    """What the plan would do in each way of comparing; `look` is asked inside, before all is taken back."""
    ways = [str(way) for way in ComparisonWay.values] if plan.kind not in WITHOUT_COMPARISON else [""]
    return {way: _tried(plan, organisation, by, way, look) for way in ways}


def _tried(plan: Plan, organisation: Organisation, by: User, way: str, look: Look) -> Tried:
    tried = Tried()
    with transaction.atomic():
        newest = OrganisationChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        tried.affected = carry_out(_afresh(plan, organisation), organisation=organisation, by=by, way=way)
        rows = OrganisationChange.objects.filter(organisation=organisation, pk__gt=newest).order_by("pk")
        tried.lines = [row.text for row in rows]
        tried.shown = look(way, tried.affected)
        transaction.set_rollback(True)
    return tried


def _afresh(plan: Plan, organisation: Organisation) -> Plan:
    """The plan with units as they are saved: an earlier trial has changed the ones at hand."""
    units = {unit.pk: unit for unit in organisation.units.prefetch_related("names")}
    goal = units[plan.goal.pk] if plan.goal else None
    return replace(plan, units=tuple(units[unit.pk] for unit in plan.units), goal=goal)


def next_month(plan: Plan) -> Month:
    """The month that a preview is about: the next one to be reported in the new organisation."""
    today = clock.today()
    first, coming = Month(plan.day.year, plan.day.month), Month(today.year, today.month)
    return max(first, coming, key=lambda month: (month.year, month.month))


def _found(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    _new(plan, organisation, by, taken, plan.goal)


def _new(plan: Plan, organisation: Organisation, by: User, taken: set[str], above: Unit | None) -> Unit:
    return found_unit(
        organisation=organisation,
        code=code_of(plan.names[0], taken),
        kind=plan.unit_kind,
        name=plan.names[0],
        short=plan.short,
        from_day=plan.day,
        by=by,
        part_of=above,
    )


def _rename(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    rename_unit(unit=plan.units[0], name=plan.names[0], short=plan.short, from_day=plan.day, by=by)


def _move(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    assert plan.goal is not None  # noqa: S101 - read_plan refuses a move without goal
    move_unit(unit=plan.units[0], to=plan.goal, from_day=plan.day, by=by)


def _merge(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    """Into the chosen unit, or into a new one at the first one's place in the tree."""
    goal = plan.goal
    if goal is None:
        tree = load_tree(organisation)
        parent = tree.parent_on(plan.units[0].code, plan.day - ONE_DAY)
        above = organisation.units.get(code=parent) if parent else None
        goal = _new(plan, organisation, by, taken, above)
    merge_units(units=[unit for unit in plan.units if unit != goal], into=goal, from_day=plan.day, by=by)


def _split(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    parts = [NewUnit(code=code_of(name, taken), name=name) for name in plan.names]
    split_unit(unit=plan.units[0], parts=parts, from_day=plan.day, by=by, continues=plan.kind == "bryt")


def _close(plan: Plan, organisation: Organisation, by: User, taken: set[str]) -> None:
    close_unit(unit=plan.units[0], from_day=plan.day, by=by)


_ACTS: dict[str, Callable[[Plan, Organisation, User, set[str]], None]] = {
    "ny": _found,
    "namn": _rename,
    "flytt": _move,
    "ihop": _merge,
    "dela": _split,
    "bryt": _split,
    "slut": _close,
}
