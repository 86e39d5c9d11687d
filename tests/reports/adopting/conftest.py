"""The report that is ready to be adopted, and the adopted one, each made once for each test file that asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest

from reports.adopting.freeze import adopt_report
from reports.exporting import FORMATS
from reports.models import Report
from tests.reports import judging

PDF = b"%PDF-1.7 en fil"


@pytest.fixture(scope="module")
def _approved(_loaded: None, django_db_blocker: Any) -> Iterator[Report]:
    with django_db_blocker.unblock():
        report = judging.complete(judging.start())
        judging.approve_whole(report)
        yield report


@pytest.fixture(scope="module")
def _adopted(_approved: Report, django_db_blocker: Any) -> Report:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        make_pdfs_quick(patch)
        adopt_report(report=_approved, by=judging.editor(), case_number=judging.CASE)
        return _approved


def make_pdfs_quick(patch: pytest.MonkeyPatch) -> None:
    """The making of a PDF takes seconds and is tested by itself; its bytes are what matters here."""
    patch.setitem(FORMATS, "pdf", lambda node: PDF + node.title.encode())


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    make_pdfs_quick(monkeypatch)


@pytest.fixture
def approved(_approved: Report, reference: None) -> Report:
    """Everything done and approved, nothing frozen. A test file asks for this or for `adopted`, not both."""
    report = judging.again(_approved)
    assert not report.frozen.exists()
    return report


@pytest.fixture
def adopted(_adopted: Report, reference: None) -> Report:
    """The report with its version 1."""
    return judging.again(_adopted)
