"""What the tests of entering share."""

import pytest

from tests.indicators.entry.world import make_world


@pytest.fixture
def world(db):
    """The förvaltning of `world.py`, without figures."""
    return make_world()
