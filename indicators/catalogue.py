"""The catalogue of indicators as its page shows it: by kind and group, each with its latest value. Plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.access import visible_facts
from indicators.latest import YEARS_BACK, Asked, Latest, latest_figures
from indicators.models import Indicator
from indicators.models.choices import IndicatorKind, Role
from indicators.naming import Names
from indicators.rights import Rights, rights_of
from indicators.search import place_of

HEADINGS = {
    IndicatorKind.GOAL: "Målindikatorer",
    IndicatorKind.VOLUME: "Volymer",
    IndicatorKind.STAFF: "Personal",
    IndicatorKind.ECONOMY: "Ekonomi",
    IndicatorKind.INVESTMENT: "Investeringar",
}


@dataclass(frozen=True)
class Narrowed:
    """What the page is narrowed to: a kind and a unit by their codes, a goal's indicators by their keys."""

    kind: str = ""
    unit: str = ""
    of_goal: frozenset[int] | None = None


@dataclass(frozen=True)
class Line:
    """An indicator of the list; a heading of several has neither value nor unit."""

    indicator: Indicator
    name: str
    unit: str
    unit_code: str
    responsible: str
    latest: Latest | None
    is_member: bool


@dataclass(frozen=True)
class Section:
    """The indicators of one kind."""

    kind: str
    heading: str
    lines: Sequence[Line]


def catalogue(user: Any, names: Names, narrowed: Narrowed) -> list[Section]:
    """The sections that have any indicator: four queries at most, one more for a unit."""
    rights = rights_of(user)
    own = _of_unit(user, rights, narrowed.unit) if narrowed.unit else set()
    chosen = _chosen(rights, names, narrowed, own)
    places = {each.pk: narrowed.unit for each in chosen if each.pk in own}
    lines = lines_of(user, chosen, names, places)
    return [
        Section(kind.value, heading, group)
        for kind, heading in HEADINGS.items()
        if (group := [line for line in lines if line.indicator.kind == kind])
    ]


def lines_of(
    user: Any, chosen: Sequence[Indicator], names: Names, places: Mapping[int, str] | None = None
) -> list[Line]:
    """A line for each indicator, with the latest value of its place, else of the unit that answers for it."""
    rights = rights_of(user)
    at = {each.pk: (places or {}).get(each.pk) or place_of(each, rights) for each in chosen if not each.is_group}
    asked = [Asked(each.code, place) for each in chosen if (place := at.get(each.pk))]
    latest = latest_figures(user, asked, names)
    return [_line(each, at.get(each.pk, ""), rights, latest) for each in chosen]


def _chosen(rights: Rights, names: Names, narrowed: Narrowed, own: set[int]) -> list[Indicator]:
    """In the catalogue's order, members right after their heading; a heading stays with any of its members."""
    wanted = [each for each in names.indicators.values() if narrowed.kind in ("", each.kind)]
    if narrowed.of_goal is not None:
        wanted = [each for each in wanted if not narrowed.of_goal.isdisjoint((each.pk, each.parent_id))]
    if narrowed.unit:
        within = {rights.tree.unit(part).pk for part in rights.tree.subtree_on(narrowed.unit, rights.day)}
        wanted = [each for each in wanted if each.is_group or each.pk in own or each.responsible_unit_id in within]
        parents = {each.parent_id for each in wanted}
        wanted = [each for each in wanted if not each.is_group or each.pk in parents]
    return list(_with_members(sorted(wanted, key=lambda each: (each.order, each.code))))


def _with_members(ordered: Sequence[Indicator]) -> Iterator[Indicator]:
    shown = {each.pk for each in ordered}
    for each in ordered:
        if each.parent_id not in shown:
            yield each
            yield from (member for member in ordered if member.parent_id == each.pk)


def _of_unit(user: Any, rights: Rights, unit: str) -> set[int]:
    """The indicators that the unit itself has visible figures of in the latest years."""
    facts = visible_facts(user).filter(unit=rights.tree.unit(unit).pk, year__gte=rights.day.year - YEARS_BACK)
    return set(facts.values_list("indicator", flat=True).distinct())


def _line(indicator: Indicator, place: str, rights: Rights, latest: dict[Asked, Latest]) -> Line:
    return Line(
        indicator=indicator,
        name=indicator.name_on(rights.day),
        unit=rights.tree.name_on(place, rights.day, short=True) if place else "",
        unit_code=place,
        responsible=responsible_words(indicator, rights),
        latest=latest.get(Asked(indicator.code, place)) if place else None,
        is_member=indicator.parent_id is not None,
    )


def responsible_words(indicator: Indicator, rights: Rights) -> str:
    """The role and the unit that answer for the indicator: `Controller, Stab`."""
    role = str(Role(indicator.responsible_role).label) if indicator.responsible_role else ""
    code = rights.codes.get(indicator.responsible_unit_id or 0)
    unit = rights.tree.name_on(code, rights.day, short=True) if code else ""
    words = ", ".join(word for word in (role, unit) if word)
    # Only the first letter: "HR-funktion" keeps its own.
    return words[:1].upper() + words[1:]
