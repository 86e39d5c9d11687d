"""One walk over every address of the portal with every role, anonymous included.

Every answer agrees with the address's own rule, and of the pages of judgement the table below says who may open each:
an address that isn't in it fails. What isn't for somebody answers 403, or 404 where it lies outside of their units;
who isn't logged in comes to the log-in.
"""

import re

import pytest
from django.http import Http404
from django.test import Client
from django.urls import get_resolver, reverse

from indicators.models import Fact
from reports.adopting.freeze import adopt_report
from reports.exporting import FORMATS
from tests.project.test_every_view_is_guarded import UNGUARDED, views
from tests.reports import judging
from tests.reports.archiving.files import append, small_pdf
from tests.reports.conftest import _loaded, reference  # noqa: F401 - fixtures of the reference data
from vss_portal.guard import AccessRule

ROLES = {
    "reader": "lasare",
    "auditor": "revisor",
    "controller": "controller-hr",
    "area_manager": "chef-hr",
    "hr": "hr",
    "writer": "skribent",
    "director": "forvaltningschef",
    "editor": "huvudcontroller",
    "admin": "admin",
}
ALL = frozenset(ROLES)
WORKING = ALL - {"reader", "auditor", "admin"}
DECIDING = frozenset({"director", "editor"})
TRACING = DECIDING | {"auditor"}
# Who may open the addresses of reports under work and adopted ones, by the address's name.
WHO = {
    "reports": ALL,
    "report": ALL,
    "report_file": ALL,
    "report_pdf": ALL,
    "report_version": ALL,
    "version_file": ALL,
    "permissions": ALL,
    "approvals": frozenset({"director"}),
    "report_draft": WORKING,
    "report_goals": WORKING,
    "goal_assessment": DECIDING | {"hr"},
    "approval_list": frozenset({"director"}),
    "approve_goal": frozenset({"director"}),
    "report_approval": DECIDING,
    "report_sections": WORKING,
    "section_text": DECIDING | {"writer"},
    "writing_together": DECIDING | {"writer"},
    "report_gate": WORKING,
    "adopt": frozenset({"editor"}),
    "report_events": frozenset({"editor"}),
    "report_trace": TRACING,
    "goal_trace": TRACING,
    "text_trace": TRACING,
    "report_sample": TRACING,
    "report_log": TRACING,
    "report_open_data": frozenset({"editor"}),
    "report_public_page": frozenset({"editor"}),
    "report_template": WORKING,
    "templates": frozenset({"editor"}),
    "template_new": frozenset({"editor"}),
    "template_import": frozenset({"editor"}),
    "shared_texts": frozenset({"editor"}),
    "template": frozenset({"editor"}),
    "template_section": frozenset({"editor"}),
    "template_table": frozenset({"editor"}),
    "template_whole": frozenset({"editor"}),
    "template_save": frozenset({"editor"}),
    "template_versions": frozenset({"editor"}),
    "template_copy": frozenset({"editor"}),
    "template_start": frozenset({"editor"}),
    "template_file": frozenset({"editor"}),
    "report_appendices": frozenset({"editor"}),
    "appendix_file": ALL,
    "archive_package": frozenset({"editor"}),
    "year_list": WORKING,
    "year_assignments": WORKING,
    "report_contributions": WORKING,
    "report_comments": WORKING,
    "section_comments": WORKING,
    "report_duties": frozenset({"editor"}),
    "report_purges": TRACING,
    # Only ever sent as forms.
    "autosave": frozenset(),
    "answer_contribution": frozenset(),
}
PARTS = {
    "template": "delarsrapport-augusti-2024",
    "section": "resultat-prognos",
    "code": "goda-arbetsplatser",
    "key": "uppdrag",
    "listed": "aktiviteter",
    "version": 1,
    "place": 1,
    "format": "json",
    "unit": "vo-hr",
    "year": 2024,
    "month": 8,
    "draft": 0,
    "goal": 0,
    "secret": "gissning",
    "day": "2025-01-01",
    "branch": "omrade",
    "pk": 0,
    "assignment": 0,
    "imported": 0,
    "evidence": 0,
    "slug": judging.SLUG,
    "slug_again": judging.SLUG,
}
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# What a page may answer to whom its rule lets in: itself, the way on, or that the thing isn't there any more.
LET_IN = {200, 302, 404}


@pytest.fixture(scope="module")
def _adopted(_loaded, django_db_blocker):  # noqa: F811
    """The adopted report, made once, without the seconds that a PDF takes."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setitem(FORMATS, "pdf", lambda node: b"%PDF")
        report = judging.complete(judging.start())
        append(report, small_pdf())
        judging.approve_whole(report)
        adopt_report(report=report, by=judging.editor(), case_number=judging.CASE)
        yield report


@pytest.fixture
def adopted(_adopted, reference):  # noqa: F811
    return _adopted


@pytest.fixture(scope="module")
def asked():
    """What was answered to whom: a page is opened once for each, whichever test asks. Opening changes nothing."""
    return {}


@pytest.fixture
def opened(adopted, asked):
    """The status that somebody gets from an address; each logs in once."""
    clients = {}

    def client_of(username):
        if username not in clients:
            clients[username] = Client()
            clients[username].force_login(judging.person(username))
        return clients[username]

    def answer(username, address):
        if (username, address) not in asked:
            asked[username, address] = client_of(username).get(address).status_code
        return asked[username, address]

    return answer


def addresses():
    """Every guarded address as a pattern, with its rule."""
    for pattern, view in views(get_resolver().url_patterns):
        if view.__module__ not in UNGUARDED:
            yield pattern, view


def filled(pattern):
    """The address with its parts, and the parts as the rule gets them."""
    fact = Fact.objects.filter(indicator__code="sjuk", unit__code="vss").first()
    code = "sjuk" if pattern.startswith("/indikatorer/") else PARTS["code"]
    known = {**PARTS, "fact": fact.pk, "code": code}
    parts = {name: known[name] for name in PART.findall(pattern)}
    return PART.sub(lambda found: str(parts[found[1]]), pattern), parts


def allowed(rule, user, parts):
    """What the rule says: True, False, or 404."""
    try:
        return rule.predicate(user, **parts)
    except Http404:
        return 404


def test_every_address_answers_every_role_as_its_rule_says(opened):
    wrong = []
    places = [(*filled(pattern), view) for pattern, view in addresses() if "logga" not in pattern]
    for username in ROLES.values():
        person = judging.person(username)
        for address, parts, view in places:
            status = opened(username, address)
            said = allowed(view.access_rule, person, parts)
            expected = LET_IN | {405} if said is True else {404} if said == 404 else {403}
            if status not in expected:
                wrong.append(f"{username} {address}: {status}, the rule says {said}")
    assert wrong == []


def test_who_is_not_logged_in_comes_to_the_log_in_from_every_address(client, adopted):
    wrong = []
    for pattern, view in addresses():
        address, _parts = filled(pattern)
        answer = client.get(address)
        to_login = answer.status_code == 302 and answer.url.startswith(reverse("login"))
        if not to_login and not view.access_rule.asks_about_visitors:
            wrong.append(f"{address}: {answer.status_code}")
    assert wrong == []


def test_a_view_without_a_rule_is_found():
    assert [pattern for pattern, view in addresses() if not isinstance(view.access_rule, AccessRule)] == []


def test_every_address_of_reports_has_its_row_in_the_table():
    patterns = _patterns(get_resolver("reports.urls").url_patterns)
    closed = {each.name for each in patterns if not each.callback.access_rule.asks_about_visitors}
    assert closed == set(WHO)


def _patterns(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(opened, role):
    let_in = {name for name in WHO if opened(ROLES[role], _address(name)) == 200}
    assert let_in == {name for name, roles in WHO.items() if role in roles}


def _address(name):
    [pattern] = [each for each in _patterns(get_resolver("reports.urls").url_patterns) if each.name == name]
    return reverse(name, kwargs={part: PARTS[part] for part in PART.findall(str(pattern.pattern))})
