"""A pasted block: preview, saving, and taking it back as one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.entry.access import month_of, sees_area
from indicators.entry.cells import Writer
from indicators.entry.pasting import Preview, boxes, preview
from indicators.entry.saving import save
from indicators.entry.undoing import UndoRefused, undo
from indicators.recording import RecordingRefused
from indicators.views.entry import read
from vss_portal.guard import access


@access(who=sees_area, writes=True)
def entry_paste(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """A box to paste in, then the preview; only its own button saves."""
    writer = Writer(read(request, unit, month_of(year, month)))
    block, start = request.POST.get("block", ""), request.POST.get("fran", "")
    found = preview(writer, block, start, request.POST.get("enhet", "")) if block.strip() else None
    if found is not None and "spara" in request.POST and not found.asks_kronor:
        return _saved(request, writer, found)
    told = {
        "area": writer.month.area,
        "at": writer.month.at,
        "month": writer.month,
        "preview": found,
        "pasted": block,
        "start": start,
        "unit": request.POST.get("enhet", ""),
        "lines": [line for _, lines in writer.groups for line in lines],
    }
    return render(request, "indicators/entry/paste.html", told)


def _saved(request: HttpRequest, writer: Writer, found: Preview) -> HttpResponse:
    """Save what the preview showed; what others changed in between isn't overwritten."""
    seen = {
        name.removeprefix("sedd-"): int(str(value)) for name, value in request.POST.items() if _is_seen(name, value)
    }
    outcome = save(writer, boxes(found, seen), label="Inklistrat block")
    month = writer.month
    for trouble in outcome.troubles.values():
        messages.error(request, trouble.message)
    batches = {each.revision.batch_id for each in outcome.recorded.values() if each.state != "unchanged"}
    if not batches:
        messages.info(request, "Inget värde är ändrat.")
        return redirect("entry", month.area.code, month.at.year, month.at.month)
    told = {"area": month.area, "at": month.at, "count": outcome.saved, "batch": batches.pop()}
    return render(request, "indicators/entry/pasted.html", told)


def _is_seen(name: str, value: object) -> bool:
    return name.startswith("sedd-") and isinstance(value, str) and value.isdecimal()


@access(who=sees_area, writes=True)
def entry_undo(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """Take a block back."""
    found = read(request, unit, month_of(year, month))
    batch = request.POST.get("omgang", "")
    try:
        taken = undo(
            batch=int(batch) if batch.isdecimal() else 0,
            by=request.user,  # type: ignore[arg-type]
            may_unlock=found.opened_until is not None,
        )
    except (UndoRefused, RecordingRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{len(taken)} värden är återställda.")
    return redirect("entry", unit, year, month)
