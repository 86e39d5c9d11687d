"""Everything that was recorded about one fact, as plain data for its page.

Nobody sees past the latest value that they may see, and a value that is withheld hides all numbers before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.access import visible_to
from indicators.history import basis_word, revision_text
from indicators.models import Fact, FigureRevision, IndicatorDefinition, RecordingFinding
from indicators.models.choices import FindingLevel
from indicators.naming import last_day, part_name
from indicators.rights import rights_of
from indicators.shown import hidden_before, shown_kind, shown_period, shown_source
from vss_portal.dates import long_date, short_date

MARKS = {FindingLevel.ERROR: "error", FindingLevel.WARNING: "warning", FindingLevel.NOTICE: "info"}


@dataclass(frozen=True)
class Noticed:
    """What a check noticed when the value was recorded: the mark, its word, the sentence."""

    mark: str
    word: str
    text: str


@dataclass(frozen=True)
class Recording:
    """One recorded value with everything that was said about it."""

    number: int
    text: str
    reason: str
    by: str
    at: dt.datetime
    source: str
    is_example: bool
    population: int | None
    measured: str
    footnotes: Sequence[tuple[str, str]]
    noticed: Sequence[Noticed]


@dataclass(frozen=True)
class FactHistory:
    """A fact in words, and its recordings, the latest first; `hides` says that numbers of it aren't shown."""

    fact: Fact
    name: str
    unit: str
    part: str
    kind: str
    period: str
    measure: str
    recordings: Sequence[Recording]
    latest: FigureRevision
    hides: bool

    @property
    def current(self) -> Recording:
        """The value that stands."""
        return self.recordings[0]

    @property
    def title(self) -> str:
        """The fact on one line: `Total sjukfrånvaro, jan–aug 2024`."""
        return f"{self.name}, {self.period}"


def fact_history(user: Any, key: int) -> FactHistory:
    """The fact and its recordings; the person is known to see it. Six queries, and the unit tree."""
    fact = (
        Fact.objects.select_related("indicator__organisation", "unit", "breakdown__set", "decision")
        .prefetch_related("indicator__definitions")
        .get(pk=key)
    )
    seen = visible_to(FigureRevision.objects.filter(fact=key), user).get()
    rows = FigureRevision.objects.filter(fact=key, number__lte=seen.number).order_by("-number")
    told = list(rows.select_related("recorded_by", "batch__document").prefetch_related("footnotes", "findings"))
    day = last_day(fact)
    definition = fact.indicator.definition_on(day)
    measure = definition.unit_of_measure if definition else ""
    last_hidden = hidden_before((row.number, row.marker) for row in told)
    decided = f", beslutad {short_date(fact.decision.decided_on)}" if fact.decision else ""
    return FactHistory(
        fact=fact,
        name=_name(definition, fact),
        unit=rights_of(user).tree.name_on(fact.unit.code, day),
        part=part_name(fact.breakdown.code, fact.breakdown.name),
        kind=shown_kind(fact.scenario, fact.vintage) + decided + basis_word(fact.basis),
        period=shown_period(fact.span, fact.year, fact.month),
        measure=measure,
        recordings=[_recording(row, measure, hidden=row.number <= last_hidden) for row in told],
        latest=told[0],
        hides=told[0].number == last_hidden,
    )


def _name(definition: IndicatorDefinition | None, fact: Fact) -> str:
    return definition.name if definition else fact.indicator.code


def _recording(row: FigureRevision, measure: str, *, hidden: bool) -> Recording:
    document = row.batch.document
    return Recording(
        number=row.number,
        text=revision_text(row, measure, hidden=hidden),
        reason=row.reason,
        by=row.recorded_by.display_name,
        at=row.recorded_at,
        source=shown_source(row.source, document.title if document else "", row.source_note),
        is_example=row.is_example,
        population=None if hidden else row.population,
        measured=_measured(row),
        footnotes=[(note.get_kind_display(), note.text) for note in row.footnotes.all()],
        # The sentences hold the number that isn't shown.
        noticed=[] if hidden else [_noticed(found) for found in row.findings.all()],
    )


def _noticed(found: RecordingFinding) -> Noticed:
    level = FindingLevel(found.level)
    return Noticed(MARKS[level], str(level.label), found.text)


def _measured(row: FigureRevision) -> str:
    if row.measured_from and row.measured_to:
        return f"{long_date(row.measured_from)} till {long_date(row.measured_to)}"
    if row.measured_from:
        return f"från {long_date(row.measured_from)}"
    return f"till och med {long_date(row.measured_to)}" if row.measured_to else ""
