"""Two who save, or one who presses twice: nothing is recorded twice, nothing is lost, nobody meets a fault."""

import threading

import pytest
from django.db import connections

from indicators.importing.drafts import compare_draft, make_draft
from indicators.importing.saving import ImportRefused, save_draft, undo_import
from indicators.models import FigureRevision, ImportDraft, ImportedFile
from tests.indicators.importing.makers import World, csv
from tests.indicators.test_recording_at_once import for_several_threads

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 25
HEAD = ("Enhet", "Indikator", "Period", "Värde")


def in_a_thread(act):
    """What the act answers or is refused with, beside what is asked of the database afterwards in the same thread."""
    answers = []

    def run():
        try:
            answers.append(act())
        except ImportRefused as refused:
            answers.append(refused)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def at_once(*acts):
    running = [in_a_thread(act) for act in acts]
    for thread, _answers in running:
        thread.join()
    return [answers[0] for _thread, answers in running]


def compared(world, value):
    lines = [("KL", "vol_kl", f"{2023 - at // 12}{at % 12 + 1:02}", str(value + at)) for at in range(MANY)]
    draft = make_draft(by=world.editor, file_name="a.csv", content=csv(HEAD, *lines))
    compare_draft(draft)
    return draft


def counted():
    return FigureRevision.objects.count(), ImportedFile.objects.count(), ImportDraft.objects.count()


def asked(question):
    """Asked in a thread of its own, of the database that the acts met."""
    (answer,) = at_once(question)
    return answer


def test_a_file_that_is_saved_twice_at_once_is_recorded_once(tmp_path):
    world = World()
    draft = compared(world, 100)
    with for_several_threads(tmp_path):
        answers = at_once(*[lambda: save_draft(draft=draft, by=world.editor)] * 4)
        assert asked(counted) == (MANY, 1, 0)
    assert sum(isinstance(answer, ImportedFile) for answer in answers) == 1
    assert sum(isinstance(answer, ImportRefused) for answer in answers) == 3


def test_of_two_files_about_the_same_figures_one_is_told_of_the_other(tmp_path):
    world = World()
    drafts = [compared(world, value) for value in (100, 500)]
    with for_several_threads(tmp_path):
        answers = at_once(*[lambda draft=draft: save_draft(draft=draft, by=world.editor) for draft in drafts])
        assert asked(counted) == (MANY, 1, 1)
    refused = next(answer for answer in answers if isinstance(answer, ImportRefused))
    assert "Inget är sparat." in refused.problems[-1]


def test_an_import_that_is_undone_twice_at_once_is_undone_once(tmp_path):
    world = World()
    imported = save_draft(draft=compared(world, 100), by=world.editor)
    with for_several_threads(tmp_path):
        answers = at_once(*[lambda: undo_import(imported=imported, by=world.editor)] * 3)
        assert asked(counted) == (2 * MANY, 1, 0)
    assert sum(isinstance(answer, ImportedFile) for answer in answers) == 1
