"""Starting a report from a template, and moving an open report to a newer version of its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from indicators.models import ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.reference_acts import reference_act
from reports.approval.people import edits
from reports.declarations import read_template, template_of
from reports.declarations.patterns import PeriodWords
from reports.designing.drafts import newest_version
from reports.designing.keys import free_code
from reports.designing.refusals import DesignRefused
from reports.models import FrozenReport, Report, ReportSwitch, ReportTemplate, Switch, TemplateVersion
from reports.models.templates import ReportKind
from reports.switching import log_switch
from reports.writing import create_report
from vss_portal import clock
from vss_portal.models import User

# Which occasions a kind of report is about.
KINDS: dict[str, Sequence[str]] = {
    ReportKind.INTERIM: (OccasionKind.MARCH, OccasionKind.AUGUST),
    ReportKind.ANNUAL: (OccasionKind.YEAR_END,),
    ReportKind.BUDGET: (OccasionKind.BUDGET,),
    ReportKind.MONTHLY: (OccasionKind.MONTH, OccasionKind.MARCH, OccasionKind.AUGUST),
}
YEARS_BACK = 1


@dataclass(frozen=True, slots=True)
class Start:
    """An occasion that a report can be started for, with the title that it would get."""

    occasion: ReportingOccasion
    title: str


def starts(template: ReportTemplate) -> list[Start]:
    """The occasions of the template's kind from last year on that have no report from it yet."""
    title = read_template(newest_version(template).declaration).title
    begun = Report.objects.filter(template_version__template=template).values("occasion")
    occasions = ReportingOccasion.objects.filter(
        organisation=template.organisation, kind__in=KINDS[template.kind], year__gte=clock.today().year - YEARS_BACK
    ).exclude(pk__in=begun.filter(occasion__isnull=False))
    ordered = occasions.order_by("year", "month")
    return [Start(each, PeriodWords(each.year, each.month).fill(title)) for each in ordered]


@transaction.atomic
def start_report(*, template: ReportTemplate, occasion: int, title: str, by: User) -> Report:
    """Start a report from the newest version of the template. Raises DesignRefused for what can't be started."""
    start = next((each for each in starts(template) if each.occasion.pk == occasion), None)
    if start is None:
        raise DesignRefused("Välj vilket tillfälle rapporten gäller. Ett tillfälle har en rapport av varje mall.")
    if not title.strip():
        raise DesignRefused("Rapporten behöver en titel.")
    at = start.occasion
    wanted = f"{ReportKind(template.kind).label}-{at.year}-{at.month:02}"
    slug = free_code(wanted, set(Report.objects.values_list("slug", flat=True)))
    return create_report(
        template_version=newest_version(template),
        slug=slug,
        title=title.strip()[:200],
        year=at.year,
        month=at.month,
        occasion=at,
        by=by,
    )


def newer_version(report: Report) -> TemplateVersion | None:
    """The template's newest version where it is newer than the report's; None for a report that is closed."""
    if report.known_on is not None or FrozenReport.objects.filter(report=report).exists():
        return None
    newest = newest_version(report.template_version.template)
    return newest if newest.number > report.template_version.number else None


@transaction.atomic
def change_version(*, report: Report, by: User) -> ReportSwitch:
    """Move an open report to the newest version of its template; its texts stay, also those that it has no place for.

    Raises DesignRefused for who isn't its editor, for a closed report, and where there is no newer version.
    """
    if not edits(by, report):
        raise DesignRefused("Bara huvudcontrollern byter en rapports mallversion. Inget är ändrat.")
    newest = newer_version(report)
    if newest is None:
        raise DesignRefused("Rapporten har redan den nyaste versionen, eller är stängd. Inget är ändrat.")
    before = report.template_version.number
    report.template_version = newest
    with reference_act(by=by, organisation=report.organisation, reason="Rapporten får mallens nyaste version"):
        report.save(update_fields=["template_version"])
    return log_switch(
        report=report, switch=Switch.TEMPLATE, before=f"version {before}", after=f"version {newest.number}", by=by
    )


def lost_texts(report: Report, newest: TemplateVersion) -> list[str]:
    """The sections with a written text that the newer version has no place for."""
    kept = {section.key for section in read_template(newest.declaration).in_year(report.year).walk()}
    template = template_of(report.template_version)
    headings = {section.key: section.heading or section.key for section in template.walk()}
    written = report.texts.filter(versions__isnull=False).distinct().values_list("key", flat=True)
    return [headings.get(key, key) for key in written if not key.startswith("goal:") and key not in kept]
