"""A section with real figures, before anything is saved; and how much of a page its table takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from indicators.models import Fact, Organisation, ReportingOccasion
from indicators.spans import month_name
from reports.composing.compose import Composer
from reports.composing.partly import only, unsaved_report
from reports.composing.sources import load_sources
from reports.declarations import read_template
from reports.models import Report, ReportTemplate
from reports.models.templates import ReportKind
from reports.nodes import BodyRow, SectionNode, TableNode
from reports.rendering.hyphens import longest_piece
from reports.templatetags.report_nodes import wanted_widths

Data = dict[str, Any]
# A4 with the margins of the printed reports.
PORTRAIT, LANDSCAPE = 168, 253
LEAST_LABEL, MOST_LABEL = 28, 62
PER_LETTER, ROOM = 1.75, 4


@dataclass(frozen=True, slots=True)
class Width:
    """The estimated width of a table in print, in millimetres, and what that means."""

    millimetres: int
    page: int
    lying: bool

    @property
    def fits(self) -> bool:
        """Whether the table has room on its page."""
        return self.millimetres <= self.page

    @property
    def sentence(self) -> str:
        """The estimate in words."""
        if self.fits:
            way = "liggande" if self.lying else "stående"
            return f"Bredd ungefär {self.millimetres} av {self.page} mm: ryms på {way} sida."
        if not self.lying and self.millimetres <= LANDSCAPE:
            return (
                f"Tabellen blir ungefär {self.millimetres} mm, en stående sida rymmer {self.page}."
                " Välj liggande sida, ta bort en kolumn eller skriv kortare rubriker."
            )
        return (
            f"Tabellen blir ungefär {self.millimetres} mm, sidan rymmer {self.page}."
            " Ta bort en kolumn eller skriv kortare rubriker."
        )


def width_of(table: TableNode) -> Width:
    """How wide the table would be in print: the columns as print gives them, and the names' own length."""
    fixed = sum(wanted_widths(table))
    labels = [cell.text for row in table.rows for cell in row.cells if cell.kind == "label"]
    longest = max((longest_piece(text) for text in labels), default=0)
    usual = sorted(len(text) for text in labels)[int(len(labels) * 0.8) :][:1] or [0]
    label = min(max(longest * PER_LETTER + ROOM, usual[0] * PER_LETTER / 2 + ROOM, LEAST_LABEL), MOST_LABEL)
    return Width(round(fixed + label), LANDSCAPE if table.wide else PORTRAIT, table.wide)


@dataclass(frozen=True, slots=True)
class Moment:
    """A year and month that a preview can be about, with its name, and how many outcomes are known of it."""

    year: int
    month: int
    name: str
    figures: int = 0

    @property
    def code(self) -> str:
        """As an address has it."""
        return f"{self.year}-{self.month:02d}"


def moments(organisation: Organisation) -> list[Moment]:
    """What a preview can be about: the reports that there are and the occasions until now, the newest first."""
    counts = _outcomes(organisation)
    last = max((year for year, _month in counts), default=0)
    named = {
        (each.year, each.month): f"{month_name(each.month).capitalize()} {each.year}"
        for each in ReportingOccasion.objects.filter(organisation=organisation, year__lte=last)
    }
    # A budget has the month of the report that closes its year, which is the one that is looked for.
    reports = sorted(Report.objects.filter(organisation=organisation), key=lambda each: each.kind != ReportKind.BUDGET)
    named |= {(each.year, each.month): each.title for each in reports}
    return [Moment(*key, named[key], counts.get(key, 0)) for key in sorted(named, reverse=True)]


def _outcomes(organisation: Organisation) -> dict[tuple[int, int], int]:
    spans = ("ytd", "point", "full_year")
    facts = Fact.objects.filter(indicator__organisation=organisation, scenario="outcome", span__in=spans)
    counted = facts.values_list("year", "month").annotate(Count("pk")).order_by()
    return {(year, month): count for year, month, count in counted}


def moment_of(
    organisation: Organisation, kind: str, asked: str, today: dt.date, template: ReportTemplate | None = None
) -> tuple[Moment, list[Moment]]:
    """The moment asked for, else the newest that has figures (a report of the template, else of its kind, first); and
    all there are."""
    found = moments(organisation)
    chosen = next((each for each in found if each.code == asked), None)
    if chosen is None:
        enough = max((each.figures for each in found), default=0) / 2
        full = [each for each in found if each.figures >= enough]
        reports = Report.objects.filter(organisation=organisation).newest_first()
        own = (
            reports.filter(template_version__template=template) if template else reports.none(),
            reports.filter(kind=kind),
        )
        newest = [(each.year, each.month) for same in own for each in same[:1]]
        wanted = (each for at in newest for each in full if (each.year, each.month) == at)
        chosen = next(wanted, next(iter(full), None))
    return chosen or Moment(today.year, today.month, f"{month_name(today.month)} {today.year}"), found


def preview(organisation: Organisation, declaration: Data, key: str, moment: Moment) -> SectionNode:
    """The section composed with the newest figures of the moment. Raises DeclarationError for what can't be read."""
    template = read_template(declaration)
    section = next(each for each in template.walk() if each.key == key)
    report = unsaved_report(organisation, template.kind, moment.year, moment.month, _occasion(organisation, moment))
    sources = load_sources(report, known_on=None)
    return Composer(only(template, [section]), sources).compose().sections[0]


def _occasion(organisation: Organisation, moment: Moment) -> ReportingOccasion | None:
    occasions = ReportingOccasion.objects.filter(organisation=organisation, year=moment.year, month=moment.month)
    return occasions.exclude(kind="budget").order_by("kind").first()


def explained(rows: tuple[BodyRow, ...], column: str) -> str:
    """How the first cell of a derived column was computed, with the table's own figures."""
    cells = (cell for row in rows for cell in row.cells)
    return next((cell.explanation for cell in cells if cell.column == column and cell.explanation), "")
