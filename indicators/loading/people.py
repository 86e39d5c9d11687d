"""Log-ins and their roles (`people.yaml`): the demo's own, never loaded outside it, and those of a guest organisation.

A guest's accounts are made without password and can't log in until they get one. An account works in one organisation,
so that nobody's role is brought along by another's file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from indicators.loading.given import Given, refuse_twice
from indicators.loading.problems import Problem, ReferenceRefused, shown
from indicators.loading.reading import Reading
from indicators.loading.saving import Saving
from indicators.models import Membership
from indicators.models.choices import Role
from vss_portal.demo import DEMO_PASSWORD, demo_accounts
from vss_portal.models import User

FILE = "people.yaml"
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")


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
    title: str = ""


def read_people(reading: Reading) -> list[PersonRow]:
    """The log-ins: exactly those that the demo tells its visitors about; a guest's own, where it brings any."""
    if not reading.exists(FILE):
        return []
    return _read_guests(reading) if reading.guest else _read_demo(reading)


def _read_guests(reading: Reading) -> list[PersonRow]:
    document = reading.document(FILE)
    rows = document.rows("people")
    people = [_guest(row, reading) for row in rows]
    document.finish()
    refuse_twice([(row, person.username) for row, person in zip(rows, people, strict=True)], "username", "Kontot")
    return people


def _guest(given: Given, reading: Reading) -> PersonRow:
    person = PersonRow(
        username=given.text("username", longest=100),
        title=given.text("title", longest=150),
        roles=tuple(_role(row, reading) for row in given.rows("roles")),
    )
    if not USERNAME.fullmatch(person.username):
        given.wrong("username", f"”{shown(person.username)}” är inget inloggningsnamn. Skriv a–z, siffror och . _ @ -")
    given.finish()
    return person


def _read_demo(reading: Reading) -> list[PersonRow]:
    if not reading.demo:
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
    if saving.guest:
        _save_guests(people, saving)
    elif people and settings.DEMO:
        _save_demo(people, saving)


def _save_guests(people: Sequence[PersonRow], saving: Saving) -> None:
    known = {user.username: user for user in User.objects.filter(username__in=[each.username for each in people])}
    elsewhere = Membership.objects.filter(person__in=known.values()).exclude(unit__organisation=saving.organisation)
    taken = set(elsewhere.values_list("person__username", flat=True))
    taken |= {user.username for user in known.values() if user.is_service or user.is_superuser}
    if taken:
        message = f"Kontot {sorted(taken)[0]} finns redan och arbetar någon annanstans. Ge personen ett eget konto här."
        raise ReferenceRefused([Problem(FILE, None, "username", message)])
    users = {}
    for person in people:
        user = known.get(person.username)
        saving.summary.add("konton", "unchanged" if user else "new")
        users[person.username] = user or User.objects.create_user(username=person.username, display_name=person.title)
    _save_roles(people, users, saving)


def _save_demo(people: Sequence[PersonRow], saving: Saving) -> None:
    titles = {account.username: account.title for account in demo_accounts()}
    rows = saving.rows("konton", User.objects.filter(username__in=titles), "username", password=_password())
    users = {each.username: rows.put(username=each.username, display_name=titles[each.username]) for each in people}
    _save_roles(people, users, saving)


def _save_roles(people: Sequence[PersonRow], users: Mapping[str, User], saving: Saving) -> None:
    memberships = Membership.objects.filter(unit__organisation=saving.organisation)
    roles = saving.rows("roller", memberships, "person_id", "role", "unit_id", "valid_from")
    for person in people:
        for role in person.roles:
            roles.put(
                person_id=users[person.username].pk,
                role=role.role,
                unit_id=saving.units[role.unit].pk,
                valid_from=role.first,
                valid_to=role.last,
            )


def _password() -> str:
    """One hash for all of them: it is slow on purpose, and the demo's password is no secret."""
    return make_password(DEMO_PASSWORD)
