"""Fetches what tables need in a constant number of queries, whatever the number of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from indicators.formulas import Formula
from indicators.models import (
    FigureFootnote,
    FigureRevision,
    Goal,
    GoalIndicator,
    Indicator,
    Organisation,
    TargetRevision,
    Unit,
)
from indicators.models.choices import MarkerChoice
from indicators.models.figures import RevisionQuerySet
from indicators.numbers import Number
from indicators.pivot.coordinates import Slot
from indicators.pivot.figures import FigureSet, Footnote, IndicatorFacts, Known
from indicators.targets import ParsedTarget, TargetKind

#: Indicator, unit, breakdown and year of a target.
TargetKey = tuple[str, str, str, int]

SLOT_FIELDS = (
    "fact__indicator__code",
    "fact__unit__code",
    "fact__breakdown__code",
    "fact__scenario",
    "fact__year",
    "fact__month",
    "fact__span",
)
VALUE_FIELDS = (
    "id",
    "number",
    "scaled",
    "decimals",
    "marker",
    "population",
    "source",
    "footnote_count",
    "fact_id",
    "fact__vintage",
    "fact__decision__code",
    "fact__decision__decided_on",
    "fact__basis",
)
_COUNT = VALUE_FIELDS.index("footnote_count")
#: For those who don't show them.
NO_FOOTNOTES: Mapping[int, tuple[Footnote, ...]] = {}


@dataclass(frozen=True)
class Wanted:
    """Which figures a set of tables can come to ask for; months None means every month."""

    indicators: Collection[str]
    units: Collection[str]
    years: Collection[int]
    months: Collection[int] | None = None
    spans: Collection[str] | None = None
    scenarios: Collection[str] | None = None


def indicator_facts(organisation: Organisation, day: dt.date) -> dict[str, IndicatorFacts]:
    """Every indicator of the organisation as defined on the day, by code (two queries)."""
    indicators = Indicator.objects.in_organisation(organisation).select_related("responsible_unit")
    rows = indicators.prefetch_related("definitions")
    return {
        row.code: facts_of_indicator(row, day, unit=row.responsible_unit.code if row.responsible_unit else "")
        for row in rows
    }


def facts_of_indicator(indicator: Indicator, day: dt.date, *, unit: str = "") -> IndicatorFacts:
    """What the pivot knows of an indicator, as defined on the day; no query where its definitions are fetched.

    `unit` is the code of the unit that answers for it, where somebody asks for that.
    """
    definition = indicator.definition_on(day)
    return IndicatorFacts(
        code=indicator.code,
        name=definition.name if definition else indicator.code,
        aggregation=indicator.aggregation,
        direction=indicator.direction,
        measure=definition.unit_of_measure if definition else "count",
        decimals=definition.decimals if definition else 0,
        formula=indicator.formula,
        kind=indicator.kind,
        id=indicator.pk,
        unit=unit,
        is_group=indicator.is_group,
    )


def with_formula_parts(codes: Iterable[str], indicators: dict[str, IndicatorFacts]) -> set[str]:
    """The codes and all that their formulas refer to, however deep."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code in found:
            continue
        found.add(code)
        facts = indicators.get(code)
        if facts and facts.formula:
            waiting.extend(reference.code for reference in Formula.parse(facts.formula).references())
    return found


def goals_of(organisation: Organisation, year: int) -> list[Goal]:
    """The goals of a year in printed order, with the rows of their indicator lists (three queries)."""
    rows = GoalIndicator.objects.select_related("indicator__responsible_unit", "unit").prefetch_related("breakdowns")
    goals = Goal.objects.in_year(organisation, year)
    return list(goals.prefetch_related(Prefetch("rows", rows.order_by("order"))))


def targets_of(organisation: Organisation, year: int, known_on: dt.date | None) -> dict[TargetKey, ParsedTarget]:
    """The targets of the year and its neighbours, as known on the day (None: now)."""
    revisions = TargetRevision.objects.as_of(known_on).filter(
        target__indicator__organisation=organisation, target__year__gte=year - 1, target__year__lte=year + 1
    )
    key = ("target__indicator__code", "target__unit__code", "target__breakdown__code", "target__year")
    rows = revisions.values_list(*key, "kind", "scaled", "decimals", "text")
    return {row[:4]: _target(*row[4:]) for row in rows}


def _target(kind: str, scaled: int | None, decimals: int | None, text: str) -> ParsedTarget:
    number = None if scaled is None or decimals is None else Number(scaled, decimals)
    return ParsedTarget(TargetKind(kind), number, text)


def gather(organisation: Organisation, wanted: Wanted, *, as_of: dt.date | None) -> FigureSet:
    """The figures known on the day (None: now), with their footnotes: four queries, and one more for an earlier day.

    A value that has been withheld since is withheld on every day: what protects somebody has no history.
    """
    narrowed = _narrowed(organisation, wanted)
    rows = list(narrowed.as_of(as_of).values_list(*VALUE_FIELDS, *SLOT_FIELDS))
    footnotes = footnotes_of(rows)
    figures = (known_of(row, footnotes) for row in rows)
    if as_of is None:
        return FigureSet.of(figures)
    hidden = set(narrowed.filter(marker=MarkerChoice.WITHHELD).current().values_list("fact_id", flat=True))
    return FigureSet.of(_withheld(each) if each.fact in hidden else each for each in figures)


def _withheld(figure: Known) -> Known:
    return figure._replace(number=None, marker=MarkerChoice.WITHHELD.value, population=None)


def _narrowed(organisation: Organisation, wanted: Wanted) -> RevisionQuerySet:
    """Asked for by ids, so that the index on indicator, unit and year serves; in no order, which nobody needs."""
    indicators = Indicator.objects.filter(organisation=organisation, code__in=wanted.indicators)
    units = Unit.objects.filter(organisation=organisation, code__in=wanted.units)
    narrowed = FigureRevision.objects.order_by().filter(
        fact__indicator__in=list(indicators.values_list("pk", flat=True)),
        fact__unit__in=list(units.values_list("pk", flat=True)),
        fact__year__in=wanted.years,
    )
    for name, values in (("month", wanted.months), ("span", wanted.spans), ("scenario", wanted.scenarios)):
        if values is not None:
            narrowed = narrowed.filter(**{f"fact__{name}__in": values})
    return narrowed


def footnotes_of(rows: Iterable[tuple]) -> dict[int, tuple[Footnote, ...]]:
    """The footnotes of fetched rows (VALUE_FIELDS first) by revision: one query, for those that have any."""
    found: dict[int, tuple[Footnote, ...]] = {}
    revisions = [row[0] for row in rows if row[_COUNT]]
    noted: QuerySet[FigureFootnote] = FigureFootnote.objects.filter(revision__in=revisions).order_by("id")
    for revision, kind, text in noted.values_list("revision_id", "kind", "text"):
        found[revision] = (*found.get(revision, ()), Footnote(kind, text))
    return found


def known_of(row: tuple, footnotes: Mapping[int, tuple[Footnote, ...]] = NO_FOOTNOTES) -> Known:
    """A fetched row (VALUE_FIELDS, SLOT_FIELDS) as a figure.

    Made field by field in Known's own order: thousands are made for a page, and names cost more than values.
    """
    pk, number, scaled, decimals, marker, population, source, _count, fact, vintage, decision, decided, basis = row[:13]
    exact = None if scaled is None else Number(scaled, decimals)
    notes = footnotes.get(pk, ())
    told = (vintage, decision or "", decided, basis, notes, fact, pk, number, population, source)
    return Known._make((Slot._make(row[13:]), exact, marker, *told))
