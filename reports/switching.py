"""The log of a report's switches, and the page that anybody may read: a setting, and a switch report by report."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from reports.models import Report, ReportSwitch, Switch
from vss_portal import clock
from vss_portal.models import User

ON, OFF = "på", "av"


@transaction.atomic
def log_switch(*, report: Report, switch: Switch, before: str, after: str, by: User) -> ReportSwitch:
    """Note that a switch of the report was turned; the lines are numbered and never changed."""
    highest = ReportSwitch.objects.filter(report=report).aggregate(highest=Max("number"))["highest"] or 0
    return ReportSwitch.objects.create(
        report=report,
        number=highest + 1,
        switch=switch,
        before=before,
        after=after,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def word(on: bool) -> str:
    """The word of a switch that is on or off."""
    return ON if on else OFF


def public_pages_allowed() -> bool:
    """Whether the portal shows any report without log-in; off unless whoever runs it has said so."""
    return bool(settings.PORTAL_PUBLIC_REPORTS)
