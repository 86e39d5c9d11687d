"""The frozen payload: everything that an adopted report shows, as canonical JSON of a numbered format.

Format 1: `report` (title, organisation, period, version, case number), `items` (what is shown, with fact and revision
of each figure and the revision's number, who and when; of a computed value `behind`: facts and revisions of its parts),
`texts` (structured documents), `approvals` (who approved what with which fingerprint), `template` (code, version,
checksum), `files` (format, size, SHA-256), `steps` (the log); `appendices` where files are appended (place, version,
title, pages, size, SHA-256).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from indicators.models import FigureRevision
from reports.approval.composed import Composed, Thing

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Head:
    """What is said of the version itself."""

    version: int
    case_number: str
    adopted_on: str
    adopted_by: str
    acting_as: str
    reason: str = ""
    changes: tuple[str, ...] = ()


def checksum(content: bytes) -> str:
    """SHA-256, as hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(data: Any) -> str:
    """The one spelling of a payload: sorted keys, no spaces, real letters."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload(now: Composed, head: Head, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The payload of an adopted version."""
    report, version = now.report, now.report.template_version
    return {
        "schema": SCHEMA,
        "report": {
            "slug": report.slug,
            "title": report.title,
            "organisation": now.node.organisation,
            "municipality": now.node.municipality,
            "kind": report.kind,
            "year": report.year,
            "month": report.month,
            **asdict(head),
        },
        "fingerprint": now.report_thing.fingerprint,
        "items": _items(now),
        "texts": now.composer.sources.texts,
        "approvals": [_approval(thing) for thing in [*now.goal_things, now.report_thing] if thing.holding],
        "sections": [_approval(thing) for _section, thing in now.section_things if thing.holding],
        "steps": [_step(step) for step in now.steps],
        "template": {"code": now.template.code, "version": version.number, "checksum": version.checksum},
        "files": {name: {"size": len(content), "sha256": checksum(content)} for name, content in files.items()},
        **_appendices(now),
    }


def _appendices(now: Composed) -> dict[str, Any]:
    """The files that are appended; their bytes are kept as `AppendixVersion`, which nothing changes."""
    told = [
        {
            "place": each.place,
            "version": each.version,
            "title": each.title,
            "pages": each.pages,
            "size": each.size,
            "sha256": each.checksum,
        }
        for each in now.node.appendices()
    ]
    return {"appendices": told} if told else {}


def _items(now: Composed) -> list[dict[str, Any]]:
    items = now.report_thing.items
    revisions = FigureRevision.objects.filter(pk__in={item.revision for item in items if item.revision})
    known = {row.pk: row for row in revisions.select_related("recorded_by")}
    return [_item(asdict(item), known.get(item.revision)) for item in items]


def _item(told: dict[str, Any], revision: FigureRevision | None) -> dict[str, Any]:
    if revision is None:
        blank = ("fact", "revision") if told["behind"] else ("fact", "revision", "behind")
        return {name: value for name, value in told.items() if name not in blank}
    return {
        **{name: value for name, value in told.items() if name != "behind"},
        "revision_number": revision.number,
        "recorded_at": revision.recorded_at.isoformat(),
        "recorded_by": revision.recorded_by.display_name,
    }


def _approval(thing: Thing) -> dict[str, Any]:
    held = thing.holding
    assert held is not None  # noqa: S101 - asked for by the caller
    return {"scope": thing.scope.value, "key": thing.key, "name": thing.name, **_step(held)}


def _step(step: Any) -> dict[str, Any]:
    return {
        "number": step.number,
        "scope": step.scope,
        "key": step.key,
        "kind": step.kind,
        "fingerprint": step.fingerprint,
        "reason": step.reason,
        "changed_by_approver": step.changed_by_approver,
        "acting_as": step.acting_as,
        "recorded_at": step.recorded_at.isoformat(),
        "recorded_by": step.recorded_by.display_name,
    }
