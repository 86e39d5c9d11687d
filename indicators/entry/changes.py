"""What others changed in a person's areas since the person last did something here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from indicators.access import visible_to
from indicators.entry.areas import Areas
from indicators.history import revision_text
from indicators.models import AreaClearing, FigureRevision
from indicators.models.choices import MarkerChoice, Source
from indicators.naming import Names, last_day
from indicators.rights import rights_of
from indicators.shown import shown_period
from vss_portal import clock

SHOWN = 12
DAYS_BACK = 30
# Print and example data are known from long ago and no news to anybody.
BY_PEOPLE = (Source.FORM, Source.IMPORT)


@dataclass(frozen=True)
class Changed:
    """A figure that somebody else recorded: what it is now, who and when."""

    fact: int
    title: str
    unit: str
    now: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class News:
    """What changed since a moment: how many figures, and the latest of them."""

    since: dt.datetime
    count: int
    latest: Sequence[Changed]


def has_recorded(user: Any) -> bool:
    """Whether the person has ever recorded a figure."""
    return FigureRevision.objects.filter(recorded_by=user.pk).exists()


def last_here(user: Any) -> tuple[int, dt.datetime]:
    """The newest revision when the person last recorded or cleared something, and when; else of a month ago.

    Revisions are counted and not timed: the demo lives one day over and over.
    """
    own = FigureRevision.objects.filter(recorded_by=user.pk).order_by("-pk").values_list("pk", "recorded_at").first()
    step = AreaClearing.objects.filter(by=user.pk).order_by("-pk").values_list("last_revision", "at").first()
    return max(filter(None, (own, step)), default=(0, clock.now() - dt.timedelta(days=DAYS_BACK)))


def news_for(user: Any, areas: Areas) -> News:
    """The figures of the person's areas that others recorded since then, the latest first, without withheld ones."""
    number, since = last_here(user)
    units = {areas.rights.tree.unit(code).pk for area in areas.own for code in area.units}
    after = Q(pk__gt=number) if number else Q(recorded_at__gt=since)
    rows = FigureRevision.objects.filter(after, source__in=BY_PEOPLE, fact__unit__in=units)
    others = visible_to(rows, user).exclude(Q(recorded_by=user.pk) | Q(marker=MarkerChoice.WITHHELD))
    newest = list(others.select_related("fact", "recorded_by").order_by("-pk")[:SHOWN])
    count = len(newest) if len(newest) < SHOWN else others.count()
    names = Names.of(rights_of(user)) if newest else None
    return News(since, count, [_changed(row, names) for row in newest] if names else [])


def _changed(row: FigureRevision, names: Names) -> Changed:
    day = last_day(row.fact)
    measure = names.measure(row.fact.indicator_id, day)
    period = shown_period(row.fact.span, row.fact.year, row.fact.month)
    return Changed(
        fact=row.fact_id,
        title=f"{names.indicator(row.fact.indicator_id, day)}, {period}",
        unit=names.short_unit(row.fact.unit_id, day),
        now=revision_text(row, measure, hidden=False),
        by=row.recorded_by.display_name,
        at=row.recorded_at,
    )
