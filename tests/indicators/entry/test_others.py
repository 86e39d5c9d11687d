"""What others saved in a table since it was opened: who, when and what, in all three arrangements."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import FigureRevision
from indicators.models.choices import OccasionKind, Role
from tests import factories as made
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS

PARTS = {"HX-Request": "true"}


def look(client, after=0, address=ADDRESS):
    return client.get(address, {"andras": after})


def test_a_look_brings_what_somebody_else_saved_with_who_and_when_and_what_follows_from_it(world):
    editor = world.client(Role.EDITOR, "vss")
    post(
        world,
        client=editor,
        given={world.box("revenues"): "3 412", world.box("costs"): "3 400", world.box("costs", kind="p"): "42 100"},
    )
    answer = look(world.client())
    page = answer.content.decode()
    assert answer.status_code == 200
    told = re.findall(r'<p data-other="(\S+)" data-key="\S+">(.*?) kl\. \d\d\.\d\d</p>', page)
    by = "huvudcontroller vss skrev"
    assert dict(told) == {
        world.box("revenues"): f"{by} 3\u00a0412",
        world.box("costs"): f"{by} 3\u00a0400",
        world.box("costs", kind="p"): f"{by} 42\u00a0100 i prognos helår",
    }
    assert f'id="{world.box("revenues")}" name="{world.box("revenues")}" value="3\u00a0412"' in page
    result = page.partition(f'id="c-{world.box("net_result")}"')[2].partition("</td>")[0]
    assert result.split()[-1] == "12"
    assert f'hx-post="{ADDRESS}"' in page
    assert int(answer["X-Newest"]) == FigureRevision.objects.order_by("pk").last().pk
    assert look(world.client(), answer["X-Newest"]).status_code == 204


def test_ones_own_values_and_those_before_are_no_news_and_the_page_says_where_it_begins(world):
    client = world.client()
    post(world, client=client, given={world.box("revenues"): "3 412"})
    assert look(client).status_code == 204
    post(world, {world.box("costs"): "3 400"}, client=world.client(Role.EDITOR, "vss"))
    newest = re.search(r'data-newest="(\d+)"', client.get(ADDRESS).content.decode())[1]
    assert look(client, newest).status_code == 204
    assert [look(client, odd).status_code for odd in ("tolv", "9" * 5000)] == [204, 204]


def test_an_emptied_box_says_so(world):
    editor = world.client(Role.EDITOR, "vss")
    post(world, client=editor, given={world.box("revenues"): "3 412"})
    post(world, {world.box("revenues"): "Töm cellen"}, client=editor, seen={world.box("revenues"): "1:3\u00a0412"})
    assert "tömde rutan kl." in look(world.client()).content.decode()


def test_nobody_is_told_of_what_isnt_theirs(world):
    editor = world.client(Role.EDITOR, "vss")
    post(world, client=editor, given={world.box("revenues"): "3 412"})
    assert look(world.client(unit="vo-ekonomi")).status_code == 404
    page = look(world.client(Role.HR, "vss")).content.decode()
    assert "data-other" not in page
    assert "3\u00a0412" not in page


@pytest.mark.parametrize("arrangement", ["indicator", "year"])
def test_one_indicator_and_a_budget_are_looked_at_too(world, arrangement):
    address, name = "/inmatning/indikator/vol_rekr/2024/8/", world.box("vol_rekr", "hr-service")
    if arrangement == "year":
        address, name = "/inmatning/vo-hr/ar/2025/", world.box("revenues", kind="b2025")
        dates = {"opens_on": dt.date(2024, 9, 1), "due_on": dt.date(2024, 10, 31), "locks_on": dt.date(2024, 11, 29)}
        made.OccasionFactory(year=2025, month=12, kind=OccasionKind.BUDGET, **dates)
    world.client(Role.EDITOR, "vss").post(address, {name: "47", f"sedd-{name}": "0:"}, headers=PARTS)
    page = look(world.client(), address=address).content.decode()
    assert f'<p data-other="{name}"' in page
    assert 'value="47"' in page
    assert f'hx-post="{address}"' in page


def test_a_look_at_nothing_new_asks_a_single_question_beside_who_asks(world):
    client = world.client()
    look(client)
    with CaptureQueriesContext(connection) as captured:
        look(client)
    assert len([each for each in captured if "indicators_figurerevision" in each["sql"]]) == 1
    assert len(captured) <= 4
