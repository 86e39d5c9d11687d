"""The list of figures: its columns on the page, and the same columns in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.core.paginator import InvalidPage
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.history import basis_word, revision_text
from indicators.models import FigureRevision
from indicators.naming import Names, last_day, part_name
from indicators.numbers import Number
from indicators.shown import (
    machine_number,
    marker_word,
    shown_kind,
    shown_period,
    shown_source,
    unit_word,
)
from indicators.tables.paging import ROWS_A_PAGE, BoundedPaginator
from vss_portal import clock
from vss_portal.dates import short_date

_TIE = ("fact__year", "fact__month", "fact__span", "pk")


class FigureTable(tables.Table):
    """Current values, one a row; `names` are the page's names."""

    indicator = tables.Column("Indikator", empty_values=(), order_by=("fact__indicator_id", "fact__unit_id", *_TIE))
    unit = tables.Column("Enhet", empty_values=(), order_by=("fact__unit__order", "fact__indicator_id", *_TIE))
    part = tables.Column("Del", empty_values=(), orderable=False)
    kind = tables.Column("Slag", empty_values=(), order_by=("fact__scenario", "fact__vintage", *_TIE))
    period = tables.Column("Period", empty_values=(), order_by=_TIE)
    value = tables.Column("Värde", empty_values=(), orderable=False, attrs={"cell": {"class": "number"}})
    measure = tables.Column("Måttenhet", empty_values=(), orderable=False)
    changed = tables.Column("Senast ändrad", empty_values=(), order_by=("recorded_at", "pk"))
    by = tables.Column("Av", empty_values=(), orderable=False)
    source = tables.Column("Källa", empty_values=(), orderable=False)

    class Meta:
        template_name = "indicators/parts/table.html"
        order_by_field = "sortering"
        page_field = "sida"
        attrs = {"class": "table dense with-hover table-stack"}

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)

    @classmethod
    def sorting_of(cls, asked: str) -> str:
        """The sorting that an address asks for, else by indicator."""
        column = cls.base_columns.get(asked.removeprefix("-"))
        return asked if column is not None and column.orderable is not False else "indicator"

    def show_page(self, number: Any) -> None:
        """Cut out one page; a page that doesn't exist shows the first."""
        try:
            self.paginate(page=number, per_page=ROWS_A_PAGE, paginator_class=BoundedPaginator)
        except InvalidPage:
            self.page = self.paginator.page(1)

    def exported(self, rows: Iterable[FigureRevision]) -> Iterator[list[Any]]:
        """The headings, then the cells of each row as a file has them; a hundred times quicker than `as_values`."""
        names = list(self.base_columns)
        yield [str(self.base_columns[name].verbose_name) for name in names]
        tellers = [getattr(self, f"value_{name}", None) or getattr(self, f"render_{name}") for name in names]
        yield from ([tell(record) for tell in tellers] for record in rows)

    def value_indicator(self, record: FigureRevision) -> str:
        return self.names.indicator(record.fact.indicator_id, last_day(record.fact))

    def render_indicator(self, record: FigureRevision) -> SafeString:
        fact = record.fact
        code = self.names.indicators[fact.indicator_id].code
        address = reverse("indicator", args=[code])
        asked = f"?enhet={self.names.codes[fact.unit_id]}&del={fact.breakdown.code}"
        return format_html('<a href="{}{}">{}</a>', address, asked, self.value_indicator(record))

    def render_unit(self, record: FigureRevision) -> str:
        return self.names.short_unit(record.fact.unit_id, last_day(record.fact))

    def value_unit(self, record: FigureRevision) -> str:
        return self.names.unit(record.fact.unit_id, last_day(record.fact))

    def render_part(self, record: FigureRevision) -> str:
        return part_name(record.fact.breakdown.code, record.fact.breakdown.name)

    def render_kind(self, record: FigureRevision) -> str:
        fact = record.fact
        decided = f", beslutad {short_date(fact.decision.decided_on)}" if fact.decision else ""
        return shown_kind(fact.scenario, fact.vintage) + decided + basis_word(fact.basis)

    def render_period(self, record: FigureRevision) -> str:
        return shown_period(record.fact.span, record.fact.year, record.fact.month)

    def render_value(self, record: FigureRevision) -> SafeString:
        text = revision_text(record, self._measure(record))
        return format_html('<a href="{}">{}</a>', reverse("figure", args=[record.fact_id]), text)

    def value_value(self, record: FigureRevision) -> Decimal | str:
        if record.scaled is None or record.decimals is None:
            return marker_word(record.marker)
        return Number(record.scaled, record.decimals).value

    def render_measure(self, record: FigureRevision) -> str:
        return unit_word(self._measure(record))

    def render_changed(self, record: FigureRevision) -> str:
        return short_date(_day(record))

    def value_changed(self, record: FigureRevision) -> str:
        return _day(record).isoformat()

    def render_by(self, record: FigureRevision) -> str:
        return record.recorded_by.display_name

    def render_source(self, record: FigureRevision) -> str:
        document = record.batch.document
        return shown_source(record.source, document.title if document else "", record.source_note)

    def _measure(self, record: FigureRevision) -> str:
        return self.names.measure(record.fact.indicator_id, last_day(record.fact))


def _day(record: FigureRevision) -> dt.date:
    return clock.day_of(record.recorded_at)


def as_written(value: Any) -> str:
    """A cell of the file: numbers with decimal comma and plain minus, everything else as text that is no formula."""
    return machine_number(Number.of(value)) if isinstance(value, Decimal) else harmless(str(value))


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
