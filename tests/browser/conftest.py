"""A portal to visit: the demo itself, in a process of its own, with a database that belongs to one test file.

The reference data is loaded once per run into a file; each test file visits a copy of it, so that what one of them
corrects is unknown to the others. Nothing is shared with the test's own process, which never opens that database.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import Portal, Visits, running
from tests.sharing import reference_file

# What is right is seen at once, also on a machine that is busy; only what is wrong is waited for.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def reference_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all reference data; nobody serves it, it is copied."""
    return reference_file(tmp_path_factory)


@pytest.fixture(scope="module")
def portal(reference_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The running demo that the test file visits."""
    with running(reference_database, tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def looked_at(reference_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One demo, with those who logged in, for all test files of a process that look and leave no trace for others.

    Such a file has a fixture `portal` of its own that gives this one.
    """
    with running(reference_database, tmp_path_factory.mktemp("looked-at")) as portal:
        yield portal


@pytest.fixture
def visit(browser: Browser, portal: Portal) -> Iterator[Visits]:
    """``visit("huvudcontroller", width=390)`` is a page; the browser must have found nothing to complain about."""
    visits = Visits(browser, portal)
    yield visits
    visits.close()
    assert visits.complaints == []
