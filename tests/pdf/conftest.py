"""PDFs of all reports of the reference data, each made once in a test run, whatever the number of its processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reports.composing import compose_report
from reports.models import Report
from reports.nodes import ReportNode
from reports.rendering.print import print_html, print_pdf
from tests.sharing import alone_in
from tests.snapshots import PostgresSnapshot, SqliteSnapshot

SLUGS = (
    "delarsrapport-2019-08",
    "delarsrapport-2020-03",
    "delarsrapport-2021-08",
    "forvaltningsbudget-2023-vss",
    "verksamhetsberattelse-2023",
    "delarsrapport-2024-08",
    "manadsrapport-2024-07",
)


@dataclass(frozen=True)
class Printed:
    """A report, its HTML for print and its PDF."""

    node: ReportNode
    html: str
    pdf: bytes
    path: Path


@pytest.fixture(scope="session")
def all_printed(
    demo_snapshot: SqliteSnapshot | PostgresSnapshot,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Printed]:
    """Every report of the demo, made once; what WeasyPrint remarks upon stops it."""
    with django_db_blocker.unblock(), demo_snapshot.copied():
        assert set(SLUGS) == set(Report.objects.values_list("slug", flat=True))
        nodes = {slug: compose_report(Report.objects.get(slug=slug)) for slug in SLUGS}
    # Two at once, as the portal does; the pages are set in processes of their own.
    with alone_in(tmp_path_factory, "printed") as folder, ThreadPoolExecutor(max_workers=2) as both:
        return dict(zip(SLUGS, both.map(lambda slug: _printed(slug, nodes[slug], folder), SLUGS), strict=True))


def _printed(slug: str, node: ReportNode, folder: Path) -> Printed:
    path = folder / f"{slug}.pdf"
    if not path.exists():
        unfinished = folder / f"{slug}.part"
        unfinished.write_bytes(print_pdf(node))
        unfinished.rename(path)
    return Printed(node, print_html(node, embedded=False), path.read_bytes(), path)


@pytest.fixture(params=SLUGS)
def printed(request: pytest.FixtureRequest, db: None, all_printed: dict[str, Printed]) -> Printed:
    """One report after the other. `db` tells pytest-django that the test database is wanted."""
    return all_printed[request.param]
