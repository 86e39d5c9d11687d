"""The chain of a figure: what it means, its target and the decision behind it, its sources and its earlier values."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.aggregation import Aggregation
from indicators.models import Fact, FigureRevision, TargetRevision
from indicators.numbers import Number, format_number
from indicators.pivot.coordinates import TOTAL
from indicators.shown import hidden_before, shown_kind, shown_period
from indicators.spans import Month
from reports.adopting.freeze import frozen_items
from reports.approval.composed import Composed
from reports.approval.content import Item
from reports.models import FrozenReport
from vss_portal import clock
from vss_portal.dates import MONTHS, clock_time, long_date

HIDDEN = "Får inte visas"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording of the figure."""

    number: int
    value: str
    by: str
    at: dt.datetime
    way: str
    source: str
    reason: str

    @property
    def origin(self) -> str:
        """Out of what, when and by whom it was recorded: the same for all that came in one file."""
        at = clock.local(self.at)
        out_of = ": ".join(filter(None, (self.way, self.source)))
        return f"{out_of}, {long_date(at.date())} kl. {clock_time(at)}, {self.by}"


@dataclass(frozen=True, slots=True)
class Chain:
    """A figure in the report with everything behind it; `shown` is the recording that the report shows.

    `part` is the breakdown where it isn't the whole, `kind` outcome, budget or forecast; `period` is told in full,
    `when` in few words. `adds` is the number where the indicator's months are added up.
    """

    fact: int
    label: str
    value: str
    adds: Number | None
    indicator: str
    definition: str
    unit: str
    part: str
    kind: str
    period: str
    when: str
    target: str
    decision: str
    shown: Recorded
    earlier: list[Recorded] = field(default_factory=list)
    later: list[Recorded] = field(default_factory=list)

    @property
    def about(self) -> str:
        """Verksamhetsstöd och service, kvinnor, utfall."""
        return ", ".join(filter(None, (self.unit, self.part, self.kind)))


def shown_items(now: Composed) -> list[Item]:
    """What the report shows: of an adopted one what was frozen."""
    return frozen_items(now.frozen[-1]) if now.adopted else now.report_thing.items


def goal_items_told(now: Composed, code: str) -> list[Item]:
    """What a goal shows: as approved, where it has been approved, else as it is now."""
    goal = now.goal(code)
    thing = now.goal_thing(goal) if goal else None
    if thing is None:
        return []
    return thing.kept.of(thing.last_approval) if thing.last_approval else thing.items


def sample(frozen: FrozenReport, count: int, seed: int) -> list[Item]:
    """A random sample of what an adopted version shows, recorded or computed; the same seed draws the same."""
    shown = (item for item in frozen_items(frozen) if item.value and (item.revision or item.behind))
    items = {(item.fact, item.behind): item for item in shown}
    places = sorted(items)
    drawn = random.Random(seed).sample(places, min(count, len(places)))  # noqa: S311 - a sample, no secret
    return [items[place] for place in drawn]


def chains(items: Iterable[Item], known_at: dt.datetime | None = None) -> dict[int, Chain]:
    """The chain of each recorded figure by its fact, in the order given, with the target known at the moment."""
    wanted = {item.fact: item for item in items if item.fact and item.revision}
    rows = FigureRevision.objects.filter(fact__in=wanted)
    by_fact: dict[int, list[FigureRevision]] = {}
    related = ("recorded_by", "batch__document", "fact__indicator", "fact__unit", "fact__breakdown")
    named = ("fact__indicator__definitions", "fact__unit__names")
    for row in rows.select_related(*related).prefetch_related(*named).order_by("fact", "number"):
        by_fact.setdefault(row.fact_id, []).append(row)
    facts = [found[0].fact for found in by_fact.values()]
    targets = _targets(facts, known_at)
    return {pk: _chain(item, by_fact[pk], targets) for pk, item in wanted.items() if pk in by_fact}


Targets = dict[tuple[int, int, int, int], TargetRevision]


def _targets(facts: Iterable[Fact], known_at: dt.datetime | None) -> Targets:
    """The newest target of each indicator, unit, part and year: one query."""
    found = TargetRevision.objects.filter(target__indicator__in={fact.indicator_id for fact in facts})
    if known_at:
        found = found.filter(recorded_at__lte=known_at)
    rows = found.select_related("decision", "target").order_by("number")
    return {(t.indicator_id, t.unit_id, t.breakdown_id, t.year): row for row in rows for t in [row.target]}


def _chain(item: Item, revisions: list[FigureRevision], targets: Targets) -> Chain:
    shown = next((row for row in revisions if row.pk == item.revision), revisions[-1])
    fact = shown.fact
    day = Month(fact.year, fact.month).last_day
    definition = fact.indicator.definition_on(day)
    target = targets.get((fact.indicator_id, fact.unit_id, fact.breakdown_id, fact.year))
    hidden = hidden_before((row.number, row.marker) for row in revisions)
    told = {row.number: _recorded(row, hides=row.number < hidden) for row in revisions}
    name = definition.name if definition else fact.indicator.code
    return Chain(
        fact=fact.pk,
        label=_label(item.label, name),
        value=item.value or told[shown.number].value,
        adds=_added(shown) if shown.number >= hidden else None,
        indicator=name,
        definition=definition.definition if definition else "",
        unit=_unit_name(fact, day),
        part="" if fact.breakdown.code == TOTAL else fact.breakdown.name.lower(),
        kind=shown_kind(fact.scenario, fact.vintage),
        period=_period(fact),
        when=shown_period(fact.span, fact.year, fact.month),
        target=target.text if target else "",
        decision=_decision(target),
        shown=told[shown.number],
        earlier=[each for number, each in told.items() if number < shown.number],
        later=[each for number, each in told.items() if number > shown.number],
    )


def _label(label: str, name: str) -> str:
    """What the report calls the figure; with the indicator where that is only a part's name, as Kvinnor."""
    shown = label.lstrip("-")
    return shown if name.casefold() in shown.casefold() else f"{name}: {shown}"


def _unit_name(fact: Fact, day: dt.date) -> str:
    names = [row for row in fact.unit.names.all() if row.valid_from <= day]
    return max(names, key=lambda row: row.valid_from).name if names else fact.unit.code


def _added(row: FigureRevision) -> Number | None:
    months = row.fact.span == "month" and row.fact.indicator.aggregation == Aggregation.SUM
    return Number(row.scaled, row.decimals) if months and row.scaled is not None and row.decimals is not None else None


def _period(fact: Fact) -> str:
    """helår 2023, ackumulerat augusti 2024, per den 31 augusti 2024."""
    day = Month(fact.year, fact.month).last_day
    if fact.span == "full_year":
        return f"{fact.get_span_display()} {fact.year}"
    if fact.span == "point":
        return f"{fact.get_span_display()} {long_date(day)}"
    return f"{fact.get_span_display()} {MONTHS[fact.month - 1]} {fact.year}"


def _decision(target: TargetRevision | None) -> str:
    """The decision behind the target, with its day."""
    decision = target.decision if target else None
    return f"{decision.title}, {long_date(decision.decided_on)}" if decision else ""


def _recorded(row: FigureRevision, *, hides: bool) -> Recorded:
    value = HIDDEN if hides else _value(row)
    at, by = row.recorded_at, row.recorded_by.display_name
    return Recorded(row.number, value, by, at, _way(row), row.source_note, row.reason)


def _way(row: FigureRevision) -> str:
    """By which way it came in, and out of what: the printed document, or the file or form that it was part of."""
    batch = row.batch
    out_of = (batch.document.title if batch.document else batch.label) if batch else ""
    return f"{row.get_source_display()} ({out_of})" if out_of else row.get_source_display()


def _value(row: FigureRevision) -> str:
    if row.scaled is None or row.decimals is None:
        return str(row.get_marker_display())
    return format_number(Number(row.scaled, row.decimals))
