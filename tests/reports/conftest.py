"""Reference data for the tests of reports: each test file that asks for it has a copy of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.snapshots import PostgresSnapshot, SqliteSnapshot
from vss_portal.models import User


@pytest.fixture(scope="module")
def _loaded(demo_snapshot: SqliteSnapshot | PostgresSnapshot, django_db_blocker: Any) -> Iterator[None]:
    """VSS as printed and the demo's people; taken back when the file's tests are done."""
    with django_db_blocker.unblock(), demo_snapshot.copied():
        yield


@pytest.fixture
def reference(_loaded: None, db: None) -> None:
    """The whole reference data."""


@pytest.fixture
def editor(reference: None) -> User:
    """The huvudcontroller."""
    return User.objects.get(username="huvudcontroller")


@pytest.fixture
def reader(reference: None) -> User:
    """A reader."""
    return User.objects.get(username="lasare")
