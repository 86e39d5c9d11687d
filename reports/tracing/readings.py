"""An auditor's own reading is recorded: which report, figure or indicator, which page of it, when.

A reading view writes nothing, so the page only says what was read; the line is written when it has been answered. The
pages of figures belong to an app that knows nothing of reports: they are recognised by their addresses.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from indicators.models import Indicator
from indicators.models.choices import Role
from indicators.rights import rights_of
from reports.models import AuditReading, Report
from vss_portal import clock
from vss_portal.models import User

View = Callable[..., HttpResponseBase]
Answer = Callable[[HttpRequest], HttpResponseBase]


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


def figure_readings(answer: Answer) -> Answer:
    """The middleware that records an auditor's reading of the pages of figures and indicators."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        place, user = request.resolver_match, cast(User, request.user)
        about = PAGES.get(place.url_name or "") if place else None
        if place and about and response.status_code == HTTPStatus.OK and _is_auditor(user):
            told = about(request, place.kwargs)
            AuditReading.objects.create(**told, recorded_at=clock.now(), recorded_by=user)
        return response

    return answered


def _is_auditor(user: Any) -> bool:
    return bool(user.is_authenticated) and rights_of(user).has(Role.AUDITOR)


def _figure(_request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    return {"fact_id": told["fact"], "what": "värdets sida"}


def _indicator(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    here = Indicator.objects.filter(organisation=rights_of(request.user).organisation)
    chosen = ", ".join(filter(None, (request.GET.get(name, "") for name in ("enhet", "del"))))
    what = f"indikatorns sida{f' ({chosen})' if chosen else ''}"
    return {"indicator": here.get(code=told["code"]), "what": what[:200]}


PAGES: dict[str, Callable[[HttpRequest, dict[str, Any]], dict[str, Any]]] = {"figure": _figure, "indicator": _indicator}
