"""Edited, corrected, proposed, approved and taken back in any order: what stands approved is what is shown."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.approval import goals
from reports.approval.composed import composed
from reports.approval.states import State, holding, state_of
from reports.approval.steps import StepRefused
from reports.models import ReportStep
from reports.texts import document
from reports.writing import write_text
from tests.reports import judging

GOAL = "goda-arbetsplatser"


@pytest.fixture
def report(reference):
    return judging.start()


def correct(report, value):
    judging.correct("sjuk", value, year=2023, span="full_year")


def rewrite(report, words):
    write_text(report=report, key=f"goal:{GOAL}", content=document(words), by=judging.editor())


def send_back(report, reason):
    goals.send_back(report=report, goal=judging.goal(report, GOAL), reason=reason, by=judging.director())


def take_back(report, username):
    goals.take_back(report=report, goal=judging.goal(report, GOAL), by=judging.person(username))


ACTS = st.one_of(
    st.tuples(st.just(correct), st.sampled_from(["6,3", "6,9"])),
    st.tuples(st.just(rewrite), st.sampled_from(["Ett.", "Två."])),
    st.tuples(st.just(lambda report, _none: judging.propose(report, GOAL)), st.none()),
    st.tuples(st.just(lambda report, _none: judging.approve(report, GOAL)), st.none()),
    st.tuples(st.just(send_back), st.sampled_from(["Skriv om.", ""])),
    st.tuples(st.just(take_back), st.sampled_from(["huvudcontroller", "forvaltningschef"])),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=3, max_size=6))
def test_what_stands_approved_is_what_is_shown_and_the_log_replayed_gives_the_same_state(report, acts):
    for act, told in acts:
        with contextlib.suppress(StepRefused):
            act(report, told)
    part = judging.thing(report, GOAL)
    if part.state == State.APPROVED:
        assert part.holding.fingerprint == part.fingerprint
        assert part.changes == []
    log = list(ReportStep.objects.filter(report=report, scope="goal", key=GOAL).order_by("number"))
    assert state_of(log, part.fingerprint, begun=part.begun) == part.state
    assert all(step.fingerprint == part.fingerprint for step in [holding(log, part.fingerprint)] if step)
    assert composed(judging.again(report)).goal_thing(judging.goal(report, GOAL)).fingerprint == part.fingerprint
