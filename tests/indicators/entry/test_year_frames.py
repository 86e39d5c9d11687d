"""Frames in the table of the budget: entered like other boxes, beside the budget and the sum of its parts."""

import datetime as dt

from indicators.models import FigureRevision
from indicators.models.choices import Role, Scenario
from indicators.spans import Month
from tests.indicators.entry.test_years import BUDGET, FULL, box, decision, post, year  # noqa: F401 - a fixture


def frame_box(world, code, year, unit="vo-hr"):  # noqa: F811
    return f"{box(world, code, year, unit)}-ram"


def lines(world, address=BUDGET, **who):
    sheet = world.client(**who).get(address).context["sheet"]
    return {
        line.name: [cell.text for cell in line.cells[3:]] for line in sheet.lines if line.is_frame and not line.is_empty
    }


def frames():
    rows = FigureRevision.objects.current().filter(fact__scenario=Scenario.FRAME).select_related("fact")
    return {(row.fact.year, row.fact.decision_id): row.scaled for row in rows}


def test_a_frame_is_written_in_its_box_and_the_room_is_told_at_once(year):  # noqa: F811
    post(year, {box(year, "revenues", 2025): "40 000", box(year, "revenues", 2026): "41 000"})
    answer = post(year, {frame_box(year, "revenues", 2025): "41 000"}, **{"HX-Request": "true"})
    assert answer["X-Saved"] == "1"
    assert "−1\u00a0000" in answer.content.decode()
    post(year, {frame_box(year, "revenues", 2026): "40 500"})
    assert frames() == {(2025, None): 41000, (2026, None): 40500}
    told = lines(year)
    assert told["Ram, intäkter, tkr"][:2] == ["41\u00a0000", "40\u00a0500"]
    assert told["Utrymme till ramen"][:2] == ["−1\u00a0000", "+500"]
    # a budget that is changed afterwards moves the room beside it
    answer = post(year, {box(year, "revenues", 2026): "40 000", f"sedd-{box(year, 'revenues', 2026)}": "1:41 000"})
    assert lines(year)["Utrymme till ramen"][:2] == ["−1\u00a0000", "−500"]


def test_room_is_what_is_better_than_the_frame_for_costs_too(year):  # noqa: F811
    post(year, {box(year, "costs", 2025): "40 000", frame_box(year, "costs", 2025): "41 000"})
    assert lines(year)["Utrymme till ramen"][0] == "+1\u00a0000"


def test_the_whole_is_set_beside_the_sum_of_its_parts_and_says_which_have_none(year):  # noqa: F811
    whole = "/inmatning/vss/ar/2025/"
    for unit, value in (("vo-hr", "39 500"), ("vo-ekonomi", "20 000")):
        year.history("revenues", unit, {Month(2025, 12): value}, **FULL, scenario="budget")
    post(year, {box(year, "revenues", 2025, "vss"): "60 000"}, address=whole, role=Role.EDITOR, unit="vss")
    told = lines(year, whole, role=Role.EDITOR, unit="vss")
    assert told["Summan av delarna"][0] == "59\u00a0500"
    assert told["Budget minus delarna"][0] == "+500"
    year.history("costs", "vo-hr", {Month(2025, 12): "39 000"}, **FULL, scenario="budget")
    sheet = year.client(Role.EDITOR, "vss").get(whole).context["sheet"]
    [costs] = [line for line in sheet.lines if line.end == "delar" and line.row.indicator.code == "costs"]
    assert costs.unit_name == "utan VO ekonomi"


def test_a_frame_of_another_decision_stands_with_its_name_and_is_not_changed(year):  # noqa: F811
    given = decision("underlag", dt.date(2024, 9, 1), title="Kommundirektörens underlag")
    name = frame_box(year, "costs", 2025)
    post(year, {name: "38 000"}, address=f"{BUDGET}?beslut=underlag")
    page = year.client().get(f"{BUDGET}?beslut=").content.decode()
    assert "38\u00a0000" in page
    assert "Kommundirektörens underlag" in page
    post(year, {name: "39 000", f"sedd-{name}": "0:38 000"}, address=f"{BUDGET}?beslut=")
    assert frames() == {(2025, given.pk): 38000, (2025, None): 39000}


def test_frames_are_pasted_by_name_and_are_not_counted_as_missing(year):  # noqa: F811
    block = "\t2025\t2026\nRam, kostnader\t38 000\t39 000"
    saved = year.client().post(f"{BUDGET}klistra/", {"block": block, "enhet": "tkr", "spara": "ja"})
    assert saved.context["count"] == 2
    assert frames() == {(2025, None): 38000, (2026, None): 39000}
    assert year.client().get(BUDGET).context["boxes"] == 18


def test_who_only_follows_the_area_writes_no_frame(year):  # noqa: F811
    answer = post(year, {frame_box(year, "costs", 2025): "1"}, role=Role.DIRECTOR, unit="vss")
    assert answer.status_code in (404, 422)
    assert frames() == {}
