"""What was said and done around an area's figures of a month, fetched together."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, BooleanField, CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from indicators.entry.areas import Area
from indicators.models import (
    AreaClearing,
    ClearingStep,
    Comment,
    CorrectionRequest,
    ExplainedFigure,
    PeriodException,
    ReportingOccasion,
)
from indicators.rights import Rights
from indicators.spans import Month


@dataclass(frozen=True)
class Step:
    """A step of an area's clearing, an exception, or a request, as it was said.

    `number` is the newest revision at a step; `until` the last day of an exception; `about` the indicator, unit and
    part of a request, a comment or an explanation, `fact` what was explained, and `month` the month that it was in.
    """

    kind: str
    word: str
    reason: str
    by: str
    at: dt.datetime
    number: int = 0
    until: dt.date | None = None
    as_deputy: bool = False
    about: tuple[int, int, int] = (0, 0, 0)
    fact: int = 0
    month: int = 0

    @property
    def label(self) -> str:
        """The step's word on screen."""
        return str(ClearingStep(self.word).label) if self.word else ""


@dataclass(frozen=True)
class Happenings:
    """Clearing steps in order, exceptions, open requests, explanations and counts of comments.

    `explained` holds the latest explanation of a fact, by its key; `earlier` those of the month before, by indicator,
    unit and part.
    """

    steps: Sequence[Step] = ()
    exceptions: Sequence[Step] = ()
    requests: Sequence[Step] = ()
    explained: dict[int, str] = field(default_factory=dict)
    earlier: dict[tuple[int, int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int, int], int] = field(default_factory=dict)


def happenings_of(area: Area, rights: Rights, at: Month, occasion: ReportingOccasion | None) -> Happenings:
    """All of it for one area: one query."""
    keys = [rights.tree.unit(code).pk for code in area.units]
    said: dict[str, list[Step]] = defaultdict(list)
    for _, row in _said(keys, at, Q(unit=area.pk, occasion=occasion) if occasion else None):
        said[row.kind].append(row)
    return Happenings(
        said["step"],
        said["exception"],
        said["request"],
        explained={row.fact: row.reason for row in said["explained"] if row.month == at.month},
        earlier={row.about: row.reason for row in said["explained"] if row.month != at.month},
        comments=dict(Counter(row.about for row in said["comment"])),
    )


def steps_of(occasion: ReportingOccasion) -> list[tuple[int, Step]]:
    """The steps and exceptions of all areas of an occasion, each with its unit: one query."""
    return _said([], None, Q(occasion=occasion))


def _said(units: Sequence[int], at: Month | None, occasion: Q | None) -> list[tuple[int, Step]]:
    """Everything that was said, each with its unit, in the order that it was said within each kind: one query."""
    parts: list[QuerySet[Any, Any]] = []
    if occasion is not None:
        steps = {"word": F("step"), "number": F("last_revision"), "deputy": F("as_deputy")}
        parts.append(_columns(AreaClearing.objects.filter(occasion), "step", **steps))
        parts.append(_columns(PeriodException.objects.filter(occasion), "exception", day=F("until")))
    if at is not None:
        where = Q(unit__in=units, year=at.year, month=at.month)
        about = {"indicator_key": F("indicator_id"), "part": F("breakdown_id")}
        asked = CorrectionRequest.objects.filter(where, answer__isnull=True)
        parts.append(_columns(asked, "request", **about))
        parts.append(_columns(Comment.objects.filter(where), "comment", why=F("text"), **about))
        parts.append(_explained(units, at))
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    # By key, not by moment: the demo lives one day over and over.
    return [(row[1], _step(*row[1:])) for row in sorted(rows, key=lambda row: row[0])]


def _explained(units: Sequence[int], at: Month) -> QuerySet[Any, Any]:
    """What was explained in the month and in the one before."""
    before = at - 1
    now = Q(explanation__year=at.year, explanation__month=at.month)
    then = Q(explanation__year=before.year, explanation__month=before.month)
    about = {"indicator_key": F("fact__indicator_id"), "part": F("fact__breakdown_id"), "fact_key": F("fact_id")}
    told = {"why": F("explanation__text"), "month_then": Cast(F("explanation__month"), BigIntegerField())}
    who = {
        "unit_key": F("fact__unit_id"),
        "said_by": F("explanation__by__display_name"),
        "moment": F("explanation__at"),
    }
    return _columns(
        ExplainedFigure.objects.filter(now | then, fact__unit__in=units), "explained", **about, **told, **who
    )


def _columns(rows: QuerySet[Any, Any], kind: str, **own: Any) -> QuerySet[Any, Any]:
    """A kind's rows with the columns that all kinds share."""
    number, text = BigIntegerField(), CharField(max_length=1000)
    usual: dict[str, Any] = {
        "kind": Value(kind, output_field=text),
        "word": Value("", output_field=text),
        "why": Cast(F("reason"), text) if "why" not in own else None,
        "number": Cast(Value(0), number),
        "day": Cast(Value(None), DateField()),
        "deputy": Value(False, output_field=BooleanField()),
        "indicator_key": Cast(Value(0), number),
        "part": Cast(Value(0), number),
        "fact_key": Cast(Value(0), number),
        "month_then": Cast(Value(0), number),
    }
    said: dict[str, Any] = {} if "moment" in own else {"said_by": F("by__display_name"), "moment": F("at")}
    said |= {} if "unit_key" in own else {"unit_key": F("unit_id")}
    told = {name: value for name, value in {**usual, **said, **own}.items() if value is not None}
    given: QuerySet[Any, Any] = rows.order_by().annotate(**told)
    columns: QuerySet[Any, Any] = given.values_list("pk", "unit_key", "said_by", "moment", *usual)
    return columns


def _step(unit: int, by: str, at: dt.datetime, *told: Any) -> Step:
    kind, word, reason, number, until, deputy, indicator, part, fact, month = told
    return Step(kind, word, reason, by, at, number, until, bool(deputy), (indicator, unit, part), fact, month)
