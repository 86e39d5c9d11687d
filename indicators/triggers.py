"""Append-only in the database itself, on SQLite and PostgreSQL.

Triggers refuse every change and removal of what was recorded, a revision whose number isn't the next one or that is
dated before the one it follows, and a footnote added to a revision afterwards. They are made after each
migration, since a remade table has lost them. `suspended` takes them away for tests that empty the database.
PostgreSQL can empty a table without asking its rows' triggers, so each table has one against TRUNCATE there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN = {
    "indicators_fact": "En registrerad uppgift",
    "indicators_figurerevision": "Ett registrerat värde",
    "indicators_figurefootnote": "En registrerad fotnot",
    "indicators_recordingfinding": "En kontroll av ett registrerat värde",
    "indicators_targetrevision": "Ett registrerat målvärde",
    "indicators_assessmentrevision": "En registrerad bedömning",
    "indicators_assignmentstatus": "Ett registrerat läge för uppdrag",
    "indicators_recordingbatch": "En registrering",
    "indicators_target": "Ett registrerat målvärdes plats",
    "indicators_goalassessment": "En registrerad bedömnings plats",
    "indicators_organisationchange": "En rad i organisationens logg",
}
REVISIONS = {
    "indicators_figurerevision": "fact_id",
    "indicators_targetrevision": "target_id",
    "indicators_assessmentrevision": "assessment_id",
    "indicators_assignmentstatus": "assignment_id, occasion_id",
}
FOOTNOTES = "indicators_figurefootnote"


def register(*, frozen: dict[str, str], revisions: dict[str, str]) -> None:
    """Adds another app's tables: frozen ones (table to what a row is, "En mallversion"), and the key of revisions.

    A key is a column, or several with a comma between.
    """
    FROZEN.update(frozen)
    REVISIONS.update(revisions)


def names() -> list[str]:
    """The names of all triggers that should stand in the database."""
    frozen = [f"{table}_{act}" for table in FROZEN for act in ("no_update", "no_delete")]
    return sorted([*frozen, *(f"{table}_next" for table in REVISIONS), f"{FOOTNOTES}_in_time"])


def _conditions() -> Iterator[tuple[str, str, str, str]]:
    """Name, table, act and the condition under which the act is refused, with its message after a bar."""
    for table, thing in FROZEN.items():
        yield f"{table}_no_update", table, "UPDATE", f"1=1|{thing} kan inte ändras."
        yield f"{table}_no_delete", table, "DELETE", f"1=1|{thing} kan inte tas bort."
    for table, key in REVISIONS.items():
        same = f"FROM {table} WHERE " + " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        wrong = (
            f"NEW.number <> 1 + (SELECT COALESCE(MAX(number), 0) {same})"
            f" OR EXISTS (SELECT 1 {same} AND recorded_at > NEW.recorded_at)"
        )
        yield f"{table}_next", table, "INSERT", f"{wrong}|Rättelsen följer inte på den senaste."
    count = f"(SELECT COUNT(*) FROM {FOOTNOTES} WHERE revision_id = NEW.revision_id)"  # noqa: S608
    declared = "(SELECT footnote_count FROM indicators_figurerevision WHERE id = NEW.revision_id)"
    yield f"{FOOTNOTES}_in_time", FOOTNOTES, "INSERT", f"{count} >= {declared}|Fotnoten hör till ett äldre värde."


def _sqlite(name: str, table: str, act: str, condition: str, message: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _postgresql(name: str, table: str, act: str, condition: str, message: str) -> list[str]:
    back = "OLD" if act == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {back}; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _no_truncate(table: str) -> list[str]:
    """For PostgreSQL: the function of the trigger against removal refuses the whole statement too."""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_delete()",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make all triggers whose tables exist (a migration may still be on its way)."""
    postgresql = connection.vendor == "postgresql"
    make = _postgresql if postgresql else _sqlite
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        statements: list[str] = []
        for name, table, act, rule in _conditions():
            if table in tables:
                condition, message = rule.split("|")
                statements += make(name, table, act, condition, message)
        for table in FROZEN.keys() & tables if postgresql else ():
            statements += _no_truncate(table)
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers away."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = [(name, table) for name, table, _act, _rule in _conditions()]
        wanted += [(f"{table}_no_truncate", table) for table in FROZEN] if postgresql else []
        for name, table in wanted:
            if table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))


def installed(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of our triggers that stand in the database."""
    table = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    wanted = names()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IN ({marks})", wanted)  # noqa: S608
        return sorted({row[0] for row in cursor.fetchall() if not str(row[0]).startswith("sqlite_")})


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """The receiver of post_migrate: the one signal that we use."""
    install(connections[using])


@contextmanager
def suspended(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Without triggers inside; for tests and measurements that empty tables, never for the portal's own code."""
    remove(connections[using])
    try:
        yield
    finally:
        install(connections[using])
