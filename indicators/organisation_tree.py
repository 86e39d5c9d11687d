"""The units of an organisation as plain values: who existed, was called what and was part of what on a day.

Knows nothing of saving. Days are whole days: `first` is the first one, `last` the last one (None while it lasts).
`indicators.organisation` adds how figures follow the units from one organisation to the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

ONE_DAY = dt.timedelta(days=1)
PART_OF, SUCCEEDED_BY, MOVED_FROM = "part_of", "succeeded_by", "moved_from"

# These are the sum of their parts once they have parts; an enhet may do something beside what its parts do.
CONTAINERS = ("committee", "administration", "business_area")


class UnknownUnit(LookupError):
    """There is no unit with the code; the message is Swedish."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Det finns ingen enhet med koden ”{code}”.")


@dataclass(frozen=True, slots=True)
class UnitNameFrom:
    """What a unit is called from a day on."""

    first: dt.date
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit with its existence and names; `pk` is its row in the database, 0 for none."""

    code: str
    kind: str
    first: dt.date
    last: dt.date | None = None
    order: int = 0
    names: tuple[UnitNameFrom, ...] = ()
    pk: int = 0

    def exists_on(self, day: dt.date) -> bool:
        """Whether the unit exists on the day."""
        return _holds(self.first, self.last, day)

    def name_on(self, day: dt.date) -> UnitNameFrom:
        """The name of the day, else the latest earlier one, else the first; without any name, the code."""
        names = sorted(self.names, key=lambda name: name.first)
        known = [name for name in names if name.first <= day]
        return known[-1] if known else names[0] if names else UnitNameFrom(self.first, self.code)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """From `first` on, `unit` is part of, is succeeded by or was moved from `to`."""

    unit: str
    kind: str
    to: str
    first: dt.date
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the link is in force on the day."""
        return _holds(self.first, self.last, day)


class UnitStructure:
    """The tree of units on any day, each unit at most once in it. An unknown code raises UnknownUnit."""

    def __init__(self, units: Iterable[UnitRecord], links: Iterable[LinkRecord]) -> None:
        self.units = {unit.code: unit for unit in sorted(units, key=lambda unit: (unit.order, unit.code))}
        self.links = tuple(sorted(links, key=lambda link: link.first))
        # The tree never changes, so that what was once worked out for a day holds.
        self.parent_on = cache(self._parent_on)
        self.parts_on = cache(self._parts_on)
        self.descendants_on = cache(self._descendants_on)

    def unit(self, code: str) -> UnitRecord:
        """The unit with the code."""
        if code not in self.units:
            raise UnknownUnit(code)
        return self.units[code]

    def exists(self, unit: str, day: dt.date) -> bool:
        """Whether the unit exists on the day; False for a code that nobody has."""
        return unit in self.units and self.units[unit].exists_on(day)

    def name_on(self, unit: str, day: dt.date, *, short: bool = False) -> str:
        """What the unit is called on the day; the short name where it has one."""
        name = self.unit(unit).name_on(day)
        return name.short or name.name if short else name.name

    def units_on(
        self, day: dt.date, *, part_of: str | None = None, kinds: Collection[str] | None = None, deep: bool = False
    ) -> list[UnitRecord]:
        """The units of the day in order: all, or the parts of one (`deep`: their parts too), of some kinds only."""
        if part_of is None:
            codes: Iterable[str] = [code for code, unit in self.units.items() if unit.exists_on(day)]
        else:
            codes = self.descendants_on(part_of, day) if deep else self.parts_on(part_of, day)
        return [self.units[code] for code in codes if kinds is None or self.units[code].kind in kinds]

    def ancestors_on(self, unit: str, day: dt.date) -> list[str]:
        """The units that the unit is within on the day, the nearest first."""
        above: list[str] = []
        parent = self.parent_on(unit, day)
        while parent and parent not in above:
            above.append(parent)
            parent = self.parent_on(parent, day)
        return above

    def subtree_on(self, unit: str, day: dt.date) -> tuple[str, ...]:
        """The unit, where it exists on the day, and all that is within it."""
        own = (unit,) if self.exists(unit, day) else ()
        return (*own, *self.descendants_on(unit, day))

    def roots_on(self, day: dt.date) -> list[str]:
        """The units that are part of nothing on the day, in order."""
        return [unit.code for unit in self.units_on(day) if self.parent_on(unit.code, day) is None]

    def has_own(self, unit: str, day: dt.date) -> bool:
        """Whether the unit does something itself on the day: a förvaltning or a VO with parts is only their sum."""
        return self.exists(unit, day) and (self.unit(unit).kind not in CONTAINERS or not self.parts_on(unit, day))

    def days_between(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days after `first` up to `last` on which something in the organisation begins or has ended."""
        return sorted({day for day in self._changes() if first < day <= last})

    def _changes(self) -> Iterator[dt.date]:
        spans = [(unit.first, unit.last) for unit in self.units.values()]
        for first, last in (*spans, *((link.first, link.last) for link in self.links)):
            yield first
            if last:
                yield last + ONE_DAY

    def _parent_on(self, unit: str, day: dt.date) -> str | None:
        """The unit that the unit is part of on the day, by the latest link; None where it is part of none."""
        if not self.unit(unit).exists_on(day):
            return None
        parents = [
            link.to
            for link in self.links
            if link.unit == unit and link.kind == PART_OF and link.holds_on(day) and self.exists(link.to, day)
        ]
        return parents[-1] if parents else None

    def _parts_on(self, unit: str, day: dt.date) -> tuple[str, ...]:
        """The units directly within the unit on the day, in order."""
        self.unit(unit)
        return tuple(code for code in self.units if self.parent_on(code, day) == unit)

    def _descendants_on(self, unit: str, day: dt.date) -> tuple[str, ...]:
        """All units within the unit on the day, each once, a unit before its parts."""
        found: dict[str, None] = {}
        waiting = list(reversed(self.parts_on(unit, day)))
        while waiting:
            part = waiting.pop()
            if part not in found and part != unit:
                found[part] = None
                waiting.extend(reversed(self.parts_on(part, day)))
        return tuple(found)


def _holds(first: dt.date, last: dt.date | None, day: dt.date) -> bool:
    return first <= day and (last is None or day <= last)
