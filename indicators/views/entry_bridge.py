"""From budget to forecast: an area's deviation items and measures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from indicators.entry.access import month_of, sees_area
from indicators.entry.bridging import MOST_ITEMS, Bridge, BridgeRefused, ItemGiven, save_bridge
from indicators.entry.cells import Writer
from indicators.entry.deviating import bridge_of, shows_ledger, writes_bridge
from indicators.entry.measures import (
    OPEN_STATES,
    Effect,
    MeasureGiven,
    MeasureRefused,
    effect_of,
    measures_of,
    save_measure,
)
from indicators.entry.outlook import outlook_of
from indicators.entry.reading import AreaMonth
from indicators.models import MeasureState, MeasureVersion
from indicators.views.entry import read
from indicators.views.entry_lines import bridge_line, outlook_table
from vss_portal.guard import access
from vss_portal.sent import whole_number

SPARE_ROWS = 3
ShownMeasure = tuple[MeasureVersion | None, MeasureGiven]


@access(who=sees_area, writes=True)
def entry_bridge(request: HttpRequest, unit: str, year: int, month: int) -> HttpResponse:
    """The items and measures of an area; a posted form saves the one or the other."""
    found = read(request, unit, month_of(year, month))
    if not shows_ledger(found, Writer(found).rows):
        raise Http404("Områdets ekonomi ligger utanför dina uppgifter.")
    if "HX-Request" in request.headers and request.method == "GET":
        line = {"area": found.area, "at": found.at, **bridge_line(found, bridge_of(found))}
        return render(request, "indicators/entry/bridge_line.html", line)
    refused = ""
    if request.method == "POST":
        refused = _save(request, found)
        if not refused:
            messages.success(request, "Åtgärden är sparad." if "atgard" in request.POST else "Posterna är sparade.")
            return redirect("entry_bridge", unit, year, month)
    bridge = bridge_of(found)
    given = _given(request.POST) if refused and "atgard" not in request.POST else None
    rows = given or [ItemGiven(str(item.amount), item.cause, item.text, item.lasting) for item in bridge.items]
    measures = measures_of(found.area.pk)
    told = {
        "area": found.area,
        "at": found.at,
        "bridge": bridge,
        "rows": _with_effects(rows, measures),
        "going_on": [_shown(row, refused, request.POST) for row in measures if row.state in OPEN_STATES],
        "ended": [_shown(row, refused, request.POST) for row in measures if row.state not in OPEN_STATES],
        "new": _shown(None, refused, request.POST),
        "effect": effect_of(measures),
        "causes": causes_of(bridge, measures),
        "states": MeasureState.choices,
        "may_write": writes_bridge(found),
        "refused": refused,
        "sent": request.POST,
        **outlook_table(outlook_of(found), bridge),
    }
    return render(request, "indicators/entry/bridge.html", told, status=422 if refused else 200)


def _shown(version: MeasureVersion | None, refused: str, posted: QueryDict) -> ShownMeasure:
    """A measure (None: a new one) with what its boxes hold: what was typed, where that was refused."""
    pk = str(version.measure_id) if version else "ny"
    if refused and posted.get("atgard") == pk:
        return version, _measure(posted, pk)
    if version is None:
        return None, MeasureGiven("")
    expected, achieved = ("" if each is None else str(each) for each in (version.expected, version.achieved))
    due = version.due_on.isoformat() if version.due_on else ""
    who, state, cause = version.responsible, version.state, version.cause
    return version, MeasureGiven(version.title, who, expected, achieved, due, state, cause)


def _with_effects(rows: list[ItemGiven], measures: list[MeasureVersion]) -> list[tuple[ItemGiven, Effect | None]]:
    """The items with what measures do about each, and some empty rows to write in."""
    spare = [ItemGiven("", "")] * min(SPARE_ROWS, MOST_ITEMS - len(rows))
    return [(row, effect_of(measures, row.cause) if row.cause else None) for row in [*rows, *spare]]


def causes_of(bridge: Bridge, measures: list[MeasureVersion]) -> list[str]:
    """What a measure may act on: the deviation items of the month, and what earlier measures act on."""
    known = [item.cause for item in bridge.items] + [row.cause for row in measures if row.cause]
    return list(dict.fromkeys(known))


def _save(request: HttpRequest, month: AreaMonth) -> str:
    """Save what was posted; why it was refused, or nothing."""
    if not writes_bridge(month):
        raise Http404("Området finns inte bland dem som du skriver i.")
    try:
        if "atgard" in request.POST:
            pk = request.POST["atgard"]
            save_measure(
                unit=month.area.pk,
                given=_measure(request.POST, pk),
                measure=whole_number(pk),
                causes=causes_of(bridge_of(month), measures_of(month.area.pk)),
                by=month.user,
            )
        else:
            seen = request.POST.get("sedd", "")
            save_bridge(
                unit=month.area.pk,
                at=month.at,
                given=_given(request.POST),
                seen=whole_number(seen) or 0,
                by=month.user,
            )
    except (BridgeRefused, MeasureRefused) as refusal:
        return str(refusal)
    return ""


def _given(posted: QueryDict) -> list[ItemGiven]:
    return [
        ItemGiven(
            posted.get(f"belopp-{at}", ""),
            posted.get(f"orsak-{at}", ""),
            posted.get(f"text-{at}", ""),
            f"varaktig-{at}" in posted,
        )
        for at in range(1, MOST_ITEMS + 1)
        if f"belopp-{at}" in posted
    ]


def _measure(posted: QueryDict, pk: str) -> MeasureGiven:
    names = ("titel", "ansvarig", "vantad", "uppnadd", "klar", "lage", "post")
    return MeasureGiven(*(posted.get(f"{name}-{pk}", "") for name in names))
