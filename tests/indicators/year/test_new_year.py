"""A year is set up from another: each step adds what is lacking, tells what it did, and can wait."""

import datetime as dt

import pytest
from django.urls import reverse

from indicators.models import (
    Assignment,
    AssignmentStatus,
    Goal,
    GoalIndicator,
    GoalLink,
    ReportingOccasion,
    Responsibility,
    WheelEntry,
    YearSetup,
    YearStep,
)
from indicators.organisation_changes import NewUnit, rename_unit, split_unit
from indicators.year.setting_up import SetupRefused, begin, do_step, look, pass_over, progress, step_of
from indicators.year.wheel import add_day
from reports.models.following import ListItem
from tests import factories as made


@pytest.fixture
def setup(world, editor):
    goal = made.GoalFactory(code="goda", name="Goda arbetsplatser")
    row = GoalIndicator.objects.create(goal=goal, indicator=world.indicators["sjuk"], order=0, label="Sjuk")
    row.breakdowns.set([made.breakdown("men"), made.breakdown("women")])
    GoalIndicator.objects.create(
        goal=goal, indicator=world.indicators["vol"], unit=world.units["hr-service"], order=1, label="Ärenden"
    )
    return begin(organisation=world.units["vss"].organisation, year=2025, from_year=2024, by=editor)


def done(setup, key, editor):
    return do_step(setup, step_of(key), by=editor).text


def test_the_goal_tree_goes_on_with_its_rows_parts_and_links(setup, editor):
    assert done(setup, "goals", editor) == "1 mål: Goda arbetsplatser"
    [goal] = Goal.objects.in_year(setup.organisation, 2025)
    assert [(row.label, row.breakdowns.count()) for row in goal.rows.order_by("order")] == [("Sjuk", 2), ("Ärenden", 0)]
    assert GoalLink.objects.get().earlier.year == 2024
    assert done(setup, "goals", editor) == "Inget att lägga till."
    assert Goal.objects.count() == 2


def test_a_row_of_a_unit_that_was_divided_is_to_be_looked_at(world, setup, editor):
    parts = [NewUnit(code="lon", name="Lön"), NewUnit(code="stod", name="Stöd")]
    split_unit(unit=world.units["hr-service"], parts=parts, from_day=dt.date(2025, 1, 1), by=editor)
    assert "raden Ärenden visar HR-service, som inte finns 2025" in done(setup, "goals", editor)


def test_a_new_name_of_a_unit_is_nothing_to_look_at(world, setup, editor):
    rename_unit(unit=world.units["hr-service"], name="HR-stöd", from_day=dt.date(2025, 1, 1), by=editor)
    assert "Se över" not in done(setup, "goals", editor)


def test_targets_wait_with_last_years_beside(world, setup, editor):
    world.target("sjuk", "vss", "≤5,0", "le", 50, 1)
    assert done(setup, "targets", editor) == "Se över: 1 målvärde att bestämma: Total sjukfrånvaro (≤5,0)"
    world.target("sjuk", "vss", "≤4,5", "le", 45, 1, year=2025)
    assert done(setup, "targets", editor) == "Inget att lägga till."


def test_assignments_that_are_not_done_are_carried_over(setup, editor):
    occasion = made.OccasionFactory(kind="year_end", month=12)
    rows = [made.AssignmentFactory(code=f"k{number}", number=str(number), group="Kommun") for number in (1, 2, 3)]
    for row, state in zip(rows, ("done", "ongoing"), strict=False):
        AssignmentStatus.objects.create(
            assignment=row, occasion=occasion, number=1, state=state, recorded_at=made.at(dt.date(2024, 9, 1)),
            recorded_by=editor,
        )  # fmt: skip
    assert done(setup, "assignments", editor) == "2 uppdrag som inte är klara: Kommun 2, Kommun 3"
    assert {row.carried_from for row in Assignment.objects.filter(year=2025)} == {rows[1], rows[2]}


def test_who_answers_until_the_years_end_goes_on(world, setup, editor):
    about = {"indicator": world.indicators["sjuk"], "person": editor}
    Responsibility.objects.create(**about, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2024, 12, 31))
    done(setup, "people", editor)
    done(setup, "people", editor)
    assert Responsibility.objects.filter(valid_from=dt.date(2025, 1, 1)).count() == 1


def test_the_calendar_moves_to_the_same_working_days(setup, editor):
    made.OccasionFactory(
        kind="march", month=3, opens_on=dt.date(2024, 4, 1), due_on=dt.date(2024, 4, 12), locks_on=dt.date(2024, 4, 22)
    )
    done(setup, "calendar", editor)
    row = ReportingOccasion.objects.get(year=2025)
    assert (row.opens_on, row.due_on, row.locks_on) == tuple(dt.date(2025, 4, day) for day in (1, 11, 23))


def test_the_budget_that_is_made_in_the_year_is_planned_with_it(setup, editor):
    days = {"opens_on": dt.date(2024, 9, 2), "due_on": dt.date(2024, 10, 31), "locks_on": dt.date(2024, 11, 29)}
    made.OccasionFactory(kind="budget", month=12, year=2025, **days)
    assert done(setup, "calendar", editor) == "1 tillfälle: Budget 2026 i tid till 31\u00a0okt\u00a02025"
    row = ReportingOccasion.objects.get(year=2026)
    assert (row.opens_on.year, row.due_on.year, row.locks_on.year) == (2025, 2025, 2025)
    assert done(setup, "calendar", editor) == "Inget att lägga till."


def test_the_wheel_goes_on_without_what_was_taken_out(setup, editor):
    about = {"organisation": setup.organisation, "year": 2024, "kind": "meeting", "by": editor}
    add_day(**about, title="Samverkan", month=9, number=10)
    gone = add_day(**about, title="Inställt", day=dt.date(2024, 10, 1))
    gone.is_removed = True
    gone.save()
    done(setup, "wheel", editor)
    assert [(row.title, row.day) for row in WheelEntry.objects.filter(year=2025)] == [
        ("Samverkan", dt.date(2025, 9, 12))
    ]


def test_looking_saves_nothing_and_a_step_can_be_passed_over(setup, editor):
    assert look(setup, step_of("goals"), by=editor).added == ["1 mål: Goda arbetsplatser"]
    assert not Goal.objects.in_year(setup.organisation, 2025).exists()
    pass_over(setup, step_of("goals"), by=editor)
    states = {each.step.key: each.state for each in progress(setup)}
    assert (states["goals"], states["targets"]) == ("passed", "waiting")
    assert "templates" in states


@pytest.mark.parametrize(("year", "earlier"), [(2025, 2025), (2025, 2026), (2025, 2015), (1990, 1989)])
def test_years_that_cannot_be_meant_are_refused(world, editor, year, earlier):
    with pytest.raises(SetupRefused, match="kan inte sättas upp"):
        begin(organisation=world.units["vss"].organisation, year=year, from_year=earlier, by=editor)


def test_the_guide_is_left_and_taken_up_again_on_its_pages(setup, by_editor):
    assert by_editor.post(reverse("new_year"), {"ar": "2025", "efter": "2024"}).url == reverse(
        "year_setup", args=[2025]
    )
    assert YearSetup.objects.count() == 1
    address = reverse("year_setup", args=[2025])
    shown = by_editor.post(address, {"steg": "goals", "gor": "visa"}).content.decode()
    assert "Det här läggs till" in shown
    assert "1 mål: Goda arbetsplatser" in shown
    by_editor.post(address, {"steg": "goals", "gor": "gor"})
    by_editor.post(address, {"steg": "people", "gor": "hoppa"})
    assert [(row.step, row.done) for row in YearStep.objects.all()] == [("goals", True), ("people", False)]
    assert "steg" in by_editor.get(reverse("new_year")).content.decode()
    assert by_editor.post(address, {"steg": "finns inte", "gor": "gor"}).status_code == 422
    assert by_editor.post(reverse("new_year"), {"ar": "nästa", "efter": "2024"}).status_code == 422
    assert by_editor.get(reverse("year_setup", args=[2031])).status_code == 404


@pytest.mark.parametrize("role", ["controller", "director", "admin", "reader"])
def test_nobody_but_the_editor_sets_up_a_year(world, setup, role):
    client = world.client(role, "vss")
    assert client.post(reverse("year_setup", args=[2025]), {"steg": "goals", "gor": "gor"}).status_code == 403
    assert client.get(reverse("new_year")).status_code == 403
    assert not YearStep.objects.exists()


def test_activities_that_are_not_done_go_on(world, setup, editor):
    about = {"organisation": setup.organisation, "kind": "activity", "year": 2024, "unit": world.units["vo-hr"]}
    for title, state in (("Kartlägg", "ongoing"), ("Avsluta", "done")):
        item = ListItem.objects.create(**about, recorded_at=made.at(dt.date(2024, 1, 10)), recorded_by=editor)
        item.versions.create(
            number=1, title=title, state=state, recorded_at=made.at(dt.date(2024, 1, 10)), recorded_by=editor
        )
    assert done(setup, "activities", editor) == "1 aktivitet: Kartlägg"
    assert done(setup, "activities", editor) == "Inget att lägga till."
