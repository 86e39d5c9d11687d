"""The areas that a month is entered for, and who meets them.

An area is a part of the administration (a VO, the staff, before 2021 a unit) with all that is part of it; the
administration itself is one too, for what is measured for all of it. What lies outside a person's areas doesn't exist
for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from indicators.models.choices import Role
from indicators.rights import ALL_FIGURES, AREA_ROLES, Rights
from indicators.spans import Month


@dataclass(frozen=True)
class Area:
    """A unit and what belongs to it on the month's last day."""

    code: str
    pk: int
    name: str
    units: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True)
class Areas:
    """The areas of an organisation on the last day of a month, as one person meets them."""

    rights: Rights
    at: Month

    @property
    def day(self) -> dt.date:
        """The day that the areas are those of."""
        return self.at.last_day

    @cached_property
    def all(self) -> tuple[Area, ...]:
        """Every area in its order, the administration itself last."""
        tree = self.rights.tree
        roots = tree.roots_on(self.day)
        parts = [part for root in roots for part in tree.parts_on(root, self.day)]
        return tuple([self._area(code) for code in parts] + [self._area(root, whole=True) for root in roots])

    def _area(self, code: str, *, whole: bool = False) -> Area:
        tree = self.rights.tree
        units = (code,) if whole else tree.subtree_on(code, self.day)
        return Area(code, tree.unit(code).pk, tree.name_on(code, self.day), tuple(units), whole)

    @cached_property
    def own(self) -> tuple[Area, ...]:
        """Those that the person enters, clears or follows."""
        return tuple(area for area in self.all if self.concerns(area))

    def concerns(self, area: Area) -> bool:
        """Whether the area is any of the person's business."""
        rights = self.rights
        if rights.has(*ALL_FIGURES):
            return True
        keys = {rights.tree.unit(code).pk for code in area.units}
        mine = set(rights.units(*AREA_ROLES, Role.HR))
        if rights.has(Role.WRITER):
            mine |= rights.units_answered_for(Role.WRITER)
        named = {unit for _, unit in rights.responsibilities}
        return bool(keys & (mine | named)) or None in named

    def find(self, code: str) -> Area | None:
        """The area with the code, where it concerns the person; worked out once for a request."""
        known, asked = self.rights.worked_out, (self.at, code)
        if asked not in known:
            known[asked] = self._find(code)
        found: Area | None = known[asked]
        return found

    def _find(self, code: str) -> Area | None:
        tree = self.rights.tree
        if not tree.exists(code, self.day):
            return None
        above = tree.ancestors_on(code, self.day)
        area = self._area(code, whole=not above)
        return area if len(above) <= 1 and self.concerns(area) else None

    def cleared_by(self, area: Area) -> bool:
        """Whether the person is the manager who clears the area."""
        return area.pk in self.rights.units(Role.AREA_MANAGER)

    def made_ready_by(self, area: Area) -> bool:
        """Whether the person may mark the area ready for review."""
        return self.rights.has(Role.EDITOR) or area.pk in self.rights.units(Role.CONTROLLER)

    def area_roles_hold(self, area: Area, roles: Iterable[str]) -> bool:
        """Whether the person has any of the roles in the area itself."""
        return area.pk in self.rights.units(*roles)

    def neighbours(self, area: Area) -> tuple[Area | None, Area | None]:
        """The person's area before and after this one."""
        at = self.own.index(area)
        before = self.own[at - 1] if at else None
        return before, self.own[at + 1] if at + 1 < len(self.own) else None
