"""Who may read which report."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from indicators.models import Membership
from indicators.models.choices import Role
from reports.models import Report
from reports.models.reports import ReportQuerySet
from vss_portal import clock

# Open reports are work in progress: only those who work with them see them before they are public.
WORKING_ROLES = (Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER, Role.DIRECTOR, Role.EDITOR)


def reads_reports(user: Any, **_url: Any) -> bool:
    """Alla med en roll i en förvaltning"""
    return bool(_memberships(user).exists())


def reads_report(user: Any, **url: Any) -> bool:
    """Offentliga rapporter: alla med en roll i förvaltningen. Öppna rapporter: de som arbetar med dem"""
    if not visible_to(user).filter(slug=url["slug"]).exists():
        raise Http404("Rapporten finns inte eller hör till en annan förvaltning.")
    return True


def visible_to(user: Any) -> ReportQuerySet:
    """The reports that the person may read: public ones of their organisations, open ones where they work."""
    memberships = _memberships(user)
    here = Report.objects.filter(organisation__in=memberships.values("unit__organisation"))
    working = memberships.filter(role__in=WORKING_ROLES).values("unit__organisation")
    return here.filter(is_public=True) | here.filter(organisation__in=working)


def _memberships(user: Any) -> Any:
    return Membership.objects.filter(person=user).on(clock.today())
