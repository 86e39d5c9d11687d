"""The report that is ready to be adopted, made once for each test file that asks for it."""

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


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The making of a PDF takes seconds and is tested by itself; its bytes are what matters here."""
    monkeypatch.setitem(FORMATS, "pdf", lambda node: PDF + node.title.encode())


@pytest.fixture
def approved(_approved: Report, reference: None) -> Report:
    """Everything done and approved, nothing frozen."""
    return judging.again(_approved)


@pytest.fixture
def adopted(approved: Report) -> Report:
    """The report with its version 1."""
    adopt_report(report=approved, by=judging.editor(), case_number=judging.CASE)
    return judging.again(approved)
