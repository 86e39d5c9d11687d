"""Appending files to a report: added, replaced and withdrawn, each as a new version."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from reports.approval.people import edits
from reports.approval.steps import StepRefused
from reports.archiving.checking import AppendixRefused, Checked, check_pdf
from reports.models import AppendixKind, AppendixVersion, FrozenReport, Report, ReportStep, Scope, StepKind
from vss_portal import clock
from vss_portal.models import User

MOST = 20
LONGEST_TITLE, LONGEST_REASON, LONGEST_NAME = 200, 500, 120
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def is_adopted(report: Report) -> bool:
    """Whether the report is adopted and no new version has been begun."""
    begun = ReportStep.objects.filter(report=report, scope=Scope.REPORT, kind=StepKind.REVISION).count()
    return FrozenReport.objects.filter(report=report).count() > begun


def problems_of(report: Report, by: User) -> list[str]:
    """Why the person can't change the report's appendices now; empty where they can."""
    if not edits(by, report):
        return ["Bara huvudcontrollern lägger till bilagor. Inget är sparat."]
    if report.reproduced_from_id:
        return ["Rapporten är återgiven efter tryck och får inga bilagor här. Inget är sparat."]
    if is_adopted(report):
        return ["Rapporten är fastställd. Börja en ny version för att ändra bilagorna. Inget är sparat."]
    return []


def add_appendix(
    *, report: Report, kind: str, title: str, file_name: str, content: bytes, by: User, place: int = 0, reason: str = ""
) -> AppendixVersion:
    """Keep a file as the report's next appendix, or as the next version of the one at `place`, with why.

    Raises StepRefused with everything that is wrong; then nothing is kept.
    """
    title, reason = title.strip(), reason.strip()
    problems = problems_of(report, by) or _told_wrong(kind, title, reason, replaces=bool(place))
    checked = None
    try:
        checked = check_pdf(content) if not problems else None
    except AppendixRefused as refused:
        problems = [f"{refused} Inget är sparat."]
    if problems or checked is None:
        raise StepRefused(problems)
    told = {"kind": kind, "title": title, "file_name": _plain_name(file_name), "reason": reason}
    return _write(report, place, {**told, **_file(content, checked)}, by)


def withdraw_appendix(*, report: Report, place: int, reason: str, by: User) -> AppendixVersion:
    """Take an appendix out of the report; its earlier versions stay kept. Raises StepRefused."""
    problems = problems_of(report, by)
    if not reason.strip():
        problems.append("Skriv varför bilagan tas bort. Inget är sparat.")
    if problems:
        raise StepRefused(problems)
    return _write(report, place, {"withdrawn": True, "reason": reason.strip()[:LONGEST_REASON]}, by)


def _told_wrong(kind: str, title: str, reason: str, *, replaces: bool) -> list[str]:
    problems = []
    if kind not in AppendixKind.values:
        problems.append("Välj vad bilagan är: internkontrollrapport, verksamhetsplan eller annan bilaga.")
    if not title:
        problems.append("Bilagan saknar titel. Skriv den som den ska stå i rapporten.")
    if len(title) > LONGEST_TITLE:
        problems.append(f"Titeln har {len(title)} tecken; högst {LONGEST_TITLE} får plats.")
    if UNPRINTABLE.search(title):
        problems.append("Titeln innehåller tecken som inte kan skrivas ut. Skriv den på en rad.")
    if replaces and not reason:
        problems.append("Skriv varför bilagan byts ut.")
    if len(reason) > LONGEST_REASON:
        problems.append(f"Orsaken har {len(reason)} tecken; högst {LONGEST_REASON} får plats.")
    return [*problems, "Inget är sparat."] if problems else []


def _file(content: bytes, checked: Checked) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {
        "content": content,
        "size": len(content),
        "pages": checked.pages,
        "checksum": digest,
        "checks": checked.stored,
    }


def _plain_name(file_name: str) -> str:
    """The last part of the name that the file came with, without what could be a path or a command."""
    return UNPRINTABLE.sub("", re.split(r"[\\/]", file_name)[-1])[-LONGEST_NAME:]


def _write(report: Report, place: int, told: dict[str, Any], by: User) -> AppendixVersion:
    try:
        with transaction.atomic():
            Report.objects.select_for_update().get(pk=report.pk)
            before = _before(report, place)
            if before is None:
                place = _next_place(report)
            kept = {"kind": before.kind, "title": before.title} if before else {}
            moment = max(clock.now(), before.recorded_at) if before else clock.now()
            number = before.number + 1 if before else 1
            fields = {**kept, **told, "recorded_at": moment, "recorded_by": by}
            return AppendixVersion.objects.create(report=report, place=place, number=number, **fields)
    except IntegrityError as error:
        raise StepRefused(["Någon annan har just ändrat samma bilaga. Läs om sidan. Inget är sparat."]) from error


def _before(report: Report, place: int) -> AppendixVersion | None:
    """The version that is replaced; StepRefused where the place has none to replace."""
    if not place:
        return None
    found = AppendixVersion.objects.filter(report=report, place=place).defer("content").order_by("-number").first()
    if found is None or found.withdrawn:
        raise StepRefused([f"Bilaga {place} finns inte i rapporten. Inget är sparat."])
    return found


def _next_place(report: Report) -> int:
    last: int = AppendixVersion.objects.filter(report=report).aggregate(last=Max("place"))["last"] or 0
    if last >= MOST:
        raise StepRefused([f"En rapport har högst {MOST} bilagor. Inget är sparat."])
    return last + 1


def told_in(frozen: FrozenReport) -> list[dict[str, Any]]:
    """The appendices that an adopted version's payload names."""
    found: list[dict[str, Any]] = json.loads(frozen.payload).get("appendices", [])
    return found


def kept_in(frozen: FrozenReport) -> Iterator[tuple[dict[str, Any], AppendixVersion | None]]:
    """Each appendix that the payload names with the file that is kept, one at a time; None where it is gone."""
    rows = AppendixVersion.objects.filter(report=frozen.report_id)
    for told in told_in(frozen):
        yield told, rows.filter(place=told["place"], number=told["version"]).first()
