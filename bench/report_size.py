"""Times the page of a report by its number of cells: `python -m bench.report_size`.

A report of 20 tables and one of 300 tables (10 500 cells) are asked for in turn. Printed: the time of each, the number
of queries, and the ratio of the times per cell. The goal is at most 1.3, that is, time linear in the cells.
"""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

SMALL, LARGE = 20, 300
ROUNDS = 7
GOAL = 1.3
# Seven rows, each of a name and four figures: 35 cells a table.
YEARS = (0, -1, -2, -3)
UNITS = ("stab", "vo-ekonomi", "vo-hr", "vo-medborgare", "vo-kost", "vo-lkdata", "vss")
INDICATORS = ("net_result", "costs", "revenues")


def sized_template(tables: int) -> dict[str, Any]:
    """A template of so many tables, each of 35 cells of names and figures."""
    sections = [
        {"key": f"tabell-{number}", "heading": f"Tabell {number}", "kind": "table", "table": _table(number)}
        for number in range(tables)
    ]
    chapter = {"key": "kapitel", "heading": "Kapitel", "kind": "part", "children": sections}
    head = {"schema": 1, "code": f"stor-{tables}", "name": f"{tables} tabeller", "kind": "annual", "title": "Stor"}
    return {**head, "sections": [chapter]}


def _table(number: int) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [{"key": "label", "kind": "label", "heading": "Enhet"}]
    columns += [
        {"key": f"ar{-year}", "heading": f"{{year{year}}}" if year else "{year}", "year": year} for year in YEARS
    ]
    rows = [{"label": unit, "unit": unit} for unit in UNITS]
    defaults = {"indicator": INDICATORS[number % len(INDICATORS)], "span": "year"}
    return {"caption": f"Tabell {number}", "decimals": 0, "defaults": defaults, "columns": columns, "rows": rows}


def sized_report(tables: int, by: Any) -> Any:
    """A report of 2023 with so many tables; returns it."""
    from indicators.models import Organisation
    from reports.writing import create_report, save_template

    organisation = Organisation.objects.get(code="vss")
    version = save_template(organisation=organisation, declaration=sized_template(tables), by=by)
    slug = f"stor-{tables}"
    return create_report(template_version=version, slug=slug, title=f"{tables} tabeller", year=2023, month=12, by=by)


def main() -> None:
    """Make both reports in a database of their own, ask for them in turn, print the ratio."""
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'size.sqlite3'}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
        django.setup()
        _print(_measured())


def _measured() -> dict[int, tuple[int, int, list[float]]]:
    """By the number of tables: cells, queries, times."""
    from django.core.management import call_command
    from django.test import Client

    from vss_portal.models import User

    call_command("migrate", verbosity=0)
    call_command("load_reference", demo=True, verbosity=0, stdout=io.StringIO())
    editor = User.objects.get(username="huvudcontroller")
    reports = {size: sized_report(size, editor) for size in (SMALL, LARGE)}
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    found = {size: (_cells(report), *_asked(client, report)) for size, report in reports.items()}
    for _round in range(ROUNDS):
        for size, report in reports.items():
            found[size][2].append(_asked(client, report)[1][0])
    return found


def _cells(report: Any) -> int:
    from reports.composing import compose_report

    return sum(len(row.cells) for table in compose_report(report).tables() for row in table.rows)


def _asked(client: Any, report: Any) -> tuple[int, list[float]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/rapporter/{report.slug}/")
    if answer.status_code != 200:
        raise SystemExit(f"The page of {report.slug} answered {answer.status_code}.")
    return len(queries), [time.perf_counter() - began]


def _print(found: dict[int, tuple[int, int, list[float]]]) -> None:
    per_cell = {}
    for size, (cells, queries, times) in found.items():
        middle = statistics.median(times[1:])
        per_cell[size] = middle / cells
        print(f"{size:>4} tabeller {cells:>6} celler {queries:>3} frågor {middle * 1000:>7.0f} ms")
    print(f"tid per cell, kvot {LARGE}/{SMALL} tabeller: {per_cell[LARGE] / per_cell[SMALL]:.2f} (mål ≤ {GOAL})")


if __name__ == "__main__":
    main()
