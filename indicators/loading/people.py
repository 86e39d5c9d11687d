"""The demo's log-ins and their roles (`people.yaml`); never loaded outside the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.saving import Saving
from indicators.models import Membership
from indicators.models.choices import Role
from vss_portal.demo import DEMO_PASSWORD, demo_accounts
from vss_portal.models import User

FILE = "people.yaml"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role in a unit as the file tells it."""

    role: str
    unit: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A log-in as the file tells it."""

    username: str
    roles: tuple[RoleRow, ...]


def read_people(reading: Reading) -> list[PersonRow]:
    """The log-ins: exactly those that the demo tells its visitors about."""
    if not reading.demo or not reading.exists(FILE):
        return []
    document = reading.document(FILE)
    rows = document.rows("people")
    names = {account.username for account in demo_accounts()}
    people = [_person(row, names, reading) for row in rows]
    document.finish()
    refuse_twice([(row, person.username) for row, person in zip(rows, people, strict=True)], "username", "Kontot")
    missing = names - {person.username for person in people}
    if missing:
        reading.problems.add(
            FILE, None, "", f"Konton saknas: {', '.join(sorted(missing))}. Demon visar dem; lägg till."
        )
    return people


def _person(given: Given, names: set[str], reading: Reading) -> PersonRow:
    roles = tuple(_role(row, reading) for row in given.rows("roles"))
    person = PersonRow(given.known("username", names, "demons konton"), roles)
    given.finish()
    return person


def _role(given: Given, reading: Reading) -> RoleRow:
    role = RoleRow(
        role=given.choice("role", Role),
        unit=given.known("unit", reading.known.units, "enheterna"),
        first=given.day("from"),
        last=given.day_or_none("until"),
    )
    if role.last and role.last < role.first:
        given.wrong("until", f"Sista dagen {role.last} ligger före första dagen {role.first}. Rätta en av dem.")
    given.finish()
    return role


def save_people(people: Sequence[PersonRow], saving: Saving) -> None:
    """Accounts and roles. An account that is there keeps its password."""
    if not people or not settings.DEMO:
        return
    titles = {account.username: account.title for account in demo_accounts()}
    users = saving.rows("konton", User.objects.filter(username__in=titles), "username", password=_password())
    memberships = Membership.objects.filter(unit__organisation=saving.organisation)
    roles = saving.rows("roller", memberships, "person_id", "role", "unit_id", "valid_from")
    for person in people:
        user = users.put(username=person.username, display_name=titles[person.username])
        for role in person.roles:
            roles.put(
                person_id=user.pk,
                role=role.role,
                unit_id=saving.units[role.unit].pk,
                valid_from=role.first,
                valid_to=role.last,
            )


def _password() -> str:
    """One hash for all of them: it is slow on purpose, and the demo's password is no secret."""
    return make_password(DEMO_PASSWORD)
