"""The goal tree of a year is changed as life changes it: names, places, what is taken away; assignments too."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from indicators.gathering import goals_of
from indicators.models import Assignment, Goal, GoalArea, GoalIndicator, GoalMove, MunicipalGoal
from indicators.year.copying import copy_goals
from indicators.year.moving import moves_of, placed
from indicators.year.setting_up import Turn
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


def test_a_new_goal_without_a_place_is_the_last_and_every_box_has_a_label_of_its_own(tree, by_editor):
    address = reverse("keep_goals", args=[YEAR])
    told = {"municipal_goal": tree["kom"].pk, "kind": "administration", "orsak": "KF"}
    for name in ("God tillgång", "Gott bemötande"):
        assert said(by_editor, address, **{"del": "mal"}, name=name, order="", **told).status_code == 302
    goals = Goal.objects.filter(municipal_goal=tree["kom"]).order_by("order")
    assert [goal.name for goal in goals] == ["God service", "God tillgång", "Gott bemötande"]
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', by_editor.get(address).content.decode())
    assert len(ids) == len(set(ids)) > 10


def place(goal, day):
    goals = placed(goals_of(goal.municipal_goal.area.organisation, YEAR), moves_of(organisation_of(goal), YEAR), day)
    return next(each.municipal_goal.code for each in goals if each.pk == goal.pk)


def organisation_of(goal):
    return goal.municipal_goal.area.organisation


def move(client, tree, day, **given):
    address = reverse("keep_goal", args=[YEAR, tree["goal"].pk])
    return client.post(address, {"del": "flytta", "till": tree["other"].pk, "dag": day, "orsak": "KF", **given})


def test_a_goal_moves_from_a_day_on_after_it_was_told_what_that_means(tree, by_editor):
    goal, yes = tree["goal"], {"bekraftat": "ja"}
    told = move(by_editor, tree, "2025-07-01").content.decode()
    assert "står God service under trygghet (Medborgare/Kund), sist i listan" in told
    assert "Rapporter om tiden före dess visar målet under valfard" in told
    assert not GoalMove.objects.exists()
    assert move(by_editor, tree, "2025-07-01", **yes).status_code == 302
    assert [place(goal, dt.date(YEAR, *day)) for day in ((6, 30), (7, 1))] == ["valfard", "trygghet"]
    page = by_editor.get(reverse("keep_goals", args=[YEAR]))
    [(_area, [(_before, gone), (_after, come)])] = page.context["areas"]
    assert (gone, [(row.name, taken.day) for row, taken in come]) == ([], [("God service", dt.date(YEAR, 7, 1))])
    assert "flyttat hit 1\u00a0jul\u00a02025" in page.content.decode()
    # The year after begins where this one ended, and what holds a goal isn't taken away.
    copy_goals(Turn(organisation_of(goal), YEAR, YEAR + 1, made.UserFactory()))
    assert Goal.objects.get(pk__gt=goal.pk).municipal_goal.code == "trygghet"
    address = reverse("keep_branch", args=[YEAR, "kom", tree["other"].pk])
    assert said(by_editor, address, **{"del": "ta-bort"}).status_code == 422


def test_a_move_is_taken_back_and_one_that_says_nothing_is_refused(tree, by_editor):
    goal, yes = tree["goal"], {"bekraftat": "ja"}
    wrong = {
        "2026-01-01": "ligger inte i det året",
        "2025-01-01": "Målet står redan under valfard",
        "snart": "Skriv en dag, till exempel",
    }
    for day, sentence in wrong.items():
        stays = tree["kom"].pk if day == "2025-01-01" else tree["other"].pk
        answer = move(by_editor, tree, day, till=stays, **yes)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), day
    move(by_editor, tree, "2025-07-01", **yes)
    assert "Välj en senare dag" in move(by_editor, tree, "2025-06-01", till=tree["kom"].pk, **yes).content.decode()
    address = reverse("keep_goal", args=[YEAR, goal.pk])
    assert said(by_editor, address, **{"del": "tillbaka"}).status_code == 302
    assert place(goal, dt.date(YEAR, 12, 31)) == "valfard"
    assert "Målet är inte flyttat" in said(by_editor, address, **{"del": "tillbaka"}).content.decode()


def test_a_change_without_reason_is_refused_and_others_meet_nothing(tree, world, by_editor):
    answer = by_editor.post(branch(tree, "omrade"), {"del": "omrade", "name": "Invånare", "order": "1"})
    assert answer.status_code == 422
    assert GoalArea.objects.get().name == "Medborgare/Kund"
    assert world.client("controller", "vo-hr").get(branch(tree, "omrade")).status_code == 403
    assert by_editor.get(reverse("keep_branch", args=[2024, "omrade", tree["omrade"].pk])).status_code == 404
    assert by_editor.get(reverse("keep_branch", args=[YEAR, "annat", tree["omrade"].pk])).status_code == 404
