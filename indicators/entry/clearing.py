"""An area's way through an occasion: entered, ready for review, cleared, sent back, opened again.

The state isn't stored: it follows from the latest step, from figures that came after it, and from the occasion's dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q

from indicators.entry.areas import Area, Areas
from indicators.entry.happenings import Step
from indicators.models import AreaClearing, ClearingStep, FigureRevision, ReportingOccasion
from indicators.models.choices import Role, Scenario
from indicators.spans import Month
from vss_portal import clock
from vss_portal.models import User

LONGEST = 500


class StepRefused(ValueError):
    """Why a step wasn't taken; the message is Swedish and says what stands."""


@dataclass(frozen=True)
class State:
    """Where an area stands: a code, the word on screen and its mark. `late` where it should have been in by now."""

    code: str
    word: str
    mark: str
    late: bool = False


_STATES = {
    "not_opened": ("Ej öppnad", "not_opened"),
    "not_begun": ("Ej påbörjad", "not_begun"),
    "ongoing": ("Pågår", "ongoing"),
    "ready": ("Klar för granskning", "ready"),
    "cleared": ("Klarmarkerad", "done"),
    "returned": ("Tillbakaskickad", "returned"),
    "changed": ("Ändrad efter klarmarkering", "changed"),
    "closed": ("Stängd", "locked"),
}


def state_of(
    occasion: ReportingOccasion | None, steps: Sequence[Step], newest: int, *, filled: bool, open_longer: bool
) -> State:
    """The state from the occasion, the steps in order, the newest revision of the area's figures, and whether any is.

    A closed month that isn't cleared stays late until it is: it can still be marked ready and cleared as it stands.
    """
    today = clock.today()
    if occasion is None or occasion.opens_on > today:
        return _state("not_opened")
    late = occasion.due_on < today
    last = steps[-1] if steps else None
    if last is not None and last.word == ClearingStep.CLEARED:
        return _state("changed" if newest > last.number else "cleared")
    if last is not None and last.word == ClearingStep.READY:
        return _state("ready")
    if occasion.is_locked_on(today) and not open_longer:
        return _state("closed")
    if last is not None and last.word == ClearingStep.RETURNED:
        return _state("returned", late)
    return _state("ongoing" if filled or last else "not_begun", late)


def _state(code: str, late: bool = False) -> State:
    word, mark = _STATES[code]
    return State(code, word, mark, late)


def figures_of_month(units: Sequence[int], at: Month) -> Q:
    """The revisions that belong to a month's entering: its outcomes and the forecasts made in it."""
    month = 12 if at.month == 12 else at.month
    outcomes = Q(fact__scenario=Scenario.OUTCOME, fact__year=at.year, fact__month=month)
    forecasts = Q(fact__scenario=Scenario.FORECAST, fact__vintage=at.year * 100 + at.month)
    return Q(fact__unit__in=units) & (outcomes | forecasts)


def newest_revisions(units: Sequence[int], at: Month) -> dict[int, int]:
    """The newest revision of each unit's figures of the month: one query."""
    rows = FigureRevision.objects.filter(figures_of_month(units, at)).values("fact__unit")
    return dict(rows.annotate(newest=Max("pk")).values_list("fact__unit", "newest").order_by("fact__unit"))


def newest_in(area: Area, areas: Areas, newest: dict[int, int]) -> int:
    """The newest revision among an area's units."""
    return max((newest.get(areas.rights.tree.unit(code).pk, 0) for code in area.units), default=0)


def newest_of(areas: Areas, area: Area) -> int:
    """The newest revision of one area's figures of the month."""
    units = [areas.rights.tree.unit(code).pk for code in area.units]
    return newest_in(area, areas, newest_revisions(units, areas.at))


def may_step(areas: Areas, area: Area, step: str) -> bool:
    """Whether the person may take the step: ready by the controller, the rest by the area's manager."""
    return areas.made_ready_by(area) if step == ClearingStep.READY else areas.cleared_by(area)


_FROM = {
    ClearingStep.READY: ("not_begun", "ongoing", "returned", "closed"),
    ClearingStep.CLEARED: ("ready", "changed"),
    ClearingStep.RETURNED: ("ready", "changed"),
    ClearingStep.REOPENED: ("cleared", "changed"),
}


def possible_steps(areas: Areas, area: Area, state: State) -> list[str]:
    """The steps that the person can take now."""
    return [step for step, states in _FROM.items() if state.code in states and may_step(areas, area, step)]


@transaction.atomic
def take_step(
    *,
    areas: Areas,
    area: Area,
    occasion: ReportingOccasion,
    state: State,
    step: str,
    by: User,
    reason: str = "",
    seen: int | None = None,
) -> AreaClearing:
    """Take a step. `seen` is the newest revision that the person has seen, None where that isn't known.

    Raises StepRefused where it can't be taken from here, has no reason where it demands one, or would clear what came
    after what was seen.
    """
    if step not in ClearingStep.values or not may_step(areas, area, step):
        raise StepRefused(f"Steget går inte att ta i ditt konto. {area.name} är kvar som ”{state.word}”.")
    if state.code not in _FROM[ClearingStep(step)]:
        label = ClearingStep(step).label
        raise StepRefused(f"{area.name} är ”{state.word}” och kan inte bli ”{label}” nu. Inget är ändrat.")
    told = " ".join(reason.split())[:LONGEST]
    if step in (ClearingStep.RETURNED, ClearingStep.REOPENED) and not told:
        raise StepRefused(f"Skriv varför. {area.name} är kvar som ”{state.word}” tills orsaken finns.")
    newest = newest_of(areas, area)
    if step == ClearingStep.CLEARED and seen is not None and newest > seen:
        told_of = "Värden har ändrats sedan du öppnade sammanfattningen. Läs det nya och klarmarkera sedan."
        raise StepRefused(f"{told_of} {area.name} är kvar som ”{state.word}”.")
    return AreaClearing.objects.create(
        unit_id=area.pk,
        occasion=occasion,
        step=step,
        reason=told,
        last_revision=newest,
        as_deputy=_acts_as_deputy(areas, area, step),
        by=by,
        at=clock.now(),
    )


def _acts_as_deputy(areas: Areas, area: Area, step: str) -> bool:
    role = Role.CONTROLLER if step == ClearingStep.READY else Role.AREA_MANAGER
    held = [member for member in areas.rights.memberships if member.role == role]
    return bool(held) and all(member.deputy_for_id for member in held)
