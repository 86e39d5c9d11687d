"""How far every area has come with a month, what is late, and what waits for a person: Min månad and Läget."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from indicators.entry.areas import Area, Areas
from indicators.entry.bridging import Bridge, latest_bridges
from indicators.entry.cells import Line, Writer, counted
from indicators.entry.clearing import State, newest_in, newest_revisions, possible_steps, state_of
from indicators.entry.deviating import NOTHING, bridge_of, commentary_of, shows_ledger
from indicators.entry.happenings import Happenings, Step, steps_of
from indicators.entry.plan import Row
from indicators.entry.reading import AreaMonth, read_catalogue, read_figures
from indicators.entry.summary import Summary, summary_of
from indicators.gathering import targets_of
from indicators.models import AreaClearing, ClearingStep, ExplainedFigure, ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.pivot.coordinates import Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.rights import Rights, reporting_role, rights_of
from indicators.spans import Month
from vss_portal import clock

YEAR = 365
PURPOSES = {
    OccasionKind.MARCH: "delårsrapport per den 31 mars",
    OccasionKind.AUGUST: "delårsrapport per den 31 augusti",
    OccasionKind.YEAR_END: "verksamhetsberättelse",
}


@dataclass(frozen=True)
class AreaStanding:
    """An area in a month: its lines, how far they have come, its state and what the person can do with it."""

    month: AreaMonth
    lines: Sequence[Line]
    counts: dict[str, int]
    state: State
    steps: Sequence[str]
    bridge: Bridge
    #: All rows that the person sees, also those that aren't due.
    rows: Sequence[Row]
    #: The newest revision of the area's figures of the month.
    newest: int = 0

    @property
    def shows_money(self) -> bool:
        """Whether the person sees the area's costs and revenues: the HR function doesn't."""
        return shows_ledger(self.month, self.rows)

    @cached_property
    def summary(self) -> Summary:
        """What is missing and what is new in it; without the deviation for who doesn't see the area's money."""
        return summary_of(self.month, self.lines, self.bridge if self.shows_money else None)

    @property
    def commentary(self) -> str:
        """`klar`, `saknas` or `–`; the last also for who doesn't see the area's money."""
        return commentary_of(self.bridge) if self.shows_money else NOTHING

    @property
    def area(self) -> Area:
        """The area."""
        return self.month.area

    @property
    def at(self) -> Month:
        """The month."""
        return self.month.at

    @property
    def mark(self) -> str:
        """What sets the names of its boxes apart on a page with several areas and months."""
        return f"-{self.area.code}-{self.at.year}-{self.at.month}"

    @property
    def forecasts(self) -> tuple[int, int]:
        """How many forecasts are made this month, of how many that can be made."""
        cells = [line.forecast for line in self.lines if line.forecast and line.forecast.state != "computed"]
        return sum(bool(cell.text) for cell in cells), len(cells)


@dataclass(frozen=True)
class MonthStanding:
    """A month with its occasion and the person's areas in it."""

    at: Month
    occasion: ReportingOccasion
    areas: Sequence[AreaStanding]

    @property
    def purpose(self) -> str:
        """What the month is reported in beside the follow-up itself: `delårsrapport per den 31 augusti`."""
        return PURPOSES.get(OccasionKind(self.occasion.kind), "")

    @property
    def is_late(self) -> bool:
        """Whether its last day in time has passed."""
        return self.occasion.due_on < clock.today()


def my_months(user: Any) -> list[MonthStanding]:
    """The open months of a person's areas, the latest first; late ones stay while they aren't ready."""
    rights = rights_of(user)
    return [month_standing(user, Month(row.year, row.month), row) for row in open_occasions(rights)]


def open_occasions(rights: Rights) -> list[ReportingOccasion]:
    """What may be entered today, by everybody or by an area with an exception."""
    today = clock.today()
    rows = ReportingOccasion.objects.filter(organisation=rights.organisation).exclude(kind=OccasionKind.BUDGET)
    still = Q(locks_on__gt=today, closed_at__isnull=True) | Q(exceptions__until__gte=today)
    found = rows.filter(still, opens_on__lte=today).select_related("closed_by")
    return list(found.order_by("-year", "-month").distinct())


@dataclass(frozen=True)
class Uncleared:
    """An area whose month was closed without being cleared; it stays until it is."""

    area: Area
    at: Month
    occasion: ReportingOccasion
    state: State


def uncleared(rights: Rights) -> list[Uncleared]:
    """The closed months of the last year that a person's areas never cleared, the earliest first: two queries.

    Counted from the first month that anybody in the organisation took a step in: before that, months were cleared
    elsewhere.
    """
    today = clock.today()
    steps = AreaClearing.objects.filter(occasion__organisation=rights.organisation).order_by("pk")
    taken: dict[int, dict[int, str]] = defaultdict(dict)
    first: dt.date | None = None
    for occasion, unit, step, due in steps.values_list("occasion", "unit", "step", "occasion__due_on"):
        taken[occasion][unit] = step
        first = due if first is None or due < first else first
    if first is None:
        return []
    closed = ReportingOccasion.objects.filter(organisation=rights.organisation).exclude(kind=OccasionKind.BUDGET)
    since = max(first, today - dt.timedelta(days=YEAR))
    rows = closed.locked_on(today).filter(due_on__gte=since).order_by("year", "month").select_related("closed_by")
    return [found for row in rows for found in _uncleared_in(row, rights, taken[row.pk])]


def _uncleared_in(occasion: ReportingOccasion, rights: Rights, taken: dict[int, str]) -> Iterator[Uncleared]:
    at = Month(occasion.year, occasion.month)
    for area in Areas(rights, at).own:
        step = taken.get(area.pk, "")
        if step != ClearingStep.CLEARED and not area.is_whole:
            steps = [Step("step", step, "", "", clock.now())] if step else []
            yield Uncleared(area, at, occasion, state_of(occasion, steps, 0, filled=True, open_longer=False))


@dataclass(frozen=True)
class Owed:
    """What a person's areas wait for and others report: how many values of a month, in which areas.

    `role` is whose it is, "" where nobody is named; `why` says it in words.
    """

    at: Month
    role: str
    why: str
    count: int
    areas: Sequence[str]


def owed_by_others(months: Iterable[MonthStanding]) -> list[Owed]:
    """What others owe the person's areas, by month and whose it is."""
    found: dict[tuple[Month, str, str], list[str]] = defaultdict(list)
    for month in months:
        for standing in month.areas:
            for line in standing.lines:
                if line.is_missing and line.state == "locked" and standing.month.is_open:
                    found[month.at, reporting_role(line.row.indicator), line.value.why].append(standing.area.name)
    return [Owed(*key, len(names), list(dict.fromkeys(names))) for key, names in found.items()]


def next_occasion(rights: Rights) -> ReportingOccasion | None:
    """The next occasion to open."""
    rows = ReportingOccasion.objects.filter(organisation=rights.organisation, opens_on__gt=clock.today())
    return rows.exclude(kind=OccasionKind.BUDGET).order_by("opens_on").first()


def month_standing(user: Any, at: Month, occasion: ReportingOccasion) -> MonthStanding:
    """All of a person's areas in a month, in a constant number of queries."""
    rights = rights_of(user)
    areas = Areas(rights, at)
    units = sorted({code for area in areas.own for code in area.units})
    keys = [rights.tree.unit(code).pk for code in units]
    catalogue, figures = read_catalogue(rights), _by_unit(read_figures(units, at, None))
    targets = targets_of(rights.organisation, at.year, None) if rights.organisation else {}
    happened = _happened(occasion, keys, at)
    newest = newest_revisions(keys, at)
    bridges = latest_bridges([area.pk for area in areas.own], at)
    found = []
    for area in areas.own:
        happenings = replace(happened.get(area.pk, happened[0]), told=bridges.get(area.pk))
        own = FigureSet({slot: known for code in area.units for slot, known in figures[code].items()})
        month = AreaMonth(user, areas, area, at, catalogue, own, targets, occasion, happenings)
        found.append(_standing(month, newest_in(area, areas, newest)))
    return MonthStanding(at, occasion, [each for each in found if each.counts["all"]])


def _by_unit(figures: FigureSet) -> dict[str, dict[Slot, list[Known]]]:
    """The figures of each unit, so that no area goes through those of all."""
    found: dict[str, dict[Slot, list[Known]]] = defaultdict(dict)
    for slot, known in figures.figures.items():
        found[slot.unit][slot] = known
    return found


def _standing(month: AreaMonth, newest: int) -> AreaStanding:
    writer = Writer(month)
    lines = writer.short
    counts = counted(lines)
    state = state_of(
        month.occasion,
        month.happenings.steps,
        newest,
        filled=counts["filled"] > 0,
        open_longer=month.opened_until is not None,
    )
    steps = possible_steps(month.areas, month.area, state)
    return AreaStanding(month, lines, counts, state, steps, bridge_of(month), writer.rows, newest)


def _happened(occasion: ReportingOccasion, units: Sequence[int], at: Month) -> dict[int, Happenings]:
    """Steps, exceptions and explanations of all areas, by the area's key (0: of none): two queries."""
    explained = ExplainedFigure.objects.filter(
        fact__unit__in=units, explanation__year=at.year, explanation__month=at.month
    )
    rows = list(explained.order_by("pk").values_list("fact", "explanation__text", "explanation__at"))
    texts, moments = {fact: text for fact, text, _ in rows}, {fact: at for fact, _, at in rows}
    said: dict[int, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for unit, row in steps_of(occasion):
        said[unit][row.kind].append(row)
    nothing = Happenings(explained=texts, explained_at=moments)
    own = {unit: replace(nothing, steps=of["step"], exceptions=of["exception"]) for unit, of in said.items()}
    return {0: nothing, **own}
