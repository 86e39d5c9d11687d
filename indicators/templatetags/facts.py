"""Template tags of the pages of facts."""

import datetime as dt

from django import template

from indicators.spans import month_name
from vss_portal.dates import short_weekday, weekday_date

register = template.Library()


@register.filter
def sv_day(value: dt.date | None) -> str:
    """tors 12 sep; empty where there is no date."""
    return short_weekday(value) if value else ""


@register.filter
def sv_long_day(value: dt.date | None) -> str:
    """tisdag 1 oktober; empty where there is no date."""
    return weekday_date(value) if value else ""


@register.filter
def sv_months(value: str) -> str:
    """The months of a measuring schedule: ``3,8,12`` is mars, augusti, december. All twelve need no words."""
    months = [int(part) for part in value.split(",") if part.strip().isdecimal()]
    return "" if len(months) == 12 else ", ".join(month_name(month) for month in months)
