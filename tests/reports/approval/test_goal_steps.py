"""A goal's way from draft to decision: which steps, by whom, with what words; what is refused and what is left then."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from indicators.models import AssessmentRevision, Membership, Unit
from reports.approval import goals
from reports.approval.composed import composed
from reports.approval.states import ALLOWED, State, Who
from reports.approval.steps import StepRefused, allowed_steps
from reports.approval.whole import act_on_section
from reports.models import FrozenReport, ReportStep, Scope, StepKind
from tests.factories import UserFactory
from tests.reports import judging
from vss_portal import clock

GOAL = "goda-arbetsplatser"


@pytest.fixture
def report(reference):
    return judging.start()


def steps(report):
    return [(step.kind, step.recorded_by.username) for step in ReportStep.objects.filter(report=report)]


def a_deputy(report):
    """A director for some days only, in place of the förvaltningschef."""
    deputy = UserFactory(display_name="Stabschef")
    unit = Unit.objects.get(organisation=report.organisation, code="vss")
    days = {"valid_from": dt.date(2020, 1, 1)}
    Membership.objects.create(person=deputy, role="director", unit=unit, deputy_for=judging.director(), **days)
    return deputy


def test_a_proposal_is_sent_returned_mended_and_approved(report):
    judging.propose(report, GOAL)
    target = judging.goal(report, GOAL)
    goals.send_back(report=report, goal=target, reason="Nämn kvinnors sjukfrånvaro.", by=judging.director())
    part = judging.thing(report, GOAL)
    assert part.state == State.RETURNED
    assert part.last_return.reason == "Nämn kvinnors sjukfrånvaro."
    judging.propose(report, GOAL, text="Kvinnors sjukfrånvaro har ökat.")
    judging.approve(report, GOAL)
    assert judging.thing(report, GOAL).state == State.APPROVED
    assert [kind for kind, _by in steps(report)] == ["submitted", "returned", "submitted", "approved"]


def test_the_reason_of_a_return_is_never_shown_as_the_motivation(report):
    judging.propose(report, GOAL, motivation="Vi väger in aktiviteterna.")
    target = judging.goal(report, GOAL)
    goals.send_back(report=report, goal=target, reason="Skriv om.", by=judging.director())
    assert composed(report).composer.sources.assessments[target.pk].motivation == "Vi väger in aktiviteterna."


def test_a_return_without_a_reason_is_refused(report):
    judging.propose(report, GOAL)
    with pytest.raises(StepRefused, match="Skriv vad som behöver ändras"):
        goals.send_back(report=report, goal=judging.goal(report, GOAL), reason="  ", by=judging.director())
    assert judging.thing(report, GOAL).state == State.WITH_DIRECTOR


def test_a_deviating_status_without_motivation_cannot_be_sent_and_nothing_is_saved(report):
    with pytest.raises(StepRefused, match="Skriv en motivering; den trycks i rapporten"):
        judging.propose(report, GOAL, status="not_fulfilled", text="Ny text")
    assert steps(report) == []
    assert not AssessmentRevision.objects.filter(assessment__occasion=report.occasion).exists()
    assert judging.thing(report, GOAL).state == State.EMPTY


def test_nobody_approves_their_own_proposal(report):
    both = judging.editor()
    unit = Unit.objects.get(organisation=report.organisation, code="vss")
    Membership.objects.create(person=both, role="director", unit=unit, valid_from=dt.date(2020, 1, 1))
    judging.propose(report, GOAL, by=both)
    with pytest.raises(StepRefused, match="Du har själv lämnat förslaget"):
        judging.approve(report, GOAL, by=judging.editor())
    now = composed(report)
    assert StepKind.APPROVED not in allowed_steps(now, now.goal_thing(now.goal(GOAL)), judging.editor())


def test_nobody_changes_what_another_proposed_and_approves_it_as_that(report):
    judging.propose(report, GOAL)
    own = judging.given(report, GOAL, status="not_fulfilled", motivation="Vi ser det så.")
    told = {"report": report, "goal": judging.goal(report, GOAL), "by": a_deputy(report)}
    with pytest.raises(StepRefused, match="ligger hos förvaltningschefen"):
        goals.save_draft(given=own, **told)
    judging.approve(report, GOAL)
    # Once approved it may be taken up again; who does so decides in the open.
    goals.save_draft(given=own, **told)
    seen = judging.thing(report, GOAL).fingerprint
    with pytest.raises(StepRefused, match="Välj ”Ändra och godkänn”"):
        goals.approve(seen=seen, **told)
    step = goals.change_and_approve(given=own, seen=seen, **told)
    assert (step.changed_by_approver, step.acting_as) == (True, "tf förvaltningschef")


def test_the_approver_changes_and_approves_in_one_act_logged_as_theirs(report):
    judging.propose(report, GOAL)
    told = judging.given(report, GOAL, status="not_fulfilled", motivation="Läget är sämre än siffrorna.")
    seen = judging.thing(report, GOAL).fingerprint
    target, by = judging.goal(report, GOAL), judging.director()
    step = goals.change_and_approve(report=report, goal=target, given=told, by=by, seen=seen)
    latest = goals.latest_assessment(report, target)
    assert (step.changed_by_approver, step.recorded_by, step.acting_as) == (True, by, "förvaltningschef")
    assert (latest.step, latest.status, latest.recorded_by) == ("decided", "not_fulfilled", by)
    assert judging.thing(report, GOAL).state == State.APPROVED


def test_a_deputys_act_says_tf(report):
    judging.propose(report, GOAL)
    step = judging.approve(report, GOAL, by=a_deputy(report))
    assert step.acting_as == "tf förvaltningschef"


def test_who_proposed_takes_it_back_and_the_approver_takes_back_an_approval(report):
    judging.propose(report, GOAL)
    target = judging.goal(report, GOAL)
    goals.take_back(report=report, goal=target, by=judging.editor())
    assert judging.thing(report, GOAL).state == State.DRAFT
    judging.propose(report, GOAL)
    judging.approve(report, GOAL)
    goals.take_back(report=report, goal=target, by=judging.director())
    assert judging.thing(report, GOAL).state == State.WITH_DIRECTOR


def test_an_approval_that_was_taken_back_does_not_hold_again(report):
    judging.propose(report, GOAL)
    judging.approve(report, GOAL)
    goals.take_back(report=report, goal=judging.goal(report, GOAL), by=judging.director())
    assert judging.thing(report, GOAL).holding is None


@pytest.mark.parametrize("username", ["lasare", "revisor", "admin", "controller-ekonomi", "huvudcontroller"])
def test_only_the_director_approves(report, username):
    judging.propose(report, GOAL, by=judging.person("hr"))
    with pytest.raises(StepRefused, match="Du får inte göra det här"):
        judging.approve(report, GOAL, by=judging.person(username))


@pytest.mark.parametrize("username", ["lasare", "revisor", "admin", "forvaltningschef", "controller-ekonomi"])
def test_only_who_answers_for_the_goals_indicators_proposes(report, username):
    with pytest.raises(StepRefused, match="Du får inte göra det här"):
        judging.propose(report, GOAL, by=judging.person(username))
    assert steps(report) == []


def test_the_hr_function_proposes_a_goal_of_staff_figures(report):
    judging.propose(report, GOAL, by=judging.person("hr"))
    assert judging.thing(report, GOAL).state == State.WITH_DIRECTOR


def test_a_step_that_the_table_does_not_allow_is_refused(report):
    with pytest.raises(StepRefused, match="kan inte följa på det"):
        goals.send_back(report=report, goal=judging.goal(report, GOAL), reason="Nej", by=judging.director())


def test_the_table_lets_nobody_but_the_approver_approve_or_return():
    for scope in (Scope.GOAL, Scope.REPORT):
        for allowed in ALLOWED[scope].values():
            decisions = {allowed[kind] for kind in (StepKind.APPROVED, StepKind.RETURNED) if kind in allowed}
            assert decisions <= {Who.APPROVER}


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_step(report, act):
    judging.propose(report, GOAL)
    rows = ReportStep.objects.filter(report=report)
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        rows.update(reason="ändrad") if act == "update" else rows.delete()
    assert rows.get().reason == ""


def test_the_database_refuses_a_step_out_of_order(report):
    judging.propose(report, GOAL)
    first = ReportStep.objects.get(report=report)
    first.pk, first.number = None, 7
    with pytest.raises(DatabaseError), transaction.atomic():
        first.save(force_insert=True)


def test_nothing_is_decided_of_a_goal_or_a_section_in_an_adopted_report(report):
    judging.propose(report, GOAL)
    FrozenReport.objects.create(
        report=report, number=1, schema=1, title="R", case_number="KS 1", payload='{"items":[]}', checksum="0",
        recorded_at=clock.now(), recorded_by=judging.editor(),
    )  # fmt: skip
    with pytest.raises(StepRefused, match="fastställd och ändras inte"):
        judging.approve(report, GOAL)
    with pytest.raises(StepRefused, match="fastställd och ändras inte"):
        act_on_section(report=report, key="uppdrag", kind=StepKind.RETURNED, by=judging.editor(), reason="Nej.")
    assert steps(report) == [("submitted", "huvudcontroller")]
