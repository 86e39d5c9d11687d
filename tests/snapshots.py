"""The demo's reference data, loaded once in a test process; every test file that asks gets a fresh copy of it.

Loading takes seconds, copying a database a fraction of one. The test database is as it was when the copy is done with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection


def _load() -> None:
    call_command("load_reference", demo=True, verbosity=0)


class SqliteSnapshot:
    """Pages copied into the test database and out of it."""

    def __init__(self) -> None:
        """Nothing is loaded before somebody asks."""
        self._loaded: sqlite3.Connection | None = None

    @contextmanager
    def copied(self) -> Iterator[None]:
        """The test database holds the reference data."""
        before = _copy(_raw())
        if self._loaded is None:
            _load()
            self._loaded = _copy(_raw())
        else:
            self._loaded.backup(_raw())
        try:
            yield
        finally:
            before.backup(_raw())
            before.close()

    def close(self) -> None:
        """Forget what was loaded."""
        if self._loaded is not None:
            self._loaded.close()


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def _copy(source: sqlite3.Connection) -> sqlite3.Connection:
    target = sqlite3.connect(":memory:")
    source.backup(target)
    return target


class PostgresSnapshot:
    """Databases made from a database, which PostgreSQL does by copying files."""

    def __init__(self) -> None:
        """Nothing is loaded before somebody asks."""
        self._name = ""

    @contextmanager
    def copied(self) -> Iterator[None]:
        """The connection leads to a database with the reference data."""
        own = connection.settings_dict["NAME"]
        copy = f"{own}_copy"
        if not self._name:
            self._make(own)
        # Files are copied in a third of the time that pages through the log take; older servers know only the files.
        strategy = "STRATEGY FILE_COPY" if connection.pg_version >= 150000 else ""
        _switch(own, f"CREATE DATABASE {copy} TEMPLATE {self._name} {strategy}")
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            _switch(own, f"DROP DATABASE {copy}")

    def _make(self, own: str) -> None:
        name = f"{own}_loaded"
        _switch(own, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {own}")
        connection.settings_dict["NAME"] = name
        _load()
        self._name = name
        _switch(own)

    def close(self) -> None:
        """Drop what was loaded."""
        if self._name:
            _switch(connection.settings_dict["NAME"], f"DROP DATABASE {self._name}")


def _switch(name: str, *statements: str) -> None:
    """Leave the database, whose files are about to be copied or removed, and go on in the one of that name."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.settings_dict["NAME"] = name


def snapshot() -> SqliteSnapshot | PostgresSnapshot:
    """The one for the database that the tests use."""
    return SqliteSnapshot() if connection.vendor == "sqlite" else PostgresSnapshot()
