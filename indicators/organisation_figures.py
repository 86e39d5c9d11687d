"""Which figures tell of a unit after a day: they stand in the way of ending it before them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from indicators.models import Fact, FigureRevision, Unit
from indicators.models.choices import MarkerChoice, SpanChoice
from indicators.models.figures import ORIGINAL
from indicators.spans import Month, span_label

MOST_TOLD = 5
# A cleared cell says nothing, and "did not exist" is what a figure after the end should say.
VOID = (MarkerChoice.CLEARED, MarkerChoice.NOT_EXISTING)


def figures_after(unit: Unit, last_day: dt.date) -> str:
    """The unit's own outcomes of periods that begin after the day, in a line of words; empty where there are none.

    A year or an accumulation that the day lies within is left alone: it tells of the time before as well.
    """
    facts = [fact for fact in _candidates(unit, last_day) if _first_day(fact) > last_day]
    told = [
        f"{fact.indicator.name_on(Month(fact.year, fact.month).last_day)} "
        f"({span_label(fact.span, Month(fact.year, fact.month))})"
        for fact in facts[:MOST_TOLD]
    ]
    more = [f"och {len(facts) - MOST_TOLD} till"] if len(facts) > MOST_TOLD else []
    return " ".join([", ".join(told), *more])


def _candidates(unit: Unit, last_day: dt.date) -> QuerySet[Fact]:
    telling = FigureRevision.objects.current().outcomes().for_unit(unit).exclude(marker__in=VOID)
    later = Q(year__gt=last_day.year) | Q(year=last_day.year, month__gte=last_day.month)
    facts = Fact.objects.filter(later, basis=ORIGINAL, pk__in=telling.values("fact"))
    ordered = facts.order_by("year", "month", "indicator__order", "pk")
    return ordered.select_related("indicator").prefetch_related("indicator__definitions")


def _first_day(fact: Fact) -> dt.date:
    last = Month(fact.year, fact.month).last_day
    starts = {SpanChoice.MONTH: last.replace(day=1), SpanChoice.POINT: last, SpanChoice.PROJECT: dt.date.min}
    return starts.get(SpanChoice(fact.span), dt.date(fact.year, 1, 1))
