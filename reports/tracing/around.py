"""What happened around a report's texts and figures: activities, answers, contributions, appendices, switches."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from indicators.reference_acts import history_of
from indicators.spans import Month
from reports.following.reading import measured_by
from reports.models import (
    AppendixVersion,
    Contribution,
    ContributionAnswer,
    ListItemVersion,
    ReaderInvitation,
    Report,
    ReportSwitch,
    SectionDuty,
    TextComment,
    YearEndAnswer,
)
from reports.tracing.called import Called
from reports.tracing.happening import Happening


def around_goals(report: Report, goal: str) -> Iterator[Happening]:
    """What was done about the goals, or about the one of that code."""
    yield from _lists(report, goal)
    yield from _answers(report, goal)
    yield from _contributions(report, goal)


def around_report(report: Report, called: Called) -> Iterator[Happening]:
    """What was done about the report itself."""
    for switch in ReportSwitch.objects.filter(report=report).select_related("recorded_by"):
        what = f"{switch.before or '–'} → {switch.after or '–'}"
        yield _told(switch, "Omställning", switch.get_switch_display(), what)
    files = AppendixVersion.objects.filter(report=report).select_related("recorded_by").defer("content")
    for file in files:
        what = f"version {file.number}, {'borttagen' if file.withdrawn else f'kontrollsumma {file.checksum}'}"
        yield _told(file, "Bilaga", file.title, what, file.reason)
    yield from _people(report, called)
    yield from _own_row(report)


def _own_row(report: Report) -> Iterator[Happening]:
    """What was changed in the report's own row, by the log that the database keeps itself."""
    for change in history_of(report):
        act = change.act
        for column, (before, after) in change.differing.items():
            name = next((str(f.verbose_name) for f in Report._meta.concrete_fields if f.column == column), column)
            what = f"{name}: {_shown(before)} → {_shown(after)}"
            yield Happening(act.at, str(act.by), "Rapportens rad", report.title, what, act.reason)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "–" if value in (None, "") else str(value)


def _people(report: Report, called: Called) -> Iterator[Happening]:
    for duty in SectionDuty.objects.filter(report=report).select_related("recorded_by", "person"):
        until = f", klart senast {duty.due_on}" if duty.due_on else ""
        yield _told(duty, "Ansvar", called.text(duty.key), f"{duty.person or 'ingen vid namn'}{until}")
    for row in ReaderInvitation.objects.filter(report=report).select_related("recorded_by", "person"):
        yield _told(row, "Inbjudan", str(row.person), "inbjuden att läsa" if row.invited else "inbjudan avslutad")
    for remark in TextComment.objects.filter(report=report).select_related("recorded_by"):
        what = "svar" if remark.answers_id else "synpunkt"
        yield _told(remark, "Synpunkt", called.text(remark.key), f"{what}{', avslutad' if remark.settles else ''}")


def _lists(report: Report, goal: str) -> Iterator[Happening]:
    rows = ListItemVersion.objects.filter(item__organisation=report.organisation_id, item__year=report.year)
    if goal:
        # A line that was moved to another goal is followed from the one it left, too.
        items = rows.filter(goal__code=goal).values("item")
        rows = rows.filter(item__in=items)
    for row in rows.select_related("recorded_by", "item"):
        state = "borttagen" if row.removed else row.get_state_display()
        what = ", ".join(filter(None, (f"version {row.number}", state)))
        yield _told(row, "Lista", f"{row.item.get_kind_display().capitalize()}: {row.title}", what, row.comment)


def _answers(report: Report, goal: str) -> Iterator[Happening]:
    rows = YearEndAnswer.objects.filter(report=report)
    rows = rows.filter(goal__code=goal) if goal else rows
    named = ("goal__rows__unit", "goal__rows__breakdowns", "indicator__definitions")
    for row in rows.select_related("recorded_by", "goal", "indicator").prefetch_related(*named):
        about = f"{row.goal.name}: {_measured(row, report)}"
        yield _told(row, "Årets slut", about, f"når vi målet: {row.get_answer_display()}")


def _measured(row: YearEndAnswer, report: Report) -> str:
    """As the goal's list calls it; by the indicator's name where the list has it no more."""
    about = (row.goal_id, row.indicator_id, row.unit, row.breakdown)
    line = next((each for each in row.goal.rows.all() if measured_by(each, row.breakdown) == about), None)
    label = line.label.lstrip("-") if line else ""
    label = label or row.indicator.name_on(Month(report.year, report.month).last_day)
    return ", ".join(filter(None, (label, line.part_beside(label, row.breakdown) if line else "")))


def _contributions(report: Report, goal: str) -> Iterator[Happening]:
    about = Q(report=report, **({"goal__code": goal} if goal else {}))
    for row in Contribution.objects.filter(about).select_related("recorded_by", "goal"):
        yield _told(row, "Bidrag", row.goal.name, "inskickat")
    answers = ContributionAnswer.objects.filter(contribution__in=Contribution.objects.filter(about))
    for answer in answers.select_related("recorded_by", "contribution__goal"):
        what = "med i texten" if answer.taken_up else "inte med i texten"
        yield _told(answer, "Bidrag", answer.contribution.goal.name, what, answer.word)


def _told(
    row: ReportSwitch
    | AppendixVersion
    | SectionDuty
    | ReaderInvitation
    | TextComment
    | ListItemVersion
    | YearEndAnswer
    | Contribution
    | ContributionAnswer,
    kind: str,
    about: str,
    what: str,
    reason: str = "",
) -> Happening:
    return Happening(row.recorded_at, str(row.recorded_by), kind, about, what, reason)
