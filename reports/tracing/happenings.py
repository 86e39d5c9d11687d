"""Everything that happened to a report, as one list: steps, texts, assessments, figures, adoptions, and around."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.db.models import Count, Q

from indicators.models import AssessmentRevision, Fact, FigureRevision
from indicators.models.choices import MarkerChoice
from indicators.numbers import Number, format_number
from indicators.spans import Month
from reports.models import AuditReading, FrozenReport, PurgeRun, Report, ReportEvent, ReportStep, Scope, TextVersion
from reports.tracing.around import around_goals, around_report
from reports.tracing.called import Called
from reports.tracing.happening import Happening

HEADINGS = ("Tid", "Vem", "Slag", "Vad", "Händelse", "Orsak")


def happenings(report: Report, facts: Iterable[int], *, goal: str = "") -> list[Happening]:
    """What happened to the report (or to one goal in it) and to the figures given, the newest first."""
    called = Called.of(report)
    found = [*_steps(report, goal, called), *_texts(report, goal, called), *_assessments(report, goal)]
    found += [*_figures(facts, called), *around_goals(report, goal)]
    if not goal:
        found += [*_adoptions(report), *_events(report), *_readings(report, facts, called), *_purges(report)]
        found += around_report(report, called)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _steps(report: Report, goal: str, called: Called) -> Iterator[Happening]:
    rows = ReportStep.objects.filter(report=report).select_related("recorded_by").defer("content")
    for row in rows.filter(scope="goal", key=goal) if goal else rows:
        by = f"{row.recorded_by} ({row.acting_as})" if row.acting_as else str(row.recorded_by)
        changed = ", ändrad i beslutet" if row.changed_by_approver else ""
        what = f"{row.get_kind_display()}{changed}"
        yield Happening(row.recorded_at, by, "Steg", _about(row, called), what, row.reason)


def _about(row: ReportStep, called: Called) -> str:
    if row.scope == Scope.REPORT:
        return "Rapporten"
    name = called.goal(row.key) if row.scope == Scope.GOAL else called.text(row.key)
    return f"{row.get_scope_display().capitalize()} {name}"


def _texts(report: Report, goal: str, called: Called) -> Iterator[Happening]:
    rows = TextVersion.objects.filter(text__report=report).select_related("recorded_by", "text")
    for row in rows.filter(text__key=f"goal:{goal}") if goal else rows:
        about = called.text(row.text.key)
        yield Happening(row.recorded_at, str(row.recorded_by), "Text", about, f"version {row.number}")


def _assessments(report: Report, goal: str) -> Iterator[Happening]:
    if report.occasion_id is None:
        return
    rows = AssessmentRevision.objects.filter(assessment__occasion=report.occasion_id)
    rows = rows.select_related("recorded_by", "assessment__goal")
    for row in rows.filter(assessment__goal__code=goal) if goal else rows:
        what = f"{row.get_step_display()}: {row.get_status_display() or 'ingen bedömning'}"
        about = row.assessment.goal.name
        yield Happening(row.recorded_at, str(row.recorded_by), "Bedömning", about, what, row.motivation)


def _figures(facts: Iterable[int], called: Called) -> Iterator[Happening]:
    rows = FigureRevision.objects.filter(fact__in=set(facts)).select_related("recorded_by", "fact__indicator")
    hidden = set(rows.filter(marker=MarkerChoice.WITHHELD).values_list("fact", flat=True))
    for row in rows.select_related("fact__unit", "fact__breakdown").prefetch_related("fact__indicator__definitions"):
        value = "Får inte visas" if row.fact_id in hidden else _value(row)
        what = f"värde {row.number}: {value} ({row.get_source_display()})"
        yield Happening(row.recorded_at, str(row.recorded_by), "Värde", called.fact(row.fact), what, row.reason)


def _value(row: FigureRevision) -> str:
    if row.scaled is None or row.decimals is None:
        return str(row.get_marker_display())
    return format_number(Number(row.scaled, row.decimals))


def _adoptions(report: Report) -> Iterator[Happening]:
    for row in FrozenReport.objects.filter(report=report).select_related("recorded_by").defer("payload"):
        by = f"{row.recorded_by} ({row.acting_as})"
        what = f"Fastställd, version {row.number}, kontrollsumma {row.checksum}"
        yield Happening(row.recorded_at, by, "Fastställande", row.title, what, row.reason)


def _events(report: Report) -> Iterator[Happening]:
    for row in ReportEvent.objects.filter(report=report).select_related("recorded_by"):
        told = " ".join(filter(None, [str(row.day), f"§ {row.paragraph}" if row.paragraph else "", row.outcome]))
        yield Happening(row.recorded_at, str(row.recorded_by), "Händelse", row.get_kind_display(), told)


def _readings(report: Report, facts: Iterable[int], called: Called) -> Iterator[Happening]:
    """What an auditor read of the report, of its figures and of their indicators."""
    shown = Fact.objects.filter(pk__in=set(facts))
    of_figures = Q(fact__in=shown) | Q(indicator__in=shown.values("indicator"))
    rows = AuditReading.objects.filter(Q(report=report) | of_figures)
    related = ("recorded_by", "indicator", "fact__indicator", "fact__unit", "fact__breakdown")
    for row in rows.select_related(*related).prefetch_related("indicator__definitions", "fact__indicator__definitions"):
        about = "Revision"
        if row.fact is not None:
            about = called.fact(row.fact)
        elif row.indicator is not None:
            about = row.indicator.name_on(Month(report.year, report.month).last_day)
        yield Happening(row.recorded_at, str(row.recorded_by), "Läsning", about, row.what)


def _purges(report: Report) -> Iterator[Happening]:
    for row in PurgeRun.objects.filter(report=report).select_related("recorded_by").annotate(count=Count("rows")):
        yield Happening(row.recorded_at, str(row.recorded_by), "Rensning", report.title, f"{row.count} rader rensade")


def as_csv(rows: Iterable[Happening]) -> bytes:
    """The list as a file that Excel opens: semicolons, UTF-8 with a mark; a cell never begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row.cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
