"""Who may do what: a test per row and role of one table, and of what is and isn't a person's own.

`yes` is everything, `own` one's own and nothing else, `no` nothing. The rules that are asked are those that the guard
and the writing functions obey.
"""

import pytest

from indicators.access import may_read_work, may_record
from indicators.entry.areas import Areas
from indicators.entry.clearing import may_step
from indicators.models import Indicator, Unit
from indicators.rights import rights_of
from indicators.spans import Month
from indicators.year.access import keeps_catalogue, keeps_people
from reports import access as may
from reports.adopting.events import record_event
from reports.approval.people import approves, edits, owns_section, proposes
from reports.approval.steps import StepRefused
from reports.designing.access import edits_templates
from reports.models import FrozenReport
from tests.reports import judging
from tests.reports.conftest import _loaded, reference  # noqa: F401 - fixtures of the reference data
from vss_portal import clock

PEOPLE = {
    "reader": "lasare",
    "auditor": "revisor",
    "controller": "controller-hr",
    "area manager": "chef-hr",
    "HR": "hr",
    "writer": "skribent",
    "director": "forvaltningschef",
    "editor": "huvudcontroller",
    "admin": "admin",
}
# The columns stand in the order of PEOPLE.
TABLE = {
    "read adopted reports": "yes yes yes yes yes yes yes yes yes",
    "read reports under work": "no no yes yes yes yes yes yes no",
    "read figures under work": "no no own own own own yes yes no",
    "follow an adopted report to its sources": "no yes no no no no yes yes no",
    "enter figures": "no no own own own own no yes no",
    "mark an area ready": "no no own no no no no yes no",
    "clear an area": "no no no own no no no no no",
    "write texts": "no no own no own own yes yes no",
    "propose an assessment": "no no own own own own no yes no",
    "approve, change, return; accept an error": "no no no no no no yes no no",
    "adopt, tell of events": "no no no no no no no yes no",
    "edit templates": "no no no no no no no yes no",
    "keep the catalogue": "no no no no no no no yes no",
    "keep people and roles": "no no no no no no no yes yes",
}
CELLS = [(row, role, said) for row, cells in TABLE.items() for role, said in zip(PEOPLE, cells.split(), strict=True)]
# What is each role's own, and what is another's: an indicator and a unit, a goal, a role that answers for a section.
FIGURES = {
    "controller": (("net_result", "vo-hr"), ("net_result", "vo-ekonomi")),
    "area manager": (("net_result", "vo-hr"), ("net_result", "vo-ekonomi")),
    "HR": (("sjuk", "vss"), ("net_result", "vo-hr")),
    "writer": (("digmognad", "stab"), ("net_result", "vo-ekonomi")),
}
SECTIONS = {"controller": "controller", "HR": "hr", "writer": "writer"}


@pytest.fixture
def report(reference):  # noqa: F811
    return judging.start()


@pytest.fixture
def adopted(report):
    FrozenReport.objects.create(
        report=report,
        number=1,
        schema=1,
        title=report.title,
        case_number="KS 1",
        payload='{"items":[]}',
        checksum="0",
        recorded_at=clock.now(),
        recorded_by=judging.editor(),
    )
    return report


def figure(code, unit):
    indicator = Indicator.objects.get(organisation__code="vss", code=code)
    return indicator, Unit.objects.get(organisation__code="vss", code=unit)


def figures(rule, user, role):
    own, other = FIGURES.get(role, (("net_result", "vo-hr"), ("sjuk", "vss")))
    return rule(user, *figure(*own)), rule(user, *figure(*other))


def area(user, step):
    areas = Areas(rights_of(user), Month(2024, 8))
    found = [areas.find("vo-hr"), areas.find("vo-ekonomi")]
    return tuple(each is not None and may_step(areas, each, step) for each in found)


def asked(row, role, user, report):
    """Whether the person may with what is their own, and with what is another's."""
    whole = {
        "read reports under work": lambda: may.visible_to(user).filter(pk=report.pk).exists(),
        "read adopted reports": lambda: may.visible_to(user).filter(pk=report.pk).exists(),
        "follow an adopted report to its sources": lambda: may.reads_trace(user, slug=report.slug),
        "approve, change, return; accept an error": lambda: approves(user, report),
        "adopt, tell of events": lambda: edits(user, report) and tells(report, user),
        "edit templates": lambda: edits_templates(user),
        "keep the catalogue": lambda: keeps_catalogue(user),
        "keep people and roles": lambda: keeps_people(user),
    }
    if row in whole:
        said = bool(whole[row]())
        return said, said
    parts = {
        "read figures under work": lambda: figures(may_read_work, user, role),
        "enter figures": lambda: figures(may_record, user, role),
        "mark an area ready": lambda: area(user, "ready"),
        "clear an area": lambda: area(user, "cleared"),
        "write texts": lambda: texts(user, role, report),
        "propose an assessment": lambda: goals(user, report),
    }
    return parts[row]()


def tells(report, user):
    try:
        record_event(report=report, kind="public", day=clock.today(), by=user)
    except StepRefused:
        return False
    return True


def texts(user, role, report):
    own = SECTIONS.get(role, "")
    other = "writer" if own != "writer" else "controller"
    return owns_section(user, report, own), owns_section(user, report, other)


def goals(user, report):
    """Whether any goal is the person's to propose, and whether all are."""
    from indicators.models import Goal

    said = [proposes(user, report, goal) for goal in Goal.objects.in_year(report.organisation, report.year)]
    return any(said), all(said)


@pytest.mark.parametrize(("row", "role", "said"), CELLS, ids=[f"{row}: {role}" for row, role, _said in CELLS])
def test_each_role_may_what_its_cell_says(row, role, said, request):
    adopted_only = row in ("read adopted reports", "follow an adopted report to its sources", "adopt, tell of events")
    report = request.getfixturevalue("adopted" if adopted_only else "report")
    own, other = asked(row, role, judging.person(PEOPLE[role]), report)
    assert (own, other) == {"yes": (True, True), "own": (True, False), "no": (False, False)}[said]
