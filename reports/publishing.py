"""What anybody fetches of a report that an editor shows to all: its PDF, and when it must not be shown after all.

A value that is withheld after a report was adopted still stands in its bytes, which never change. Therefore such a
report isn't shown without log-in, neither its page nor its file: it opens again with a version that doesn't have it.
One that is reproduced from print is composed each time, and shows a value that has been withheld since as withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from indicators.models import FigureRevision
from indicators.models.choices import MarkerChoice
from indicators.number_parsing import Marker
from reports.adopting.freeze import frozen_items
from reports.adopting.frozen import file_of
from reports.models import FrozenReport, Report
from reports.printing.making import kept_pdf, pdf_of

PDF = "pdf"
MAKING_SECONDS = 300
# A database takes so many values in one question.
AT_ONCE = 900


class BeingMade(Exception):
    """The file is being made for somebody else; it is there in a moment."""


class Withheld(Exception):
    """The report shows a value that is withheld now; it isn't shown to all."""


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """A version as everybody may know of it: its number and day, why it was made, and whether it is shown now."""

    number: int
    recorded_at: dt.datetime
    reason: str
    shown: bool

    @property
    def is_revised(self) -> bool:
        """Whether it is marked Reviderad."""
        return self.number > 1


def public_versions(report: Report) -> list[PublicVersion]:
    """All adopted versions of a report, the newest first; one that shows a value that is withheld now isn't shown.

    What a version changed isn't told here: the sentence would hold the value that it was made to take away.
    """
    return [
        PublicVersion(each.number, each.recorded_at, each.reason, not withheld_in(each))
        for each in FrozenReport.objects.filter(report=report).order_by("-number")
    ]


def public_pdf(report: Report, frozen: FrozenReport | None) -> bytes | None:
    """The PDF for anybody: of an adopted report its frozen bytes, else as the report is now.

    None where the version was adopted without one. Raises Withheld, BeingMade, and NotPrinted where it can't become
    a PDF.
    """
    if frozen is not None:
        if withheld_in(frozen):
            raise Withheld
        return file_of(frozen, PDF)
    return kept_pdf(report, None) or _made(report)


def _made(report: Report) -> bytes:
    """Made by whoever asks first: one at a time for each report, however many ask."""
    key = f"public-pdf:{report.pk}"
    if not cache.add(key, "görs", MAKING_SECONDS):
        raise BeingMade
    try:
        return pdf_of(report, None)[0]
    finally:
        cache.delete(key)


def withheld_in(frozen: FrozenReport) -> int:
    """How many of the values that an adopted version shows are withheld now."""
    key = f"frozen-facts:{frozen.checksum}"
    facts = cache.get(key)
    if facts is None:
        hidden = Marker.WITHHELD.printed
        facts = sorted({item.fact for item in frozen_items(frozen) if item.fact and item.value != hidden})
        cache.set(key, facts)
    return withheld(facts)


def withheld(facts: Iterable[int]) -> int:
    """How many of the facts are withheld now."""
    asked, found = list(facts), 0
    for start in range(0, len(asked), AT_ONCE):
        now = FigureRevision.objects.filter(fact__in=asked[start : start + AT_ONCE]).current()
        found += now.filter(marker=MarkerChoice.WITHHELD).count()
    return found
