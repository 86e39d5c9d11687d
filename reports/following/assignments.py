"""Strategic assignments as they are filled in: what each is (the editor's), how far it has come, carried over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from indicators.assessing import record_assignment_status
from indicators.models import Assignment, AssignmentStatus, Organisation, ReportingOccasion
from indicators.models.choices import AssignmentScope, AssignmentState, OccasionKind, Role
from indicators.recording_entries import RecordingRefused
from indicators.reference_acts import reference_act
from indicators.rights import rights_of
from reports.approval.steps import StepRefused
from vss_portal import clock
from vss_portal.models import User

GROUPS: dict[str, str] = {
    AssignmentScope.MUNICIPAL: "Kommungemensamma",
    AssignmentScope.COMMITTEE: "Nämndspecifika",
    AssignmentScope.ADDED: "Tillkommande",
}


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment with how far it had come at the occasion."""

    assignment: Assignment
    status: AssignmentStatus | None


@dataclass(frozen=True, kw_only=True)
class GivenAssignment:
    """What the editor wrote of an assignment."""

    text: str
    scope: str
    number: str = ""
    report_back_on: dt.date | None = None
    receiver: str = ""


def occasions_of(organisation: Organisation, year: int) -> list[ReportingOccasion]:
    """The year's occasions at which assignments are told of: the interim reports and the year's end."""
    found = ReportingOccasion.objects.filter(organisation=organisation).in_year(year).order_by("month")
    return [each for each in found if each.kind not in (OccasionKind.MONTH, OccasionKind.BUDGET)]


def current_occasion(occasions: list[ReportingOccasion]) -> ReportingOccasion | None:
    """The latest that has opened; before the first the first."""
    opened = [each for each in occasions if each.opens_on <= clock.today()]
    return next(reversed(opened or occasions[:1]), None)


def assignments_of(organisation: Organisation, year: int, occasion: ReportingOccasion | None) -> list[AssignmentLine]:
    """The year's assignments in order, with the latest status at the occasion."""
    rows = Assignment.objects.filter(organisation=organisation, year=year).select_related("goal", "carried_from")
    told = AssignmentStatus.objects.filter(occasion=occasion).select_related("recorded_by").order_by("number")
    latest = {status.assignment_id: status for status in told}
    return [AssignmentLine(row, latest.get(row.pk)) for row in rows.order_by("order")]


def tell(
    *, assignment: Assignment, occasion: ReportingOccasion, state: str, comment: str, seen: int, by: User
) -> AssignmentStatus:
    """Say how far the assignment has come. Raises StepRefused."""
    words = comment.replace("\r\n", "\n")
    try:
        told = record_assignment_status(
            assignment=assignment, occasion=occasion, state=state, comment=words, by=by, seen=seen
        )
    except RecordingRefused as refused:
        raise StepRefused([problem.message for problem in refused.problems]) from refused
    return told.status


@transaction.atomic
def save_assignment(
    *, organisation: Organisation, year: int, given: GivenAssignment, by: User, assignment: Assignment | None = None
) -> Assignment:
    """A new assignment, or what one is changed to; the change is in the log of reference rows. Raises StepRefused."""
    _check_editor(by, organisation)
    code, order = _free_code(organisation, year, given), _last(organisation, year)
    row = assignment or Assignment(organisation=organisation, year=year, code=code, order=order)
    row.text, row.scope, row.number = given.text.strip(), given.scope, given.number.strip()
    row.report_back_on, row.receiver = given.report_back_on, given.receiver.strip()
    row.group = row.group or str(dict(GROUPS).get(given.scope, ""))
    return _saved(row, by, "Uppdraget ändras" if assignment else "Uppdraget läggs till")


def _saved(row: Assignment, by: User, reason: str) -> Assignment:
    try:
        row.full_clean()
    except ValidationError as error:
        told = [f"{_label(name)}: {' '.join(words)}" for name, words in error.message_dict.items()]
        raise StepRefused([f"{line} Inget är sparat." for line in told]) from error
    with reference_act(by=by, organisation=row.organisation, reason=reason):
        row.save()
    return row


def _label(name: str) -> str:
    field: Any = next((each for each in Assignment._meta.fields if each.name == name), None)
    return str(field.verbose_name).capitalize() if field else "Uppdraget"


def _check_editor(by: User, organisation: Organisation) -> None:
    rights = rights_of(by)
    if rights.organisation != organisation or not rights.has(Role.EDITOR):
        raise StepRefused(["Bara huvudcontrollern lägger till och ändrar uppdrag. Inget är sparat."])


def _free_code(organisation: Organisation, year: int, given: GivenAssignment) -> str:
    """A code that no assignment of the year has."""
    wanted = slugify(given.text)[:30].strip("-") or "uppdrag"
    known = set(Assignment.objects.filter(organisation=organisation, year=year).values_list("code", flat=True))
    numbers = (f"{wanted}-{number}" for number in range(2, len(known) + 3))
    return wanted if wanted not in known else next(code for code in numbers if code not in known)


def _last(organisation: Organisation, year: int) -> int:
    rows = Assignment.objects.filter(organisation=organisation, year=year)
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def left_of_last_year(organisation: Organisation, year: int) -> list[Assignment]:
    """Last year's assignments that weren't done and aren't carried over yet."""
    rows = Assignment.objects.filter(organisation=organisation, year=year - 1, carried_to=None).order_by("order")
    told = AssignmentStatus.objects.filter(assignment__in=rows).order_by("occasion__month", "number")
    latest = {status.assignment_id: status.state for status in told}
    ended = (AssignmentState.DONE, AssignmentState.NOT_APPLICABLE)
    return [row for row in rows if latest.get(row.pk) not in ended]


@transaction.atomic
def carry_assignments(*, organisation: Organisation, year: int, by: User) -> int:
    """Go on this year with what is left of last year's; how many. Raises StepRefused."""
    _check_editor(by, organisation)
    rows = left_of_last_year(organisation, year)
    if not rows:
        raise StepRefused(["Det finns inget kvar att föra över från förra året. Inget är ändrat."])
    for earlier in rows:
        given = GivenAssignment(text=earlier.text, scope=earlier.scope)
        row = Assignment(
            organisation=organisation,
            year=year,
            code=_free_code(organisation, year, given),
            order=_last(organisation, year),
            carried_from=earlier,
            **{name: getattr(earlier, name) for name in ("text", "scope", "group", "receiver", "number")},
        )
        _saved(row, by, f"Uppdraget förs över från {year - 1}")
    return len(rows)
