"""Fixtures and habits that all tests share.

``DATABASE_URL`` decides the database, as in the portal itself. What runs in a browser or makes a PDF gets its mark
from its folder, what touches the database from its fixtures.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from tests.snapshots import PostgresSnapshot, SqliteSnapshot, snapshot

FOLDERS = {"browser": "browser", "pdf": "pdf"}
# Fixtures of pytest-django that open the database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
# The browser without its window, where it is installed; else the whole one.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"

# The same examples in every run: a red build is red for everybody.
hypothesis_settings.register_profile("portal", derandomize=True, deadline=None, max_examples=60)
hypothesis_settings.load_profile("portal")

# Playwright keeps an event loop in the test's thread, which Django takes for an async program.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    for item in items:
        mark = FOLDERS.get(item.path.relative_to(tests).parts[0])
        if mark:
            item.add_marker(mark)
        if _uses_the_database(item):
            item.add_marker("database")


def _uses_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A log-in costs time on purpose; the tests log in a thousand times."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_when_asked_for() -> Iterator[None]:
    """Each client that a test makes would list all static files before it answers the first question."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def _pdfs_of_the_tests_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Kept PDFs and the places in the queue are this run's, not the checkout's."""
    with override_settings(PDF_FOLDER=tmp_path_factory.mktemp("kept-pdfs")):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings: None
) -> None:
    """A browser talks to the server in another thread: its tests use SQLite in a file, the others in memory."""
    in_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    if in_browser and "sqlite" in django_settings.DATABASES["default"]["ENGINE"]:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        django_settings.DATABASES["default"]["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, kept from calling out; root can't use its sandbox."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture(scope="session")
def demo_snapshot(django_db_setup: None, django_db_blocker: Any) -> Iterator[SqliteSnapshot | PostgresSnapshot]:
    """The demo's reference data, to be copied by the test files that want it."""
    made = snapshot()
    yield made
    with django_db_blocker.unblock():
        made.close()


def _empties_the_database(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", False)
    return by_marker or bool({"transactional_db", "live_server"} & set(request.fixturenames))


@pytest.fixture(autouse=True)
def append_only_let_go_at_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions ends by emptying the tables, which the triggers would refuse.

    They are taken away after the test; the flush sends post_migrate, which puts them back for the next one.
    """
    if not _empties_the_database(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from indicators.triggers import remove

    remove(connection)
