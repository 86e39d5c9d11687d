"""Targets as a table of indicators × years, written or pasted; always shown before they are saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.models import Decision
from indicators.recording_entries import RecordingRefused
from indicators.target_recording import TargetEntry, record_targets
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.effects import effects_of
from indicators.year.target_table import TargetTable, pasted, preview, target_table
from vss_portal.guard import access
from vss_portal.sent import whole_number

EARLIEST, LATEST, MOST_YEARS = 2000, 2099, 8


@access(who=keeps_catalogue, writes=True)
def keep_targets(request: HttpRequest, year: int) -> HttpResponse:
    """The table of the year with those before and after it; a POST is shown first and saved when it is confirmed."""
    if not EARLIEST <= year <= LATEST:
        raise Http404("Året finns inte.")
    many = request.GET.get("ar", "3")
    count = min(max(int(many) if many.isdecimal() else 3, 2), MOST_YEARS)
    years = range(year - count + 2, year + 2)
    table = target_table(own(request), years)
    if request.method == "POST":
        return _answer(request, table, year)
    return _page(request, table, year)


def _answer(request: HttpRequest, table: TargetTable, year: int) -> HttpResponse:
    given = {
        (row.place.key, at): request.POST[f"t-{row.place.key}-{at}"]
        for row in table.rows
        for at in table.years
        if f"t-{row.place.key}-{at}" in request.POST
    }
    problems: list[str] = []
    if request.POST.get("gor") == "klistra":
        given, problems = pasted(request.POST.get("klistrat", ""), table)
    reason, chosen = request.POST.get("orsak", "").strip(), request.POST.get("beslut", "")
    own_decisions = Decision.objects.filter(organisation=table.organisation)
    decision = own_decisions.filter(pk=whole_number(chosen) or 0).first()
    entries = table.entries(given, reason=reason, decision=decision)
    if problems or not entries:
        return _page(request, table, year, problems or ["Inget målvärde är ändrat."], given)
    try:
        if request.POST.get("gor") == "spara":
            record_targets(entries=entries, by=request.user)  # type: ignore[arg-type]
            told = "1 målvärde är sparat" if len(entries) == 1 else f"{len(entries)} målvärden är sparade"
            messages.success(request, f"{told}. Tidigare målvärden finns kvar.")
            return redirect(request.get_full_path())
        return _look(request, table, entries, year)
    except RecordingRefused as refusal:
        return _page(request, table, year, [str(problem) for problem in refusal.problems], given)


def _look(request: HttpRequest, table: TargetTable, entries: Sequence[TargetEntry], year: int) -> HttpResponse:
    """What each text means and what it changes; nothing is saved yet."""
    by: Any = request.user
    rows = preview(entries, by=by)
    effects = effects_of(
        lambda: record_targets(entries=entries, by=by),
        organisation=table.organisation,
        codes={entry.indicator.code for entry in entries},
    )
    sent = [(f"t-{_key(entry)}-{entry.year}", entry.text) for entry in entries]
    sent += [(name, request.POST.get(name, "")) for name in ("orsak", "beslut")]
    told = {"rows": rows, "effects": effects, "sent": sent, "year": year, "back": request.get_full_path()}
    return render(request, "indicators/year/targets_look.html", told)


def _key(entry: TargetEntry) -> str:
    return f"{entry.indicator.pk}-{entry.unit.pk}-{entry.breakdown.pk if entry.breakdown else 0}"


def _page(
    request: HttpRequest,
    table: TargetTable,
    year: int,
    problems: Sequence[str] = (),
    given: dict[tuple[str, int], str] | None = None,
) -> HttpResponse:
    given = given or {}
    rows = [
        (row, [(at, given.get((row.place.key, at), row.texts.get(at, ""))) for at in table.years]) for row in table.rows
    ]
    told = {
        "year": year,
        "years": table.years,
        "rows": rows,
        "problems": problems,
        "decisions": Decision.objects.filter(organisation=table.organisation).order_by("-decided_on"),
        "sent": request.POST,
    }
    return render(request, "indicators/year/targets.html", told, status=422 if problems else 200)
