"""The state of a year's accounts: open, preliminary or definitive from a day on, and what follows of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models import ClosingState, FigureRevision, Organisation, YearClosing
from indicators.models.choices import AggregationChoice, Scenario, SpanChoice
from indicators.models.figures import ORIGINAL
from indicators.numbers import Number, difference, total
from indicators.recording_entries import number_of
from indicators.spans import CLOSING_MONTH
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.models import User

WHOLE_YEAR = 12
ORDER = (ClosingState.OPEN, ClosingState.PRELIMINARY, ClosingState.DEFINITIVE)
LONGEST_NOTE = 300


class ClosingRefused(ValueError):
    """Why the state wasn't set; the message is Swedish."""


def closing_of(organisation: Organisation | int, year: int, known_on: dt.date | None = None) -> YearClosing | None:
    """The state that holds, as known at the end of the day (None: now); None for a year that nobody has closed."""
    rows = YearClosing.objects.as_of(known_on).filter(organisation=organisation, year=year)
    return rows.select_related("by").first()


def preliminary_years(organisation: Organisation | int, known_on: dt.date | None = None) -> frozenset[int]:
    """The years whose accounts are preliminary, as known at the end of the day (None: now): one query."""
    rows = YearClosing.objects.as_of(known_on).filter(organisation=organisation, state=ClosingState.PRELIMINARY)
    return frozenset(rows.values_list("year", flat=True))


def state_of(closing: YearClosing | None) -> str:
    """The state; open where nothing is told."""
    return closing.state if closing else ClosingState.OPEN


def set_state(
    *, organisation: Organisation, year: int, state: str, day: dt.date, note: str, by: User, differs: int = 0
) -> YearClosing:
    """Set the year's state from a day on. `differs` are the rows whose full year isn't that of the months.

    Raises ClosingRefused.
    """
    note = " ".join(note.split())[:LONGEST_NOTE]
    stands = state_of(closing_of(organisation, year))
    if problem := _problem(year, state, stands, day, note, differs):
        raise ClosingRefused(f"{problem} Inget är ändrat.")
    return YearClosing.objects.create(
        organisation=organisation, year=year, state=state, day=day, note=note, by=by, at=clock.now()
    )


def _problem(year: int, state: str, stands: str, day: dt.date, note: str, differs: int) -> str:
    if state not in ORDER:
        return "Välj ett läge."
    told = ClosingState(state).label
    if state == stands:
        return f"Året är redan {told}." if state == ClosingState.OPEN else f"{year} har redan {told}."
    if state != ClosingState.OPEN and day <= dt.date(year, 12, 31):
        return f"{year} är inte slut den {long_date(day)}. Välj en dag efter årets slut."
    if day > clock.today():
        return f"Dagen {long_date(day)} ligger framåt i tiden. Läget gäller tidigast från i dag."
    if ORDER.index(ClosingState(state)) < ORDER.index(ClosingState(stands)) and not note:
        return "Skriv varför bokslutet öppnas igen."
    if state == ClosingState.DEFINITIVE and differs and not note:
        rows = "1 rad" if differs == 1 else f"{differs} rader"
        return f"Helåret skiljer sig från månaderna i {rows}. Skriv varför det är rätt, eller rätta värdena först."
    return ""


@dataclass(frozen=True, slots=True)
class Sums:
    """A row of the year: the single months, period 13, the full year. Numbers in the indicator's unit."""

    months: dict[int, Number]
    closing: Number | None
    full: Number | None

    @property
    def added(self) -> Number | None:
        """The twelve months and period 13 together; None where a month is missing."""
        if len(self.months) < WHOLE_YEAR:
            return None
        return total([*self.months.values(), *([self.closing] if self.closing else [])])

    @property
    def differs(self) -> Number | None:
        """The full year less what the months and period 13 add up to."""
        return difference(self.full, self.added) if self.full is not None and self.added is not None else None


def sums_of(rows: Iterable[FigureRevision]) -> Sums:
    """The sums of one row's outcomes of one year (with their facts)."""
    by_month: dict[int, Number] = {}
    full = None
    for row in rows:
        number = number_of(row)
        if number is None:
            continue
        if row.fact.span == SpanChoice.MONTH:
            by_month[row.fact.month] = number
        elif row.fact.span == SpanChoice.FULL_YEAR:
            full = number
    return Sums({at: each for at, each in by_month.items() if at <= WHOLE_YEAR}, by_month.get(CLOSING_MONTH), full)


@dataclass
class AreaYear:
    """How many rows of an area add up over the year: all, with twelve months, with a full year, with a difference."""

    rows: int = 0
    whole: int = 0
    full: int = 0
    differs: int = 0


def by_unit(organisation: Organisation, year: int) -> dict[int, AreaYear]:
    """How far each unit's year has come, by the unit's key: one query."""
    found = FigureRevision.objects.current().outcomes().in_year(year).in_organisation(organisation)
    found = found.filter(fact__basis=ORIGINAL, fact__indicator__aggregation=AggregationChoice.SUM)
    places: dict[tuple[int, int, int], list[FigureRevision]] = defaultdict(list)
    for row in found.filter(fact__span__in=(SpanChoice.MONTH, SpanChoice.FULL_YEAR)).select_related("fact"):
        places[row.fact.unit_id, row.fact.indicator_id, row.fact.breakdown_id].append(row)
    told: dict[int, AreaYear] = defaultdict(AreaYear)
    for (unit, _, _), rows in places.items():
        sums, area = sums_of(rows), told[unit]
        area.rows += 1
        area.whole += sums.added is not None
        area.full += sums.full is not None
        area.differs += bool(sums.differs and sums.differs.scaled)
    return told


def changed_since(closing: YearClosing) -> int:
    """How many outcomes of the year were recorded after the state was set."""
    rows = FigureRevision.objects.filter(
        fact__indicator__organisation=closing.organisation_id,
        fact__year=closing.year,
        fact__scenario=Scenario.OUTCOME,
        recorded_at__gt=closing.at,
    )
    return rows.count()


def head_of(closing: YearClosing | None) -> tuple[str, str]:
    """How a column of the year's outcome is called, and what is said of it: `("Bokslut", "preliminärt")`."""
    match state_of(closing):
        case ClosingState.PRELIMINARY:
            return "Bokslut", "preliminärt"
        case ClosingState.DEFINITIVE:
            return "Bokslut", ""
        case _:
            return "Utfall", ""
