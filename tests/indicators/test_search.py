"""The search: what fits a query, in which order, for whom, and with which value."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import search
from indicators.models import IndicatorAlias, UnitAlias, UnitName
from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.views.world import make_world, other_organisation


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def reader(world):
    return world.person(Role.READER)


@pytest.fixture
def _no_providers(monkeypatch):
    monkeypatch.setattr(search, "_providers", [])


def titles(person, text):
    return {group.title: [hit.title for hit in group.hits] for group in search.search(person, text)}


# What fits

NAME = "Total sjukfrånvaro, kvinnor (%)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total sjukfrånvaro kvinnor", search.EXACT),
        ("TOTAL SJUKFRÅNVARO", search.PREFIX),
        ("sjuk", search.WORD),
        ("frånvaro", search.CONTAINED),
        ("kvinnor total", search.SCATTERED),
        ("  sjukfrånvaro,  kvinnor ", search.WORD),
        ("sjukfranvaro", None),
        ("män", None),
        ("", None),
        ("%", None),
    ],
)
def test_how_well_a_query_fits_a_name(text, expected):
    assert search.rank(text, [NAME]) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [("ÖVERTID", "Övertid"), ("e\u0301lan", "Élan"), ("kundnöjdhet", "Kundno\u0308jdhet"), ("café", "Cafe")],
)
def test_case_and_the_way_of_writing_an_accent_do_not_matter(text, name):
    assert search.rank(text, [name]) == search.EXACT


@pytest.mark.parametrize(("text", "name"), [("overtid", "Övertid"), ("ar", "år"), ("lon", "lön")])
def test_swedish_letters_are_letters_of_their_own(text, name):
    assert search.rank(text, [name]) is None


def test_the_best_of_several_names_decides():
    assert search.rank("sjuk", ["Total sjukfrånvaro", "sjuk"]) == search.EXACT


# What is looked through


@pytest.mark.parametrize("text", ["Total sjukfrånvaro", "sjuk", "frånvarograd", "FRÅNVAROGRAD"])
def test_an_indicator_is_found_by_name_code_and_other_names(world, reader, text):
    IndicatorAlias.objects.create(indicator=world.indicators["sjuk"], name="Frånvarograd (%)")
    assert titles(reader, text)["Indikatorer"] == ["Total sjukfrånvaro"]


def test_an_indicator_is_found_by_an_earlier_name_and_shown_by_todays(world, reader):
    made.DefinitionFactory(indicator=world.indicators["digital"], name="Digitalt index", valid_from=dt.date(2024, 1, 1))
    assert titles(reader, "digital mognad") == {"Indikatorer": ["Digitalt index"]}


@pytest.mark.parametrize("text", ["HR-service", "hr service", "hr-service", "servicecenter", "Personalservice"])
def test_a_unit_is_found_by_the_names_of_any_time_its_code_and_other_names(world, reader, text):
    UnitAlias.objects.create(unit=world.units["hr-service"], name="Servicecenter HR")
    UnitName.objects.create(unit=world.units["hr-service"], name="Personalservice", valid_from=dt.date(2015, 1, 1))
    assert titles(reader, text)["Enheter"] == ["HR-service"]


def test_a_unit_that_has_ended_says_so(world, reader):
    made.UnitFactory(code="medborgarkontoret", name="Medborgarkontoret", valid_to=dt.date(2020, 12, 31))
    (group,) = search.search(reader, "medborgarkontoret")
    assert group.hits[0].detail == "finns inte längre"


def test_a_goal_of_the_year_is_found(world, reader):
    made.GoalFactory(name="Goda arbetsplatser")
    area = made.GoalAreaFactory(year=2023)
    made.GoalFactory(name="Goda arbetsplatser förr", municipal_goal=made.MunicipalGoalFactory(area=area))
    (group,) = search.search(reader, "goda arbets")
    assert [(hit.title, hit.detail) for hit in group.hits] == [("Goda arbetsplatser", "Förvaltningsmål 2024")]


def test_the_best_hit_comes_first_then_the_alphabet_of_swedish(world, reader):
    for code, name in (("a", "Öppen volym"), ("b", "Volym"), ("c", "Ärlig volym"), ("d", "Volym per kök")):
        made.IndicatorFactory(code=code, name=name)
    found = titles(reader, "volym")["Indikatorer"]
    assert found == ["Volym", "Volym per kök", "Ärlig volym", "Öppen volym"]


def test_nothing_of_another_organisation_is_found(world, reader):
    other_organisation()
    assert search.search(reader, "hemlig") == []
    assert search.search(reader, "överförmyndaren") == []


@pytest.mark.parametrize("text", ["", "   ", "%", "finns inte alls"])
def test_a_query_that_fits_nothing_gives_nothing(reader, text):
    assert search.search(reader, text) == []


def test_more_hits_than_a_page_holds_are_counted(world, reader):
    for number in range(25):
        made.IndicatorFactory(code=f"mängd_{number}".replace("ä", "a"), name=f"Mängd {number}")
    (group,) = search.search(reader, "mängd")
    assert (len(group.hits), group.left_out) == (20, 5)


# The latest value


def test_the_answer_shows_the_latest_value(world):
    world.record("sjuk", "vss", "6,5", month=7)
    world.record("sjuk", "vss", "6,3", month=8)
    (group,) = search.search(world.person(Role.HR), "total sjuk")
    assert group.hits[0].value == "jan–aug 2024: 6,3\u00a0%"


def test_the_answer_shows_a_reader_what_is_printed_only(world, reader):
    world.print("sjuk", "vss", "6,9")
    world.record("sjuk", "vss", "6,3")
    (group,) = search.search(reader, "sjuk")
    assert group.hits[0].value == "helår 2023: 6,9\u00a0%"


def test_a_withheld_value_is_not_told(world):
    world.record("sjuk", "vss", "6,3")
    world.record("sjuk", "vss", "withheld", reason="För få personer")
    (group,) = search.search(world.person(Role.EDITOR), "sjuk")
    assert "6,3" not in group.hits[0].value
    assert group.hits[0].value == "jan–aug 2024: .. (för få personer)"


# Other apps


@pytest.mark.usefixtures("_no_providers")
def test_other_apps_add_their_own_hits(reader):
    def reports(user, text):
        assert user == reader
        yield search.Hit("Rapporter", "Delårsrapport augusti", "/rapporter/a/", rank=search.PREFIX)

    search.register(reports)
    search.register(reports)
    assert titles(reader, "delår") == {"Rapporter": ["Delårsrapport augusti"]}


@pytest.mark.usefixtures("_no_providers")
def test_the_groups_stand_in_the_same_order_whoever_adds_to_them(world, reader):
    search.register(lambda user, text: [search.Hit("Annat", "Z", "/"), search.Hit("Rapporter", "R", "/")])
    assert list(titles(reader, "hr")) == ["Indikatorer", "Enheter", "Rapporter", "Annat"]


@pytest.mark.usefixtures("_no_providers")
def test_the_queries_do_not_grow_with_the_hits(world, reader):
    def asked():
        # Once to read what is kept between requests.
        search.search(type(reader).objects.get(pk=reader.pk), "mått")
        person = type(reader).objects.get(pk=reader.pk)
        with CaptureQueriesContext(connection) as queries:
            search.search(person, "mått")
        return len(queries)

    made.IndicatorFactory(code="matt", name="Mått", responsible_unit=world.units["vss"])
    few = asked()
    for number in range(18):
        made.IndicatorFactory(code=f"matt_{number}", name=f"Mått {number}", responsible_unit=world.units["hr-service"])
    assert asked() == few <= 15
