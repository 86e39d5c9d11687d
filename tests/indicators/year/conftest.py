"""What the tests of the turning of the year share."""

import pytest

from indicators.models.choices import Role
from tests.indicators.views.world import make_world
from vss_portal.models import User


@pytest.fixture
def world(db):
    """The förvaltning of the pages' tests: vss ─ stab, vo-hr ─ hr-service, vo-ekonomi."""
    return make_world()


@pytest.fixture
def editor(world) -> User:
    return world.person(Role.EDITOR, "vss")


@pytest.fixture
def by_editor(world, client, editor):
    """A browser in which the huvudcontroller is logged in."""
    client.force_login(editor)
    return client
