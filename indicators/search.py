"""One search for indicators, units, goals and what other apps add: names of any time, other names and codes.

Neither database can compare Swedish letters without regard to case everywhere, and an organisation has a few hundred
names: they are compared in Python. Other apps add their own things:

    def find(user, text) -> Iterable[Hit]: ...      # in the app's module `finding`; ranked by `search.rank`
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Subquery
from django.urls import reverse

from indicators.latest import Asked, latest_figures
from indicators.models import Goal, GoalArea, GoalIndicator, Indicator, IndicatorAlias, UnitAlias
from indicators.naming import Names
from indicators.rights import Rights, rights_of
from indicators.sorting import swedish_key
from vss_portal.discovery import brought

LONGEST_QUERY = 100
MOST_HITS = 20
GROUPS = ("Indikatorer", "Enheter", "Mål", "Rapporter")

EXACT, PREFIX, WORD, CONTAINED, SCATTERED = range(5)
_BETWEEN = re.compile(r"[\W_]+")
# Foreign accents are left off; å, ä and ö are letters of their own.
_ALIKE = str.maketrans({"é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ü": "u", "ô": "o", "ç": "c"})


@dataclass(frozen=True)
class Hit:
    """Something that was found: its group's heading, name and address, a line about it, and its latest value."""

    group: str
    title: str
    url: str
    detail: str = ""
    value: str = ""
    rank: int = CONTAINED
    asked: Asked | None = None


@dataclass(frozen=True)
class HitGroup:
    """The best hits of a kind; `left_out` is how many more there are."""

    title: str
    hits: Sequence[Hit]
    left_out: int = 0


Provider = Callable[[Any, str], Iterable[Hit]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add an app's own things to the search; the same provider counts once."""
    if provider not in _providers:
        _providers.append(provider)


def plain(text: str) -> str:
    """A name or a query as it is compared: small letters, single spaces, no punctuation."""
    small = unicodedata.normalize("NFC", text).casefold().translate(_ALIKE)
    return _BETWEEN.sub(" ", small).strip()


def rank(text: str, names: Iterable[str]) -> int | None:
    """How well the best of the names fits the query: exact, prefix, word, contained, all words; None for no fit."""
    query = plain(text)
    ranks = [found for name in names if (found := _rank_of(query, plain(name))) is not None]
    return min(ranks, default=None) if query else None


def _rank_of(query: str, name: str) -> int | None:
    if name == query:
        return EXACT
    if name.startswith(query):
        return PREFIX
    if f" {query}" in name:
        return WORD
    if query in name:
        return CONTAINED
    return SCATTERED if all(word in name for word in query.split()) else None


def search(user: Any, text: str) -> list[HitGroup]:
    """Everything that fits the query and that the person may see, the best first in each group."""
    if not plain(text):
        return []
    rights = rights_of(user)
    names = Names.of(rights)
    found = [*_indicators(rights, names, text), *_units(rights, text), *_goals(rights, text)]
    found += [hit for find in (*brought("finding", "find"), *_providers) for hit in find(user, text)]
    return [_with_values(user, group, names) for group in _grouped(found)]


def _grouped(hits: Iterable[Hit]) -> Iterator[HitGroup]:
    def place(hit: Hit) -> tuple[int, str]:
        return (GROUPS.index(hit.group) if hit.group in GROUPS else len(GROUPS), hit.group)

    for (_, title), group in groupby(sorted(hits, key=place), key=place):
        best = sorted(group, key=lambda hit: (hit.rank, swedish_key(hit.title)))
        yield HitGroup(title, best[:MOST_HITS], max(0, len(best) - MOST_HITS))


def _with_values(user: Any, group: HitGroup, names: Names) -> HitGroup:
    latest = latest_figures(user, [hit.asked for hit in group.hits if hit.asked], names)
    return replace(group, hits=[_valued(hit, latest.get(hit.asked) if hit.asked else None) for hit in group.hits])


def _valued(hit: Hit, latest: Any) -> Hit:
    return replace(hit, value=f"{latest.period}: {latest.text}") if latest else hit


# What is looked through


def matching_indicators(names: Names, text: str) -> list[tuple[int, Indicator]]:
    """The indicators that a query fits, each with its rank: by the names of any time, other names, and the code."""
    other = _by_key(IndicatorAlias.objects.filter(indicator__in=names.indicators).values_list("indicator", "name"))
    found = []
    for key, indicator in names.indicators.items():
        known = {row.name for row in indicator.definitions.all()} | {indicator.code, *other.get(key, ())}
        fits = rank(text, known)
        if fits is not None:
            found.append((fits, indicator))
    return found


def _indicators(rights: Rights, names: Names, text: str) -> Iterator[Hit]:
    for fits, indicator in matching_indicators(names, text):
        title, place = indicator.name_on(rights.day), place_of(indicator, rights)
        detail = "" if indicator.is_group or not place else rights.tree.name_on(place, rights.day)
        yield Hit(
            group=GROUPS[0],
            title=title,
            url=reverse("indicator", args=[indicator.code]),
            detail=detail,
            rank=fits,
            asked=None if indicator.is_group or not place else Asked(indicator.code, place),
        )


def place_of(indicator: Indicator, rights: Rights) -> str:
    """The unit whose figure speaks for the indicator: the responsible one, else the whole administration."""
    code = rights.codes.get(indicator.responsible_unit_id or 0)
    return code or next(iter(rights.tree.roots_on(rights.day)), "")


def _units(rights: Rights, text: str) -> Iterator[Hit]:
    other = _by_key(UnitAlias.objects.filter(unit__in=rights.codes).values_list("unit", "name"))
    for key, code in rights.codes.items():
        unit = rights.tree.unit(code)
        known = {code, *other.get(key, ()), *(word for name in unit.names for word in (name.name, name.short) if word)}
        fits = rank(text, known)
        if fits is not None:
            above = rights.tree.ancestors_on(code, rights.day)
            detail = rights.tree.name_on(above[0], rights.day) if above else ""
            if not unit.exists_on(rights.day):
                detail = "finns inte längre" if unit.last and unit.last < rights.day else "finns inte än"
            url = f"{reverse('indicators')}?enhet={code}"
            yield Hit(GROUPS[1], rights.tree.name_on(code, rights.day), url, detail, rank=fits)


def _goals(rights: Rights, text: str) -> Iterator[Hit]:
    for goal in goals_of_the_day(rights):
        fits = rank(text, (goal.name, goal.code))
        if fits is not None:
            url = f"{reverse('indicators')}?mal={goal.code}"
            yield Hit(GROUPS[2], goal.name, url, f"{goal.get_kind_display().capitalize()} {goal.year}", rank=fits)


def goals_of_the_day(rights: Rights) -> list[Goal]:
    """The goals of this year, else of the latest year before it that has any: one query."""
    areas = GoalArea.objects.filter(organisation=rights.organisation, year__lte=rights.day.year).order_by("-year")
    goals = Goal.objects.filter(
        municipal_goal__area__organisation=rights.organisation,
        municipal_goal__area__year=Subquery(areas.values("year")[:1]),
    )
    ordered = goals.order_by("municipal_goal__area__order", "municipal_goal__order", "order")
    return list(ordered.select_related("municipal_goal__area"))


@dataclass(frozen=True)
class GoalChoice:
    """A goal of the day that has indicators, with their keys."""

    code: str
    name: str
    year: int
    indicators: frozenset[int]


def goals_with_indicators(rights: Rights) -> list[GoalChoice]:
    """The goals that have indicators, of this year, else of the latest year before it that has any: one query."""
    areas = GoalArea.objects.filter(organisation=rights.organisation, year__lte=rights.day.year).order_by("-year")
    rows = GoalIndicator.objects.filter(
        goal__municipal_goal__area__organisation=rights.organisation,
        goal__municipal_goal__area__year=Subquery(areas.values("year")[:1]),
        indicator__isnull=False,
    ).order_by("goal__municipal_goal__area__order", "goal__municipal_goal__order", "goal__order", "order")
    told = rows.values_list("goal__code", "goal__name", "goal__municipal_goal__area__year", "indicator")
    found: dict[tuple[str, str, int], set[int]] = {}
    for code, name, year, indicator in told:
        found.setdefault((code, name, year), set()).add(indicator)
    return [GoalChoice(*about, frozenset(indicators)) for about, indicators in found.items()]


def _by_key(rows: Iterable[tuple[int, str]]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, name in rows:
        found.setdefault(key, []).append(name)
    return found
