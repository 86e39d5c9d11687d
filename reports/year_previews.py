"""What the guide that changes the organisation shows of the telling: next month's tables, and who names the units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from indicators.models import GoalIndicator, Organisation
from indicators.spans import Month
from reports.composing.compose import Composer
from reports.composing.partly import only, unsaved_report
from reports.composing.sources import Sources, load_sources
from reports.declarations import read_template
from reports.declarations.sections import Section
from reports.models import FrozenReport, Report, TemplateVersion
from reports.nodes import TableNode

MOST_TABLES = 3


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """A table as it would stand, ready to be shown."""

    title: str
    html: SafeString


def tables(organisation: Organisation, at: Month, units: Collection[str], mark: str) -> list[PreviewTable]:
    """The tables of the month's report that have rows of the units, by the template that the month would use.

    `mark` keeps the tables' anchors apart from those of another preview on the same page.
    """
    version = _template_for(organisation, at)
    if version is None:
        return []
    template = read_template(version.declaration).in_year(at.year)
    report = unsaved_report(organisation, template.kind, at.year, at.month)
    sources = load_sources(report, known_on=None)
    about = [section for section in template.walk() if _is_about(section, units, sources)]
    about = sorted(about, key=lambda section: not _compares(section))[:MOST_TABLES]
    if any(_compares(section) for section in about):
        about = [section for section in about if _compares(section)]
    if not about:
        return []
    composer = Composer(only(template, _bare(about)), sources)
    node = composer.compose()
    return [_shown(replace(each, anchor=f"{each.anchor}-{mark}")) for each in node.tables()]


def mentions(organisation: Organisation, units: Collection[str]) -> list[str]:
    """The open reports whose tables have rows of the units: they are shown by the new organisation from now on."""
    adopted = FrozenReport.objects.values("report")
    reports = Report.objects.filter(organisation=organisation, known_on=None).exclude(pk__in=adopted)
    found = reports.select_related("template_version").newest_first()
    return [report.title for report in found if _names(report.template_version, units)]


def _template_for(organisation: Organisation, at: Month) -> TemplateVersion | None:
    """The newest version of the monthly template, else of the template of the newest report, else of any."""
    versions = TemplateVersion.objects.filter(template__organisation=organisation).order_by("-number")
    monthly = versions.filter(template__kind="monthly").first()
    newest = Report.objects.filter(organisation=organisation).newest_first().select_related("template_version").first()
    return monthly or (newest.template_version if newest else versions.first())


def _is_about(section: Section, units: Collection[str], sources: Sources) -> bool:
    if section.kind != "table" or section.table is None:
        return False
    rows = sources.expanded(section.table).rows
    return any(row.where.unit in units or row.block.unit in units for row in rows)


def _compares(section: Section) -> bool:
    """Whether the table has a column of an earlier year."""
    columns = section.table.columns if section.table else ()
    return any((column.where.year or 0) < 0 for column in columns)


def _names(version: TemplateVersion, units: Collection[str]) -> bool:
    template = read_template(version.declaration)
    rows = (row for section in template.walk() if section.table for row in section.table.rows)
    return any(row.units is not None or row.where.unit in units or row.block.unit in units for row in rows)


def _bare(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield replace(section, heading="", children=())


def _shown(table: TableNode) -> PreviewTable:
    told = {"table": table, "mode": "page", "density": "dense", "links": False}
    return PreviewTable(table.caption, render_to_string("reports/parts/table.html", told))


def showing(organisation: Organisation, codes: Collection[str]) -> list[str]:
    """The open reports that show figures of the indicators, in a table or in the lists of the year's goals."""
    wanted, adopted = set(codes), FrozenReport.objects.values("report")
    reports = Report.objects.filter(organisation=organisation, known_on=None).exclude(pk__in=adopted)
    listed = {
        year
        for year, code in GoalIndicator.objects.filter(
            goal__municipal_goal__area__organisation=organisation
        ).values_list("goal__municipal_goal__area__year", "indicator__code")
        if code in wanted
    }
    found = reports.select_related("template_version").newest_first()
    return [report.title for report in found if report.year in listed or _tells_of(report.template_version, wanted)]


def _tells_of(version: TemplateVersion, codes: Collection[str]) -> bool:
    template = read_template(version.declaration)
    tables = (section.table for section in template.walk() if section.table)
    return any(where.indicator in codes for table in tables for where in table.asked_for())


def printed(organisation: Organisation, year: int) -> list[str]:
    """The reports of the year that are reproduced from print: its goals and assignments stand as they were printed."""
    rows = Report.objects.filter(organisation=organisation, year=year, reproduced_from__isnull=False)
    return [report.title for report in rows.newest_first()]


def printed_until(organisation: Organisation) -> dt.date | None:
    """The last day that a report reproduced from print tells of; None where none is."""
    rows = Report.objects.filter(organisation=organisation, reproduced_from__isnull=False)
    periods = [Month(report.year, report.month).last_day for report in rows]
    return max(periods, default=None)
