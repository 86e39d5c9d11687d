"""What a chart is made of. Numbers are exact, labels are ready as they are to be printed."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

# A4 less its margins is 168 mm, 635 px: in print the picture is shown in its own size.
WIDTH = 640

_IDENT = re.compile(r"\A[a-z][a-z0-9-]*\Z")


@dataclass(frozen=True)
class Chart:
    """A finished chart: the picture, and in words what it shows."""

    svg: str
    alt: str


class Look(Enum):
    """How a series is drawn; told apart by filling and shape, not by colour alone."""

    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    BUDGET = "budget"
    FORECAST = "forecast"
    WOMEN = "women"
    MEN = "men"


@dataclass(frozen=True)
class Value:
    """A number and how it is printed: ``Value(Decimal("-1.1"), "−1,1")``; a marker has none: ``Value(None, "IU")``."""

    number: Decimal | None
    text: str


@dataclass(frozen=True)
class Series:
    """What one kind of bar means: ``Series("Utfall jan–aug 2024", Look.THIS_YEAR)``."""

    name: str
    look: Look


@dataclass(frozen=True)
class Row:
    """One unit or category with a value for each series, in their order."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class _Named:
    """``ident`` is unique on its page and starts the picture's ids; ``title`` says the subject, not the verdict."""

    ident: str
    title: str

    def __post_init__(self) -> None:
        if not _IDENT.match(self.ident):
            raise ValueError(f"”{self.ident}” duger inte som id: a–z först, sedan a–z, siffror, bindestreck.")


@dataclass(frozen=True)
class BarChart(_Named):
    """Units or categories compared in one unit of measure. Raises ``ValueError`` where a row lacks a series' value."""

    unit: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        for row in self.rows:
            if len(row.values) != len(self.series):
                raise ValueError(f"{row.label} har {len(row.values)} värden för {len(self.series)} serier.")


@dataclass(frozen=True)
class Line:
    """One series over time; ``values`` one for each of the chart's moments, without number where it wasn't measured."""

    name: str
    look: Look
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Target:
    """What is aimed at: a dashed line (``low`` and ``high`` the same) or a band between two; ``text`` says it.

    An open end (``None``) reaches to the edge of the picture: ``Target(None, Decimal("6.0"), "Mål ≤6,0")``.
    """

    low: Decimal | None
    high: Decimal | None
    text: str


@dataclass(frozen=True)
class Break:
    """From moment number ``at`` (from 0) the figures were measured in another way; ``note`` says how in few words.

    ``lines`` are the numbers of the lines that are cut, none: all of them. ``told`` says more to who listens.
    """

    at: int
    note: str
    lines: tuple[int, ...] = ()
    told: str = ""


@dataclass(frozen=True)
class LineChart(_Named):
    """Series over time. Raises ``ValueError`` where a line hasn't a value for each moment."""

    unit: str
    moments: tuple[str, ...]
    lines: tuple[Line, ...]
    target: Target | None = None
    breaks: tuple[Break, ...] = field(default=())

    def __post_init__(self) -> None:
        super().__post_init__()
        for line in self.lines:
            if len(line.values) != len(self.moments):
                raise ValueError(f"{line.name} har {len(line.values)} värden för {len(self.moments)} tidpunkter.")


@dataclass(frozen=True)
class StatusKind:
    """A status that is counted: its mark (``fulfilled`` …) and its word on this occasion (``Uppfylls``)."""

    mark: str
    word: str


@dataclass(frozen=True)
class StatusRow:
    """One area with how many it has of each kind, in the kinds' order."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class StatusChart(_Named):
    """Goals counted by status. Raises ``ValueError`` where a row hasn't a count for each kind, or one below zero."""

    kinds: tuple[StatusKind, ...]
    rows: tuple[StatusRow, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        for row in self.rows:
            if len(row.counts) != len(self.kinds) or min(row.counts, default=0) < 0:
                raise ValueError(f"{row.label} har antalen {row.counts} för {len(self.kinds)} slag av status.")
