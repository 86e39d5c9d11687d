"""Frames among the rows of a budget: what is given from above, the room that is left, and what the parts add up to.

A frame is entered in boxes of its own, as any other row. What is read beneath it is worked out of what stands. Nothing
here is fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from indicators.entry.plan import Row
from indicators.models.choices import DirectionChoice, Scenario
from indicators.numbers import Number, difference, format_number, total
from indicators.pivot.coordinates import Coordinates

if TYPE_CHECKING:
    from indicators.entry.years import YearSheet

#: What frames are given for.
MONEY = ("net_result", "costs", "revenues", "inv_net")
HEADING = "Ram och summa"
FRAME_END = "-ram"


@dataclass(frozen=True)
class FrameRow(Row):
    """The frame of a row: the same indicator, unit and part, given from above."""

    @property
    def key(self) -> str:
        """The row's name in forms: that of its row, with an ending."""
        return super().key + FRAME_END

    @property
    def is_computed(self) -> bool:
        """A frame is given, also where its indicator is computed."""
        return False


@dataclass(frozen=True, slots=True)
class Compared:
    """What one year says of a row: the frame, the area's own figure, the sum of its parts, the differences.

    `room` is what is better than the frame with plus: frame less costs, result less frame (of the sum of the parts
    where there is no figure). `gap` is figure less sum. In the indicator's unit.
    """

    year: int
    frame: str
    figure: str
    parts: str
    room: str
    gap: str


#: The lines that are read under a frame: the end of their keys, their words, and what they show.
READ = (
    ("kvar", "Utrymme till ramen", "room"),
    ("delar", "Summan av delarna", "parts"),
    ("skillnad", "Budget minus delarna", "gap"),
)


def frame_rows(rows: Iterable[Row], area: str) -> list[FrameRow]:
    """The frames that may be given to an area: of its own rows of money, in their order."""
    own = [row for row in rows if row.unit == area and row.indicator.code in MONEY]
    return [FrameRow(**{each.name: getattr(row, each.name) for each in fields(Row)}) for row in own]


def scenario_of(row: Row, scenario: str) -> str:
    """What is shown of the row in a column of the scenario; a frame stands beside no forecast."""
    if not isinstance(row, FrameRow):
        return scenario
    return "" if scenario == Scenario.FORECAST else Scenario.FRAME


def counted_parts(sheet: YearSheet, row: Row) -> tuple[list[str], list[str]]:
    """The parts of the area that the row has a budget or plan of, and the names of those that it has none of."""
    day = sheet.month.at.last_day
    tree = sheet.month.areas.rights.tree
    ahead = [(column.year, column.scenario) for column in sheet.columns if column.is_box]
    having: list[str] = []
    lacking: list[str] = []
    for part in tree.parts_on(sheet.month.area.code, day):
        if any(_number(sheet, row, part, year, scenario) is not None for year, scenario in ahead):
            having.append(part)
        else:
            lacking.append(tree.name_on(part, day, short=True))
    return having, lacking


def compared(sheet: YearSheet, row: Row, parts: Collection[str]) -> list[Compared]:
    """The budget and plan years of a row beside those of its parts; an empty text where nothing is known.

    A year in which one of the parts is missing has no sum.
    """
    return [_compared(sheet, row, parts, column.year, column.scenario) for column in sheet.columns if column.is_box]


def _compared(sheet: YearSheet, row: Row, parts: Collection[str], year: int, scenario: str) -> Compared:
    numbers = [_number(sheet, row, part, year, scenario) for part in parts]
    known = [number for number in numbers if number is not None]
    added = total(known) if known and len(known) == len(numbers) else None
    area = sheet.month.area.code
    figure, frame = (_number(sheet, row, area, year, which) for which in (scenario, Scenario.FRAME))
    held = figure if figure is not None else added
    more_is_better = row.indicator.direction == DirectionChoice.UP
    room = _difference(held, frame) if more_is_better else _difference(frame, held)
    return Compared(year, _told(frame), _told(figure), _told(added), room, _difference(figure, added))


def _number(sheet: YearSheet, row: Row, unit: str, year: int, scenario: str) -> Number | None:
    where = Coordinates(
        row.indicator.code, unit, row.breakdown.code, scenario=scenario, fixed_year=year, month=12, span="year"
    )
    found = sheet.month.lookup.find(where)
    return found.number if found else None


def _told(number: Number | None) -> str:
    return format_number(number) if number is not None else ""


def _difference(minuend: Number | None, subtrahend: Number | None) -> str:
    if minuend is None or subtrahend is None:
        return ""
    return format_number(difference(minuend, subtrahend), sign=True)
