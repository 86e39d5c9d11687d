"""The writing functions of the telling: keyword-only, atomic, with `by` the person."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Max

from indicators.models import Organisation, ReportingOccasion, SourceDocument
from indicators.reference_acts import reference_act
from reports.declarations import read_template
from reports.models import Report, ReportTemplate, ReportText, TemplateVersion, TextVersion
from vss_portal import clock
from vss_portal.models import User


def checksum_of(declaration: Any) -> str:
    """SHA-256 of a declaration in its one canonical spelling."""
    canonical = json.dumps(declaration, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def save_template(
    *, organisation: Organisation, declaration: dict[str, Any], by: User, note: str = ""
) -> TemplateVersion:
    """Save a declaration as the template's next version; the same content as the newest one is not saved again.

    Raises DeclarationError with the place when the declaration can't be read.
    """
    plain = json.loads(json.dumps(declaration, default=str))
    template = read_template(plain)
    stored = _template(organisation, template.code, by, name=template.name, kind=template.kind)
    newest = stored.versions.order_by("-number").first()
    checksum = checksum_of(plain)
    if newest and newest.checksum == checksum:
        return newest
    return TemplateVersion.objects.create(
        template=stored,
        number=newest.number + 1 if newest else 1,
        declaration=plain,
        checksum=checksum,
        note=note,
        created_at=clock.now(),
        created_by=by,
    )


def _template(organisation: Organisation, code: str, by: User, *, name: str, kind: str) -> ReportTemplate:
    """The template's row, made or renamed; a new name is in the log."""
    known = ReportTemplate.objects.filter(organisation=organisation, code=code).first()
    if known is None:
        return ReportTemplate.objects.create(organisation=organisation, code=code, name=name, kind=kind)
    if (known.name, known.kind) != (name, kind):
        known.name, known.kind = name, kind
        with reference_act(by=by, organisation=organisation, reason="Mallen ändras"):
            known.save()
    return known


@transaction.atomic
def create_report(
    *,
    template_version: TemplateVersion,
    slug: str,
    title: str,
    year: int,
    month: int,
    by: User,
    occasion: ReportingOccasion | None = None,
    reproduced_from: SourceDocument | None = None,
    case_number: str = "",
    is_public: bool = False,
) -> Report:
    """Start a report. One reproduced from print is closed on the document's day and keeps the template given."""
    report = Report(
        organisation=template_version.template.organisation,
        template_version=template_version,
        slug=slug,
        title=title,
        kind=template_version.template.kind,
        year=year,
        month=month,
        occasion=occasion,
        known_on=reproduced_from.recorded_on if reproduced_from else None,
        reproduced_from=reproduced_from,
        case_number=case_number,
        is_public=is_public,
        created_at=clock.now(),
        created_by=by,
    )
    report.full_clean()
    report.save()
    return report


@transaction.atomic
def write_text(
    *, report: Report, key: str, content: dict[str, Any], by: User, recorded_at: dt.datetime | None = None
) -> TextVersion:
    """Save a section's text as its next version; the same words are not saved again."""
    text, _made = ReportText.objects.get_or_create(report=report, key=key)
    newest = text.versions.order_by("-number").first()
    if newest and newest.content == content:
        return newest
    number = text.versions.aggregate(highest=Max("number"))["highest"] or 0
    moment = recorded_at or clock.now()
    return TextVersion.objects.create(
        text=text,
        number=number + 1,
        content=content,
        recorded_at=max(moment, newest.recorded_at) if newest else moment,
        recorded_by=by,
    )
