"""The portal's own Excel form: one area and month, filled with what stands, made to come back through import.

A hidden column carries each row's key: unit, indicator, part, scenario, year, month, span, vintage, and the number of
the revision that the person saw, so that a figure that somebody else changed meanwhile isn't written over. Only the
cells for values are open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from indicators.access import may_record
from indicators.importing.interpreting import usual_span
from indicators.models import TOTAL, FigureRevision, Indicator, MeasuringSchedule, Unit
from indicators.models.choices import AggregationChoice, MarkerChoice, Measure, Scenario, SpanChoice
from indicators.number_parsing import Marker
from indicators.recording_entries import number_of
from indicators.rights import rights_of
from indicators.spans import Month, month_name, span_label
from vss_portal.models import User

AREA_INDICATORS = ("revenues", "costs")
MONTHS_BACK = 13
HEADINGS = (
    *("Nyckel", "Enhet", "Indikator", "Del", "Gäller", "Mäts i"),
    *("Föregående månad", "Samma månad i fjol", "Värde"),
)
# Columns beside the values say what they are; they mean nothing when the form comes back.
PASSWORDLESS = ""


@dataclass(frozen=True)
class FormRow:
    """A figure that the form asks for."""

    indicator: Indicator
    unit: Unit
    part: str
    part_name: str
    span: str


def form_file(*, by: User, unit: Unit, at: Month) -> bytes:
    """The form of an area (with all that is part of it) and a month, for what the person may record."""
    units = _units(by, unit, at)
    rows = sorted(_rows(by, unit, units, at), key=_order)
    values = _Values(rows, at)
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _fill(book, unit, at, rows, values)
    return target.getvalue()


def _order(row: FormRow) -> tuple[Any, ...]:
    return row.unit.order, row.unit.code, row.indicator.order, row.indicator.code, row.part != TOTAL, row.part


def _units(by: User, unit: Unit, at: Month) -> dict[int, Unit]:
    rights = rights_of(by)
    codes = rights.tree.subtree_on(unit.code, at.last_day)
    rows = Unit.objects.filter(organisation=rights.organisation, code__in=codes).prefetch_related("names")
    return {row.pk: row for row in rows}


def _rows(by: User, area: Unit, units: dict[int, Unit], at: Month) -> Iterator[FormRow]:
    """Indicators that a unit of the area answers for, its costs and revenues, and what it reported the last year."""
    indicators = {
        row.pk: row
        for row in Indicator.objects.filter(organisation=area.organisation, is_group=False)
        .exclude(aggregation=AggregationChoice.FORMULA)
        .prefetch_related("definitions")
    }
    not_due = _not_due(indicators, at)
    seen: set[tuple[int, int, str]] = set()
    for indicator, unit, part, part_name in _candidates(area, units, indicators, at):
        key = (indicator.pk, unit.pk, part)
        if key in seen or indicator.pk in not_due or not may_record(by, indicator, unit):
            continue
        seen.add(key)
        span = usual_span(indicator.aggregation, Scenario.OUTCOME.value, at.month)
        if span != SpanChoice.FULL_YEAR or at.month == 12:
            yield FormRow(indicator, unit, part, part_name, span)


def _candidates(
    area: Unit, units: dict[int, Unit], indicators: dict[int, Indicator], at: Month
) -> Iterator[tuple[Indicator, Unit, str, str]]:
    for indicator in indicators.values():
        if indicator.responsible_unit_id in units:
            yield indicator, units[indicator.responsible_unit_id], TOTAL, ""
        if indicator.code in AREA_INDICATORS and area.pk in units:
            yield indicator, units[area.pk], TOTAL, ""
    first = at - MONTHS_BACK
    recent = FigureRevision.objects.outcomes().filter(
        fact__unit__in=units, fact__indicator__in=indicators, fact__year__gte=first.year, fact__year__lte=at.year
    )
    pairs = recent.values_list("fact__indicator", "fact__unit", "fact__breakdown__code", "fact__breakdown__name")
    for indicator_pk, unit_pk, part, name in pairs.distinct():
        yield indicators[indicator_pk], units[unit_pk], part, "" if part == TOTAL else name


def _not_due(indicators: Iterable[int], at: Month) -> set[int]:
    """The indicators that aren't measured in the month, by the schedule in force."""
    latest: dict[int, MeasuringSchedule] = {}
    rows = MeasuringSchedule.objects.filter(indicator__in=list(indicators), from_year__lte=at.year)
    for row in rows.order_by("from_year"):
        latest[row.indicator_id] = row
    return {pk for pk, row in latest.items() if not row.due_in(at.month)}


class _Values:
    """What stands for each row: in the month, in the month before, and a year ago."""

    def __init__(self, rows: list[FormRow], at: Month) -> None:
        self.at = at
        periods = {(each.year, each.month) for each in (at, at - 1, at.plus_years(-1))}
        stand = (
            FigureRevision.objects.current()
            .outcomes()
            .filter(
                fact__unit__in={row.unit.pk for row in rows},
                fact__indicator__in={row.indicator.pk for row in rows},
                fact__year__in={year for year, _month in periods},
                fact__basis="original",
            )
        )
        self.known = {
            (each.fact.indicator_id, each.fact.unit_id, each.fact.breakdown.code, each.fact.span, each.fact.year,
             each.fact.month): each
            for each in stand.select_related("fact__breakdown")
        }  # fmt: skip

    def at_month(self, row: FormRow, at: Month) -> FigureRevision | None:
        span = usual_span(row.indicator.aggregation, Scenario.OUTCOME.value, at.month)
        return self.known.get((row.indicator.pk, row.unit.pk, row.part, span, at.year, at.month))


def _fill(book: Any, unit: Unit, at: Month, rows: list[FormRow], values: _Values) -> None:
    sheet = book.add_worksheet("Formulär")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 14})
    open_cell = book.add_format({"locked": False, "border": 1})
    quiet = book.add_format({"font_color": "#4B5761"})
    sheet.write(0, 1, f"{unit.name_on(at.last_day)}, {at.long_label}", title)
    sheet.write(1, 1, "Fyll i kolumnen Värde. Skriv IU när uppgiften inte finns. Läs sedan in filen i portalen.", quiet)
    for column, word in enumerate(HEADINGS):
        sheet.write(2, column, word, head)
    for line, row in enumerate(rows, 3):
        _line(sheet, line, row, at, values, open_cell, quiet)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 2, 34)
    sheet.set_column(3, 7, 14)
    sheet.set_column(8, 8, 16)
    sheet.freeze_panes(3, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    # Kept from slips, not from people: no password.
    sheet.protect(PASSWORDLESS, {"format_columns": True, "format_rows": True})


def _line(sheet: Any, line: int, row: FormRow, at: Month, values: _Values, open_cell: Any, quiet: Any) -> None:
    standing = values.at_month(row, at)
    seen = standing.number if standing else 0
    parts = (row.unit.code, row.indicator.code, row.part, "outcome", at.year, at.month, row.span, 0, seen)
    sheet.write_string(line, 0, "|".join(map(str, parts)))
    definition = row.indicator.definition_on(at.last_day)
    measure = str(Measure(definition.unit_of_measure).label) if definition else ""
    texts = (row.unit.name_on(at.last_day), row.indicator.name_on(at.last_day), row.part_name,
             span_label(row.span, at), measure)  # fmt: skip
    for column, text in enumerate(texts, 1):
        sheet.write_string(line, column, text)
    for column, when in ((6, at - 1), (7, at.plus_years(-1))):
        _write(sheet, line, column, values.at_month(row, when), quiet)
    _write(sheet, line, 8, standing, open_cell)


def _write(sheet: Any, line: int, column: int, revision: FigureRevision | None, style: Any) -> None:
    """A number as a number; a marker as the words that import reads."""
    if revision is None or revision.marker == MarkerChoice.CLEARED:
        sheet.write_blank(line, column, None, style)
    elif revision.marker:
        sheet.write_string(line, column, Marker(revision.marker).word, style)
    else:
        number = number_of(revision)
        assert number is not None  # noqa: S101 (a revision has a value or a marker)
        sheet.write_number(line, column, float(number.value), style)


def form_name(unit: Unit, at: Month) -> str:
    """The file's name: `formular-vo-hr-2024-08.xlsx`."""
    return f"formular-{unit.code}-{at.year}-{at.month:02}.xlsx"


def month_choices(at: Month) -> list[tuple[str, str]]:
    """The months that a form can be for: the latest fourteen, the newest first."""
    found = [at - back for back in range(14)]
    return [(f"{month.year}-{month.month:02}", f"{month_name(month.month)} {month.year}") for month in found]
