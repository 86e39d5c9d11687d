"""Who answers for a section and until when; who is invited to read and comment. Only ever added to."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from indicators.models import Membership
from reports.approval.people import edits
from reports.approval.steps import StepRefused
from reports.models import ReaderInvitation, Report, SectionDuty
from reports.working.reading import duties_of
from vss_portal import clock
from vss_portal.models import User

ONLY_EDITOR = "Bara huvudcontrollern {act}. Inget är sparat."


def people_of(report: Report) -> list[User]:
    """Everybody with a role in the report's organisation today, by name."""
    here = Membership.objects.on(clock.today()).filter(unit__organisation=report.organisation)
    return sorted(User.objects.filter(pk__in=here.values("person")), key=lambda person: person.display_name)


@transaction.atomic
def give_duty(*, report: Report, key: str, person: User | None, due_on: dt.date | None, by: User) -> SectionDuty | None:
    """Say who answers for a section and until when; the same once more records nothing. Raises StepRefused."""
    if not edits(by, report):
        raise StepRefused([ONLY_EDITOR.format(act="fördelar avsnitten")])
    if person is not None and person not in people_of(report):
        raise StepRefused([f"{person} har ingen roll i förvaltningen. Inget är sparat."])
    standing = duties_of(report).get(key)
    if standing is not None and (standing.person, standing.due_on) == (person, due_on):
        return standing
    if standing is None and person is None and due_on is None:
        return None
    moment = clock.now()
    try:
        with transaction.atomic():
            return SectionDuty.objects.create(
                report=report,
                key=key,
                number=standing.number + 1 if standing else 1,
                person=person,
                due_on=due_on,
                recorded_at=max(moment, standing.recorded_at) if standing else moment,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise StepRefused(["Någon annan har just ändrat samma avsnitt. Läs om sidan. Inget är sparat."]) from error


@transaction.atomic
def invite(*, report: Report, person: User | None, by: User, invited: bool = True) -> ReaderInvitation:
    """Give somebody the right to read the report under work and comment on it, or end it. Raises StepRefused."""
    if not edits(by, report):
        raise StepRefused([ONLY_EDITOR.format(act="bjuder in läsare")])
    if person is None or person not in people_of(report):
        raise StepRefused(["Välj en person som har en roll i förvaltningen. Inget är sparat."])
    last = ReaderInvitation.objects.filter(report=report, person=person).order_by("-number").first()
    if last is not None and last.invited == invited:
        return last
    moment = clock.now()
    return ReaderInvitation.objects.create(
        report=report,
        person=person,
        number=last.number + 1 if last else 1,
        invited=invited,
        recorded_at=max(moment, last.recorded_at) if last else moment,
        recorded_by=by,
    )
