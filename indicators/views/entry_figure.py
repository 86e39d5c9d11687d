"""One row of an area's month: its details and comments, and a request for a correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.access import may_record
from indicators.entry.access import answers_requests, month_of, sees_area
from indicators.entry.cells import Writer
from indicators.entry.details import CommentRefused, comment, details_of
from indicators.entry.drawing import months_picture
from indicators.entry.evidence import LARGEST_MB, About, evidence_of
from indicators.entry.plan import Row
from indicators.entry.requests import RequestRefused, accept, ask, decline, shown_asked, standing_now
from indicators.models import CorrectionAnswer, CorrectionRequest
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.views.entry import keys_of, read
from vss_portal.guard import access
from vss_portal.sent import whole_number


def row_of(request: HttpRequest, unit: str, at: Month, key: str) -> tuple[Writer, Row]:
    """A row of an area's month by its name in forms. Raises Http404 where it isn't the person's."""
    writer = Writer(read(request, unit, at, keys_of([key])))
    found = next((row for row in writer.rows if row.key == key), None)
    if found is None:
        raise Http404("Raden finns inte eller ligger utanför dina områden.")
    return writer, found


@access(who=sees_area, writes=True)
def entry_details(request: HttpRequest, unit: str, year: int, month: int, key: str) -> HttpResponse:
    """The panel of a row, as a part of the page or a page of its own; a posted comment is saved."""
    writer, row = row_of(request, unit, month_of(year, month), key)
    refused = ""
    if request.method == "POST":
        try:
            comment(writer, row, request.POST.get("kommentar", ""))
        except CommentRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Kommentaren är sparad.")
            return redirect("entry_details", unit, year, month, key)
    return show_details(request, writer, row, refused=refused)


def show_details(request: HttpRequest, writer: Writer, row: Row, **refusals: str) -> HttpResponse:
    """The panel, with why what was sent to it wasn't saved (`refused`, `evidence_refused`)."""
    partly = "HX-Request" in request.headers
    template = "indicators/entry/details_part.html" if partly else "indicators/entry/details.html"
    details = details_of(writer, row)
    about = About(row.indicator.pk, row.unit_pk, row.breakdown.pk, writer.month.at.year, row.month, row.span)
    told = {
        "details": details,
        "area": writer.month.area,
        "at": writer.month.at,
        "chart": months_picture(details),
        "evidence": evidence_of(about),
        "may_add": may_record(request.user, row.indicator, writer.unit(row)),
        "largest": LARGEST_MB,
        "sent": request.POST,
        "partly": partly,
        **refusals,
    }
    # A part is swapped in whatever it says; htmx leaves an answer with an error's status out.
    return render(request, template, told, status=422 if any(refusals.values()) and not partly else 200)


@access(who=sees_area, writes=True)
def entry_request(request: HttpRequest, unit: str, year: int, month: int, key: str) -> HttpResponse:
    """A request for another value in a locked month."""
    writer, row = row_of(request, unit, month_of(year, month), key)
    if not writer.month.is_locked:
        messages.info(request, "Månaden är öppen: ändra värdet direkt i tabellen.")
        return redirect("entry", unit, year, month)
    refused = ""
    if request.method == "POST":
        try:
            ask(writer, row, text=request.POST.get("varde", ""), reason=request.POST.get("orsak", ""))
        except RequestRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Begäran är skickad till huvudcontrollern. Värdet står kvar tills den godtas.")
            return redirect("entry", unit, year, month)
    told = {"line": writer.line(row), "area": writer.month.area, "at": writer.month.at, "month": writer.month}
    told |= {"refused": refused, "value": request.POST.get("varde", ""), "reason": request.POST.get("orsak", "")}
    return render(request, "indicators/entry/request.html", told, status=422 if refused else 200)


@access(who=answers_requests, writes=True)
def entry_requests(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the editor, each with one button to accept it; and those answered last."""
    if request.method == "POST":
        return _answered(request)
    own = CorrectionRequest.objects.filter(unit__organisation=rights_of(request.user).organisation)
    waiting = own.filter(answer__isnull=True).select_related("by", "indicator", "breakdown", "unit")
    waiting = waiting.prefetch_related("indicator__definitions", "unit__names")
    answers = CorrectionAnswer.objects.filter(request__in=own).select_related("by", "request__by").order_by("-pk")
    standing = standing_now(waiting)
    shown = [_shown(row) | {"stands": standing[row.pk]} for row in waiting]
    return render(request, "indicators/entry/requests.html", {"waiting": shown, "answers": answers[:10]})


def _shown(row: CorrectionRequest) -> dict[str, object]:
    at = Month(row.year, row.month)
    return {
        "request": row,
        "name": row.indicator.name_on(at.last_day),
        "unit": row.unit.name_on(at.last_day),
        "at": at,
        "value": shown_asked(row),
        "part": "" if row.breakdown.code == "total" else row.breakdown.name,
    }


def _answered(request: HttpRequest) -> HttpResponse:
    own = CorrectionRequest.objects.filter(unit__organisation=rights_of(request.user).organisation)
    name = "godta" if "godta" in request.POST else "avsla"
    pk = request.POST.get(name, "")
    found = get_object_or_404(own.select_related("by"), pk=whole_number(pk) or 0)
    try:
        if name == "godta":
            accept(request=found, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"Rättelsen är gjord: {shown_asked(found)} gäller nu.")
        else:
            decline(request=found, by=request.user, text=request.POST.get(f"svar-{pk}", ""))  # type: ignore[arg-type]
            messages.success(request, "Svaret är sparat. Värdet står kvar.")
    except RequestRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("entry_requests")
