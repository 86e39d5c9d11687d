"""What can be chosen in forms and filters: units and parts, in their order, by code."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from indicators.models import TOTAL, Breakdown
from indicators.rights import Rights

Choice = tuple[str, str]


def unit_choices(rights: Rights) -> list[Choice]:
    """The units of the day, then those that exist no longer or not yet."""
    tree, day = rights.tree, rights.day
    now = [(code, tree.name_on(code, day)) for code, unit in tree.units.items() if unit.exists_on(day)]
    other = [
        (code, f"{tree.name_on(code, day)} ({f'till {unit.last.year}' if unit.last else f'från {unit.first.year}'})")
        for code, unit in tree.units.items()
        if not unit.exists_on(day)
    ]
    return [*now, *other]


def part_choices(rights: Rights) -> list[Choice | tuple[str, Sequence[Choice]]]:
    """The whole, then the parts under the name of their set."""
    shared = Q(set__organisation__isnull=True) | Q(set__organisation=rights.organisation)
    rows = Breakdown.objects.filter(shared).select_related("set").order_by("set", "order")
    sets: dict[str, list[Choice]] = {}
    whole: list[Choice] = []
    for row in rows:
        (whole if row.code == TOTAL else sets.setdefault(row.set.name, [])).append((row.code, row.name))
    return [*whole, *sets.items()]
