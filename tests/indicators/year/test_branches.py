"""The goal tree of a year is changed as life changes it: names, places, what is taken away; assignments too."""

import pytest
from django.urls import reverse

from indicators.models import Assignment, Goal, GoalArea, GoalIndicator, MunicipalGoal
from tests import factories as made

YEAR = 2025


@pytest.fixture
def tree(world):
    """An area with two municipal goals; one of them has a goal with a list."""
    organisation = world.units["vss"].organisation
    with made.an_act():
        area = GoalArea.objects.create(organisation=organisation, year=YEAR, code="medborgare", name="Medborgare/Kund")
        first, second = (
            MunicipalGoal.objects.create(area=area, code=code, name=code, order=at)
            for at, code in enumerate(("valfard", "trygghet"))
        )
        goal = Goal.objects.create(municipal_goal=first, code="service", name="God service")
        GoalIndicator.objects.create(goal=goal, indicator=world.indicators["sjuk"], order=1)
    return {"omrade": area, "kom": first, "other": second, "goal": goal}


def branch(tree, kind):
    return reverse("keep_branch", args=[YEAR, kind, tree[kind].pk])


def said(client, address, **given):
    """The answer to a form; what touches open reports is confirmed."""
    return client.post(address, {"orsak": "KF beslutade", "bekraftat": "ja", **given})


def test_an_area_a_municipal_goal_and_a_goal_get_new_names(tree, by_editor):
    said(by_editor, branch(tree, "omrade"), **{"del": "omrade"}, name="Invånare", order="1")
    given = {"del": "kom", "name": "Trygga invånare", "order": "1"}
    said(by_editor, branch(tree, "kom"), **given)
    address = reverse("keep_goal", args=[YEAR, tree["goal"].pk])
    told = {"name": "Bättre service", "kind": "administration", "order": "1"}
    said(by_editor, address, **{"del": "mal"}, **told)
    goal = Goal.objects.get()
    assert (goal.name, goal.municipal_goal.area.name, goal.code) == ("Bättre service", "Invånare", "service")
    assert MunicipalGoal.objects.get(pk=tree["kom"].pk).name == "Trygga invånare"
    page = by_editor.get(reverse("keep_goals", args=[YEAR])).content.decode()
    assert branch(tree, "kom") in page


def test_what_holds_something_is_not_taken_away_and_says_what(tree, by_editor):
    answer = said(by_editor, branch(tree, "omrade"), **{"del": "ta-bort"})
    assert (answer.status_code, "har kommunövergripande mål och tas inte bort" in answer.content.decode()) == (
        422,
        True,
    )
    assert "har mål och tas inte bort" in said(by_editor, branch(tree, "kom"), **{"del": "ta-bort"}).content.decode()
    assert GoalArea.objects.count() == 1


def test_a_goal_is_taken_away_with_its_list_and_then_what_it_stood_under(tree, by_editor):
    address = reverse("keep_goal", args=[YEAR, tree["goal"].pk])
    assert said(by_editor, address, **{"del": "ta-bort"})["Location"] == reverse("keep_goals", args=[YEAR])
    assert not GoalIndicator.objects.filter(goal=tree["goal"].pk).exists()
    said(by_editor, branch(tree, "kom"), **{"del": "ta-bort"})
    assert [row.code for row in MunicipalGoal.objects.all()] == ["trygghet"]


def test_an_assignment_is_changed_and_taken_away(world, by_editor):
    row = made.AssignmentFactory(organisation=world.units["vss"].organisation, year=YEAR)
    address = reverse("keep_assignment", args=[YEAR, row.pk])
    given = {"del": "uppdrag", "scope": row.scope, "text": "Se över lokalerna", "number": "7", "order": "1"}
    said(by_editor, address, **given)
    assert (Assignment.objects.get().text, Assignment.objects.get().number) == ("Se över lokalerna", "7")
    assert address in by_editor.get(reverse("keep_assignments", args=[YEAR])).content.decode()
    said(by_editor, address, **{"del": "ta-bort"})
    assert not Assignment.objects.exists()


def test_a_change_without_reason_is_refused_and_others_meet_nothing(tree, world, by_editor):
    answer = by_editor.post(branch(tree, "omrade"), {"del": "omrade", "name": "Invånare", "order": "1"})
    assert answer.status_code == 422
    assert GoalArea.objects.get().name == "Medborgare/Kund"
    assert world.client("controller", "vo-hr").get(branch(tree, "omrade")).status_code == 403
    assert by_editor.get(reverse("keep_branch", args=[2024, "omrade", tree["omrade"].pk])).status_code == 404
    assert by_editor.get(reverse("keep_branch", args=[YEAR, "annat", tree["omrade"].pk])).status_code == 404
