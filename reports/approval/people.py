"""Which part a person plays in a report: who proposes, approves, owns a section, edits. Deputies act as "tf"."""

from __future__ import annotations

from typing import Any

from indicators.access import may_record
from indicators.judging import unit_of
from indicators.models import Goal, Membership, Unit
from indicators.models.choices import Role
from indicators.rights import WORK_ROLES, Rights, rights_of
from reports.approval.states import Who
from reports.models import Report
from reports.working.reading import has_duty

ACTING = {Who.APPROVER: Role.DIRECTOR, Who.EDITOR: Role.EDITOR}
PROPOSERS = (Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER)


def works_here(user: Any, report: Report, *roles: str) -> bool:
    """Whether the person has any of the roles in the report's organisation."""
    rights = rights_of(user)
    return rights.organisation == report.organisation and rights.has(*roles)


def approves(user: Any, report: Report) -> bool:
    """Whether the person is the förvaltningschef or acts for them."""
    return works_here(user, report, Role.DIRECTOR)


def edits(user: Any, report: Report) -> bool:
    """Whether the person is the huvudcontroller."""
    return works_here(user, report, Role.EDITOR)


def proposes(user: Any, report: Report, goal: Goal) -> bool:
    """Whether the goal is the person's own: they answer for any of its indicators; the editor proposes all."""
    if edits(user, report):
        return True
    return works_here(user, report, *PROPOSERS) and any(
        may_record(user, row.indicator, unit) for row, unit in _measured(goal, report, rights_of(user))
    )


def _measured(goal: Goal, report: Report, rights: Rights) -> list[tuple[Any, Unit]]:
    """The rows of the goal that are measured, with the unit that each is about."""
    root = next(iter(rights.tree.roots_on(rights.day)), "")
    rows = [row for row in goal.rows.select_related("indicator__responsible_unit", "unit") if row.indicator]
    codes = {row.pk: unit_of(row, root) for row in rows}
    units = {unit.code: unit for unit in Unit.objects.filter(organisation=report.organisation, code__in=codes.values())}
    return [(row, units[codes[row.pk]]) for row in rows if codes[row.pk] in units]


def owns_section(user: Any, report: Report, responsible: str, key: str = "") -> bool:
    """Whether the person writes the section: it is theirs by name, they have its responsible role, or may write all."""
    allowed = (Role.EDITOR, Role.DIRECTOR, *((responsible,) if responsible in WORK_ROLES else ()))
    return works_here(user, report, *allowed) or (
        bool(key) and works_here(user, report, *WORK_ROLES) and has_duty(user, report, key)
    )


def acting_as(user: Any, report: Report, who: Who) -> str:
    """The role that the act is made in, with "tf" where every such membership of the person is a deputy's."""
    role = ACTING.get(who)
    if role is None:
        return ""
    rows = [row for row in _memberships(user) if row.role == role]
    deputy = bool(rows) and all(row.deputy_for_id for row in rows)
    return f"tf {Role(role).label}" if deputy else str(Role(role).label)


def _memberships(user: Any) -> tuple[Membership, ...]:
    return rights_of(user).memberships
