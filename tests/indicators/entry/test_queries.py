"""The number of queries is the same however many figures there are."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.filling import fill
from indicators.models import Comment, Fact, FigureRevision
from indicators.models.choices import Role, Source
from indicators.recording import record_figures
from tests import factories as made
from tests.indicators.entry.many import volumes
from tests.indicators.entry.world import ADDRESS, AUGUST

MOST_OF_A_PAGE, MOST_OF_A_KNOWN_PAGE, MOST_OF_A_CELL = 15, 5, 10
ROWS, COLUMNS = 60, 12
PASTE = f"{ADDRESS}klistra/"


def queries(act, *args, **kwargs):
    return len(asked(act, *args, **kwargs))


def asked(act, *args, **kwargs):
    with CaptureQueriesContext(connection) as captured:
        response = act(*args, **kwargs)
    assert response.status_code in (200, 302), response.content.decode()[:500]
    return [query["sql"].split()[0] for query in captured]


def history(world, months):
    """So many months of a volume, backwards from July."""
    world.history("vol_rekr", "hr-service", {AUGUST - back: "7" for back in range(1, months + 1)})


@pytest.fixture
def rows(world):
    """A page with sixty rows more, two months of each known, and the names of their boxes."""
    names = volumes(world, ROWS)
    about = {"unit": world.units["hr-service"], "year": 2024, "span": "month"}
    made_here = [world.indicators[f"v{at}"] for at in range(ROWS)]
    entries = [made.make_entry("7", indicator=row, month=month, **about) for row in made_here for month in (6, 7)]
    act = {"recorded_at": made.at(dt.date(2024, 8, 25)), "checks": "note"}
    record_figures(entries=entries, by=made.UserFactory(), source=Source.EXAMPLE, label="Historik", **act)
    return names


class Box:
    """A box of the page, saved with one value after another by somebody who sees what stands."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        self.number, self.shown = 0, ""

    def save(self, value):
        given = {self.name: value, f"sedd-{self.name}": f"{self.number}:{self.shown}"}
        response = self.client.post(ADDRESS, given, headers={"HX-Request": "true"})
        assert response["X-Saved"] == "1", response.content.decode()
        self.number, self.shown = self.number + 1, value
        return response


def test_page_and_cell_ask_the_same_few_questions_at_500_and_at_5000_figures(world, rows):
    client, person = world.client(), world.person(Role.EDITOR, "vss")
    counts = []
    for figures, name in ((500, rows[0]), (5_000, rows[1])):
        assert fill(world.units["vss"].organisation, figures, person) >= figures
        box = Box(client, name)
        # The filling brought units: the first page after it reads them, and everything else, anew.
        assert queries(client.get, ADDRESS) <= MOST_OF_A_PAGE
        first = queries(box.save, "7")
        counts.append((queries(client.get, ADDRESS), first, queries(box.save, "9")))
    assert counts[0] == counts[1]
    page_asks, first_value, correction = counts[0]
    assert page_asks <= MOST_OF_A_KNOWN_PAGE
    # The first value has a fact to make.
    assert (first_value, correction) == (9, 8)
    assert Fact.objects.count() > 5_000


def test_a_cell_with_everything_on_it_asks_at_most_ten_questions(world):
    hr = world.client(Role.HR, "vo-hr")
    name = world.box("sjuk")
    # A first value that a check notices: its population is missing.
    given = {name: "5,1", f"sedd-{name}": "0:"}
    hr.get(ADDRESS)
    assert queries(hr.post, ADDRESS, given, headers={"HX-Request": "true"}) <= MOST_OF_A_CELL
    assert FigureRevision.objects.get().findings.count() == 1
    # A value that rows are computed from, commented, explained and outside of what is expected.
    history(world, 20)
    controller = world.client()
    volume, costs = world.box("vol_rekr", "hr-service"), world.box("costs")
    controller.post(ADDRESS, {volume: "9 000", f"sedd-{volume}": "0:"})
    key = world.key("vol_rekr", "hr-service")
    controller.post(ADDRESS, {"forklara": key, f"forklaring-{key}": "Stor kampanj"}, headers={"HX-Request": "true"})
    about = {"indicator": world.indicators["vol_rekr"], "unit": world.units["hr-service"]}
    said = {"breakdown": made.breakdown("total"), "by": world.person(), "at": made.at(dt.date(2024, 9, 5))}
    Comment.objects.create(**about, **said, year=2024, month=8, text="Stämmer")
    given = {volume: "9 100", f"sedd-{volume}": "1:9 000"}
    assert queries(controller.post, ADDRESS, given, headers={"HX-Request": "true"}) <= MOST_OF_A_CELL
    given = {costs: "3 598", f"sedd-{costs}": "0:"}
    assert queries(controller.post, ADDRESS, given, headers={"HX-Request": "true"}) <= MOST_OF_A_CELL
    # Who comes too late is told by whom: nothing is written, one name is asked for.
    late = {costs: "3 600", f"sedd-{costs}": "0:"}
    assert queries(controller.post, ADDRESS, late, headers={"HX-Request": "true"}) <= MOST_OF_A_CELL


@pytest.mark.parametrize("address", ["/min-manad/", f"{ADDRESS}klar/"])
def test_the_questions_dont_grow_with_the_figures(world, address):
    history(world, 10)
    client = world.client()
    client.get(address)  # the reference data is read once
    few = queries(client.get, address)
    history(world, 60)
    assert queries(client.get, address) == few


def test_a_pasted_block_of_60_by_12_cells_asks_no_more_than_one_of_two(world, rows):
    client = world.client()
    client.get(ADDRESS)
    wide = "\t".join(["12", "170", *(str(at) for at in range(COLUMNS - 2))])
    counts = {}
    for count in (1, ROWS):
        block = {"block": "\n".join([wide] * count), "fran": rows[0], "enhet": "tkr"}
        before = FigureRevision.objects.count()
        counts[count] = [queries(client.post, PASTE, block)]
        assert FigureRevision.objects.count() == before
        acts = asked(client.post, PASTE, {**block, "spara": "ja"})
        # Many new rows go in by several statements of a bounded length.
        counts[count] += [len([act for act in acts if act != "INSERT"])]
        assert len(acts) <= MOST_OF_A_PAGE
        # The first row was saved before: its outcome and forecast stand already.
        assert FigureRevision.objects.count() == before + (2 if count == 1 else 2 * (ROWS - 1))
    assert counts[1] == counts[ROWS]
