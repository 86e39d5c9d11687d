"""What is checked about a figure before it is recorded, each check a function of the figure and what surrounds it.

A check says nothing, or gives findings with a code, a level and a Swedish sentence with the numbers in it. An error
refuses what a person gives; in figures from print it stays as a finding, for print is kept as it was printed. The
checks look nothing up: all that they need is fetched before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import cached_property

from indicators.models import TOTAL, Breakdown, FigureRevision, Indicator, IndicatorDefinition, ReportingOccasion, Unit
from indicators.models.choices import (
    AggregationChoice,
    FindingLevel,
    IndicatorKind,
    MarkerChoice,
    Measure,
    OccasionKind,
    Scenario,
    SpanChoice,
)
from indicators.models.figures import ORIGINAL
from indicators.numbers import Number, format_number
from indicators.recording_entries import Entry, FactKey, Finding
from indicators.spans import Month, long_span_label
from vss_portal.dates import long_date


@dataclass(frozen=True)
class Subject:
    """The figure that is checked, with everything that it refers to and the revision that it would follow on."""

    entry: Entry
    key: FactKey
    indicator: Indicator
    unit: Unit
    breakdown: Breakdown
    standing: FigureRevision | None = None

    @property
    def is_correction(self) -> bool:
        """Whether something was already said about the figure."""
        void = (MarkerChoice.CLEARED, MarkerChoice.NOT_REPORTED)
        return self.standing is not None and self.standing.marker not in void

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """The first and last day that the figure is about; a project's first day is any day before."""
        key = self.key
        last = Month(key.year, key.month).last_day
        match key.span:
            case SpanChoice.MONTH:
                return last.replace(day=1), last
            case SpanChoice.POINT:
                return last, last
            case SpanChoice.PROJECT:
                return dt.date.min, last
            case _:
                return dt.date(key.year, 1, 1), last

    @property
    def when(self) -> str:
        """The period as a sentence says it: "2019", "i oktober 2023", "den 31 augusti 2021"."""
        at = Month(self.key.year, self.key.month)
        match self.key.span:
            case SpanChoice.FULL_YEAR:
                return str(at.year)
            case SpanChoice.MONTH:
                return f"i {at.long_label}"
            case SpanChoice.POINT:
                return f"den {long_date(at.last_day)}"
            case SpanChoice.PROJECT:
                return f"till och med {at.long_label}"
            case _:
                return f"under {long_span_label(self.key.span, at)}"

    @cached_property
    def definition(self) -> IndicatorDefinition | None:
        """The indicator's definition on the period's last day."""
        return self.indicator.definition_on(self.period[1])

    @property
    def name(self) -> str:
        """The indicator's name on the period's last day."""
        return self.definition.name if self.definition else self.indicator.code


@dataclass(frozen=True)
class Surroundings:
    """What a figure is compared with.

    `values` are the numbers and markers that hold once the batch is recorded, `given` the keys that the batch holds,
    `changed` those of them that differ from what stood. `occasions` are by year. `locks` says whether a closed period
    refuses (a person's act), `may_unlock` whether the person may record in it with a reason.
    """

    today: dt.date
    values: Mapping[FactKey, Number | str] = field(default_factory=dict)
    given: AbstractSet[FactKey] = frozenset()
    changed: AbstractSet[FactKey] = frozenset()
    occasions: Mapping[int, Sequence[ReportingOccasion]] = field(default_factory=dict)
    parts: Mapping[int, Sequence[Breakdown]] = field(default_factory=dict)
    total: int = 0
    by_code: Mapping[str, Indicator] = field(default_factory=dict)
    locks: bool = True
    may_unlock: bool = False
    already_public: bool = False


Check = Callable[[Subject, Surroundings], Iterator[Finding]]


def unit_existed(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A unit has values of the time that it existed; what was carried or restated to it is another matter.

    That a value is missing may be said of any time: it is just what a unit that didn't exist has.
    """
    first, last = subject.period
    unit = subject.unit
    if subject.key.basis != ORIGINAL or subject.entry.number is None:
        return
    if unit.valid_from > last:
        when = f"enheten finns från {long_date(unit.valid_from)}"
    elif unit.valid_to is not None and unit.valid_to < first:
        when = f"enheten fanns till och med {long_date(unit.valid_to)}"
    else:
        return
    message = f"{unit.name_on(last)} fanns inte {subject.when}; {when}. Välj en annan enhet eller period."
    yield Finding("unit-not-existing", FindingLevel.ERROR, message)


def period_open(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A closed period takes no more figures, but from who may unlock it and says why.

    A budget that was decided after its occasion closed is a new figure of its own and may come in.
    """
    occasions = occasions_of(subject, around)
    locked = bool(occasions) and all(occasion.is_locked_on(around.today) for occasion in occasions)
    if not around.locks or not locked:
        return
    closing = max(occasions, key=_closing_day)
    told = f"{_occasion_in_words(closing)} stängdes {long_date(_closing_day(closing))}"
    told += f" av {closing.closed_by}." if closing.closed_by else "."
    if not around.may_unlock:
        told += " Du kan begära en rättelse med nytt värde och orsak."
        yield Finding("period-closed", FindingLevel.ERROR, told)
    elif not subject.entry.reason.strip():
        yield Finding("reason-missing", FindingLevel.ERROR, f"{told} Skriv en orsak; den sparas med värdet.")


def period_begun(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Nothing has come out of a month that hasn't begun: the year is mistyped, or it is no outcome.

    What is measured once a year may be known before the year's end, so that a full year, and the entries that close
    it, need their year begun only. Print says nothing of what is to come.
    """
    key = subject.key
    if key.scenario != Scenario.OUTCOME or subject.entry.number is None or around.already_public:
        return
    of_the_year = key.span == SpanChoice.FULL_YEAR or key.month > 12
    first = dt.date(key.year, 1 if of_the_year else key.month, 1)
    if first > around.today:
        message = (
            f"{subject.name} kan inte ha ett utfall för {_span_in_words(key)}: i dag är det {long_date(around.today)}."
            " Kontrollera år och månad, eller välj prognos eller budget."
        )
        yield Finding("not-begun", FindingLevel.ERROR, message)


def correction_has_reason(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """While its occasion is open a figure is changed freely; after that, or without occasion, a reason is due."""
    if not around.locks or not subject.is_correction or subject.entry.reason.strip():
        return
    if not occasions_of(subject, around):
        message = "Ett värde som redan är registrerat rättas med en orsak. Skriv varför; orsaken sparas med värdet."
        yield Finding("reason-missing", FindingLevel.ERROR, message)


def occasions_of(subject: Subject, around: Surroundings) -> list[ReportingOccasion]:
    """The occasions that decide whether the figure is open.

    An outcome's are those of its month (closing entries: December), a forecast's those of the month that it was made
    in, a budget's and a frame's the budget of the year. A plan has none: each new budget opens the same years again.
    """
    key = subject.key
    if key.scenario in (Scenario.BUDGET, Scenario.FRAME):
        found = [row for row in around.occasions.get(key.year, ()) if row.kind == OccasionKind.BUDGET]
        decision = subject.entry.decision
        return [row for row in found if decision is None or decision.decided_on < row.locks_on]
    if key.scenario == Scenario.PLAN:
        return []
    year, month = divmod(key.vintage, 100) if key.scenario == Scenario.FORECAST else (key.year, min(key.month, 12))
    rows = around.occasions.get(year, ())
    return [row for row in rows if row.kind != OccasionKind.BUDGET and row.month == month]


def _closing_day(occasion: ReportingOccasion) -> dt.date:
    return timezone.localtime(occasion.closed_at).date() if occasion.closed_at else occasion.locks_on


def _occasion_in_words(occasion: ReportingOccasion) -> str:
    if occasion.kind == OccasionKind.BUDGET:
        return f"Budgeten för {occasion.year}"
    return Month(occasion.year, occasion.month).long_label.capitalize()


def within_scale(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A value lies within the scale that the indicator had then."""
    number, definition = subject.entry.number, subject.definition
    if number is None or definition is None:
        return
    lowest, highest = definition.scale_min, definition.scale_max
    if (lowest is None or number.fraction >= lowest) and (highest is None or number.fraction <= highest):
        return
    limits = _limits(lowest, highest)
    message = f"{number} ligger utanför skalan för {subject.name}, {limits}. Kontrollera talet."
    yield Finding("outside-scale", FindingLevel.ERROR, message)


def _limits(lowest: int | None, highest: int | None) -> str:
    if lowest is None:
        return f"högst {format_number(highest or 0)}"
    if highest is None:
        return f"lägst {format_number(lowest)}"
    return f"{format_number(lowest)} till {format_number(highest)}"


def breakdown_allowed(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """An indicator is divided only by the sets that it says."""
    if subject.breakdown.set.code == TOTAL:
        return
    sets = list(subject.indicator.breakdown_sets.all())
    if subject.breakdown.set_id in {row.pk for row in sets}:
        return
    divided = f"indelas efter {' och '.join(row.name.lower() for row in sets)}" if sets else "har bara en total"
    message = f"{subject.name} {divided}, inte efter {subject.breakdown.set.name.lower()}. Välj en annan del."
    yield Finding("breakdown-not-allowed", FindingLevel.ERROR, message)


_ACCUMULATED = {SpanChoice.YTD, SpanChoice.FULL_YEAR}
_SPANS: dict[str, set[SpanChoice]] = {
    AggregationChoice.SUM: {SpanChoice.MONTH, SpanChoice.PROJECT} | _ACCUMULATED,
    AggregationChoice.LAST: {SpanChoice.MONTH, SpanChoice.POINT},
    AggregationChoice.MEAN: {SpanChoice.MONTH} | _ACCUMULATED,
    AggregationChoice.REPORTED: {SpanChoice.MONTH} | _ACCUMULATED,
    AggregationChoice.ACCUMULATING: {SpanChoice.MONTH} | _ACCUMULATED,
    AggregationChoice.YEARLY: {SpanChoice.FULL_YEAR},
    AggregationChoice.FORMULA: set(SpanChoice),
}
_MEASURED = {
    AggregationChoice.LAST: "är ett läge vid en tidpunkt. Välj per den sista dagen, eller månaden.",
    AggregationChoice.YEARLY: "mäts en gång om året. Välj helår.",
}


def span_fits(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A level has no accumulation, a yearly measurement no months; closing entries belong to sums only."""
    aggregation = subject.indicator.aggregation
    closing = subject.key.month == 13 and aggregation not in (AggregationChoice.SUM, AggregationChoice.FORMULA)
    if subject.key.span in _SPANS[aggregation] and not closing:
        return
    advice = _MEASURED.get(AggregationChoice(aggregation), "följs per månad, för perioden från januari eller helår.")
    message = f"{subject.name} kan inte anges för {_span_in_words(subject.key)}: indikatorn {advice}"
    yield Finding("span-not-fitting", FindingLevel.ERROR, message)


def _span_in_words(key: FactKey) -> str:
    return long_span_label(key.span, Month(key.year, key.month))


def population_given(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A share or a mean of staff says how many people it is about, else it can't be shown when published."""
    entry = subject.entry
    about_people = subject.indicator.is_health or subject.indicator.kind == IndicatorKind.STAFF
    counts_people = subject.definition is not None and subject.definition.unit_of_measure == Measure.COUNT
    if not about_people or counts_people or entry.number is None or entry.population is not None:
        return
    if around.already_public or entry.scenario != Scenario.OUTCOME:
        return
    message = f"Underlaget (n) saknas för {subject.name}. Utan det visas värdet inte när en rapport blir offentlig."
    yield Finding("population-missing", FindingLevel.NOTICE, message)


FIGURE_CHECKS: tuple[Check, ...] = (
    unit_existed,
    period_open,
    period_begun,
    correction_has_reason,
    within_scale,
    breakdown_allowed,
    span_fits,
    population_given,
)
