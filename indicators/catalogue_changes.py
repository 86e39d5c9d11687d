"""Changing what an indicator is called and means: a new dated row, never a rewritten one.

What is printed keeps the definition that it had: a new one begins after the last day of every closed period. A misprint
in a row that stands is mended inside `reference_act`, in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from indicators.models import Indicator, IndicatorDefinition, ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.reference_acts import reference_act
from indicators.sorting import swedish_key
from indicators.spans import Month
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.models import User

ONE_DAY = dt.timedelta(days=1)
LONGEST_KEY = 600
CHANGEABLE = (
    *("name", "definition", "unit_of_measure", "decimals", "scale_min", "scale_max", "method_break", "note"),
    "valid_from",
)


def redefine_indicator(
    *, indicator: Indicator, from_day: dt.date, by: User, reason: str, **changes: Any
) -> IndicatorDefinition:
    """Another definition from the day on, with what isn't given as it was; the one before ends the day before.

    `changes` are fields of the definition (name, definition, unit_of_measure …). A note and a method break belong to
    their own definition and aren't carried on. Raises ValidationError with all that stands in the way; nothing is
    saved then. Whoever calls it has asked whether the person may.
    """
    with reference_act(by=by, organisation=indicator.organisation, reason=reason):
        rows = list(IndicatorDefinition.objects.select_for_update().filter(indicator=indicator).order_by("valid_from"))
        if problems := list(_problems(indicator, rows, from_day, changes)):
            raise ValidationError([f"{problem} Inget är ändrat." for problem in problems])
        before = rows[-1]
        fresh = _next(before, from_day, changes)
        if before.valid_to is None or before.valid_to >= from_day:
            before.valid_to = from_day - ONE_DAY
            before.save()
        fresh.full_clean()
        fresh.save()
    return fresh


def _next(before: IndicatorDefinition, from_day: dt.date, changes: dict[str, Any]) -> IndicatorDefinition:
    kept = {field: getattr(before, field) for field in CHANGEABLE if field not in ("note", "method_break")}
    told = {**kept, **changes, "valid_from": from_day}
    return IndicatorDefinition(
        indicator_id=before.indicator_id, sort_key=swedish_key(str(told["name"]), LONGEST_KEY), **told
    )


def _problems(
    indicator: Indicator, rows: list[IndicatorDefinition], from_day: dt.date, changes: dict[str, Any]
) -> Iterator[str]:
    if strangers := sorted(set(changes) - set(CHANGEABLE) | (set(changes) & {"valid_from"})):
        yield f"{', '.join(strangers)} kan inte ändras i en definition."
    if not str(changes.get("name", "-")).strip():
        yield "Indikatorn saknar namn. Skriv ett namn."
    if not rows:
        yield f"{indicator.code} har ingen definition att ändra. Läs in den först."
        return
    if from_day <= rows[-1].valid_from:
        since = long_date(rows[-1].valid_from)
        yield f"{rows[-1].name} har redan en definition från den {since}. Välj en dag efter den."
    closed = last_closed_day(indicator)
    if closed and from_day <= closed:
        yield (
            f"Perioden till och med {long_date(closed)} är stängd, och det som är rapporterat behåller sin definition. "
            "Välj en dag efter den."
        )
    if rows and all(getattr(rows[-1], name, None) == value for name, value in changes.items()):
        yield f"{rows[-1].name} är redan definierad så. Ändra något."


def last_closed_day(indicator: Indicator) -> dt.date | None:
    """The last day of the newest period that is closed today in the indicator's organisation."""
    closed = ReportingOccasion.objects.filter(organisation=indicator.organisation).locked_on(clock.today())
    newest = closed.exclude(kind=OccasionKind.BUDGET).order_by("-year", "-month").first()
    return Month(newest.year, newest.month).last_day if newest else None
