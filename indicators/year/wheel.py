"""Årshjulet: reporting occasions, meetings and report dates of a year, edited with care, and as a calendar file."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from indicators.models import (
    CalendarKey,
    Instruction,
    Organisation,
    PeriodChange,
    ReportingOccasion,
    WheelEntry,
    WheelKind,
)
from indicators.models.choices import OccasionKind
from indicators.spans import Month
from indicators.year.workdays import holidays, is_working_day, number_of, working_day
from vss_portal import clock
from vss_portal.dates import long_date
from vss_portal.models import User

LONGEST_TITLE, LONGEST_TEXT = 120, 4000
LINE = 74
# How many days ahead Min månad tells of.
COMING = 45


class WheelRefused(ValueError):
    """Why the wheel wasn't changed; the message is Swedish."""


@dataclass(frozen=True, slots=True)
class WheelDay:
    """A day of the wheel: what it is about, its kind in words, the working day of its month, a warning."""

    day: dt.date
    title: str
    kind: str
    number: int | None
    entry: int = 0
    occasion: int = 0

    @property
    def free(self) -> str:
        """Why nobody works on the day; empty for a working day."""
        if is_working_day(self.day):
            return ""
        return holidays(self.day.year).get(self.day, "lördag" if self.day.weekday() == 5 else "söndag")


def name_of(occasion: ReportingOccasion) -> str:
    """The occasion as the wheel names it: `Delår 31 mars 2025`, `Budget 2025`, `Augusti 2025`."""
    if occasion.kind == OccasionKind.MONTH:
        return Month(occasion.year, occasion.month).long_label.capitalize()
    return f"{occasion.get_kind_display().capitalize()} {occasion.year}"


def wheel_of(organisation: Organisation, year: int) -> list[WheelDay]:
    """The days of the calendar year in order: opening, due day and closing of each occasion, and the entries.

    In a year the accounts of the year before are closed and the budget of the year after is made.
    """
    entries = WheelEntry.objects.filter(organisation=organisation, year=year, is_removed=False)
    occasions = occasions_in(organisation, year)
    days = [day for occasion in occasions for day in _days_of(occasion) if day.day.year == year]
    days += [
        WheelDay(row.day, row.title, WheelKind(row.kind).label, number_of(row.day), entry=row.pk) for row in entries
    ]
    return sorted(days, key=lambda each: (each.day, each.title))


def occasions_in(organisation: Organisation, year: int) -> list[ReportingOccasion]:
    """The occasions of the year, and those of others that have a day in it, by their due days."""
    near = ReportingOccasion.objects.filter(organisation=organisation, year__range=(year - 1, year + 1))
    found = [row for row in near if year in (row.year, row.opens_on.year, row.due_on.year, row.locks_on.year)]
    return sorted(found, key=lambda row: (row.due_on, row.kind))


def coming_days(organisation: Organisation, today: dt.date) -> list[tuple[dt.date, str]]:
    """The wheel's own days (meetings, report dates) of the coming weeks, the next first: one query."""
    last = today + dt.timedelta(days=COMING)
    rows = WheelEntry.objects.filter(organisation=organisation, is_removed=False, day__gte=today, day__lte=last)
    return list(rows.order_by("day", "pk").values_list("day", "title"))


def _days_of(occasion: ReportingOccasion) -> Iterator[WheelDay]:
    words = ((occasion.opens_on, "öppnar"), (occasion.due_on, "i tid till"), (occasion.locks_on, "stängs"))
    for day, kind in words:
        yield WheelDay(day, name_of(occasion), kind, number_of(day), occasion=occasion.pk)


@transaction.atomic
def add_day(
    *,
    organisation: Organisation,
    year: int,
    kind: str,
    title: str,
    by: User,
    day: dt.date | None = None,
    month: int | None = None,
    number: int | None = None,
) -> WheelEntry:
    """A day in the wheel: a date, or the working day with the number in a month. Raises WheelRefused."""
    told = " ".join(title.split())
    if not told or len(told) > LONGEST_TITLE:
        raise WheelRefused(f"Skriv vad dagen gäller, högst {LONGEST_TITLE} tecken. Inget är sparat.")
    if kind not in WheelKind.values:
        raise WheelRefused("Välj vad det är för slags dag. Inget är sparat.")
    if day is None and month and number:
        if not (1 <= month <= 12 and 1 <= number <= 23):
            raise WheelRefused("Skriv en månad 1–12 och en arbetsdag 1–23. Inget är sparat.")
        day = working_day(year, month, number)
    if day is None:
        raise WheelRefused("Skriv en dag som ett datum, eller en arbetsdag i en månad. Inget är sparat.")
    return WheelEntry.objects.create(
        organisation=organisation,
        year=year,
        kind=kind,
        title=told,
        day=day,
        working_day=number if number and month else number_of(day),
        by=by,
        at=clock.now(),
    )


def remove_day(*, entry: WheelEntry, by: User) -> None:
    """The day isn't shown any more; the row stays."""
    entry.is_removed, entry.by, entry.at = True, by, clock.now()
    entry.save(update_fields=["is_removed", "by", "at"])


@transaction.atomic
def move_occasion(
    *, occasion: ReportingOccasion, opens: dt.date | None, due: dt.date | None, locks: dt.date | None, by: User
) -> ReportingOccasion:
    """Other dates for an occasion, logged. Raises WheelRefused for dates out of order and for one that is closed."""
    if opens is None or due is None or locks is None:
        raise WheelRefused("Skriv alla tre dagarna som datum. Inget är ändrat.")
    if not opens <= due <= locks:
        raise WheelRefused("Tillfället ska öppna före sista dagen i tid, som ska ligga före stängningen.")
    if occasion.closed_at is not None:
        raise WheelRefused(f"{name_of(occasion)} är stängd för hand. Öppna perioden först. Inget är ändrat.")
    occasion.opens_on, occasion.due_on, occasion.locks_on = opens, due, locks
    occasion.save(update_fields=["opens_on", "due_on", "locks_on"])
    text = f"{name_of(occasion)}: öppnar {long_date(opens)}, i tid till {long_date(due)}, stängs {long_date(locks)}"
    PeriodChange.objects.create(occasion=occasion, text=text[:200], reason="Ändrat i årshjulet", by=by, at=clock.now())
    return occasion


def instruct(*, occasion: ReportingOccasion, text: str, news: str, by: User) -> Instruction:
    """The instruction to an occasion, with what is new in it. Raises WheelRefused for an empty or endless one."""
    told, fresh = text.strip(), news.strip()
    if not told:
        raise WheelRefused("Anvisningen är tom. Skriv den, eller låt den förra stå. Inget är sparat.")
    if max(len(told), len(fresh)) > LONGEST_TEXT:
        raise WheelRefused(f"Högst {LONGEST_TEXT} tecken får plats. Korta texten. Inget är sparat.")
    return Instruction.objects.create(occasion=occasion, text=told, news=fresh, by=by, at=clock.now())


def instructions_of(organisation: Organisation, year: int) -> list[Instruction]:
    """The instruction that holds for each occasion of the year, by their due days."""
    rows = Instruction.objects.filter(occasion__in=occasions_in(organisation, year))
    latest = {row.occasion_id: row for row in rows.select_related("occasion", "by").order_by("pk")}
    return sorted(latest.values(), key=lambda row: (row.occasion.due_on, row.occasion.kind))


# The calendar file


@transaction.atomic
def new_key(person: User) -> str:
    """A new secret address for the person's calendar; the old one stops working. Only its checksum is kept."""
    secret = secrets.token_urlsafe(24)
    CalendarKey.objects.update_or_create(
        person=person, defaults={"checksum": _checksum(secret), "made_at": clock.now()}
    )
    return secret


def person_of(secret: str) -> User | None:
    """Whose calendar the secret opens; nobody's where the account is shut."""
    row = (
        CalendarKey.objects.filter(checksum=_checksum(secret), person__is_active=True).select_related("person").first()
    )
    return row.person if row else None


def _checksum(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar(days: Iterable[WheelDay], *, name: str, host: str, moment: dt.datetime) -> str:
    """The days as a calendar file (RFC 5545): whole days, titles only, no figures."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_escaped(name)}//SV", f"X-WR-CALNAME:{_escaped(name)}"]
    stamp = moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    for each in days:
        kind = "o" if each.occasion else "d"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{kind}{each.occasion or each.entry}-{each.kind.replace(' ', '-')}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{each.title}: {each.kind}' if each.occasion else each.title)}",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Sequence[str]:
    """A line in pieces of at most 75 bytes, each after the first begun with a space; no letter is cut in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LINE:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
