"""An auditor's own reading is recorded: which report, which page of it, when.

A reading view writes nothing, so the page only says what was read; the line is written when it has been answered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase

from indicators.models.choices import Role
from indicators.rights import rights_of
from reports.models import AuditReading, Report
from vss_portal import clock

View = Callable[..., HttpResponseBase]


def read(request: Any, report: Report, what: str) -> None:
    """Say that the page was read; recorded for an auditor once it is answered."""
    request.was_read = (report, what)


def records_reading(view: View) -> View:
    """Stands above `@access`: writes the line after the guarded view has answered."""

    @functools.wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        was_read = getattr(request, "was_read", None)
        if was_read and response.status_code == 200 and rights_of(request.user).has(Role.AUDITOR):
            report, what = was_read
            AuditReading.objects.create(
                report=report, what=what[:200], recorded_at=clock.now(), recorded_by=request.user
            )
        return response

    return answer
