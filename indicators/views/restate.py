"""Restated values of a changed organisation: one table with all proposals, taken in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.entry.access import EARLIEST, LATEST
from indicators.entry.saving import Given, Outcome
from indicators.models import RestatedShare
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.restated_shares import kept_shares, read_share, words
from indicators.year.restating import Restating, restating, take, year_before
from vss_portal.guard import access
from vss_portal.sent import whole_number

TAKEN, VALUE, SHARE = "ta", "varde-", "andel-"


@access(who=keeps_catalogue, writes=True)
def restate(request: HttpRequest, day: str) -> HttpResponse:
    """What each unit of a change would have had the year before: the old units' values, proposals, own values."""
    organisation: Any = own(request)
    first, year = _asked(request, day)
    kept = kept_shares(organisation, first, year)
    sent = request.POST or request.GET
    shares, problems = _shares(sent)
    if not any(name.startswith(SHARE) for name in sent):
        shares = {key: row.number.fraction for key, row in kept.items()}
    found = restating(organisation, first, year, shares)
    if found is None:
        raise Http404("Ingen enhet ändrades den dagen.")
    problems += found.troubles
    if request.method == "POST" and request.POST.get("gor") == "spara" and not problems:
        outcome = take(found, _given(request.POST), by=request.user, shows="visa" in request.POST)  # type: ignore[arg-type]
        if not outcome.troubles:
            _tell(request, outcome, shown="visa" in request.POST)
            return redirect(f"{reverse('restate', args=[day])}?ar={found.year}")
        problems = [trouble.message for trouble in outcome.troubles.values()]
        found = _as_given(found, _given(request.POST), outcome)
    elif request.method == "POST":
        found = _as_given(found, _written(request.POST), Outcome())
    told = {
        "found": found,
        "problems": problems,
        "groups": _groups(found, sent, kept),
        "years": (found.year - 1, found.year + 1),
    }
    return render(request, "indicators/year/restate.html", told, status=422 if problems else 200)


def _groups(found: Restating, sent: QueryDict, kept: Mapping[int, RestatedShare]) -> list[dict[str, Any]]:
    """The proposals under their units, with the share that was given of a divided one, and the one that is kept."""
    written = {key: words(share).removesuffix("\u00a0%") for key, share in found.shares.items()}
    return [
        {
            "unit": unit,
            "name": name,
            "rows": rows,
            "divided": any(row.is_of_divided for row in rows),
            "share": sent.get(f"{SHARE}{unit.pk}", written.get(unit.pk, "")),
            "kept": kept.get(unit.pk),
            "assumed": words(kept[unit.pk].number.fraction) if unit.pk in kept else "",
        }
        for unit, name, rows in found.groups
    ]


def _asked(request: HttpRequest, day: str) -> tuple[dt.date, int]:
    """The day and the year of the address. Raises Http404 for what is no day."""
    try:
        first = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404("Dagen finns inte.") from None
    asked = request.POST.get("ar") or request.GET.get("ar", "")
    return first, int(asked) if asked.isdecimal() and EARLIEST <= int(asked) <= LATEST else year_before(first)


def _shares(sent: QueryDict) -> tuple[dict[int, Fraction], list[str]]:
    """The shares of divided units by the unit's key, and what couldn't be read."""
    shares: dict[int, Fraction] = {}
    problems = []
    for name in sent:
        key = name.removeprefix(SHARE)
        if name.startswith(SHARE) and key.isdecimal():
            try:
                share = read_share(sent.get(name, ""))
            except ValueError as error:
                problems.append(str(error))
            else:
                shares |= {int(key): share} if share is not None else {}
    return shares, problems


def _given(sent: QueryDict) -> dict[str, Given]:
    """The rows to record with what stands in their boxes: the ticked ones, and those with a value of one's own."""
    return _written(sent, set(sent.getlist(TAKEN)))


def _written(sent: QueryDict, ticked: Collection[str] = ()) -> dict[str, Given]:
    given = {}
    for name in sent:
        key, text = name.removeprefix(VALUE), sent.get(name, "")
        seen, _, shown = sent.get(f"sedd-{key}", "0:").partition(":")
        own_value = text.strip() and text.strip() != shown.strip()
        if name.startswith(VALUE) and (key in ticked or own_value):
            given[key] = Given(text, shown, whole_number(seen) or 0)
    return given


def _tell(request: HttpRequest, outcome: Outcome, *, shown: bool) -> None:
    count = outcome.saved
    said = (
        "1 värde är omräknat." if count == 1 else f"{count} värden är omräknade." if count else "Inget värde är nytt."
    )
    messages.success(request, f"{said} Tabellerna visar omräknade värden för enheterna." if shown else said)


def _as_given(found: Restating, written: Mapping[str, Given], outcome: Outcome) -> Restating:
    """The table with what was written, and what is wrong beside it."""
    rows = [
        replace(
            row,
            given=written[row.key].text if row.key in written else None,
            trouble=outcome.troubles[row.key].message if row.key in outcome.troubles else "",
        )
        for row in found.proposals
    ]
    return replace(found, proposals=rows)
