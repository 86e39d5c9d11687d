"""The number of queries is the same however many figures there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.indicators.entry.world import ADDRESS, AUGUST

MOST_OF_A_PAGE, MOST_OF_A_KNOWN_PAGE = 15, 5


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(world, count):
    """So many months of a volume, backwards from July."""
    world.history("vol_rekr", "hr-service", {AUGUST - back: "7" for back in range(1, count + 1)})


def test_the_page_asks_few_questions_also_right_after_a_change_of_the_reference_data(world):
    fill(world, 20)
    client = world.client()
    assert queries(client, ADDRESS) <= MOST_OF_A_PAGE
    assert queries(client, ADDRESS) <= MOST_OF_A_KNOWN_PAGE


@pytest.mark.parametrize("address", [ADDRESS, "/min-manad/", f"{ADDRESS}klar/"])
def test_the_questions_dont_grow_with_the_figures(world, address):
    fill(world, 10)
    client = world.client()
    queries(client, address)
    few = queries(client, address)
    fill(world, 60)
    assert queries(client, address) == few


def test_saving_a_cell_asks_the_same_whatever_there_is(world):
    client = world.client()
    counts = []
    for known in (5, 60):
        fill(world, known)
        box = world.box("revenues")
        given = {box: str(known), f"sedd-{box}": f"{len(counts)}:{'' if not counts else 5}"}
        with CaptureQueriesContext(connection) as captured:
            assert client.post(ADDRESS, given, headers={"HX-Request": "true"}).status_code == 200
        counts.append(sum("INSERT" not in query["sql"] for query in captured.captured_queries))
    # The second recording also asks who recorded the first.
    assert counts[1] <= counts[0] + 1
