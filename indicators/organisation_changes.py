"""What is done to an organisation: units are founded, renamed, moved, merged, divided and closed.

Every function writes dated rows and a line in the log, all or nothing. Nothing is overwritten: what was so until the
day before stays readable; only the last day of a row that was still open is filled in. `from_day` is the first day
on which the new order holds. What can't be done raises ChangeRefused with every reason.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db.models import Q

from indicators.models import ChangeKind, Organisation, OrganisationChange, Unit, UnitLink, UnitName
from indicators.models.choices import LinkKind, UnitKind
from indicators.organisation import UnitTree, load_tree
from indicators.organisation_figures import figures_after
from indicators.organisation_tree import ONE_DAY
from indicators.reference_acts import reference_act
from indicators.sorting import swedish_key
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.models import User

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE, LONGEST_NAME, LONGEST_SHORT, LONGEST_LINE = 50, 200, 80, 500
ORDER_STEP = 10


class ChangeRefused(Exception):
    """The change can't be done and nothing is saved; `problems` are Swedish sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = [f"{problem} Inget är ändrat." for problem in problems]
        super().__init__(" ".join(self.problems))


P = ParamSpec("P")
Answer = TypeVar("Answer")


def _an_act(change: Callable[P, Answer]) -> Callable[P, Answer]:
    """All or nothing, and each row in the log of reference rows; the organisation's own log tells the whole."""

    @functools.wraps(change)
    def done(*args: P.args, **given: P.kwargs) -> Answer:
        owner: Any = given.get("organisation") or getattr(given.get("unit") or given.get("into"), "organisation", None)
        person: Any = given["by"]
        with reference_act(by=person, organisation=owner, reason="Ändring av organisationen"):
            return change(*args, **given)

    return done


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A unit that comes out of another; without a kind it has that of the other."""

    code: str
    name: str
    short: str = ""
    kind: str = ""


@_an_act
def found_unit(
    *,
    organisation: Organisation,
    code: str,
    kind: str,
    name: str,
    from_day: dt.date,
    by: User,
    short: str = "",
    part_of: Unit | None = None,
    order: int | None = None,
    note: str = "",
) -> Unit:
    """A new unit from the day on, as part of another one or of none."""
    tree = _locked_tree(organisation)
    new = NewUnit(code=code, name=name, short=short, kind=kind)
    _refuse([*_unit_problems(tree, new), *(_absent(part_of, from_day) if part_of else ())])
    unit = _found(organisation, tree, new, part_of, from_day, order=order, note=note)
    above = f" som del av {_name(part_of, from_day)}" if part_of else ""
    _log(organisation, ChangeKind.FOUNDED, from_day, f"{name} bildas{above}", by)
    return unit


@_an_act
def rename_unit(*, unit: Unit, name: str, from_day: dt.date, by: User, short: str = "") -> UnitName:
    """Another name from the day on; earlier days keep theirs."""
    tree = _locked_tree(unit.organisation)
    before = _name(unit, from_day - ONE_DAY)
    problems = [*_name_problems(name, short), *_not_changeable(unit, from_day, _name_days(unit))]
    if (name, short) == (before, tree.unit(unit.code).name_on(from_day).short):
        problems.append(f"{before} heter redan så. Skriv ett annat namn.")
    _refuse(problems)
    for row in unit.names.filter(valid_to=None, valid_from__lt=from_day):
        _end(row, from_day)
    row = _write_name(unit, name, short, from_day)
    _log(unit.organisation, ChangeKind.RENAMED, from_day, f"{before} byter namn till {name}", by)
    return row


@_an_act
def move_unit(*, unit: Unit, to: Unit, from_day: dt.date, by: User) -> UnitLink:
    """The unit, with all its parts, is part of another one from the day on; its figures follow it."""
    tree = _locked_tree(unit.organisation)
    problems = [*_not_changeable(unit, from_day, _place_days(unit)), *_absent(to, from_day)]
    name, goal = _name(unit, from_day), _name(to, from_day)
    if to.code in tree.subtree_on(unit.code, from_day):
        problems.append(f"{name} kan inte bli del av {'sig själv' if to == unit else f'sin egen del {goal}'}.")
    elif tree.parent_on(unit.code, from_day) == to.code:
        problems.append(f"{name} är redan del av {goal} {_on(from_day)}. Välj en annan enhet.")
    _refuse(problems)
    link = _put(unit, to, from_day)
    _log(unit.organisation, ChangeKind.MOVED, from_day, f"{name} flyttas till {goal}", by)
    return link


@_an_act
def merge_units(*, units: Sequence[Unit], into: Unit, from_day: dt.date, by: User) -> None:
    """The units end the day before and go on within `into`, their parts too; found `into` first if it is new."""
    tree = _locked_tree(into.organisation)
    problems = [] if units else ["Ange minst en enhet som ska gå in i en annan."]
    problems += _absent(into, from_day)
    for unit in units:
        problems += [*_not_changeable(unit, from_day, _all_days(unit)), *_figure_problems(unit, from_day)]
        if into.code in tree.subtree_on(unit.code, from_day):
            problems.append(f"{_name(unit, from_day)} kan inte gå in i sig själv eller i en av sina egna delar.")
    _refuse(problems)
    gone = {unit.code for unit in units}
    for unit in units:
        for part in _parts(tree, unit, from_day):
            if part.code not in gone:
                _put(part, into, from_day)
        _close(unit, from_day, successors=[into])
    names = _listed(_name(unit, from_day) for unit in units)
    _log(into.organisation, ChangeKind.MERGED, from_day, f"{names} går in i {_name(into, from_day)}", by)


@_an_act
def split_unit(
    *, unit: Unit, parts: Sequence[NewUnit], from_day: dt.date, by: User, continues: bool = False
) -> list[Unit]:
    """New units take over what the unit did, at its place in the tree; with `continues` it goes on beside them.

    Figures from before the day can't be shared out on the new units, and never are.
    """
    tree = _locked_tree(unit.organisation)
    decided = _place_days(unit) if continues else _all_days(unit)
    problems = list(_not_changeable(unit, from_day, decided))
    if len(parts) < (1 if continues else 2):
        problems.append("Ange minst två nya enheter, eller en om enheten själv ska finnas kvar.")
    problems += [problem for new in parts for problem in _unit_problems(tree, _like(new, unit))]
    codes = [new.code for new in parts]
    problems += [f"Koden {code} är angiven två gånger." for code in sorted(set(codes)) if codes.count(code) > 1]
    if not continues:
        problems += [*_part_problems(tree, unit, from_day), *_figure_problems(unit, from_day)]
    _refuse(problems)
    parent = _parent(tree, unit, from_day)
    new_units = [
        _found(unit.organisation, tree, _like(new, unit), parent, from_day, order=unit.order + place)
        for place, new in enumerate(parts, 1)
    ]
    if continues:
        for new_unit in new_units:
            _link(new_unit, LinkKind.MOVED_FROM, unit, from_day)
    else:
        _close(unit, from_day, successors=new_units)
    name, names = _name(unit, from_day), _listed(new.name for new in parts)
    text = f"{names} bryts ut ur {name}" if continues else f"{name} delas i {names}"
    _log(unit.organisation, ChangeKind.SPLIT, from_day, text, by)
    return new_units


@_an_act
def close_unit(*, unit: Unit, from_day: dt.date, by: User) -> None:
    """The unit doesn't exist from the day on, and nobody takes over what it did."""
    tree = _locked_tree(unit.organisation)
    _refuse(
        [
            *_not_changeable(unit, from_day, _all_days(unit)),
            *_part_problems(tree, unit, from_day),
            *_figure_problems(unit, from_day),
        ]
    )
    _close(unit, from_day, successors=[])
    _log(unit.organisation, ChangeKind.CLOSED, from_day, f"{_name(unit, from_day)} avslutas", by)


# What may stand in the way


def _refuse(problems: Iterable[str]) -> None:
    found = list(dict.fromkeys(problems))
    if found:
        raise ChangeRefused(found)


def _absent(unit: Unit, day: dt.date) -> Iterator[str]:
    if not unit.exists_on(day):
        yield f"{_name(unit, day)} finns inte {_on(day)}: {_existence(unit)}. Välj en annan dag eller enhet."


def _not_changeable(unit: Unit, from_day: dt.date, decided: Iterable[dt.date]) -> Iterator[str]:
    """A unit is changed while it exists, after its first day and after the same was last decided about it."""
    name = _name(unit, from_day)
    later = [day for day in decided if day >= from_day]
    if not unit.exists_on(from_day):
        yield from _absent(unit, from_day)
    elif unit.valid_from == from_day:
        yield f"{name} bildades {_on(from_day)} och kan ändras först dagen efter. Välj en senare dag."
    elif later:
        yield f"{name} har redan en ändring som gäller från {_on(max(later))}. Välj en dag efter den."


def _name_days(unit: Unit) -> Iterator[dt.date]:
    return unit.names.values_list("valid_from", flat=True).iterator()


def _place_days(unit: Unit) -> Iterator[dt.date]:
    return unit.links.filter(kind=LinkKind.PART_OF).values_list("valid_from", flat=True).iterator()


def _all_days(unit: Unit) -> list[dt.date]:
    """Everything that was decided about the unit or about its place above others."""
    about = UnitLink.objects.filter(Q(unit=unit) | Q(to=unit))
    return [*_name_days(unit), *about.values_list("valid_from", flat=True)]


def _unit_problems(tree: UnitTree, new: NewUnit) -> Iterator[str]:
    if not CODE.fullmatch(new.code) or len(new.code) > LONGEST_CODE:
        yield (
            f"Koden ”{new.code}” går inte att använda. Skriv högst {LONGEST_CODE} tecken: "
            "små bokstäver a–z, siffror och bindestreck emellan."
        )
    elif new.code in tree.units:
        yield f"Koden {new.code} används redan av {tree.units[new.code].names[-1].name}. Välj en annan kod."
    if new.kind not in UnitKind.values:
        yield f"”{new.kind}” är inget slag av enhet. Välj {_listed(map(str, UnitKind.labels), 'eller')}."
    yield from _name_problems(new.name, new.short)


def _name_problems(name: str, short: str) -> Iterator[str]:
    if not name.strip():
        yield "Enheten saknar namn. Skriv ett namn."
    for word, text, longest in (("Namnet", name, LONGEST_NAME), ("Det korta namnet", short, LONGEST_SHORT)):
        if len(text) > longest:
            yield f"{word} är {len(text)} tecken; högst {longest} får plats. Korta det."


def _part_problems(tree: UnitTree, unit: Unit, from_day: dt.date) -> Iterator[str]:
    parts = tree.parts_on(unit.code, from_day)
    if parts:
        names = _listed(tree.name_on(part, from_day) for part in parts)
        yield f"{_name(unit, from_day)} har delar {_on(from_day)}: {names}. Flytta eller avsluta dem först."


def _figure_problems(unit: Unit, from_day: dt.date) -> Iterator[str]:
    """A unit can't end before figures that say what it did afterwards."""
    later = figures_after(unit, from_day - ONE_DAY)
    if later:
        yield (
            f"{_name(unit, from_day)} har utfall för tiden efter {long_date(from_day - ONE_DAY)}: {later}. "
            "Välj en senare dag, eller töm värdena först."
        )


# What is written


def _found(
    organisation: Organisation,
    tree: UnitTree,
    new: NewUnit,
    parent: Unit | None,
    day: dt.date,
    *,
    order: int | None = None,
    note: str = "",
) -> Unit:
    if order is None:
        order = max((unit.order for unit in tree.units.values()), default=0) + ORDER_STEP
    unit = Unit.objects.create(
        organisation=organisation, code=new.code, kind=new.kind, valid_from=day, order=order, note=note
    )
    _write_name(unit, new.name, new.short, day)
    if parent:
        _link(unit, LinkKind.PART_OF, parent, day)
    return unit


def _write_name(unit: Unit, name: str, short: str, day: dt.date) -> UnitName:
    return UnitName.objects.create(unit=unit, name=name, short=short, valid_from=day, sort_key=swedish_key(name))


def _put(unit: Unit, parent: Unit, day: dt.date) -> UnitLink:
    """The unit's place in the tree from the day on; where it stood before is kept, and told as moved from."""
    for link in unit.links.filter(kind=LinkKind.PART_OF).on(day).select_related("to"):
        _end(link, day)
        _link(unit, LinkKind.MOVED_FROM, link.to, day)
    return _link(unit, LinkKind.PART_OF, parent, day)


def _close(unit: Unit, day: dt.date, *, successors: Iterable[Unit]) -> None:
    for link in unit.links.filter(kind=LinkKind.PART_OF).on(day):
        _end(link, day)
    _end(unit, day)
    for successor in successors:
        _link(unit, LinkKind.SUCCEEDED_BY, successor, day)


def _link(unit: Unit, kind: LinkKind, to: Unit, day: dt.date) -> UnitLink:
    return UnitLink.objects.create(unit=unit, kind=kind, to=to, valid_from=day)


def _end(row: Unit | UnitName | UnitLink, day: dt.date) -> None:
    row.valid_to = day - ONE_DAY
    row.save()


def _log(organisation: Organisation, kind: ChangeKind, day: dt.date, act: str, by: User) -> None:
    text = f"{act} från {_on(day)}."
    if len(text) > LONGEST_LINE:
        text = text[: LONGEST_LINE - 1] + "…"
    OrganisationChange.objects.create(organisation=organisation, kind=kind, day=day, text=text, by=by, at=clock.now())


# What is looked up


def _locked_tree(organisation: Organisation) -> UnitTree:
    """The tree as it stands, with nobody else changing it until the act is done."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    return load_tree(organisation)


def _parts(tree: UnitTree, unit: Unit, day: dt.date) -> list[Unit]:
    codes = tree.parts_on(unit.code, day)
    return list(Unit.objects.filter(organisation=unit.organisation, code__in=codes)) if codes else []


def _parent(tree: UnitTree, unit: Unit, day: dt.date) -> Unit | None:
    code = tree.parent_on(unit.code, day)
    return Unit.objects.get(organisation=unit.organisation, code=code) if code else None


def _like(new: NewUnit, unit: Unit) -> NewUnit:
    return NewUnit(code=new.code, name=new.name, short=new.short, kind=new.kind or unit.kind)


def _name(unit: Unit, day: dt.date) -> str:
    return unit.name_on(day)


def _existence(unit: Unit) -> str:
    until = f" till och med {long_date(unit.valid_to)}" if unit.valid_to else ""
    return f"enheten finns från {long_date(unit.valid_from)}{until}"


def _on(day: dt.date) -> str:
    return f"den {long_date(day)}"


def _listed(names: Iterable[str], word: str = "och") -> str:
    known = list(names)
    return f" {word} ".join(part for part in (", ".join(known[:-1]), *known[-1:]) if part)
