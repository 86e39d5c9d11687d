"""The report in short: goals counted by status and one line each; what a politician reads first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from indicators.status import Status, status_word
from reports.nodes import GoalChange, GoalNode, ReportNode, Since, Tile


@dataclass(frozen=True, slots=True)
class InShort:
    """The goals of a report with their counts: status, words in lower case, number."""

    goals: tuple[tuple[GoalNode, str], ...]
    counts: tuple[tuple[str, str, int], ...]
    tiles: tuple[Tile, ...] = ()
    since: Since | None = None

    @property
    def lines(self) -> tuple[tuple[GoalNode, str, GoalChange | None], ...]:
        """The goals, each with its address and what became of it since the report before."""
        known = self.since.goals if self.since else {}
        return tuple((goal, anchor, known.get(goal.code)) for goal, anchor in self.goals)


def in_short(report: ReportNode) -> InShort:
    """The goals in printed order, each with the address of its section, and how many have each status."""
    goals = tuple(
        (block, section.anchor) for section in report.walk() for block in section.blocks if isinstance(block, GoalNode)
    )
    counted = Counter(goal.status for goal, _anchor in goals if goal.status)
    kind = "annual" if report.kind == "annual" else "interim"
    counts = tuple((status.value, status_word(status, kind).lower(), counted[status.value]) for status in Status)
    return InShort(goals, counts if counted else (), report.tiles, report.since)
