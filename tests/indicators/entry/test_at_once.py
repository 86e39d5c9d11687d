"""Twenty people at the same 200 cells: no value is lost, and only who was in conflict is asked."""

import threading

import pytest
from django.db import connections
from django.db.models import Count

from indicators.entry.access import month_of
from indicators.entry.rows_read import read_rows, saved_rows
from indicators.entry.saving import Given
from indicators.models import FigureRevision
from indicators.numbers import format_number
from tests.indicators.entry.many import volumes
from tests.indicators.entry.world import make_world
from tests.indicators.test_recording_at_once import for_several_threads
from vss_portal.models import User

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, CELLS, BLOCK = 20, 200, 40
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


def people(world, count):
    """So many controllers of the area."""
    found = []
    for _ in range(count):
        world.people.clear()
        found.append(world.person().pk)
    return found


def enter(person, names, value):
    """Write the value in every box of a page that was read before anybody wrote, choosing one's own wherever somebody
    was first. How often one was asked.
    """
    return sum(enter_block(person, names[at : at + BLOCK], value) for at in range(0, len(names), BLOCK))


def enter_block(person, names, value):
    given, asked = {name: Given(value) for name in names}, 0
    for _ in range(MOST_ROUNDS):
        user, keys = User.objects.get(pk=person), [name.partition("-")[2] for name in given]
        reading = lambda user=user, keys=keys: read_rows(user, "vo-hr", month_of(2024, 8), keys)  # noqa: E731
        _writer, outcome = saved_rows(reading, given)
        assert set(outcome.recorded) | set(outcome.troubles) == set(given)
        if not outcome.troubles:
            return asked
        again = {}
        for name, trouble in outcome.troubles.items():
            _label, text, number = trouble.choices[-1]
            # Only who hadn't seen the latest is asked, and is shown it.
            assert int(number) > given[name].seen, trouble
            again[name] = Given(text, "|", int(number))
        asked, given = asked + len(again), again
    raise AssertionError("still in conflict")


def counted_in_the_threads_database():
    """How many revisions each cell has, and how many values, in the database that the threads wrote to."""
    (found,) = at_once(
        lambda: list(
            FigureRevision.objects.filter(fact__scenario="outcome")
            .values("fact")
            .annotate(made=Count("pk"), values=Count("scaled", distinct=True))
            .values_list("made", "values")
        )
    )
    return found


def test_twenty_writers_at_the_same_cells_lose_nothing(tmp_path):
    world = make_world()
    names = volumes(world, CELLS)
    writers = people(world, PEOPLE)
    values = [format_number(1000 + number) for number in range(PEOPLE)]
    acts = [lambda pk=pk, value=value: enter(pk, names, value) for pk, value in zip(writers, values, strict=True)]
    with for_several_threads(tmp_path):
        asked = at_once(*acts)
        counts = counted_in_the_threads_database()
    assert all(isinstance(each, int) for each in asked), asked
    # Of each cell one person was the first and nobody else was spared the question.
    assert sum(asked) >= CELLS * (PEOPLE - 1)
    assert counts == [(PEOPLE, PEOPLE)] * CELLS


def test_writers_at_different_cells_are_never_asked(tmp_path):
    world = make_world()
    names = volumes(world, CELLS)
    shares = [names[at::PEOPLE] for at in range(PEOPLE)]
    writers = people(world, PEOPLE)
    acts = [lambda pk=pk, share=share: enter(pk, share, "7") for pk, share in zip(writers, shares, strict=True)]
    with for_several_threads(tmp_path):
        assert at_once(*acts) == [0] * PEOPLE
        assert counted_in_the_threads_database() == [(1, 1)] * CELLS
