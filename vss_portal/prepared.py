"""Queries that are put together once and then asked again and again with other numbers.

Django puts a query together anew each time, which for a large one takes far longer than the database needs to answer.
Here it is written with the ORM as everywhere, compiled at first use, and only its numbers are exchanged afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

# Stand for the numbers while a query is compiled: small enough for every integer column, and no year or month.
_FIRST_MARK = 31_000

Numbers = int | Sequence[int]
AnyModel = TypeVar("AnyModel", bound=Model)
Shape = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class _Compiled:
    """A query's SQL, its parameters (a place among the numbers, or a constant), and what makes rows of the answer."""

    sql: str
    params: Sequence[tuple[str, int] | None]
    constants: Sequence[Any]
    rows: Callable[[Iterable[Any]], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True)
class Fetched:
    """Rows as the database gave them: numbers and texts are as they are, moments and days may still be texts.

    Making moments of texts takes as long as fetching them, and often only one row of many is asked about its moment.
    """

    rows: Sequence[tuple[Any, ...]] = ()
    _rows: Callable[[Iterable[Any]], Iterable[tuple[Any, ...]]] = iter

    def whole(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """One of the rows with all its values as Django gives them."""
        return next(iter(self._rows([row])))


class Prepared:
    """A query over `values_list`; `build` gets its numbers by name, each an integer or a list of integers.

    A number is a key, a year, a month: compared, never computed with. A list is compiled once for each length; an
    empty one is in no row's favour, as in Django.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        # A compiler holds on to the connection that it was made for, and each thread has its own.
        self._known = threading.local()

    def rows(self, **numbers: Numbers) -> list[tuple[Any, ...]]:
        """The rows: one query."""
        fetched = self.fetched(**numbers)
        return list(fetched._rows(fetched.rows))

    def fetched(self, **numbers: Numbers) -> Fetched:
        """The rows as the database gave them: one query."""
        shape = tuple((name, None if isinstance(value, int) else len(value)) for name, value in sorted(numbers.items()))
        compiled = self._compiled(shape)
        if compiled is None:
            return Fetched()
        params = [
            # PostgreSQL's driver knows integers of several sizes, each a type of its own.
            constant if place is None else type(constant)(_number(numbers[place[0]], place[1]))
            for place, constant in zip(compiled.params, compiled.constants, strict=True)
        ]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(compiled.sql, params)
            return Fetched(cursor.fetchall(), compiled.rows)

    def _compiled(self, shape: Shape) -> _Compiled | None:
        known: dict[tuple[str, Shape], _Compiled | None] = self._known.__dict__.setdefault("shapes", {})
        key = (connections[DEFAULT_DB_ALIAS].vendor, shape)
        if key not in known:
            known[key] = self._compile(shape)
        return known[key]

    def _compile(self, shape: Shape) -> _Compiled | None:
        marks = count(_FIRST_MARK)
        places: dict[int, tuple[str, int]] = {}
        given: dict[str, Numbers] = {}
        for name, length in shape:
            own = [next(marks) for _ in range(1 if length is None else length)]
            places.update({mark: (name, at) for at, mark in enumerate(own)})
            given[name] = own[0] if length is None else own
        compiler = self._build(**given).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column[0] for column in compiler.select])

        def rows(fetched: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
            return map(tuple, compiler.apply_converters(fetched, converters)) if converters else fetched

        return _Compiled(sql, [places.get(each) if isinstance(each, int) else None for each in params], params, rows)


def _number(value: Numbers, at: int) -> int:
    return value if isinstance(value, int) else value[at]


class PreparedInsert(Generic[AnyModel]):
    """The saving of new rows of a model, one at a time; like `bulk_create` it sends no signals."""

    def __init__(self, model: type[AnyModel]) -> None:
        self._model = model
        self._known = threading.local()

    def save(self, row: AnyModel) -> AnyModel:
        """Insert the row, which gets its key; one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, fields = self._compiled(connection.vendor, row)
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row

    def _compiled(self, vendor: str, row: AnyModel) -> tuple[str, Sequence[Any]]:
        known: dict[str, tuple[str, Sequence[Any]]] = self._known.__dict__.setdefault("vendors", {})
        if vendor not in known:
            fields = [each for each in self._model._meta.local_concrete_fields if not each.primary_key]
            query = InsertQuery(self._model)
            query.insert_values(fields, [row])
            compiler = query.get_compiler(DEFAULT_DB_ALIAS)
            compiler.returning_fields = [self._model._meta.pk]
            ((sql, _values),) = compiler.as_sql()
            known[vendor] = sql, fields
        return known[vendor]
