"""A pasted block: preview, saving, and taking it back as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.entry.access import enters_figures, month_of, sees_area
from indicators.entry.cells import Writer
from indicators.entry.indicator_pasting import indicator_preview
from indicators.entry.pasting import Place, Preview, boxes, places_of, preview, read_block
from indicators.entry.saving import Given, Outcome, save
from indicators.entry.undoing import UndoRefused, undo
from indicators.recording import RecordingRefused
from indicators.views.entry import read, read_one
from vss_portal.guard import access
from vss_portal.sent import whole_number


@access(who=sees_area, writes=True)
def entry_paste(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """A box to paste in, then the preview; only its own button saves."""
    writer = Writer(read(request, unit, month_of(year, month)))
    about = {
        "title": f"{writer.month.area.name}, {writer.month.at.long_label}",
        "back": reverse("entry", args=[unit, year, month]),
        "undo": reverse("entry_undo", args=[unit, year, month]),
    }
    return answered(
        request,
        read=lambda block, start, kronor: preview(writer, read_block(block), start, places_of(writer), kronor),
        save=lambda given, only_try: save(writer, given, label="Inklistrat block", only_try=only_try),
        places=places_of(writer),
        about=about,
    )


@access(who=enters_figures, writes=True)
def entry_indicator_paste(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """A block for one indicator of many units: a box to paste in, then the preview; only its own button saves."""
    writer = Writer(read_one(request, code, month_of(year, month)))
    about = {
        "title": f"{writer.month.area.name}, {writer.month.at.long_label}",
        "help": "En rad per enhet, med kolumner för totalt, män och kvinnor där de finns.",
        "back": reverse("entry_indicator", args=[code, year, month]),
        "undo": reverse("entry_indicator_undo", args=[code, year, month]),
    }
    return answered(
        request,
        read=lambda block, start, kronor: indicator_preview(writer, block, start, kronor),
        save=lambda given, only_try: save(writer, given, label="Inklistrat block", only_try=only_try),
        places=places_of(writer),
        about=about,
    )


@access(who=enters_figures, writes=True)
def entry_indicator_undo(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """Take a block back."""
    found = read_one(request, code, month_of(year, month))
    return taken_back(request, reverse("entry_indicator", args=[code, year, month]), found.opened_until is not None)


def answered(
    request: HttpRequest,
    *,
    read: Callable[[str, str, str], Preview],
    save: Callable[[dict[str, Given], bool], Outcome],
    places: Sequence[Place],
    about: dict[str, str],
) -> HttpResponse:
    """The page of a pasted block, whatever table it goes to: `about` has its title and the ways back and to undo."""
    block, start, unit = (request.POST.get(name, "") for name in ("block", "fran", "enhet"))
    found = read(block, start, unit) if block.strip() else None
    if found is not None and "spara" in request.POST and not found.asks_kronor:
        return _saved(request, save(boxes(found, _seen(request)), False), about)
    if found is not None and found.to_save:
        found = found.tried(save(boxes(found, {}), True).troubles)
    told = {"preview": found, "pasted": block, "start": start, "unit": unit, "places": starts_of(places)}
    return render(request, "indicators/entry/paste.html", {**told, "about": about})


def starts_of(places: Sequence[Place]) -> list[tuple[str, str]]:
    """The boxes that a block can begin in, one a line: name and words."""
    firsts = ((place, next(filter(None, place.cells), None)) for place in places)
    return [(cell.name, " ".join(filter(None, (place.name, place.unit_name)))) for place, cell in firsts if cell]


def _saved(request: HttpRequest, outcome: Outcome, about: dict[str, str]) -> HttpResponse:
    """What was saved of the preview; what others changed in between wasn't overwritten."""
    for trouble in outcome.troubles.values():
        messages.error(request, trouble.message)
    batches = {each.revision.batch_id for each in outcome.recorded.values() if each.state != "unchanged"}
    if not batches:
        messages.info(request, "Inget värde är ändrat.")
        return redirect(about["back"])
    told = {"about": about, "count": outcome.saved, "batch": batches.pop()}
    return render(request, "indicators/entry/pasted.html", told)


def _seen(request: HttpRequest) -> dict[str, int]:
    """The revisions that the preview showed, by box."""
    return {
        name.removeprefix("sedd-"): int(str(value)) for name, value in request.POST.items() if _is_seen(name, value)
    }


def _is_seen(name: str, value: object) -> bool:
    return name.startswith("sedd-") and isinstance(value, str) and value.isdecimal()


@access(who=sees_area, writes=True)
def entry_undo(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """Take a block back."""
    found = read(request, unit, month_of(year, month))
    return taken_back(request, reverse("entry", args=[unit, year, month]), found.opened_until is not None)


def taken_back(request: HttpRequest, back: str, may_unlock: bool) -> HttpResponse:
    """Take the posted act back, tell what became of it, and go back to the table."""
    batch = request.POST.get("omgang", "")
    try:
        taken = undo(
            batch=whole_number(batch) or 0,
            by=request.user,  # type: ignore[arg-type]
            may_unlock=may_unlock,
        )
    except (UndoRefused, RecordingRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        count = len(taken)
        messages.success(request, "1 värde är återställt." if count == 1 else f"{count} värden är återställda.")
    return redirect(back)
