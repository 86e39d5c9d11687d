"""The page of one indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.access import may_record, sees_indicator, sees_origin, visible_facts
from indicators.catalogue import lines_of, responsible_words
from indicators.charting import Subject, charts_of
from indicators.gathering import with_formula_parts
from indicators.history import earlier_values, month_table, other_figures, period_table
from indicators.latest import Asked, Readings, facts_of, read
from indicators.models import TOTAL, Goal, GoalIndicator, Indicator, Unit
from indicators.naming import Names
from indicators.rights import Rights, rights_of
from indicators.search import place_of
from indicators.shown import unit_word
from vss_portal.guard import access


@dataclass(frozen=True)
class Places:
    """Where figures of an indicator can be seen: its units, its parts, its years."""

    units: list[str]
    parts: dict[str, str]
    years: list[int]


@access(who=sees_indicator)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What the indicator means and how it has gone, for one unit and part."""
    rights = rights_of(request.user)
    names = Names.of(rights)
    found = next(each for each in names.indicators.values() if each.code == code)
    told = _group(request.user, found, names) if found.is_group else _measured(request, found, names)
    return render(request, "indicators/indicator.html", {**_described(found, rights), **told})


def _described(found: Indicator, rights: Rights) -> dict[str, Any]:
    """What holds whatever unit is chosen."""
    definition = found.definition_on(rights.day)
    goals = Goal.objects.filter(
        pk__in=GoalIndicator.objects.filter(indicator=found).values("goal"),
        municipal_goal__area__year=rights.day.year,
    )
    return {
        "indicator": found,
        "name": found.name_on(rights.day),
        "definition": definition,
        "definitions": sorted(found.definitions.all(), key=lambda row: row.valid_from, reverse=True),
        "measure": definition.get_unit_of_measure_display() if definition else "",
        "aliases": [alias.name for alias in found.aliases.all()],
        "schedules": list(found.schedules.order_by("-from_year")),
        "responsible": responsible_words(found, rights),
        "persons": list(found.responsibilities.on(rights.day).select_related("person")),
        "goals": list(goals),
        "year": rights.day.year,
    }


def _group(user: Any, found: Indicator, names: Names) -> dict[str, Any]:
    """The indicators under a heading, each with its latest value."""
    members = [each for each in names.indicators.values() if each.parent_id == found.pk]
    return {"members": lines_of(user, sorted(members, key=lambda each: (each.order, each.code)), names)}


def _measured(request: HttpRequest, found: Indicator, names: Names) -> dict[str, Any]:
    user, rights = request.user, rights_of(request.user)
    places = _places(user, found, names)
    asked = Asked(found.code, _unit(request, found, places, rights), _part(request, places))
    readings = read(user, [asked], _newest_first(places.years, rights), names)
    facts, latest = readings.lookup.indicators[found.code], readings.latest(asked)
    tables = _tables(readings, asked, places.years, latest.found.slot.month if latest else 12)
    subject = Subject(
        found.name_on(rights.day), unit_word(facts.measure), found.direction, list(found.definitions.all())
    )
    unit = Unit(pk=rights.tree.unit(asked.unit).pk, organisation=rights.organisation) if asked.unit else None
    return {
        "asked": asked,
        "unit_choices": [(code, rights.tree.name_on(code, rights.day)) for code in _with(places.units, asked.unit)],
        "part_choices": list(places.parts.items()),
        "unit_name": rights.tree.name_on(asked.unit, rights.day) if asked.unit else "",
        "part_name": "" if asked.breakdown == TOTAL else places.parts.get(asked.breakdown, ""),
        "unit_word": unit_word(facts.measure),
        "latest": latest,
        "sees_origin": sees_origin(user),
        "may_record": bool(unit) and may_record(user, found, unit),
        "earlier": earlier_values(user, asked, facts.measure) if sees_origin(user) else [],
        "charts": charts_of(subject, tables["periods"], tables["months"], latest),
        **tables,
    }


def _tables(readings: Readings, asked: Asked, years: list[int], month: int) -> dict[str, Any]:
    return {
        "periods": period_table(readings, asked, years, month=month),
        "months": month_table(readings, asked, years),
        "others": other_figures(readings, asked),
    }


def _places(user: Any, found: Indicator, names: Names) -> Places:
    """Where there are figures of the indicator, or of what it is computed from: one query."""
    codes = with_formula_parts([found.code], facts_of(names, rights_of(user).day))
    rows = visible_facts(user).filter(indicator__code__in=codes)
    told = list(rows.values_list("unit", "breakdown__code", "breakdown__name", "year").order_by("breakdown").distinct())
    with_figures = {row[0] for row in told}
    return Places(
        units=[code for pk, code in names.codes.items() if pk in with_figures],
        parts={code: name for _, code, name, _ in told},
        years=sorted({row[3] for row in told}),
    )


def _unit(request: HttpRequest, found: Indicator, places: Places, rights: Rights) -> str:
    """The unit of the address, else the responsible one, else the first that has figures."""
    asked = request.GET.get("enhet", "")
    if asked:
        if asked not in rights.tree.units:
            raise Http404("Enheten finns inte.")
        return asked
    usual = place_of(found, rights)
    return usual if usual in places.units or not places.units else places.units[0]


def _part(request: HttpRequest, places: Places) -> str:
    asked = request.GET.get("del", "") or TOTAL
    if asked != TOTAL and asked not in places.parts:
        raise Http404("Delen finns inte.")
    return asked


def _newest_first(years: list[int], rights: Rights) -> list[int]:
    return sorted((year for year in years if year <= rights.day.year), reverse=True)


def _with(codes: list[str], code: str) -> list[str]:
    return codes if not code or code in codes else [code, *codes]
