"""Reference data for the tests of reports, loaded once for each test file that asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from vss_portal.models import User


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """VSS as printed and the demo's people; taken back when the file's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", demo=True, verbosity=0)
        yield
        transaction.set_rollback(True)


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
