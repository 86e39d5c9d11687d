"""What the tests of the pages share."""

import pytest

from tests.indicators.views.world import make_world


@pytest.fixture
def world(db):
    """The förvaltning of `world.py`, without figures."""
    return make_world()
