"""The step of setting up a year that the telling brings: reports from last year's templates."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.year.setting_up import Copied, Step, Turn, counted
from reports.designing.starting import Start, start_report, starts
from reports.following.lists import SPECS, carry_over
from reports.following.reading import left_from
from reports.models import ReportTemplate
from reports.models.templates import ReportKind

# A monthly report is started when its month has come.
STARTED = (ReportKind.INTERIM, ReportKind.ANNUAL)


def start_reports(turn: Turn) -> Copied:
    """A report for each occasion of the year whose template was used for the same occasion last year."""
    names = []
    for template, start in _wanted(turn):
        report = start_report(template=template, occasion=start.occasion.pk, title=start.title, by=turn.by)
        names.append(report.title)
    return Copied(added=counted(names, "rapport", "rapporter"))


def _wanted(turn: Turn) -> Iterator[tuple[ReportTemplate, Start]]:
    templates = ReportTemplate.objects.filter(organisation=turn.organisation, kind__in=STARTED)
    for template in templates.order_by("name"):
        used = {kind for version in template.versions.all() for kind in _occasions(version, turn.from_year)}
        for start in starts(template):
            if start.occasion.year == turn.year and start.occasion.kind in used:
                yield template, start


def _occasions(version: object, year: int) -> Iterator[str]:
    """The kinds of occasions that the version was used for in the year."""
    reports = version.reports.filter(year=year, reproduced_from=None)  # type: ignore[attr-defined]
    yield from reports.exclude(occasion=None).values_list("occasion__kind", flat=True)


def carry_activities(turn: Turn) -> Copied:
    """The activities and plans that haven't come to an end go on; from the year before only."""
    if turn.from_year != turn.year - 1:
        return Copied(look_at=["Aktiviteter förs bara över från året före"])
    copied = Copied()
    for spec in SPECS.values():
        waiting = left_from(turn.organisation, spec.kind, turn.year) if spec.carried else []
        if waiting:
            carry_over(organisation=turn.organisation, spec=spec, year=turn.year, by=turn.by)
            copied.added += counted([line.title for line in waiting], spec.one, spec.name.lower())
    return copied


STEPS = (
    Step("activities", "Aktiviteter och planer", "De som inte är klara går vidare", carry_activities),
    Step("templates", "Rapporter", "Nya rapporter efter de mallar som användes", start_reports, "reports"),
)
