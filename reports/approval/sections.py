"""A section's text under work: saving without losing a word, versions and their difference, last year's text beside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, takewhile

from django.db import transaction

from reports.approval.steps import CLOSED, StepRefused
from reports.declarations import WRITTEN, Section, read_template
from reports.editing import markup
from reports.models import FrozenReport, Report, ReportStep, Scope, StepKind, TextVersion
from reports.texts import EMPTY, Node, is_empty, plain_text
from reports.working.merging import merged
from reports.writing import write_text
from vss_portal.models import User

ONE_SITTING = dt.timedelta(minutes=10)
NUMBERS = re.compile(r"[+\-−]?\d+(?:[\u00a0 ]\d{3})*(?:,\d+)?\s?%?")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text: `version` is the writer's own.

    `other` is the version that somebody else saved meanwhile, where there is one; `together` says that the two were
    put together in one more version, otherwise the writer's stands and the other's is kept beside it. What is the
    writer's own, from another window, is put together without a word, and told only where it can't be.
    """

    version: int
    other: TextVersion | None = None
    together: bool = False

    @property
    def collides(self) -> bool:
        """Whether somebody has to look at two texts."""
        return self.other is not None and not self.together


@transaction.atomic
def save_section(*, report: Report, key: str, content: Node, seen: int, by: User) -> Saved:
    """Save the text as the next version. Where somebody saved after `seen`, what both wrote is put together.

    Where both changed the same paragraph, both texts are kept and told. Raises StepRefused for an adopted report and
    for a section that isn't there.
    """
    if is_adopted(report):
        raise StepRefused([CLOSED])
    if not any(section.key == key for section in written_sections(report)):
        raise StepRefused([f"Avsnittet ”{key}” finns inte i rapporten. Inget är sparat."])
    found = {version.number: version for version in versions(report, key)}
    newest = found.get(max(found, default=0))
    base = found[seen].content if seen in found else EMPTY
    since = [version for number, version in found.items() if number > seen]
    if newest is None or not since or _goes_on(base, since, content, by):
        return _plainly_saved(report, key, content, newest, by)
    if _same(content, newest.content):
        return Saved(newest.number)
    if _same(content, base):
        return Saved(seen, _other(since, by), together=True)
    return _beside(report, key, content, base, since, by)


def _plainly_saved(report: Report, key: str, content: Node, newest: TextVersion | None, by: User) -> Saved:
    if _same(content, newest.content if newest else EMPTY):
        return Saved(newest.number if newest else 0)
    return Saved(write_text(report=report, key=key, content=content, by=by).number)


def _goes_on(base: Node, since: list[TextVersion], content: Node, by: User) -> bool:
    """Whether all that came since is the writer's own and stands in the text: only its answer never reached them."""
    told = [plain_text(each) for each in (base, since[0].content, content)]
    return all(version.recorded_by_id == by.pk for version in since) and all(
        _put_in(one, following) for one, following in pairwise(told)
    )


def _put_in(one: str, other: str) -> bool:
    """Whether the other is the one with something put in at one place, or nothing."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return other[same:].endswith(one[same:])


def _beside(report: Report, key: str, content: Node, base: Node, since: list[TextVersion], by: User) -> Saved:
    """The writer's own text, and where it can be the one that holds both. `since` has the newest first."""
    mine = write_text(report=report, key=key, content=content, by=by)
    both = merged(base, content, since[0].content)
    if both is None:
        return Saved(mine.number, _other(since, by) or since[0])
    write_text(report=report, key=key, content=both, by=by)
    return Saved(mine.number, _other(since, by), together=True)


def _other(since: list[TextVersion], by: User) -> TextVersion | None:
    """The newest of the versions that somebody else wrote."""
    return next((version for version in since if version.recorded_by_id != by.pk), None)


def _same(one: Node, other: Node) -> bool:
    """Whether nothing was written: a plain box gives the same words back."""
    return one == other or markup(one).strip() == markup(other).strip()


def is_adopted(report: Report) -> bool:
    """Whether the newest version of the report is adopted and no further one is begun; asked without composing it."""
    begun = ReportStep.objects.filter(report=report, scope=Scope.REPORT, kind=StepKind.REVISION).count()
    return FrozenReport.objects.filter(report=report).count() > begun


def written_sections(report: Report) -> list[Section]:
    """The sections of the report that somebody writes, without the goals' texts."""
    template = read_template(report.template_version.declaration).in_year(report.year)
    return [section for section in template.walk() if section.kind in WRITTEN]


def latest_version(report: Report, key: str) -> TextVersion | None:
    """What the section says now."""
    found = TextVersion.objects.filter(text__report=report, text__key=key)
    return found.select_related("recorded_by").order_by("-number").first()


def versions(report: Report, key: str) -> list[TextVersion]:
    """All versions, the newest first."""
    found = TextVersion.objects.filter(text__report=report, text__key=key)
    return list(found.select_related("recorded_by").order_by("-number"))


def sittings(found: list[TextVersion]) -> list[TextVersion]:
    """The versions that are shown, the newest first: of what one person saved in one go, the last.

    What is saved by itself every few seconds would else drown the versions that somebody may want to find.
    """
    pairs = zip([None, *found], found, strict=False)
    return [version for later, version in pairs if later is None or not _one_sitting(version, later)]


def _one_sitting(version: TextVersion, later: TextVersion) -> bool:
    same = version.recorded_by_id == later.recorded_by_id
    return same and later.recorded_at - version.recorded_at <= ONE_SITTING


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
