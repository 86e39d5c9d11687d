"""One indicator in all of a person's units: the arrangement for staff functions."""

import pytest

from indicators.models import Explanation, FigureRevision
from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.entry.test_saving import current, post
from tests.indicators.entry.world import AUGUST, JULY, months_back

ADDRESS = "/inmatning/indikator/{}/2024/8/"


def rows(client, code):
    page = client.get(ADDRESS.format(code))
    return [(line.row.unit, line.row.breakdown.code) for _, lines in page.context["groups"] for line in lines]


def test_all_units_and_both_sexes_stand_under_each_other(world):
    for unit in ("vo-hr", "vo-ekonomi"):
        for part in ("total", "men", "women"):
            world.history("sjuk", unit, {JULY: "5,0"}, span="ytd", breakdown=made.breakdown(part))
    found = rows(world.client(Role.HR, "vss"), "sjuk")
    assert sorted(found) == sorted(
        (unit, part) for unit in ("vo-ekonomi", "vo-hr") for part in ("total", "men", "women")
    )


def test_a_figure_is_saved_where_it_belongs(world):
    post(world, {world.box("sjuk"): "5,1"}, client=world.client(Role.HR, "vss"), address=ADDRESS.format("sjuk"))
    assert current() == {"sjuk": "5.1"}


def test_an_explanation_belongs_to_the_units_area(world):
    world.history("svar", "hr-service", months_back(AUGUST, ["91", "93", "90"]) | {AUGUST: "64"}, span="ytd")
    key = world.key("svar", "hr-service")
    post(world, {"forklara": key, f"forklaring-{key}": "Växeln låg nere"}, address=ADDRESS.format("svar"))
    assert Explanation.objects.get().unit == world.units["vo-hr"]


def test_only_ones_own_units_are_there(world):
    assert rows(world.client(unit="vo-ekonomi"), "revenues") == [("vo-ekonomi", "total")]


def test_an_unknown_indicator_isnt_found(world):
    assert world.client().get(ADDRESS.format("nonsens")).status_code == 404
    assert world.client(Role.READER, "vss").get(ADDRESS.format("sjuk")).status_code == 403


def test_the_ways_lead_to_the_indicators_that_the_person_enters_in_the_month(world):
    page = world.client().get(ADDRESS.format("revenues"))
    assert (page.context["before"], page.context["after"].word) == (None, "Kostnader")
    last = world.client(Role.HR, "vss").get(ADDRESS.format("sjuk"))
    assert (last.context["before"], last.context["after"]) == (None, None)
    assert "sjuk" not in {way.url.split("/")[3] for way in _ways_onwards(world.client(), "revenues")}


def _ways_onwards(client, code):
    """The ways from one indicator to the next, until the last."""
    found = []
    while code:
        way = client.get(ADDRESS.format(code)).context["after"]
        code = way.url.split("/")[3] if way else ""
        found += [way] if way else []
    return found


# A block of units


@pytest.fixture
def sexes(world):
    """Sick leave of two areas, in all and by sex, known in July."""
    for unit in ("vo-hr", "vo-ekonomi"):
        for part in ("total", "men", "women"):
            world.history("sjuk", unit, {JULY: "5,0"}, span="ytd", breakdown=made.breakdown(part))
    return world


def pasted(world, block, code="sjuk", start="", **more):
    client = world.client(Role.HR, "vss") if code == "sjuk" else world.client()
    return client.post(f"{ADDRESS.format(code)}klistra/", {"block": block, "fran": start, **more})


def saved():
    rows = FigureRevision.objects.filter(fact__month=8).select_related("fact__unit", "fact__breakdown")
    return {(row.fact.unit.code, row.fact.breakdown.code): str(row.value) for row in rows}


def test_a_block_of_units_lands_on_their_total_and_sexes_in_the_pages_order(sexes):
    pasted(sexes, "VO HR\t6,1\t2,0\t7,9\nVO ekonomi\t5,0\t\tIU", spara="ja")
    assert saved() == {
        ("vo-hr", "total"): "6.1",
        ("vo-hr", "men"): "2.0",
        ("vo-hr", "women"): "7.9",
        ("vo-ekonomi", "total"): "5.0",
        ("vo-ekonomi", "women"): "None",
    }


def test_a_head_says_which_column_is_which_sex_and_other_units_are_told(sexes):
    told = pasted(sexes, "Enhet\tKvinnor\tTotalt\nVO HR\t7,9\t6,1\nVO finns ej\t1\t2").context["preview"]
    assert [(cell.title, cell.text) for cell in told.to_save] == [("VO HR", "6,1"), ("VO HR, kvinnor", "7,9")]
    assert {cell.title for cell in told.cells if cell not in told.to_save} == {"VO finns ej"}


def test_a_column_without_names_follows_the_pages_lines_and_is_taken_back_as_one_step(sexes):
    start = f"u-{sexes.key('sjuk', 'vo-ekonomi')}"
    answer = pasted(sexes, "5,1\n4,0\n6,2", start=start, spara="ja")
    assert saved() == {("vo-ekonomi", "total"): "5.1", ("vo-ekonomi", "men"): "4.0", ("vo-ekonomi", "women"): "6.2"}
    address = f"{ADDRESS.format('sjuk')}angra/"
    assert answer.context["about"]["undo"] == address
    sexes.client(Role.HR, "vss").post(address, {"omgang": answer.context["batch"]})
    assert {row.marker for row in FigureRevision.objects.current().filter(fact__month=8)} == {"cleared"}


def test_a_volumes_second_column_is_its_forecast(world):
    world.history("vol_rekr", "hr-service", {JULY: "9"})
    told = pasted(world, "HR-service\t47\t455", code="vol_rekr").context["preview"]
    assert [(cell.title, cell.text) for cell in told.to_save] == [
        ("HR-service", "47"),
        ("HR-service, prognos helår", "455"),
    ]


def test_who_has_none_of_the_indicator_pastes_nothing(sexes):
    assert sexes.client(Role.READER, "vss").post(f"{ADDRESS.format('sjuk')}klistra/").status_code == 403
    told = sexes.client().post(f"{ADDRESS.format('sjuk')}klistra/", {"block": "VO HR\t6,1"}).context["preview"]
    assert [cell.word for cell in told.cells] == ["låst, skrivs inte"]
