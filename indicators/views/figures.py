"""The list of figures, on a page and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from indicators.access import reads_figures, records_figures, visible_to
from indicators.filters import ALL_YEARS, FigureFilter
from indicators.forms.choices import part_choices, unit_choices
from indicators.models import Fact, FigureRevision, ReportingOccasion, Unit
from indicators.models.choices import OccasionKind, Scenario
from indicators.naming import Names
from indicators.numbers import format_number
from indicators.rights import Rights, rights_of
from indicators.tables.figures import FigureTable, as_written
from vss_portal.guard import access

MOST_ROWS_IN_A_FILE = 20_000
# What is looked for: what was achieved, not the zeros of a frame. Others are one choice away.
FIRST_KIND = Scenario.OUTCOME.value
MOST_SHOWN = format_number(MOST_ROWS_IN_A_FILE)
CUT = f"Filen är avkortad: bara de första {MOST_SHOWN} värdena är med. Filtrera listan och hämta den igen."


@dataclass(frozen=True)
class Listing:
    """The list as the address asks for it: its filter, and its rows in a table that nothing is fetched for yet."""

    filter: FigureFilter
    table: FigureTable

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the year and the kind shown at first narrows the list."""
        chosen = {name: self.filter.data.get(name) for name in self.filter.filters.keys() - {"ar"}}
        return any(value for name, value in chosen.items() if (name, value) != ("slag", FIRST_KIND))

    @property
    def kind(self) -> str:
        """The word of the kind that is shown; empty for all kinds, and for one that isn't there."""
        asked = self.filter.data.get("slag")
        return str(Scenario(asked).label) if asked in Scenario.values else ""

    @property
    def year(self) -> str:
        """The year that is shown; empty for all years."""
        asked = str(self.filter.data.get("ar"))
        return "" if asked == ALL_YEARS else asked


@access(who=reads_figures)
def figures(request: HttpRequest) -> HttpResponse:
    """Current figures, one a row, filtered and sorted as the address says."""
    listing = _listing(request, exclude=("measure",))
    listing.table.show_page(request.GET.get("sida", 1))
    told = {
        "listing": listing,
        "filter": listing.filter,
        "table": listing.table,
        "most_in_file": MOST_SHOWN,
        "may_record": records_figures(request.user),
    }
    return render(request, "indicators/figures.html", told)


@access(who=reads_figures)
def figures_file(request: HttpRequest) -> HttpResponse:
    """The same list as a file for a spreadsheet."""
    table = _listing(request).table
    rows = list(table.data.data[: MOST_ROWS_IN_A_FILE + 1])
    file = io.StringIO()
    # A semicolon and a byte order mark: what a Swedish spreadsheet opens rightly by a double click.
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows(map(as_written, row) for row in table.exported(rows[:MOST_ROWS_IN_A_FILE]))
    if len(rows) > MOST_ROWS_IN_A_FILE:
        writer.writerow([CUT])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"varden-{rights_of(request.user).day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _listing(request: HttpRequest, **options: Any) -> Listing:
    rights = rights_of(request.user)
    names = Names.of(rights)
    year = _default_year(rights)
    choices: dict[str, Sequence[Any]] = {
        "enhet": unit_choices(rights),
        "ar": _years(year, rights),
        "del": part_choices(rights),
    }
    seen = visible_to(FigureRevision.objects.all(), request.user)
    chosen = FigureFilter(_with_what_is_shown_first(request.GET, year), queryset=seen, names=names, choices=choices)
    rows = chosen.qs.select_related("fact__breakdown", "fact__decision", "recorded_by", "batch__document")
    sorting = FigureTable.sorting_of(request.GET.get("sortering", ""))
    return Listing(chosen, FigureTable(rows, names=names, order_by=sorting, **options))


def _with_what_is_shown_first(asked: QueryDict, year: int) -> QueryDict:
    """The address's own words, with this year and the outcomes where it names none; an empty kind means all."""
    told = asked.copy()
    told.setdefault("ar", str(year))
    told.setdefault("slag", FIRST_KIND)
    return told


def _default_year(rights: Rights) -> int:
    """The latest year that is being reported, else the year of the day."""
    occasions = ReportingOccasion.objects.filter(organisation=rights.organisation).open_on(rights.day)
    years = occasions.exclude(kind=OccasionKind.BUDGET).order_by("-year").values_list("year", flat=True)
    return years.first() or rights.day.year


def _years(year: int, rights: Rights) -> list[tuple[str, str]]:
    """All years that have figures, and the one that is shown first; looked up at both ends of each unit's index."""
    of_unit = Fact.objects.filter(unit=OuterRef("pk")).values("year")
    ends = {"from_year": Subquery(of_unit.order_by("year")[:1]), "to_year": Subquery(of_unit.order_by("-year")[:1])}
    units = Unit.objects.filter(organisation=rights.organisation).annotate(**ends)
    known = units.aggregate(first=Min("from_year"), last=Max("to_year"))
    first, last = known["first"] or year, known["last"] or year
    years = range(max(last, year), min(first, year) - 1, -1)
    return [*((str(each), str(each)) for each in years), (ALL_YEARS, "Alla år")]
