"""For the auditor: the trace of a goal, a random sample of figures, and the log; and the page of who may do what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, get_resolver

from indicators.models import Goal
from reports import access as may
from reports.adopting import frozen as stored
from reports.approval import sections
from reports.approval.composed import Composed, composed
from reports.approval.people import edits
from reports.editing import markup
from reports.models import PurgeRun, TextVersion, YearEnd
from reports.tracing.approved import approved_goal
from reports.tracing.called import Called
from reports.tracing.chain import goal_items_told, sample, shown_items
from reports.tracing.happening import Happening
from reports.tracing.happenings import as_csv, happenings
from reports.tracing.readings import read, records_reading
from reports.tracing.sources import by_indicator, explanations, facts_of, origins, sources
from reports.views.assessment import goal_node
from reports.views.common import attempt, goal_of, number, report_of
from reports.working.purging import due_on, kept_days, material, purge
from vss_portal import clock
from vss_portal.guard import AccessRule, access, logged_in

MOST = 100


@records_reading
@access(who=may.reads_trace)
def report_trace(request: HttpRequest, slug: str) -> HttpResponse:
    """The goals to follow, and the ways to sample and log."""
    now = composed(report_of(request, slug))
    read(request, now.report, "spår")
    rows = [{"goal": goal, "node": goal_node(now, goal)} for goal in now.goals]
    written = set(now.composer.sources.texts)
    texts = [(section.key, thing.name) for section, thing in now.section_things if section.key in written]
    context = {"record": now.report, "rows": rows, "texts": texts, "adopted": bool(now.frozen)}
    return render(request, "reports/tracing/report.html", context)


@records_reading
@access(who=may.reads_trace)
def goal_trace(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One goal from kommunövergripande mål to decision with every source, on one printable page."""
    now = composed(report_of(request, slug))
    goal = goal_of(now, code)
    read(request, now.report, f"spår {goal.name}")
    items = goal_items_told(now, code)
    told = approved_goal(items, code)
    approved = now.goal_thing(goal).last_approval
    how = explanations(now.tree.judged(goal))
    found = by_indicator(sources(items, how, approved.recorded_at if approved else None))
    context = {
        "record": now.report,
        "goal": goal,
        "told": told,
        "approved": approved,
        "changed": now.goal_thing(goal).changes if approved else [],
        "rows": told.rows,
        "asks_year_end": any(row.answer for row in told.rows),
        "year_end": [(word, word) for word in YearEnd.labels],
        "sources": found,
        "origins": origins(found),
        "texts": len(sections.versions(now.report, f"goal:{code}")),
        "log": happenings(now.report, (), goal=code),
        "adopted": now.frozen[-1] if now.frozen else None,
    }
    return render(request, "reports/tracing/goal.html", context)


@records_reading
@access(who=may.reads_trace)
def text_trace(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Every version of a text that is kept, the newest first, with the words that each changed."""
    report = report_of(request, slug)
    found = sections.versions(report, key)
    if not found:
        raise Http404("Texten finns inte i rapporten.")
    name = Called.of(report).text(key)
    read(request, report, f"texten {name}")
    earlier = [*found[1:], None]
    rows = [
        {"version": version, "words": sections.word_difference(_markup(before), _markup(version))}
        for version, before in zip(found, earlier, strict=True)
    ]
    return render(request, "reports/tracing/text.html", {"record": report, "name": name, "rows": rows})


def _markup(version: TextVersion | None) -> str:
    return markup(version.content) if version else ""


@records_reading
@access(who=may.reads_trace)
def report_sample(request: HttpRequest, slug: str) -> HttpResponse:
    """A random sample of N figures of the adopted report with their full chain; the seed makes it repeatable."""
    report = report_of(request, slug)
    frozen = stored.latest(report)
    count = min(max(number(request.GET.get("antal")) or 10, 1), MOST)
    seed = number(request.GET.get("fro")) or 1
    read(request, report, f"stickprov, {count} värden, frö {seed}")
    drawn = sources(sample(frozen, count, seed), known_at=frozen.recorded_at) if frozen else []
    context = {"record": report, "frozen": frozen, "sources": drawn, "count": count, "seed": seed, "most": MOST}
    return render(request, "reports/tracing/sample.html", context)


@records_reading
@access(who=may.reads_trace)
def report_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that happened to the report and its figures, by person, day and kind; also as a file."""
    now = composed(report_of(request, slug))
    read(request, now.report, "logg")
    goal = now.goal(request.GET.get("mal", ""))
    rows = happenings(now.report, _facts_of(now, goal), goal=goal.code if goal else "")
    chosen = [row for row in rows if _chosen(request, row)]
    if request.GET.get("format") == "csv":
        response = HttpResponse(as_csv(chosen), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="logg-{slug}.csv"'
        return response
    context = {
        "record": now.report,
        "rows": chosen[:500],
        "found": len(chosen),
        "people": sorted({row.by for row in rows}),
        "kinds": sorted({row.kind for row in rows}),
        "goals": now.goals,
        "given": request.GET,
    }
    return render(request, "reports/tracing/log.html", context)


def _facts_of(now: Composed, goal: Goal | None) -> set[int]:
    """The figures that the report or one goal shows, and those that stand behind its computed ones."""
    return facts_of(goal_items_told(now, goal.code) if goal else shown_items(now))


def _chosen(request: HttpRequest, row: Happening) -> bool:
    by, kind, day, what = (request.GET.get(name, "").strip() for name in ("vem", "slag", "dag", "vad"))
    about = f"{row.about} {row.what}".casefold()
    same = (not by or row.by == by) and (not kind or row.kind == kind)
    return same and (not day or row.cells[0].startswith(day)) and what.casefold() in about


@access(who=may.reads_trace, writes=True)
def report_purges(request: HttpRequest, slug: str) -> HttpResponse:
    """What was purged of the report and when; from its day on the editor purges what is left."""
    report = report_of(request, slug)
    user: Any = request.user
    if request.method == "POST":
        if not edits(user, report):
            messages.error(request, "Bara huvudcontrollern rensar. Inget är rensat.")
        elif attempt(request, lambda: purge(report=report, by=user), "Rensningen är gjord."):
            return redirect("report_purges", slug=slug)
    day = due_on(report)
    runs = PurgeRun.objects.filter(report=report).select_related("recorded_by").prefetch_related("rows__written_by")
    context = {
        "record": report,
        "runs": runs.order_by("-pk"),
        "day": day,
        "days": kept_days(),
        "waiting": material(report) if day else [],
        "may_purge": bool(day and day <= clock.today() and edits(user, report)),
    }
    return render(request, "reports/tracing/purges.html", context)


@access(who=logged_in)
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what: made of the rules that the guard itself obeys."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, rule, told in _rules(get_resolver().url_patterns):
        groups.setdefault(rule.who, []).append({"address": address, "writes": rule.writes, "told": told})
    return render(request, "reports/tracing/permissions.html", {"groups": sorted(groups.items())})


def _rules(patterns: Iterable[Any], prefix: str = "/") -> Iterable[tuple[str, AccessRule, str]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _rules(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "access_rule"):
            yield address, pattern.callback.access_rule, pattern.name or ""
