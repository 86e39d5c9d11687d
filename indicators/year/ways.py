"""The chosen ways of comparing, read for a table, and written when the organisation changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from indicators.models import ComparisonChoice, Organisation, Unit
from indicators.organisation import UnitTree
from indicators.organisation_tree import MOVED_FROM, ONE_DAY, SUCCEEDED_BY
from indicators.pivot.comparing import PREDECESSOR, RESTATED, Chosen, Ways
from vss_portal import clock
from vss_portal.models import User


def ways_of(organisation: Organisation, tree: UnitTree, known_on: dt.date | None = None) -> Ways:
    """The ways that hold, as known at the end of the day (None: now): one query."""
    rows = ComparisonChoice.objects.as_of(known_on).filter(unit__organisation=organisation)
    return Ways(
        Chosen(unit, day, way, told(tree, unit, day)) for unit, day, way in rows.values_list("unit__code", "day", "way")
    )


def told(tree: UnitTree, unit: str, day: dt.date) -> str:
    """What changed for the unit on the day, in a sentence; empty where nothing did."""
    return " ".join(each.text for each in tree.series_breaks(unit, day - ONE_DAY, day))


@transaction.atomic
def choose_way(*, units: Iterable[Unit], day: dt.date, way: str, by: User) -> list[ComparisonChoice]:
    """From now on tables about the time from the day on show earlier figures of the units in this way."""
    rows = [ComparisonChoice(unit=unit, day=day, way=way, by=by, at=clock.now()) for unit in units]
    return ComparisonChoice.objects.bulk_create(rows)


def rows_after(unit: str, tree: UnitTree, ways: Ways, table_day: dt.date) -> tuple[str, ...]:
    """The units whose rows stand in a table of the day where the template has a row for the unit.

    The unit itself, as long as it exists or nobody chose how it goes on. Afterwards its successors; it keeps its own
    row before theirs where its earlier figures aren't shown under them.
    """
    last = tree.units[unit].last if unit in tree.units else None
    if last is None or last >= table_day:
        return (unit,)
    changed = last + ONE_DAY
    chosen = {each.unit: each.way for each in ways if each.day == changed}
    taken_over = (link.to for link in tree.links if (link.unit, link.kind, link.first) == (unit, SUCCEEDED_BY, changed))
    heirs = tuple(heir for heir in taken_over if heir in chosen)
    heirs = tuple(each for heir in heirs for each in rows_after(heir, tree, ways, table_day))
    if not heirs:
        return (unit,)
    shown = all(_holds(tree, heir, unit, chosen.get(heir, ""), table_day) for heir in heirs)
    return heirs if shown else (unit, *heirs)


def _holds(tree: UnitTree, heir: str, unit: str, way: str, table_day: dt.date) -> bool:
    """Whether the heir's comparison counts the earlier unit's figures."""
    last = tree.units[unit].last
    if way == RESTATED:
        return True
    return way == PREDECESSOR and last is not None and unit in tree.sources_for(heir, table_day, last).units


def with_forebears(units: Iterable[str], tree: UnitTree) -> set[str]:
    """The units and all that ever were part of them or came before them: whose figures a comparison may need."""
    below: dict[str, set[str]] = {}
    for link in tree.links:
        whole, part = (link.unit, link.to) if link.kind == MOVED_FROM else (link.to, link.unit)
        below.setdefault(whole, set()).add(part)
    found: set[str] = set()
    waiting = list(units)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting.extend(below.get(unit, ()))
    return found
