"""The goal rule: what the indicators of a goal point to. A person decides; told in `docs/rules/status.md`.

Every printed target row is one vote (the units of a group count, the sexes of a row do not); what can't be assessed
has no vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.numbers import format_number, round_half_up
from indicators.status import Judgement, Status


class GoalRule(StrEnum):
    """STRICT: all met, none on the way, or partly. SCORE: the mean of met 1, partly ½ and not met 0."""

    STRICT = "strict"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the indicators point to, the reason in a Swedish sentence, and how many there are of each status."""

    status: Status
    reason: str
    fulfilled: int = 0
    partly: int = 0
    not_fulfilled: int = 0
    not_assessable: int = 0

    @property
    def assessable(self) -> int:
        """How many indicators had a vote."""
        return self.fulfilled + self.partly + self.not_fulfilled


_POINTS = {Status.FULFILLED: Fraction(1), Status.PARTLY: Fraction(1, 2), Status.NOT_FULFILLED: Fraction(0)}
_SCORE_FOR_FULFILLED = Fraction(1, 2)
_VOTES = {Status.FULFILLED: "uppfylls", Status.PARTLY: "delvis", Status.NOT_FULFILLED: "inte"}


def deviates(status: str, suggested: str) -> bool:
    """Whether a person judged otherwise than the indicators point. Where none can be assessed they point nowhere."""
    return bool(status and suggested) and suggested != Status.NOT_ASSESSABLE and status != suggested


def needs_motivation(status: str, suggested: str) -> bool:
    """Whether a judgement needs its reason in words, printed in the report.

    It does where it deviates from what the indicators point to, and always where none of them can be assessed: then
    nothing but the words says what it rests on.
    """
    return deviates(status, suggested) or (bool(status) and suggested == Status.NOT_ASSESSABLE)


def suggest(judgements: Iterable[Judgement | Status], rule: GoalRule | str = GoalRule.STRICT) -> Suggestion:
    """Suggest the goal's status from those of its indicators, by the rule that the report's template names."""
    counts = Counter(item.status if isinstance(item, Judgement) else Status(item) for item in judgements)
    votes = {status: counts[status] for status in _POINTS}
    rule = GoalRule(rule)
    if not any(votes.values()):
        status, reason = Status.NOT_ASSESSABLE, _nothing_assessable(counts[Status.NOT_ASSESSABLE])
    elif rule is GoalRule.SCORE:
        status, reason = _by_score(_score(votes)), f"{_told(votes)} {_told_score(_score(votes))}"
    else:
        status, reason = _strictly(votes), _told(votes)
    return Suggestion(status, reason, *(counts[each] for each in Status))


def _strictly(votes: dict[Status, int]) -> Status:
    if votes[Status.FULFILLED] == sum(votes.values()):
        return Status.FULFILLED
    on_the_way = votes[Status.FULFILLED] + votes[Status.PARTLY]
    return Status.PARTLY if on_the_way else Status.NOT_FULFILLED


def _score(votes: dict[Status, int]) -> Fraction:
    return sum((_POINTS[status] * count for status, count in votes.items()), Fraction(0)) / sum(votes.values())


def _by_score(score: Fraction) -> Status:
    if score >= _SCORE_FOR_FULFILLED:
        return Status.FULFILLED
    return Status.PARTLY if score else Status.NOT_FULFILLED


def _told(votes: dict[Status, int]) -> str:
    assessable = sum(votes.values())
    noun = "indikator" if assessable == 1 else "indikatorer"
    each = ", ".join(f"{count} {_VOTES[status]}" for status, count in votes.items() if count)
    return f"{assessable} {noun} kan bedömas: {each}."


def _told_score(score: Fraction) -> str:
    shown = format_number(round_half_up(score, 2))
    return f"Medelpoäng {shown} (uppfylls 1, delvis 0,5, inte 0); 0,5 räcker för att målet ska uppfyllas."


def _nothing_assessable(indicators: int) -> str:
    if not indicators:
        return "Målet har inga indikatorer."
    return (
        "Målets indikator kan inte bedömas." if indicators == 1 else f"Ingen av {indicators} indikatorer kan bedömas."
    )
