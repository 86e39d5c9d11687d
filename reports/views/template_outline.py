"""A template's page: its tree of sections, and the page of one section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators.models.choices import Role
from reports.declarations.patterns import PeriodWords
from reports.designing import outline
from reports.designing.access import edits_template
from reports.designing.assignments import (
    ASSIGNMENT_COLUMNS,
    TABLES,
    assignments_of,
    columns_of,
    left_out,
    shown_groups,
)
from reports.designing.checks import advice
from reports.designing.drafts import Data, Draft, draft_of
from reports.designing.known import known_on
from reports.designing.options import shown_changes
from reports.designing.outline import Place
from reports.designing.preview import Moment
from reports.designing.refusals import DesignRefused
from reports.designing.sections import HEADINGS, LIST_WORDS, RESPONSIBLE, WRITTEN, set_section
from reports.designing.tables import DESIGNED
from reports.designing.words import KIND_WORDS, declared_pattern, filled, shown_pattern
from reports.models import ReportTemplate
from reports.views.common import number
from reports.views.template_common import (
    attempt_design,
    composed_preview,
    frame,
    kept_as_typed,
    known_at,
    leave_for,
    moment_asked,
    step,
    step_back,
    template_of,
    undid_all_of,
)
from vss_portal import clock
from vss_portal.guard import access

ADDED: tuple[str, ...] = ("text", "table", "chart", "part", "goals", "goal_matrix", "indicator_tables", "assignments")
ADDED += ("key_figures", "commentary", "list", "shared_text", "status_legend", "appendices", "contents")
# What a preview would show nothing of: it is written report by report, or comes of the other sections.
UNSEEN = ("text", "appendices", "commentary", "part", "contents")
YEARS = (
    ("alla", "alla år"),
    ("bara", "bara ett år"),
    ("fran", "från och med"),
    ("till", "till och med"),
    ("inte", "alla år utom"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A section as the outline shows it."""

    key: str
    name: str
    level: int
    kind: str
    icon: str
    told: str
    retired: bool
    designed: bool


@access(who=edits_template, writes=True)
def template_page(request: HttpRequest, template: str) -> HttpResponse:
    """The template's sections; a sent form adds, moves or removes one, or undoes the last step."""
    record = template_of(request, template)
    if request.method != "POST":
        return render(request, "reports/designing/template.html", _context(request, record))
    if request.POST.get("gor") == "angra":
        step_back(request, record)
    elif request.POST.get("gor") == "ny":
        return _added(request, record)
    else:
        step(request, record, lambda declaration: _acted(declaration, request))
    if "HX-Request" in request.headers:
        return render(request, "reports/designing/outline.html", _context(request, record))
    return redirect(f"{reverse('template', args=[template])}#rad-{request.POST.get('avsnitt', '')}")


def _acted(declaration: Data, request: HttpRequest) -> str:
    key, act = request.POST.get("avsnitt", ""), request.POST.get("gor", "")
    if act == "bort":
        return outline.remove(declaration, key)
    if act == "slapp":
        return outline.move_beside(declaration, key, request.POST.get("mal", ""), request.POST.get("var", ""))
    return outline.move(declaration, key, act)


def _added(request: HttpRequest, record: ReportTemplate) -> HttpResponse:
    """A new section, and on to where it is filled: a table in the designer, another on its own page."""
    made: list[str] = []

    def add(declaration: Data) -> str:
        kind, heading = request.POST.get("innehall", ""), declared_pattern(request.POST.get("rubrik", ""))
        where, _colon, beside = request.POST.get("under", "").partition(":")
        places = {"under": {"below": beside}, "efter": {"after": beside}}.get(where, {})
        key, said = outline.add_section(declaration, kind=kind, heading=heading, **places)
        if kind == "shared_text":
            texts = known_on(record.organisation, clock.today()).shared_texts
            if not texts:
                raise DesignRefused("Det finns inga gemensamma texter än. Skriv den första under Mallar › Texter.")
            outline.find(declaration, key).section["shared"] = texts[0][0]
        made.append(key)
        return said

    if not step(request, record, add):
        return redirect(f"{reverse('template', args=[record.code])}#lagg-till")
    name = "template_table" if request.POST.get("innehall") in DESIGNED else "template_section"
    return redirect(name, template=record.code, section=made[0])


def _context(request: HttpRequest, record: ReportTemplate) -> dict[str, Any]:
    draft = draft_of(record)
    this_year = clock.today().year
    found = list(outline.places(draft.declaration))
    moment, _all = moment_asked(request, record)
    words = PeriodWords(moment.year, moment.month)
    return {
        **frame(record, draft),
        "lines": [_line(place, this_year, words) for place in found],
        "kinds": [(kind, KIND_WORDS[kind].capitalize()) for kind in ADDED],
        "parents": [each for place in found for each in _places_at(place, words)],
        "under": _asked_place(request.GET.get("vid", ""), found),
        "advice": advice(draft.read(), known_at(record.organisation, moment)),
        "moment": moment,
    }


def _holds(section: Data) -> bool:
    """Whether new sections belong in it rather than after it."""
    return section.get("kind", "part") == "part" or bool(section.get("children"))


def _options(section: Data, record: ReportTemplate, moment: Moment) -> dict[str, Any]:
    """What the forms of assignments and of indicators' tables show."""
    if section.get("kind") == "assignments":
        assignments = assignments_of(record.organisation, moment.year)
        return {
            "assignment_columns": tuple(ASSIGNMENT_COLUMNS.items()),
            "assignment_tables": TABLES,
            "chosen_columns": columns_of(section),
            "groups": shown_groups(section, assignments),
            "assignment_codes": ",".join(each.code for each in assignments),
            "left_out": left_out(section, assignments),
        }
    if section.get("kind") == "indicator_tables":
        known = known_on(record.organisation, clock.today())
        return {"changes": shown_changes(section, known), "known": known}
    return {}


def _places_at(place: Place, words: PeriodWords) -> list[tuple[str, str]]:
    """The places at a section: last in a chapter, and after one that isn't the last of its chapter."""
    key, name = place.section["key"], filled(outline.name_of(place.section), words)
    indent = "\u2003" * (place.level - 1)
    last_in = [(f"under:{key}", f"{indent}Sist i {name}")] if _holds(place.section) else []
    return [*last_in, (f"efter:{key}", f"{indent}Efter {name}")]


def _asked_place(key: str, found: list[Place]) -> str:
    """The place that the plus of a line means."""
    section = next((place.section for place in found if place.section["key"] == key), None)
    return f"{'under' if _holds(section) else 'efter'}:{key}" if section else ""


def _line(place: Place, this_year: int, words: PeriodWords) -> Line:
    section = place.section
    kind = section.get("kind", "part")
    icons = {"table": "table", "chart": "chart", "goals": "goal", "goal_matrix": "goal", "part": "folder"}
    return Line(
        key=section["key"],
        name=filled(outline.name_of(section), words),
        level=place.level,
        kind=KIND_WORDS[kind],
        icon=icons.get(kind, "table" if kind == "indicator_tables" else "file"),
        told=_told(section, kind),
        retired=bool(section.get("until_year") and section["until_year"] < this_year),
        designed=kind in DESIGNED,
    )


def _told(section: Data, kind: str) -> str:
    parts = [KIND_WORDS[kind]]
    if section.get("responsible"):
        parts.append(f"skrivs av {Role(section['responsible']).label}")
    if section.get("words"):
        parts.append(f"omkring {section['words']} ord")
    if section.get("required"):
        parts.append("krävs")
    if section.get("without"):
        parts.append(f"{len(section['without'])} uppdrag lämnas bort")
    years = outline.years_told(section)
    return " · ".join([*parts, *([years] if years != "alla år" else [])])


@access(who=edits_template, writes=True)
def section_page(request: HttpRequest, template: str, section: str) -> HttpResponse:
    """One section: its words, who writes it, which years have it; below, how it looks with real figures."""
    record = template_of(request, template)
    part = "HX-Request" in request.headers
    refused = False
    if request.method == "POST":
        back, refused = _section_sent(request, record, section)
        if undid_all_of(request, record, section):
            return leave_for(request, "template", template)
        if not part:
            return redirect(back)
    draft = draft_of(record)
    found: list[Place] = []
    if not attempt_design(request, lambda: found.append(outline.find(draft.declaration, section))):
        return leave_for(request, "template", template)
    context = {**_section_context(request, record, draft, found[0]), "part": part}
    response = render(request, f"reports/designing/section{'_part' if part else ''}.html", context)
    response["X-Step"] = str(draft.step)
    return kept_as_typed(request, response, draft) if refused else response


def _section_sent(request: HttpRequest, record: ReportTemplate, key: str) -> tuple[str, bool]:
    """Carry out what the section's page asks for: the address to go on to, and whether it was refused."""
    known = known_on(record.organisation, clock.today())
    acts: dict[str, Callable[[Data], str]] = {
        "spara": lambda declaration: set_section(declaration, key, request.POST.dict(), known),
        "ar": lambda declaration: outline.set_years(
            declaration, key, holds=request.POST.get("galler", ""), year=number(request.POST.get("ar"))
        ),
        "bort": lambda declaration: outline.remove(declaration, key),
    }
    act = request.POST.get("gor", "spara")
    if act == "angra":
        step_back(request, record)
        return _section_address(record, key, request), False
    done = step(request, record, acts.get(act, acts["spara"]))
    if done and act == "bort":
        return reverse("template", args=[record.code]), False
    return _section_address(record, key, request), not done


def _section_address(record: ReportTemplate, key: str, request: HttpRequest) -> str:
    """The section's page, with figures from the moment that was chosen."""
    moment = request.POST.get("med", "")
    return reverse("template_section", args=[record.code, key]) + (f"?{urlencode({'med': moment})}" if moment else "")


def _section_context(request: HttpRequest, record: ReportTemplate, draft: Draft, place: Place) -> dict[str, Any]:
    section, kind = place.section, place.section.get("kind", "part")
    moment, every = moment_asked(request, record)
    holds, year = outline.years_choice(section)
    return {
        **frame(record, draft),
        "section": section,
        "name": filled(outline.name_of(section), PeriodWords(moment.year, moment.month)),
        "kind": KIND_WORDS[kind],
        "heading": shown_pattern(section.get("heading", "")),
        "guidance": shown_pattern(section.get("guidance", "")),
        "is_written": kind in WRITTEN,
        "is_designed": kind in DESIGNED,
        "roles": RESPONSIBLE,
        "headings": [(name, label, shown_pattern(section.get(name, ""))) for name, label in HEADINGS.get(kind, ())],
        "shared_texts": known_on(record.organisation, clock.today()).shared_texts if kind == "shared_text" else (),
        "lists": tuple(LIST_WORDS.items()) if kind == "list" else (),
        **_options(section, record, moment),
        "years": YEARS,
        "holds": holds,
        "year": year or clock.today().year,
        "moment": moment,
        "moments": every,
        "previewed": kind not in UNSEEN,
        "shown": composed_preview(record, draft, section["key"], moment)[0] if kind not in UNSEEN else None,
    }
