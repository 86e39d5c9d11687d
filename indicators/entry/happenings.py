"""What was said and done around an area's figures of a month, fetched together."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, BooleanField, CharField, DateField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from indicators.entry.areas import Area
from indicators.entry.bridging import Version
from indicators.models import (
    AreaClearing,
    ClearingStep,
    Comment,
    CorrectionRequest,
    DeviationBridge,
    DeviationItem,
    ExplainedFigure,
    PeriodException,
    ReportingOccasion,
)
from indicators.rights import Rights
from indicators.spans import Month
from vss_portal.editions import REFERENCE
from vss_portal.models import Edition
from vss_portal.prepared import Prepared

_TEXT = CharField(max_length=1000)


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
    unit and part. `edition` is the reference data's, as it stood when all this was read.
    """

    steps: Sequence[Step] = ()
    exceptions: Sequence[Step] = ()
    requests: Sequence[Step] = ()
    explained: dict[int, str] = field(default_factory=dict)
    explained_at: dict[int, dt.datetime] = field(default_factory=dict)
    earlier: dict[tuple[int, int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int, int], int] = field(default_factory=dict)
    edition: str = ""
    #: What the area's deviation from budget consists of, as it was last told in the year up to the month.
    told: Version | None = None


def happenings_of(
    area: Area, rights: Rights, at: Month, occasion: ReportingOccasion | None, *, deviating: bool = False
) -> Happenings:
    """All of it for one area, the deviation from budget only where that is asked for: one query."""
    keys = [rights.tree.unit(code).pk for code in area.units]
    before = at - 1
    rows = (_AROUND_AND_DEVIATING if deviating else _AROUND).rows(
        area=area.pk,
        occasion=occasion.pk if occasion else 0,
        units=keys,
        year=at.year,
        month=at.month,
        year_before=before.year,
        month_before=before.month,
    )
    said: dict[str, list[Step]] = defaultdict(list)
    for _, row in _in_order(rows):
        said[row.kind].append(row)
    return Happenings(
        said["step"],
        said["exception"],
        said["request"],
        explained={row.fact: row.reason for row in said["explained"] if row.month == at.month},
        explained_at={row.fact: row.at for row in said["explained"] if row.month == at.month},
        earlier={row.about: row.reason for row in said["explained"] if row.month != at.month},
        comments=dict(Counter(row.about for row in said["comment"])),
        edition="".join(row.word for row in said["edition"]),
        told=_version(said["bridge"]),
    )


def _version(rows: Sequence[Step]) -> Version | None:
    """The latest version among deviation items, each with its month, the version's number and its place (-1: none)."""
    newest = max(((row.month, row.fact) for row in rows), default=None)
    if newest is None:
        return None
    items = [
        DeviationItem(order=row.about[0], amount=row.number, cause=row.reason, lasting=row.as_deputy, text=row.word)
        for row in sorted(rows, key=lambda row: row.about)
        if (row.month, row.fact) == newest and row.about[0] >= 0
    ]
    return Version(*newest, items)


def steps_of(occasion: ReportingOccasion) -> list[tuple[int, Step]]:
    """The steps and exceptions of all areas of an occasion, each with its unit: one query."""
    return _in_order(_together(*_steps(Q(occasion=occasion))))


def _in_order(rows: Iterable[tuple[Any, ...]]) -> list[tuple[int, Step]]:
    """What was said with its unit, by key and not by moment: the demo lives one day over and over."""
    return [(row[1], _step(*row[1:])) for row in sorted(rows, key=lambda row: row[0])]


def _around(area: int, occasion: int, units: Sequence[int], **at: int) -> QuerySet[Any, Any]:
    """Everything that was said around an area's month, and the edition of the reference data that it was said in."""
    return _together(*_steps(Q(unit=area, occasion=occasion)), *_told(units, **at), _edition())


def _around_and_deviating(area: int, occasion: int, units: Sequence[int], **at: int) -> QuerySet[Any, Any]:
    around = (*_steps(Q(unit=area, occasion=occasion)), *_told(units, **at), _edition())
    return _together(*around, _deviating(area, at["year"], at["month"]))


def _deviating(area: int, year: int, month: int) -> QuerySet[Any, Any]:
    """The deviation items of the year's versions, and a row for a version without any."""
    number, nothing = BigIntegerField(), Value("", output_field=_TEXT)
    item = {
        "word": Coalesce(Cast(F("items__text"), _TEXT), nothing),
        "why": Coalesce(Cast(F("items__cause"), _TEXT), nothing),
        "counted": Coalesce(F("items__amount"), Value(0), output_field=number),
        "deputy": Coalesce(F("items__lasting"), Value(False), output_field=BooleanField()),
        "indicator_key": Coalesce(Cast(F("items__order"), number), Value(-1), output_field=number),
        "fact_key": Cast(F("number"), number),
        "month_then": Cast(F("month"), number),
    }
    return _columns(DeviationBridge.objects.filter(unit=area, year=year, month__lte=month), "bridge", **item)


def _together(*parts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:], all=True)


def _steps(where: Q) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    steps = {"word": F("step"), "counted": F("last_revision"), "deputy": F("as_deputy")}
    return (
        _columns(AreaClearing.objects.filter(where), "step", **steps),
        _columns(PeriodException.objects.filter(where), "exception", day=F("until")),
    )


def _told(
    units: Sequence[int], year: int, month: int, year_before: int, month_before: int
) -> tuple[QuerySet[Any, Any], ...]:
    where = Q(unit__in=units, year=year, month=month)
    about = {"indicator_key": F("indicator_id"), "part": F("breakdown_id")}
    asked = CorrectionRequest.objects.filter(where, answer__isnull=True)
    months = Q(explanation__year=year, explanation__month=month)
    months |= Q(explanation__year=year_before, explanation__month=month_before)
    return (
        _columns(asked, "request", **about),
        _columns(Comment.objects.filter(where), "comment", why=F("text"), **about),
        _explained(ExplainedFigure.objects.filter(months, fact__unit__in=units)),
    )


def _explained(rows: QuerySet[ExplainedFigure]) -> QuerySet[Any, Any]:
    about = {"indicator_key": F("fact__indicator_id"), "part": F("fact__breakdown_id"), "fact_key": F("fact_id")}
    told = {"why": F("explanation__text"), "month_then": Cast(F("explanation__month"), BigIntegerField())}
    said = {"said_by": F("explanation__by__display_name"), "moment": F("explanation__at")}
    return _columns(rows, "explained", unit_key=F("fact__unit_id"), **about, **told, **said)


def _edition() -> QuerySet[Any, Any]:
    nobody = {"said_by": Value("", output_field=_TEXT), "unit_key": Cast(Value(0), BigIntegerField())}
    never = Cast(Value(None), DateTimeField())
    rows = Edition.objects.filter(name=REFERENCE)
    return _columns(rows, "edition", word=F("token"), why=Value("", output_field=_TEXT), moment=never, **nobody)


def _columns(rows: QuerySet[Any, Any], kind: str, **own: Any) -> QuerySet[Any, Any]:
    """A kind's rows with the columns that all kinds share."""
    number, text = BigIntegerField(), _TEXT
    usual: dict[str, Any] = {
        "kind": Value(kind, output_field=text),
        "word": Value("", output_field=text),
        "why": Cast(F("reason"), text) if "why" not in own else None,
        "counted": Cast(Value(0), number),
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


_AROUND = Prepared(_around)
_AROUND_AND_DEVIATING = Prepared(_around_and_deviating)
