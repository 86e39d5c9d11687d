"""The table designer: a table said as one sentence, its rows and columns as lists, its preview beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from reports.declarations.patterns import PeriodWords
from reports.designing.access import edits_template
from reports.designing.actions import Done, act
from reports.designing.columns import PRESETS
from reports.designing.derived import DERIVED
from reports.designing.drafts import Data, Draft, draft_of
from reports.designing.headings import own_headings, tables_left, tables_of
from reports.designing.known import Known
from reports.designing.outline import name_of
from reports.designing.preview import Moment, width_of
from reports.designing.rows import walk
from reports.designing.shown import choices, shown_columns, shown_rows
from reports.designing.shown_cells import groups_of, shown_form
from reports.designing.tables import SETS, Designed, designed
from reports.designing.words import INDICATOR_KINDS, filled, shown_pattern
from reports.models import ReportTemplate
from reports.nodes import ChartNode, TableNode
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
from vss_portal.guard import access


@access(who=edits_template, writes=True)
def table_page(request: HttpRequest, template: str, section: str) -> HttpResponseBase:
    """The designer of one table; a sent form makes one step, and the page (or with htmx its part) shows what became."""
    record = template_of(request, template)
    moment, every = moment_asked(request, record)
    known = known_at(record.organisation, moment)
    done = Done("", opened=request.GET.get("oppen", ""))
    if request.method == "POST":
        done = _sent(request, record, section, known)
        if undid_all_of(request, record, section):
            return leave_for(request, "template", template)
        if "HX-Request" not in request.headers:
            query = urlencode({"oppen": done.opened, "med": request.POST.get("med", "")})
            anchor = done.focus or done.opened
            return redirect(f"{reverse('template_table', args=[template, section])}?{query}#{anchor}")
    draft = draft_of(record)
    found: list[Designed] = []
    if not attempt_design(request, lambda: found.append(designed(draft.declaration, section))):
        return leave_for(request, "template", template)
    context = _context(record, draft, found[0], known, moment, done)
    part = "HX-Request" in request.headers
    name = "reports/designing/designer.html" if part else "reports/designing/table.html"
    response = render(request, name, {**context, "moments": every, "part": part})
    response["X-Step"] = str(draft.step)
    return kept_as_typed(request, response, draft) if done.refused else response


def _sent(request: HttpRequest, record: ReportTemplate, section: str, known: Known) -> Done:
    """Make the step that the form asks for; what was open stays open where it is refused."""
    stays = Done("", opened=request.POST.get("oppen", ""), focus=request.POST.get("fokus", ""))
    if request.POST.get("gor") == "angra":
        step_back(request, record)
        return stays
    made: list[Done] = []

    def change(declaration: Data) -> str:
        made.append(act(designed(declaration, section), request.POST.dict(), known))
        return made[-1].said

    done = step(request, record, change)
    return made[-1] if done and made else replace(stays, refused=not done)


def _context(
    record: ReportTemplate, draft: Draft, it: Designed, known: Known, moment: Moment, done: Done
) -> dict[str, Any]:
    key, words = it.section["key"], PeriodWords(moment.year, moment.month)
    node, fault = composed_preview(record, draft, key, moment)
    tables = [block for section in node.walk() for block in section.blocks] if node else []
    table = next((block for block in tables if isinstance(block, TableNode)), None)
    charted = next((block.table for block in tables if isinstance(block, ChartNode)), None)
    shown = table or charted
    return {
        **frame(record, replace(draft, said=filled(draft.said, words))),
        **choices(),
        "it": it,
        "section": it.section,
        "name": filled(name_of(it.section), words),
        "caption": shown_pattern(str(it.table.get("caption", ""))),
        "legend": shown_pattern(str(it.table.get("legend", ""))),
        "defaults": it.table.get("defaults") or {},
        "notes": [(note["key"], shown_pattern(note["text"])) for note in it.table.get("notes") or []],
        "decimals": it.table.get("decimals", "reported"),
        "no_money": _shows_no_money(it, known),
        "columns": shown_columns(it, done.opened, shown.rows if shown else (), words),
        "rows": shown_rows(it, known, words),
        "form": shown_form(it, done.opened, known, words) if it.has_rows else None,
        "groups": groups_of(it, known, words) if it.has_rows else (),
        **_own_headings(record, it, done.opened, moment),
        "opened": done.opened,
        "focus": done.focus,
        "said": done.said,
        "presets": [(each.code, each.name) for each in PRESETS] if it.has_rows else _goal_presets(),
        "derived": [(code, each.name) for code, each in DERIVED.items()],
        "sets": [(code, name) for code, (name, _columns) in SETS.items()],
        "known": known,
        "kinds": tuple(INDICATOR_KINDS.items()),
        "moment": moment,
        "shown": node,
        "fault": fault,
        "width": width_of(table) if table and table.rows else None,
    }


def _own_headings(record: ReportTemplate, it: Designed, opened: str, moment: Moment) -> dict[str, Any]:
    """What the open column is called otherwise in one of the tables that the goals make."""
    key = opened.removeprefix("kolumn-")
    if not it.is_of_goals or key not in {column["key"] for column in it.columns}:
        return {}
    tables = tables_of(record.organisation, moment.year)
    return {
        "own_headings": own_headings(it.section, key, tables),
        "tables_left": tables_left(it.section, key, tables),
    }


def _shows_no_money(it: Designed, known: Known) -> bool:
    """Whether all figures are of something else than money, so that tkr or mnkr is no choice."""
    asked = [it.table.get("defaults") or {}, *it.columns, *(row for _path, row in walk(it.rows))] if it.has_rows else []
    blocks = [row["block"] for row in asked if "block" in row]
    codes = {each["indicator"] for each in (*asked, *blocks) if each.get("indicator")}
    kinds = {(row.get("indicators") or {}).get("kind") for row in asked}
    measured = [known.indicators[code] for code in codes if code in known.indicators]
    return bool(measured) and not any(each.is_money for each in measured) and not kinds & {"economy", "investment"}


def _goal_presets() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in PRESETS if each.kind != "text"]
