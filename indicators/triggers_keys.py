"""SQLite's INSERT OR REPLACE takes away the row whose key it meets, and asks no trigger against removal.

So a trigger before each insert refuses a key that is there: the row's number, or what a unique index says of it.
PostgreSQL has no such statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

QUOTED = re.compile(r'"(\w+)"')


def name_of(table: str) -> str:
    """The name of a table's trigger."""
    return f"{table}_no_replace"


def statements(cursor: CursorWrapper, table: str) -> list[str]:
    """What makes the trigger of a table that is there."""
    taken = " OR ".join(
        f"(EXISTS (SELECT 1 FROM {table} AS known WHERE {same}))"  # noqa: S608
        for same in _same_keys(cursor, table)
    )
    return [
        f"DROP TRIGGER IF EXISTS {name_of(table)}",
        f"CREATE TRIGGER {name_of(table)} BEFORE INSERT ON {table} WHEN {taken} "
        "BEGIN SELECT RAISE(ABORT, 'Raden finns redan och kan inte ersättas.'); END",
    ]


def _same_keys(cursor: CursorWrapper, table: str) -> Iterator[str]:
    """Conditions on a row `known` under which it has a key of the new one."""
    yield "known.id = NEW.id"
    cursor.execute(f"PRAGMA index_list({table})")
    for name in [row[1] for row in cursor.fetchall() if row[2]]:
        parts = list(_parts(cursor, name))
        # A revision whose number isn't the next one has a trigger, and a message, of its own.
        if 'known."number" = NEW."number"' not in parts:
            yield " AND ".join(parts)


def _parts(cursor: CursorWrapper, index: str) -> Iterator[str]:
    cursor.execute(f"PRAGMA index_info({index})")
    for column in [row[2] for row in cursor.fetchall()]:
        yield f'known."{column}" = NEW."{column}"'
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [index])
    _, _, condition = str((cursor.fetchone() or [""])[0]).partition(" WHERE ")
    if condition:
        yield "(" + QUOTED.sub(r'known."\1"', condition) + ")"
        yield "(" + QUOTED.sub(r'NEW."\1"', condition) + ")"
