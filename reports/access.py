"""Who may read which report, and who may do what with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from indicators.models import Goal, Membership
from indicators.models.choices import Role
from indicators.rights import rights_of
from reports.approval.people import approves, edits, owns_section, proposes, works_here
from reports.archiving.appendices import told_in
from reports.declarations import WRITTEN, Section, template_of
from reports.models import FrozenReport, Report
from reports.models.reports import ReportQuerySet
from reports.working.reading import invitations, is_invited
from vss_portal import clock

# Open reports are work in progress: only those who work with them see them before they are public.
WORKING_ROLES = (Role.CONTROLLER, Role.AREA_MANAGER, Role.HR, Role.WRITER, Role.DIRECTOR, Role.EDITOR)


def reads_reports(user: Any, **_url: Any) -> bool:
    """Alla med en roll i en förvaltning"""
    return bool(_memberships(user).exists())


def reads_report(user: Any, **url: Any) -> bool:
    """Offentliga rapporter: alla med en roll i förvaltningen. Öppna rapporter: de som arbetar med dem"""
    if not visible_to(user).filter(slug=url["slug"]).exists():
        raise Http404("Rapporten finns inte eller hör till en annan förvaltning.")
    return True


def visible_to(user: Any) -> ReportQuerySet:
    """The reports that the person may read: public and adopted ones of their organisations, open ones of their work."""
    memberships = _memberships(user)
    here = Report.objects.filter(organisation__in=memberships.values("unit__organisation"))
    working = memberships.filter(role__in=WORKING_ROLES).values("unit__organisation")
    adopted = Q(Exists(FrozenReport.objects.filter(report=OuterRef("pk"))))
    invited = Q(pk__in=invitations().filter(person=user).values("report")) if memberships else Q(pk__in=())
    return here.filter(Q(is_public=True) | adopted | Q(organisation__in=working) | invited)


# What is being worked on


def works_on_report(user: Any, **url: Any) -> bool:
    """De som arbetar med rapporten: alla roller utom läsare, revisor och administratör"""
    return works_here(user, _own_report(user, url), *WORKING_ROLES)


def reads_template_of(user: Any, **url: Any) -> bool:
    """De som arbetar med förvaltningens rapporter; mallen till en återgiven rapport läses också"""
    return works_here(user, _report(user, url), *WORKING_ROLES)


def assesses_goal(user: Any, **url: Any) -> bool:
    """Den som svarar för någon av målets indikatorer, förvaltningschefen och huvudcontrollern"""
    report = _own_report(user, url)
    goal = Goal.objects.in_year(report.organisation, report.year).filter(code=url["code"]).first()
    if goal is None or not (approves(user, report) or proposes(user, report, goal)):
        raise Http404("Målet finns inte eller ligger utanför dina områden.")
    return True


def comments_on_report(user: Any, **url: Any) -> bool:
    """De som arbetar med rapporten, och de som har bjudits in att läsa och lämna synpunkter"""
    report = _own_report(user, url)
    return works_here(user, report, *WORKING_ROLES) or is_invited(user, report)


def fills_in_lists(user: Any, **url: Any) -> bool:
    """De som arbetar med rapporter; var och en fyller i sina enheters rader"""
    return rights_of(user).has(*WORKING_ROLES)


def approves_report(user: Any, **url: Any) -> bool:
    """Förvaltningschefen och tf förvaltningschef"""
    return approves(user, _own_report(user, url))


def approves_anything(user: Any, **url: Any) -> bool:
    """Förvaltningschefen och tf förvaltningschef"""
    return rights_of(user).has(Role.DIRECTOR)


def edits_report(user: Any, **url: Any) -> bool:
    """Huvudcontrollern"""
    return edits(user, _report(user, url))


def decides_on_report(user: Any, **url: Any) -> bool:
    """Förvaltningschefen och huvudcontrollern"""
    report = _own_report(user, url)
    return approves(user, report) or edits(user, report)


def writes_section(user: Any, **url: Any) -> bool:
    """Den som svarar för avsnittet, med namn eller roll, förvaltningschefen och huvudcontrollern"""
    report = _own_report(user, url)
    section = next((each for each in _sections(report) if each.key == url["key"]), None)
    if section is None or not owns_section(user, report, section.responsible, section.key):
        raise Http404("Avsnittet finns inte eller är inte ditt.")
    return True


def reads_appendix(user: Any, **url: Any) -> bool:
    """Alla som får läsa rapporten; bilagor som inte är fastställda bara de som arbetar med den"""
    report, wanted = _report(user, url), (url["place"], url["version"])
    if works_here(user, report, *WORKING_ROLES):
        return True
    frozen = FrozenReport.objects.filter(report=report)
    if not any(wanted == (told["place"], told["version"]) for each in frozen for told in told_in(each)):
        raise Http404("Bilagan finns inte eller är inte fastställd än.")
    return True


def reads_trace(user: Any, **url: Any) -> bool:
    """Förvaltningschefen och huvudcontrollern; revisorn när rapporten är fastställd"""
    report = _report(user, url)
    adopted = FrozenReport.objects.filter(report=report).exists()
    return works_here(user, report, Role.DIRECTOR, Role.EDITOR) or (adopted and works_here(user, report, Role.AUDITOR))


def _report(user: Any, url: dict[str, Any]) -> Report:
    report = visible_to(user).select_related("organisation", "template_version").filter(slug=url["slug"]).first()
    if report is None:
        raise Http404("Rapporten finns inte eller hör till en annan förvaltning.")
    return report


def _own_report(user: Any, url: dict[str, Any]) -> Report:
    """A report that is made here: nobody writes, judges or approves one that is reproduced from print."""
    report = _report(user, url)
    if report.reproduced_from_id is not None:
        raise Http404("Rapporten är återgiven efter tryck. Den skrivs, bedöms och godkänns inte här.")
    return report


def _sections(report: Report) -> Iterator[Section]:
    found = template_of(report.template_version).in_year(report.year).walk()
    return (section for section in found if section.kind in WRITTEN)


def _memberships(user: Any) -> Any:
    return Membership.objects.filter(person=user).on(clock.today())
