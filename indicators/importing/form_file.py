"""The portal's own Excel form: one area and month, filled with what stands, made to come back through import.

A hidden column carries each row's key: unit, indicator, part, scenario, year, month, span, vintage, and the number of
the revision that the person saw, so that a figure that somebody else changed meanwhile isn't written over. Only the
cells for values are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import xlsxwriter

from indicators.access import may_record
from indicators.importing.interpreting import usual_span
from indicators.models import TOTAL, FigureRevision, Indicator, MeasuringSchedule, Unit
from indicators.models.choices import AggregationChoice, IndicatorKind, MarkerChoice, Measure, Scenario, SpanChoice
from indicators.number_parsing import Marker
from indicators.recording_entries import number_of
from indicators.rights import rights_of
from indicators.spans import Month, month_name, span_label
from vss_portal.models import User

AREA_INDICATORS = ("revenues", "costs")
#: The order of the entry page: by kind, revenues before costs.
KINDS = (
    *(IndicatorKind.ECONOMY, IndicatorKind.VOLUME, IndicatorKind.GOAL),
    *(IndicatorKind.STAFF, IndicatorKind.INVESTMENT),
)
MONTHS_BACK = 13
HEADINGS = (
    *("Nyckel", "Enhet", "Indikator", "Del", "Gäller", "Mäts i"),
    *("Föregående månad", "Samma månad i fjol", "Värde"),
)
GUIDANCE = (
    "Fyll i kolumnen Värde. Skriv IU när uppgiften inte finns; en tom ruta ändrar ingenting."
    " Läs sedan in filen i portalen."
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
    is_forecast: bool = False


def form_file(*, by: User, unit: Unit, at: Month) -> bytes:
    """The form of an area (with all that is part of it) and a month, for what the person may record."""
    units = _units(by, unit, at)
    rows = sorted(_rows(by, unit, units, at), key=_order)
    rows += [_forecast(row) for row in rows if _takes_forecast(row) and at.month < 12]
    values = _Values(rows, at)
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _fill(book, unit, at, rows, values)
    return target.getvalue()


def _order(row: FormRow) -> tuple[Any, ...]:
    indicator, unit = row.indicator, row.unit
    ledger = AREA_INDICATORS.index(indicator.code) if indicator.code in AREA_INDICATORS else len(AREA_INDICATORS)
    own = (ledger, indicator.order, indicator.code)
    return KINDS.index(IndicatorKind(indicator.kind)), *own, unit.order, unit.code, row.part != TOTAL, row.part


def _takes_forecast(row: FormRow) -> bool:
    """Whether a forecast of the year is made: for sums and levels of money and volumes, of the whole."""
    adds_up = row.indicator.aggregation in (AggregationChoice.SUM, AggregationChoice.LAST)
    return row.part == TOTAL and adds_up and row.indicator.kind in (IndicatorKind.ECONOMY, IndicatorKind.VOLUME)


def _forecast(row: FormRow) -> FormRow:
    span = usual_span(row.indicator.aggregation, Scenario.FORECAST.value, 12)
    return replace(row, span=span, is_forecast=True)


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

        made = FigureRevision.objects.current().filter(
            fact__scenario=Scenario.FORECAST,
            fact__year=at.year,
            fact__month=12,
            fact__vintage__lte=vintage_of(at),
            fact__unit__in={row.unit.pk for row in rows if row.is_forecast},
            fact__indicator__in={row.indicator.pk for row in rows if row.is_forecast},
        )
        self.forecasts: dict[tuple[int, int, str], list[FigureRevision]] = defaultdict(list)
        for each in made.select_related("fact").order_by("fact__vintage"):
            self.forecasts[each.fact.indicator_id, each.fact.unit_id, each.fact.span].append(each)

    def standing(self, row: FormRow) -> FigureRevision | None:
        """What the form's own box holds: the month's figure, or the forecast that was made in it."""
        return self._forecast(row, own=True) if row.is_forecast else self.at_month(row, self.at)

    def beside(self, row: FormRow) -> tuple[FigureRevision | None, FigureRevision | None]:
        """The month before and the same month last year; of a forecast the one before it."""
        if row.is_forecast:
            return self._forecast(row, own=False), None
        return self.at_month(row, self.at - 1), self.at_month(row, self.at.plus_years(-1))

    def _forecast(self, row: FormRow, *, own: bool) -> FigureRevision | None:
        made = self.forecasts.get((row.indicator.pk, row.unit.pk, row.span), ())
        found = [each for each in made if (each.fact.vintage == vintage_of(self.at)) == own]
        return found[-1] if found else None

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
    sheet.write(1, 1, GUIDANCE, quiet)
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
    standing = values.standing(row)
    seen = standing.number if standing else 0
    when = ("forecast", at.year, 12) if row.is_forecast else ("outcome", at.year, at.month)
    made = vintage_of(at) if row.is_forecast else 0
    parts = (row.unit.code, row.indicator.code, row.part, *when, row.span, made, seen)
    sheet.write_string(line, 0, "|".join(map(str, parts)))
    definition = row.indicator.definition_on(at.last_day)
    measure = str(Measure(definition.unit_of_measure).label) if definition else ""
    period = f"prognos helår {at.year}" if row.is_forecast else span_label(row.span, at)
    texts = (row.unit.name_on(at.last_day), row.indicator.name_on(at.last_day), row.part_name, period, measure)
    for column, text in enumerate(texts, 1):
        sheet.write_string(line, column, text)
    for column, revision in enumerate(values.beside(row), 6):
        _write(sheet, line, column, revision, quiet)
    _write(sheet, line, 8, standing, open_cell)


def vintage_of(at: Month) -> int:
    """The month that a forecast is made in: 202408."""
    return at.year * 100 + at.month


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
