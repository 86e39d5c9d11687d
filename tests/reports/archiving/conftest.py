"""A report adopted with an appendix, made once for each test file that asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest

from reports.adopting.freeze import adopt_report
from reports.exporting import FORMATS
from reports.models import Report
from tests.reports import judging
from tests.reports.archiving.files import append, small_pdf


@pytest.fixture(scope="module")
def _with_appendix(_loaded: None, django_db_blocker: Any) -> Iterator[Report]:
    """Everything done, an internkontrollrapport appended, nothing approved as a whole."""
    with django_db_blocker.unblock():
        report = judging.complete(judging.start())
        append(report, small_pdf(pages=2))
        yield report


@pytest.fixture(scope="module")
def _adopted(_with_appendix: Report) -> Report:
    """Approved and adopted, without the seconds that a PDF takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(FORMATS, "pdf", lambda node: small_pdf())
        judging.approve_whole(_with_appendix)
        adopt_report(report=_with_appendix, by=judging.editor(), case_number=judging.CASE)
    return _with_appendix


@pytest.fixture
def appended(_with_appendix: Report, reference: None) -> Report:
    """Open, with an appendix."""
    return judging.again(_with_appendix)


@pytest.fixture
def adopted(_adopted: Report, reference: None) -> Report:
    """Adopted with its appendix; a test file that asks for it can't have the open one."""
    return judging.again(_adopted)
