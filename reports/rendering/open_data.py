"""The public figures of open reports, in the shape that Kolada has made known: indicator, unit, period, gender.

Only recorded figures that a report shows are told, as they were when the report was closed; what is computed for a
table isn't. A figure that is withheld, then or since, has no value and says so. docs/open-data.md tells the fields.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Max

from indicators.models import FigureRevision
from indicators.models.choices import MarkerChoice, Source
from indicators.numbers import Number
from indicators.spans import Month
from reports.composing import compose_report
from reports.models import FrozenReport, Report
from reports.opening import open_reports

GENDERS = {"total": "T", "women": "K", "men": "M"}
KEPT_SECONDS = 600
FIELDS = ("fact__indicator", "fact__unit", "fact__breakdown", "fact__decision")


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A public figure. `part` is the code of a part that is no sex, else empty; `status` why there is no value."""

    report: str
    kpi: str
    ou: str
    scenario: str
    vintage: int
    decision: str
    basis: str
    year: int
    month: int
    span: str
    part: str
    gender: str
    value: Number | None
    status: str
    measured_from: str
    measured_to: str
    example: bool
    kpi_title: str
    ou_title: str
    unit_of_measure: str
    divided: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What the values of the sexes have in common."""
        about = (self.report, self.kpi, self.ou, self.year, self.month, self.span, self.scenario)
        return (*about, self.vintage, self.decision, self.basis, self.part)


def all_figures() -> list[OpenFigure]:
    """The figures of every open report, in a steady order; kept for a while, but never beyond a change."""
    return [figure for report in open_reports() for figure in figures_of(report)]


def figures_of(report: Report) -> list[OpenFigure]:
    """The figures of one open report."""
    newest = FigureRevision.objects.aggregate(newest=Max("pk"))["newest"]
    frozen = FrozenReport.objects.filter(report=report).order_by("-number").first()
    key = f"open-data:{report.pk}:{newest}:{frozen.pk if frozen else 0}"
    found: list[OpenFigure] | None = cache.get(key)
    if found is None:
        shown = _frozen(frozen) if frozen else _shown(report)
        found = sorted(_told(report, shown), key=lambda figure: (figure.key, figure.gender))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _shown(report: Report) -> set[int]:
    """The revisions behind the cells of the report's tables and charts."""
    node = compose_report(report)
    tables = [*node.tables(), *(chart.table for chart in node.charts())]
    return {cell.revision for table in tables for row in table.rows for cell in row.cells if cell.revision}


def _frozen(frozen: FrozenReport) -> set[int]:
    return {item["revision"] for item in json.loads(frozen.payload)["items"] if item.get("revision")}


def _told(report: Report, revisions: Iterable[int]) -> Iterator[OpenFigure]:
    rows = FigureRevision.objects.filter(pk__in=revisions).select_related(*FIELDS)
    rows = rows.prefetch_related("fact__indicator__definitions", "fact__indicator__breakdown_sets", "fact__unit__names")
    now = FigureRevision.objects.filter(fact__in=[row.fact_id for row in rows]).current()
    withheld = set(now.filter(marker=MarkerChoice.WITHHELD).values_list("fact_id", flat=True))
    for row in rows:
        yield _figure(report, row, row.fact_id in withheld)


def _figure(report: Report, row: FigureRevision, withheld: bool) -> OpenFigure:
    fact = row.fact
    organisation, day = report.organisation.code, Month(fact.year, min(fact.month, 12)).last_day
    definition = fact.indicator.definition_on(day)
    part = fact.breakdown.code
    known = row.scaled is not None and row.decimals is not None and not withheld
    return OpenFigure(
        report=report.slug,
        kpi=f"{organisation}.{fact.indicator.code}",
        ou=f"{organisation}.{fact.unit.code}",
        scenario=fact.scenario,
        vintage=fact.vintage,
        decision=fact.decision.code if fact.decision else "",
        basis=fact.basis,
        year=fact.year,
        month=fact.month,
        span=fact.span,
        part="" if part in GENDERS else part,
        gender=GENDERS.get(part, "T"),
        value=Number(row.scaled or 0, row.decimals or 0) if known else None,
        status="" if known else MarkerChoice.WITHHELD.value if withheld else row.marker,
        measured_from=_day(row.measured_from),
        measured_to=_day(row.measured_to),
        example=row.source == Source.EXAMPLE,
        kpi_title=definition.name if definition else fact.indicator.code,
        ou_title=fact.unit.name_on(day),
        unit_of_measure=definition.unit_of_measure if definition else "",
        divided=any(each.code == "sex" for each in fact.indicator.breakdown_sets.all()),
    )


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


# What is answered


def data_rows(figures: Sequence[OpenFigure]) -> list[dict[str, Any]]:
    """One row per indicator, unit, period and kind of figure, with a value per gender."""
    return [_row(list(group)) for _, group in groupby(figures, key=lambda figure: figure.key)]


def _row(group: list[OpenFigure]) -> dict[str, Any]:
    first = group[0]
    row: dict[str, Any] = {
        "kpi": first.kpi,
        "ou": first.ou,
        "period": first.year,
        "month": first.month,
        "span": first.span,
        "scenario": first.scenario,
        "report": first.report,
    }
    extra = {"part": first.part, "decision": first.decision, "vintage": first.vintage or ""}
    extra |= {"basis": "" if first.basis == "original" else first.basis}
    return {**row, **_said(extra), "values": [_value(each) for each in group]}


def _value(figure: OpenFigure) -> dict[str, Any]:
    """A value; what was measured another time than the period, or invented for a demo, says so."""
    extra = {"measured_from": figure.measured_from, "measured_to": figure.measured_to, "example": figure.example}
    return {"gender": figure.gender, "value": number(figure.value), "status": figure.status, **_said(extra)}


def _said(extra: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in extra.items() if value}


def number(value: Number | None) -> int | float | None:
    """The value as JSON has numbers. At most fifteen digits are recorded, so that the text of it is exact."""
    if value is None:
        return None
    exact = value.value
    return int(exact) if exact == exact.to_integral_value() and value.decimals <= 0 else float(exact)


def kpi_rows(figures: Iterable[OpenFigure]) -> list[dict[str, Any]]:
    """The indicators that have open figures; the name is that of the newest of them."""
    newest = {figure.kpi: figure for figure in sorted(figures, key=lambda figure: (figure.year, figure.month))}
    return [
        {
            "id": code,
            "title": figure.kpi_title,
            "unit_of_measure": figure.unit_of_measure,
            "is_divided_by_gender": int(figure.divided),
        }
        for code, figure in sorted(newest.items())
    ]


def ou_rows(figures: Iterable[OpenFigure]) -> list[dict[str, Any]]:
    """The units that have open figures."""
    newest = {figure.ou: figure for figure in sorted(figures, key=lambda figure: (figure.year, figure.month))}
    return [{"id": code, "title": figure.ou_title} for code, figure in sorted(newest.items())]
