"""What the loaders read with: the folder, the problems found, and what is known so far from the files alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.loading.files import BrokenFile, Folder
from indicators.loading.given import Given, as_rows
from indicators.loading.problems import Problems


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A printed document and the files with what it says."""

    code: str
    slug: str
    title: str
    kind: str
    year: int
    month: int
    recorded_on: dt.date
    figures: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()


@dataclass
class Known:
    """The codes that the files define, for the files that refer to them."""

    organisation: str = ""
    units: set[str] = field(default_factory=set)
    # The set that each part belongs to.
    breakdowns: dict[str, str] = field(default_factory=dict)
    decisions: set[str] = field(default_factory=set)
    # Documents by their slug, in order of recording.
    documents: dict[str, DocumentRow] = field(default_factory=dict)
    # The unit of measure of each indicator, empty for a heading of several.
    indicators: dict[str, str] = field(default_factory=dict)
    occasions: set[tuple[int, str, int]] = field(default_factory=set)
    goals: dict[int, set[str]] = field(default_factory=dict)
    assignments: dict[int, set[str]] = field(default_factory=dict)
    # Years whose goals are invented, and not read without the demo.
    left_out_years: set[int] = field(default_factory=set)


@dataclass
class Reading:
    """The reading of one folder. Loaders add what they define to `known` and what is wrong to `problems`."""

    folder: Folder
    problems: Problems = field(default_factory=Problems)
    known: Known = field(default_factory=Known)
    # The files that the loader at work has read; `running` empties it between loaders.
    seen: set[str] = field(default_factory=set)
    # A catalogue can't be read at all, so that what refers to it can't be judged.
    is_broken: bool = False

    @property
    def demo(self) -> bool:
        """Whether example data and the demo's log-ins are loaded too."""
        return self.folder.demo

    @property
    def guest(self) -> bool:
        """Whether the folder is that of one organisation more."""
        return self.folder.guest

    def exists(self, name: str) -> bool:
        """Whether the folder has the file."""
        return name in self.folder.files

    def document(self, name: str) -> Given:
        """A YAML file that is one mapping; an empty one where it can't be read."""
        rows = self._rows(name, single=True)
        return rows[0] if rows else Given({}, file=name, line=1, problems=Problems())

    def rows(self, name: str) -> list[Given]:
        """The rows of a YAML file that is a list."""
        return self._rows(name, single=False)

    def table(self, name: str, columns: tuple[str, ...]) -> Iterator[Given]:
        """The rows of a CSV file; a row that is broken is told and left out."""
        self.seen.add(name)
        try:
            for line, header, cells in self.folder.csv(name, columns):
                if len(cells) == len(header):
                    row = dict(zip(header, cells, strict=True))
                    yield Given(row, file=name, line=line, problems=self.problems)
                else:
                    message = f"Raden har {len(cells)} kolumner, rubriken har {len(header)}. Kontrollera citattecken."
                    self.problems.add(name, line, "", message)
        except BrokenFile as broken:
            self.problems.add(name, broken.row, "", broken.message)

    def _rows(self, name: str, *, single: bool) -> list[Given]:
        self.seen.add(name)
        try:
            content = self.folder.yaml(name)
        except BrokenFile as broken:
            self.problems.add(name, broken.row, "", broken.message)
            self.is_broken = True
            return []
        if not single and not isinstance(content, list):
            self.problems.add(name, 1, "", "Filen ska vara en lista av rader. Skriv ett streck framför varje rad.")
            return []
        return as_rows([content] if single else content, file=name, line=1, problems=self.problems)
