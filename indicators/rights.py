"""What a person may do on a day: roles in units, inherited down the unit tree of that day.

Asked for once per request: the answer is kept on the user, so that however many predicates ask, the memberships are
fetched once. As long as the edition of the reference data stands (`vss_portal.editions`), which memberships belong to,
they and the tree are kept between requests too. The rules themselves are in `indicators.access`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import cached_property

from indicators.models import Indicator, Membership, Organisation, Responsibility, Unit
from indicators.models.choices import IndicatorKind, Role, UnitKind
from indicators.organisation import UnitTree
from indicators.reference import Measured, Units, measured_in, units_in
from vss_portal import clock, editions

_kept: editions.Kept[Rights] = editions.Kept(1000)

ALL_FIGURES = (Role.EDITOR, Role.DIRECTOR)
AREA_ROLES = (Role.CONTROLLER, Role.AREA_MANAGER)
# Whose own indicators are a right of their own, whatever unit the figure is about.
INDICATOR_ROLES = (Role.CONTROLLER, Role.WRITER)
WORK_ROLES = (*ALL_FIGURES, *AREA_ROLES, Role.HR, Role.WRITER)
RECORDING_ROLES = (Role.EDITOR, *AREA_ROLES, Role.HR, Role.WRITER)


@dataclass(frozen=True)
class Rights:
    """A person's memberships on a day, and what follows from them.

    An account works in one organisation at a time: the one with the lowest key, where it has roles in several.
    """

    user_id: int
    day: dt.date
    organisation: Organisation | None
    memberships: tuple[Membership, ...]
    #: The indicators that the person answers for by name, each with a unit or None for all units.
    responsibilities: tuple[tuple[int, int | None], ...] = ()
    #: The edition of the reference data that all this was read of.
    edition: str = ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that the person has in any unit."""
        return frozenset(membership.role for membership in self.memberships)

    def has(self, *roles: str) -> bool:
        """Whether the person has any of the roles, in any unit."""
        return not self.roles.isdisjoint(roles)

    @cached_property
    def worked_out(self) -> dict[object, Any]:
        """What others work out of the rights, for as long as the request goes on."""
        return {}

    @cached_property
    def tree(self) -> UnitTree:
        """The units of the organisation over time; empty for who has none."""
        return self._units.tree if self._units else UnitTree([], [])

    @cached_property
    def _units(self) -> Units | None:
        return units_in(self.organisation.pk, self.edition) if self.organisation else None

    def unit_row(self, key: int) -> Unit:
        """The unit with the key, as it is stored. Raises LookupError where the organisation has no such unit."""
        if self._units is None:
            raise LookupError(f"Enheten {key} finns inte i organisationen.")
        return self._units.rows[key]

    @cached_property
    def measured(self) -> Measured | None:
        """What the organisation measures and when; None for who has none."""
        return measured_in(self.organisation.pk, self.edition) if self.organisation else None

    @cached_property
    def codes(self) -> dict[int, str]:
        """The unit codes by the units' keys."""
        return {unit.pk: code for code, unit in self.tree.units.items()}

    def units(self, *roles: str) -> frozenset[int]:
        """The keys of the units in which the person has any of the roles, with all that is part of them on the day."""
        if roles not in self._by_roles:
            self._by_roles[roles] = self._within(roles)
        return self._by_roles[roles]

    @cached_property
    def _by_roles(self) -> dict[tuple[str, ...], frozenset[int]]:
        return {}

    def _within(self, roles: Collection[str]) -> frozenset[int]:
        tops = {membership.unit.code for membership in self.memberships if membership.role in roles}
        within = {part for top in tops for part in self.tree.subtree_on(top, self.day)}
        return frozenset(self.tree.unit(code).pk for code in within)

    def units_answered_for(self, role: str) -> frozenset[int]:
        """The units whose indicators are the person's own: those of the role, and what a stab is the staff of."""
        staffed = (self._served_by(member.unit) for member in self.memberships if member.role == role)
        return self.units(role) | {self.tree.unit(code).pk for code in staffed if code}

    def _served_by(self, unit: Unit) -> str | None:
        return self.tree.parent_on(unit.code, self.day) if unit.kind == UnitKind.STAFF else None

    def answers_for(self, indicator: Indicator, unit_id: int) -> bool:
        """Whether the indicator is the person's own: by name, or by the responsible role in the responsible unit."""
        named = any(pk == indicator.pk and at in (None, unit_id) for pk, at in self.responsibilities)
        role = indicator.responsible_role
        return named or (role in INDICATOR_ROLES and indicator.responsible_unit_id in self.units_answered_for(role))


def rights_of(user: Any, day: dt.date | None = None) -> Rights:
    """The rights of a person on a day (None: today); kept on the user, so that one request asks once."""
    day = day or clock.today()
    kept: dict[dt.date, Rights] = getattr(user, "_rights", {})
    if day not in kept:
        kept = {**kept, day: _read(user, day)}
        user._rights = kept
    return kept[day]


def is_staff_figure(indicator: Indicator) -> bool:
    """Whether figures of the indicator are about the staff or their health, and so belong to the HR function."""
    return indicator.kind == IndicatorKind.STAFF or indicator.is_health


def reporting_role(indicator: Indicator) -> str:
    """The role that reports figures of the indicator where the area doesn't; "" where none is named."""
    if is_staff_figure(indicator):
        return str(Role.HR)
    return str(indicator.responsible_role) if indicator.responsible_role in Role.values else ""


def roles_of(user: Any, day: dt.date | None = None) -> frozenset[str]:
    """The roles that a person has in any unit on the day."""
    return rights_of(user, day).roles


def units_of(user: Any, *roles: str, day: dt.date | None = None) -> frozenset[int]:
    """The keys of the units where a person has any of the roles, with their parts; without roles, any role."""
    return rights_of(user, day).units(*(roles or Role.values))


def _read(user: Any, day: dt.date) -> Rights:
    if not user.is_authenticated:
        return Rights(user_id=0, day=day, organisation=None, memberships=())
    edition = getattr(user, "reference_edition", None)
    edition = editions.current() if edition is None else edition
    # A copy for each request: what one works out of it inside a transaction is no other's business.
    return replace(_kept.get(edition, (user.pk, day), lambda: _fetched(user.pk, day, edition)))


def _fetched(person: int, day: dt.date, edition: str) -> tuple[Rights, str]:
    """The rights, and the edition that stood when the last query ran; who has no role is read anew each time."""
    named = Responsibility.objects.on(day).filter(person=person)
    answered = list(named.values_list("indicator", "unit", "indicator__organisation"))
    rows = Membership.objects.on(day).filter(person=person).select_related("unit__organisation")
    ordered = rows.order_by("unit__organisation", "unit__order", "role")
    held = list(ordered.annotate(reference_edition=editions.token()))
    organisation, memberships = _of_one_organisation(held)
    roles = {membership.role for membership in memberships}
    own = organisation.pk if organisation and not roles.isdisjoint(INDICATOR_ROLES) else None
    responsibilities = tuple((indicator, unit) for indicator, unit, at in answered if at == own)
    found = Rights(person, day, organisation, memberships, responsibilities, edition)
    return found, str(getattr(held[-1], "reference_edition", "") or "") if held else ""


def _of_one_organisation(rows: Collection[Membership]) -> tuple[Organisation | None, tuple[Membership, ...]]:
    organisation = next((row.unit.organisation for row in rows), None)
    return organisation, tuple(row for row in rows if row.unit.organisation == organisation)
