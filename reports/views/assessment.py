"""A report's goals, and the page on which a goal is assessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.judging import RowJudgement
from indicators.models import Goal
from indicators.models.choices import StatusChoice
from indicators.number_parsing import Marker
from indicators.numbers import format_number
from indicators.status import Status, status_word, trend_word
from reports import access as may
from reports.approval import goals
from reports.approval.composed import Composed, composed
from reports.approval.content import goal_section
from reports.approval.goals import Given
from reports.approval.steps import allowed_steps
from reports.editing import markup
from reports.following.contributions import answers_for, contributions_to
from reports.following.reading import Row, counted, is_late, measured_by
from reports.following.year_end import is_asked
from reports.models import Report, StepKind, YearEnd
from reports.nodes import GoalNode
from reports.texts import EMPTY, document
from reports.views.common import MARKS, attempt, content_sent, goal_of, number, report_of
from vss_portal.guard import access

# What the fields about the year's end begin with.
YEAR_END = "arets-slut-"


@dataclass(frozen=True, slots=True)
class BasisRow:
    """An indicator of the goal as the page shows it."""

    label: str
    outcome: str
    target: str
    trend: str
    trend_word: str
    status: str
    word: str
    reason: str
    fact: int
    field: str = ""
    answer: str = ""


@access(who=may.works_on_report)
def goal_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All goals of the report with how each stands."""
    now = composed(report_of(request, slug))
    rows = [
        {"goal": goal, "node": goal_node(now, goal), "thing": thing, "mark": MARKS.get(thing.state, "ongoing")}
        for goal, thing in zip(now.goals, now.goal_things, strict=True)
    ]
    return render(request, "reports/assessment/goal_list.html", {"record": now.report, "rows": rows})


@access(who=may.assesses_goal, writes=True)
def goal_assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The goal with its basis; a sent form saves a draft, sends the proposal or takes it back."""
    report = report_of(request, slug)
    if request.method == "POST":
        return _act(request, report, goal_of(composed(report), code))
    return _page(request, report, code)


def _page(request: HttpRequest, report: Report, code: str, given: Given | None = None) -> HttpResponse:
    now = composed(report)
    goal = goal_of(now, code)
    context = goal_context(request, now, goal, given)
    return render(request, "reports/assessment/goal.html", {**context, "askable": not context["closed"]})


def goal_context(request: HttpRequest, now: Composed, goal: Goal, given: Given | None = None) -> dict[str, Any]:
    """What a page about one goal shows."""
    thing = now.goal_thing(goal)
    latest = goals.latest_assessment(now.report, goal)
    shown = given or _standing(now, goal)
    return {
        "record": now.report,
        "goal": goal,
        "node": goal_node(now, goal),
        "thing": thing,
        "mark": MARKS.get(thing.state, "ongoing"),
        "allowed": [kind.value for kind in allowed_steps(now, thing, request.user)],
        "rows": basis_rows(now, goal, dict(shown.year_end)),
        "asks_year_end": is_asked(now.report),
        "year_end": YearEnd.choices,
        "activities": _activities(now, goal),
        "sent": [
            {"sent": sent, "unit": now.composer.sources.named(sent.contribution.unit.code)}
            for sent in contributions_to(now.report, goal)
        ],
        "answers": answers_for(request.user, now.report, goal),
        "given": shown,
        "text": shown.text,
        "content": shown.content if shown.content is not None else document(shown.text),
        "seen": latest.number if latest else 0,
        "statuses": [(value, status_word(value, words_of(now))) for value in StatusChoice.values],
        "before": _last_time(now, goal),
        "closed": now.adopted,
    }


def _standing(now: Composed, goal: Goal) -> Given:
    """What stands now: the status, the motivation and the text."""
    assessed = now.composer.sources.assessments.get(goal.pk)
    content = now.composer.sources.texts.get(f"goal:{goal.code}") or EMPTY
    status, motivation = (assessed.status, assessed.motivation) if assessed else ("", "")
    return Given(status=status, motivation=motivation, text=markup(content), content=content)


def words_of(now: Composed) -> str:
    """The kind of the status words of the report."""
    return "annual" if now.report.kind == "annual" else "interim"


def goal_node(now: Composed, goal: Goal) -> GoalNode:
    """The goal's node in the report."""
    section = goal_section(now.node, goal.code)
    blocks = section.blocks if section else []
    return next(block for block in blocks if isinstance(block, GoalNode))


def basis_rows(now: Composed, goal: Goal, given: Mapping[Row, str] | None = None) -> list[BasisRow]:
    """The goal's indicators with outcome, target, status, trend, reason, and whether the year's end reaches it.

    `given` are answers about the year's end that a refused form carried.
    """
    rows, _suggestion = goals.judged(now, goal)
    labels = [label for label, _status, _reason in goal_node(now, goal).indicator_reasons]
    standing, sent = now.composer.sources.year_end, given or {}
    answers = [
        sent.get((row.row.pk, row.breakdown)) or standing.get(measured_by(row.row, row.breakdown), "") for row in rows
    ]
    return [_basis_row(*told) for told in zip(rows, labels, answers, strict=True)]


def _activities(now: Composed, goal: Goal) -> dict[str, Any]:
    """The goal's activities, which are late, and their count."""
    sources = now.composer.sources
    rows = sources.activities.get(goal.pk, [])
    day = sources.last_day
    return {
        "rows": [{"line": row, "late": is_late(row, day), "unit": sources.named(row.item.unit.code)} for row in rows],
        "counted": counted(rows, day),
    }


def _basis_row(row: RowJudgement, label: str, answer: str) -> BasisRow:
    trend = row.judgement.trend
    known = row.outcome.known if row.outcome else ()
    return BasisRow(
        label=label,
        outcome=_outcome(row),
        target=row.target.raw if row.target else "",
        trend=trend.value if trend else "",
        trend_word=trend_word(trend) if trend else "",
        status=row.judgement.status.value,
        word=status_word(row.judgement.status, "interim"),
        reason=row.judgement.reason,
        fact=known[0].fact if known else 0,
        field=f"{YEAR_END}{row.row.pk}-{row.breakdown}",
        answer=answer,
    )


def _outcome(row: RowJudgement) -> str:
    if row.outcome is None:
        return ""
    if row.outcome.number is not None:
        return format_number(row.outcome.number)
    return Marker(row.outcome.marker).named if row.outcome.marker else ""


def _last_time(now: Composed, goal: Goal) -> dict[str, str] | None:
    """What the same goal was judged last: the newest earlier occasion, this year's or an earlier year's."""
    link = goal.earlier_links.select_related("earlier").first()
    ids = [goal.pk, *([link.earlier_id] if link else [])]
    found = goals.earlier_decision(ids, now.report)
    if found is None or not found.status:
        return None
    occasion = found.assessment.occasion
    kind = "annual" if occasion.month == 12 else "interim"
    when = f"helår {occasion.year}" if occasion.month == 12 else f"{occasion.get_kind_display()} {occasion.year}"
    return {"status": found.status, "word": status_word(Status(found.status), kind), "when": when}


def _act(request: HttpRequest, report: Report, goal: Goal) -> HttpResponse:
    """Do what the pressed button says; what was written stays in the form where it was refused."""
    given = given_in(request)
    user: Any = request.user
    acts = {
        "draft": (lambda: goals.save_draft(report=report, goal=goal, given=given, by=user), "Utkastet är sparat."),
        StepKind.SUBMITTED.value: (
            lambda: goals.submit(report=report, goal=goal, given=given, by=user),
            f"{goal.name} är skickat till förvaltningschefen.",
        ),
        StepKind.TAKEN_BACK.value: (
            lambda: goals.take_back(report=report, goal=goal, by=user),
            f"{goal.name} är taget tillbaka.",
        ),
    }
    act, done = acts.get(request.POST.get("steg", "draft"), acts["draft"])
    if attempt(request, act, done):
        return redirect("goal_assessment", slug=report.slug, code=goal.code)
    return _page(request, report, goal.code, given)


def given_in(request: HttpRequest) -> Given:
    """Status, motivation and text of a sent form."""
    post = request.POST
    return Given(
        status=post.get("status", ""),
        motivation=post.get("motivering", "").replace("\r\n", "\n"),
        text=post.get("text", ""),
        content=content_sent(post),
        seen=number(post.get("sedd")),
        year_end={row: post[name] for name in post if post[name] and (row := _row_of(name))},
    )


def _row_of(name: str) -> Row | None:
    """Which row of the goal's list a field about the year's end is about."""
    key, _dash, part = name.removeprefix(YEAR_END).partition("-")
    row = number(key) if name.startswith(YEAR_END) else None
    return (row, part) if row is not None and part else None
