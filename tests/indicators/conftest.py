"""What the tests of the facts share."""

import pytest
from django.db import connection

from indicators.triggers import remove


def _empties_the_database(request):
    marker = request.node.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", False)
    return by_marker or {"transactional_db", "live_server"} & set(request.fixturenames)


@pytest.fixture(autouse=True)
def append_only_let_go_at_flush(request):
    """A test with real transactions ends by emptying the tables, which the triggers would refuse.

    They are taken away after the test; the flush sends post_migrate, which puts them back for the next one.
    """
    if not _empties_the_database(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    remove(connection)
