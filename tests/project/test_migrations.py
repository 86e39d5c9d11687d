"""The database's history: complete, and it ends at what the models say, triggers included.

The other tests make their tables from the models at once, which is quicker; here the migrations are carried out one by
one, in a process and a database of their own.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import ConnectionHandler, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from indicators import triggers
from tests.project.sources import ROOT

# One of its columns gets another width by its migrations than by its models.
DJANGOS_OWN = "auth_"
# What each database says of its tables. Only the history itself knows of the table of migrations.
SQLITE = "SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND tbl_name <> 'django_migrations'"
POSTGRESQL = """
SELECT table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'django_migrations'
UNION ALL
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('django_migrations'), 0)
UNION ALL
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'django_migrations'
"""


def manage(*arguments: str, **environment: str) -> str:
    told = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def migrated(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BaseDatabaseWrapper]:
    """A database beside the tests' own, made by the migrations."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("migrated") / "test.sqlite3")
    with django_db_blocker.unblock():
        _on_server(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        manage("migrate", "--verbosity", "0", DATABASE_URL=_address(name))
        other = ConnectionHandler({"default": {**connection.settings_dict, "NAME": name}})["default"]
        yield other
        other.close()
        _on_server(f"DROP DATABASE {name}")


def _on_server(*statements: str) -> None:
    """SQLite has no server: its database is a file, made when it is opened."""
    if connection.vendor == "sqlite":
        return
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _address(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def schema(database: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """What the database says of each table, index and constraint, as words: the order of columns means nothing."""
    with database.cursor() as cursor:
        cursor.execute(SQLITE if database.vendor == "sqlite" else POSTGRESQL)
        told = [(name, words or "") for name, words in cursor.fetchall() if not name.startswith(DJANGOS_OWN)]
    return {name: sorted(re.split(r"[\s(),]+", words)) for name, words in told}


def test_the_models_have_no_change_without_a_migration():
    assert "No changes detected" in manage("makemigrations", "--check", "--dry-run")


@pytest.mark.django_db
def test_the_migrations_end_at_the_tables_that_the_models_say(migrated):
    ours, theirs = schema(connection), schema(migrated)
    assert set(ours) == set(theirs)
    assert {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]} == {}


@pytest.mark.django_db
def test_the_migrations_end_with_every_trigger_in_place(migrated):
    assert sorted(triggers.installed(migrated)) == sorted(triggers.installed(connection)) != []
