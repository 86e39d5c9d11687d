"""Reading who answers for what and who is invited. Writes nothing, asks nobody's rights."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from reports.models import ReaderInvitation, Report, SectionDuty
from vss_portal.models import User


def duties_of(report: Report) -> dict[str, SectionDuty]:
    """The latest duty of each section of the report."""
    rows = SectionDuty.objects.filter(report=report).select_related("person").order_by("number")
    return {row.key: row for row in rows}


def has_duty(user: Any, report: Report, key: str) -> bool:
    """Whether the section is the person's by name."""
    duty = duties_of(report).get(key)
    return duty is not None and duty.person_id is not None and duty.person_id == user.pk


def invitations() -> QuerySet[ReaderInvitation]:
    """The invitations that hold."""
    later = ReaderInvitation.objects.filter(
        report=OuterRef("report"), person=OuterRef("person"), number__gt=OuterRef("number")
    )
    return ReaderInvitation.objects.filter(~Exists(later), invited=True)


def invited_people(report: Report) -> list[User]:
    """Those who may read the report under work by invitation, by name."""
    rows = invitations().filter(report=report).select_related("person")
    return sorted((row.person for row in rows), key=lambda person: person.display_name)


def is_invited(user: Any, report: Report) -> bool:
    """Whether the person may read the report under work by invitation."""
    return invitations().filter(report=report, person=user).exists()
