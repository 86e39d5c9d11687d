"""How the year's end comes about: outcome + what is left = forecast, from forecast to forecast, and to the budget."""

import pytest

from indicators.entry.deviating import bridge_of
from indicators.entry.outlook import outlook_of
from indicators.models.choices import Role
from indicators.spans import Month
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS, AUGUST

DECEMBER = Month(2024, 12)
FULL = {"span": "full_year"}
PAGE = f"{ADDRESS}avvikelse/"


def text(response):
    return response.content.decode()


@pytest.fixture
def year(world):
    """A budget in balance, forecasts of June and August, and eight months of outcome this year and twelve last year."""
    made_of = {"revenues": ("3400", "41000", "41200"), "costs": ("3500", "42000", "42100")}
    for code, (month, june, august) in made_of.items():
        world.history(code, "vo-hr", {DECEMBER: "41500"}, **FULL, scenario="budget")
        world.history(code, "vo-hr", {DECEMBER: june}, **FULL, scenario="forecast", vintage=202406)
        world.history(code, "vo-hr", {DECEMBER: august}, **FULL, scenario="forecast", vintage=202408)
        world.history(code, "vo-hr", {Month(2024, at): month for at in range(1, 9)})
        world.history(code, "vo-hr", {Month(2023, at): str(3000 + at) for at in range(1, 13)})
    return world


def test_the_outcome_and_what_is_left_make_the_forecast_which_is_held_against_the_last_one_and_the_budget(year):
    outlook = outlook_of(year.writer().month)
    costs = outlook.lines[1]
    assert [each.scaled for each in (costs.so_far, costs.rest, costs.forecast)] == [28_000, 14_100, 42_100]
    assert costs.rest_before.scaled == 3009 + 3010 + 3011 + 3012
    assert (outlook.made, outlook.made_before, outlook.to_come) == (AUGUST, Month(2024, 6), "sep–dec")
    # Plus is better for the result, also of a cost: it rose by 100 and lies 600 over the budget.
    assert [(line.change.scaled, line.deviation.scaled) for line in outlook.lines] == [
        (200, -300),
        (-100, -600),
        (100, -900),
    ]


def test_the_page_writes_the_sums_out_and_the_line_under_the_result_tells_the_change(year):
    page = text(year.client().get(PAGE))
    for words in ("Utfall jan–aug", "+ Kvar sep–dec", "= Prognos helår", "Prognos i juni", "Utfall sep–dec 2023"):
        assert f">{words}</th>" in page
    assert 'data-label="+ Kvar sep–dec">14\u00a0100</td>' in page
    line = text(year.client().get(ADDRESS)).partition('id="avvikelse"')[2].partition("</tr>")[0]
    assert "Avvikelse mot budget −900: oförklarat −900 · ändring mot prognosen i juni +100" in line


def test_a_forecast_that_was_made_earlier_says_so_and_its_change_isnt_told_again(year):
    at = Month(2024, 9)
    assert outlook_of(year.writer(at=at).month).is_older
    page = text(year.client().get("/inmatning/vo-hr/2024/9/avvikelse/"))
    assert "Prognosen gjordes i augusti. För september 2024 saknas den" in page
    assert "ändring mot prognosen" not in text(year.client().get("/inmatning/vo-hr/2024/9/"))


def test_in_december_the_outcome_takes_the_forecasts_place_as_soon_as_it_is_known(year):
    assert not bridge_of(year.writer(at=DECEMBER).month).is_final
    for code, month in (("revenues", "3400"), ("costs", "3500")):
        year.history(code, "vo-hr", {Month(2024, at): month for at in range(9, 13)})
    month = year.writer(at=DECEMBER).month
    bridge = bridge_of(month)
    assert (bridge.is_final, bridge.deviation.scaled) == (True, 12 * 3400 - 12 * 3500)
    net = outlook_of(month).lines[-1]
    assert (net.end.scaled, net.change.scaled, net.deviation.scaled) == (-1200, -1200 + 900, -1200)
    page = text(year.client().get("/inmatning/vo-hr/2024/12/avvikelse/"))
    assert "Utfallet avviker −1\u00a0200 tkr från budget" in page
    assert ">Prognos i augusti</th>" in page
    assert "Kvar" not in page


def test_without_forecast_and_budget_nothing_is_made_up(world):
    post(world, {world.box("revenues"): "3 412"})
    page = text(world.client(Role.DIRECTOR, "vss").get(PAGE))
    assert "Ingen prognos är gjord i år" in page
    assert "Prognos i" not in page
    assert 'data-label="= Prognos helår">–</td>' in page
