"""What the start page says of the facts: what is being reported, what was corrected, what the checks noticed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch

from indicators.access import reads_figures, records_figures, visible_to
from indicators.history import revision_text
from indicators.models import Fact, FigureRevision, Indicator, RecordingFinding, ReportingOccasion, Unit
from indicators.models.choices import FindingLevel, OccasionKind, Scenario, Source
from indicators.models.figures import end_of
from indicators.naming import Names, last_day
from indicators.rights import ALL_FIGURES, AREA_ROLES, Rights, rights_of
from indicators.shown import hidden_before, shown_period
from indicators.spans import Month
from vss_portal.start import StartSection

NEWEST = 5
CANDIDATES = 1000
DAYS_BACK = 90


@dataclass(frozen=True)
class OpenOccasion:
    """An occasion that is being reported, with its dates and how far each area has come."""

    year: int
    month: int
    title: str
    kind: str
    due_on: dt.date
    locks_on: dt.date
    is_late: bool
    areas: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class Corrected:
    """A value that was corrected lately."""

    fact: int
    title: str
    unit: str
    was: str
    now: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Noticed:
    """What a check noticed about a figure."""

    fact: int
    title: str
    unit: str
    mark: str
    word: str
    text: str


def start_sections(user: Any) -> Iterator[StartSection]:
    """Work for who works with figures; for others the way to the indicators."""
    rights = rights_of(user)
    if rights.organisation is None:
        return
    if not reads_figures(user):
        yield StartSection("indicators/parts/start_reading.html", order=40)
        return
    names = Names.of(rights)
    if rights.has(*ALL_FIGURES, *AREA_ROLES) or records_figures(user):
        told = {"occasions": open_occasions(rights), "may_record": records_figures(user)}
        yield StartSection("indicators/parts/start_occasions.html", told, order=10, is_wide=True)
    since = rights.day - dt.timedelta(days=DAYS_BACK)
    told = {"rows": latest_corrected(user, names, since), "since": since}
    yield StartSection("indicators/parts/start_corrected.html", told, order=60)
    yield StartSection("indicators/parts/start_noticed.html", {"rows": latest_noticed(user, names)}, order=70)


def open_occasions(rights: Rights) -> list[OpenOccasion]:
    """What may be entered on the day, the first to close on top: two queries, and one for each occasion's areas."""
    rows = ReportingOccasion.objects.filter(organisation=rights.organisation).open_on(rights.day)
    measured = _measured_units(rights)
    return [_occasion(row, rights, measured) for row in rows.order_by("locks_on", "year", "month")]


def _measured_units(rights: Rights) -> set[str]:
    """The units that anything is measured for: they answer for an indicator, or have a figure."""
    here = OuterRef("pk")
    answers = Exists(Indicator.objects.filter(responsible_unit=here, is_group=False))
    units = Unit.objects.filter(answers | Exists(Fact.objects.filter(unit=here)), organisation=rights.organisation)
    return set(units.values_list("code", flat=True))


def _occasion(row: ReportingOccasion, rights: Rights, measured: set[str]) -> OpenOccasion:
    budget = row.kind == OccasionKind.BUDGET
    return OpenOccasion(
        year=row.year,
        month=row.month,
        title=f"Budget {row.year}" if budget else Month(row.year, row.month).long_label.capitalize(),
        kind="" if row.kind in (OccasionKind.MONTH, OccasionKind.BUDGET) else row.get_kind_display(),
        due_on=row.due_on,
        locks_on=row.locks_on,
        is_late=row.due_on < rights.day,
        areas=[] if budget else _areas(row, rights, measured),
    )


def _areas(row: ReportingOccasion, rights: Rights, measured: set[str]) -> list[tuple[str, str, int]]:
    """The areas that concern the person and have something to report, each with how many values of the period."""
    outcomes = Fact.objects.filter(scenario=Scenario.OUTCOME, year=row.year, month=row.month)
    facts = outcomes.filter(unit__organisation=rights.organisation)
    counts = dict(facts.values_list("unit__code").annotate(Count("pk")).order_by("unit__code"))
    found = []
    for code in _own_areas(rights):
        within = rights.tree.subtree_on(code, rights.day)
        if measured.isdisjoint(within):
            continue
        found.append((code, rights.tree.name_on(code, rights.day), sum(counts.get(part, 0) for part in within)))
    return found


def _own_areas(rights: Rights) -> list[str]:
    """The parts of the administration for who follows all of it, else the units of the person's own roles."""
    if rights.has(*ALL_FIGURES):
        return [part for root in rights.tree.roots_on(rights.day) for part in rights.tree.parts_on(root, rights.day)]
    own = {member.unit.code for member in rights.memberships if member.role in AREA_ROLES}
    return [code for code in rights.tree.units if code in own and rights.tree.exists(code, rights.day)]


def latest_corrected(user: Any, names: Names, since: dt.date) -> list[Corrected]:
    """The values that were corrected last, of those the person may see: two queries."""
    own = FigureRevision.objects.filter(batch__organisation=rights_of(user).organisation)
    corrections = own.filter(number__gt=1, recorded_at__gte=end_of(since))
    # Found first: the index of corrections knows the newest, whatever the number of figures.
    keys = corrections.order_by("-recorded_at", "-pk").values("pk")[:CANDIDATES]
    rows = visible_to(FigureRevision.objects.filter(pk__in=keys), user).select_related("fact", "recorded_by")
    newest = list(rows.order_by("-recorded_at", "-pk")[:NEWEST])
    earlier = FigureRevision.objects.filter(fact__in=[row.fact_id for row in newest])
    by_fact: dict[int, list[FigureRevision]] = {}
    for row in earlier.order_by("number"):
        by_fact.setdefault(row.fact_id, []).append(row)
    return [_corrected(row, by_fact[row.fact_id], names) for row in newest]


def _corrected(row: FigureRevision, revisions: Sequence[FigureRevision], names: Names) -> Corrected:
    day = last_day(row.fact)
    measure = names.measure(row.fact.indicator_id, day)
    last_hidden = hidden_before((each.number, each.marker) for each in revisions)
    before = revisions[row.number - 2]
    return Corrected(
        fact=row.fact_id,
        title=_title(row.fact, names),
        unit=names.short_unit(row.fact.unit_id, day),
        was=revision_text(before, measure, hidden=before.number <= last_hidden),
        now=revision_text(row, measure, hidden=row.number <= last_hidden),
        by=row.recorded_by.display_name,
        at=row.recorded_at,
    )


def latest_noticed(user: Any, names: Names) -> list[Noticed]:
    """What the checks noticed last about values that stand: three queries.

    What is withheld is left out, and figures from print, which are kept as they were printed.
    """
    grave = RecordingFinding.objects.filter(level__gte=FindingLevel.WARNING)
    newest = grave.exclude(revision__source=Source.DOCUMENT).order_by("-pk")
    # Fetched first: from the few findings to their figures is a short way, from all figures a long one.
    keys = list(newest.values_list("revision", flat=True)[:CANDIDATES])
    seen = visible_to(FigureRevision.objects.filter(pk__in=keys, marker=""), user)
    rows = seen.select_related("fact").prefetch_related(Prefetch("findings", grave, "grave"))
    ordered = rows.order_by("-recorded_at", "-pk")[:NEWEST]
    return [_noticed(row, found, names) for row in ordered for found in row.grave][:NEWEST]


def _noticed(row: FigureRevision, found: RecordingFinding, names: Names) -> Noticed:
    return Noticed(
        fact=row.fact_id,
        title=_title(row.fact, names),
        unit=names.short_unit(row.fact.unit_id, last_day(row.fact)),
        mark="error" if found.level == FindingLevel.ERROR else "warning",
        word=str(FindingLevel(found.level).label),
        text=found.text,
    )


def _title(fact: Fact, names: Names) -> str:
    return f"{names.indicator(fact.indicator_id, last_day(fact))}, {shown_period(fact.span, fact.year, fact.month)}"
