"""Append-only in the database itself, on SQLite and PostgreSQL.

Triggers refuse every change and removal of what was recorded, a revision whose number isn't the next one or that is
dated before the one it follows, and a footnote added to a revision afterwards. They are made after each
migration, since a remade table has lost them. `suspended` takes them away for tests that empty the database.
PostgreSQL can empty a table without asking its rows' triggers, so each table has one against TRUNCATE there; SQLite
can replace a row by an insert, so each table has one against that there (`triggers_keys`). Rows of reference data
may change, but only in the log's sight (`triggers_reference`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from indicators import triggers_keys, triggers_reference
from indicators.triggers_reference import WATCHED, Watched

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
    "indicators_referencechange": "En rad i loggen över grunddata",
    "indicators_areaclearing": "Ett steg i klarmarkeringen",
    "indicators_explanation": "En förklaring",
    "indicators_explainedfigure": "Ett förklarat värde",
    "indicators_deviationbridge": "En avvikelsebrygga",
    "indicators_deviationitem": "En avvikelsepost",
    "indicators_correctivemeasure": "En åtgärd",
    "indicators_measureversion": "En version av en åtgärd",
    "indicators_correctionrequest": "En begärd rättelse",
    "indicators_correctionanswer": "Ett svar på en begärd rättelse",
    "indicators_periodexception": "Ett undantag från stängning",
    "indicators_periodchange": "En rad i periodernas logg",
    "indicators_evidence": "Ett underlag",
    "indicators_evidencecontent": "Ett underlags fil",
    "indicators_evidencewithdrawal": "Ett tillbakadraget underlag",
    "indicators_comparisonchoice": "Ett val av jämförelse",
    "indicators_yearstep": "Ett steg i det nya året",
    "indicators_instruction": "En anvisning",
    "indicators_budgetassumption": "Ett antagande i budgeten",
    "indicators_investmentstate": "Ett läge för ett investeringsprojekt",
    "indicators_yearclosing": "Ett läge för ett bokslut",
    "indicators_restatedshare": "En andel av en delad enhet",
}
REVISIONS = {
    "indicators_figurerevision": "fact_id",
    "indicators_targetrevision": "target_id",
    "indicators_assessmentrevision": "assessment_id",
    "indicators_assignmentstatus": "assignment_id, occasion_id",
}
# Tables whose rows may be taken away once a purge has listed them, with the kind that the list calls them.
PURGED: dict[str, str] = {}
PURGE_LIST = "reports_purgedrow"
FOOTNOTES = "indicators_figurefootnote"
ACT = "En ändring av grunddata"


def register(
    *,
    frozen: dict[str, str],
    revisions: dict[str, str],
    watched: dict[str, Watched] | None = None,
    purged: dict[str, str] | None = None,
) -> None:
    """Adds another app's tables: frozen ones (table to what a row is, "En mallversion"), and the key of revisions.

    A key is a column, or several with a comma between. `watched` are tables of reference rows, `purged` frozen ones
    whose rows may go once a purge has listed them.
    """
    FROZEN.update(frozen)
    PURGED.update(purged or {})
    REVISIONS.update(revisions)
    WATCHED.update(watched or {})


def names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of all triggers that should stand in the database."""
    frozen = [name for name, *_ in _conditions()]
    if connections[using].vendor == "postgresql":
        only = [f"{table}_no_truncate" for table in (*FROZEN, *WATCHED)]
    else:
        only = [triggers_keys.name_of(table) for table in (*FROZEN, *WATCHED)]
    return sorted([*frozen, *triggers_reference.reference_names(), *only])


def _conditions() -> Iterator[tuple[str, str, str, str]]:
    """Name, table, act and the condition under which the act is refused, with its message after a bar."""
    for table, thing in FROZEN.items():
        yield f"{table}_no_update", table, "UPDATE", f"1=1|{thing} kan inte ändras."
        yield f"{table}_no_delete", table, "DELETE", f"{_kept(table)}|{thing} kan inte tas bort."
    for table, key in REVISIONS.items():
        same = f"FROM {table} WHERE " + " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        wrong = (
            f"NEW.number <> 1 + (SELECT COALESCE(MAX(number), 0) {same})"
            f" OR EXISTS (SELECT 1 {same} AND recorded_at > NEW.recorded_at)"
        )
        yield f"{table}_next", table, "INSERT", f"{wrong}|Rättelsen följer inte på den senaste."
    acts = triggers_reference.ACTS
    yield f"{acts}_no_update", acts, "UPDATE", f"NOT ({triggers_reference.ACT_CHANGED})|{ACT} kan inte ändras."
    yield f"{acts}_no_delete", acts, "DELETE", f"1=1|{ACT} kan inte tas bort."
    count = f"(SELECT COUNT(*) FROM {FOOTNOTES} WHERE revision_id = NEW.revision_id)"  # noqa: S608
    declared = "(SELECT footnote_count FROM indicators_figurerevision WHERE id = NEW.revision_id)"
    yield f"{FOOTNOTES}_in_time", FOOTNOTES, "INSERT", f"{count} >= {declared}|Fotnoten hör till ett äldre värde."


def _kept(table: str) -> str:
    """When a row may not be taken away: always, or until a purge has listed it."""
    if table not in PURGED:
        return "1=1"
    listed = f"SELECT 1 FROM {PURGE_LIST} listed WHERE listed.kind = '{PURGED[table]}' AND listed.row = OLD.id"  # noqa: S608
    return f"NOT EXISTS ({listed})"


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
    """For PostgreSQL: emptying a whole table is refused too."""
    name = f"{table}_no_truncate"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'Raderna i {table} kan inte tas bort.' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
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
        for table in sorted({*FROZEN, *WATCHED} & tables):
            statements += _no_truncate(table) if postgresql else triggers_keys.statements(cursor, table)
        for table in sorted(WATCHED.keys() & tables) if triggers_reference.LOG in tables else ():
            columns = [row.name for row in connection.introspection.get_table_description(cursor, table)]
            statements += triggers_reference.statements(table, columns, postgresql=postgresql)
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers away."""
    on = " ON {}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, table in _standing(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on.format(table)}")


def installed(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of our triggers that stand in the database."""
    return sorted({name for name, _ in _standing(connection)})


def _standing(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The names and tables of our triggers that stand in the database."""
    wanted = set(names(connection.alias))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return [(name, table) for name, table in cursor.fetchall() if name in wanted]


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
