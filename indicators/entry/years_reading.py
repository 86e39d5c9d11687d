"""An area's budget with plan years, fetched in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from indicators.entry.areas import Areas
from indicators.entry.happenings import Happenings, happenings_of
from indicators.entry.reading import AreaMonth, around, read_catalogue
from indicators.entry.years import CHANGING, KINDS, YEARS_AHEAD, YEARS_BACK, YearSheet
from indicators.gathering import SLOT_FIELDS, VALUE_FIELDS, known_of
from indicators.models import BudgetAssumption, Decision, FigureRevision, ReportingOccasion
from indicators.models.choices import DecisionKind, OccasionKind, Scenario
from indicators.models.figures import ORIGINAL
from indicators.pivot.coordinates import Slot
from indicators.pivot.figures import FigureSet, Known
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.year.closing import closing_of, head_of


def read_years(
    user: Any, code: str, year: int, decision: str | None = None, *, only: Collection[int] | None = None
) -> YearSheet | None:
    """An area's budget with plan years; None where there is no such area for the person, or no such decision.

    `decision` is a decision's code, empty for the working version without one; None takes the latest that has a budget
    of the year. `only` are indicators' keys: their figures and what is computed from them are fetched, the rest isn't.
    """
    at = Month(year, 12)
    rights = rights_of(user)
    areas = Areas(rights, at)
    area = areas.find(code)
    if area is None or rights.organisation is None:
        return None
    catalogue = read_catalogue(rights)
    codes = around({row.code for row in catalogue.indicators if row.pk in only}, catalogue) if only else None
    # The parts of the whole administration are areas of their own, but their figures add up to it.
    known = _read_figures({*area.units, *rights.tree.parts_on(area.code, at.last_day)}, year, codes)
    beside = _decisions(rights.organisation.pk, known, year)
    decisions = [row for row in beside.values() if _may_decide(row, known, year)]
    chosen = _chosen(decision, decisions, known, year)
    if chosen is None and decision:
        return None
    occasion = budget_occasion(rights.organisation.pk, year)
    month = AreaMonth(
        user=user,
        areas=areas,
        area=area,
        at=at,
        catalogue=catalogue,
        figures=FigureSet.of([*_of_version(known, year, chosen), *_standing(known, year, chosen, beside)]),
        targets={},
        occasion=occasion,
        happenings=happenings_of(area, rights, at, occasion) if occasion else Happenings(),
    )
    return YearSheet(
        month,
        decision=chosen,
        decisions=decisions,
        assumptions=assumptions_of(area.pk, year, chosen),
        beside=beside,
        outcome_head=head_of(closing_of(rights.organisation, year - YEARS_BACK)),
    )


def assumptions_of(area: int, year: int, decision: Decision | None) -> list[BudgetAssumption]:
    """What plan years of the version were counted up by, the latest first."""
    rows = BudgetAssumption.objects.filter(unit=area, year=year, decision=decision)
    return list(rows.select_related("by", "decision"))


def budget_occasion(organisation: int, year: int) -> ReportingOccasion | None:
    """The occasion at which the year's budget is made."""
    rows = ReportingOccasion.objects.filter(organisation=organisation, year=year, kind=OccasionKind.BUDGET)
    return rows.select_related("closed_by").order_by("-locks_on").first()


def _read_figures(units: Collection[str], year: int, codes: Collection[str] | None) -> list[Known]:
    """The current figures of the units in all the years of the page: one query."""
    keys = Q(fact__unit__code__in=units, fact__year__range=(year - YEARS_BACK, year + YEARS_AHEAD))
    keys &= Q(fact__indicator__kind__in=KINDS)
    if codes is not None:
        keys &= Q(fact__indicator__code__in=codes)
    rows = FigureRevision.objects.filter(keys).current().values_list(*VALUE_FIELDS, *SLOT_FIELDS)
    return [known_of(row) for row in rows]


def _is_ahead(known: Known, year: int) -> bool:
    """Whether a figure is of the budget that the page is about, or of its plan."""
    slot = known.slot
    return (slot.scenario == Scenario.BUDGET and slot.year == year) or (
        slot.scenario == Scenario.PLAN and slot.year > year
    )


def _of_version(known: Collection[Known], year: int, chosen: Decision | None) -> list[Known]:
    """The figures, those of the budget and its plan only as the one decision has them."""
    own = chosen.code if chosen else ""
    return [each for each in known if each.decision == own or not _is_ahead(each, year)]


def _standing(
    known: Collection[Known], year: int, chosen: Decision | None, decisions: Mapping[str, Decision]
) -> list[Known]:
    """What holds where a decision that changes the year's budget says nothing: of each the latest decided before it."""
    if chosen is None or chosen.kind not in CHANGING:
        return []
    told = {each.slot for each in known if each.decision == chosen.code}
    budgets = {each.decision for each in known if _is_budget_of(each, year)}
    before = {
        code: (decision.decided_on, code)
        for code, decision in decisions.items()
        if code in budgets and (decision.decided_on, code) < (chosen.decided_on, chosen.code)
    }
    before = {code: place for code, place in before.items() if decisions[code].kind != DecisionKind.PROPOSAL}
    latest: dict[Slot, Known] = {}
    for each in sorted((each for each in known if each.decision in before), key=lambda each: before[each.decision]):
        if _is_ahead(each, year) and each.slot not in told and each.basis == ORIGINAL:
            latest[each.slot] = each
    return list(latest.values())


def _decisions(organisation: int, known: Collection[Known], year: int) -> dict[str, Decision]:
    """By code the decisions that a budget of the year may stand under, and those of what stands beside: one query."""
    used = {each.decision for each in known if each.decision}
    near = Q(code__in=used) | Q(decided_on__year__in=(year - 1, year))
    rows = Decision.objects.filter(near, organisation=organisation)
    return {row.code: row for row in rows.order_by("-decided_on", "-code")}


def _may_decide(decision: Decision, known: Collection[Known], year: int) -> bool:
    """Whether the year's budget may stand under the decision: it has figures of it, or was made about that time."""
    having = {each.decision for each in known if _is_budget_of(each, year) or _is_frame(each, year)}
    return decision.code in having or decision.decided_on.year in (year - 1, year)


def _is_budget_of(known: Known, year: int) -> bool:
    return known.slot.scenario == Scenario.BUDGET and known.slot.year == year


def _is_frame(known: Known, year: int) -> bool:
    return known.slot.scenario == Scenario.FRAME and known.slot.year >= year


def _chosen(asked: str | None, decisions: Sequence[Decision], known: Collection[Known], year: int) -> Decision | None:
    if asked is not None:
        return next((row for row in decisions if row.code == asked), None)
    used = {each.decision for each in known if _is_budget_of(each, year)}
    return next((row for row in decisions if row.code in used), None)
