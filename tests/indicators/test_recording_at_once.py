"""Two people who record the same figure in the same moment: one of them is told, nothing is lost."""

import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest
from django.db import IntegrityError, connection, connections

from indicators import recording
from indicators.models import FigureRevision
from indicators.recording import RecordingRefused, StaleFigure, record_figure
from tests.factories import IndicatorFactory, OccasionFactory, UnitFactory, UserFactory, make_entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about():
    OccasionFactory()
    return {"indicator": IndicatorFactory(), "unit": UnitFactory()}


@contextmanager
def for_several_threads(folder):
    """SQLite in memory has one connection only: inside, new threads meet a copy of it in a file.

    PostgreSQL takes several by itself. Who waits for the others waits as long as it takes: SQLite lets in whom it
    likes, and twenty writers on a slow machine may keep the last one outside for longer than the portal would wait.
    """
    settings = connections.settings["default"]
    name, options = settings["NAME"], settings["OPTIONS"]
    if connection.vendor == "sqlite":
        settings["NAME"] = str(folder / "together.sqlite3")
        settings["OPTIONS"] = {**options, "timeout": 900}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [settings["NAME"]])
        # Each connection asks for this mode; the change into it waits for nobody, so it is made before there are many.
        with closing(sqlite3.connect(settings["NAME"])) as alone:
            assert alone.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    try:
        yield
    finally:
        settings["NAME"], settings["OPTIONS"] = name, options


def at_once(*acts):
    """What the acts answer or raise when each runs in a thread of its own."""
    answers = [None] * len(acts)

    def run(at, act):
        try:
            answers[at] = act()
        except RecordingRefused as refused:
            answers[at] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def meeting_after_planning(monkeypatch, people):
    """Let all have read before anybody writes: what PostgreSQL allows, and SQLite's one writer at a time does not."""
    barrier, met = threading.Barrier(people), set()
    planned = recording.make_plan

    def plan(entries, act):
        result = planned(entries, act)
        here = threading.get_ident()
        if connection.vendor == "postgresql" and here not in met:
            met.add(here)
            barrier.wait(timeout=120)
        return result

    monkeypatch.setattr(recording, "make_plan", plan)


def writer(value, about, by, seen):
    entry = make_entry(value, **about, seen=seen)
    return lambda: record_figure(entry=entry, by=by, source="form", label="Värden")


@pytest.mark.parametrize("first", [None, "220"], ids=["a first value", "a correction"])
def test_of_two_who_write_at_once_one_is_told_of_the_other(about, tmp_path, monkeypatch, first):
    people = [UserFactory(display_name=name) for name in ("HR-funktionen", "Controller VO HR")]
    if first:
        record_figure(entry=make_entry(first, **about), by=people[0], source="form", label="Värden")
    seen = 1 if first else 0
    meeting_after_planning(monkeypatch, 2)
    acts = [writer(value, about, by, seen) for value, by in zip(("231", "221"), people, strict=True)]
    with for_several_threads(tmp_path):
        answers = at_once(*acts)
    refused = [answer for answer in answers if isinstance(answer, RecordingRefused)]
    (saved,) = [answer for answer in answers if not isinstance(answer, RecordingRefused)]
    (problem,) = refused[0].problems
    assert len(refused) == 1
    assert saved.revision.number == seen + 1
    assert isinstance(problem, StaleFigure)
    assert {problem.stands, problem.given} == {"231", "221"}
    assert problem.recorded_by == saved.revision.recorded_by.display_name
    assert problem.number == seen + 1


def test_two_who_write_the_same_at_once_are_both_answered(about, tmp_path, monkeypatch):
    meeting_after_planning(monkeypatch, 2)
    acts = [writer("231", about, UserFactory(), 0) for _ in range(2)]
    with for_several_threads(tmp_path):
        answers = at_once(*acts)
    assert sorted(answer.state for answer in answers) == ["new", "unchanged"]
    assert {answer.revision.number for answer in answers} == {1}


def test_a_failure_that_nobody_else_caused_is_not_explained_away(about, monkeypatch):
    def failing(*_args):
        raise IntegrityError("CHECK constraint failed")

    monkeypatch.setattr(recording, "write", failing)
    with pytest.raises(IntegrityError, match="CHECK constraint failed"):
        writer("231", about, UserFactory(), None)()
    assert FigureRevision.objects.count() == 0
