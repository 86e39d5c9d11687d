"""What waits for a person in the reports: decisions of the förvaltningschef, texts to write. Counted from the logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from indicators.rights import rights_of
from reports.access import WORKING_ROLES, approves_anything
from reports.approval.people import owns_section
from reports.approval.waiting import waiting_for
from reports.declarations import WRITTEN, template_of
from reports.models import Report, ReportStep, Scope, StepKind, TextVersion
from reports.texts import is_empty
from reports.working.reading import duties_of
from vss_portal.waiting import APPROVE, WRITE, Waiting


def waiting(user: Any) -> Iterator[Waiting]:
    """The decisions that wait for who approves, and for each open report the texts that the person is to write."""
    rights = rights_of(user)
    if rights.organisation is None or not rights.has(*WORKING_ROLES):
        return
    if approves_anything(user):
        yield Waiting(APPROVE, "Att godkänna", waiting_for(user), reverse("approvals"))
        return
    reports = Report.objects.filter(
        organisation=rights.organisation, frozen=None, reproduced_from=None, known_on=None
    ).select_related("organisation", "template_version")
    for report in reports.order_by("year", "month", "pk"):
        address = reverse("report_sections", args=[report.slug])
        yield Waiting(WRITE, report.title, len(unwritten(user, report)), address)


def unwritten(user: Any, report: Report) -> list[str]:
    """The keys of the sections that are the person's to write and have no text, or were sent back."""
    template = template_of(report.template_version).in_year(report.year)
    named = {key for key, duty in duties_of(report).items() if duty.person_id == user.pk}
    written_here = [each for each in template.walk() if each.kind in WRITTEN]
    own = [each for each in written_here if each.key in named or owns_section(user, report, each.responsible)]
    texts = TextVersion.objects.filter(text__report=report).as_of(None).values_list("text__key", "content")
    written = {key for key, content in texts if not is_empty(content)}
    steps = ReportStep.objects.filter(report=report, scope=Scope.SECTION).order_by("number").values_list("key", "kind")
    returned = {key for key, kind in dict(steps).items() if kind == StepKind.RETURNED}
    return [section.key for section in own if section.key not in written or section.key in returned]
