"""The list of indicators: by kind, each with its latest value, narrowed by kind, unit and goal."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import GoalIndicator
from indicators.models.choices import IndicatorKind, Role
from tests import factories as made
from tests.indicators.views.world import other_organisation

LIST = "/indikatorer/"


def sections(client, **asked):
    """The cells of each row by the section's heading."""
    response = client.get(LIST, asked)
    assert response.status_code == 200
    found = {}
    for part in response.content.decode().split('<section class="sheet sheet-flush"')[1:]:
        heading = re.search(r"<h2[^>]*>([^<]+)", part)[1]
        body = part.partition("<tbody>")[2].partition("</tbody>")[0]
        cells = [
            re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
        ]
        found[heading] = [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]
    return found


def names(client, **asked):
    return [row[0] for rows in sections(client, **asked).values() for row in rows]


def test_an_indicator_stands_under_its_kind_with_its_latest_value(world):
    world.record("sjuk", "vss", "6,3")
    world.target("sjuk", "vss", "≤6,0", "le", 60, 1)
    (row,) = sections(world.client(Role.EDITOR))["Personal"]
    assert row[:5] == ["Total sjukfrånvaro", "Verksamhetsstöd och service", "6,3\u00a0%", "jan–aug 2024", "≤6,0"]
    assert re.sub(r"\s+", " ", row[5]) == "Uppfylls ej"
    assert row[6] == "HR-funktion, Verksamhetsstöd och service"


def test_at_the_years_end_the_words_are_those_of_the_year(world):
    world.print("sjuk", "vss", "5,9")
    world.target("sjuk", "vss", "≤6,0", "le", 60, 1, year=2023)
    (row,) = sections(world.client(Role.READER))["Personal"]
    assert row[3:6] == ["helår 2023", "≤6,0", "Uppnått"]


def test_an_indicator_without_values_says_so(world):
    (row,) = sections(world.client(Role.EDITOR))["Volymer"]
    assert row[2] == "inget värde"


def test_a_value_from_long_ago_is_still_the_latest(world):
    world.print("vol", "hr-service", "1 481", year=2019)
    (row,) = sections(world.client(Role.READER))["Volymer"]
    assert row[2:4] == ["1\u00a0481", "helår 2019"]


def test_a_sum_is_computed_from_its_months(world):
    for month in range(1, 8):
        world.record("vol", "hr-service", "10", span="month", month=month)
    (row,) = sections(world.client(Role.EDITOR))["Volymer"]
    assert row[2:4] == ["70", "jan–juli 2024"]


def test_an_invented_value_is_marked(world):
    made.history("5", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    (row,) = sections(world.client(Role.EDITOR))["Volymer"]
    assert row[2] == "exempel 5"


def test_members_stand_under_their_heading(world):
    vss = world.units["vss"]
    group = made.IndicatorFactory(code="nojd", name="Kundnöjdhet", is_group=True, order=9)
    made.IndicatorFactory(code="nojd_b", name="Kundnöjdhet B", parent=group, responsible_unit=vss, order=11)
    made.IndicatorFactory(code="nojd_a", name="Kundnöjdhet A", parent=group, responsible_unit=vss, order=10)
    made.IndicatorFactory(code="annan", name="Annan", responsible_unit=vss, order=4)
    listed = [row[0] for row in sections(world.client(Role.EDITOR))["Målindikatorer"]]
    assert listed == ["Digital mognad", "Annan", "Kundnöjdhet", "Kundnöjdhet A", "Kundnöjdhet B"]


# Filters


def test_the_list_is_narrowed_to_a_kind(world):
    assert names(world.client(Role.EDITOR), slag=IndicatorKind.STAFF) == ["Total sjukfrånvaro"]


def test_the_list_is_narrowed_to_what_a_unit_answers_for_or_has_values_of(world):
    world.record("sjuk", "vo-hr", "6,3")
    editor = world.client(Role.EDITOR)
    assert names(editor, enhet="vo-hr") == ["Ärenden HR-direkt", "Total sjukfrånvaro"]
    assert names(editor, enhet="vo-ekonomi") == []


def test_a_chosen_units_own_value_is_shown(world):
    world.record("sjuk", "vss", "6,3")
    world.record("sjuk", "vo-hr", "7,4")
    (row,) = sections(world.client(Role.EDITOR), enhet="vo-hr")["Personal"]
    assert row[1:3] == ["Verksamhetsområde HR", "7,4\u00a0%"]


def test_the_list_is_narrowed_to_a_goal(world):
    goal = made.GoalFactory(code="god-service", name="God service")
    GoalIndicator.objects.create(goal=goal, indicator=world.indicators["vol"], order=1)
    assert names(world.client(Role.EDITOR), mal="god-service") == ["Ärenden HR-direkt"]


def test_only_goals_of_the_latest_year_are_offered(world):
    for year in (2022, 2023):
        area = made.GoalAreaFactory(year=year)
        goal = made.GoalFactory(code=f"mal-{year}", municipal_goal=made.MunicipalGoalFactory(area=area))
        GoalIndicator.objects.create(goal=goal, indicator=world.indicators["vol"], order=1)
    text = world.client(Role.EDITOR).get(LIST).content.decode()
    assert 'value="mal-2023"' in text
    assert 'value="mal-2022"' not in text


@pytest.mark.parametrize("asked", [{"slag": "annat"}, {"enhet": "ovf"}, {"mal": "finns-inte"}])
def test_what_cannot_be_chosen_is_told_and_nothing_is_shown(world, asked):
    other_organisation()
    editor = world.client(Role.EDITOR)
    assert sections(editor, **asked) == {}
    assert f"”{next(iter(asked.values()))}” finns inte under" in editor.get(LIST, asked).content.decode()


def test_a_filter_that_fits_nothing_says_what_to_do(world):
    text = world.client(Role.EDITOR).get(LIST, {"enhet": "stab"}).content.decode()
    assert "Ingen indikator stämmer med filtret." in text


# Who, and at what cost


def test_nothing_of_another_organisation_is_listed(world):
    other_organisation()
    assert "Hemlig indikator" not in names(world.client(Role.EDITOR))


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_opens_the_list(world, role):
    assert world.client(role).get(LIST).status_code == 200


def test_who_has_no_role_is_refused(client, db):
    client.force_login(made.UserFactory())
    assert client.get(LIST).status_code == 403


def test_a_reader_sees_printed_values_only(world):
    world.print("sjuk", "vss", "6,9")
    world.record("sjuk", "vss", "6,3")
    (row,) = sections(world.client(Role.READER))["Personal"]
    assert row[2:4] == ["6,9\u00a0%", "helår 2023"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTROLLER, Role.READER])
def test_the_number_of_queries_does_not_grow_with_indicators_or_figures(world, role):
    goal = made.GoalFactory(code="god-service")
    client = world.client(role)

    def add(first, count):
        for number in range(first, first + count):
            indicator = made.IndicatorFactory(code=f"matt_{number}", responsible_unit=world.units["hr-service"])
            GoalIndicator.objects.create(goal=goal, indicator=indicator, order=number)
        world.many(50 if first == 0 else 500)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            names(client, enhet="vo-hr", mal="god-service")
        return len(queries)

    add(0, 3)
    few = asked()
    add(10, 20)
    assert asked() == few <= 15
