"""What stands beside the figures of a goal: activities, contributions, the year's end; lists and assignments."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from indicators import triggers
from indicators.models import Assignment, Goal, Unit
from indicators.year.catalogue import GoalLine, set_goal_lines
from reports.approval.composed import composed
from reports.approval.states import State
from reports.approval.steps import StepRefused
from reports.following import assignments as assigned
from reports.following.assignments import GivenAssignment
from reports.following.contributions import contributions_to, decline, send_in, take_up
from reports.following.lists import SPECS, GivenLine, carry_over, remove_line, save_line
from reports.following.reading import answers_of, counted, lines_of
from reports.following.year_end import answer
from reports.models import ListItem, ListItemVersion
from reports.texts import plain_text
from tests.reports import judging

GOAL = "goda-arbetsplatser"
ACTIVITIES = SPECS["aktiviteter"]


@pytest.fixture
def report(reference):
    """A report of a year whose lists are empty."""
    with triggers.suspended():
        ListItemVersion.objects.all().delete()
        ListItem.objects.all().delete()
    return judging.start()


def unit(code):
    return Unit.objects.get(organisation__code="vss", code=code)


def goal_of(report, code=GOAL):
    return Goal.objects.in_year(report.organisation, report.year).get(code=code)


def activity(report, by=None, item=None, **told):
    given = {"title": "Ny chefsintroduktion", "unit": unit("vo-hr"), "goal": goal_of(report), "state": "ongoing"} | told
    return save_line(
        organisation=report.organisation,
        spec=ACTIVITIES,
        year=report.year,
        given=GivenLine(**given),
        by=by or judging.editor(),
        item=item,
    )


# Activities


def test_the_activities_of_a_goal_are_counted_and_what_is_late_on_the_periods_last_day_is_late(report):
    activity(report, state="done")
    activity(report, title="Kartläggning", day=dt.date(2024, 6, 30))
    activity(report, title="Senare", day=dt.date(2024, 11, 30))
    activity(report, title="Ställs in", state="dropped")
    node = next(block for block in _goal_blocks(report) if block.kind == "goal")
    assert node.activities == "1 av 3 genomförda, 1 försenad"
    lines = lines_of(report.organisation, "activity", 2024)
    assert counted(lines, dt.date(2024, 12, 31)) == "1 av 3 genomförda, 2 försenade"
    assert counted([], dt.date(2024, 12, 31)) == ""


def _goal_blocks(report):
    now = composed(judging.again(report))
    return next(section for section in now.node.walk() if section.key == f"goal:{GOAL}").blocks


def test_a_changed_activity_ends_the_approval_of_its_goal_and_changed_back_it_holds_again(report):
    line = activity(report)
    judging.propose(report, GOAL)
    judging.approve(report, GOAL)
    activity(report, item=line.item_id, state="done", seen=1)
    part = judging.thing(report, GOAL)
    assert part.state == State.CHANGED
    assert [(change.label, change.old, change.new) for change in part.changes] == [
        ("Aktiviteter", "0 av 1 genomförda", "1 av 1 genomförda"),
        ("Aktivitet", "Ny chefsintroduktion: pågår", "Ny chefsintroduktion: genomförd"),
    ]
    activity(report, item=line.item_id, seen=2)
    assert judging.thing(report, GOAL).state == State.APPROVED


def test_a_line_that_is_wrong_is_refused_with_all_that_is_wrong(report):
    told = {"title": " ", "unit": None, "state": "in_force", "day": dt.date(2024, 5, 2), "until": dt.date(2024, 5, 1)}
    with pytest.raises(StepRefused) as refused:
        activity(report, goal=goal_of(report), **told)
    assert [problem.split(".")[0] for problem in refused.value.problems] == [
        "Aktivitet är tom",
        "Välj en av dina enheter",
        "”in_force” är inget läge för aktivitet",
        "Slutdagen 2024-05-01 ligger före 2024-05-02",
    ]
    assert not ListItemVersion.objects.exists()


def test_two_who_change_the_same_line_are_told(report):
    line = activity(report)
    activity(report, item=line.item_id, title="Ändrad", seen=1)
    with pytest.raises(StepRefused, match="ändrade raden medan du skrev"):
        activity(report, item=line.item_id, title="Också ändrad", seen=1)


def test_a_line_of_another_unit_is_neither_changed_nor_taken_away(report):
    line = activity(report, unit=unit("vo-ekonomi"), goal=None)
    for act in (
        lambda: activity(report, by=judging.person("controller-hr"), item=line.item_id, title="Min"),
        lambda: remove_line(
            organisation=report.organisation, spec=ACTIVITIES, item=line.item_id, by=judging.person("controller-hr")
        ),
    ):
        with pytest.raises(StepRefused, match=r"Verksamhetsområde ekonomi, som inte är din enhet"):
            act()
    assert lines_of(report.organisation, "activity", 2024) == [line]


def test_a_line_taken_away_is_kept_in_the_database_which_refuses_to_forget_it(report):
    line = activity(report)
    remove_line(organisation=report.organisation, spec=ACTIVITIES, item=line.item_id, by=judging.editor())
    assert lines_of(report.organisation, "activity", 2024) == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_listitemversion")
    assert ListItemVersion.objects.count() == 2


def test_what_isnt_ended_is_carried_over_once(report):
    last_year = {"organisation": report.organisation, "spec": ACTIVITIES, "year": 2023, "by": judging.editor()}
    for title, state in (("Kvar", "late"), ("Klar", "done")):
        save_line(given=GivenLine(title=title, unit=unit("vo-hr"), state=state), **last_year)
    carry = {"organisation": report.organisation, "spec": ACTIVITIES, "year": 2024, "by": judging.editor()}
    assert carry_over(**carry) == 1
    [line] = lines_of(report.organisation, "activity", 2024)
    assert (line.title, line.state, line.item.carried_from.year) == ("Kvar", "late", 2023)
    with pytest.raises(StepRefused, match="inget kvar"):
        carry_over(**carry)


def test_the_lists_as_pages_show_every_line_and_let_each_change_its_own(client, report):
    line = activity(report, unit=unit("vo-ekonomi"), goal=None)
    client.force_login(judging.person("controller-hr"))
    url = reverse("year_list", args=["aktiviteter", 2024])
    told = {"rubrik": "Vår aktivitet", "enhet": "vo-hr", "mal": GOAL, "lage": "planned", "dag": "2024-13-01"}
    assert "är ingen dag" in client.post(url, {**told, "steg": "save"}).content.decode()
    client.post(url, {**told, "dag": "2024-10-01", "steg": "save"})
    page = client.get(url).content.decode()
    assert "Vår aktivitet" in page
    assert "Ny chefsintroduktion" in page
    assert f"?rad={line.item_id}" not in page
    assert client.get(reverse("year_list", args=["nagot", 2024])).status_code == 404
    client.force_login(judging.person("lasare"))
    assert client.get(url).status_code == 403


# Contributions


def contribute(report, by="controller-hr"):
    person = judging.person(by)
    return send_in(report=report, goal=goal_of(report), unit=unit("vo-hr"), text="Vi har gjort **mer**.", by=person)


def test_a_contribution_taken_up_stands_last_in_the_goals_text(report):
    judging.propose(report, GOAL)
    take_up(contribution=contribute(report), by=judging.person("hr"))
    assert plain_text(_goal_blocks(report)[1].content).endswith("Vi har gjort mer.")
    [sent] = contributions_to(report, goal_of(report))
    assert sent.answer.taken_up
    with pytest.raises(StepRefused, match="redan med"):
        decline(contribution=sent.contribution, word="Nej.", by=judging.person("hr"))


def test_a_contribution_is_declined_with_a_word_by_the_goals_owner_only(report):
    contribution = contribute(report)
    with pytest.raises(StepRefused, match="Skriv ett ord"):
        decline(contribution=contribution, word=" ", by=judging.person("hr"))
    with pytest.raises(StepRefused, match="Bara den som svarar för målet"):
        take_up(contribution=contribution, by=judging.person("controller-ekonomi"))
    decline(contribution=contribution, word="Redan med på annan plats.", by=judging.person("hr"))
    assert contributions_to(report)[0].answer.word == "Redan med på annan plats."


def test_a_contribution_for_another_unit_is_refused(report):
    with pytest.raises(StepRefused, match="Välj en av dina enheter"):
        contribute(report, by="controller-ekonomi")


# The year's end


def test_the_year_end_is_answered_per_indicator_and_printed_with_the_goal(client, report):
    client.force_login(judging.person("hr"))
    row = goal_of(report).rows.get(indicator__code="sjuk")
    url = reverse("goal_assessment", args=[report.slug, GOAL])
    told = {"status": "partly", "text": "Ord.", "sedd": "0", "steg": "draft"}
    client.post(url, {**told, f"arets-slut-{row.pk}-total": "partly"})
    about = (row.goal_id, row.indicator_id, "", "total")
    assert answers_of(report) == {about: "partly"}
    node = next(block for block in _goal_blocks(report) if block.kind == "goal")
    assert node.year_end == (("Total sjukfrånvaro", "Delvis"),)
    page = client.post(url, {**told, "sedd": "1", f"arets-slut-{row.pk}-total": "kanske"}).content.decode()
    assert "”kanske” är inget svar" in page
    assert answers_of(report) == {about: "partly"}


def test_an_answer_stays_with_its_indicator_when_the_goals_list_is_edited(report):
    goal, by = goal_of(report), judging.editor()
    lines = list(goal.rows.order_by("order"))
    row = next(line for line in lines if line.indicator and line.indicator.code == "sjuk")
    answer(report=report, goal=goal, given={(row.pk, "total"): "partly"}, by=by)
    kept = [GoalLine(indicator=line.indicator, label=line.label, role=line.role, pk=line.pk) for line in lines]
    without = [line for line in kept if line.pk != row.pk]
    # Another indicator in the line's place takes no answer over; the line itself goes though it was answered.
    set_goal_lines(goal=goal, lines=[*without, replace(kept[lines.index(row)], pk=0)], by=by, reason="Ordning")
    assert _year_end(report) == (("Total sjukfrånvaro", "Delvis"),)
    set_goal_lines(goal=goal, lines=without, by=by, reason="Mäts inte")
    assert _year_end(report) == ()


def _year_end(report):
    return next(block for block in _goal_blocks(report) if block.kind == "goal").year_end


# Assignments


def test_assignments_are_told_of_added_and_carried_over_by_their_people(client, report):
    organisation = report.organisation
    [first, *_others] = left = assigned.left_of_last_year(organisation, 2024)
    # One of last year's goes on in the demo already.
    assert Assignment.objects.exclude(carried_from=None).get(organisation=organisation, year=2024).code == "k3"
    assert assigned.carry_assignments(organisation=organisation, year=2024, by=judging.editor()) == len(left)
    carried = Assignment.objects.get(organisation=organisation, year=2024, carried_from=first)
    occasion = assigned.current_occasion(assigned.occasions_of(organisation, 2024))
    assert occasion.kind == "august"
    told = {"assignment": carried, "occasion": occasion, "seen": 0, "by": judging.person("skribent")}
    assert assigned.tell(state="ongoing", comment="Arbetet pågår.", **told).state == "ongoing"
    with pytest.raises(StepRefused, match="Välj en status"):
        assigned.tell(state="", comment=" ", **told)
    given = GivenAssignment(text="Se över lokalerna", scope="added", report_back_on=dt.date(2024, 12, 1))
    with pytest.raises(StepRefused, match="Bara huvudcontrollern"):
        assigned.save_assignment(organisation=organisation, year=2024, given=given, by=judging.person("skribent"))
    made = assigned.save_assignment(organisation=organisation, year=2024, given=given, by=judging.editor())
    assert (made.code, made.group) == ("se-over-lokalerna", "Tillkommande")
    client.force_login(judging.person("skribent"))
    page = client.get(reverse("year_assignments", args=[2024])).content.decode()
    assert "återrapporteras 1 december 2024" in page.replace("\u00a0", " ")
    assert "Arbetet pågår." in page
