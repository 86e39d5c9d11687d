"""One indicator in all of a person's units: the arrangement for staff functions."""

from indicators.models import Explanation
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
