"""Organisations that change at random, with the truth beside: which indivisible activity each unit held on each day.

An operation is a tuple of its name and whole numbers, which choose among the units of the day; one that isn't possible
on the day is left out. `World` writes dated rows as the portal would, and remembers a snapshot of every day.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import strategies as st

from indicators.organisation import LinkRecord, UnitNameFrom, UnitRecord, UnitTree

FIRST_DAY = dt.date(2020, 1, 1)
ONE_DAY = dt.timedelta(days=1)
KINDS = ("unit", "unit", "unit", "sub_unit", "business_area")
NUMBERS = st.integers(0, 60)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("found"), NUMBERS, NUMBERS),
        st.tuples(st.sampled_from(["rename", "close"]), NUMBERS),
        st.tuples(st.sampled_from(["move", "merge", "split", "break_out"]), NUMBERS, NUMBERS),
    ),
    max_size=12,
)


@dataclass
class Day:
    """The truth of a day: who is whose part, who held which activity itself, who was called what."""

    parent: dict[str, str | None]
    own: dict[str, frozenset[int]]
    name: dict[str, str]

    def within(self, unit):
        return [unit, *(below for part, above in self.parent.items() if above == unit for below in self.within(part))]

    def held(self, unit):
        """All activity that a figure of the unit would count on the day."""
        return frozenset().union(*(self.own[part] for part in self.within(unit)))


@dataclass
class World:
    """Dated rows and the truth, changed by one operation a day."""

    units: dict[str, UnitRecord] = field(default_factory=dict)
    links: list[LinkRecord] = field(default_factory=list)
    days: dict[dt.date, Day] = field(default_factory=dict)
    done: list[tuple] = field(default_factory=list)
    day: dt.date = FIRST_DAY

    def __post_init__(self):
        self.codes, self.atoms = (f"e{number}" for number in count()), count()
        self.parent, self.own = {}, {}
        self.root = self._begin("administration", None)
        for _ in range(3):
            self._begin("unit", self.root, [next(self.atoms)])
        self._remember()

    @classmethod
    def after(cls, operations):
        world = cls()
        for name, *numbers in operations:
            world.day += ONE_DAY
            getattr(world, name)(*numbers)
            world._remember()
        return world

    @property
    def tree(self):
        return UnitTree(self.units.values(), self.links)

    @property
    def was_divided(self):
        return any(name in ("split", "break_out") for _, name, *_ in self.done)

    @property
    def days_of_areas(self):
        """The days on which something was done with a business area itself."""
        return {day for day, _, unit, *_ in self.done if self.units[unit].kind == "business_area"}

    # The operations

    def found(self, kind, above):
        parents = self._possible_parents(KINDS[kind % len(KINDS)])
        kind, parent = KINDS[kind % len(KINDS)], parents[above % len(parents)]
        code = self._begin(kind, parent, [] if kind == "business_area" else [next(self.atoms)])
        self.done.append((self.day, "found", code, kind, parent))

    def rename(self, number):
        unit = self._pick(number, self.parent)
        if self.units[unit].names[-1].first < self.day:
            name = UnitNameFrom(self.day, f"{unit} från {self.day}")
            self.units[unit] = replace(self.units[unit], names=(*self.units[unit].names, name))
            self.done.append((self.day, "rename", unit, name.name))

    def close(self, number):
        unit = self._pick(number, self._without_parts())
        if unit:
            self._end(unit)
            self.done.append((self.day, "close", unit))

    def move(self, number, above):
        unit = self._pick(number, [code for code in self.parent if code != self.root])
        parents = self._possible_parents(self.units[unit].kind) if unit else []
        parent = self._pick(above, [code for code in self._outside(unit, parents) if code != self.parent[unit]])
        if parent:
            self.links.append(LinkRecord(unit, "moved_from", self.parent[unit], self.day))
            self._put(unit, parent)
            self.done.append((self.day, "move", unit, parent))

    def merge(self, number, into):
        unit = self._pick(number, self._active())
        target = self._pick(into, self._outside(unit, self._active()))
        if target:
            for part in [code for code, above in self.parent.items() if above == unit]:
                self.links.append(LinkRecord(part, "moved_from", unit, self.day))
                self._put(part, target)
            self.own[target] |= self.own[unit]
            self._end(unit)
            self.links.append(LinkRecord(unit, "succeeded_by", target, self.day))
            self.done.append((self.day, "merge", unit, target))

    def split(self, number, second):
        unit = self._pick(number, [code for code in self._active() if code in self._without_parts()])
        if unit and len(self.own[unit]) > 1:
            parts = self._divide(unit, second, "succeeded_by")
            self._end(unit)
            self.done.append((self.day, "split", unit, *parts))

    def break_out(self, number, second):
        unit = self._pick(number, self._active())
        if unit and len(self.own[unit]) > 1:
            kept, broken_out = self._cut(unit, second)
            code = self._begin("unit", self.parent[unit], broken_out)
            self.own[unit] = frozenset(kept)
            self.links.append(LinkRecord(code, "moved_from", unit, self.day))
            self.done.append((self.day, "break_out", unit, code))

    # What they are made of

    def _begin(self, kind, parent, atoms=()):
        code = next(self.codes)
        names = (UnitNameFrom(self.day, code),)
        self.units[code] = UnitRecord(code, kind, self.day, order=len(self.units), names=names)
        self.parent[code], self.own[code] = parent, frozenset(atoms)
        if parent:
            self.links.append(LinkRecord(code, "part_of", parent, self.day))
        return code

    def _end(self, unit):
        self.units[unit] = replace(self.units[unit], last=self.day - ONE_DAY)
        self._close_link(unit)
        del self.parent[unit], self.own[unit]

    def _put(self, unit, parent):
        self._close_link(unit)
        self.links.append(LinkRecord(unit, "part_of", parent, self.day))
        self.parent[unit] = parent

    def _close_link(self, unit):
        for place, link in enumerate(self.links):
            if link.unit == unit and link.kind == "part_of" and link.last is None:
                self.links[place] = replace(link, last=self.day - ONE_DAY)

    def _divide(self, unit, second, kind):
        parts = [self._begin("unit", self.parent[unit], share) for share in self._cut(unit, second)]
        self.links += [LinkRecord(unit, kind, part, self.day) for part in parts]
        return parts

    def _cut(self, unit, place):
        atoms = sorted(self.own[unit])
        place = 1 + place % (len(atoms) - 1)
        return atoms[:place], atoms[place:]

    def _pick(self, number, codes):
        codes = list(codes)
        return codes[number % len(codes)] if codes else None

    def _active(self):
        """The units that hold activity of their own and may be merged and divided."""
        return [code for code in self.parent if self.units[code].kind in ("unit", "sub_unit")]

    def _without_parts(self):
        return [code for code in self.parent if code != self.root and code not in self.parent.values()]

    def _outside(self, unit, codes):
        within = self._now().within(unit) if unit else []
        return [code for code in codes if code not in within]

    def _possible_parents(self, kind):
        above = {"business_area": ("administration",), "sub_unit": ("administration", "business_area", "unit")}
        kinds = above.get(kind, ("administration", "business_area"))
        return [code for code in self.parent if self.units[code].kind in kinds]

    def _now(self):
        return Day(dict(self.parent), dict(self.own), {code: self.units[code].names[-1].name for code in self.parent})

    def _remember(self):
        self.days[self.day] = self._now()
