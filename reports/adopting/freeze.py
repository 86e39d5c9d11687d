"""Adopting a report: first everything is made, then all of it is written in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from reports.adopting.payload import SCHEMA, Head, canonical, checksum, payload
from reports.adopting.printed import adopted_node
from reports.approval.composed import Composed, composed
from reports.approval.content import Item, restored
from reports.approval.difference import difference
from reports.approval.gate import gate
from reports.approval.people import acting_as, edits
from reports.approval.states import State, Who
from reports.approval.steps import StepRefused
from reports.exporting import FORMATS
from reports.models import FrozenFile, FrozenReport, Report, Scope, StepKind
from reports.nodes import ReportNode
from reports.rendering.files import NotPrinted
from reports.summary import in_short
from vss_portal import clock
from vss_portal.models import User

PAGE = "page"
ITEM_FIELDS = ("key", "label", "value", "exact", "fact", "revision", "behind")


@dataclass(frozen=True)
class Prepared:
    """An adopted version before it is written."""

    now: Composed
    head: Head
    files: Mapping[str, bytes]
    payload: str


def adopt_report(*, report: Report, by: User, case_number: str, seen: str | None = None) -> FrozenReport:
    """Freeze the report as it is shown now. The caller has let the person confirm who they are.

    Raises StepRefused with everything that is missing; then nothing is frozen.
    """
    prepared = prepare(report=report, by=by, case_number=case_number, seen=seen)
    try:
        with transaction.atomic():
            return _write(prepared, by)
    except IntegrityError as error:
        raise StepRefused(["Någon annan har just fastställt rapporten. Läs om sidan. Inget är sparat."]) from error


def prepare(*, report: Report, by: User, case_number: str, seen: str | None = None) -> Prepared:
    """Everything that will be written: bytes of every format and the payload that names their checksums."""
    now = composed(report)
    _refuse(now, by, case_number.strip(), seen)
    head = _head(now, by, case_number.strip())
    try:
        files = make_files(adopted_node(now, head))
    except NotPrinted as refused:
        raise StepRefused(["Rapporten kan inte fastställas än. Inget är sparat.", str(refused)]) from refused
    return Prepared(now, head, files, canonical(payload(now, head, files)))


def make_files(node: ReportNode) -> dict[str, bytes]:
    """The report in every format, and the body of its page."""
    files = {name: make(node) for name, make in FORMATS.items()}
    return {**files, PAGE: page_body(node).encode()}


def page_body(node: ReportNode) -> str:
    """What the report's page shows below the portal's own head."""
    context = {"report": node, "short": in_short(node), "mode": "page", "links": False}
    return render_to_string("reports/adopting/page_body.html", context)


def _refuse(now: Composed, by: User, case_number: str, seen: str | None) -> None:
    if not edits(by, now.report):
        raise StepRefused(["Bara huvudcontrollern fastställer en rapport. Inget är sparat."])
    if now.report.reproduced_from_id:
        raise StepRefused(["Rapporten är återgiven efter tryck och fastställs inte här. Inget är sparat."])
    thing = now.report_thing
    if thing.adopted:
        raise StepRefused(["Rapporten är redan fastställd. Börja en ny version för att rätta den. Inget är sparat."])
    problems = [line.text for line in gate(now, adopting=True).missing]
    if not case_number:
        problems.append("Diarienummer saknas. Skriv rapportens diarienummer.")
    if seen is not None and seen != thing.fingerprint:
        problems.append("Rapporten ändrades medan du läste. Läs om sidan.")
    if now.frozen and not _changes(now):
        problems.append("Inget har ändrats sedan den förra versionen.")
    if problems:
        raise StepRefused(["Rapporten kan inte fastställas än. Inget är sparat.", *problems])


def _head(now: Composed, by: User, case_number: str) -> Head:
    begun = [step for step in now.steps if step.scope == Scope.REPORT and step.kind == StepKind.REVISION]
    return Head(
        version=len(now.frozen) + 1,
        case_number=case_number,
        adopted_on=clock.today().isoformat(),
        adopted_by=by.display_name,
        acting_as=acting_as(by, now.report, Who.EDITOR),
        reason=begun[-1].reason if begun else "",
        changes=tuple(_changes(now)),
    )


def _changes(now: Composed) -> list[str]:
    """What is shown otherwise than in the version before, in words."""
    return told_changes(frozen_items(now.frozen[-1]), now.report_thing.items) if now.frozen else []


def told_changes(before: Sequence[Item], after: Sequence[Item]) -> list[str]:
    """The differences in words; never what a value was that is withheld now.

    Where one is, words and computed values may have told it too: of them it is only said that they changed.
    """
    found = difference(before, after)
    if not any(change.is_withheld for change in found):
        return [change.in_words for change in found]
    return [change.in_words if change.fact and not change.is_withheld else change.in_short for change in found]


def frozen_items(frozen: FrozenReport) -> list[Item]:
    """What an adopted version shows."""
    rows: list[dict[str, Any]] = json.loads(frozen.payload)["items"]
    return restored({name: row[name] for name in ITEM_FIELDS if name in row} for row in rows)


def _write(prepared: Prepared, by: User) -> FrozenReport:
    """Write the version and its files, once the report is still what was prepared."""
    report = Report.objects.select_for_update().get(pk=prepared.now.report.pk)
    now = composed(report)
    same = now.report_thing.fingerprint == prepared.now.report_thing.fingerprint
    if not same or now.report_thing.state != State.APPROVED:
        raise StepRefused(["Rapporten ändrades medan den fastställdes. Läs om sidan. Inget är sparat."])
    frozen = _version(report, prepared, by)
    for name, content in prepared.files.items():
        FrozenFile.objects.create(
            frozen=frozen, format=name, content=content, size=len(content), checksum=checksum(content)
        )
    return frozen


def _version(report: Report, prepared: Prepared, by: User) -> FrozenReport:
    head, moment = prepared.head, clock.now()
    before = prepared.now.frozen[-1].recorded_at if prepared.now.frozen else moment
    return FrozenReport.objects.create(
        report=report,
        number=head.version,
        schema=SCHEMA,
        title=report.title,
        case_number=head.case_number,
        payload=prepared.payload,
        checksum=checksum(prepared.payload.encode()),
        reason=head.reason,
        changes=list(head.changes),
        acting_as=head.acting_as,
        recorded_at=max(moment, before),
        recorded_by=by,
    )
