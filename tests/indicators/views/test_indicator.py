"""The page of an indicator: what it means, how it has gone for a unit and a part, and what a reader sees of it."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import GoalIndicator, IndicatorAlias, MeasuringSchedule, Responsibility
from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.views.world import other_organisation


def text_of(client, code="sjuk", **asked):
    response = client.get(f"/indikatorer/{code}/", asked)
    assert response.status_code == 200
    return response.content.decode()


def words(text):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u00a0", " ")


def years(text, caption):
    """The rows of the table of years with this caption, without notes."""
    table = text.partition(f"<caption>{caption}")[2].partition("</table>")[0]
    table = re.sub(r'<span class="note-mark">[^<]*</span>', "", table)
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = (re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


# What it means


def test_the_page_tells_what_the_indicator_is(world):
    sjuk, person = world.indicators["sjuk"], made.UserFactory(display_name="HR-strategen")
    IndicatorAlias.objects.create(indicator=sjuk, name="Frånvarograd")
    MeasuringSchedule.objects.create(
        indicator=sjuk, from_year=2019, frequency="tertial", months="4,8,12", judged_at_year_end_only=True
    )
    Responsibility.objects.create(indicator=sjuk, person=person, valid_from=dt.date(2024, 1, 1))
    goal = made.GoalFactory(code="goda", name="Goda arbetsplatser")
    GoalIndicator.objects.create(goal=goal, indicator=sjuk, order=1)
    told = words(text_of(world.client(Role.READER)))
    for part in (
        "Måttenhet %",
        "Riktning lägre är bättre",
        "rapporteras för januari till månaden",
        "varje tertial (april, augusti, december) från 2019; bedöms bara vid årets slut",
        "HR-funktion, Verksamhetsstöd och service HR-strategen",
        "Mål 2024 Goda arbetsplatser",
        "Frånvarograd",
    ):
        assert part in told


def test_definitions_are_dated_and_a_change_of_method_is_told(world):
    sjuk, day = world.indicators["sjuk"], dt.date(2022, 1, 1)
    told = {"definition": "Ny beräkning", "method_break": True, "note": "Timavlönade ingår"}
    made.DefinitionFactory(indicator=sjuk, name="Sjukfrånvaro", valid_from=day, **told)
    text = words(text_of(world.client(Role.READER)))
    assert "Sjukfrånvaro Ny beräkning" in text
    assert "1 jan 2022 Sjukfrånvaro Ny beräkning % Metodbyte: värden före går inte att jämföra med. Timavl" in text
    assert "1 jan 2019 Total sjukfrånvaro" in text


def test_a_heading_lists_its_indicators(world):
    group = made.IndicatorFactory(code="nojd", name="Kundnöjdhet", is_group=True)
    member = made.IndicatorFactory(
        code="nojd_a", name="Kundnöjdhet A", parent=group, responsible_unit=world.units["vss"]
    )
    made.record("4,3", indicator=member, unit=world.units["vss"])
    text = words(text_of(world.client(Role.EDITOR), "nojd"))
    assert "Kundnöjdhet A Verksamhetsstöd och service 4,3 % jan–aug 2024" in text


# The latest value


def test_the_latest_value_stands_with_target_status_and_reason(world):
    world.record("sjuk", "vss", "6,3")
    world.print("sjuk", "vss", "6,9")
    world.target("sjuk", "vss", "≤6,0", "le", 60, 1)
    told = words(text_of(world.client(Role.EDITOR)))
    assert "jan–aug 2024 6,3 % Om värdet Mål 2024 ≤6,0" in told
    assert "Uppfylls delvis bättre 6,3 % mot målvärdet ≤6,0; bättre än 2023 (6,9)." in told


def test_a_change_of_method_ends_the_comparison(world):
    world.record("sjuk", "vss", "6,3")
    world.print("sjuk", "vss", "6,9")
    world.target("sjuk", "vss", "≤6,0", "le", 60, 1)
    made.DefinitionFactory(indicator=world.indicators["sjuk"], valid_from=dt.date(2024, 1, 1), method_break=True)
    assert "6,3 % mot målvärdet ≤6,0; ingen jämförelse finns." in words(text_of(world.client(Role.EDITOR)))


def test_a_computed_value_says_how(world):
    for month, value in enumerate(("10", "20", "30"), 1):
        world.record("vol", "hr-service", value, span="month", month=month)
    assert "Så räknas det: jan 10 + feb 20 + mars 30 = 60" in words(text_of(world.client(Role.EDITOR), "vol"))


def test_without_values_the_page_says_so(world):
    assert "Det finns inget värde för de senaste åren som är offentligt." in words(text_of(world.client(Role.READER)))
    assert "Lägg in det första med knappen Nytt värde." in words(text_of(world.client(Role.EDITOR)))


# Units and parts


def test_the_address_chooses_unit_and_part(world):
    world.record("sjuk", "vss", "6,3")
    world.record("sjuk", "vo-hr", "7,1", breakdown=made.breakdown("women"))
    told = words(text_of(world.client(Role.EDITOR), enhet="vo-hr", **{"del": "women"}))
    assert "Verksamhetsområde HR, kvinnor jan–aug 2024 7,1 %" in told


def test_without_an_address_the_responsible_unit_is_shown_else_the_first_with_values(world):
    world.record("sjuk", "hr-service", "7,1")
    assert "7,1 %" in words(text_of(world.client(Role.EDITOR)))
    world.record("sjuk", "vss", "6,3")
    assert "jan–aug 2024 6,3 %" in words(text_of(world.client(Role.EDITOR)))


@pytest.mark.parametrize("asked", [{"enhet": "ovf"}, {"enhet": "finns-inte"}, {"del": "barn"}])
def test_a_unit_or_part_that_does_not_exist_is_told(world, asked):
    other_organisation()
    world.record("sjuk", "vss", "6,3")
    assert world.client(Role.EDITOR).get("/indikatorer/sjuk/", asked).status_code == 404


# How it has gone


def test_years_stand_beside_each_other(world):
    world.print("sjuk", "vss", "6,9", year=2022)
    world.print("sjuk", "vss", "6,50", year=2023)
    world.record("sjuk", "vss", "6,3")
    head, *rows = years(text_of(world.client(Role.EDITOR)), "Utfall, år för år, %")
    assert head == ["År", "jan–aug", "helår"]
    assert rows == [["2024", "6,3", ""], ["2023", "", "6,50"], ["2022", "", "6,9"]]


def test_single_months_have_a_table_of_their_own(world):
    for month in (1, 2):
        world.record("vol", "hr-service", str(month), span="month", month=month)
    text = text_of(world.client(Role.EDITOR), "vol")
    assert years(text, "Utfall per månad") == [["År", "jan", "feb"], ["2024", "1", "2"]]


def test_a_footnote_is_told_under_the_table(world):
    world.record("sjuk", "vss", "6,3", footnotes=(("coverage", "utan timavlönade"),))
    assert "1 utan timavlönade" in words(text_of(world.client(Role.EDITOR)))


def test_a_missing_value_keeps_its_word_in_the_table(world):
    world.record("sjuk", "vss", "no_data")
    assert years(text_of(world.client(Role.EDITOR)), "Utfall, år för år, %")[1] == ["2024", "Ingen uppgift"]


def test_a_chart_is_drawn_from_three_values_on_and_its_numbers_stand_in_a_table(world):
    for year, value in ((2021, "7,0"), (2022, "6,9")):
        world.print("sjuk", "vss", value, year=year)
    assert "<svg xmlns" not in text_of(world.client(Role.EDITOR))
    world.print("sjuk", "vss", "6,5", year=2023)
    text = text_of(world.client(Role.EDITOR))
    assert "Total sjukfrånvaro, år för år" in text
    assert 'id="utveckling-ar-title"' in text
    assert "Visa som tabell" in text
    assert len(years(text, "Utfall, år för år, %")) == 1 + 3


def test_the_chart_shows_target_and_change_of_method(world):
    for year in (2021, 2022, 2023):
        world.print("sjuk", "vss", "6,9", year=year)
    world.target("sjuk", "vss", "≤6,0", "le", 60, 1, year=2023)
    told = {"method_break": True, "note": "Timavlönade ingår"}
    made.DefinitionFactory(indicator=world.indicators["sjuk"], valid_from=dt.date(2022, 1, 1), **told)
    picture = text_of(world.client(Role.READER)).partition("<svg xmlns")[2].partition("</svg>")[0]
    assert "Mål 2023: ≤6,0" in picture
    assert "Timavlönade ingår" in picture


def test_what_is_no_outcome_is_listed_beside(world):
    full = {"month": 12, "span": "full_year"}
    world.record("sjuk", "vss", "6,2", scenario="forecast", vintage=202408, **full)
    world.record("sjuk", "vss", "6,0", scenario="budget", decision=made.DecisionFactory(), **full)
    world.print("sjuk", "vss", "5,9", year=2021, basis="restated:2022-01-01")
    told = words(text_of(world.client(Role.EDITOR)))
    assert "helår 2024 prognos, gjord aug 2024 6,2 %" in told
    assert "helår 2024 budget, beslutad 12 dec 2023 6,0 %" in told
    assert "helår 2021 utfall, omräknat till 1 jan 2022 5,9 %" in told


def test_replaced_values_are_told_with_who_when_and_why(world):
    world.record("sjuk", "vss", "6,1")
    world.record("sjuk", "vss", "6,3", reason="Sena sjukintyg", by=made.UserFactory(display_name="HR-funktionen"))
    told = words(text_of(world.client(Role.EDITOR)))
    assert "jan–aug 2024 utfall 6,1 % 6,3 % 5 sep 2024 HR-funktionen Sena sjukintyg inskrivet" in told


def test_a_new_footnote_on_the_same_value_says_so(world):
    world.record("sjuk", "vss", "6,1")
    world.record("sjuk", "vss", "6,1", reason="Not", footnotes=(("coverage", "utan timavlönade"),))
    assert "6,1 % samma värde, ny fotnot eller nytt underlag" in words(text_of(world.client(Role.EDITOR)))


def test_a_withheld_value_hides_its_number_everywhere_on_the_page(world):
    world.record("sjuk", "vss", "77,3")
    world.record("sjuk", "vss", "withheld", reason="För få personer")
    told = words(text_of(world.client(Role.EDITOR)))
    assert "77,3" not in told
    assert ".. (för få personer)" in told


def test_invented_values_are_marked(world):
    made.history("5,0", indicator=world.indicators["sjuk"], unit=world.units["vss"])
    assert "ex = exempel, påhittat värde i demon" in words(text_of(world.client(Role.EDITOR)))


# Who, and at what cost


def test_a_reader_sees_printed_values_without_their_history(world):
    world.print("sjuk", "vss", "6,9", year=2022)
    world.print("sjuk", "vss", "6,8", year=2022, day=dt.date(2024, 2, 16))
    world.record("sjuk", "vss", "6,3")
    text = text_of(world.client(Role.READER))
    assert "6,8" in text
    assert "6,3" not in text
    assert "6,9" not in text
    assert "/varden/" not in text


def test_the_button_for_a_new_value_is_for_who_may(world):
    assert "Nytt värde" in text_of(world.client(Role.HR))
    assert "Nytt värde" not in text_of(world.client(Role.AREA_MANAGER))


@pytest.mark.parametrize("code", ["hemlig", "finns-inte"])
def test_an_indicator_of_others_does_not_exist(world, code):
    other_organisation()
    assert world.client(Role.EDITOR).get(f"/indikatorer/{code}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_figures(world):
    client = world.client(Role.CONTROLLER)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            text_of(client, "vol")
        return len(queries)

    world.many(50)
    asked()  # the reference data is read once
    few = asked()
    world.many(500)
    assert asked() == few <= 25
