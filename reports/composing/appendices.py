"""The files that are appended to a report, as its page, print and data list them."""

from __future__ import annotations

import datetime as dt

from reports.archiving.checking import restored
from reports.models import AppendixKind, AppendixVersion, Report
from reports.nodes import AppendicesNode, AppendixEntry, SectionNode

KEY, HEADING = "bilagda-filer", "Bilagor"


def entries_of(report: Report, *, known_on: dt.date | None = None) -> tuple[AppendixEntry, ...]:
    """The appendices that the report has (at the end of the day, else now), in order, without what was withdrawn."""
    if report.reproduced_from_id:
        return ()
    rows = AppendixVersion.objects.filter(report=report).current(known_on).defer("content")
    return tuple(entry(row) for row in rows if not row.withdrawn)


def entry(row: AppendixVersion) -> AppendixEntry:
    """A version as the report lists it."""
    lacking = tuple(check.text for check in restored(row.checks) if not check.is_fine)
    word = AppendixKind(row.kind).label if row.kind != AppendixKind.OTHER else ""
    return AppendixEntry(row.place, row.number, row.title, word, row.pages, row.size, row.checksum, lacking)


def with_appendices(sections: list[SectionNode], entries: tuple[AppendixEntry, ...], level: int) -> list[SectionNode]:
    """The sections, with a chapter of appendices last where the template has no place for them."""
    if not entries or any(_lists(section) for root in sections for section in root.walk()):
        return sections
    return [*sections, SectionNode(KEY, HEADING, level, KEY, blocks=[AppendicesNode(entries)])]


def _lists(section: SectionNode) -> bool:
    return any(isinstance(block, AppendicesNode) for block in section.blocks)
