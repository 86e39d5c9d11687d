"""From what was typed in boxes to recorded figures: what can be saved is saved, the rest is told beside its box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.entry.cells import FORECAST, OUTCOME, Trouble, Writer, shown_text, typed_marker
from indicators.entry.plan import Row
from indicators.models.choices import MarkerChoice, Measure, Scenario, Source
from indicators.number_parsing import AmbiguousNumber, DashNeedsReason, Marker, NumberError, Parsed, parse_number
from indicators.numbers import format_number
from indicators.recording import Entry, Recorded, RecordingRefused, StaleFigure, record_figures, try_figures
from indicators.recording_entries import EMPTY, Problem
from vss_portal.sent import whole_number

EMPTYING = ("töm", "töm cellen", EMPTY)
# What an emptied box may mean, in the order that it is asked.
EMPTY_CHOICES = (Marker.CLEARED, Marker.NO_DATA, Marker.NONE_OCCURRED, Marker.NOT_APPLICABLE, Marker.NOT_REPORTED)
ABOUT_SHARES = (Measure.PERCENT, Measure.PERCENTAGE_POINTS)


@dataclass(frozen=True)
class Given:
    """What came from a box: its text, the text that it was shown with, and the revision that was seen then."""

    text: str
    shown: str = ""
    seen: int = 0

    @property
    def is_touched(self) -> bool:
        """Whether the person wrote anything in it."""
        return self.text.strip() != self.shown.strip()


@dataclass(frozen=True)
class Outcome:
    """What became of a form: recorded figures and troubles, by the names of the boxes."""

    recorded: dict[str, Recorded] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)

    @property
    def saved(self) -> int:
        """How many values were new or changed."""
        return sum(each.state != "unchanged" for each in self.recorded.values())


def save(writer: Writer, given: Mapping[str, Given], *, label: str = "Inmatning", only_try: bool = False) -> Outcome:
    """Save what was typed. Boxes that weren't touched, or that the person may not write in, are left alone.

    `only_try` saves nothing and tells the troubles that there would be.
    """
    rows = {row.key: row for row in writer.rows}
    entries: dict[str, Entry] = {}
    outcome = Outcome()
    for name, told in given.items():
        scenario, _, key = name.partition("-")
        row = rows.get(key)
        if row is None or scenario not in (OUTCOME, FORECAST) or not told.is_touched:
            continue
        if why := _refusal(writer, row, scenario):
            outcome.troubles[name] = Trouble(told.text, f"Rutan är låst: {why}. Inget är sparat.")
            continue
        read = read_box(writer, row, told, standing_text(writer, row, scenario))
        if isinstance(read, Trouble):
            outcome.troubles[name] = read
        else:
            entries[name] = _entry(writer, row, name, told, read)
    about = f"{label}: {writer.month.area.name}, {writer.month.at.long_label}"
    record_boxes(writer, entries, given, outcome, about, only_try=only_try)
    seen = {name: replace(trouble, seen=given[name].seen) for name, trouble in outcome.troubles.items()}
    return Outcome(outcome.recorded, seen)


def standing_text(writer: Writer, row: Row, scenario: str) -> str:
    """What stands in the box now, as it is written."""
    return shown_text(writer.known(row) if scenario == OUTCOME else writer.forecast_known(row))


def _refusal(writer: Writer, row: Row, scenario: str) -> str:
    if scenario == FORECAST and not row.takes_forecast:
        return "här görs ingen prognos"
    return writer.locked_why(row)


def read_box(writer: Writer, row: Row, told: Given, standing: str) -> Parsed | Trouble:
    """What was typed as a number or a reason, or why it can't be read and what stands."""
    text = told.text.strip()
    stands = f" Det tidigare värdet {standing} står kvar." if standing else " Inget är sparat."
    if not text:
        choices = tuple((marker.word, marker.word, "") for marker in EMPTY_CHOICES)
        return Trouble("", f"Rutan är tömd. Välj vad det betyder.{stands}", choices)
    if text.casefold() in EMPTYING:
        return Parsed(text, marker=Marker.CLEARED)
    try:
        parsed = parse_number(text)
    except AmbiguousNumber as found:
        shown = [format_number(reading) for reading in found.readings]
        return Trouble(text, found.message + stands, tuple((each, each, "") for each in shown))
    except DashNeedsReason as found:
        return Trouble(text, found.message + stands, tuple((each.word, each.word, "") for each in found.choices))
    except NumberError as found:
        return Trouble(text, found.message + stands)
    facts = writer.month.facts[row.indicator.code]
    if parsed.percent and facts.measure not in ABOUT_SHARES:
        return Trouble(text, f"”{text}” är en andel, men {facts.name} mäts inte i procent. Skriv talet.{stands}")
    return parsed


def _entry(writer: Writer, row: Row, name: str, told: Given, read: Parsed) -> Entry:
    forecast = name.startswith(FORECAST)
    exceptions = writer.month.happenings.exceptions
    return Entry(
        indicator=row.indicator,
        unit=writer.unit(row),
        breakdown=row.breakdown,
        year=writer.month.at.year,
        month=12 if forecast else row.month,
        span=row.forecast_span if forecast else row.span,
        scenario=Scenario.FORECAST if forecast else Scenario.OUTCOME,
        vintage=writer.month.vintage if forecast else 0,
        number=read.number,
        marker=str(read.marker or ""),
        reason=f"Undantag: {exceptions[-1].reason}" if exceptions else "",
        seen=told.seen,
        place=name,
    )


def record_boxes(
    writer: Writer,
    entries: dict[str, Entry],
    given: Mapping[str, Given],
    outcome: Outcome,
    label: str,
    *,
    only_try: bool = False,
) -> None:
    """Record the entries as one act; what is refused is told, and the rest is tried again without it."""
    act: dict[str, Any] = {"by": writer.month.user, "source": Source.FORM, "label": label}
    act["may_unlock"] = writer.month.opened_until is not None
    while entries:
        try:
            if only_try:
                try_figures(entries=entries.values(), **act)
                return
            recorded = record_figures(entries=entries.values(), ready=writer.month.ready, **act)
        except RecordingRefused as refusal:
            told = _by_place(refusal.problems, entries)
            outcome.troubles.update({name: _trouble(given[name].text, problems) for name, problems in told.items()})
            entries = {name: entry for name, entry in entries.items() if name not in told}
            continue
        outcome.recorded.update(zip(entries, recorded, strict=True))
        return


def _by_place(problems: Iterable[Problem], entries: Mapping[str, Entry]) -> dict[str, list[Problem]]:
    """The problems by box; one without a box of its own is every box's."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        for name in [problem.place] if problem.place in entries else entries:
            found.setdefault(name, []).append(problem)
    return found


def _trouble(given: str, problems: list[Problem]) -> Trouble:
    message = " ".join(problem.message for problem in problems)
    stale = next((problem for problem in problems if isinstance(problem, StaleFigure)), None)
    if stale is None:
        return Trouble(given, message)
    number = str(stale.number)
    choices = ((f"Behåll {stale.stands}", stale.stands, number), (f"Spara {stale.given}", given, number))
    return Trouble(given, message, choices)


def chosen(value: str) -> tuple[str, Given] | None:
    """A pressed choice, `box|revision seen|text`, as the box's name and what it gives; None for anything else."""
    name, first, rest = value.partition("|")
    seen, second, text = rest.partition("|")
    if not (first and second and name):
        return None
    return name, Given(text=text, shown="|", seen=whole_number(seen) or 0)


__all__ = ["Given", "MarkerChoice", "Outcome", "chosen", "read_box", "save", "typed_marker"]
