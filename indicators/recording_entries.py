"""What is given to be recorded, what is answered, and what is said when it can't be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from indicators.models import Breakdown, Decision, Fact, FigureRevision, Indicator, Unit
from indicators.models.choices import FindingLevel, MarkerChoice, Scenario, SpanChoice
from indicators.models.figures import ORIGINAL
from indicators.numbers import Number, format_number
from vss_portal.dates import clock_time, long_date

EMPTY = "tomt"
_SPANS = frozenset(SpanChoice.values)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One figure as it is given: what it is about, and a number or a marker that says why there is none.

    The number is in the indicator's unit (money: tkr) with the decimals that it was reported with. `breakdown` None is
    the total. `seen` is the number of the revision that the person had before their eyes: 0 where they saw none, None
    where nobody looked. `place` names the row or field in messages ("rad 14").
    """

    indicator: Indicator
    unit: Unit
    year: int
    month: int
    span: str
    breakdown: Breakdown | None = None
    scenario: str = Scenario.OUTCOME
    vintage: int = 0
    decision: Decision | None = None
    basis: str = ORIGINAL
    number: Number | None = None
    marker: str = ""
    footnotes: tuple[tuple[str, str], ...] = ()
    population: int | None = None
    measured_from: dt.date | None = None
    measured_to: dt.date | None = None
    source_note: str = ""
    note_counts: bool = False
    reason: str = ""
    seen: int | None = None
    place: str = ""


class FactKey(NamedTuple):
    """What a figure is about, in ids; `decision` is 0 where there is none."""

    indicator: int
    unit: int
    breakdown: int
    scenario: str
    vintage: int
    decision: int
    year: int
    month: int
    span: str
    basis: str

    @classmethod
    def of_fact(cls, fact: Fact) -> FactKey:
        """The key of a stored fact."""
        return cls(
            fact.indicator_id,
            fact.unit_id,
            fact.breakdown_id,
            fact.scenario,
            fact.vintage,
            fact.decision_id or 0,
            fact.year,
            fact.month,
            fact.span,
            fact.basis,
        )

    @classmethod
    def of_entry(cls, entry: Entry, total: int) -> FactKey:
        """The key that an entry asks for; `total` is the id of the breakdown that stands for the whole."""
        return cls(
            entry.indicator.pk,
            entry.unit.pk,
            entry.breakdown.pk if entry.breakdown else total,
            str(entry.scenario),
            entry.vintage,
            entry.decision.pk if entry.decision else 0,
            entry.year,
            entry.month,
            str(entry.span),
            entry.basis,
        )


@dataclass(frozen=True)
class Finding:
    """Something that a check noticed about a figure, with the numbers in the sentence."""

    code: str
    level: FindingLevel
    message: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One reason why nothing was saved: where, which rule (`code`), and a Swedish sentence or two for the person."""

    place: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True, kw_only=True)
class StaleFigure(Problem):
    """Somebody else recorded the same figure in between; both values are shown, and one of them is to be chosen.

    `stands` and `given` are the two as they are written; `number` is the revision that stands, to be sent as `seen`.
    """

    stands: str
    given: str
    number: int
    recorded_by: str
    recorded_at: dt.datetime


class RecordingRefused(Exception):
    """Nothing was saved; `problems` holds everything that was wrong, in the order of the entries."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Recorded:
    """What became of an entry: `new` (the fact's first revision), `changed` (its next) or `unchanged` (none made).

    `findings` are those that were saved with the revision.
    """

    entry: Entry
    fact: Fact
    revision: FigureRevision
    state: str
    findings: tuple[Finding, ...] = ()


def written(number: Number | None, marker: str) -> str:
    """A value or a marker as it is written in a message: `12,4`, `Ingen uppgift`; `tomt` where it was emptied."""
    if number is not None:
        return format_number(number)
    if marker == MarkerChoice.CLEARED:
        return EMPTY
    return str(MarkerChoice(marker).label) if marker in MarkerChoice.values else marker


def number_of(revision: FigureRevision) -> Number | None:
    """The revision's number with its decimals, or None where it has a marker."""
    if revision.scaled is None or revision.decimals is None:
        return None
    return Number(revision.scaled, revision.decimals)


def stands_now(revision: FigureRevision | None) -> str:
    """The last sentence of a refusal: what holds until further notice."""
    if revision is None or revision.marker == MarkerChoice.CLEARED:
        return "Inget är sparat."
    shown = written(number_of(revision), revision.marker)
    return f"Det tidigare värdet {shown} står kvar." if not revision.marker else f"”{shown}” står kvar."


def moment_in_words(moment: dt.datetime, today: dt.date) -> str:
    """A moment as a message tells it: `kl. 09.41` today, else `5 september 2024 kl. 09.41`."""
    local = timezone.localtime(moment)
    clock = f"kl. {clock_time(local)}"
    return clock if local.date() == today else f"{long_date(local.date())} {clock}"


def wrong_order(latest: dt.datetime, given: dt.datetime) -> str:
    """Why something that became known earlier can't be recorded after what became known later."""
    known, late = (long_date(timezone.localtime(at).date()) for at in (latest, given))
    return (
        f"Uppgiften har redan ett värde som blev känt {known}; ett från {late} kan inte komma efter det."
        " Läs in dokumenten i tidsordning."
    )


def span_known(span: str) -> bool:
    """Whether the span is one that the database knows."""
    return span in _SPANS
