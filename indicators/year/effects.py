"""What a change of the catalogue would do to statuses and open reports: tried out, listed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction

from indicators.gathering import goals_of
from indicators.judging import judge_goal, load_basis, suggestion_for
from indicators.models import Fact, Organisation, ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.status import status_word
from vss_portal import clock
from vss_portal.discovery import brought

RULE = "strict"
#: A place that is judged: the goal's name and what is judged in it; the status and its reason.
Statuses = dict[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True)
class Effects:
    """What a change touches: how many recorded values, which statuses differ, which open reports show it."""

    figures: int = 0
    statuses: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.statuses or self.reports)


def effects_of(change: Callable[[], object], *, organisation: Organisation, codes: Collection[str]) -> Effects:
    """Make the change, look, and take it back. `codes` are the indicators that it is about.

    What the change itself refuses is raised as it is.
    """
    before = _statuses(organisation)
    with transaction.atomic():
        change()
        after = _statuses(organisation)
        transaction.set_rollback(True)
    showing = (names(organisation, codes) for names in brought("year_previews", "showing")) if codes else ()
    return Effects(
        figures=Fact.objects.filter(indicator__organisation=organisation, indicator__code__in=codes).count(),
        statuses=tuple(_differences(before, after)),
        reports=tuple(name for names in showing for name in names),
    )


def _statuses(organisation: Organisation) -> Statuses:
    """How every indicator of the year's goals stands now, and what each goal's indicators point to."""
    occasion = _occasion(organisation)
    if occasion is None:
        return {}
    final = occasion.kind == OccasionKind.YEAR_END
    basis = load_basis(organisation, year=occasion.year, month=occasion.month, known_on=None, final=final)
    found: Statuses = {}
    for goal in goals_of(organisation, occasion.year):
        judged = judge_goal(goal, basis)
        for each in judged:
            name = each.row.label or (each.row.indicator.code if each.row.indicator else "")
            found[goal.name, name] = (each.judgement.status.value, each.judgement.reason)
        pointed = suggestion_for(judged, RULE)
        found[goal.name, ""] = (pointed.status.value if pointed.status else "", "")
    return found


def _occasion(organisation: Organisation) -> ReportingOccasion | None:
    """The latest occasion that has begun."""
    rows = ReportingOccasion.objects.filter(organisation=organisation, opens_on__lte=clock.today())
    return rows.exclude(kind=OccasionKind.BUDGET).order_by("-year", "-month").first()


def _differences(before: Statuses, after: Statuses) -> list[str]:
    told = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key, ("", ""))[0], after.get(key, ("", ""))[0]
        if was != now:
            goal, name = key
            told.append(f"{name or 'Målet ' + goal}: {_word(was)} blir {_word(now)}")
    return told


def _word(status: str) -> str:
    return status_word(status, "interim").lower() if status else "ingen status"
