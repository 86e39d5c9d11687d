"""The editor opens and closes periods and gives exceptions; everything is logged."""

import datetime as dt
import re

import pytest

from indicators.models import PeriodChange, PeriodException, ReportingOccasion
from indicators.models.choices import Role
from tests import factories as made
from tests.indicators.entry.world import JULY

PAGE = "/perioder/"


def do(world, act, month, reason="Sen faktura", till="2024-09-10", **more):
    pk = ReportingOccasion.objects.get(month=month).pk
    given = {act: pk, "orsak": reason, "till": till, **more}
    return world.client(Role.EDITOR, "vss").post(PAGE, given)


def test_a_period_is_closed_before_its_day(world):
    do(world, "stang", 8)
    assert world.line("revenues").value.why.startswith("månaden är stängd sedan ")
    assert PeriodChange.objects.get().text == "Augusti 2024 stängdes"


def test_a_closed_period_is_opened_for_everybody_through_a_day(world):
    do(world, "oppna", 7)
    assert ReportingOccasion.objects.get(month=7).locks_on == dt.date(2024, 9, 11)
    assert world.line("revenues", at=JULY).value.is_box


def test_an_exception_opens_it_for_one_area(world):
    do(world, "undantag", 7, omrade="vo-hr")
    assert world.line("revenues", at=JULY).value.is_box
    assert PeriodException.objects.get().unit == world.units["vo-hr"]
    assert "VO HR får undantag för juli 2024" in PeriodChange.objects.get().text


def test_the_budget_is_a_period_too(world):
    made.OccasionFactory(
        year=2025,
        month=12,
        kind="budget",
        opens_on=dt.date(2024, 8, 1),
        due_on=dt.date(2024, 10, 31),
        locks_on=dt.date(2024, 11, 30),
    )
    assert "Budget 2025" in world.client(Role.EDITOR, "vss").get(PAGE).content.decode()
    do(world, "stang", 12)
    assert PeriodChange.objects.get().text == "Budget 2025 stängdes"


@pytest.mark.parametrize(
    ("act", "month", "more"),
    [
        ("stang", 7, {}),
        ("oppna", 8, {}),
        ("stang", 8, {"reason": " "}),
        ("oppna", 7, {"till": "2024-09-04"}),
        ("oppna", 7, {"till": "snart"}),
        ("undantag", 7, {"till": "", "omrade": "vo-hr"}),
    ],
)
def test_what_cant_be_done_changes_nothing(world, act, month, more):
    before = list(ReportingOccasion.objects.order_by("pk").values())
    assert do(world, act, month, **more).status_code == 422
    assert list(ReportingOccasion.objects.order_by("pk").values()) == before
    assert not PeriodChange.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.AREA_MANAGER])
def test_nobody_else_meets_the_page(world, role):
    assert world.client(role).get(PAGE).status_code == 403


def test_enter_in_the_box_of_the_reason_neither_opens_nor_closes(world):
    answer = world.client(Role.EDITOR, "vss").post("/perioder/", {"orsak": "Allt är inne", "till": "2024-10-31"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj på periodens rad vad som ska göras" in page
    assert 'value="Allt är inne"' in page
    assert re.search(r'<form method="post" class="sheet".*?<button ([^>]*)>', page, re.DOTALL)[1].count("name=") == 0
    assert not PeriodChange.objects.exists()
