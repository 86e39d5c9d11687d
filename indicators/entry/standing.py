"""The state of an area's month as the entry page knows it."""

from __future__ import annotations

from indicators.entry.cells import Writer
from indicators.entry.clearing import State, state_of
from indicators.models.choices import Scenario


def state_of_month(writer: Writer) -> State:
    """The state out of what the page has fetched already."""
    month = writer.month
    own = [
        known
        for slot, found in month.figures.figures.items()
        for known in found
        if (slot.scenario == Scenario.OUTCOME and (slot.year, slot.month) == (month.at.year, month.at.month))
        or known.vintage == month.vintage
    ]
    return state_of(
        month.occasion,
        month.happenings.steps,
        max((known.revision for known in own), default=0),
        filled=bool(own),
        open_longer=month.opened_until is not None,
    )
