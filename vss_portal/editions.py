"""Which edition of the reference data stands, so that what was read of it may be kept between requests.

Triggers give the edition a new token at every change of the tables that it is about, in the same transaction as the
change. A token is random and never comes back: what was kept under it is what its edition holds, in every process,
after a rollback, and in another database. Who asks for the token first and then reads what is kept under it never
meets anything older than that token.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Subquery

from vss_portal.models import Edition

REFERENCE = "reference"
T = TypeVar("T")


def token() -> Subquery:
    """The reference data's token as a column of another query; None where there is none."""
    return Subquery(Edition.objects.filter(name=REFERENCE).values("token")[:1])


def current() -> str:
    """The reference data's token now; empty where there is none, and nothing may be kept."""
    return Edition.objects.filter(name=REFERENCE).values_list("token", flat=True).first() or ""


class Kept(Generic[T]):
    """What was read, by edition and key, for this process; where it becomes too much the oldest falls out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[tuple[str, Hashable], T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, edition: str, key: Hashable, read: Callable[[], tuple[T, str]]) -> T:
        """The value of the edition; read where it isn't known.

        `read` answers with the value and with the edition that stood when its last query ran: only what was read
        wholly within the edition is kept, never what a transaction has changed and may yet take back.
        """
        found = self._values.get((edition, key))
        if found is not None:
            return found
        value, stood = read()
        if edition and stood == edition:
            self._keep((edition, key), value)
        return value

    def _keep(self, place: tuple[str, Hashable], value: T) -> None:
        with self._lock:
            self._values[place] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)


def install(connection: BaseDatabaseWrapper, columns: Mapping[str, Iterable[str]]) -> None:
    """Make the triggers on the tables, and a new edition.

    `columns` says of each table which columns count; none: every change of a row, its coming and its going.
    """
    table = Edition._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        make = _postgresql if connection.vendor == "postgresql" else _sqlite
        for statement in make(table, columns):
            cursor.execute(statement)
        fresh = "gen_random_uuid()" if connection.vendor == "postgresql" else "hex(randomblob(16))"
        cursor.execute(
            f"INSERT INTO {table} (name, token) VALUES (%s, {fresh})"  # noqa: S608 (our own words)
            " ON CONFLICT (name) DO UPDATE SET token = excluded.token",
            [REFERENCE],
        )


def trigger_names(columns: Mapping[str, Iterable[str]]) -> list[str]:
    """The names of the triggers that `install` makes."""
    return [name for name, _table, _act in _acts(columns)]


def _acts(columns: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str, str]]:
    for table, names in columns.items():
        told = ", ".join(names)
        acts = (
            {"update": f"UPDATE OF {told}"} if told else {name.lower(): name for name in ("INSERT", "UPDATE", "DELETE")}
        )
        for word, act in acts.items():
            yield f"{table}_edition_{word}", table, act


def _sqlite(edition: str, columns: Mapping[str, Iterable[str]]) -> Iterable[str]:
    renew = f"UPDATE {edition} SET token = hex(randomblob(16)) WHERE name = '{REFERENCE}'"  # noqa: S608 (our own words)
    for name, table, act in _acts(columns):
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER {act} ON {table} BEGIN {renew}; END"


def _postgresql(edition: str, columns: Mapping[str, Iterable[str]]) -> Iterable[str]:
    renew = f"UPDATE {edition} SET token = gen_random_uuid() WHERE name = '{REFERENCE}'"  # noqa: S608 (our own words)
    yield (
        f"CREATE OR REPLACE FUNCTION {edition}_renewed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {renew}; RETURN NULL; END $$"
    )
    for name, table, act in _acts(columns):
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {edition}_renewed()"
