"""The act of recording, and its rows in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from indicators.checks import Subject
from indicators.models import (
    Fact,
    FigureFootnote,
    FigureRevision,
    RecordingBatch,
    RecordingFinding,
    SourceDocument,
)
from indicators.models.choices import Source
from indicators.recording_entries import FactKey, Finding, Recorded
from vss_portal import clock
from vss_portal.models import User
from vss_portal.prepared import PreparedInsert

LONGEST_LABEL = 200
LONGEST_FINDING = 500

_BATCH, _REVISION = PreparedInsert(RecordingBatch), PreparedInsert(FigureRevision)


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who records, by which way, and when; `dated` acts happened on a day of their own (print, example data).

    `notes`: errors are kept as findings instead of refusing. `may_unlock`: closed periods take a figure with a reason.
    """

    by: User
    source: str
    label: str
    document: SourceDocument | None = None
    moment: dt.datetime
    dated: bool = False
    file_hash: str = ""
    notes: bool = False
    may_unlock: bool = False

    @property
    def today(self) -> dt.date:
        """The day that the act happens on."""
        return timezone.localtime(self.moment).date() if self.dated else clock.today()


@dataclass
class Planned:
    """An entry beside what stands: its place in the batch, and its state `new`, `changed` or `unchanged`."""

    at: int
    subject: Subject
    fact: Fact | None
    latest: FigureRevision | None
    state: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def key(self) -> FactKey:
        """What the figure is about."""
        return self.subject.key

    @property
    def says_something(self) -> bool:
        """Whether there is anything to record."""
        return self.state != "unchanged"

    @property
    def latest_number(self) -> int:
        """The number of the revision that it follows on, 0 where it is the first."""
        return self.latest.number if self.latest else 0


def write(planned: Sequence[Planned], act: Act, organisation: int) -> list[Recorded]:
    """Save what says something; a batch that says nothing new leaves no row at all."""
    fresh = [item for item in planned if item.says_something]
    revisions: dict[FactKey, FigureRevision] = {}
    facts = {item.key: item.fact for item in planned if item.fact}
    if fresh:
        batch = _batch(act, organisation)
        if unknown := [item for item in fresh if item.fact is None]:
            facts.update(_make_facts(unknown))
        # Everybody writes in the same order, so that two batches never wait for each other.
        fresh.sort(key=lambda item: facts[item.key].pk)
        made = _saved([_revision(item, facts[item.key], act, batch) for item in fresh])
        revisions = {item.key: revision for item, revision in zip(fresh, made, strict=True)}
        if footnotes := _footnotes(fresh, revisions):
            FigureFootnote.objects.bulk_create(footnotes)
        if findings := _findings(fresh, revisions):
            RecordingFinding.objects.bulk_create(findings)
    return list(_answers(planned, facts, revisions))


def _saved(revisions: list[FigureRevision]) -> list[FigureRevision]:
    """All of them in one query; a single one, as a box of a page gives, in one that was put together before."""
    return [_REVISION.save(revisions[0])] if len(revisions) == 1 else FigureRevision.objects.bulk_create(revisions)


def _answers(
    planned: Iterable[Planned], facts: dict[FactKey, Fact], revisions: dict[FactKey, FigureRevision]
) -> Iterator[Recorded]:
    for item in planned:
        revision = revisions.get(item.key) or item.subject.standing
        if revision is not None:
            yield Recorded(item.subject.entry, facts[item.key], revision, item.state, tuple(item.findings))


def _batch(act: Act, organisation: int) -> RecordingBatch:
    cut = act.label if len(act.label) <= LONGEST_LABEL else act.label[: LONGEST_LABEL - 1] + "…"
    return _BATCH.save(
        RecordingBatch(
            organisation_id=organisation,
            source=act.source,
            label=cut,
            file_hash=act.file_hash,
            document=act.document,
            recorded_at=act.moment,
            recorded_by=act.by,
        )
    )


def _make_facts(items: Iterable[Planned]) -> dict[FactKey, Fact]:
    ordered = sorted(items, key=lambda item: item.key)
    made = Fact.objects.bulk_create([_fact(item) for item in ordered])
    return {item.key: fact for item, fact in zip(ordered, made, strict=True)}


def _fact(item: Planned) -> Fact:
    key = item.key
    return Fact(
        indicator=item.subject.indicator,
        unit=item.subject.unit,
        breakdown=item.subject.breakdown,
        scenario=key.scenario,
        vintage=key.vintage,
        decision_id=key.decision or None,
        year=key.year,
        month=key.month,
        span=key.span,
        basis=key.basis,
    )


def _revision(item: Planned, fact: Fact, act: Act, batch: RecordingBatch) -> FigureRevision:
    entry, number = item.subject.entry, item.subject.entry.number
    # The demo lives one day over and over: its clock may be behind what was recorded on it before.
    moment = max(act.moment, item.latest.recorded_at) if item.latest else act.moment
    return FigureRevision(
        fact=fact,
        number=item.latest_number + 1,
        scaled=number.scaled if number else None,
        decimals=number.decimals if number else None,
        marker=entry.marker,
        population=entry.population,
        measured_from=entry.measured_from,
        measured_to=entry.measured_to,
        already_published=act.source == Source.DOCUMENT,
        footnote_count=len(entry.footnotes),
        source=act.source,
        source_note=entry.source_note,
        reason=entry.reason,
        batch=batch,
        recorded_at=moment,
        recorded_by=act.by,
    )


def _footnotes(items: Iterable[Planned], revisions: dict[FactKey, FigureRevision]) -> list[FigureFootnote]:
    return [
        FigureFootnote(revision=revisions[item.key], kind=kind, text=text)
        for item in items
        for kind, text in item.subject.entry.footnotes
    ]


def _findings(items: Iterable[Planned], revisions: dict[FactKey, FigureRevision]) -> list[RecordingFinding]:
    return [
        RecordingFinding(
            revision=revisions[item.key], code=found.code, level=found.level, text=found.message[:LONGEST_FINDING]
        )
        for item in items
        for found in item.findings
    ]
