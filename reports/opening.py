"""Which reports' figures anybody may fetch: an editor turns each on, and only what is public already can be."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from indicators.reference_acts import reference_act
from reports.approval.people import edits
from reports.approval.steps import StepRefused
from reports.models import FrozenReport, Report
from reports.models.reports import ReportQuerySet
from vss_portal.models import User


def public_reports() -> ReportQuerySet:
    """Reports that have been made public: reproduced from print, or adopted."""
    adopted = Q(Exists(FrozenReport.objects.filter(report=OuterRef("pk"))))
    return Report.objects.filter(Q(is_public=True) | adopted)


def open_reports() -> ReportQuerySet:
    """Those of them whose figures an editor has turned on."""
    parts = ("organisation", "template_version__template", "reproduced_from", "occasion")
    return public_reports().filter(open_data=True).select_related(*parts).newest_first()


@transaction.atomic
def set_open_data(*, report: Report, on: bool, by: User) -> None:
    """Turn a report's open data on or off. Raises StepRefused for who isn't its editor, and for what isn't public."""
    if not edits(by, report):
        raise StepRefused(["Bara huvudcontrollern öppnar en rapports data. Inget är sparat."])
    if on and not public_reports().filter(pk=report.pk).exists():
        raise StepRefused([f"{report.title} är inte offentlig än. Fastställ den först. Inget är sparat."])
    report.open_data = on
    reason = "Öppna data slås på" if on else "Öppna data slås av"
    with reference_act(by=by, organisation=report.organisation, reason=reason):
        report.save(update_fields=["open_data"])
