"""One tree of nodes: what a report says, apart from how a page, a PDF or a spreadsheet shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.numbers import Number
from indicators.suggestion import deviates, needs_motivation

# The section at the end of an adopted report that says who approved and adopted it.
ABOUT_ADOPTING = "om-faststallandet"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading cell of a table; `kind` is the column's. A hidden one is read aloud but not shown."""

    text: str
    kind: str = "figure"
    colspan: int = 1
    rowspan: int = 1
    mark: str = ""
    screen_only: bool = False
    hidden: bool = False

    @property
    def scope(self) -> str:
        """What the heading stands over."""
        return "colgroup" if self.colspan > 1 else "col"


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A cell: its text without footnote marks, and what it knows of the figure that it shows.

    `decimals_pad` is how many digits the widest decimal part of the column has more than this cell's, for alignment.
    `behind` are fact and revision of the figures that a computed cell is made of.
    """

    text: str
    kind: str = "figure"
    column: str = ""
    rowspan: int = 1
    marks: tuple[str, ...] = ()
    mark_before: bool = False
    number: Number | None = None
    marker: str = ""
    status: str = ""
    explanation: str = ""
    indicator: str = ""
    unit: str = ""
    fact: int = 0
    revision: int = 0
    example: bool = False
    changed: bool = False
    decimals_pad: int = 0
    screen_only: bool = False
    behind: tuple[tuple[int, int], ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is set as a figure, to the right."""
        return self.kind in ("figure", "derived", "target")


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row with its part in the table."""

    role: str
    cells: tuple[BodyCell, ...]


@dataclass(frozen=True, slots=True)
class NoteNode:
    """A footnote under a table."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table, ready to be shown."""

    id: str
    anchor: str
    caption: str
    number: int = 0
    head: tuple[tuple[HeadCell, ...], ...] = ()
    rows: tuple[BodyRow, ...] = ()
    notes: tuple[NoteNode, ...] = ()
    legends: tuple[str, ...] = ()
    money: str = "tkr"
    wide: bool = False
    columns: tuple[str, ...] = ()
    label_column: int = 0
    # Key figures: the summary of the page shows its rows as tiles.
    tiles: bool = False

    kind = "table"


@dataclass(frozen=True, slots=True)
class ChartNode:
    """A chart with its data as a table; `narrow` is its picture for a phone, with letters of the same size.

    `of_goals`: it tells how the goals were decided.
    """

    anchor: str
    caption: str
    svg: str
    alt: str
    table: TableNode
    number: int = 0
    notes: tuple[NoteNode, ...] = ()
    of_goals: bool = False
    narrow: str = ""

    kind = "chart"


@dataclass(frozen=True, slots=True)
class TextNode:
    """A text; `content` is the structured document, empty where nothing is written yet."""

    key: str
    content: dict[str, Any]
    responsible: str = ""
    guidance: str = ""
    required: bool = False

    kind = "text"


@dataclass(frozen=True, slots=True)
class GoalBasis:
    """An indicator that a goal is judged on: its outcome and target as they are shown, and the figures behind it.

    `exact` is the outcome's exact number, or its marker; `trend` better, worse or unchanged; `behind` are fact and
    revision of every figure it is made of.
    """

    label: str
    outcome: str = ""
    exact: str = ""
    target: str = ""
    trend: str = ""
    behind: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GoalNode:
    """A goal's decided status beside what its indicators point to, with the standing sentence and the motivation."""

    code: str
    name: str
    status: str
    status_word: str
    sentence: str
    suggested: str
    suggested_word: str
    reason: str
    motivation: str = ""
    indicator_reasons: tuple[tuple[str, str, str], ...] = ()
    municipal_goal: str = ""
    # How its activities stand ("2 av 3 genomförda"), and per indicator whether the target is reached at the year's end.
    activities: str = ""
    year_end: tuple[tuple[str, str], ...] = ()
    # What who approves has beside it and the report only counts: what it is judged on, and each activity in words.
    basis: tuple[GoalBasis, ...] = ()
    activity_lines: tuple[str, ...] = ()

    kind = "goal"

    @property
    def deviates(self) -> bool:
        """Whether the person decided otherwise than the indicators point."""
        return deviates(self.status, self.suggested)

    @property
    def lacks_motivation(self) -> bool:
        """Whether the judgement needs words that aren't there."""
        return needs_motivation(self.status, self.suggested) and not self.motivation.strip()


@dataclass(frozen=True, slots=True)
class LegendNode:
    """What the status marks mean: status and words."""

    entries: tuple[tuple[str, str], ...]

    kind = "legend"


@dataclass(frozen=True, slots=True)
class ContentsNode:
    """The place of the table of contents on the page and in print."""

    kind = "contents"


@dataclass(frozen=True, slots=True)
class AppendixEntry:
    """A file that is appended: its place and version, title and kind, pages and bytes, SHA-256, and what it lacks."""

    place: int
    version: int
    title: str
    kind_word: str
    pages: int
    size: int
    checksum: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppendicesNode:
    """The list of the files that are appended."""

    entries: tuple[AppendixEntry, ...]

    kind = "appendices"


Block = TableNode | ChartNode | TextNode | GoalNode | LegendNode | ContentsNode | AppendicesNode


@dataclass(slots=True)
class SectionNode:
    """A heading (level 2 and down; the title is 1), what stands under it, and the sections below."""

    key: str
    heading: str
    level: int
    anchor: str
    blocks: list[Block] = field(default_factory=list)
    children: list[SectionNode] = field(default_factory=list)

    @property
    def is_contents(self) -> bool:
        """Whether it is the place of the printed contents alone: a page has them beside the text."""
        return bool(self.blocks) and not self.children and all(block.kind == "contents" for block in self.blocks)

    def walk(self) -> Iterator[SectionNode]:
        """The section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure in the summary: what it is, its value with its unit, and what it is compared with.

    `fact` and `revision` are the value's where it is a recorded figure; `behind` those of every figure it is made of
    or compared with.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    fact: int = 0
    revision: int = 0
    behind: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal's status in the report before, its word, and which way it went: better, worse, unchanged, changed."""

    status: str
    word: str
    trend: str


@dataclass(frozen=True, slots=True)
class Since:
    """The report before: its title and address, what became of each goal by its code, and the news in sentences."""

    title: str
    slug: str
    goals: Mapping[str, GoalChange]
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportNode:
    """The whole report. `known_on` None: the newest figures."""

    slug: str
    title: str
    organisation: str
    municipality: str
    kind: str
    year: int
    month: int
    sections: tuple[SectionNode, ...]
    known_on: dt.date | None = None
    reproduced: bool = False
    case_number: str = ""
    has_examples: bool = False
    # Of an adopted version: its number and the day of adopting.
    version: int = 0
    adopted_on: dt.date | None = None
    tiles: tuple[Tile, ...] = ()
    since: Since | None = None

    def walk(self) -> Iterator[SectionNode]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def tables(self) -> Iterator[TableNode]:
        """All tables in reading order, without those of charts."""
        for section in self.walk():
            yield from (block for block in section.blocks if isinstance(block, TableNode))

    def charts(self) -> Iterator[ChartNode]:
        """All charts in reading order."""
        for section in self.walk():
            yield from (block for block in section.blocks if isinstance(block, ChartNode))

    def appendices(self) -> tuple[AppendixEntry, ...]:
        """The files that are appended."""
        found = (block for section in self.walk() for block in section.blocks if isinstance(block, AppendicesNode))
        return tuple(entry for block in found for entry in block.entries)
