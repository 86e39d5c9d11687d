"""The lists of a year that are filled in: activities of the verksamhetsplan, decisions and events, plans.

A line is a row and its versions; a line that is taken away is a version that says so. What is said of a list stands
in its `ListSpec`, so that one page serves all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from indicators.models import Goal, Organisation, Unit
from indicators.models.choices import Role
from indicators.rights import rights_of
from reports.approval.steps import StepRefused
from reports.following.reading import left_from, line_of
from reports.models import ItemKind, ItemState, ListItem, ListItemVersion
from vss_portal import clock
from vss_portal.models import User

OWN_UNIT_ROLES = (Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER)
ALL_UNIT_ROLES = (Role.EDITOR, Role.DIRECTOR)


@dataclass(frozen=True, kw_only=True)
class ListSpec:
    """What a list is called and what a line of it holds; an empty label is a field that the list hasn't."""

    kind: ItemKind
    slug: str
    name: str
    one: str
    new: str
    title: str
    states: tuple[ItemState, ...] = ()
    day: str = ""
    until: str = ""
    responsible: str = ""
    case_number: str = ""
    goal: bool = False
    carried: bool = False
    empty: str


SPECS = {
    spec.slug: spec
    for spec in (
        ListSpec(
            kind=ItemKind.ACTIVITY,
            slug="aktiviteter",
            name="Aktiviteter",
            one="aktivitet",
            new="Ny aktivitet",
            title="Aktivitet",
            states=(ItemState.PLANNED, ItemState.ONGOING, ItemState.LATE, ItemState.DONE, ItemState.DROPPED),
            day="Klar senast",
            responsible="Ansvarig",
            goal=True,
            carried=True,
            empty="Inga aktiviteter än. Skriv verksamhetsplanens aktiviteter här, så räknas de vid målen.",
        ),
        ListSpec(
            kind=ItemKind.DECISION,
            slug="beslut",
            name="Beslut och händelser",
            one="beslut eller händelse",
            new="Nytt beslut eller ny händelse",
            title="Beslut eller händelse",
            day="Dag",
            responsible="Beslutat av",
            case_number="Diarienummer",
            empty="Inga beslut eller händelser än.",
        ),
        ListSpec(
            kind=ItemKind.PLAN,
            slug="planer",
            name="Planer och program",
            one="plan eller program",
            new="Ny plan eller nytt program",
            title="Plan eller program",
            states=(ItemState.IN_FORCE, ItemState.REVISING, ItemState.ENDED),
            day="Gäller från",
            until="Gäller till",
            responsible="Antagen av",
            case_number="Diarienummer",
            carried=True,
            empty="Inga planer eller program än.",
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class GivenLine:
    """What a person wrote in a line; `seen` is the version that they had before them (0: a new line)."""

    title: str
    unit: Unit | None
    goal: Goal | None = None
    state: str = ""
    day: dt.date | None = None
    until: dt.date | None = None
    responsible: str = ""
    case_number: str = ""
    comment: str = ""
    seen: int = 0


def unit_choices(user: Any, year: int) -> list[tuple[str, str]]:
    """Code and name of the person's own units that exist at the year's end."""
    tree, day = rights_of(user).tree, dt.date(year, 12, 31)
    standing = {unit.code: unit.name_on(day).name for unit in tree.units_on(day)}
    own = own_units(user).values_list("code", flat=True)
    return [(code, standing[code]) for code in own if code in standing]


def own_units(user: Any) -> QuerySet[Unit]:
    """The units whose lines the person fills in: their own, the editor's and the förvaltningschef's are all."""
    rights = rights_of(user)
    units = Unit.objects.filter(organisation=rights.organisation).order_by("order")
    return units if rights.has(*ALL_UNIT_ROLES) else units.filter(pk__in=rights.units(*OWN_UNIT_ROLES))


@transaction.atomic
def save_line(
    *, organisation: Organisation, spec: ListSpec, year: int, given: GivenLine, by: User, item: int | None = None
) -> ListItemVersion:
    """Save a new line, or the next version of one. Raises StepRefused with all that is wrong."""
    standing = line_of(organisation, spec.kind, item) if item else None
    problems = problems_of(spec, year, given, by, standing, asked=item)
    if problems or given.unit is None:
        raise StepRefused([f"{problem} Inget är sparat." for problem in problems])
    if standing is not None and unchanged(standing, given):
        return standing
    row = standing.item if standing else _new(organisation, spec.kind, year, given.unit, by)
    return _version(row, standing, by, **_told(given))


@transaction.atomic
def load_line(*, organisation: Organisation, spec: ListSpec, year: int, given: GivenLine, by: User) -> str:
    """Write a line of the reference data, which has been checked; `new`, `changed` or `unchanged`.

    Known by its unit and a title that it has or had. What somebody has changed or taken away in the portal stays so.
    """
    lines = ListItemVersion.objects.filter(item__organisation=organisation, item__kind=spec.kind, item__year=year)
    found = lines.filter(item__unit=given.unit, title=given.title).order_by("-number").first()
    standing = found and lines.filter(item=found.item_id).order_by("-number").first()
    if standing is not None and (standing.recorded_by_id != by.pk or unchanged(standing, given)):
        return "unchanged"
    assert given.unit is not None  # noqa: S101 - the file has been checked
    row = standing.item if standing else _new(organisation, spec.kind, year, given.unit, by)
    _version(row, standing, by, **_told(given))
    return "changed" if standing else "new"


def problems_of(
    spec: ListSpec, year: int, given: GivenLine, by: User, standing: ListItemVersion | None, asked: int | None
) -> list[str]:
    """What is wrong with a line, in sentences; `asked` is the key of the line that is to be changed."""
    found = []
    if asked and standing is None:
        found.append("Raden finns inte längre.")
    if not given.title.strip():
        found.append(f"{spec.title} är tom. Skriv vad raden handlar om.")
    found += _too_long(spec, given)
    if given.unit is None or not own_units(by).filter(pk=given.unit.pk).exists():
        found.append("Välj en av dina enheter.")
    if standing and not own_units(by).filter(pk=standing.item.unit_id).exists():
        found.append(f"Raden hör till {_named(by, standing)}, som inte är din enhet.")
    if given.state and given.state not in spec.states:
        found.append(f"”{given.state}” är inget läge för {spec.one}. Välj ett i listan.")
    if given.until and given.day and given.until < given.day:
        found.append(f"Slutdagen {given.until} ligger före {given.day}.")
    if given.goal is not None and given.goal.year != year:
        found.append(f"Målet {given.goal} hör till {given.goal.year}, inte till {year}.")
    if standing is not None and given.seen and standing.number != given.seen:
        found.append(f"{standing.recorded_by} ändrade raden medan du skrev: ”{standing.title}”. Läs om den.")
    return found


def _too_long(spec: ListSpec, given: GivenLine) -> list[str]:
    """Never cut off: who wrote it shortens it."""
    texts = (
        (spec.title, given.title, 300),
        ("Ansvarig", given.responsible, 120),
        ("Diarienummer", given.case_number, 60),
    )
    return [
        f"{name} är längre än {most} tecken. Korta texten." for name, text, most in texts if len(text.strip()) > most
    ]


def _named(by: User, line: ListItemVersion) -> str:
    return rights_of(by).tree.name_on(line.item.unit.code, clock.today())


def unchanged(standing: ListItemVersion, given: GivenLine) -> bool:
    """Whether the line says what it says already."""
    return all(getattr(standing, name) == value for name, value in _told(given).items())


def _told(given: GivenLine) -> dict[str, Any]:
    return {
        "title": given.title.strip(),
        "goal": given.goal,
        "state": given.state,
        "day": given.day,
        "until": given.until,
        "responsible": given.responsible.strip(),
        "case_number": given.case_number.strip(),
        "comment": given.comment.replace("\r\n", "\n").strip(),
    }


def _new(
    organisation: Organisation, kind: str, year: int, unit: Unit, by: User, earlier: ListItem | None = None
) -> ListItem:
    return ListItem.objects.create(
        organisation=organisation,
        kind=kind,
        year=year,
        unit=unit,
        carried_from=earlier,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _version(row: ListItem, standing: ListItemVersion | None, by: User, **told: Any) -> ListItemVersion:
    moment = clock.now()
    try:
        with transaction.atomic():
            return ListItemVersion.objects.create(
                item=row,
                number=standing.number + 1 if standing else 1,
                recorded_at=max(moment, standing.recorded_at) if standing else moment,
                recorded_by=by,
                **told,
            )
    except IntegrityError as error:
        raise StepRefused(["Någon annan har just ändrat samma rad. Läs om sidan. Inget är sparat."]) from error


@transaction.atomic
def remove_line(*, organisation: Organisation, spec: ListSpec, item: int, by: User) -> ListItemVersion:
    """Take a line away: it isn't listed any more, its versions stay. Raises StepRefused."""
    standing = line_of(organisation, spec.kind, item)
    if standing is None:
        raise StepRefused(["Raden finns inte längre. Inget är ändrat."])
    if not own_units(by).filter(pk=standing.item.unit_id).exists():
        raise StepRefused([f"Raden hör till {_named(by, standing)}, som inte är din enhet. Inget är ändrat."])
    kept = ("title", "goal", "state", "day", "until", "responsible", "case_number", "comment")
    return _version(standing.item, standing, by, **{name: getattr(standing, name) for name in kept}, removed=True)


@transaction.atomic
def carry_over(*, organisation: Organisation, spec: ListSpec, year: int, by: User) -> int:
    """Go on this year with last year's lines of the person's own units; their goals follow where they continue."""
    own = set(own_units(by).values_list("pk", flat=True))
    lines = [line for line in left_from(organisation, spec.kind, year) if line.item.unit_id in own]
    if not lines:
        raise StepRefused(["Det finns inget kvar att föra över från förra året. Inget är ändrat."])
    for line in lines:
        row = _new(organisation, spec.kind, year, line.item.unit, by, line.item)
        kept = ("title", "state", "day", "until", "responsible", "case_number", "comment")
        _version(row, None, by, goal=_this_years(line.goal), **{name: getattr(line, name) for name in kept})
    return len(lines)


def _this_years(goal: Goal | None) -> Goal | None:
    link = goal.later_links.select_related("later").first() if goal else None
    return link.later if link else None
