"""A goal as it was approved, out of the content that the approval kept: a later correction changes nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicators.suggestion import deviates
from reports.approval.content import Item

ROW = re.compile(r"indikator-(\d+)")


@dataclass(frozen=True, slots=True)
class ApprovedRow:
    """An indicator that the goal was judged on; the names are those of the table that shows it."""

    label: str
    outcome: str = ""
    target: str = ""
    trend: str = ""
    status: str = ""
    reason: str = ""
    answer: str = ""
    fact: int = 0


@dataclass(frozen=True)
class ApprovedGoal:
    """What was decided of the goal, and on what."""

    status: str
    status_word: str
    suggested: str
    suggested_word: str
    reason: str
    motivation: str
    activities: str
    activity_lines: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    rows: list[ApprovedRow] = field(default_factory=list)

    @property
    def deviates(self) -> bool:
        """Whether it was decided otherwise than the indicators pointed."""
        return deviates(self.status, self.suggested)


def approved_goal(content: Iterable[Item], code: str) -> ApprovedGoal:
    """The goal of that code in a content."""
    start, written = f"mal/{code}/", re.compile(rf"text/goal:{re.escape(code)}/\d+")
    items = list(content)
    told = {item.key.removeprefix(start): item for item in items if item.key.startswith(start)}
    status, suggested = (told.get(name, Item("", "", "")) for name in ("status", "pekar-mot"))
    lines = tuple(item.value for key, item in told.items() if key.startswith("aktivitet-"))
    return ApprovedGoal(
        status=status.exact,
        status_word=status.value,
        suggested=suggested.exact,
        suggested_word=suggested.value,
        reason=_value(told, "skal"),
        motivation=_value(told, "motivering"),
        activities=_value(told, "aktiviteter"),
        activity_lines=lines,
        text=tuple(filter(None, (_value(told, "mening"), *(row.value for row in items if written.fullmatch(row.key))))),
        rows=[_row(told, found[1]) for key in told if (found := ROW.fullmatch(key))],
    )


def _row(told: Mapping[str, Item], number: str) -> ApprovedRow:
    judged = told[f"indikator-{number}"]
    outcome = told.get(f"utfall-{number}", Item("", "", ""))
    answers = {item.label: item.value for key, item in told.items() if key.startswith("arets-slut-")}
    return ApprovedRow(
        label=judged.label,
        outcome=outcome.value,
        target=_value(told, f"malvarde-{number}"),
        trend=told.get(f"trend-{number}", Item("", "", "")).exact,
        status=judged.exact,
        reason=judged.value,
        answer=answers.get(f"{judged.label}, når vi målet vid årets slut", ""),
        fact=outcome.fact or next((fact for fact, _revision in outcome.behind), 0),
    )


def _value(told: Mapping[str, Item], key: str) -> str:
    return told[key].value if key in told else ""
