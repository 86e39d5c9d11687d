"""What the tests of import share."""

import pytest

from indicators.importing import limits
from indicators.importing.drafts import compare_draft, interpret, make_draft
from tests.indicators.importing.makers import World


@pytest.fixture(autouse=True)
def _time_to_wait(monkeypatch):
    """What counts is the processor's time: on a machine that is busy with other tests the clock tells nothing."""
    monkeypatch.setattr(limits, "PATIENCE", 60)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def read(world):
    """A file as a draft of the editor: `read(content, mapping)` gives the draft and how it is understood."""

    def reading(content, mapping=None, by=None, source=None, name="augusti.xlsx"):
        draft = make_draft(by=by or world.editor, file_name=name, content=content, source=source)
        draft.mapping = {**draft.mapping, **(mapping or {})}
        draft.save()
        return draft, interpret(draft)

    return reading


@pytest.fixture
def compared(read):
    """The rows of a file beside what stands."""

    def comparing(content, mapping=None, **options):
        draft, told = read(content, mapping, **options)
        compare_draft(draft, told)
        return draft, told

    return comparing
