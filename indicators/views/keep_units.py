"""The units of a day as a tree, what was changed, and how tables compare across the changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.models import ComparisonChoice, ComparisonWay, Organisation, OrganisationChange
from indicators.models.choices import UnitKind
from indicators.organisation import UnitTree, load_tree
from indicators.rights import rights_of
from indicators.year.access import keeps_catalogue
from indicators.year.ways import choose_way, told
from vss_portal.guard import access
from vss_portal.sent import whole_number


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the day in the tree's order."""

    code: str
    name: str
    kind: str
    depth: int
    first: dt.date
    last: dt.date | None


@access(who=keeps_catalogue, writes=True)
def keep_units(request: HttpRequest) -> HttpResponse:
    """The tree of a day; a POST changes how a change is compared."""
    organisation = rights_of(request.user).organisation
    assert organisation is not None  # noqa: S101 - the rule lets in only who has a role
    if request.method == "POST":
        return _choose(request, organisation)
    tree, day = load_tree(organisation), _day(request)
    rows = ComparisonChoice.objects.as_of(None).filter(unit__organisation=organisation)
    choices = [
        (row, tree.name_on(row.unit.code, row.day), told(tree, row.unit.code, row.day))
        for row in rows.select_related("unit", "by").order_by("-day", "unit__order")
    ]
    told_all = {
        "day": day,
        "lines": _lines(tree, day),
        "choices": choices,
        "ways": ComparisonWay.choices,
        "log": OrganisationChange.objects.filter(organisation=organisation).select_related("by")[:40],
    }
    return render(request, "indicators/year/units.html", told_all)


def _choose(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    key, way = request.POST.get("val", ""), request.POST.get("way", "")
    row = get_object_or_404(ComparisonChoice, unit__organisation=organisation, pk=whole_number(key) or 0)
    if way not in ComparisonWay.values:
        messages.error(request, "Välj ett av de fyra sätten. Inget är ändrat.")
        return redirect("keep_units")
    choose_way(units=[row.unit], day=row.day, way=way, by=request.user)  # type: ignore[arg-type]
    name = row.unit.name_on(row.day)
    messages.success(
        request, f"{name} jämförs nu så här: {ComparisonWay(way).label}. Fastställda rapporter ändras inte."
    )
    return redirect("keep_units")


def _day(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return rights_of(request.user).day


def _lines(tree: UnitTree, day: dt.date) -> list[UnitLine]:
    lines: list[UnitLine] = []

    def add(code: str, depth: int) -> None:
        unit = tree.unit(code)
        kind = UnitKind(unit.kind).label
        lines.append(UnitLine(code, tree.name_on(code, day), kind, min(depth, 2), unit.first, unit.last))
        for part in tree.parts_on(code, day):
            add(part, depth + 1)

    for root in tree.roots_on(day):
        add(root, 0)
    return lines
