"""The log of a report: what was done to it and around it, by whom, under the names that people know."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Fact, Goal, Unit
from indicators.reference_acts import reference_act
from reports.following.contributions import decline, send_in
from reports.following.lists import SPECS, GivenLine, save_line
from reports.following.year_end import answer
from reports.models import Report, Switch
from reports.switching import log_switch
from reports.tracing.happenings import happenings
from reports.working.comments import remark
from reports.working.duties import give_duty, invite
from tests.reports import judging
from tests.reports.archiving.files import append, small_pdf

GOAL = "goda-arbetsplatser"
KEY = "uppdrag"


@pytest.fixture
def report(reference):
    return judging.start()


def lines(report, *facts, **about):
    found = happenings(judging.again(report), facts, **about)
    return {(each.kind, each.about.replace("\u00a0", " "), each.what.replace("\u00a0", " ")) for each in found}


def test_what_is_done_about_a_goal_stands_in_the_log_of_the_report_and_of_the_goal(report):
    goal = Goal.objects.in_year(report.organisation, 2024).get(code=GOAL)
    unit = Unit.objects.get(organisation=report.organisation, code="vo-hr")
    line = GivenLine(title="Ny rutin", unit=unit, goal=goal, state="ongoing")
    save_line(organisation=report.organisation, spec=SPECS["aktiviteter"], year=2024, given=line, by=judging.editor())
    sent = send_in(report=report, goal=goal, unit=unit, text="Vi började i mars.", by=judging.editor())
    decline(contribution=sent, word="Står redan", by=judging.editor())
    row = goal.rows.filter(indicator__code="sjuk").get()
    answer(report=report, goal=goal, given={(row.pk, "total"): "partly", (row.pk, "women"): "no"}, by=judging.editor())
    expected = {
        ("Lista", "Aktivitet: Ny rutin", "version 1, Pågår"),
        ("Bidrag", "Goda arbetsplatser", "inskickat"),
        ("Bidrag", "Goda arbetsplatser", "inte med i texten"),
        ("Årets slut", "Goda arbetsplatser: Total sjukfrånvaro", "når vi målet: Delvis"),
        ("Årets slut", "Goda arbetsplatser: Total sjukfrånvaro, Kvinnor", "når vi målet: Nej"),
    }
    assert expected <= lines(report)
    assert expected <= lines(report, goal=GOAL)
    assert not expected & lines(report, goal="god-service")


def test_what_is_done_about_the_report_stands_there_too(report):
    append(report, small_pdf(), title="Internkontrollrapport")
    give_duty(report=report, key=KEY, person=None, due_on=dt.date(2024, 9, 3), by=judging.editor())
    invite(report=report, person=judging.person("lasare"), by=judging.editor())
    remark(report=report, key=KEY, text="Skriv mer.", by=judging.editor())
    log_switch(report=report, switch=Switch.OPEN_DATA, before="nej", after="ja", by=judging.editor())
    told = {(kind, about): what for kind, about, what in lines(report)}
    assert told["Bilaga", "Internkontrollrapport"].startswith("version 1, kontrollsumma ")
    assert told["Ansvar", "Förvaltningens uppdrag"] == "ingen vid namn, klart senast 2024-09-03"
    assert told["Inbjudan", str(judging.person("lasare"))] == "inbjuden att läsa"
    assert told["Synpunkt", "Förvaltningens uppdrag"] == "synpunkt"
    assert told["Omställning", str(Switch.OPEN_DATA.label)] == "nej → ja"


def test_a_change_of_the_reports_own_row_is_told_with_its_reason(report):
    with reference_act(by=judging.editor(), organisation=report.organisation, reason="Fel nummer"):
        report.case_number = "KS 2024-9"
        report.save()
    (line,) = [each for each in happenings(judging.again(report), ()) if each.kind == "Rapportens rad"]
    assert line.what.startswith("diarienummer: ")
    assert line.what.endswith(" → KS 2024-9")
    assert line.reason == "Fel nummer"


def test_figures_and_texts_are_called_what_people_call_them(reference):
    fact = Fact.objects.get(
        indicator__code="sjuk", unit__code="vss", breakdown__code="women", scenario="outcome", year=2024, month=7
    )
    told = lines(Report.objects.get(slug="delarsrapport-2024-08"), fact.pk)
    assert any(
        kind == "Värde" and about == "Total sjukfrånvaro, Kvinnor, VSS, jan–juli 2024" for kind, about, _ in told
    )
    assert ("Text", "Förvaltningens uppdrag", "version 1") in told
    assert ("Text", "Mål God service", "version 1") in told


def test_more_figures_cost_no_more_questions(report):
    facts = list(Fact.objects.filter(unit__code="vss", year=2024).values_list("pk", flat=True)[:60])
    counts = []
    for some in (facts[:5], facts):
        with CaptureQueriesContext(connection) as asked:
            happenings(judging.again(report), some)
        counts.append(len(asked))
    assert counts[0] == counts[1]
