"""Edited, corrected, imported, undone, proposed, approved and taken back in any order: what stands is what is shown."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.entry.undoing import UndoRefused, undo
from indicators.models import Fact, RecordingBatch
from indicators.recording_entries import RecordingRefused
from reports.approval import goals
from reports.approval.composed import composed
from reports.approval.states import State, holding, state_of
from reports.approval.steps import StepRefused
from reports.models import ReportStep
from reports.texts import document
from reports.writing import write_text
from tests.reports import judging

GOAL, OF_FORMULAS = "goda-arbetsplatser", "god-ekonomisk-kontroll"


@pytest.fixture
def report(reference):
    return judging.start()


def correct(report, value):
    judging.correct("sjuk", value, year=2023, span="full_year")


def imported(report, value):
    """A file changes what an indicator is computed of: the goal shows the formula, never the figure itself."""
    fact = Fact.objects.filter(indicator__code="revenues", unit__code="vss", scenario="outcome", year=2024).latest(
        "month"
    )
    judging.correct_fact(fact, value, source="import")


def undone(report, _none):
    """The last act of recording is taken back; what was loaded before the report began isn't."""
    last = RecordingBatch.objects.filter(recorded_by=judging.editor(), label="Rättelse").last()
    if last is not None:
        undo(batch=last.pk, by=judging.editor(), may_unlock=True)


def rewrite(report, words):
    write_text(report=report, key=f"goal:{GOAL}", content=document(words), by=judging.editor())


def send_back(report, reason):
    goals.send_back(report=report, goal=judging.goal(report, GOAL), reason=reason, by=judging.director())


def take_back(report, username):
    goals.take_back(report=report, goal=judging.goal(report, GOAL), by=judging.person(username))


ACTS = st.one_of(
    st.tuples(st.just(correct), st.sampled_from(["6,3", "6,9"])),
    st.tuples(st.just(imported), st.sampled_from(["400000", "500000"])),
    st.tuples(st.just(undone), st.none()),
    st.tuples(st.just(lambda report, _none: judging.propose(report, OF_FORMULAS)), st.none()),
    st.tuples(st.just(lambda report, _none: judging.approve(report, OF_FORMULAS)), st.none()),
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
        with contextlib.suppress(StepRefused, UndoRefused, RecordingRefused):
            act(report, told)
    now = composed(judging.again(report))
    for code in (GOAL, OF_FORMULAS):
        holds(report, now.goal_thing(now.goal(code)), code)


def holds(report, part, code):
    if part.state == State.APPROVED:
        assert part.holding.fingerprint == part.fingerprint
        assert part.changes == []
    log = list(ReportStep.objects.filter(report=report, scope="goal", key=code).order_by("number"))
    assert state_of(log, part.fingerprint, begun=part.begun) == part.state
    assert all(step.fingerprint == part.fingerprint for step in [holding(log, part.fingerprint)] if step)


def test_an_import_of_what_a_formula_is_made_of_ends_the_approval_and_undone_it_holds_again(report):
    judging.propose(report, OF_FORMULAS)
    judging.approve(report, OF_FORMULAS)
    imported(report, "400000")
    part = judging.thing(report, OF_FORMULAS)
    assert part.state == State.CHANGED
    assert any("Budgetavvikelse" in change.label for change in part.changes)
    undone(report, None)
    assert judging.thing(report, OF_FORMULAS).state == State.APPROVED
