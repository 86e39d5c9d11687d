"""The catalogue is kept in the browser: dated, logged with a reason, tried out where it touches what is reported."""

import datetime as dt

import pytest
from django.urls import reverse

from indicators.models import (
    Assignment,
    Goal,
    GoalArea,
    GoalIndicator,
    Indicator,
    Membership,
    ReferenceAct,
    Responsibility,
    TargetRevision,
)
from indicators.year.target_table import pasted, target_table
from tests import factories as made


@pytest.fixture
def goal(world):
    """A goal of 2024 that lists sick leave."""
    found = made.GoalFactory()
    GoalIndicator.objects.create(goal=found, indicator=world.indicators["sjuk"], order=0, label="Sjukfrånvaro")
    return found


def indicator_page(code="sjuk"):
    return reverse("keep_indicator", args=[code])


DEFINITION = {
    "del": "definition",
    "valid_from": "2025-01-01",
    "name": "Sjukfrånvaro, total",
    "definition": "Sjuktid av ordinarie arbetstid",
    "unit_of_measure": "percent",
    "decimals": "1",
    "orsak": "Nytt namn i budgeten",
}


@pytest.mark.usefixtures("world")
def test_all_pages_of_the_catalogue_open(by_editor, goal):
    addresses = [
        reverse(name) for name in ("keep", "keep_units", "keep_indicators", "keep_new_indicator", "keep_people")
    ]
    addresses += [reverse(name, args=[2024]) for name in ("keep_goals", "keep_targets", "keep_assignments")]
    addresses += [reverse("keep_goal", args=[2024, goal.pk]), indicator_page()]
    assert [address for address in addresses if by_editor.get(address).status_code != 200] == []


def test_a_new_definition_holds_from_its_day_and_the_old_one_stays(world, by_editor):
    by_editor.post(indicator_page(), DEFINITION)
    sjuk = Indicator.objects.get(code="sjuk")
    assert sjuk.name_on(dt.date(2024, 12, 31)) == "Total sjukfrånvaro"
    assert sjuk.name_on(dt.date(2025, 1, 1)) == "Sjukfrånvaro, total"
    assert ReferenceAct.objects.latest("pk").reason == "Nytt namn i budgeten"


def test_what_touches_recorded_values_is_listed_before_it_is_saved(world, by_editor):
    world.record("sjuk", "vss", "5,5")
    asked = by_editor.post(indicator_page(), DEFINITION)
    assert "1 registrerade uppgifter" in asked.content.decode()
    assert Indicator.objects.get(code="sjuk").definitions.count() == 1
    by_editor.post(indicator_page(), DEFINITION | {"bekraftat": "ja"})
    assert Indicator.objects.get(code="sjuk").definitions.count() == 2


def test_a_second_definition_of_the_same_day_is_refused(world, by_editor):
    answer = by_editor.post(indicator_page(), DEFINITION | {"valid_from": "2019-01-01"})
    assert answer.status_code == 422
    assert "har redan en definition från" in answer.content.decode()


def test_how_an_indicator_is_counted_stands_once_it_has_values(world, by_editor):
    world.record("vol", "hr-service", "12")
    vol = world.indicators["vol"]
    same = {"kind": vol.kind, "direction": "up", "responsible_role": "controller", "order": "2", "orsak": "Fel"}
    answer = by_editor.post(indicator_page("vol"), {"del": "raknas", "aggregation": "last", "bekraftat": "1", **same})
    assert "Lägg upp en ny indikator i stället" in answer.content.decode()
    assert Indicator.objects.get(code="vol").aggregation == "sum"


@pytest.mark.parametrize(
    ("formula", "said"), [("vol +", "Formeln går inte att läsa"), ("vol - saknas", "ingen indikator med koden saknas")]
)
def test_a_formula_is_read_when_it_is_written(world, by_editor, formula, said):
    told = {"del": "raknas", "kind": "goal", "aggregation": "formula", "direction": "up", "order": "3", "orsak": "Ny"}
    answer = by_editor.post(indicator_page("digital"), {**told, "formula": formula})
    assert said in answer.content.decode()
    assert Indicator.objects.get(code="digital").formula == ""


def test_schedule_aliases_and_responsibility_are_kept(world, by_editor, editor):
    by_editor.post(indicator_page(), {"del": "matplan", "from_year": "2025", "frequency": "quarterly", "orsak": "Nytt"})
    by_editor.post(indicator_page(), {"del": "alias", "namn": "Sjuk\nSjukfrånvaro totalt"})
    by_editor.post(
        indicator_page(), {"del": "ansvar", "person": editor.pk, "valid_from": "2025-01-01", "orsak": "Ny person"}
    )
    sjuk = Indicator.objects.get(code="sjuk")
    assert sjuk.schedules.get().months == "3,6,9,12"
    assert {each.name for each in sjuk.aliases.all()} == {"Sjuk", "Sjukfrånvaro totalt"}
    assert Responsibility.objects.get().person == editor
    refused = by_editor.post(indicator_page("digital"), {"del": "alias", "namn": "Sjuk"})
    assert "är redan ett annat namn på" in refused.content.decode()


def test_a_new_indicator_gets_its_first_definition(world, by_editor):
    told = {
        "code": "ny_indikator",
        "kind": "goal",
        "aggregation": "reported",
        "direction": "up",
        "orsak": "Ny i budget",
    }
    first = {f"def-{name}": value for name, value in DEFINITION.items() if name not in ("del", "orsak")}
    assert by_editor.post(reverse("keep_new_indicator"), told | first).status_code == 302
    assert Indicator.objects.get(code="ny_indikator").name_on(dt.date(2025, 1, 1)) == "Sjukfrånvaro, total"
    again = by_editor.post(reverse("keep_new_indicator"), told | first)
    assert "Det finns redan en indikator med den koden" in again.content.decode()


def test_the_goal_tree_is_built_from_above(world, by_editor):
    address = reverse("keep_goals", args=[2025])
    by_editor.post(address, {"del": "omrade", "name": "Medarbetare", "order": "0", "orsak": "Budget 2025"})
    area = GoalArea.objects.get(year=2025)
    by_editor.post(address, {"del": "kom", "area": area.pk, "name": "Attraktiv", "order": "0", "orsak": "Budget 2025"})
    above = area.municipal_goals.get()
    told = {"del": "mal", "municipal_goal": above.pk, "kind": "committee", "order": "0", "orsak": "Budget 2025"}
    by_editor.post(address, told | {"name": "Goda arbetsplatser"})
    assert (area.code, Goal.objects.get(municipal_goal=above).code) == ("medarbetare", "goda-arbetsplatser")


def test_the_list_of_a_goal_is_put_in_order_added_to_and_taken_from(world, by_editor, goal):
    first = goal.rows.get()
    box = {"del": "rader", "orsak": "Nya indikatorer", "bekraftat": "ja"}
    box |= {"rad-1": first.pk, "plats-1": "2", "indikator-1": first.indicator_id, "namn-1": "Sjuk", "roll-1": "line"}
    box |= {"plats-2": "1", "indikator-2": world.indicators["digital"].pk, "namn-2": "", "roll-2": "line"}
    address = reverse("keep_goal", args=[2024, goal.pk])
    assert by_editor.post(address, box).status_code == 302
    assert [(row.indicator.code, row.label) for row in goal.rows.order_by("order")] == [
        ("digital", ""),
        ("sjuk", "Sjuk"),
    ]
    kept = goal.rows.get(indicator__code="digital")
    by_editor.post(address, {"del": "rader", "orsak": "Bort", "bekraftat": "ja", "rad-1": kept.pk, "plats-1": "1",
                             "indikator-1": kept.indicator_id, "roll-1": "line"})  # fmt: skip
    assert [row.pk for row in goal.rows.all()] == [kept.pk]


def test_an_assignment_is_added(world, by_editor):
    told = {"scope": "municipal", "group": "Kommungemensamma", "number": "1", "text": "Gör en plan", "order": "1"}
    by_editor.post(reverse("keep_assignments", args=[2025]), told | {"orsak": "Budget 2025"})
    assert Assignment.objects.get(year=2025).code == "kommungemensamma-1"


# Targets


def test_targets_are_shown_with_their_meaning_before_they_are_saved(world, by_editor, goal):
    table = target_table(world.units["vss"].organisation, [2024, 2025])
    box = {f"t-{table.rows[0].place.key}-2025": "≤5,0", "gor": "granska", "orsak": "Budget 2025"}
    page = by_editor.post(reverse("keep_targets", args=[2024]), box).content.decode()
    assert "högst 5,0" in page
    assert not TargetRevision.objects.exists()
    by_editor.post(reverse("keep_targets", args=[2024]), box | {"gor": "spara"})
    assert TargetRevision.objects.get().text == "≤5,0"


def test_a_target_that_cannot_be_read_is_refused_and_stands_in_its_box(world, by_editor, goal):
    table = target_table(world.units["vss"].organisation, [2024, 2025])
    box = {f"t-{table.rows[0].place.key}-2025": "lagom", "gor": "spara", "orsak": "Budget 2025"}
    answer = by_editor.post(reverse("keep_targets", args=[2024]), box)
    assert answer.status_code == 422
    assert 'value="lagom"' in answer.content.decode()
    assert not TargetRevision.objects.exists()


def test_a_target_that_changes_a_status_says_so(world, by_editor, goal):
    made.OccasionFactory()
    world.record("sjuk", "vss", "6,0", month=8)
    table = target_table(world.units["vss"].organisation, [2023, 2024, 2025])
    box = {f"t-{table.rows[0].place.key}-2024": "≤5,0", "gor": "granska", "orsak": "Beslut"}
    page = by_editor.post(reverse("keep_targets", args=[2024]), box).content.decode()
    assert "Sjukfrånvaro: kan ej bedömas blir" in page


def test_a_pasted_table_finds_its_rows_by_name_and_says_what_it_could_not_place(world, goal):
    table = target_table(world.units["vss"].organisation, [2024, 2025])
    found, problems = pasted("Mål\t2024\t2025\nTotal sjukfrånvaro\t≤6,0\t≤5,5\nSolsken\t1\t2", table)
    assert [text for (_, year), text in sorted(found.items(), key=lambda each: each[0][1])] == ["≤6,0", "≤5,5"]
    assert problems == ["Rad 3: ”Solsken” finns inte bland tabellens indikatorer. Raden lämnas."]
    assert pasted("bara en rad", table)[1][0].startswith("Klistra in en tabell")
    assert pasted("Mål\t1999\nTotal sjukfrånvaro\t5", table)[1][0].startswith("Första raden nämner inget")


# People


def test_a_role_begins_and_ends_and_is_never_taken_away(world, by_editor, editor):
    person, told = made.UserFactory(), {"del": "ny", "role": "controller", "orsak": "Ny på jobbet"}
    told |= {"person": person.pk, "unit": world.units["vo-hr"].pk, "valid_from": "2024-09-01", "deputy_for": editor.pk}
    by_editor.post(reverse("keep_people"), told)
    role = Membership.objects.get(person=person)
    ending = {"del": "roll", "rad": role.pk, "till": "2024-12-31", "orsak": "Slutar"}
    refused = by_editor.post(reverse("keep_people"), ending | {"till": "2020-01-01"})
    assert refused.status_code == 422
    by_editor.post(reverse("keep_people"), ending)
    assert Membership.objects.get(person=person).valid_to == dt.date(2024, 12, 31)


def test_who_works_in_another_organisation_cannot_be_given_a_role_here(world, by_editor):
    other = made.UnitFactory(organisation=made.OrganisationFactory(code="ovf", name="Andra"))
    person = made.UserFactory()
    Membership.objects.create(person=person, role="editor", unit=other, valid_from=dt.date(2020, 1, 1))
    told = {"del": "ny", "role": "reader", "unit": world.units["vss"].pk, "valid_from": "2024-09-01", "orsak": "Prov"}
    assert by_editor.post(reverse("keep_people"), told | {"person": person.pk}).status_code == 422
    assert Membership.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("role", ["controller", "area_manager", "director", "reader", "hr", "writer", "auditor"])
def test_nobody_else_keeps_the_catalogue(world, role):
    client = world.client(role)
    addresses = [reverse(name) for name in ("keep", "keep_indicators", "keep_new_indicator", "keep_people")]
    addresses += [reverse("keep_targets", args=[2024]), indicator_page()]
    assert {client.get(address).status_code for address in addresses} == {403}
    assert client.post(indicator_page(), DEFINITION).status_code == 403


def test_the_administrator_keeps_people_and_nothing_else(world):
    client = world.client("admin", "vss")
    assert client.get(reverse("keep_people")).status_code == 200
    assert client.get(reverse("keep_indicators")).status_code == 403
