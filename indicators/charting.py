"""The charts of an indicator's page, drawn from the same tables that stand beneath them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from indicators.history import Cell, Column, YearTable
from indicators.latest import Latest
from indicators.models import IndicatorDefinition
from indicators.models.choices import SpanChoice
from indicators.spans import short_month_name
from indicators.targets import Direction, ParsedTarget, TargetKind
from vss_portal.charts import Break, Line, LineChart, Look, Target, Value, time_series
from vss_portal.charts.model import WIDTH

# A line says something from this many values on.
FEWEST = 3
NARROW = 360
LONGEST_NOTE = 60
_LOOKS = (Look.THIS_YEAR, Look.LAST_YEAR)
_FLOORS, _CEILINGS = (TargetKind.GE, TargetKind.GT), (TargetKind.LE, TargetKind.LT)


@dataclass(frozen=True)
class DrawnChart:
    """A chart for a wide page and for a phone, with its title."""

    title: str
    wide: SafeString
    narrow: SafeString


@dataclass(frozen=True)
class Subject:
    """What the charts are about: the indicator's name and unit of measure, its way, its changes of method."""

    name: str
    unit: str
    direction: str
    definitions: Sequence[IndicatorDefinition]


def charts_of(subject: Subject, periods: YearTable, months: YearTable, latest: Latest | None) -> list[DrawnChart]:
    """The years beside each other, and the latest two years month by month; each only where there is a line to see."""
    return [*_years(subject, periods, latest), *_months(subject, months if _is_rich(months) else periods)]


def _years(subject: Subject, table: YearTable, latest: Latest | None) -> Iterable[DrawnChart]:
    years = sorted(year for year, _ in table.rows)
    if not years:
        return
    moments = range(years[0], years[-1] + 1)
    columns = _two_columns(table.columns, latest)
    lines = [
        Line(column.heading, look, tuple(_value(table, year, at) for year in moments))
        for look, (at, column) in zip(_LOOKS, columns, strict=False)
    ]
    seen = tuple(line for line in lines if _numbers(line) >= FEWEST)
    if seen:
        breaks = tuple(_breaks(subject, moments))
        chart = ("ar", f"{subject.name}, år för år", tuple(str(year) for year in moments), seen)
        yield _drawn(subject, *chart, target=_target(subject, latest), breaks=breaks)


def _two_columns(columns: Sequence[Column], latest: Latest | None) -> list[tuple[int, Column]]:
    """The whole year, and the stretch of the latest value where that is another."""
    whole = [(at, column) for at, column in enumerate(columns) if column.month == 12 and column.span != "project"]
    if latest is None or latest.found.slot.month >= 12:
        return whole[:1]
    slot = latest.found.slot
    same = [(at, each) for at, each in enumerate(columns) if (each.span, each.month) == (slot.span, slot.month)]
    return [*whole[:1], *same]


def _months(subject: Subject, table: YearTable) -> Iterable[DrawnChart]:
    """The two latest years, month by month; a year's last stretch is its twelfth month."""
    if not _is_rich(table):
        return
    within = (each for each in enumerate(table.columns) if each[1].span != SpanChoice.PROJECT)
    columns = [(at, each) for at, each in within if each.month <= 12]
    rows = table.rows[: len(_LOOKS)]
    lines = tuple(
        Line(str(year), look, tuple(_as_value(cells[at]) for at, _ in columns))
        for look, (year, cells) in zip(_LOOKS, rows, strict=False)
    )
    word = "per månad" if columns[0][1].span == SpanChoice.MONTH else "från januari till månaden"
    moments = tuple(short_month_name(column.month) for _, column in columns)
    yield _drawn(subject, "manad", f"{subject.name}, {word}", moments, lines)


def _is_rich(table: YearTable) -> bool:
    """Whether the newest year has enough months for a line."""
    return bool(table) and sum(cell.number is not None for cell in table.rows[0][1]) >= FEWEST


def _drawn(
    subject: Subject,
    part: str,
    title: str,
    moments: tuple[str, ...],
    lines: tuple[Line, ...],
    target: Target | None = None,
    breaks: tuple[Break, ...] = (),
) -> DrawnChart:
    def picture(ident: str, wide: int) -> SafeString:
        chart = LineChart(ident, title, subject.unit, moments, lines, target, breaks)
        return mark_safe(time_series(chart, wide=wide).svg)  # noqa: S308 (our own drawing; its words are escaped there)

    return DrawnChart(title, picture(f"utveckling-{part}", WIDTH), picture(f"utveckling-{part}-smal", NARROW))


def _value(table: YearTable, year: int, at: int) -> Value:
    cells = dict(table.rows).get(year)
    return _as_value(cells[at]) if cells else Value(None, "–")


def _as_value(cell: Cell) -> Value:
    return Value(cell.number, cell.text or "–")


def _numbers(line: Line) -> int:
    return sum(value.number is not None for value in line.values)


def _target(subject: Subject, latest: Latest | None) -> Target | None:
    """The target of the latest value's year: a floor, a ceiling, a distance from zero, or a level."""
    target = latest.target if latest else None
    if latest is None or target is None:
        return None
    return band_of(target, subject.direction, f"Mål {latest.found.slot.year}: {latest.target_text}")


def band_of(target: ParsedTarget, direction: str, text: str) -> Target | None:
    """What a target reaches over in a chart: up from a floor, down from a ceiling, around zero, or one level."""
    if target.number is None:
        return None
    number = target.number.value
    low, high = {"floor": (number, None), "ceiling": (None, number), "zero": (-number, number)}.get(
        _side(target, direction), (number, number)
    )
    return Target(low, high, text)


def _side(target: ParsedTarget, direction: str) -> str:
    plain = target.kind is TargetKind.PLAIN
    if target.kind in _FLOORS or (plain and direction == Direction.UP):
        return "floor"
    if target.kind in _CEILINGS or (plain and direction == Direction.DOWN):
        return "ceiling"
    return "zero" if target.kind is TargetKind.ABS_LE else "level"


def _breaks(subject: Subject, moments: range) -> Iterable[Break]:
    """Where the method changed between two of the years."""
    for row in sorted(subject.definitions, key=lambda row: row.valid_from):
        if row.method_break and row.valid_from.year in moments[1:]:
            note = row.note or "Metodbyte"
            short = note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1].rstrip() + "…"
            yield Break(moments.index(row.valid_from.year), short)
