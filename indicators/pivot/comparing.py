"""The four ways in which a cell about the time before a change of the organisation is shown.

- absent: a dash, whether or not something was known
- predecessor: the units that stand for the unit then, added up once each, with a footnote; a dash where that can't be
  derived (a unit that was divided)
- restated: only what was recorded as restated to the organisation of the day
- as_was: the unit's own figure as it was, and the break told in a footnote

Who has chosen none of them, and a cell whose template says what it compares with, are untouched.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indicators.spans import Month
from vss_portal.dates import long_date

ABSENT, PREDECESSOR, RESTATED, AS_WAS = "absent", "predecessor", "restated", "as_was"
# Where several changes lie between the figure and the table, the most cautious of their ways holds.
CAUTION = (ABSENT, RESTATED, PREDECESSOR, AS_WAS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way of a unit for figures from before the day; `told` says what changed on it."""

    unit: str
    day: dt.date
    way: str
    told: str = ""

    @property
    def basis(self) -> str:
        """The basis of figures restated to the organisation of the day."""
        return f"restated:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Compared:
    """What holds for one cell: the way, the day of the restated organisation, and the footnote."""

    way: str
    basis: str
    note: str

    @property
    def lacking(self) -> str:
        """The footnote of a dash."""
        return f"inte {self.note}" if self.way == RESTATED else self.note


class Ways:
    """The choices that hold for a table, by unit. Empty: everything is shown as it always was."""

    def __init__(self, chosen: Iterable[Chosen] = ()) -> None:
        self._by_unit: dict[str, list[Chosen]] = defaultdict(list)
        for each in sorted(chosen, key=lambda choice: choice.day):
            self._by_unit[each.unit].append(each)

    def __bool__(self) -> bool:
        return bool(self._by_unit)

    def __contains__(self, unit: str) -> bool:
        return unit in self._by_unit

    def __iter__(self) -> Iterator[Chosen]:
        return (each for choices in self._by_unit.values() for each in choices)

    def of(self, unit: str, figure_day: dt.date, table_day: dt.date) -> Compared | None:
        """What holds for a figure of the unit at `figure_day` in a table about `table_day`; None where nothing does."""
        between = [each for each in self._by_unit.get(unit, ()) if figure_day < each.day <= table_day]
        if not between:
            return None
        way = next(way for way in CAUTION if any(each.way == way for each in between))
        last = next(each for each in reversed(between) if each.way == way)
        return Compared(way, last.basis, self._note(way, between, last.day))

    def within(self, unit: str, first_day: dt.date, figure_day: dt.date, table_day: dt.date) -> Chosen | None:
        """The latest change of the unit inside the stretch that a figure covers: it begins in one organisation and ends
        in another. None where nothing changed inside it."""
        inside = [each for each in self._by_unit.get(unit, ()) if first_day < each.day <= min(figure_day, table_day)]
        return inside[-1] if inside else None

    def _note(self, way: str, between: list[Chosen], day: dt.date) -> str:
        told = " ".join(dict.fromkeys(each.told for each in between if each.told)).rstrip(".")
        starts = {
            ABSENT: "jämförs inte",
            PREDECESSOR: "kan inte jämföras",
            RESTATED: f"omräknat till organisationen den {long_date(day)}",
            AS_WAS: "brott i serien",
        }
        return f"{starts[way]}: {told}" if told and way != RESTATED else starts[way]


def broken(change: Chosen) -> str:
    """The footnote of a figure whose stretch of time has the change inside it."""
    told = change.told.rstrip(".")
    return f"perioden har ett brott: {told}" if told else f"perioden har ett brott den {long_date(change.day)}"


def first_day(year: int) -> dt.date:
    """The first day of an accumulation or a full year."""
    return dt.date(year, 1, 1)


def figure_day(year: int, month: int) -> dt.date:
    """The last day that a figure of the month (13: closing entries, as December) tells of."""
    return Month(year, min(month, 12)).last_day
