"""What others saved in a table while somebody has it open: read out of what is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from indicators.entry.changes import BY_PEOPLE
from indicators.entry.lines import Cell
from indicators.entry.reading import AreaMonth
from indicators.models import FigureRevision
from indicators.pivot.figures import FigureSet
from vss_portal.dates import clock_time

FIELDS = (
    "fact__indicator",
    "fact__unit",
    "fact__breakdown",
    "fact",
    "pk",
    "recorded_by__display_name",
    "recorded_at",
)
#: More than a table holds; an import of a year's months may be longer, and the latest are what one meets.
MOST = 500


@dataclass(frozen=True)
class Written:
    """The latest that somebody else recorded of a fact; `key` is the row's, as forms name it."""

    key: str
    fact: int
    revision: int
    by: str
    at: dt.datetime


def newest_of(figures: FigureSet) -> int:
    """The newest revision among the figures that a page was made of; 0 where there are none."""
    return max((known.revision for found in figures.figures.values() for known in found), default=0)


def written_after(month: AreaMonth, revision: int, user: Any) -> dict[int, Written]:
    """What others recorded in the area's units of the year and later, by the fact: one query."""
    units = [month.catalogue.units[code] for code in month.area.units]
    rows = FigureRevision.objects.filter(
        pk__gt=revision, source__in=BY_PEOPLE, fact__unit__in=units, fact__year__gte=month.at.year
    ).exclude(recorded_by=user.pk)
    latest = list(rows.order_by("-pk").values_list(*FIELDS)[:MOST])
    found = (Written(f"{row[0]}-{row[1]}-{row[2]}", *row[3:]) for row in reversed(latest))
    return {written.fact: written for written in found}


@dataclass(frozen=True)
class Told:
    """What is told at a row about a box (or what stands where there is none)."""

    name: str
    key: str
    text: str


def told(written: Mapping[int, Written], cells: Iterable[tuple[str, Cell, str]]) -> list[Told]:
    """One sentence a cell that somebody else wrote in; the cells come with their row's key and their column's words."""
    return [
        Told(cell.name, key, _sentence(written[cell.fact], cell, column))
        for key, cell, column in cells
        if cell.fact in written
    ]


def _sentence(written: Written, cell: Cell, column: str) -> str:
    did = f"skrev {cell.text}" if cell.text else "tömde rutan"
    return " ".join(
        filter(
            None,
            (written.by, did, f"i {column}" if column else "", f"kl. {clock_time(timezone.localtime(written.at))}"),
        )
    )
