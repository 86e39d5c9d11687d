"""Recording assessments of goals and the state of assignments: which steps, by whom, and with what words."""

import datetime as dt

import pytest
import time_machine

from indicators.assessing import NEXT_STEPS, record_assessment, record_assignment_status
from indicators.models import AssessmentRevision, AssignmentStatus, GoalAssessment
from indicators.models.choices import AssessmentStep
from indicators.recording import RecordingRefused, StaleFigure
from indicators.status import Status
from indicators.suggestion import Suggestion
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    GoalAreaFactory,
    GoalFactory,
    OccasionFactory,
    OrganisationFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 9, 5)
PARTLY = Suggestion(Status.PARTLY, "3 indikatorer kan bedömas: 1 uppfylls, 1 delvis, 1 inte.", 1, 1, 1)
BASIS = [{"indicator": "svarsservice_kl", "outcome": "90,4", "target": "≥92", "status": "partly"}]


@pytest.fixture
def about():
    return {"goal": GoalFactory(), "occasion": OccasionFactory()}


def assess(about, step="draft", status="partly", **fields):
    usual = {"motivation": "", "suggestion": PARTLY, "inputs": BASIS}
    if "by" not in fields:
        fields["by"] = UserFactory()
    return record_assessment(step=step, status=status, **(usual | about | fields))


def refused(call, *args, **fields):
    with pytest.raises(RecordingRefused) as raised:
        call(*args, **fields)
    return raised.value.problems


def reach(about, step):
    """Bring the assessment to a step, or leave it where there is none."""
    if step == "reproduced":
        assess(about, "reproduced", document=DocumentFactory())
    elif step == "returned":
        assess(about, "proposed")
        assess(about, "returned", motivation="Nämn kvinnors sjukfrånvaro.")
    elif step:
        assess(about, step)


# Assessments


def test_an_assessment_keeps_its_words_and_what_the_indicators_pointed_to(about):
    by = UserFactory()
    told = {"motivation": "Bedömningen väger in att mätningen flyttades.", "by": by}
    recorded = assess(about, "proposed", "fulfilled", **told)
    assert (recorded.state, recorded.revision.number) == ("new", 1)
    stored = AssessmentRevision.objects.get()
    assert (stored.step, stored.status, stored.motivation) == ("proposed", "fulfilled", told["motivation"])
    assert (stored.suggested_status, stored.suggestion_reason) == ("partly", PARTLY.reason)
    assert (stored.inputs, stored.recorded_by) == (BASIS, by)
    assert stored.assessment == GoalAssessment.objects.get(**about)


def test_each_step_is_a_revision_of_its_own(about):
    for step in ("draft", "proposed", "decided"):
        assess(about, step)
    steps = AssessmentRevision.objects.values_list("number", "step")
    assert list(steps) == [(1, "draft"), (2, "proposed"), (3, "decided")]


def test_the_same_once_more_records_nothing(about):
    first = assess(about, "proposed")
    again = assess(about, "proposed")
    assert (again.state, again.revision) == ("unchanged", first.revision)
    assert AssessmentRevision.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "not_fulfilled"},
        {"motivation": "Nytt skäl"},
        {"inputs": []},
        {"suggestion": None},
        {"step": "proposed"},
    ],
    ids=str,
)
def test_whatever_differs_is_a_new_revision(about, changed):
    assess(about, "draft")
    assert assess(**({"about": about} | changed)).state == "changed"


def test_a_draft_may_be_without_status(about):
    assert assess(about, "draft", "").revision.status == ""


def test_a_goal_without_suggestion_needs_no_motivation(about):
    assert assess(about, "proposed", "fulfilled", suggestion=None).revision.suggested_status == ""


def test_each_occasion_has_an_assessment_of_its_own(about):
    assess(about, "decided")
    spring = about | {"occasion": OccasionFactory(kind="march", month=3)}
    assert assess(spring, "proposed").revision.number == 1


def test_a_return_keeps_the_status_that_was_proposed_and_says_what_to_change(about):
    assess(about, "proposed", "partly")
    returned = assess(about, "returned", "", motivation="Nämn kvinnors sjukfrånvaro.").revision
    assert (returned.status, returned.motivation) == ("partly", "Nämn kvinnors sjukfrånvaro.")


def test_an_assessment_from_print_has_its_document_and_its_day(about):
    document, known = DocumentFactory(), at(dt.date(2024, 9, 3))
    told = {"document": document, "recorded_at": known, "suggestion": None, "inputs": []}
    stored = assess(about, "reproduced", "fulfilled", **told).revision
    assert (stored.document, stored.recorded_at) == (document, known)
    assert assess(about, "reproduced", "fulfilled", **told).state == "unchanged"


STEPS = [(before, step) for before in NEXT_STEPS for step in AssessmentStep.values]


@pytest.mark.parametrize(("before", "step"), STEPS)
def test_only_the_steps_of_the_table_follow_on_each_other(about, before, step):
    reach(about, before)
    document = {"document": DocumentFactory()} if step == "reproduced" else {}
    told = {"motivation": "Ett nytt skäl", **document}
    if step in NEXT_STEPS[before]:
        assert assess(about, step, **told).revision.step == step
    else:
        (problem,) = refused(assess, about, step, **told)
        assert problem.code == "step"
        assert AssessmentStep(step).label in problem.message


def test_a_step_that_can_not_follow_is_told_with_the_one_that_stands(about):
    reach(about, "draft")
    (problem,) = refused(assess, about, "returned", motivation="Ändra")
    assert problem.message == (
        "Bedömningens senaste steg är ”utkast”; ”tillbakaskickad” kan inte följa på det. Inget är sparat."
    )


@pytest.mark.parametrize("step", ["proposed", "decided"])
def test_who_differs_from_the_indicators_says_why(about, step):
    (problem,) = refused(assess, about, step, "fulfilled", motivation="  ")
    assert problem.code == "motivation"
    assert problem.message == (
        "Förslaget Uppfylls skiljer sig från indikatorerna (Uppfylls delvis)."
        " Skriv en motivering; den trycks i rapporten. Inget är sparat."
    )
    assert assess(about, "draft", "fulfilled").state == "new"
    assert assess(about, step, "fulfilled", motivation="Mätningen flyttades").state == "changed"


NOTHING = Suggestion(Status.NOT_ASSESSABLE, "Ingen indikator kan bedömas.", not_assessable=2)


@pytest.mark.parametrize("step", ["proposed", "decided"])
@pytest.mark.parametrize("status", ["fulfilled", "not_assessable"])
def test_a_goal_whose_indicators_can_not_be_assessed_always_needs_words(about, step, status):
    (problem,) = refused(assess, about, step, status, suggestion=NOTHING)
    assert problem.message == (
        "Ingen av målets indikatorer kan bedömas, så bara orden säger vad bedömningen bygger på."
        " Skriv en motivering; den trycks i rapporten. Inget är sparat."
    )
    assert assess(about, step, status, suggestion=NOTHING, motivation="Aktiviteterna är gjorda").state == "new"


def test_a_return_says_what_to_change(about):
    assess(about, "proposed")
    (problem,) = refused(assess, about, "returned", motivation=" ")
    assert problem.message == "Skriv vad som ska ändras; det visas för den som föreslog. Inget är sparat."


@pytest.mark.parametrize(
    ("step", "status", "told"),
    [
        ("proposed", "", "Bedömningen saknas. Välj någon av Uppfylls, Uppfylls delvis, Uppfylls ej, Kan ej bedömas."),
        ("decided", "", "Bedömningen saknas."),
        ("draft", "grön", "”grön” är ingen bedömning. Välj någon av Uppfylls"),
        ("klar", "partly", "”klar” är inget steg i en bedömning."),
    ],
)
def test_a_status_and_a_step_that_do_not_exist_are_refused(about, step, status, told):
    (problem,) = refused(assess, about, step, status)
    assert problem.message.startswith(told)
    assert GoalAssessment.objects.count() == 0


@pytest.mark.parametrize(("step", "printed"), [("reproduced", False), ("decided", True)])
def test_what_is_reproduced_has_a_document_and_nothing_else_has(about, step, printed):
    (problem,) = refused(assess, about, step, document=DocumentFactory() if printed else None)
    assert problem.code == "document"


def test_nobody_decides_what_they_proposed_themselves(about):
    by = UserFactory()
    assess(about, "proposed", by=by)
    (problem,) = refused(assess, about, "decided", by=by)
    assert problem.code == "own-proposal"
    assert problem.message == "Du har själv lämnat förslaget, och någon annan beslutar om det. Förslaget står kvar."
    assert assess(about, "decided", "fulfilled", motivation="Ändrat av mig", by=UserFactory()).state == "changed"


def test_goal_and_occasion_belong_to_the_same_year_and_organisation():
    foreign = GoalAreaFactory(organisation=OrganisationFactory(code="annan"), year=2023)
    about = {"goal": GoalFactory(municipal_goal__area=foreign), "occasion": OccasionFactory()}
    assert [problem.code for problem in refused(assess, about)] == ["other-organisation", "other-year"]
    assert "Målet hör till 2023 och tillfället till 2024." in refused(assess, about)[1].message


def test_who_saw_an_older_step_is_told_both_who_and_when(about):
    with time_machine.travel(at(DAY, 9, 41), tick=False):
        assess(about, "proposed", by=UserFactory(display_name="Controller VO HR"))
    (problem,) = refused(assess, about, "proposed", "not_fulfilled", motivation="Skäl", seen=0)
    assert isinstance(problem, StaleFigure)
    assert problem.message == (
        "Bedömningen blev ”Uppfylls delvis, föreslagen” kl. 09.41 (Controller VO HR) medan du valde"
        " ”Uppfylls ej, föreslagen”. ”Uppfylls delvis, föreslagen” står kvar och ”Uppfylls ej, föreslagen” är inte"
        " sparat. Vilket gäller?"
    )
    assert assess(about, "decided", seen=1).revision.number == 2


def test_what_became_known_earlier_can_not_follow(about):
    told = {"document": DocumentFactory(), "status": "fulfilled"}
    assess(about, "reproduced", recorded_at=at(dt.date(2024, 9, 3)), **told)
    changed = told | {"status": "partly", "recorded_at": at(dt.date(2024, 9, 2))}
    assert [problem.code for problem in refused(assess, about, "reproduced", **changed)] == ["wrong-order"]


def test_the_demos_clock_may_go_back(about):
    with time_machine.travel(at(DAY, 15, 0), tick=False):
        assess(about, "proposed")
    with time_machine.travel(at(DAY, 9, 0), tick=False):
        assert assess(about, "decided").revision.recorded_at == at(DAY, 15, 0)


# Assignments


@pytest.fixture
def assignment():
    return {"assignment": AssignmentFactory(), "occasion": OccasionFactory()}


def tell(assignment, state="ongoing", comment="", **fields):
    if "by" not in fields:
        fields["by"] = UserFactory()
    return record_assignment_status(state=state, comment=comment, **assignment, **fields)


def test_the_state_of_an_assignment_is_kept_with_who_and_when(assignment):
    by = UserFactory()
    recorded = tell(assignment, "done", " Klart i mars. ", by=by, recorded_at=at(dt.date(2024, 9, 3)))
    assert recorded.state == "new"
    stored = AssignmentStatus.objects.get()
    assert (stored.number, stored.state, stored.comment, stored.recorded_by) == (1, "done", "Klart i mars.", by)
    assert stored.recorded_at == at(dt.date(2024, 9, 3))


def test_a_later_state_replaces_and_keeps_the_earlier(assignment):
    tell(assignment, "ongoing")
    assert tell(assignment, "done").status.number == 2
    assert list(AssignmentStatus.objects.values_list("state", flat=True)) == ["ongoing", "done"]


def test_the_same_state_and_comment_once_more_record_nothing(assignment):
    first = tell(assignment, "ongoing", "Pågår")
    again = tell(assignment, "ongoing", "Pågår ")
    assert (again.state, again.status) == ("unchanged", first.status)
    assert tell(assignment, "ongoing", "Pågår enligt plan").state == "changed"


def test_a_comment_alone_is_enough(assignment):
    assert tell(assignment, "", "Ingår i annat uppdrag").state == "new"


@pytest.mark.parametrize(
    ("state", "comment", "told"),
    [
        ("", "  ", "Välj en status eller skriv en kommentar. Inget är sparat."),
        ("klart", "", "”klart” är ingen status för ett uppdrag. Välj någon av Genomfört, Pågår"),
    ],
)
def test_a_state_that_says_nothing_is_refused(assignment, state, comment, told):
    (problem,) = refused(tell, assignment, state, comment)
    assert problem.message.startswith(told)
    assert AssignmentStatus.objects.count() == 0


def test_assignment_and_occasion_belong_to_the_same_year_and_organisation():
    other = OrganisationFactory(code="annan")
    about = {"assignment": AssignmentFactory(organisation=other, year=2023), "occasion": OccasionFactory()}
    assert [problem.code for problem in refused(tell, about)] == ["other-organisation", "other-year"]


def test_who_saw_an_older_state_is_told(assignment):
    tell(assignment, "ongoing", by=UserFactory(display_name="Skribent"))
    (problem,) = refused(tell, assignment, "done", seen=0)
    assert (problem.code, problem.stands, problem.given, problem.recorded_by) == (
        "stale",
        "Pågår",
        "Genomfört",
        "Skribent",
    )
    assert tell(assignment, "done", seen=1).state == "changed"


def test_states_are_told_in_the_order_of_time(assignment):
    tell(assignment, "ongoing", recorded_at=at(dt.date(2024, 9, 3)))
    earlier = at(dt.date(2024, 9, 2))
    assert [problem.code for problem in refused(tell, assignment, "done", recorded_at=earlier)] == ["wrong-order"]


def test_the_demos_clock_may_go_back_for_assignments_too(assignment):
    with time_machine.travel(at(DAY, 15, 0), tick=False):
        tell(assignment, "ongoing")
    with time_machine.travel(at(DAY, 9, 0), tick=False):
        assert tell(assignment, "done").status.recorded_at == at(DAY, 15, 0)
