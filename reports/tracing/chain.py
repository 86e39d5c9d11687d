"""The chain of a figure: what it means, its target and the decision behind it, its sources and its earlier values."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from indicators.models import Fact, FigureRevision, TargetRevision
from indicators.models.choices import MarkerChoice
from indicators.numbers import Number, format_number
from indicators.spans import Month
from reports.adopting.freeze import frozen_items
from reports.approval.composed import Composed
from reports.approval.content import Item
from reports.models import FrozenReport
from vss_portal.dates import MONTHS, long_date

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


@dataclass(frozen=True, slots=True)
class Chain:
    """A figure in the report with everything behind it; `shown` is the recording that the report shows."""

    label: str
    value: str
    indicator: str
    definition: str
    unit: str
    period: str
    target: str
    decision: str
    shown: Recorded
    earlier: list[Recorded] = field(default_factory=list)
    later: list[Recorded] = field(default_factory=list)


def shown_items(now: Composed) -> list[Item]:
    """What the report shows: of an adopted one what was frozen."""
    return frozen_items(now.frozen[-1]) if now.report_thing.adopted else now.report_thing.items


def goal_items_told(now: Composed, code: str) -> list[Item]:
    """What a goal shows: as approved, where it has been approved, else as it is now."""
    goal = now.goal(code)
    thing = now.goal_thing(goal) if goal else None
    if thing is None:
        return []
    return thing.kept.of(thing.last_approval) if thing.last_approval else thing.items


def figures_of(items: Iterable[Item]) -> list[Item]:
    """The figures among the items, each once, and those that computed ones are made of."""
    found: dict[int, Item] = {}
    for item in items:
        if item.fact:
            found.setdefault(item.fact, item)
        for fact, revision in item.behind:
            part = replace(item, label=f"{item.label}, ingående värde", value="", fact=fact, revision=revision)
            found.setdefault(fact, part)
    return list(found.values())


def sample(frozen: FrozenReport, count: int, seed: int) -> list[Item]:
    """A random sample of the figures of an adopted version; the same seed draws the same."""
    items = {item.fact: item for item in frozen_items(frozen) if item.fact and item.revision}
    facts = sorted(items)
    drawn = random.Random(seed).sample(facts, min(count, len(facts)))  # noqa: S311 - a sample, no secret
    return [items[fact] for fact in drawn]


def chains(items: Iterable[Item]) -> list[Chain]:
    """The chain of each figure, in the order given."""
    wanted = [item for item in items if item.fact and item.revision]
    rows = FigureRevision.objects.filter(fact__in={item.fact for item in wanted})
    by_fact: dict[int, list[FigureRevision]] = {}
    related = ("recorded_by", "batch__document", "fact__indicator", "fact__unit", "fact__breakdown")
    for row in rows.select_related(*related).order_by("fact", "number"):
        by_fact.setdefault(row.fact_id, []).append(row)
    return [_chain(item, by_fact[item.fact]) for item in wanted if item.fact in by_fact]


def _chain(item: Item, revisions: list[FigureRevision]) -> Chain:
    shown = next((row for row in revisions if row.pk == item.revision), revisions[-1])
    fact = shown.fact
    day = Month(fact.year, fact.month).last_day
    definition = fact.indicator.definition_on(day)
    target, decision = _target(shown)
    hides = any(row.marker == MarkerChoice.WITHHELD for row in revisions)
    name = definition.name if definition else fact.indicator.code
    return Chain(
        label=_label(item.label, name),
        value=item.value or _recorded(shown, hides).value,
        indicator=name,
        definition=definition.definition if definition else "",
        unit=_unit_name(fact, day),
        period=_period(fact),
        target=target,
        decision=decision,
        shown=_recorded(shown, hides),
        earlier=[_recorded(row, hides) for row in revisions if row.number < shown.number],
        later=[_recorded(row, hides) for row in revisions if row.number > shown.number],
    )


def _label(label: str, name: str) -> str:
    """What the report calls the figure; with the indicator where that is only a part's name, as Kvinnor."""
    shown = label.lstrip("-")
    return shown if name.casefold() in shown.casefold() else f"{name}: {shown}"


def _unit_name(fact: Fact, day: dt.date) -> str:
    names = fact.unit.names.filter(valid_from__lte=day).order_by("-valid_from")
    newest = names.first()
    return newest.name if newest else fact.unit.code


def _period(fact: Fact) -> str:
    """helår 2023, ackumulerat augusti 2024, per den 31 augusti 2024."""
    day = Month(fact.year, fact.month).last_day
    if fact.span == "full_year":
        return f"{fact.get_span_display()} {fact.year}"
    if fact.span == "point":
        return f"{fact.get_span_display()} {long_date(day)}"
    return f"{fact.get_span_display()} {MONTHS[fact.month - 1]} {fact.year}"


def _target(shown: FigureRevision) -> tuple[str, str]:
    fact = shown.fact
    found = TargetRevision.objects.filter(
        target__indicator=fact.indicator_id,
        target__unit=fact.unit_id,
        target__breakdown=fact.breakdown_id,
        target__year=fact.year,
    )
    latest = found.select_related("decision").order_by("-number").first()
    if latest is None:
        return "", ""
    decision = latest.decision
    return latest.text, f"{decision.title}, {decision.decided_on}" if decision else ""


def _recorded(row: FigureRevision, hides: bool) -> Recorded:
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
