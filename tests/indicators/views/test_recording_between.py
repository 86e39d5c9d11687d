"""Recording by form where somebody else was first, where the period is closed, and by whom it may be done at all."""

import datetime as dt
import re

import pytest

from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.views.sent import NEW, about, address, correction, values, words

# Two people


def test_somebody_else_was_first_and_both_values_are_shown(world, controller, fact):
    hurried = made.UserFactory(display_name="HR-funktionen")
    world.record("vol", "hr-service", "232", by=hurried, reason="Räknat om")
    response = controller.post(address(fact), correction(seen=1, value="221"))
    told = words(response)
    assert "(HR-funktionen) medan du skrev 221. 232 står kvar och 221 är inte sparat. Vilket gäller?" in told
    assert "Behåll 232" in told
    assert re.search(r'name="sedd_nu" value="2">Spara 221</button>', response.content.decode())
    assert values() == ["231", "232"]


def test_choosing_ones_own_value_saves_it_after_the_others(world, controller, fact):
    world.record("vol", "hr-service", "232", reason="Räknat om")
    controller.post(address(fact), correction(seen=1, value="221", sedd_nu="2"))
    assert values() == ["231", "232", "221"]


def test_a_third_value_in_between_is_asked_about_again(world, controller, fact):
    world.record("vol", "hr-service", "232", reason="Räknat om")
    world.record("vol", "hr-service", "233", reason="Räknat om igen")
    response = controller.post(address(fact), correction(seen=1, value="221", sedd_nu="2"))
    assert "Vilket gäller?" in words(response)
    assert values() == ["231", "232", "233"]


def test_both_meant_the_same_and_nothing_is_asked(world, controller, fact):
    world.record("vol", "hr-service", "213", reason="Räknat om")
    assert controller.post(address(fact), correction(seen=1)).status_code == 302
    assert values() == ["231", "213"]


def test_a_new_figure_that_exists_is_asked_about(controller, fact):
    response = controller.post(NEW, about(value="221"))
    assert "231 står kvar och 221 är inte sparat. Vilket gäller?" in words(response)
    controller.post(NEW, about(value="221", sedd_nu="1", reason="Räknat om"))
    assert values() == ["231", "221"]


@pytest.mark.parametrize("forged", ["x", "-1", "9" * 30, ""])
def test_a_forged_page_number_saves_nothing_over_another(world, controller, fact, forged):
    world.record("vol", "hr-service", "232", reason="Räknat om")
    controller.post(address(fact), correction(seen=forged, value="221"))
    assert values() == ["231", "232"]


# Closed periods


@pytest.fixture
def closed(world):
    days = {"opens_on": dt.date(2024, 8, 1), "due_on": dt.date(2024, 8, 14), "locks_on": dt.date(2024, 8, 20)}
    made.OccasionFactory(month=7, kind="month", **days)


@pytest.mark.usefixtures("closed")
def test_a_closed_month_says_since_when_and_what_one_can_do(controller):
    response = words(controller.post(NEW, about(month="7", reason="Sent")))
    assert "Juli 2024 stängdes 20 augusti 2024." in response
    assert "Du kan begära en rättelse med nytt värde och orsak. Inget är sparat." in response
    assert values() == []


@pytest.mark.usefixtures("closed")
def test_the_editor_records_in_a_closed_month_with_a_reason(world):
    editor = world.client(Role.EDITOR)
    assert "Skriv en orsak; den sparas med värdet." in words(editor.post(NEW, about(month="7")))
    assert values() == []
    assert editor.post(NEW, about(month="7", reason="Kom in sent")).status_code == 302
    assert values() == ["221"]


# Who


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_form_of_a_new_figure(world, role):
    expected = 200 if role in (Role.EDITOR, Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER) else 403
    assert world.client(role).get(NEW).status_code == expected


@pytest.mark.parametrize(
    ("role", "indicators", "units"),
    [
        (Role.EDITOR, {"sjuk", "vol", "digital"}, {"vss", "stab", "vo-hr", "vo-ekonomi", "hr-service"}),
        (Role.AREA_MANAGER, {"vol", "digital"}, {"vo-hr", "hr-service"}),
        (Role.HR, {"sjuk"}, {"vss", "stab", "vo-hr", "vo-ekonomi", "hr-service"}),
        (Role.WRITER, {"digital"}, {"vss", "stab", "vo-hr", "vo-ekonomi", "hr-service"}),
    ],
)
def test_the_lists_hold_what_the_person_may_record(world, role, indicators, units):
    form = world.client(role).get(NEW).context["form"]
    grouped = [code for _, group in form.fields["indicator"].choices[1:] for code, _ in group]
    assert set(grouped) == indicators
    assert {code for code, _ in form.fields["unit"].choices if code} == units


def test_a_pair_that_one_may_not_record_is_refused(world):
    controller = world.client(Role.CONTROLLER, "vo-ekonomi")
    response = controller.post(NEW, about(unit="hr-service"))
    assert response.status_code == 422
    assert values() == []
    writer = world.client(Role.WRITER)
    assert "”vol” finns inte att välja." in words(writer.post(NEW, about(unit="stab")))
    assert values() == []


def test_a_pair_in_the_lists_that_belongs_to_others_is_told(world):
    controller = world.client(Role.CONTROLLER)
    response = words(controller.post(NEW, about(indicator="digital", unit="vo-ekonomi")))
    assert "Du registrerar inte Digital mognad för Verksamhetsområde ekonomi; det gör enhetens controller" in response
    assert values() == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.CONTROLLER, 200), (Role.DIRECTOR, 403), (Role.HR, 404), (Role.READER, 404)],
)
def test_who_opens_the_form_of_a_correction(world, fact, role, status):
    client = world.client(role)
    assert client.get(address(fact)).status_code == status
    assert (client.post(address(fact), correction()).status_code == 302) == (status == 200)


def test_who_has_not_logged_in_corrects_nothing(client, fact):
    assert "Det du skrev ligger kvar" in client.post(address(fact), correction()).content.decode()
    assert values() == ["231"]
