"""What the tests of the pages share."""

import pytest

from indicators.models.choices import Role
from tests.indicators.views.world import make_world


@pytest.fixture
def world(db):
    """The förvaltning of `world.py`, without figures."""
    return make_world()


@pytest.fixture
def controller(world):
    """A browser in which the controller of VO HR is logged in."""
    return world.client(Role.CONTROLLER)


@pytest.fixture
def fact(world):
    """A figure that stands: 231 of January to August 2024."""
    return world.record("vol", "hr-service", "231").fact
