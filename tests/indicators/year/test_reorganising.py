"""Flytta enhet: what the form says is done, tried out without a trace, refused in words."""

import datetime as dt

import pytest

from indicators.models import ComparisonChoice, OrganisationChange, Unit
from indicators.organisation import load_tree
from indicators.organisation_changes import ChangeRefused
from indicators.year.reorganising import carry_out, code_of, read_plan, try_out
from indicators.year.ways import rows_after, ways_of

DAY = dt.date(2025, 1, 1)


def plan_of(world, many=(), **given):
    organisation = world.units["vss"].organisation
    return organisation, read_plan(organisation, {"dag": "2025-01-01", **given}, many)


def done(world, editor, way="predecessor", many=(), **given):
    organisation, plan = plan_of(world, many, **given)
    affected = carry_out(plan, organisation=organisation, by=editor, way=way)
    return load_tree(organisation), {each.code for each in affected}


def test_a_split_unit_gives_two_at_its_place_and_each_says_how_it_is_compared(world, editor):
    tree, affected = done(world, editor, slag="dela", enhet="hr-service", namn="HR Lön\nHR Stöd")
    assert tree.parts_on("vo-hr", DAY) == ("hr-lon", "hr-stod")
    assert affected == {"hr-lon", "hr-stod"}
    assert {(row.unit.code, row.way) for row in ComparisonChoice.objects.all()} == {
        ("hr-lon", "predecessor"),
        ("hr-stod", "predecessor"),
    }


def test_a_moved_unit_changes_what_both_areas_are_compared_with(world, editor):
    _tree, affected = done(world, editor, slag="flytt", enhet="hr-service", till="vo-ekonomi")
    assert affected == {"vo-hr", "vo-ekonomi"}


def test_a_new_name_asks_for_no_way_of_comparing(world, editor):
    tree, affected = done(world, editor, way="", slag="namn", enhet="hr-service", namn="HR-stöd")
    assert (tree.name_on("hr-service", DAY), affected) == ("HR-stöd", set())


def test_units_go_together_in_a_new_one_at_the_place_of_the_first(world, editor):
    tree, affected = done(world, editor, many=["vo-hr", "vo-ekonomi"], slag="ihop", namn="VO Stöd")
    assert tree.parent_on("vo-stod", DAY) == "vss"
    assert tree.parts_on("vo-stod", DAY) == ("hr-service",)
    assert "vo-stod" in affected


@pytest.mark.parametrize("kind", ["ny", "bryt", "slut"])
def test_the_other_kinds_are_done_too(world, editor, kind):
    done(world, editor, slag=kind, enhet="hr-service", namn="Ny enhet", till="vo-ekonomi")
    told = {"ny": "Ny enhet bildas", "bryt": "Ny enhet bryts ut", "slut": "HR-service avslutas"}
    assert OrganisationChange.objects.get().text.startswith(told[kind])


def test_trying_out_shows_four_ways_and_leaves_nothing(world, editor):
    organisation, plan = plan_of(world, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    seen = []
    tried = try_out(plan, organisation=organisation, by=editor, look=lambda way, units: seen.append(way) or {})
    assert list(tried) == seen == ["absent", "predecessor", "restated", "as_was"]
    assert {line for each in tried.values() for line in each.lines} == {
        "HR-service delas i Lön och Stöd från den 1\u00a0januari 2025."
    }
    assert not OrganisationChange.objects.exists()
    assert not ComparisonChoice.objects.exists()
    assert Unit.objects.get(code="hr-service").valid_to is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"slag": "något"}, "Välj vad som ska ändras"),
        ({"slag": "dela", "enhet": "hr-service", "namn": "En\nTvå", "dag": "i morgon"}, "som ett datum"),
        ({"slag": "dela", "enhet": "finns-inte", "namn": "En\nTvå"}, "Välj enhet"),
        ({"slag": "flytt", "enhet": "hr-service"}, "ska bli del av"),
        ({"slag": "ny", "namn": ""}, "Skriv ett namn"),
        ({"slag": "ihop"}, "Välj enhet"),
        ({"slag": "dela", "enhet": "hr-service"}, "ett på varje rad"),
    ],
)
def test_what_is_lacking_is_said(world, given, said):
    with pytest.raises(ChangeRefused, match=said):
        plan_of(world, **given)


def test_a_change_without_a_way_of_comparing_is_refused_and_nothing_is_saved(world, editor):
    with pytest.raises(ChangeRefused, match="Välj hur tabellerna ska jämföra"):
        done(world, editor, way="", slag="dela", enhet="hr-service", namn="Lön\nStöd")
    assert not Unit.objects.filter(code="lon").exists()


def test_a_code_is_made_of_the_name_and_never_taken():
    taken = {"halsa"}
    assert [code_of(name, taken) for name in ("Hälsa", "Kost & måltid", "Hälsa", "åäö!?", "!")] == [
        "halsa-2",
        "kost-maltid",
        "halsa-3",
        "aao",
        "enhet",
    ]


def test_the_row_of_an_ended_unit_goes_on_as_its_successors_in_later_tables_only(world, editor):
    tree, _ = done(world, editor, way="restated", slag="dela", enhet="hr-service", namn="Lön\nStöd")
    ways = ways_of(world.units["vss"].organisation, tree)
    assert rows_after("hr-service", tree, ways, DAY) == ("lon", "stod")
    assert rows_after("hr-service", tree, ways, dt.date(2024, 12, 31)) == ("hr-service",)
    assert rows_after("stab", tree, ways, DAY) == ("stab",)


def test_a_unit_whose_figures_cannot_be_shared_out_keeps_its_own_row(world, editor):
    tree, _ = done(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    ways = ways_of(world.units["vss"].organisation, tree)
    assert rows_after("hr-service", tree, ways, DAY) == ("hr-service", "lon", "stod")


def test_a_choice_made_later_is_unknown_to_who_looks_from_before(world, editor):
    tree, _ = done(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    organisation = world.units["vss"].organisation
    assert not ways_of(organisation, tree, dt.date(2024, 1, 1))
    assert ways_of(organisation, tree)


def test_the_editor_splits_a_unit_on_the_page(world, by_editor):
    given = {"slag": "dela", "enhet": "hr-service", "namn": "HR Lön\nHR Stöd", "dag": "2025-01-01"}
    page = by_editor.post("/katalog/enheter/andra/", {**given, "gor": "granska"}).content.decode()
    assert page.count('name="way"') == 4
    assert not OrganisationChange.objects.exists()
    answer = by_editor.post("/katalog/enheter/andra/", {**given, "gor": "genomfor", "way": "as_was"}, follow=True)
    assert "HR-service delas i HR Lön och HR Stöd" in answer.content.decode()
    row = ComparisonChoice.objects.first()
    by_editor.post("/katalog/enheter/", {"val": row.pk, "way": "absent"})
    assert ComparisonChoice.objects.as_of(None).get(unit=row.unit).way == "absent"
    by_editor.post("/katalog/enheter/", {"val": row.pk, "way": "på något sätt"})
    assert ComparisonChoice.objects.count() == 3


def test_a_refused_change_comes_back_with_what_was_written(world, by_editor):
    given = {"slag": "dela", "enhet": "hr-service", "namn": "Bara en", "dag": "2025-01-01", "gor": "granska"}
    answer = by_editor.post("/katalog/enheter/andra/", given)
    assert answer.status_code == 422
    assert "minst två nya enheter" in answer.content.decode()
    assert "Bara en" in answer.content.decode()


@pytest.mark.parametrize("role", ["controller", "director", "admin", "reader"])
def test_nobody_but_the_editor_changes_the_organisation(world, role):
    client = world.client(role, "vss")
    given = {"slag": "slut", "enhet": "hr-service", "dag": "2025-01-01", "gor": "genomfor", "way": "absent"}
    assert client.post("/katalog/enheter/andra/", given).status_code == 403
    assert client.get("/katalog/").status_code == 403
    assert not OrganisationChange.objects.exists()
