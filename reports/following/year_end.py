"""Will the target be reached at the year's end? One answer per indicator of a goal in an interim report."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from indicators.models import Goal
from reports.approval.steps import StepRefused
from reports.following.reading import Row, answers_of, measured_by
from reports.models import Report, YearEnd, YearEndAnswer
from vss_portal import clock
from vss_portal.models import User


def is_asked(report: Report) -> bool:
    """Whether the report looks ahead to the year's end."""
    return report.kind == "interim"


@transaction.atomic
def answer(*, report: Report, goal: Goal, given: Mapping[Row, str], by: User) -> int:
    """Record the answers that are new; how many. Raises StepRefused for a row of another goal or an unknown answer."""
    lines = {line.pk: line for line in goal.rows.select_related("unit").exclude(indicator=None)}
    wrong = [word for (row, _part), word in given.items() if row not in lines or word not in YearEnd.values]
    if wrong:
        raise StepRefused([f"”{wrong[0]}” är inget svar för målets indikatorer. Inget är sparat."])
    standing = answers_of(report)
    told = {measured_by(lines[row], part): word for (row, part), word in given.items()}
    new = {about: word for about, word in told.items() if standing.get(about) != word}
    for (_goal, indicator, unit, part), word in new.items():
        about = {"goal": goal, "indicator_id": indicator, "unit": unit, "breakdown": part}
        last = YearEndAnswer.objects.filter(report=report, **about).order_by("-number").first()
        YearEndAnswer.objects.create(
            report=report,
            **about,
            number=last.number + 1 if last else 1,
            answer=word,
            recorded_at=max(clock.now(), last.recorded_at) if last else clock.now(),
            recorded_by=by,
        )
    return len(new)
