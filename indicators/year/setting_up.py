"""Nytt år: steps that each copy something from an earlier year. Done one at a time, in any pace, and never twice.

A step only adds what the year doesn't have, so that it can be stopped and taken up again, and done anew after the
earlier year has changed. Apps bring steps in a module `new_year` (a tuple STEPS).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from indicators.models import Organisation, YearSetup, YearStep
from vss_portal import clock
from vss_portal.discovery import brought
from vss_portal.models import User

EARLIEST, LATEST = 2001, 2099


class SetupRefused(ValueError):
    """Why a year isn't set up; the message is Swedish."""


@dataclass(frozen=True)
class Turn:
    """From which year to which, for whom, and who does it."""

    organisation: Organisation
    from_year: int
    year: int
    by: User


@dataclass
class Copied:
    """What a step adds, in lines, and what a person should look at."""

    added: list[str] = field(default_factory=list)
    look_at: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join([*self.added, *(f"Se över: {line}" for line in self.look_at)])


@dataclass(frozen=True)
class Step:
    """A step: its key, its words, what it does, and the name of the address where a person goes on with it."""

    key: str
    title: str
    meaning: str
    do: Callable[[Turn], Copied]
    goes_on: str = ""


@dataclass(frozen=True)
class Progress:
    """A step and how far it has come: the last time that it was done or passed over."""

    step: Step
    last: YearStep | None

    @property
    def state(self) -> str:
        """`done`, `passed` or `waiting`."""
        return "waiting" if self.last is None else "done" if self.last.done else "passed"


def all_steps() -> list[Step]:
    """The steps of all apps in their order."""
    return [step for steps in brought("new_year", "STEPS") for step in steps]


def begin(*, organisation: Organisation, year: int, from_year: int, by: User) -> YearSetup:
    """Begin to set up a year, or go on with one that was begun. Raises SetupRefused for years that can't be meant."""
    if not EARLIEST <= year <= LATEST or not year - 5 <= from_year < year:
        raise SetupRefused(
            f"Året {year} kan inte sättas upp efter {from_year}. Välj ett år efter det, högst fem år senare."
        )
    found = YearSetup.objects.filter(organisation=organisation, year=year).first()
    if found:
        return found
    return YearSetup.objects.create(organisation=organisation, year=year, from_year=from_year, by=by, at=clock.now())


def progress(setup: YearSetup) -> list[Progress]:
    """Every step with how far it has come: one query."""
    last = {row.step: row for row in setup.steps.select_related("by").order_by("pk")}
    return [Progress(step, last.get(step.key)) for step in all_steps()]


def step_of(key: str) -> Step:
    """The step with the key. Raises SetupRefused."""
    found = next((step for step in all_steps() if step.key == key), None)
    if found is None:
        raise SetupRefused("Steget finns inte. Inget är ändrat.")
    return found


def look(setup: YearSetup, step: Step, *, by: User) -> Copied:
    """What the step would add now; nothing of it is saved."""
    with transaction.atomic():
        copied = step.do(_turn(setup, by))
        transaction.set_rollback(True)
    return copied


@transaction.atomic
def do_step(setup: YearSetup, step: Step, *, by: User) -> YearStep:
    """Do the step and remember what it changed."""
    copied = step.do(_turn(setup, by))
    return _noted(setup, step, by, True, copied.text or "Inget att lägga till.")


@transaction.atomic
def pass_over(setup: YearSetup, step: Step, *, by: User) -> YearStep:
    """The step isn't to be done for this year."""
    return _noted(setup, step, by, False, "")


def _noted(setup: YearSetup, step: Step, by: User, done: bool, text: str) -> YearStep:
    return YearStep.objects.create(setup=setup, step=step.key, done=done, text=text, by=by, at=clock.now())


def _turn(setup: YearSetup, by: User) -> Turn:
    return Turn(setup.organisation, setup.from_year, setup.year, by)


def counted(names: Sequence[str], one: str, many: str) -> list[str]:
    """A line with the number and the names: "2 mål: God service, Goda arbetsplatser"."""
    return [f"{len(names)} {one if len(names) == 1 else many}: {', '.join(names)}"] if names else []
