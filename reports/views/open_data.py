"""Open data without log-in: what is open, the figures as JSON and CSV, their description, and the editor's switch."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from indicators.rights import rights_of
from reports import access as may
from reports.opening import open_reports, public_reports, set_open_data
from reports.rendering import open_data as told
from reports.rendering.csv_tables import neutral
from reports.rendering.dcat import catalogue
from reports.views.common import attempt, report_of
from vss_portal.guard import access, anyone

PER_PAGE, MOST_PER_PAGE = 1000, 5000
FRESH_SECONDS = 300
FILTERS = ("kpi", "ou", "report", "organisation", "period")
CSV_COLUMNS = ("report", "kpi", "kpi_title", "ou", "ou_title", "year", "month", "span", "scenario", "vintage")
CSV_MORE = ("decision", "basis", "part", "gender", "value", "status", "unit_of_measure", "example")


class BadQuestion(ValueError):
    """The address asks for something that can't be answered; the message is Swedish."""


@access(who=anyone)
def about(request: HttpRequest) -> HttpResponse:
    """What is open and how it is fetched; the editor also sees what could be."""
    organisation = rights_of(request.user).organisation
    closed = public_reports().filter(organisation=organisation) if organisation else public_reports().none()
    own = [each for each in closed.newest_first() if may.edits_report(request.user, slug=each.slug)]
    return render(request, "reports/open/about.html", {"reports": open_reports(), "own": own})


@access(who=may.edits_report, writes=True)
def switch(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Turn a report's open data on or off."""
    report = report_of(request, slug)
    user: Any = request.user
    if request.method == "POST":
        on = request.POST.get("oppen") == "ja"
        done = f"{report.title}: öppna data är {'på' if on else 'av'}."
        if attempt(request, lambda: set_open_data(report=report, on=on, by=user), done):
            return redirect("open_data")
    return render(request, "reports/open/switch.html", {"record": report})


@access(who=anyone)
def index(request: HttpRequest) -> HttpResponseBase:
    """The addresses of the interface."""
    names = ("open_reports", "open_kpis", "open_units", "open_figures", "open_figures_csv", "open_dcat")
    paths = {name.removeprefix("open_"): request.build_absolute_uri(reverse(name)) for name in names}
    return _answer(request, _json({"version": 1, **paths}))


@access(who=anyone)
def kpis(request: HttpRequest) -> HttpResponseBase:
    """The indicators."""
    return _paged(request, told.kpi_rows)


@access(who=anyone)
def units(request: HttpRequest) -> HttpResponseBase:
    """The units."""
    return _paged(request, told.ou_rows)


@access(who=anyone)
def reports(request: HttpRequest) -> HttpResponseBase:
    """The open reports."""
    rows = [
        {
            "id": report.slug,
            "title": report.title,
            "organisation": report.organisation.code,
            "period": report.year,
            "month": report.month,
            "known_on": report.known_on.isoformat() if report.known_on else None,
        }
        for report in open_reports()
    ]
    return _paged(request, lambda _figures: rows)


@access(who=anyone)
def data(request: HttpRequest) -> HttpResponseBase:
    """The figures."""
    return _paged(request, told.data_rows)


@access(who=anyone)
def data_csv(request: HttpRequest) -> HttpResponseBase:
    """The same figures as one CSV file: a row a value."""
    try:
        figures = _asked_for(request)
    except BadQuestion as bad:
        return _refused(bad)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    columns = (*CSV_COLUMNS, *CSV_MORE)
    writer.writerow(columns)
    writer.writerows([_csv_cell(figure, column) for column in columns] for figure in figures)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="uppfoljning.csv"'
    return _answer(request, response)


@access(who=anyone)
def description(request: HttpRequest) -> HttpResponseBase:
    """DCAT-AP-SE."""
    root = request.build_absolute_uri(reverse("open_data"))
    content = catalogue(list(open_reports()), lambda path: f"{root}{path}")
    return _answer(request, HttpResponse(content, content_type="application/rdf+xml; charset=utf-8"))


def _csv_cell(figure: told.OpenFigure, column: str) -> str:
    value = getattr(figure, column)
    if column == "value":
        return "" if value is None else f"{value.value:f}".replace(".", ",")
    return neutral("" if value in (False, 0) else "1" if value is True else str(value))


def _paged(request: HttpRequest, rows_of: Callable[[list[told.OpenFigure]], list[dict[str, Any]]]) -> HttpResponseBase:
    try:
        page, size = _whole(request, "page", 1, 1_000_000), _whole(request, "per_page", PER_PAGE, MOST_PER_PAGE)
        rows = rows_of(_asked_for(request))
    except BadQuestion as bad:
        return _refused(bad)
    start = (page - 1) * size
    shown = rows[start : start + size]
    content = {
        "values": shown,
        "count": len(rows),
        "next_url": _page_url(request, page + 1) if start + size < len(rows) else None,
        "previous_url": _page_url(request, page - 1) if page > 1 else None,
    }
    return _answer(request, _json(content))


def _asked_for(request: HttpRequest) -> list[told.OpenFigure]:
    """The figures that the address asks for; each filter takes several values with commas between."""
    strangers = sorted(set(request.GET) - {*FILTERS, "page", "per_page"})
    if strangers:
        raise BadQuestion(f"Okänt ord: {strangers[0]}. Välj bland {', '.join((*FILTERS, 'page', 'per_page'))}.")
    wanted = {name: set(request.GET[name].split(",")) for name in FILTERS if request.GET.get(name)}
    return [figure for figure in told.all_figures() if all(_told(figure, name) in wanted[name] for name in wanted)]


def _told(figure: told.OpenFigure, name: str) -> str:
    if name == "period":
        return str(figure.year)
    return figure.kpi.partition(".")[0] if name == "organisation" else str(getattr(figure, name))


def _whole(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name, str(usual))
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        raise BadQuestion(f"{name} kan inte vara ”{text[:20]}”. Skriv ett heltal från 1 till {most}.")
    return int(text)


def _page_url(request: HttpRequest, page: int) -> str:
    query = urlencode({**request.GET.dict(), "page": page})
    return request.build_absolute_uri(f"{request.path}?{query}")


def _json(content: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False)
    return HttpResponse(text.encode(), content_type="application/json; charset=utf-8", status=status)


def _refused(bad: BadQuestion) -> HttpResponse:
    return _json({"error": str(bad)}, status=400)


def _answer(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with what lets others keep it, and fetch it from their own pages: 304 for who has it already."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response
