"""How figures follow units from one organisation to the next. Pure, but for `load_tree` that fetches the units.

A figure belongs to the unit that existed then. There are four ways to show an older figure beside a later organisation:

1. The unit wasn't there: nothing is shown. `exists` says so, and `sources_for` gives kind `none` with the reason.
2. A predecessor is shown under its successor, with a footnote: `sources_for`, kind `predecessor`.
3. A figure restated to a later organisation is a fact of its own (basis `restated:DAY`) and asks nothing of the tree.
4. The figure is shown as it was, and the break is told: `series_breaks`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from indicators.organisation_tree import (
    MOVED_FROM,
    ONE_DAY,
    SUCCEEDED_BY,
    LinkRecord,
    UnitNameFrom,
    UnitRecord,
    UnitStructure,
    UnknownUnit,
)
from indicators.pivot.values import CarriedFrom
from vss_portal.dates import long_date

if TYPE_CHECKING:
    from indicators.models import Organisation, Unit

__all__ = ["Carried", "LinkRecord", "SeriesBreak", "UnitNameFrom", "UnitRecord", "UnitTree", "UnknownUnit", "load_tree"]

SAME, PREDECESSOR, SUM, NONE = "same", "predecessor", "sum", "none"

# Stands for what began from nothing or ended without anybody taking over.
_NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """The units whose figures at one day together make up a unit as it is on another day, each once.

    `kind`: `same` (the unit itself), `predecessor` (one other unit), `sum` (several), `none` (it can't be derived).
    `note` is a footnote, for `none` a sentence with the reason.
    """

    units: tuple[str, ...]
    kind: str
    note: str = ""

    def __bool__(self) -> bool:
        return self.kind != NONE


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """The first day from which a unit's figures can't be compared with earlier ones, and the sentence that says why."""

    day: dt.date
    text: str


class _NotDerivable(Exception):
    """Figures can't be carried; the message is the Swedish reason."""


class UnitTree(UnitStructure):
    """The units of an organisation and how their figures follow from day to day."""

    def __init__(self, units: Iterable[UnitRecord], links: Iterable[LinkRecord]) -> None:
        super().__init__(units, links)
        self._heirs: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        for link in self.links:
            if link.kind == SUCCEEDED_BY:
                self._heirs[link.unit].append((link.first, link.to))
            # What existed before was only moved; what didn't was broken out of the other unit.
            elif link.kind == MOVED_FROM and not self.exists(link.unit, link.first - ONE_DAY):
                self._heirs[link.to].append((link.first, link.unit))
        self._forebears: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        for unit in self.units:
            for day, heir in self._heirs_of(unit):
                self._forebears[heir].append((day, unit))
        self.sources_for = cache(self._sources_for)

    def carried(self, unit: str, wanted: dt.date, figure_day: dt.date) -> CarriedFrom | None:
        """What a table asks: the units behind the unit, with their footnote, or None where it can't be derived."""
        found = self.sources_for(unit, wanted, figure_day) if unit in self.units else None
        return CarriedFrom(found.units, found.note) if found else None

    def own_parts(self, unit: str, day: dt.date) -> tuple[str, ...]:
        """The units within a förvaltning or a VO that do something themselves on the day; their figures add up to it.

        Empty for a unit that does something itself: its figure isn't made of others.
        """
        if unit not in self.units or self.has_own(unit, day):
            return ()
        return tuple(self._ordered(self._own_within(unit, day)))

    def series_breaks(self, unit: str, first: dt.date, last: dt.date) -> list[SeriesBreak]:
        """The days after `first` up to `last` on which what the unit consists of changed. A new name is no break."""
        days = [day for day in self.days_between(first, last) if self._exists_around(unit, day)]
        told = ((day, " ".join(self._change_sentences(unit, day))) for day in days)
        return [SeriesBreak(day, text) for day, text in told if text]

    def _exists_around(self, unit: str, day: dt.date) -> bool:
        self.unit(unit)
        return self.exists(unit, day) or self.exists(unit, day - ONE_DAY)

    # Where a unit's own activity came from and went

    def _heirs_of(self, unit: str) -> list[tuple[dt.date, str]]:
        """Day and unit of each taking over. Who ended together with the unit above went where that one went."""
        last = self.units[unit].last
        if unit in self._heirs or last is None:
            return self._heirs.get(unit, [])
        parent = self.parent_on(unit, last)
        ended_together = parent is not None and self.units[parent].last == last
        return [heir for heir in self._heirs_of(parent) if heir[0] > last] if parent and ended_together else []

    def _forward(self, unit: str, first: dt.date, last: dt.date) -> set[str]:
        """The units of `last` that hold what the unit did on `first`; `_NOWHERE` for what ended."""
        heirs, end = self._heirs_of(unit), self.units[unit].last
        found = {unit} if self.exists(unit, last) else set()
        if end is not None and end < last and not any(end < day for day, _ in heirs):
            found.add(_NOWHERE)
        for day, heir in heirs:
            if first < day <= last:
                found |= self._forward(heir, day, last)
        return found

    def _backward(self, unit: str, last: dt.date, first: dt.date) -> set[str]:
        """The units of `first` that held what the unit does on `last`, or a part of it; `_NOWHERE` for what began."""
        forebears, start = self._forebears[unit], self.units[unit].first
        found = {unit} if self.exists(unit, first) else set()
        if first < start and not any(day <= start for day, _ in forebears):
            found.add(_NOWHERE)
        for day, forebear in forebears:
            if first < day <= last:
                found |= self._backward(forebear, day - ONE_DAY, first)
        return found

    def _trace(self, unit: str, start: dt.date, goal: dt.date) -> set[str]:
        return self._backward(unit, start, goal) if goal <= start else self._forward(unit, start, goal)

    def _own_within(self, unit: str, day: dt.date) -> set[str]:
        return {part for part in self.subtree_on(unit, day) if self.has_own(part, day)}

    # Which units stand for a unit of another day

    def _sources_for(self, unit: str, wanted_day: dt.date, figure_day: dt.date) -> Carried:
        """The units whose figures at `figure_day` make up the unit as it is on `wanted_day`, each unit's activity once.

        Nothing is invented: where a unit was divided, or holds more than what is asked for, the answer is kind `none`.
        """
        if not self.exists(unit, wanted_day):
            return Carried((), NONE, f"{self.name_on(unit, wanted_day)} fanns inte den {long_date(wanted_day)}.")
        within = set(self.subtree_on(unit, wanted_day))
        sources = {source for part in within for source in self._trace(part, wanted_day, figure_day)}
        sources = {source for source in sources if self.has_own(source, figure_day)}
        if not sources:
            return Carried((), NONE, self._absence(unit, figure_day))
        try:
            self._refuse_divided(sources, within, figure_day, wanted_day)
            units = self._cover(sources, unit, wanted_day, figure_day)
        except _NotDerivable as reason:
            return Carried((), NONE, str(reason))
        return self._described(units, unit, wanted_day, figure_day)

    def _refuse_divided(self, sources: set[str], within: set[str], figure_day: dt.date, wanted_day: dt.date) -> None:
        for source in self._ordered(sources):
            holders = self._trace(source, figure_day, wanted_day)
            if not holders <= within:
                name = self.name_on(source, figure_day)
                where = f"i {self._names(self._ordered(holders), wanted_day)}"
                partly = " och har delvis upphört" if _NOWHERE in holders else ""
                raise _NotDerivable(
                    f"Verksamheten i {name} {_on(figure_day)} finns {_on(wanted_day)} {where}{partly}. "
                    "Siffrorna kan inte fördelas."
                )

    def _cover(self, sources: set[str], unit: str, wanted_day: dt.date, day: dt.date) -> tuple[str, ...]:
        """The fewest units of the day that hold the sources, all of them and nothing else."""
        if self._own_within(unit, day) == sources and self.exists(unit, day):
            return (unit,)
        too_wide = set(self.ancestors_on(unit, wanted_day))
        picked: list[str] = []
        waiting = list(reversed(self.roots_on(day)))
        while waiting:
            top = waiting.pop()
            held = self._own_within(top, day)
            if held & sources and held <= sources and top not in too_wide:
                picked.append(top)
            elif top in sources:
                raise _NotDerivable(self._too_much(top, held - sources, unit, day))
            elif held & sources:
                waiting.extend(reversed(self.parts_on(top, day)))
        return tuple(picked)

    # In words

    def _described(self, units: tuple[str, ...], unit: str, wanted_day: dt.date, figure_day: dt.date) -> Carried:
        without = self._without(unit, wanted_day, figure_day)
        if units == (unit,):
            return Carried(units, SAME, without)
        names, whole = self._names(units, figure_day), self.name_on(unit, wanted_day)
        kind, start = (PREDECESSOR, f"avser {names}") if len(units) == 1 else (SUM, f"summan av {names}")
        joined = {self._joined(source, unit, figure_day, wanted_day) for source in units}
        day = joined.pop() if len(joined) == 1 else None
        where = f"som ingår i {whole} från {_since(day)}" if day else f"enligt organisationen {_on(wanted_day)}"
        return Carried(units, kind, ", ".join(part for part in (start, where, without) if part))

    def _joined(self, source: str, unit: str, figure_day: dt.date, wanted_day: dt.date) -> dt.date | None:
        """The first day on which all that the source did is within the unit; None where it was so all along."""
        for day in self.days_between(figure_day, wanted_day):
            if self.exists(unit, day) and self._forward(source, figure_day, day) <= set(self.subtree_on(unit, day)):
                return day
        return None

    def _without(self, unit: str, wanted_day: dt.date, figure_day: dt.date) -> str:
        """A footnote on parts of the unit that nothing of the figure's day stands for."""
        new = self._untraced(unit, wanted_day, figure_day)
        if not new:
            return ""
        later = figure_day < wanted_day
        days = {self.units[part].first if later else self.units[part].last for part in new}
        day = days.pop() if len(days) == 1 else None
        when = f" {_since(day)}" if day and later else f" efter {_since(day)}" if day else " senare" if later else ""
        return f"utan {self._names(new, wanted_day)}, som {'tillkom' if later else 'inte finns'}{when}"

    def _untraced(self, unit: str, wanted_day: dt.date, figure_day: dt.date) -> list[str]:
        """The topmost parts of the unit that nothing on the figure's day became, or came of."""
        found: list[str] = []
        waiting = list(reversed(self.parts_on(unit, wanted_day)))
        while waiting:
            part = waiting.pop()
            own = self._own_within(part, wanted_day)
            if own and all(self._trace(each, wanted_day, figure_day) == {_NOWHERE} for each in own):
                found.append(part)
            else:
                waiting.extend(reversed(self.parts_on(part, wanted_day)))
        return found

    def _absence(self, unit: str, day: dt.date) -> str:
        name = self.name_on(unit, day)
        if self.exists(unit, day):
            return f"{name} bestod den {long_date(day)} av andra delar än de som ingår nu."
        return f"{name} fanns inte den {long_date(day)}, och ingen annan enhet motsvarade den då."

    def _too_much(self, top: str, extra: set[str], unit: str, day: dt.date) -> str:
        more = self._names(self._ordered(extra), day)
        return (
            f"Siffrorna för {self.name_on(top, day)} den {long_date(day)} innehåller också {more}, "
            f"som inte hör till {self.name_on(unit, day)}. De kan inte räknas bort."
        )

    def _change_sentences(self, unit: str, day: dt.date) -> list[str]:
        """What came to the unit and what left it on the day."""
        before = day - ONE_DAY
        name, since = self.name_on(unit, day), long_date(day)
        if not self.exists(unit, day):
            heirs = self._ordered(self._forward(unit, before, day))
            went = f" och ingår i {self._names(heirs, day)}" if heirs else ""
            return [f"{name} finns inte längre från den {since}{went}."]
        here, there = set(self.subtree_on(unit, day)), self._own_within(unit, before)
        came = {source for part in here for source in self._backward(part, day, before)}
        sentences = [f"{new} tillkom den {since}." for new in self._all_names(self._untraced(unit, day, before), day)]
        if not self.exists(unit, before):
            sentences.insert(0, f"{name} bildades den {since}.")
        joined = [source for source in self._ordered(came - there) if self.has_own(source, before)]
        for source in joined:
            part = "" if self._forward(source, before, day) <= here else "En del av "
            sentences.append(f"{part}{self.name_on(source, before)} ingår i {name} från den {since}.")
        for source in self._ordered(there):
            holders = self._forward(source, before, day)
            if not holders <= here:
                part = "Delar av " if holders & here else ""
                sentences.append(f"{part}{self.name_on(source, before)} ingår från den {since} inte längre i {name}.")
        return sentences

    def _ordered(self, units: Iterable[str]) -> list[str]:
        chosen = set(units)
        return [code for code in self.units if code in chosen]

    def _all_names(self, units: Iterable[str], day: dt.date) -> list[str]:
        return [self.name_on(unit, day) for unit in units]

    def _names(self, units: Iterable[str], day: dt.date) -> str:
        names = self._all_names(units, day)
        return " och ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def load_tree(organisation: Organisation) -> UnitTree:
    """The units of an organisation with names and links: three queries."""
    from indicators.models import UnitLink

    links = UnitLink.objects.filter(unit__organisation=organisation)
    told = links.values_list("unit__code", "kind", "to__code", "valid_from", "valid_to")
    return tree_of(organisation.units.prefetch_related("names"), told)


def tree_of(units: Iterable[Unit], links: Iterable[tuple[Any, ...]]) -> UnitTree:
    """The tree of fetched units with their names, and of links as unit, kind, to, first and last day."""
    return UnitTree(
        [
            UnitRecord(
                code=unit.code,
                kind=unit.kind,
                first=unit.valid_from,
                last=unit.valid_to,
                order=unit.order,
                names=tuple(UnitNameFrom(row.valid_from, row.name, row.short) for row in unit.names.all()),
                pk=unit.pk,
            )
            for unit in units
        ],
        [LinkRecord(*row) for row in links],
    )


def _since(day: dt.date | None) -> str:
    """The year alone where something begins with it: "2019", else "den 1 oktober 2021"."""
    if day is None:
        return ""
    return str(day.year) if (day.month, day.day) == (1, 1) else _on(day)


def _on(day: dt.date) -> str:
    return f"den {long_date(day)}"
