"""What is wrong with the reference data: every problem with its file, row and column, told together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST_TOLD = 50
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and a Swedish sentence with what was given and what to do."""

    file: str
    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        row = f"rad {self.row}" if self.row else ""
        place = ", ".join(part for part in (self.file, row, self.column) if part)
        return f"{place}: {self.message}"


class ReferenceRefused(Exception):
    """The reference data can't be loaded and nothing was saved; `problems` holds all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self._told())

    def _told(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST_TOLD]]
        more = len(self.problems) - MOST_TOLD
        if more > 0:
            lines.append(f"… och {more} fel till.")
        return "\n".join([*lines, "Inget är ändrat i portalen."])


@dataclass
class Problems:
    """The problems found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, row: int | None, column: str, message: str) -> None:
        """Remember a problem."""
        self.found.append(Problem(file, row, column, message))

    def refuse_any(self) -> None:
        """Raise ReferenceRefused where anything was found."""
        if self.found:
            raise ReferenceRefused(self.found)


def shown(value: object) -> str:
    """What was given, short enough to quote."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def like(word: str, among: Iterable[str]) -> str:
    """A question after a word that looks like the one that was given, or nothing."""
    near = difflib.get_close_matches(word, list(among), n=1)
    return f" Menade du {near[0]}?" if near else ""
