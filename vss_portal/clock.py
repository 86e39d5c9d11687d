"""The portal's one clock.

Everything that asks "what day is it" asks here, so that the demo can live on a day of its own
(setting ``PORTAL_TODAY``) and a test can move time with one setting.
"""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The portal's day in Swedish time: ``PORTAL_TODAY`` where that is set, else the real day."""
    fixed: date | None = settings.PORTAL_TODAY
    return fixed or timezone.localdate()


def now() -> datetime:
    """The portal's moment, aware, in Swedish time: the date of ``today()``, the time of day of the real clock.

    With a fixed day the moments of one long day start over at midnight: whatever needs an order takes it from
    its key, not from its moment.
    """
    moment = timezone.localtime()
    if settings.PORTAL_TODAY is None:
        return moment
    clock_time: time = moment.time()
    return datetime.combine(today(), clock_time, tzinfo=moment.tzinfo)


def day_of(moment: datetime) -> date:
    """The Swedish day of a moment."""
    return timezone.localdate(moment)


def local(moment: datetime) -> datetime:
    """A moment in Swedish time."""
    return timezone.localtime(moment)
