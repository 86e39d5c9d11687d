"""One letter a person and working day at most, only where something is new; links to the row, and no figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators.entry.overview import AreaStanding, my_months
from indicators.models import Membership, Reminder
from indicators.models.choices import Role
from indicators.rights import Rights
from vss_portal.dates import short_weekday
from vss_portal.models import User

# The states in which an area waits for who enters it, and for who clears it.
WAITING = {
    Role.CONTROLLER: ("not_begun", "ongoing", "returned"),
    Role.HR: ("not_begun", "ongoing", "returned"),
    Role.AREA_MANAGER: ("ready", "changed"),
}
DAYS_BEFORE, ANY_DAY = 5, 366
SATURDAY = 5


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what it is (no figures), until when, and where."""

    name: str
    due_on: dt.date
    path: str


def waiting_for(person: User, day: dt.date, *, days: int = DAYS_BEFORE) -> list[Waiting]:
    """What waits for a person and is due within days or late, the nearest first."""
    roles = set(Membership.objects.on(day).filter(person=person).values_list("role", flat=True))
    states = {state for role in roles for state in WAITING.get(Role(role), ())}
    found = [_waiting(each) for month in my_months(person) for each in month.areas if _waits(each, states, day, days)]
    return sorted(found, key=lambda each: (each.due_on, each.path))


def _waits(standing: AreaStanding, states: set[str], day: dt.date, days: int) -> bool:
    occasion = standing.month.occasion
    near = occasion is not None and occasion.due_on - day <= dt.timedelta(days=days)
    urgent = standing.state.code in ("returned", "ready", "changed")
    return standing.state.code in states and (near or urgent)


def _waiting(standing: AreaStanding) -> Waiting:
    occasion = standing.month.occasion
    assert occasion is not None  # noqa: S101 (a month without an occasion isn't among a person's months)
    path = reverse("entry", args=[standing.area.code, standing.at.year, standing.at.month])
    name = f"{standing.area.name}, {standing.at.long_label}: {standing.state.word}"
    return Waiting(name, occasion.due_on, path)


def people_to_remind(day: dt.date) -> Iterator[User]:
    """Everybody with an address who enters or clears something on the day."""
    members = Membership.objects.on(day).filter(role__in=list(WAITING)).values("person")
    yield from User.objects.filter(pk__in=members, is_active=True).exclude(email="").order_by("pk")


def remind(person: User, *, day: dt.date, base: str) -> bool:
    """Send the day's letter to a person, if there is anything new to tell; whether it was sent.

    Nothing is sent on Saturdays and Sundays, twice a day, or where the same things were told the last time.
    """
    if day.weekday() >= SATURDAY or Reminder.objects.filter(person=person, day=day).exists():
        return False
    found = waiting_for(person, day)
    last = Reminder.objects.filter(person=person).order_by("-day").first()
    if last is not None and not set(_told(found).split("\n")) - set(last.told.split("\n")):
        return False
    return _send(person, day, found, base)


def remind_of_role(rights: Rights, role: str, *, base: str) -> int:
    """Remind those with a role in the organisation because somebody waits for them; how many letters were sent.

    Also on what isn't near yet, but still one letter a person and working day at most.
    """
    members = Membership.objects.on(rights.day).filter(unit__organisation=rights.organisation, role=role)
    people = User.objects.filter(pk__in=members.values("person"), is_active=True).exclude(email="").order_by("pk")
    reminded = Reminder.objects.filter(day=rights.day).values("person")
    if rights.day.weekday() >= SATURDAY:
        return 0
    asked = ((person, waiting_for(person, rights.day, days=ANY_DAY)) for person in people.exclude(pk__in=reminded))
    return sum(_send(person, rights.day, found, base) for person, found in asked)


def _told(found: Sequence[Waiting]) -> str:
    return "\n".join(f"{each.name} {each.path}" for each in found)


def _send(person: User, day: dt.date, found: Sequence[Waiting], base: str) -> bool:
    if not found:
        return False
    try:
        with transaction.atomic():
            Reminder.objects.create(person=person, day=day, told=_told(found))
    except IntegrityError:
        return False
    send_mail(subject(found), body(found, base), None, [person.email])
    return True


def subject(found: Sequence[Waiting]) -> str:
    """Uppföljning: 2 saker väntar på dig, närmast tors 12 sep"""
    many = "1 sak väntar" if len(found) == 1 else f"{len(found)} saker väntar"
    return f"Uppföljning: {many} på dig, närmast {short_weekday(found[0].due_on)}".replace("\u00a0", " ")


def body(found: Sequence[Waiting], base: str) -> str:
    """A line and a link for each thing."""
    lines = [f"{each.name}, i tid till {short_weekday(each.due_on)}\n{urljoin(base, each.path)}" for each in found]
    return "\n\n".join(lines).replace("\u00a0", " ") + "\n"
