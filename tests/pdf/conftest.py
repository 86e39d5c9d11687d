"""PDFs of all reports of the reference data, each made once in a test run, whatever the number of its processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.nodes import ReportNode
from reports.rendering.print import Draft, document_pdf
from tests.pdf.composed import composed
from tests.pdf.printed import Printed
from tests.sharing import alone_in, reference_file

SLUGS = (
    "delarsrapport-2019-08",
    "delarsrapport-2020-03",
    "delarsrapport-2021-08",
    "forvaltningsbudget-2023-vss",
    "verksamhetsberattelse-2023",
    "delarsrapport-2024-08",
    "manadsrapport-2024-07",
)


@pytest.fixture(scope="session")
def all_printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Every report of the demo, made once; what WeasyPrint remarks upon stops it."""
    with alone_in(tmp_path_factory, "printed") as folder:
        file = folder / "printed"
        if not file.exists():
            unfinished = folder / "unfinished"
            unfinished.write_bytes(pickle.dumps(_make(reference_file(tmp_path_factory), folder)))
            unfinished.rename(file)
        printed: dict[str, Printed] = pickle.loads(file.read_bytes())  # noqa: S301 - our own, of this run
    assert set(printed) == set(SLUGS)
    return printed


def _make(database: Path, folder: Path) -> dict[str, Printed]:
    told = composed(database, folder)
    # Two at once, as the portal does; the pages are set in processes of their own.
    with ThreadPoolExecutor(max_workers=2) as both:
        made = both.map(lambda slug: _pdf(*told[slug]), told)
        return {slug: _kept(folder / f"{slug}.pdf", *told[slug][:2], pdf) for slug, pdf in zip(told, made, strict=True)}


def _pdf(node: ReportNode, html: str, draft: Draft | None) -> bytes:
    return document_pdf(html, node, draft)


def _kept(path: Path, node: ReportNode, html: str, pdf: bytes) -> Printed:
    path.write_bytes(pdf)
    return Printed(node, html, pdf, path)


@pytest.fixture(params=SLUGS)
def printed(request: pytest.FixtureRequest, all_printed: dict[str, Printed]) -> Printed:
    """One report after the other."""
    return all_printed[request.param]
