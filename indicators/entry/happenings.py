"""What was said and done around an area's figures of a month, fetched together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from indicators.entry.areas import Area
from indicators.models import (
    AreaClearing,
    Comment,
    CorrectionRequest,
    ExplainedFigure,
    PeriodException,
    ReportingOccasion,
)
from indicators.rights import Rights
from indicators.spans import Month


@dataclass(frozen=True)
class Happenings:
    """Clearing steps in order, exceptions, open requests, explanations and counts of comments.

    `explained` holds the latest explanation of a fact, by its key; `earlier` those of the month before, by indicator,
    unit and part.
    """

    steps: Sequence[AreaClearing] = ()
    exceptions: Sequence[PeriodException] = ()
    requests: Sequence[CorrectionRequest] = ()
    explained: dict[int, str] = field(default_factory=dict)
    earlier: dict[tuple[int, int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int, int], int] = field(default_factory=dict)


def happenings_of(area: Area, rights: Rights, at: Month, occasion: ReportingOccasion | None) -> Happenings:
    """All of it for one area: five queries."""
    keys = [rights.tree.unit(code).pk for code in area.units]
    explained, earlier = _explanations(keys, at)
    steps = AreaClearing.objects.filter(unit=area.pk, occasion=occasion).select_related("by").order_by("pk")
    requests = CorrectionRequest.objects.filter(unit__in=keys, year=at.year, month=at.month, answer__isnull=True)
    return Happenings(
        steps=list(steps) if occasion else (),
        exceptions=list(PeriodException.objects.filter(unit=area.pk, occasion=occasion)) if occasion else (),
        requests=list(requests.select_related("by")),
        explained=explained,
        earlier=earlier,
        comments=_comments(keys, at),
    )


def _explanations(units: Sequence[int], at: Month) -> tuple[dict[int, str], dict[tuple[int, int, int], str]]:
    before = at - 1
    now = Q(explanation__year=at.year, explanation__month=at.month)
    then = Q(explanation__year=before.year, explanation__month=before.month)
    rows = ExplainedFigure.objects.filter(now | then, fact__unit__in=units).order_by("pk")
    wanted = ("fact", "fact__indicator", "fact__unit", "fact__breakdown", "explanation__month", "explanation__text")
    explained: dict[int, str] = {}
    earlier: dict[tuple[int, int, int], str] = {}
    for fact, indicator, unit, breakdown, month, text in rows.values_list(*wanted):
        if month == at.month:
            explained[fact] = text
        else:
            earlier[indicator, unit, breakdown] = text
    return explained, earlier


def _comments(units: Sequence[int], at: Month) -> dict[tuple[int, int, int], int]:
    rows = Comment.objects.filter(unit__in=units, year=at.year, month=at.month)
    counted = rows.values_list("indicator", "unit", "breakdown").annotate(Count("pk")).order_by("indicator")
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for indicator, unit, breakdown, count in counted:
        found[indicator, unit, breakdown] = count
    return found
