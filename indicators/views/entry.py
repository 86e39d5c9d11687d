"""The entry page of an area's month: the whole form without JavaScript, one box at a time with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from indicators.entry.access import enters_figures, month_of, sees_area
from indicators.entry.cells import FORECAST, OUTCOME, Line, Writer, counted
from indicators.entry.clearing import possible_steps
from indicators.entry.deviating import LEDGER, bridge_of, shows_ledger
from indicators.entry.explaining import ExplanationRefused, asking, explain
from indicators.entry.others import newest_of
from indicators.entry.reading import AreaMonth, empty_indicator, empty_month, read_area, read_indicator
from indicators.entry.rows_read import read_rows, read_rows_of_indicator, saved_rows
from indicators.entry.saving import Given, Outcome, chosen, save
from indicators.entry.standing import state_of_month
from indicators.spans import Month
from indicators.views.entry_changed import ASKED, changed_parts, heads, others_of_month
from indicators.views.entry_lines import REASONS, bridge_line
from indicators.views.entry_ways import AREA, INDICATOR, Way, areas_beside, indicators_beside, ways
from vss_portal.guard import access
from vss_portal.sent import whole_number

SHOWN = {"saknas": ("missing",), "forklara": ("explain",)}


@access(who=sees_area, writes=True)
def entry(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """An area's month as one table; what is posted is saved as far as it can be, the rest stands beside its box."""
    at = month_of(year, month)

    def reading(keys: Collection[str] | None = None) -> AreaMonth:
        found = read_area(request.user, unit, at) if keys is None else read_rows(request.user, unit, at, keys)
        return _found(found, "Området")

    if ASKED in request.GET:
        return others_of_month(request, _found(empty_month(request.user, unit, at), "Området"), reading)
    return _answer(request, reading)


@access(who=enters_figures, writes=True)
def entry_indicator(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """One indicator in all of the person's units, for staff functions; saved as the area's page is."""
    at = month_of(year, month)

    def reading(keys: Collection[str] | None = None) -> AreaMonth:
        user = request.user
        found = read_indicator(user, code, at) if keys is None else read_rows_of_indicator(user, code, at, keys)
        return _found(found, "Indikatorn")

    if ASKED in request.GET:
        return others_of_month(request, _found(empty_indicator(request.user, code, at), "Indikatorn"), reading)
    return _answer(request, reading)


def _answer(request: HttpRequest, reading: Callable[..., AreaMonth]) -> HttpResponse:
    if request.method != "POST":
        return _page(request, Writer(reading()))
    given = given_boxes(request.POST)
    partly = "HX-Request" in request.headers
    keys = {name.partition("-")[2] for name in given} | set(explained_keys(request.POST))
    writer, outcome = saved_rows(lambda: reading(keys), given) if partly else _saved(reading, given)
    fresh = writer.after(outcome.recorded.values(), outcome.troubles)
    refused = _explained(request.POST, fresh, all_of_them=not partly)
    if partly:
        return _changed(request, fresh, given, refused)
    if outcome.troubles:
        fresh = Writer(reading(), outcome.troubles)
    return _after_form(request, fresh, outcome, refused)


def _saved(reading: Callable[..., AreaMonth], given: Mapping[str, Given]) -> tuple[Writer, Outcome]:
    writer = Writer(reading())
    return writer, save(writer, given)


def read(request: HttpRequest, unit: str, at: Month, only: Iterable[int] | None = None) -> AreaMonth:
    """The month of the address. Raises Http404 where it isn't the person's."""
    return _found(read_area(request.user, unit, at, only=None if only is None else set(only)), "Området")


def read_one(request: HttpRequest, code: str, at: Month) -> AreaMonth:
    """The indicator and month of the address. Raises Http404 where the person has none of it."""
    return _found(read_indicator(request.user, code, at), "Indikatorn")


def _found(month: AreaMonth | None, what: str) -> AreaMonth:
    if month is None:
        raise Http404(f"{what} finns inte eller ligger utanför dina områden.")
    return month


def given_boxes(posted: QueryDict) -> dict[str, Given]:
    """The boxes of a posted form by name; a pressed choice stands for its box."""
    given = {}
    for name in posted:
        if name.startswith((f"{OUTCOME}-", f"{FORECAST}-")):
            seen, _, shown = posted.get(f"sedd-{name}", "0:").partition(":")
            given[name] = Given(posted.get(name, ""), shown, whole_number(seen) or 0)
    pressed = chosen(posted.get("valj", ""))
    if pressed:
        given[pressed[0]] = pressed[1]
    return given


def explained_keys(posted: QueryDict) -> list[str]:
    """The row that an explanation is posted for, and those that it holds for as well."""
    key = posted.get("forklara") or posted.get("som-forra")
    return [key, *posted.getlist(f"aven-{key}")] if key else []


def keys_of(names: Iterable[str]) -> set[int]:
    """The indicators' keys in names of boxes and rows: `u-12-5-1` and `12-5-1` are both about 12."""
    found = set()
    for name in names:
        parts = [part for part in name.split("-") if part.isdecimal()]
        found |= {int(parts[0])} if parts else set()
    return found


def _explained(posted: QueryDict, writer: Writer, *, all_of_them: bool = False) -> str:
    """Save a posted explanation, or every line that is written; why one was refused, or nothing."""
    keys = explained_keys(posted)
    if all_of_them and not keys:
        return _all_explained(posted, writer)
    if not keys:
        return ""
    text = posted.get(f"forklaring-{keys[0]}", "")
    if "som-forra" in posted:
        row = next((row for row in writer.rows if row.key == keys[0]), None)
        same = (row.indicator.pk, row.unit_pk, row.breakdown.pk) if row else (0, 0, 0)
        text = writer.month.happenings.earlier.get(same, "")
    try:
        explain(writer, keys, text)
    except ExplanationRefused as refusal:
        return str(refusal)
    return ""


def _all_explained(posted: QueryDict, writer: Writer) -> str:
    """Every line that is written in a form sent as a whole: none is lost because another button was pressed."""
    known = {line.key: line for line in writer.due}
    for name in posted:
        key, text = name.removeprefix("forklaring-"), " ".join(posted.get(name, "").split())
        if key == name or key not in known or text in ("", known[key].explanation):
            continue
        try:
            explain(writer, [key, *posted.getlist(f"aven-{key}")], text)
        except ExplanationRefused as refusal:
            return str(refusal)
    return ""


def _changed(request: HttpRequest, writer: Writer, given: dict[str, Given], refused: str) -> HttpResponse:
    """The part of the page that changed: the boxes, what is asked under their rows, and what is computed from them."""
    saved, touched = {name.partition("-")[0] for name in given}, {name.partition("-")[2] for name in given}
    explained = set(explained_keys(request.POST))
    names = {*given, *(f"{OUTCOME}-{key}" for key in explained)}
    parts = changed_parts(writer, touched, names, saved, explained)
    told = {**parts, "refused": refused, "entry_url": request.path}
    response = render(request, "indicators/entry/changed.html", told)
    response["X-Saved"] = "0" if writer.troubles or refused else "1"
    if FORECAST in saved and any(line.row.indicator.code in LEDGER for line in parts["lines"]):
        # The line of the deviation from budget fetches itself anew.
        response["HX-Trigger"] = "prognosen"
    return response


def _after_form(request: HttpRequest, writer: Writer, outcome: Outcome, refused: str) -> HttpResponse:
    """Back to the page where all went well; else the page again with what was typed and why it wasn't saved."""
    if outcome.saved:
        messages.success(request, "1 värde är sparat." if outcome.saved == 1 else f"{outcome.saved} värden är sparade.")
    if refused:
        messages.error(request, refused)
    if outcome.troubles:
        return _page(request, writer, status=422)
    return redirect(request.get_full_path())


def _page(request: HttpRequest, writer: Writer, status: int = 200) -> HttpResponse:
    month = writer.month
    wanted = request.GET.get("visa", "")
    before, after = indicators_beside(month) if month.indicator else areas_beside(month.areas, month.area, month.at)
    state = state_of_month(writer)
    told = {
        "writer": writer,
        "month": month,
        "area": month.area,
        "at": month.at,
        "entry_url": request.path,
        "groups": filtered(writer, wanted),
        "heads": heads(month.at),
        "wanted": wanted,
        "counts": counted(writer.due),
        "asking": asking(writer.due),
        "before": before,
        "after": after,
        "state": state,
        "steps": [] if month.indicator else possible_steps(month.areas, month.area, state),
        "troubles": writer.troubles,
        "reasons": REASONS,
        "month_before": month.at - 1,
        "month_after": month.at + 1,
        "ways": _ways(writer),
        "newest": newest_of(month.figures),
        "paste_url": f"{request.path}klistra/",
        **_bridge(writer),
    }
    return render(request, "indicators/entry/page.html", told, status=status)


def _bridge(writer: Writer) -> dict[str, Any]:
    """The line of the deviation from budget, where the area's money is on the page."""
    month = writer.month
    if month.indicator or not shows_ledger(month, writer.rows):
        return {}
    return bridge_line(month, bridge_of(month))


def _ways(writer: Writer) -> list[Way]:
    month = writer.month
    code = month.indicator or next((row.indicator.code for row in writer.rows if not row.not_due), "")
    return ways(month.areas, month.area, month.at, INDICATOR if month.indicator else AREA, code=code)


def filtered(writer: Writer, wanted: str) -> list[tuple[str, list[Line]]]:
    """The groups with only the lines in the state asked for; all where nothing is asked."""
    states = SHOWN.get(wanted)
    if states is None:
        return writer.groups
    kept = [(heading, [line for line in lines if line.state in states]) for heading, lines in writer.groups]
    return [(heading, lines) for heading, lines in kept if lines]
