"""The figures that a table draws on: a lookup by slot that chooses vintage, decision and basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of a figure: its kind and text."""

    kind: str
    text: str


class Known(NamedTuple):
    """A figure as known on the report's day: the value or the marker, and where it is recorded."""

    slot: Slot
    number: Number | None
    marker: str = ""
    vintage: int = 0
    decision: str = ""
    decided_on: dt.date | None = None
    basis: str = "original"
    footnotes: tuple[Footnote, ...] = ()
    fact: int = 0
    revision: int = 0
    revision_number: int = 1
    population: int | None = None
    source: str = ""


@dataclass(frozen=True)
class IndicatorFacts:
    """What the pivot must know of an indicator."""

    code: str
    name: str
    aggregation: str
    direction: str = "neutral"
    measure: str = "count"
    decimals: int = 0
    formula: str = ""
    kind: str = "goal"
    id: int = 0
    unit: str = ""
    is_group: bool = False

    @property
    def is_money(self) -> bool:
        """Whether its figures are in tkr and follow the table's unit of money."""
        return self.measure == "tkr"

    @property
    def better(self) -> str | None:
        """Whether a higher or a lower value is better; None where neither is. Near zero counts as higher: a result."""
        if self.direction == "neutral":
            return None
        return "lower" if self.direction == "down" else "higher"


@dataclass
class FigureSet:
    """All figures fetched for one or more tables."""

    figures: dict[Slot, list[Known]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Known]) -> FigureSet:
        """A lookup of the figures."""
        result = cls()
        for figure in known:
            result.figures.setdefault(figure.slot, []).append(figure)
        return result

    def find(self, slot: Slot, where: Coordinates, period: ReportPeriod) -> Known | None:
        """The figure in the slot with the vintage, decision and basis asked for (by default original and latest)."""
        candidates = self.figures.get(slot)
        if not candidates:
            return None
        for basis in where.basis or ("original",):
            chosen = _latest(_wanted(candidates, where, period, basis))
            if chosen:
                return chosen
        return None


def _wanted(candidates: list[Known], where: Coordinates, period: ReportPeriod, basis: str) -> list[Known]:
    vintage, decision = where.vintage or "latest", where.decision or "latest"
    wanted = 0 if vintage == "latest" else period.vintage if vintage == "report" else int(vintage.replace("-", ""))
    return [
        figure
        for figure in candidates
        if figure.basis == basis
        and (not wanted or figure.vintage in (0, wanted))
        and (decision == "latest" or figure.decision == decision)
    ]


def _latest(candidates: list[Known]) -> Known | None:
    """The one of the latest forecast or decision; a budget without a decision is older than any decided one.

    One that was cleared under a later decision says nothing: what was decided before it holds again.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    standing = [each for each in candidates if each.marker != Marker.CLEARED] or candidates
    return max(standing, key=lambda f: (f.vintage, f.decided_on or dt.date.min, f.decision))
