"""The watch over reading: within ``reading_only`` a statement that could change the database fails before it runs."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

# What a statement may begin with. Everything else (INSERT, ALTER, COPY, CALL …) is refused without a list of its own.
HARMLESS = frozenset(
    [
        *("SELECT", "VALUES", "WITH", "EXPLAIN", "SHOW", "DECLARE", "FETCH", "CLOSE"),
        *("BEGIN", "START", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA", "SET"),
    ]
)

# Texts, quoted names and comments hold words that are no commands.
_SILENT = re.compile(r"(?P<quoted>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|--[^\n]*|/\*.*?\*/", re.DOTALL)
# A change in the middle of a statement: behind WITH, EXPLAIN ANALYZE or SELECT … INTO. FOR UPDATE only locks.
_CHANGE = re.compile(
    r"\b(?:INSERT\s+INTO|REPLACE\s+INTO|DELETE\s+FROM|MERGE\s+INTO|(?<!FOR )(?<!KEY )UPDATE|INTO)\b", re.IGNORECASE
)


class WriteInReadingView(Exception):
    """A view that is declared as reading tried to change the database. The fault is the program's, not the user's."""


def changes_something(statement: str) -> bool:
    """Whether an SQL statement, or one of several with semicolons between, could change the database."""
    bare = " ".join(_SILENT.sub(lambda found: " '' " if found["quoted"] else " ", statement).split())
    return any(_part_changes(part) for part in bare.split(";") if part.strip(" ("))


def _part_changes(part: str) -> bool:
    first = re.match(r"[\s(]*(\w*)", part)
    word = first.group(1).upper() if first else ""
    return word not in HARMLESS or _CHANGE.search(part) is not None


@contextmanager
def reading_only() -> Iterator[None]:
    """Within this block every configured connection of this thread refuses to write.

    Raises ``WriteInReadingView`` at the statement, before the database sees it.
    """
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_change))
        yield


def _refuse_change(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    statement = sql if isinstance(sql, str) else str(sql)
    if changes_something(statement):
        raise WriteInReadingView(f"A reading view tried to run: {statement[:200]}")
    return execute(sql, params, many, context)
