"""Which reports' figures anybody may fetch: an editor turns each on, and only what is public already can be."""

from __future__ import annotations

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from indicators.reference_acts import reference_act
from reports.approval.people import edits
from reports.approval.steps import StepRefused
from reports.models import EventKind, Report, ReportEvent, Switch
from reports.models.reports import ReportQuerySet
from reports.switching import log_switch, public_pages_allowed, word
from vss_portal import clock
from vss_portal.models import User


def public_reports() -> ReportQuerySet:
    """Reports that are public today: reproduced from print, or adopted and public from a day that has come."""
    days = ReportEvent.objects.filter(report=OuterRef("pk"), kind=EventKind.PUBLIC).order_by("-number")
    known = Report.objects.annotate(public_from=Subquery(days.values("day")[:1]))
    return known.filter(Q(is_public=True) | Q(public_from__lte=clock.today()))


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
        raise StepRefused([f"{report.title} är inte offentlig än. Registrera dagen. Inget är sparat."])
    before = Report.objects.get(pk=report.pk).open_data
    report.open_data = on
    reason = "Öppna data slås på" if on else "Öppna data slås av"
    with reference_act(by=by, organisation=report.organisation, reason=reason):
        report.save(update_fields=["open_data"])
    if before != on:
        log_switch(report=report, switch=Switch.OPEN_DATA, before=word(before), after=word(on), by=by)


def public_pages() -> ReportQuerySet:
    """The reports that anybody may read without log-in: none where the portal's setting doesn't let any."""
    if not public_pages_allowed():
        return Report.objects.none()
    parts = ("organisation", "template_version__template", "reproduced_from", "occasion")
    return public_reports().filter(public_page=True).select_related(*parts)


@transaction.atomic
def set_public_page(*, report: Report, on: bool, by: User) -> None:
    """Turn a report's page without log-in on or off.

    Raises StepRefused for who isn't its editor, for what isn't public, and where the setting lets no page be shown so.
    """
    if not edits(by, report):
        raise StepRefused(["Bara huvudcontrollern visar en rapport utan inloggning. Inget är sparat."])
    if on and not public_pages_allowed():
        raise StepRefused(["Portalen är inställd så att inga rapporter visas utan inloggning. Inget är sparat."])
    if on and not public_reports().filter(pk=report.pk).exists():
        raise StepRefused([f"{report.title} är inte offentlig än. Registrera dagen. Inget är sparat."])
    before = Report.objects.get(pk=report.pk).public_page
    if before == on:
        return
    report.public_page = on
    with reference_act(by=by, organisation=report.organisation, reason="Sidan utan inloggning slås på eller av"):
        report.save(update_fields=["public_page"])
    log_switch(report=report, switch=Switch.PUBLIC_PAGE, before=word(before), after=word(on), by=by)
