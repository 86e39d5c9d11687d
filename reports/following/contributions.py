"""Contributions of the areas to a goal: sent in, taken up in the goal's text, or declined with a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from indicators.models import Goal, Unit
from reports.approval.people import edits, proposes
from reports.approval.steps import StepRefused
from reports.following.lists import own_units
from reports.models import Contribution, ContributionAnswer, Report, TextVersion
from reports.texts import document
from reports.writing import write_text
from vss_portal import clock
from vss_portal.models import User

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Sent:
    """A contribution with what became of it."""

    contribution: Contribution
    answer: ContributionAnswer | None

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer is None


def contributions_to(report: Report, goal: Goal | None = None) -> list[Sent]:
    """What was sent in to the goal (or to all goals of the report), in order."""
    rows = Contribution.objects.filter(report=report).select_related("unit", "goal", "recorded_by")
    if goal is not None:
        rows = rows.filter(goal=goal)
    answers = ContributionAnswer.objects.filter(contribution__in=rows).select_related("recorded_by").order_by("number")
    latest = {row.contribution_id: row for row in answers}
    return [Sent(row, latest.get(row.pk)) for row in rows]


def answers_for(user: Any, report: Report, goal: Goal) -> bool:
    """Whether the person is the goal's owner: who proposes its assessment."""
    return edits(user, report) or proposes(user, report, goal)


@transaction.atomic
def send_in(*, report: Report, goal: Goal, unit: Unit | None, text: str, by: User) -> Contribution:
    """Send in what a unit did for a goal. Raises StepRefused."""
    words = text.replace("\r\n", "\n").strip()
    problems = []
    if unit is None or not own_units(by).filter(pk=unit.pk).exists():
        problems.append("Välj en av dina enheter.")
    if not words:
        problems.append("Bidraget är tomt. Skriv vad enheten har gjort för målet.")
    if len(words) > LONGEST:
        problems.append(f"Bidraget är {len(words)} tecken långt; högst {LONGEST} får plats. Korta det.")
    if problems or unit is None:
        raise StepRefused([f"{problem} Inget är skickat." for problem in problems])
    return Contribution.objects.create(
        report=report, goal=goal, unit=unit, text=words, recorded_at=clock.now(), recorded_by=by
    )


@transaction.atomic
def take_up(*, contribution: Contribution, by: User) -> ContributionAnswer:
    """Take the contribution up: it is put last in the goal's text. Raises StepRefused."""
    _check(contribution, by)
    key = f"goal:{contribution.goal.code}"
    newest = TextVersion.objects.as_of(None).filter(text__report=contribution.report, text__key=key).first()
    before = newest.content.get("content", []) if newest else []
    more = document(contribution.text)["content"]
    write_text(report=contribution.report, key=key, content={"type": "doc", "content": [*before, *more]}, by=by)
    return _answered(contribution, by, taken_up=True)


@transaction.atomic
def decline(*, contribution: Contribution, word: str, by: User) -> ContributionAnswer:
    """Decline the contribution, with a word to who sent it. Raises StepRefused."""
    _check(contribution, by)
    if not word.strip():
        raise StepRefused(["Skriv ett ord om varför bidraget inte tas med. Inget är sparat."])
    return _answered(contribution, by, taken_up=False, word=word.strip()[:300])


def _check(contribution: Contribution, by: User) -> None:
    if not answers_for(by, contribution.report, contribution.goal):
        raise StepRefused(["Bara den som svarar för målet tar med eller avböjer bidrag. Inget är sparat."])
    latest = contribution.answers.order_by("-number").first()
    if latest is not None and latest.taken_up:
        raise StepRefused(["Bidraget är redan med i texten. Ändra det där. Inget är sparat."])


def _answered(contribution: Contribution, by: User, **told: Any) -> ContributionAnswer:
    last = contribution.answers.order_by("-number").first()
    return ContributionAnswer.objects.create(
        contribution=contribution,
        number=last.number + 1 if last else 1,
        recorded_at=max(clock.now(), last.recorded_at) if last else clock.now(),
        recorded_by=by,
        **told,
    )
