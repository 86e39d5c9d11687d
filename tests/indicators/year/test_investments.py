"""Investment projects: budget, frame, spent, forecast, to date, finished or not."""

import datetime as dt

import pytest
from django.urls import reverse

from indicators.models import Breakdown, BreakdownSet, InvestmentState
from indicators.year.investments import ITEMS
from tests import factories as made

ADDRESS = reverse("keep_investments", args=[2024])


@pytest.fixture
def project(world):
    organisation = world.units["vss"].organisation
    items = BreakdownSet.objects.create(organisation=organisation, code=ITEMS, name="Investeringsobjekt")
    found = Breakdown.objects.create(set=items, code="ebbepark", name="Inventarier Ebbepark", order=1)
    for code in ("inv_expense", "inv_income", "inv_net"):
        about = {"kind": "investment", "measure": "tkr", "aggregation": "sum"}
        world.indicators[code] = made.IndicatorFactory(code=code, name=code, **about)
        world.indicators[code].breakdown_sets.add(items)
    return found


def record(world, project, code, value, **where):
    act = {"checks": "note", "recorded_at": made.at(dt.date(2024, 9, 1))}
    about = {"breakdown": project, "source": "example", "act": act, "year": 2024, **where}
    world.record(code, "vo-hr", value, **about)


def test_a_project_shows_what_is_decided_framed_spent_and_left(world, project, by_editor):
    record(world, project, "inv_net", "5 000", scenario="budget", span="project", month=12)
    record(world, project, "inv_net", "2 000", scenario="frame", span="full_year", month=12)
    record(world, project, "inv_expense", "1 250", span="ytd", month=8)
    record(world, project, "inv_income", "50", span="ytd", month=8)
    record(world, project, "inv_net", "3 900", span="project", month=8)
    record(world, project, "inv_net", "1 900", scenario="forecast", vintage=202408, span="full_year", month=12)
    [row] = by_editor.get(ADDRESS).context["projects"]
    told = {amount.column: amount.text.replace("\u00a0", " ") for amount in row.amounts}
    assert row.unit_name == "Verksamhetsområde HR"
    assert (told["decided"], told["frame"], told["to_date"], told["left"]) == ("5 000", "2 000", "3 900", "+1 100")
    assert (told["expense"], told["income"], told["forecast"]) == ("1 250", "50", "1 900")


def test_sums_are_of_what_is_known_by_unit_and_in_all_and_missing_is_not_zero(world, project, by_editor):
    for name, code, value in (("Nya kök", "vo-hr", "300"), ("Växel", "stab", "0"), ("Skyltar", "", "")):
        item = Breakdown.objects.create(set=project.set, code=name.lower()[:4].strip(), name=name, order=9)
        if code:
            where = {"year": 2024, "source": "example", "breakdown": item, "span": "ytd", "month": 8}
            world.record("inv_expense", code, value, act={"checks": "note"}, **where)
    record(world, project, "inv_expense", "1 250", span="ytd", month=8)
    record(world, project, "inv_income", "50", span="ytd", month=8)
    page = by_editor.get(ADDRESS)
    groups = {group.name: sums(group.sums) for group in page.context["groups"]}
    assert list(groups) == ["Verksamhetsområde HR", "Stab och ledning", ""]
    assert groups["Verksamhetsområde HR"] == {"expense": ("1 550", 0), "income": ("50", 1)}
    assert groups["Stab och ledning"] == {}
    assert sums(page.context["sums"]) == {"expense": ("1 550", 0), "income": ("50", 2)}
    words = page.content.decode()
    assert "Summa Verksamhetsområde HR" in words
    assert "I summan saknas inkomster för 2 projekt." in words


def sums(amounts):
    return {each.column: (each.text.replace("\u00a0", " "), each.lacks) for each in amounts if each.text}


def test_a_project_is_added_finished_and_taken_up_again(project, by_editor):
    by_editor.post(ADDRESS, {"gor": "ny", "namn": "Nya kök"})
    added = Breakdown.objects.get(name="Nya kök")
    assert (added.code, added.order) == ("nya-kok", 2)
    by_editor.post(ADDRESS, {"fardigt": added.pk, "dag": "2024-06-30"})
    by_editor.post(ADDRESS, {"pagar": added.pk})
    assert [row.finished_on for row in InvestmentState.objects.all()] == [dt.date(2024, 6, 30), None]
    assert {row.name: row.finished for row in by_editor.get(ADDRESS).context["projects"]}["Nya kök"] is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"gor": "ny", "namn": " "}, "Skriv projektets namn"),
        ({"gor": "ny", "namn": "inventarier ebbepark"}, "finns redan ett projekt"),
        ({"fardigt": "PROJEKT", "dag": "snart"}, "Skriv dagen då"),
        ({"fardigt": "PROJEKT", "dag": "2030-01-01"}, "en dag som inte har varit"),
    ],
)
def test_what_cannot_be_meant_is_refused(project, by_editor, sent, said):
    answer = by_editor.post(
        ADDRESS, {name: project.pk if value == "PROJEKT" else value for name, value in sent.items()}
    )
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not InvestmentState.objects.exists()
    assert Breakdown.objects.filter(set__code=ITEMS).count() == 1


def test_nobody_else_keeps_projects(world, project):
    assert world.client("controller").get(ADDRESS).status_code == 403
    assert world.client("director", "vss").post(ADDRESS, {"gor": "ny", "namn": "X"}).status_code == 403
