"""Whether a month's deviation is commented, what is new for who clears it, and what the table says of it."""

import sys

import pytest
from django.utils import timezone

from indicators.entry.periods import close
from indicators.models import AreaClearing, ExplainedFigure, ReportingOccasion, UnitLink, WheelEntry
from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS, AUGUST, months_back

MONTH, LAGET, CLEARING, BRIDGE = "/min-manad/", "/laget/2024/8/", f"{ADDRESS}klar/", f"{ADDRESS}avvikelse/"


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def deviating(world, forecast, budget="41500"):
    """A budget of zero and a forecast of August whose costs are so much."""
    full = {"span": "full_year"}
    for code, amount in (("revenues", "41500"), ("costs", forecast)):
        world.history(code, "vo-hr", {AUGUST + 4: budget}, **full, scenario="budget")
        world.history(code, "vo-hr", {AUGUST + 4: amount}, **full, scenario="forecast", vintage=202408)
    return world


def comments_on(world, *amounts):
    posted = {f"belopp-{at}": amount for at, amount in enumerate(amounts, 1)}
    return world.client().post(BRIDGE, {"sedd": "0", **posted, **{f"orsak-{at}": "vakanser" for at in range(1, 4)}})


def commentary(world, role=Role.CONTROLLER, unit="vo-hr"):
    return {row.area.code: row.commentary for row in world.client(role, unit).get(MONTH).context["current"][0].areas}


# The column Kommentar


def test_a_deviation_waits_for_a_comment_until_its_items_leave_less_than_100_tkr(world):
    assert commentary(world)["vo-hr"] == "–"
    deviating(world, "42400")
    assert commentary(world)["vo-hr"] == "saknas"
    assert "Kommentar saknas" in text(world.client().get(CLEARING))
    comments_on(world, "-801")
    assert commentary(world)["vo-hr"] == "klar"


@pytest.mark.parametrize(("costs", "said"), [("41599", "–"), ("41600", "saknas"), ("41401", "–"), ("41400", "saknas")])
def test_a_deviation_below_100_tkr_needs_none(world, costs, said):
    assert commentary(deviating(world, costs))["vo-hr"] == said


def test_who_sees_no_money_of_the_area_is_told_nothing_of_it(world):
    deviating(world, "42400")
    assert commentary(world, Role.HR)["vo-hr"] == "–"
    row = world.client(Role.HR).get(LAGET).context["position"].rows[0]
    assert (row.result, row.forecast, row.budget, row.bridge) == ("–", "–", "–", "")
    assert "Avvikelse mot budget" not in text(world.client(Role.HR).get(ADDRESS))
    assert world.client(Role.HR).get(BRIDGE).status_code == 404


# The summary in place


@pytest.fixture
def ready(world):
    """An explained value and a forecast, marked ready."""
    world.history("svar", "hr-service", months_back(AUGUST, ["91", "93", "90"]), span="ytd")
    name, key = world.box("svar", "hr-service"), world.key("svar", "hr-service")
    post(world, {name: "64", world.box("vol_rekr", "hr-service", kind="p"): "300"})
    post(world, {"forklara": key, f"forklaring-{key}": "Växeln låg nere"})
    world.client().post(CLEARING, {"steg": "ready"})
    return world


def seen_by_manager(world):
    return world.client(Role.AREA_MANAGER).get(MONTH).context["current"][0].areas[0]


def test_the_manager_meets_what_is_new_and_clears_it_without_leaving_the_page(ready):
    page = text(ready.client(Role.AREA_MANAGER).get(MONTH))
    assert "Granska och klarmarkera: 1 ny förklaring, 1 ny prognos</summary>" in page
    assert "”Växeln låg nere”" in page
    assert "Granska och klarmarkera" not in text(ready.client().get(MONTH))
    given = {"steg": "cleared", "sedd": seen_by_manager(ready).newest, "min-manad": "ja"}
    answer = ready.client(Role.AREA_MANAGER).post(CLEARING, given)
    assert (answer.status_code, answer["Location"]) == (302, MONTH)
    assert seen_by_manager(ready).state.code == "cleared"


def test_nothing_is_cleared_that_the_manager_hasnt_seen(ready):
    seen = seen_by_manager(ready).newest
    post(ready, {ready.box("revenues"): "3 412"})
    answer = ready.client(Role.AREA_MANAGER).post(CLEARING, {"steg": "cleared", "sedd": seen})
    assert answer.status_code == 422
    assert "Värden har ändrats sedan du öppnade sammanfattningen" in text(answer)
    assert seen_by_manager(ready).state.code == "ready"


def test_after_a_clearing_only_what_came_later_is_new(ready):
    manager = ready.client(Role.AREA_MANAGER)
    manager.post(CLEARING, {"steg": "cleared"})
    post(ready, {ready.box("costs"): "3 000"})
    assert seen_by_manager(ready).summary.news == "1 ändrat värde"
    assert "1 ändrat efter förra gången" in text(manager.get(CLEARING))
    assert AreaClearing.objects.count() == 2


# The table


def test_the_deviation_stands_under_the_result_and_follows_a_new_forecast(world):
    deviating(world, "42400")
    comments_on(world, "-400")
    assert "Avvikelse mot budget −900: vakanser −400 · oförklarat −500" in text(world.client().get(ADDRESS))
    box = world.box("costs", kind="p")
    answer = post(world, {box: "42 300"}, seen={box: "1:42 400"}, **{"HX-Request": "true"})
    assert answer["HX-Trigger"] == "prognosen"
    line = text(world.client().get(BRIDGE, headers={"HX-Request": "true"}))
    assert "Avvikelse mot budget −800: vakanser −400 · oförklarat −400" in line
    assert "<html" not in line
    other = world.box("revenues")
    assert "HX-Trigger" not in post(world, {other: "3"}, **{"HX-Request": "true"})


def test_a_proposal_is_written_out_and_taken_by_a_button(world):
    volume = {AUGUST - back: "10" for back in range(1, 21)}
    world.history("vol_rekr", "hr-service", {at: value for at, value in volume.items() if at.year > 2022})
    post(world, {world.box("vol_rekr", "hr-service"): "10"})
    page = text(world.client().get(ADDRESS))
    assert "80 / 66,7 % (andel jan–aug 2023) = 120" in page
    name = world.box("vol_rekr", "hr-service", kind="p")
    assert f'value="{name}|0|120"' in page
    # Enter in a box without a script presses the form's first button, which saves and takes nothing.
    form = page.partition('id="inmatning"')[2]
    assert form.index('type="submit" name="spara"') < form.index('name="valj"')
    world.client().post(ADDRESS, {"valj": f"{name}|0|120"})
    assert world.line("vol_rekr", "hr-service").forecast.text == "120"


def test_every_line_of_a_form_that_is_sent_as_a_whole_is_saved(world):
    history = months_back(AUGUST, ["3000", "3100", "3050"])
    for code, value in (("revenues", "9999"), ("costs", "9998")):
        world.history(code, "vo-hr", history | {AUGUST: value})
    lines = {f"forklaring-{world.key(code)}": f"Orsak {code}" for code in ("revenues", "costs")}
    post(world, {**lines, "spara": "ja"})
    post(world, {**lines, "spara": "ja"})
    assert [world.line(code).explanation for code in ("revenues", "costs")] == ["Orsak revenues", "Orsak costs"]
    assert ExplainedFigure.objects.count() == 2
    post(world, {f"forklaring-{world.key('costs')}": "Ny orsak", "spara": "ja"})
    assert world.line("costs").explanation == "Ny orsak"


def test_who_only_reads_explains_nothing(world):
    world.history("revenues", "vo-hr", months_back(AUGUST, ["3000", "3100", "3050"]) | {AUGUST: "9999"})
    key = world.key("revenues")
    post(world, {"forklara": key, f"forklaring-{key}": "Nej"}, client=world.client(Role.DIRECTOR, "vss"))
    assert not ExplainedFigure.objects.exists()


def test_a_refused_measure_keeps_what_was_typed(world):
    given = {
        "titel": "Rekrytera",
        "ansvarig": "Enhetschef",
        "vantad": "mycket",
        "lage": "planned",
        "klar": "2024-10-01",
    }
    answer = world.client().post(BRIDGE, {"atgard": "ny", **{f"{key}-ny": value for key, value in given.items()}})
    assert answer.status_code == 422
    assert all(f'value="{given[name]}"' in text(answer) for name in ("titel", "ansvarig", "vantad", "klar"))


def test_a_month_that_is_closed_by_hand_says_that_day(world):
    close(occasion=ReportingOccasion.objects.get(month=8), reason="Allt är inne", by=world.person(Role.EDITOR, "vss"))
    page = text(world.client().get(ADDRESS))
    assert "i tid till tors 12 sep · stängdes tors 5 sep" in page
    assert "Augusti 2024 stängdes 5 september 2024 av huvudcontroller vss" in page
    assert "låst: månaden är stängd sedan 5 sep 2024" in page


# Around


def test_the_coming_days_of_the_wheel_and_what_the_month_is_reported_in_stand_there(world):
    said = {"by": world.person(Role.EDITOR, "vss"), "at": timezone.now(), "kind": "meeting", "year": 2024}
    organisation = world.units["vss"].organisation
    for day, title in (("2024-09-16", "samverkan"), ("2024-12-16", "nämnd"), ("2024-09-01", "varit")):
        WheelEntry.objects.create(organisation=organisation, day=day, title=title, **said)
    page = text(world.client().get(MONTH))
    assert "mån 16 sep</span> samverkan" in page
    assert "nämnd" not in page
    assert "varit" not in page
    assert "delårsrapport per den 31 augusti" in page
    assert "September 2024 öppnar tisdag 1 oktober" in page


def test_the_work_grows_with_the_areas_and_not_with_their_square(world):
    """Counted in calls: the same on every machine."""
    client = world.client(Role.EDITOR, "vss")
    calls = {}
    for areas in (10, 20, 40):
        _areas(world, areas)
        client.get(LAGET)
        for address in (MONTH, LAGET):
            calls[address, areas] = _calls(client.get, address)
    for address in (MONTH, LAGET):
        first, second = (calls[address, more] - calls[address, less] for less, more in ((10, 20), (20, 40)))
        assert second < 2.3 * first, calls


def _areas(world, count):
    """So many areas more or less, each with a unit that measures something of its own."""
    first = {"valid_from": "2019-01-01"}
    for at in range(sum(code.startswith("omrade-") for code in world.units), count):
        area, unit = (made.UnitFactory(code=f"{kind}-{at}", order=100 + at) for kind in ("omrade", "enhet"))
        world.units[area.code] = area
        for part, whole in ((area, world.units["vss"]), (unit, area)):
            UnitLink.objects.create(unit=part, to=whole, kind="part_of", **first)
        made.IndicatorFactory(code=f"matt_{at}", kind="volume", measure="count", responsible_unit=unit)


def _calls(act, *given):
    """How many Python functions are called meanwhile."""
    count = 0

    def counted(_frame, event, _about):
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        act(*given)
    finally:
        sys.setprofile(None)
    return count
