"""What a line of the entry page shows: its boxes with their states, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.entry.bands import Band
from indicators.entry.forecasts import Proposal
from indicators.entry.plan import Row

WORDS = {
    "saved": "",
    "missing": "saknas",
    "explain": "behöver förklaring",
    "explained": "förklarat",
    "computed": "beräknas",
    "locked": "låst",
    "unsaved": "inte sparat",
}


@dataclass(frozen=True)
class Trouble:
    """Why a cell wasn't saved: what was typed, the sentence, and what can be chosen instead.

    A choice is (its label, the text to save, the revision that the person has now seen or empty).
    """

    given: str
    message: str
    choices: tuple[tuple[str, str, str], ...] = ()
    seen: int | None = None


@dataclass(frozen=True)
class Cell:
    """A box, or what stands where there is none."""

    name: str
    label: str
    text: str = ""
    shown: str = ""
    seen: int = 0
    state: str = "saved"
    why: str = ""
    fact: int = 0
    trouble: Trouble | None = None

    @property
    def is_box(self) -> bool:
        """Whether one may write here."""
        return self.state not in ("locked", "computed", "none")

    @property
    def word(self) -> str:
        """The state for who doesn't see the mark."""
        return WORDS.get(self.state, "")


@dataclass(frozen=True)
class Line:
    """A row of the table with everything that it shows."""

    row: Row
    name: str
    unit_name: str
    value: Cell
    forecast: Cell | None
    note: str = ""
    proposal: Proposal | None = None
    beside: tuple[str, ...] = ("", "", "", "")
    target: str = ""
    last_forecast: str = ""
    explanation: str = ""
    band: Band | None = None
    question: str = ""
    as_before: str = ""
    told: str = ""
    comments: int = 0
    area: str = ""

    @property
    def key(self) -> str:
        """The row's name in forms."""
        return self.row.key

    @property
    def state(self) -> str:
        """The state of its value."""
        return self.value.state

    @property
    def is_missing(self) -> bool:
        """Whether nobody has given its value, whoever is to give it."""
        if self.row.is_computed:
            return False
        return self.state == "missing" or (self.state == "locked" and not self.value.text)
