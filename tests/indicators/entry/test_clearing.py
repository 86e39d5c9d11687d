"""Two steps and two words, sending back, opening again."""

import pytest

from indicators.models import AreaClearing, Membership
from indicators.models.choices import Role
from tests.factories import an_act
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS

CLEARING = f"{ADDRESS}klar/"


def step(world, name, role, reason="", unit="vo-hr"):
    return world.client(role, unit).post(CLEARING, {"steg": name, "orsak": reason})


def state(world):
    return world.client(Role.AREA_MANAGER).get(ADDRESS).context["state"].word


@pytest.fixture
def entered(world):
    """A value is entered."""
    post(world, {world.box("revenues"): "3 412"})
    return world


def test_an_area_goes_from_not_begun_to_cleared(world):
    assert state(world) == "Ej påbörjad"
    post(world, {world.box("revenues"): "3 412"})
    assert state(world) == "Pågår"
    step(world, "ready", Role.CONTROLLER)
    assert state(world) == "Klar för granskning"
    step(world, "cleared", Role.AREA_MANAGER)
    assert state(world) == "Klarmarkerad"


def test_a_later_change_shows_as_changed_after_clearing(entered):
    step(entered, "ready", Role.CONTROLLER)
    step(entered, "cleared", Role.AREA_MANAGER)
    post(entered, {entered.box("costs"): "3 000"})
    assert state(entered) == "Ändrad efter klarmarkering"


def test_the_manager_sends_back_with_a_reason(entered):
    step(entered, "ready", Role.CONTROLLER)
    refused = step(entered, "returned", Role.AREA_MANAGER)
    assert refused.status_code == 422
    assert "Skriv varför" in refused.content.decode()
    step(entered, "returned", Role.AREA_MANAGER, "Kostnaderna saknas")
    assert state(entered) == "Tillbakaskickad"
    assert "Kostnaderna saknas" in entered.client().get("/min-manad/").content.decode()


def test_opening_again_demands_a_reason(entered):
    step(entered, "ready", Role.CONTROLLER)
    step(entered, "cleared", Role.AREA_MANAGER)
    assert step(entered, "reopened", Role.AREA_MANAGER).status_code == 422
    step(entered, "reopened", Role.AREA_MANAGER, "Fel kostnad")
    assert state(entered) == "Pågår"


@pytest.mark.parametrize(("name", "role"), [("cleared", Role.CONTROLLER), ("cleared", Role.EDITOR)])
def test_only_the_areas_manager_clears(entered, name, role):
    step(entered, "ready", Role.CONTROLLER)
    unit = "vss" if role == Role.EDITOR else "vo-hr"
    assert step(entered, name, role, unit=unit).status_code == 422
    assert state(entered) == "Klar för granskning"


def test_a_step_out_of_order_is_refused(entered):
    assert step(entered, "cleared", Role.AREA_MANAGER).status_code == 422
    assert step(entered, "nonsens", Role.AREA_MANAGER).status_code == 422
    assert not AreaClearing.objects.exists()


def test_a_deputys_step_says_tf(entered):
    step(entered, "ready", Role.CONTROLLER)
    deputy = entered.person(Role.AREA_MANAGER)
    with an_act():
        Membership.objects.filter(person=deputy).update(deputy_for=entered.person(Role.EDITOR, "vss"))
    step(entered, "cleared", Role.AREA_MANAGER)
    assert AreaClearing.objects.latest("pk").as_deputy
    assert "tf " in entered.client(Role.AREA_MANAGER).get(CLEARING).content.decode()


def test_the_summary_says_what_is_missing_and_whose_it_is(entered):
    page = entered.client().get(CLEARING).content.decode()
    assert "Saknas" in page
    assert "HR-funktionen rapporterar" in page
