"""A section's text under work: saving without losing a word, versions and their difference, last year's text beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import transaction

from reports.approval.composed import composed
from reports.approval.goals import CLOSED
from reports.approval.steps import StepRefused
from reports.editing import markup
from reports.models import Report, TextVersion
from reports.texts import document, is_empty
from reports.writing import write_text
from vss_portal.models import User

NUMBERS = re.compile(r"[+\-−]?\d+(?:[\u00a0 ]\d{3})*(?:,\d+)?\s?%?")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text: `other` is the version that somebody else saved meanwhile, where there is one."""

    version: int
    other: TextVersion | None = None


@transaction.atomic
def save_section(*, report: Report, key: str, text: str, seen: int, by: User) -> Saved:
    """Save the text as the next version. Where somebody else saved after `seen`, both are kept and told.

    Raises StepRefused for an adopted report and for a section that isn't there.
    """
    now = composed(report)
    if now.report_thing.adopted:
        raise StepRefused([CLOSED])
    if now.section(key) is None:
        raise StepRefused([f"Avsnittet ”{key}” finns inte i rapporten. Inget är sparat."])
    newest, text = latest_version(report, key), text.replace("\r\n", "\n").strip()
    if text == (markup(newest.content).strip() if newest else ""):
        return Saved(newest.number if newest else 0)
    mine = write_text(report=report, key=key, content=document(text), by=by)
    if newest is None or newest.number <= seen or newest.recorded_by_id == by.pk:
        return Saved(mine.number)
    return Saved(mine.number, newest)


def latest_version(report: Report, key: str) -> TextVersion | None:
    """What the section says now."""
    found = TextVersion.objects.filter(text__report=report, text__key=key)
    return found.select_related("recorded_by").order_by("-number").first()


def versions(report: Report, key: str) -> list[TextVersion]:
    """All versions, the newest first."""
    found = TextVersion.objects.filter(text__report=report, text__key=key)
    return list(found.select_related("recorded_by").order_by("-number"))


def last_year(report: Report, key: str) -> TextVersion | None:
    """The same section's text in the newest earlier report of the same kind and month."""
    earlier = Report.objects.filter(
        organisation=report.organisation, kind=report.kind, month=report.month, year__lt=report.year
    )
    for each in earlier.order_by("-year"):
        version = latest_version(each, key)
        if version is not None and not is_empty(version.content):
            return version
    return None


def untouched(text: str, before: str) -> list[str]:
    """Years, dates and numbers that stand in the text as they stood in last year's: to be looked at."""
    old = {found.strip() for found in NUMBERS.findall(before)}
    return [found for found in dict.fromkeys(each.strip() for each in NUMBERS.findall(text)) if found in old]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words in a difference: `same`, `gone` or `new`."""

    kind: str
    text: str


def word_difference(before: str, after: str) -> Iterator[Words]:
    """The words that went and came, in reading order."""
    old, new = re.findall(r"\S+|\n+", before), re.findall(r"\S+|\n+", after)
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield Words("same", " ".join(new[c:d]))
            continue
        if b > a:
            yield Words("gone", " ".join(old[a:b]))
        if d > c:
            yield Words("new", " ".join(new[c:d]))
