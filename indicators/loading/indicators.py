"""The catalogue of indicators (`indicators.yaml` or `indicators/*.yaml`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from indicators.formulas import Formula, FormulaError
from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models.choices import (
    AggregationChoice,
    DirectionChoice,
    Frequency,
    IndicatorKind,
    Measure,
    Role,
)

PATTERNS = ("indicators.yaml", "indicators/*.yaml")


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """What an indicator is called and means from a day on."""

    first: dt.date
    name: str
    definition: str
    unit_of_measure: str
    decimals: int
    scale: tuple[int | None, int | None]
    method_break: bool
    note: str


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """When an indicator is measured from a year on; months as stored ("3,8,12")."""

    from_year: int
    frequency: str
    months: str
    judged_at_year_end_only: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as the file tells it."""

    code: str
    kind: str
    is_group: bool
    parent: str
    order: int
    direction: str
    aggregation: str
    formula: str
    breakdowns: tuple[str, ...]
    total_between_parts: bool
    parts_sum: bool
    responsible_unit: str
    responsible_role: str
    source: str
    is_health: bool
    schedule: tuple[ScheduleRow, ...]
    aliases: tuple[str, ...]
    definitions: tuple[DefinitionRow, ...]


def read_indicators(reading: Reading) -> list[IndicatorRow]:
    """All indicators; they are known from here on, with their unit of measure."""
    names = [name for pattern in PATTERNS for name in reading.folder.matching(pattern)]
    rows = [row for name in names for row in reading.rows(name)]
    sets = set(reading.known.breakdowns.values())
    indicators = [_indicator(row, place, sets, reading.known.units) for place, row in enumerate(rows)]
    pairs = list(zip(rows, indicators, strict=True))
    refuse_twice([(row, found.code) for row, found in pairs], "code", "Indikatorn")
    for found in indicators:
        measure = found.definitions[-1].unit_of_measure if found.definitions else ""
        reading.known.indicators[found.code] = "" if found.is_group else measure
    groups = {found.code for found in indicators if found.is_group}
    for row, found in pairs:
        if found.parent and found.parent not in groups:
            row.wrong("parent", f"”{found.parent}” är ingen rubrik för flera indikatorer (is_group). Välj en annan.")
        _check_formula(row, found, reading.known.indicators)
    return indicators


def _indicator(given: Given, place: int, sets: set[str], units: set[str]) -> IndicatorRow:
    measure = given.choice("unit_of_measure", Measure)
    decimals = given.whole("decimals", -9, 9, default=0)
    scale = _scale(given, (None, None))
    definitions = given.rows("definitions")
    schedule = given.rows("schedule")
    indicator = IndicatorRow(
        code=given.code(),
        kind=given.choice("kind", IndicatorKind),
        is_group=given.flag("is_group"),
        parent=given.text("parent", default=""),
        order=given.whole("order", 0, 100_000, default=place),
        direction=given.choice("direction", DirectionChoice, default=DirectionChoice.NEUTRAL),
        aggregation=given.choice("aggregation", AggregationChoice),
        formula=given.text("formula", longest=300, default=""),
        breakdowns=given.texts("breakdowns"),
        total_between_parts=given.flag("total_between_parts"),
        parts_sum=given.flag("parts_sum"),
        responsible_unit=given.known("responsible_unit", units, "enheterna", default=""),
        responsible_role=given.choice("responsible_role", Role, default=""),
        source=given.text("source", default=""),
        is_health=given.flag("health"),
        schedule=tuple(_schedule(row) for row in schedule),
        aliases=given.texts("aliases", longest=300),
        definitions=tuple(_definition(row, measure, decimals, scale) for row in definitions),
    )
    _check_rows(given, indicator, definitions, schedule, sets)
    given.finish()
    return indicator


def _check_rows(
    given: Given, indicator: IndicatorRow, definitions: list[Given], schedule: list[Given], sets: set[str]
) -> None:
    for code in indicator.breakdowns:
        if code not in sets:
            given.wrong(
                "breakdowns", f"”{code}” är ingen indelning som finns. Välj någon av {', '.join(sorted(sets))}."
            )
    if not definitions:
        given.wrong("definitions", "Indikatorn saknar namn och definition. Lägg till en rad från första dagen.")
    days = [(row, found.first) for row, found in zip(definitions, indicator.definitions, strict=True)]
    refuse_twice(days, "from", "En definition från samma dag")
    years = [(row, found.from_year) for row, found in zip(schedule, indicator.schedule, strict=True)]
    refuse_twice(years, "from", "En mätplan från samma år")


def _check_formula(given: Given, indicator: IndicatorRow, known: dict[str, str]) -> None:
    computed = indicator.aggregation == AggregationChoice.FORMULA
    if computed != bool(indicator.formula):
        given.wrong("formula", "En beräknad indikator (aggregation formula) har en formel, andra har ingen. Rätta det.")
    if not indicator.formula:
        return
    try:
        references = Formula.parse(indicator.formula).references()
    except FormulaError as error:
        given.wrong("formula", str(error))
        return
    unknown = sorted({reference.code for reference in references if not known.get(reference.code)})
    if unknown:
        given.wrong("formula", f"Formeln räknar med {', '.join(unknown)}, som inte finns eller inte mäts. Rätta koden.")


def _scale(given: Given, usual: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """The lowest and highest possible value, None where open."""
    if not given.has("scale"):
        return usual
    limits = given.items("scale")
    whole = all(limit is None or type(limit) is int for limit in limits)
    if len(limits) != 2 or not whole or (None not in limits and limits[0] >= limits[1]):
        given.wrong(
            "scale", f"”{limits}” är ingen skala. Skriv lägsta och högsta heltal, null där det är öppet: [0, 5]."
        )
        return usual
    return limits[0], limits[1]


def _definition(given: Given, measure: str, decimals: int, scale: tuple[int | None, int | None]) -> DefinitionRow:
    definition = DefinitionRow(
        first=given.day("from"),
        name=given.text("name", longest=300),
        definition=given.text("definition", longest=None, default=""),
        unit_of_measure=given.choice("unit_of_measure", Measure, default=measure),
        decimals=given.whole("decimals", -9, 9, default=decimals),
        scale=_scale(given, scale),
        method_break=given.flag("method_break"),
        note=given.text("note", longest=None, default=""),
    )
    given.finish()
    return definition


def _schedule(given: Given) -> ScheduleRow:
    months = given.items("months")
    if any(type(month) is not int or not 1 <= month <= 12 or months.count(month) > 1 for month in months):
        given.wrong("months", f"”{months}” är inga månader. Skriv tal från 1 till 12, vart och ett en gång.")
        months = []
    schedule = ScheduleRow(
        from_year=given.whole("from", FIRST_YEAR, LAST_YEAR),
        frequency=given.choice("frequency", Frequency),
        months=",".join(str(month) for month in sorted(months)),
        judged_at_year_end_only=given.flag("judged_at_year_end_only"),
    )
    if bool(months) == (schedule.frequency == Frequency.PAUSED):
        given.wrong("months", "En indikator som mäts har månader, en som inte mäts (paused) har inga. Rätta det.")
    given.finish()
    return schedule
