"""From boxes of the budget and its plan years to recorded figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from indicators.entry.cells import Trouble, shown_text
from indicators.entry.plan import Row
from indicators.entry.saving import Given, Outcome, read_box, record_boxes
from indicators.entry.year_frames import FrameRow, scenario_of
from indicators.entry.years import YearColumn, YearSheet
from indicators.models.choices import Scenario
from indicators.number_parsing import Parsed
from indicators.pivot.coordinates import TOTAL, Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.recording import Entry, Recorded
from indicators.recording_entries import number_of


def save_years(sheet: YearSheet, given: Mapping[str, Given], *, only_try: bool = False) -> Outcome:
    """Save what was typed in the boxes of years; what can't be saved is told, and boxes left alone aren't touched.

    `only_try` saves nothing and tells the troubles that there would be.
    """
    outcome = Outcome()
    entries: dict[str, Entry] = {}
    for name, told in given.items():
        box = sheet.box_of(name)
        if box is None or not told.is_touched:
            continue
        row, column = box
        if why := sheet.locked_year(row):
            outcome.troubles[name] = Trouble(told.text, f"Rutan är låst: {why}. Inget är sparat.")
            continue
        read = read_box(sheet, row, told, shown_text(sheet.known_year(row, column)))
        if isinstance(read, Trouble):
            outcome.troubles[name] = read
        else:
            entries[name] = _entry(sheet, row, column, name, told, read)
    record_boxes(sheet, entries, given, outcome, f"{title_of(sheet)}: {sheet.month.area.name}", only_try=only_try)
    seen = {name: replace(trouble, seen=given[name].seen) for name, trouble in outcome.troubles.items()}
    return Outcome(outcome.recorded, seen)


def title_of(sheet: YearSheet) -> str:
    """What the page is about: `Budget 2025 med plan`."""
    return f"Budget {sheet.year} med plan"


def _entry(sheet: YearSheet, row: Row, column: YearColumn, name: str, told: Given, read: Parsed) -> Entry:
    exceptions = sheet.month.happenings.exceptions
    # A plan year has no occasion of its own, and so its changes say what they belong to.
    reason = title_of(sheet) if column.scenario == Scenario.PLAN or isinstance(row, FrameRow) else ""
    return Entry(
        indicator=row.indicator,
        unit=sheet.unit(row),
        breakdown=row.breakdown,
        year=column.year,
        month=12,
        span=row.forecast_span,
        scenario=scenario_of(row, column.scenario),
        decision=sheet.decision,
        number=read.number,
        marker=str(read.marker or ""),
        reason=f"Undantag: {exceptions[-1].reason}" if exceptions else reason,
        seen=told.seen,
        place=name,
    )


def with_years_recorded(sheet: YearSheet, recorded: Collection[Recorded], troubles: Mapping[str, Trouble]) -> YearSheet:
    """The sheet with figures that were just recorded, without asking the database again."""
    figures = {slot: list(known) for slot, known in sheet.month.figures.figures.items()}
    units = {pk: code for code, pk in sheet.month.catalogue.units.items()}
    for each in recorded:
        known = _known(each, units[each.entry.unit.pk])
        figures[known.slot] = [*(old for old in figures.get(known.slot, []) if old.fact != known.fact), known]
    month = replace(sheet.month, figures=FigureSet(figures))
    return replace(sheet, month=month, troubles=troubles)


def _known(recorded: Recorded, unit: str) -> Known:
    entry, revision = recorded.entry, recorded.revision
    part = entry.breakdown.code if entry.breakdown else TOTAL
    return Known(
        slot=Slot(entry.indicator.code, unit, part, entry.scenario, entry.year, entry.month, entry.span),
        number=number_of(revision),
        marker=revision.marker,
        decision=entry.decision.code if entry.decision else "",
        decided_on=entry.decision.decided_on if entry.decision else None,
        fact=recorded.fact.pk,
        revision=revision.pk,
        revision_number=revision.number,
        source=revision.source,
    )
