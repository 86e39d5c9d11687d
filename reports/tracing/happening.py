"""One line of a report's log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vss_portal import clock


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: when, who, its kind, what it was about, what, and why."""

    at: dt.datetime
    by: str
    kind: str
    about: str
    what: str
    reason: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of a file."""
        return (f"{clock.local(self.at):%Y-%m-%d %H:%M:%S}", self.by, self.kind, self.about, self.what, self.reason)
