"""The entry page per year: an area's budget with its plan years, saved box by box or as one form."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.entry.access import latest_month, month_of, sees_budget
from indicators.entry.others import newest_of
from indicators.entry.reading import empty_month
from indicators.entry.saving import Given, Outcome, chosen
from indicators.entry.years import YearSheet
from indicators.entry.years_pasting import year_places, year_preview
from indicators.entry.years_reading import read_years
from indicators.entry.years_saving import save_years, title_of, with_years_recorded
from indicators.views.entry import keys_of
from indicators.views.entry_changed import ASKED, others_of_year, year_parts
from indicators.views.entry_lines import REASONS
from indicators.views.entry_paste import answered, taken_back
from indicators.views.entry_ways import YEAR, ways
from indicators.views.entry_year_index import Index, counted, in_place, open_form, opened, posted_index
from vss_portal.guard import access
from vss_portal.sent import whole_number

T = TypeVar("T")


def _read(request: HttpRequest, unit: str, year: int, only: Collection[int] | None = None) -> YearSheet:
    """The sheet of the address; its `beslut` says which version. Raises Http404 where it isn't the person's."""
    return _found(read_years(request.user, unit, month_of(year, 12).year, request.GET.get("beslut"), only=only))


def _found(found: T | None) -> T:
    if found is None:
        raise Http404("Området eller beslutet finns inte, eller ligger utanför dina områden.")
    return found


def _addresses(request: HttpRequest, unit: str, year: int) -> dict[str, str]:
    """The page, its paste and its undo, each with the version that the address has."""
    asked = request.GET.get("beslut")
    query = "" if asked is None else f"?beslut={asked}"
    names = {"entry_url": "entry_year", "paste_url": "entry_year_paste", "undo_url": "entry_year_undo"}
    return {key: reverse(name, args=[unit, year]) + query for key, name in names.items()}


@access(who=sees_budget, writes=True)
def entry_year(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """A budget with plan years as one table; what is posted is saved as far as it can be."""
    if ASKED in request.GET:
        empty = _found(empty_month(request.user, unit, month_of(year, 12)))
        return others_of_year(request, empty, lambda only: _read(request, unit, year, only))
    if request.method != "POST":
        sheet, index = _read(request, unit, year), opened(request)
        if index and "HX-Request" in request.headers:
            return open_form(request, sheet, index, **_addresses(request, unit, year))
        return _page(request, sheet, index=index)
    given = given_years(request.POST)
    partly = "HX-Request" in request.headers
    asked = posted_index(request.POST)
    if asked and partly:
        index, keys = counted(_read(request, unit, year), asked)
        return in_place(request, _read(request, unit, year), index, keys, **_addresses(request, unit, year))
    sheet = _read(request, unit, year, keys_of(name.partition("-")[2] for name in given) if partly else None)
    outcome = save_years(sheet, given)
    fresh = with_years_recorded(sheet, outcome.recorded.values(), outcome.troubles)
    if partly:
        return _changed(request, fresh, given)
    if asked and not outcome.troubles:
        index, _keys = counted(_read(request, unit, year), asked)
        if index.problem:
            return _page(request, _read(request, unit, year), status=422, index=index)
        messages.success(request, index.said)
    return _after_form(request, fresh, outcome)


def given_years(posted: QueryDict) -> dict[str, Given]:
    """The boxes of a posted form by name; a pressed choice stands for its box."""
    given = {}
    for name in posted:
        if name[:1] in ("b", "l") and name[1:5].isdecimal():
            seen, _, shown = posted.get(f"sedd-{name}", "0:").partition(":")
            given[name] = Given(posted.get(name, ""), shown, whole_number(seen) or 0)
    pressed = chosen(posted.get("valj", ""))
    if pressed:
        given[pressed[0]] = pressed[1]
    return given


def _changed(request: HttpRequest, sheet: YearSheet, given: dict[str, Given]) -> HttpResponse:
    """The part of the page that changed: the boxes, what is asked under their rows, and what is computed from them."""
    parts = year_parts(sheet, {name.partition("-")[2] for name in given}, set(given))
    told = {**parts, "entry_url": request.get_full_path()}
    response = render(request, "indicators/entry/year_changed.html", told)
    response["X-Saved"] = "0" if sheet.troubles else "1"
    return response


def _after_form(request: HttpRequest, sheet: YearSheet, outcome: Outcome) -> HttpResponse:
    if outcome.saved:
        messages.success(request, "1 värde är sparat." if outcome.saved == 1 else f"{outcome.saved} värden är sparade.")
    if outcome.troubles:
        return _page(request, sheet, status=422)
    return redirect(_addresses(request, sheet.month.area.code, sheet.year)["entry_url"])


def _page(request: HttpRequest, sheet: YearSheet, status: int = 200, index: Index | None = None) -> HttpResponse:
    month = sheet.month
    before, after = month.areas.neighbours(month.area)
    filled, boxes = sheet.filled()
    told = {
        "sheet": sheet,
        "month": month,
        "area": month.area,
        "title": title_of(sheet),
        "before": before,
        "after": after,
        "filled": filled,
        "boxes": boxes,
        "troubles": sheet.troubles,
        "reasons": REASONS,
        "index": index,
        "newest": newest_of(month.figures),
        "ways": ways(month.areas, month.area, latest_month(), YEAR, code=_first_code(sheet), year=sheet.year),
        **_addresses(request, month.area.code, sheet.year),
    }
    return render(request, "indicators/entry/year.html", told, status=status)


def _first_code(sheet: YearSheet) -> str:
    return next((row.indicator.code for row in sheet.rows), "")


@access(who=sees_budget, writes=True)
def entry_year_paste(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """A block for the budget: a box to paste in, then the preview; only its own button saves."""
    sheet, ways = _read(request, unit, year), _addresses(request, unit, year)
    about = {"title": f"{sheet.month.area.name}, {title_of(sheet).lower()}", "back": ways["entry_url"]}
    return answered(
        request,
        read=lambda block, start, kronor: year_preview(sheet, block, start, kronor),
        save=lambda given, only_try: save_years(sheet, given, only_try=only_try),
        places=year_places(sheet),
        about=about | {"undo": ways["undo_url"]},
    )


@access(who=sees_budget, writes=True)
def entry_year_undo(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Take a block back."""
    sheet = _read(request, unit, year)
    return taken_back(request, _addresses(request, unit, year)["entry_url"], sheet.month.opened_until is not None)
