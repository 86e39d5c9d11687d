"""Reading what is frozen: its bytes, whether they are whole, and which figures were revised since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Max

from indicators.models import FigureRevision
from indicators.numbers import Number, format_number
from reports.adopting.freeze import frozen_items
from reports.adopting.payload import canonical, checksum
from reports.approval.composed import Composed
from reports.approval.content import Item
from reports.archiving.appendices import kept_in
from reports.models import FrozenFile, FrozenReport, Report


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that was revised after it was frozen: old and new as entered, who, when and why."""

    label: str
    fact: int
    old: str
    new: str
    by: str
    at: dt.datetime
    reason: str
    report: str = ""


def latest(report: Report) -> FrozenReport | None:
    """The newest adopted version."""
    return FrozenReport.objects.filter(report=report).select_related("recorded_by").order_by("-number").first()


def file_of(frozen: FrozenReport, format: str) -> bytes | None:
    """The frozen bytes of a format; None where the version has none of it."""
    found = FrozenFile.objects.filter(frozen=frozen, format=format).first()
    return bytes(found.content) if found else None


def formats_of(frozen: FrozenReport) -> set[str]:
    """The formats that the version was frozen in."""
    return set(FrozenFile.objects.filter(frozen=frozen).values_list("format", flat=True))


def faults(frozen: FrozenReport) -> list[str]:
    """What doesn't agree with its checksum, in Swedish; empty for a whole version."""
    found = []
    if checksum(frozen.payload.encode()) != frozen.checksum:
        found.append("innehållet stämmer inte med kontrollsumman")
    told = json.loads(frozen.payload)
    if canonical(told) != frozen.payload:
        found.append("innehållet är inte skrivet i sin kanoniska form")
    return [*found, *_faults_of_files(frozen, told["files"]), *_faults_of_appendices(frozen)]


def _faults_of_files(frozen: FrozenReport, named: dict[str, dict[str, object]]) -> Iterator[str]:
    files = {file.format: file for file in FrozenFile.objects.filter(frozen=frozen)}
    for name in sorted({*named, *files}):
        if name not in files:
            yield f"filen {name} saknas"
        elif name not in named:
            yield f"filen {name} hör inte till versionen"
        elif checksum(bytes(files[name].content)) != named[name]["sha256"]:
            yield f"filen {name} stämmer inte med kontrollsumman"


def _faults_of_appendices(frozen: FrozenReport) -> Iterator[str]:
    for told, kept in kept_in(frozen):
        if kept is None:
            yield f"bilaga {told['place']} saknas"
        elif checksum(bytes(kept.content)) != told["sha256"]:
            yield f"bilaga {told['place']} stämmer inte med kontrollsumman"


def revised_since(frozen: FrozenReport) -> list[Revised]:
    """The figures of the version that have another value now, each fact once, in the order that they are shown."""
    return _revised(frozen_items(frozen), frozen.title)


def revised_before(now: Composed) -> list[Revised]:
    """The figures of a report under work that an earlier adopted report shows with another value."""
    shown = {fact for fact, _revision in now.figures()}
    found: list[Revised] = []
    newest = FrozenReport.objects.filter(report__organisation=now.report.organisation).exclude(report=now.report)
    last = newest.values("report").annotate(last=Max("pk")).values("last")
    for frozen in FrozenReport.objects.filter(pk__in=last).order_by("recorded_at"):
        found += _revised([item for item in frozen_items(frozen) if item.fact in shown], frozen.title)
    return found


def _revised(items: Iterable[Item], title: str) -> list[Revised]:
    labels = {item.fact: item for item in reversed(list(_with_parts(items))) if item.fact and item.revision}
    old = FigureRevision.objects.in_bulk({item.revision for item in labels.values()})
    current = FigureRevision.objects.filter(fact__in=labels).current().select_related("recorded_by")
    now = {revision.fact_id: revision for revision in current}
    found = []
    for fact, item in reversed(list(labels.items())):
        was, is_now = old.get(item.revision), now.get(fact)
        if was is not None and is_now is not None and _value(was) != _value(is_now):
            found.append(_told(item, was, is_now, title))
    return found


def _with_parts(items: Iterable[Item]) -> list[Item]:
    """The figures that are shown, and after them those that only stand behind a computed value."""
    shown = list(items)
    parts = [
        replace(item, label=f"{item.label}, ingående värde", fact=fact, revision=revision)
        for item in shown
        for fact, revision in item.behind
    ]
    return [*shown, *parts]


def _told(item: Item, was: FigureRevision, now: FigureRevision, title: str) -> Revised:
    by = now.recorded_by.display_name
    return Revised(item.label, item.fact, _value(was), _value(now), by, now.recorded_at, now.reason, title)


def _value(revision: FigureRevision) -> str:
    if revision.scaled is None or revision.decimals is None:
        return str(revision.get_marker_display())
    return format_number(Number(revision.scaled, revision.decimals))
