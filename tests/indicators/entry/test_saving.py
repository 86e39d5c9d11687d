"""The whole form, as it is posted without JavaScript, and one box at a time."""

import pytest

from indicators.models import FigureRevision
from indicators.models.choices import MarkerChoice, Role
from tests.indicators.entry.world import ADDRESS, AUGUST


def post(world, given, seen=None, client=None, address=ADDRESS, **headers):
    """Post boxes; `seen` are the hidden fields, by default those of empty boxes."""
    hidden = {f"sedd-{name}": (seen or {}).get(name, "0:") for name in given if name[:2] in ("u-", "p-")}
    return (client or world.client()).post(address, {**hidden, **given}, headers=headers)


def current():
    rows = FigureRevision.objects.current().select_related("fact__indicator").order_by("pk")
    return {row.fact.indicator.code: str(row.value) if row.value is not None else row.marker for row in rows}


def test_what_is_typed_is_saved_with_the_month_and_span_of_its_row(world):
    response = post(world, {world.box("revenues"): "3 412", world.box("svar", "hr-service"): "91,5"})
    assert response.status_code == 302
    assert current() == {"revenues": "3412", "svar": "91.5"}
    spans = set(FigureRevision.objects.values_list("fact__indicator__code", "fact__span", "fact__month"))
    assert spans == {("revenues", "month", 8), ("svar", "ytd", 8)}


def test_a_forecast_is_saved_as_made_in_the_month(world):
    post(world, {world.box("revenues", kind="p"): "41 200"})
    row = FigureRevision.objects.select_related("fact").get()
    assert (row.fact.scenario, row.fact.vintage, row.fact.span) == ("forecast", 202408, "full_year")


def test_the_good_is_saved_and_the_bad_told_with_what_was_typed(world):
    good, bad = world.box("revenues"), world.box("costs")
    response = post(world, {good: "3 412", bad: "12,5,3"})
    assert response.status_code == 422
    assert current() == {"revenues": "3412"}
    page = response.content.decode()
    assert "”12,5,3” går inte att läsa som ett tal" in page
    assert f'id="{bad}" name="{bad}" value="12,5,3"' in page


def test_a_box_that_wasnt_touched_isnt_recorded_again(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    box = world.box("revenues")
    post(world, {box: "3\u00a0412"}, seen={box: "1:3\u00a0412"})
    assert FigureRevision.objects.count() == 1


def test_a_reason_is_typed_by_its_sign_or_its_word(world):
    post(world, {world.box("revenues"): "IU", world.box("costs"): "Inget inträffade"})
    assert current() == {"revenues": MarkerChoice.NO_DATA, "costs": MarkerChoice.NONE_OCCURRED}


@pytest.mark.parametrize(("given", "choice"), [("-", "Fanns inte"), ("1.234", "1,234")])
def test_what_can_mean_two_things_is_asked_about(world, given, choice):
    response = post(world, {world.box("vol_rekr", "hr-service"): given})
    assert response.status_code == 422
    assert f">{choice}</button>" in response.content.decode()
    assert current() == {}


def test_a_pressed_choice_saves_what_it_says(world):
    box = world.box("vol_rekr", "hr-service")
    post(world, {box: "1.234", "valj": f"{box}|0|1 234"})
    assert current() == {"vol_rekr": "1234"}


def test_an_emptied_box_is_asked_about_and_neither_zero_nor_nothing(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    box = world.box("revenues")
    response = post(world, {box: ""}, seen={box: "1:3 412"})
    assert "Rutan är tömd" in response.content.decode()
    assert current() == {"revenues": "3412"}


def test_a_value_outside_its_scale_is_refused_and_the_earlier_stands(world):
    response = post(world, {world.box("svar", "hr-service"): "101"})
    assert "ligger utanför skalan" in response.content.decode()
    assert current() == {}


def test_a_per_cent_in_what_isnt_a_share_is_refused(world):
    response = post(world, {world.box("vol_rekr", "hr-service"): "12 %"})
    assert "mäts inte i procent" in response.content.decode()


def test_the_second_of_two_people_sees_both_values_and_chooses(world):
    box = world.box("vol_rekr", "hr-service")
    post(world, {box: "231"})
    response = post(world, {box: "221"}, client=world.client(Role.EDITOR, "vss"))
    page = response.content.decode()
    assert "Värdet blev 231" in page
    assert "Behåll 231" in page
    assert current() == {"vol_rekr": "231"}
    post(world, {box: "221", "valj": f"{box}|1|221"}, client=world.client(Role.EDITOR, "vss"))
    assert current() == {"vol_rekr": "221"}
    assert FigureRevision.objects.count() == 2


def test_sending_the_same_stale_form_again_overwrites_nothing(world):
    box = world.box("vol_rekr", "hr-service")
    post(world, {box: "231"})
    page = post(world, {box: "221"}, client=world.client(Role.EDITOR, "vss")).content.decode()
    assert f'name="sedd-{box}" value="0:231"' in page


def test_a_locked_box_isnt_written_whatever_is_posted(world):
    response = post(world, {world.box("sjuk"): "5,0"})
    assert "HR-funktionen rapporterar" in response.content.decode()
    response = post(world, {world.box("revenues"): "5"}, address="/inmatning/vo-hr/2024/7/")
    assert "månaden är stängd" in response.content.decode()
    assert current() == {}


def test_a_box_of_another_area_is_left_alone(world):
    post(world, {world.box("revenues", "vo-ekonomi"): "5"})
    assert current() == {}


def test_one_box_is_answered_with_itself_and_what_is_computed_from_it(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    box = world.box("costs")
    response = post(world, {box: "3 598"}, **{"HX-Request": "true"})
    page = response.content.decode()
    assert f'id="c-{box}"' in page
    assert "−186" in page
    assert "Antal rekryteringar" not in page
    assert "<html" not in page


def test_a_box_of_one_unit_leaves_what_is_computed_for_another_as_it_stands(world):
    for unit, costs in (("vo-hr", "3 598"), ("hr-service", "1 598")):
        world.history("revenues", unit, {AUGUST: "3 412"})
        world.history("costs", unit, {AUGUST: costs})
    box = world.box("costs", "hr-service")
    answer = post(world, {box: "1 600"}, seen={box: "1:1 598"}, **{"HX-Request": "true"}).content.decode()
    assert f'id="c-{world.box("net_result", "hr-service")}"' in answer
    assert "1\u00a0812" in answer
    assert world.box("net_result", "vo-hr") not in answer


def test_an_emptied_cell_is_drawn_empty_also_where_it_was_all_that_was_known_of_its_row(world):
    world.history("vol_rekr", "vo-hr", {AUGUST: "7"})
    box = world.box("vol_rekr", "vo-hr")
    answer = post(world, {box: "töm"}, seen={box: "1:7"}, **{"HX-Request": "true"}).content.decode()
    assert current() == {"vol_rekr": MarkerChoice.CLEARED}
    assert f'id="c-{box}"' in answer
    assert f'name="sedd-{box}" value="2:"' in answer


def test_a_forecast_is_answered_with_the_forecasts_that_follow_from_it(world):
    for kind, name, text in (("p", "revenues", "41 200"), ("p", "costs", "42 100")):
        box = world.box(name, kind=kind)
        answer = post(world, {box: text}, **{"HX-Request": "true"}).content.decode()
    assert f'id="c-{world.box("net_result", kind="p")}"' in answer
    assert "−900" in answer
