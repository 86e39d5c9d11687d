"""What waits for the förvaltningschef: goals one by one, and the report as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.models import Goal
from indicators.rights import rights_of
from reports import access as may
from reports.approval import goals
from reports.approval.composed import Composed, Thing, composed
from reports.approval.difference import Change, difference
from reports.approval.gate import findings, gate
from reports.approval.goals import Given
from reports.approval.people import approves
from reports.approval.states import State
from reports.approval.steps import allowed_steps
from reports.approval.whole import act_on_report, approve_report
from reports.models import Report, ReportStep, StepKind
from reports.views.assessment import given_in, goal_context, goal_node
from reports.views.common import MARKS, attempt, goal_of, report_of
from reports.views.confirming import confirms, is_confirmed
from vss_portal import clock
from vss_portal.dates import short_date
from vss_portal.guard import access
from vss_portal.models import User

FILTERS = {"": "Alla", "andrade": "Ändrade", "avviker": "Avviker från indikatorerna"}
ACTS = {
    StepKind.APPROVED: "godkände",
    StepKind.RETURNED: "skickade tillbaka",
    StepKind.SUBMITTED: "skickade förslaget",
}
WAITING = (State.WITH_DIRECTOR, State.CHANGED)


@access(who=may.approves_anything)
def approvals(request: HttpRequest) -> HttpResponse:
    """The open reports with what waits in each."""
    open_reports = Report.objects.filter(
        organisation=rights_of(request.user).organisation, reproduced_from=None, known_on=None
    )
    rows = []
    for report in open_reports.select_related("organisation", "template_version__template", "occasion").newest_first():
        now = composed(report)
        if not now.adopted:
            waiting = sum(thing.state in WAITING for thing in now.goal_things)
            rows.append({"report": report, "waiting": waiting, "of": len(now.goal_things), "thing": now.report_thing})
    return render(request, "reports/approval/reports.html", {"rows": rows})


@access(who=may.approves_report)
def approval_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The goals of a report: those that wait first, difference first."""
    now = composed(report_of(request, slug))
    context = list_context(request, now)
    missing = 0 if context["left"] else len(gate(now).missing)
    return render(request, "reports/approval/goals.html", {**context, "missing": missing})


def list_context(request: HttpRequest, now: Composed) -> dict[str, Any]:
    """The list beside a goal: what waits, what is done."""
    chosen = _filter(request)
    rows = [_row(now, goal, thing) for goal, thing in zip(now.goals, now.goal_things, strict=True)]
    waiting = [row for row in rows if row["thing"].state in WAITING]
    return {
        "record": now.report,
        "waiting": [row for row in waiting if _chosen(row, chosen)],
        "left": len(waiting),
        "total": len(rows),
        "done": [row for row in rows if row["thing"].state == State.APPROVED],
        "others": [row for row in rows if row["thing"].state not in (*WAITING, State.APPROVED)],
        "filters": FILTERS.items(),
        "filter": chosen,
        "asked": f"?visa={chosen}" if chosen else "",
        "whole": now.report_thing,
        "undo": _undo(request, now),
    }


def _filter(request: HttpRequest) -> str:
    chosen = request.GET.get("visa", "")
    return chosen if chosen in FILTERS else ""


def _undo(request: HttpRequest, now: Composed) -> Goal | None:
    """The goal that the person approved last, while the approval stands: it may be undone until the next decision."""
    slug, code = request.session.get("beslutat_mal") or ("", "")
    goal = now.goal(code) if slug == now.report.slug else None
    return goal if goal and now.goal_thing(goal).state == State.APPROVED else None


def _row(now: Composed, goal: Goal, thing: Thing) -> dict[str, Any]:
    return {"goal": goal, "node": goal_node(now, goal), "thing": thing, "mark": MARKS.get(thing.state, "ongoing")}


def _chosen(row: dict[str, Any], chosen: str) -> bool:
    if chosen == "andrade":
        return bool(row["thing"].state == State.CHANGED)
    return chosen != "avviker" or bool(row["node"].deviates)


@access(who=may.approves_report, writes=True)
def approve_goal(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One goal before the förvaltningschef; a sent form decides and goes on to the next that waits."""
    report = report_of(request, slug)
    if request.method == "POST":
        now = composed(report)
        return _decide(request, now, goal_of(now, code))
    return _goal_page(request, report, code)


def _goal_page(request: HttpRequest, report: Report, code: str, given: Given | None = None) -> HttpResponse:
    now = composed(report)
    goal = goal_of(now, code)
    context = {**list_context(request, now), **goal_context(request, now, goal, given)}
    before, after = _neighbours(now, goal)
    thing: Thing = context["thing"]
    context |= {"previous": before, "next": after, "changing": given is not None, "steps": thing.steps[::-1]}
    since, changes = _changes(thing)
    context |= {"confirmed": is_confirmed(request), "changes": changes, "changes_title": _since(since, request)}
    return render(request, "reports/approval/goal.html", context)


def _changes(thing: Thing) -> tuple[ReportStep | None, list[Change]]:
    """What differs from what was decided on last; of a new proposal, from what was sent."""
    decided = thing.last_approval or thing.answered
    if decided is not None or thing.state != State.WITH_DIRECTOR:
        return decided, thing.changes
    sent = next(step for step in reversed(thing.steps) if step.kind == StepKind.SUBMITTED)
    return sent, [] if sent.fingerprint == thing.fingerprint else difference(thing.kept.of(sent), thing.items)


def _since(step: ReportStep | None, request: HttpRequest) -> str:
    """The words above what has changed: since who did what, and when."""
    if step is None:
        return ""
    who = "du" if step.recorded_by == request.user else str(step.recorded_by)
    return f"Ändrat sedan {who} {ACTS[StepKind(step.kind)]} {short_date(clock.local(step.recorded_at).date())}"


def _neighbours(now: Composed, goal: Goal) -> tuple[Goal | None, Goal | None]:
    place = now.goals.index(goal)
    before = now.goals[place - 1] if place else None
    after = now.goals[place + 1] if place + 1 < len(now.goals) else None
    return before, after


def _decide(request: HttpRequest, now: Composed, goal: Goal) -> HttpResponse:
    """Do what the pressed button says; `now` is the report before it, so that the next goal is known already."""
    report, user = now.report, cast(User, request.user)
    seen = request.POST.get("fingeravtryck", "")
    kind = request.POST.get("steg", "")
    given = given_in(request) if kind == "change" else None
    acts = {
        StepKind.APPROVED.value: (
            lambda: goals.approve(report=report, goal=goal, by=user, seen=seen),
            "",  # the next page says it beside the way back
        ),
        "change": (
            lambda: goals.change_and_approve(
                report=report, goal=goal, given=given or Given(status=""), by=user, seen=seen
            ),
            f"{goal.name} är ändrat och godkänt.",
        ),
        StepKind.RETURNED.value: (
            lambda: goals.send_back(report=report, goal=goal, reason=request.POST.get("orsak", ""), by=user),
            f"{goal.name} är skickat tillbaka.",
        ),
        StepKind.TAKEN_BACK.value: (
            lambda: goals.take_back(report=report, goal=goal, by=user),
            f"Godkännandet av {goal.name} är taget tillbaka.",
        ),
    }
    if kind == "confirm":
        confirms(request)
    if kind not in acts:
        return redirect(_address(request, report, goal))
    act, done = acts[kind]
    if not confirms(request):
        return _goal_page(request, report, goal.code, given)
    if not attempt(request, act, done):
        return _goal_page(request, report, goal.code, given)
    if kind == StepKind.TAKEN_BACK.value:
        return redirect(_address(request, report, goal))
    request.session["beslutat_mal"] = [report.slug, goal.code]
    return redirect(_address(request, report, _next_waiting(request, now, goal)))


def _address(request: HttpRequest, report: Report, goal: Goal | None) -> str:
    """The goal's page, or the list where there is none; what was chosen in the list stays chosen."""
    page = (
        reverse("approve_goal", args=[report.slug, goal.code]) if goal else reverse("approval_list", args=[report.slug])
    )
    chosen = _filter(request) if goal else ""
    return f"{page}?visa={chosen}" if chosen else page


def _next_waiting(request: HttpRequest, now: Composed, goal: Goal) -> Goal | None:
    """The next chosen goal that waits after this one, else the first chosen, else any that waits."""
    rows = [_row(now, each, thing) for each, thing in zip(now.goals, now.goal_things, strict=True)]
    waiting = [row for row in rows if row["thing"].state in WAITING and row["goal"] != goal]
    chosen = [row for row in waiting if _chosen(row, _filter(request))]
    place = now.goals.index(goal)
    later = [row for row in chosen if now.goals.index(row["goal"]) > place]
    return next((row["goal"] for row in (*later, *chosen, *waiting)), None)


@access(who=may.decides_on_report, writes=True)
def report_approval(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as a whole: the editor sends it, the förvaltningschef approves it with its accepted errors."""
    report = report_of(request, slug)
    if request.method == "POST" and _act_on_report(request, report):
        return redirect("report_approval", slug=slug)
    now = composed(report)
    thing = now.report_thing
    context = {
        "record": report,
        "thing": thing,
        "mark": MARKS.get(thing.state, "ongoing"),
        "allowed": [kind.value for kind in allowed_steps(now, thing, request.user)],
        "gate": gate(now),
        "findings": findings(now),
        "steps": thing.steps[::-1],
        "reason": request.POST.get("orsak", ""),
        "confirmed": is_confirmed(request) or not approves(request.user, report),
    }
    return render(request, "reports/approval/report.html", context)


DONE = {
    StepKind.SUBMITTED: "Rapporten är skickad till förvaltningschefen.",
    StepKind.APPROVED: "Rapporten är godkänd.",
    StepKind.RETURNED: "Rapporten är skickad tillbaka.",
    StepKind.TAKEN_BACK: "Rapporten är tagen tillbaka.",
}


def _act_on_report(request: HttpRequest, report: Report) -> bool:
    post = request.POST
    user: Any = request.user
    kind = next((each for each in DONE if each.value == post.get("steg")), None)
    if kind is None:
        return post.get("steg") == "confirm" and confirms(request)
    seen = post.get("fingeravtryck", "")
    if approves(user, report) and not confirms(request):
        return False

    def act() -> Any:
        if kind == StepKind.APPROVED:
            accepted = {pk: post.get(f"fel-{pk}", "") for pk in _answered(post)}
            return approve_report(report=report, by=user, seen=seen, accepted=accepted)
        return act_on_report(report=report, kind=kind, by=user, reason=post.get("orsak", ""))

    return attempt(request, act, DONE[kind])


def _answered(post: Mapping[str, Any]) -> list[int]:
    """The keys of the findings that the form says something about."""
    return [int(name[4:]) for name in post if name.startswith("fel-") and name[4:].isdecimal()]
