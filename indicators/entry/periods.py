"""Opening and closing periods, and dated exceptions for an area; everything is logged with who, when and why."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from indicators.entry.areas import Area
from indicators.models import PeriodChange, PeriodException, ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.spans import Month
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.models import User

LONGEST = 500


class PeriodRefused(ValueError):
    """Why a period wasn't changed; the message is Swedish."""


def name_of(occasion: ReportingOccasion) -> str:
    """The period as a sentence names it: `augusti 2024`, `budget 2025`."""
    if occasion.kind == OccasionKind.BUDGET:
        return f"budget {occasion.year}"
    return Month(occasion.year, occasion.month).long_label


@transaction.atomic
def close(*, occasion: ReportingOccasion, reason: str, by: User) -> PeriodChange:
    """Close a period now. Raises PeriodRefused where it is closed already or no reason is given."""
    told = _reason(reason)
    if occasion.is_locked_on(clock.today()):
        raise PeriodRefused(f"{name_of(occasion).capitalize()} är redan stängd. Inget är ändrat.")
    occasion.closed_at, occasion.closed_by = clock.now(), by
    occasion.save(update_fields=["closed_at", "closed_by"])
    return _log(occasion, f"{name_of(occasion).capitalize()} stängdes", told, by)


@transaction.atomic
def reopen(*, occasion: ReportingOccasion, until: dt.date | None, reason: str, by: User) -> PeriodChange:
    """Open a closed period for everybody through a day. Raises PeriodRefused for a day that has passed."""
    told, last = _reason(reason), _coming(until)
    if not occasion.is_locked_on(clock.today()):
        raise PeriodRefused(f"{name_of(occasion).capitalize()} är redan öppen. Inget är ändrat.")
    occasion.closed_at = occasion.closed_by = None
    occasion.locks_on = last + dt.timedelta(days=1)
    occasion.save(update_fields=["closed_at", "closed_by", "locks_on"])
    return _log(occasion, f"{name_of(occasion).capitalize()} öppnades till och med {long_date(last)}", told, by)


@transaction.atomic
def except_area(
    *, occasion: ReportingOccasion, area: Area, until: dt.date | None, reason: str, by: User
) -> PeriodException:
    """Let one area enter a closed period's figures through a day. Raises PeriodRefused for a day that has passed."""
    told, last = _reason(reason), _coming(until)
    made = PeriodException.objects.create(
        occasion=occasion, unit_id=area.pk, until=last, reason=told, by=by, at=clock.now()
    )
    text = f"{area.name} får undantag för {name_of(occasion)} till och med {long_date(last)}"
    _log(occasion, text[:200], told, by)
    return made


def _reason(reason: str) -> str:
    told = " ".join(reason.split())[:LONGEST]
    if not told:
        raise PeriodRefused("Skriv varför; orsaken sparas i loggen. Inget är ändrat.")
    return told


def _coming(until: dt.date | None) -> dt.date:
    if until is None:
        raise PeriodRefused("Skriv sista dagen som ett datum, till exempel 2024-10-31. Inget är ändrat.")
    if until < clock.today():
        raise PeriodRefused(f"{long_date(until)} har redan varit. Välj en dag från och med i dag. Inget är ändrat.")
    return until


def _log(occasion: ReportingOccasion, text: str, reason: str, by: User) -> PeriodChange:
    return PeriodChange.objects.create(occasion=occasion, text=text, reason=reason, by=by, at=clock.now())
