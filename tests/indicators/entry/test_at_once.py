"""Twenty people at the same 200 cells: no value is lost, and only who was in conflict is asked."""

import threading

import pytest
from django.db import connections
from django.db.models import Count

from indicators.entry.access import month_of
from indicators.entry.cells import Writer
from indicators.entry.reading import read_area
from indicators.entry.saving import Given, save
from indicators.models import FigureRevision
from indicators.models.choices import AggregationChoice, IndicatorKind, Measure, Role
from indicators.numbers import format_number
from tests import factories as made
from tests.indicators.entry.world import make_world
from tests.indicators.test_recording_at_once import for_several_threads
from vss_portal.models import User

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, CELLS = 20, 200
MOST_ROUNDS = 3 * PEOPLE


def at_once(*acts):
    """What the acts answer or raise when each runs in a thread of its own, however long it takes."""
    answers = [None] * len(acts)

    def run(at, act):
        try:
            answers[at] = act()
        except Exception as error:
            answers[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def volumes(world):
    """So many volumes of HR-service; the names of their boxes."""
    fields = {"kind": IndicatorKind.VOLUME, "aggregation": AggregationChoice.SUM, "measure": Measure.COUNT}
    home = {"responsible_unit": world.units["hr-service"], "responsible_role": Role.CONTROLLER}
    for number in range(CELLS):
        world.indicators[f"v{number}"] = made.IndicatorFactory(code=f"v{number}", **fields, **home)
    return [world.box(f"v{number}", "hr-service") for number in range(CELLS)]


def enter(person, names, value):
    """Write the value in every box, choosing one's own wherever somebody was first; how many rounds it took."""
    given = {name: Given(value) for name in names}
    for number in range(1, MOST_ROUNDS + 1):
        writer = Writer(read_area(User.objects.get(pk=person), "vo-hr", month_of(2024, 8)))
        troubles = save(writer, given).troubles
        assert all(trouble.choices for trouble in troubles.values()), troubles
        if not troubles:
            return number
        chosen = {name: trouble.choices[-1] for name, trouble in troubles.items()}
        given = {name: Given(text, "|", int(seen)) for name, (_, text, seen) in chosen.items()}
    raise AssertionError("still in conflict")


def test_twenty_writers_at_the_same_cells_lose_nothing(tmp_path):
    world = make_world()
    names = volumes(world)
    people = []
    for _ in range(PEOPLE):
        world.people.clear()
        people.append(world.person().pk)
    values = [format_number(1000 + number) for number in range(PEOPLE)]
    acts = [lambda pk=pk, value=value: enter(pk, names, value) for pk, value in zip(people, values, strict=True)]
    with for_several_threads(tmp_path):
        rounds = at_once(*acts)
        counts = counted_in(tmp_path)
    assert all(isinstance(each, int) for each in rounds), rounds
    assert counts == [PEOPLE] * CELLS


def counted_in(folder):
    """How many revisions each cell has, in the database that the threads wrote to."""
    (found,) = at_once(
        lambda: list(
            FigureRevision.objects.filter(fact__scenario="outcome")
            .values("fact")
            .annotate(made=Count("pk"))
            .values_list("made", flat=True)
            .order_by("fact")
        )
    )
    return found


def test_writers_at_different_cells_are_never_asked(tmp_path):
    world = make_world()
    names = volumes(world)
    people = []
    for _ in range(4):
        world.people.clear()
        people.append(world.person().pk)
    shares = [names[at::4] for at in range(4)]
    acts = [lambda pk=pk, share=share: enter(pk, share, "7") for pk, share in zip(people, shares, strict=True)]
    with for_several_threads(tmp_path):
        assert at_once(*acts) == [1, 1, 1, 1]
