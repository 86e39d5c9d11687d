"""A row of an import: one figure as the file gives it, what is wrong with it, and later what it would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from indicators.models.choices import Scenario
from indicators.numbers import Number, format_number
from indicators.recording_entries import written

NEW, CHANGED, UNCHANGED, FAULTY, SKIPPED = "new", "changed", "unchanged", "error", "skipped"


@dataclass
class Row:
    """One figure of a file. Codes are empty where the name isn't known; `problems` are Swedish sentences."""

    place: str
    unit: str = ""
    indicator: str = ""
    part: str = ""
    scenario: str = Scenario.OUTCOME.value
    vintage: int = 0
    year: int = 0
    month: int = 0
    span: str = ""
    given: str = ""
    scaled: int | None = None
    decimals: int = 0
    marker: str = ""
    population: int | None = None
    seen: int | None = None
    note: str = ""
    problems: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    unit_text: str = ""
    indicator_text: str = ""

    verdict: str = ""
    old: str = ""
    change: str = ""
    is_big: bool = False
    needs_reason: bool = False
    effect: str = ""

    @property
    def number(self) -> Number | None:
        """The number, if there is one."""
        return None if self.scaled is None else Number(self.scaled, self.decimals)

    @number.setter
    def number(self, number: Number | None) -> None:
        self.scaled, self.decimals = (number.scaled, number.decimals) if number else (None, 0)

    @property
    def written(self) -> str:
        """The value as a person reads it."""
        return format_number(self.number) if self.number is not None else written(None, self.marker)

    def wrong(self, code: str, message: str) -> None:
        """Something is wrong with the row."""
        self.codes.append(code)
        self.problems.append(message)

    def plain(self) -> dict[str, Any]:
        """As JSON, without what is empty. Zero isn't: it is a value, and says that nobody had recorded any."""
        return {name: value for name, value in vars(self).items() if value or (value == 0 and value is not False)}


def row_of(plain: dict[str, Any]) -> Row:
    """From what `plain` gave."""
    return Row(**plain)
