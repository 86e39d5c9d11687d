"""What an area's month holds for who marks it ready or clears it: what is missing, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.entry.bridging import Bridge, told
from indicators.entry.cells import counted
from indicators.entry.deviating import LACKING, NOTHING, commentary_of
from indicators.entry.happenings import Step
from indicators.entry.lines import Cell, Line
from indicators.entry.reading import AreaMonth
from indicators.models import ClearingStep

BY_THE_MANAGER = (ClearingStep.CLEARED, ClearingStep.RETURNED, ClearingStep.REOPENED)


@dataclass(frozen=True)
class Summary:
    """The month in short. `since` is the manager's last step, None where all of it is new."""

    counts: dict[str, int]
    missing: Sequence[Line]
    explain: Sequence[Line]
    explained: Sequence[tuple[Line, bool]]
    forecasts: Sequence[tuple[Line, bool]]
    changed: Sequence[Line]
    bridge: str
    commentary: str
    since: Step | None

    @property
    def news(self) -> str:
        """What is new in one line: `3 nya förklaringar, 1 ny prognos`."""
        explained, forecasts = (sum(new for _, new in found) for found in (self.explained, self.forecasts))
        parts = [
            _counted(explained, "ny förklaring", "nya förklaringar"),
            _counted(forecasts, "ny prognos", "nya prognoser"),
        ]
        if self.since:
            parts.append(_counted(len(self.changed), "ändrat värde", "ändrade värden"))
        return ", ".join(filter(None, parts)) or "inget nytt"

    @property
    def lacks_commentary(self) -> bool:
        """Whether the deviation from budget is to be commented and isn't."""
        return self.commentary == LACKING


def summary_of(month: AreaMonth, lines: Sequence[Line], bridge: Bridge | None) -> Summary:
    """The summary of a month's lines; `bridge` is None for who doesn't see the area's money."""
    since = next((step for step in reversed(month.happenings.steps) if step.word in BY_THE_MANAGER), None)
    revisions = _revisions(month)
    seen = since.number if since else 0
    is_new = {cell.name: revisions.get(cell.fact, 0) > seen for cell in _cells(lines)}
    said = month.happenings.explained_at
    told_lately = {fact for fact, at in said.items() if since is None or at > since.at}
    return Summary(
        counts=counted(lines),
        missing=[line for line in lines if line.is_missing],
        explain=[line for line in lines if line.state == "explain"],
        explained=[
            (line, is_new[line.value.name] or line.value.fact in told_lately) for line in lines if line.explanation
        ],
        forecasts=[
            (line, is_new[line.forecast.name])
            for line in lines
            if line.forecast and line.forecast.text and line.row.takes_forecast
        ],
        changed=[line for line in lines if since and is_new[line.value.name]],
        bridge=told(bridge) if bridge else "",
        commentary=commentary_of(bridge) if bridge else NOTHING,
        since=since,
    )


def _cells(lines: Iterable[Line]) -> Iterable[Cell]:
    for line in lines:
        yield line.value
        if line.forecast:
            yield line.forecast


def _revisions(month: AreaMonth) -> dict[int, int]:
    """The current revision of each figure, by its fact."""
    return {known.fact: known.revision for found in month.figures.figures.values() for known in found}


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}" if count else ""
