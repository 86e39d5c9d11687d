"""What came back to a person in the reports stands on Min månad, and so do remarks on their texts."""

import pytest
from django.urls import reverse

from reports.approval import goals
from reports.returned import returned
from reports.working.comments import remark
from reports.writing import write_text
from tests.reports import judging
from vss_portal.waiting import ANSWER, RETURNED

GOAL, TEXT = "goda-arbetsplatser", "bedomning-text"


@pytest.fixture
def report(reference):
    return judging.start()


def told(username, kind):
    return [each for each in returned(judging.person(username)) if each.kind == kind]


def test_a_goal_that_was_sent_back_stands_there_for_who_sent_it_until_it_is_sent_again(report, client):
    hr, goal = judging.person("hr"), judging.goal(report, GOAL)
    judging.propose(report, GOAL, by=hr)
    assert told("hr", RETURNED) == []
    goals.send_back(report=report, goal=goal, reason="Nämn kvinnors sjukfrånvaro.", by=judging.director())
    (back,) = told("hr", RETURNED)
    assert back.text.startswith("Mål: Goda arbetsplatser. ”Nämn kvinnors sjukfrånvaro.” ")
    assert back.url == reverse("goal_assessment", args=[report.slug, GOAL])
    assert told("controller-ekonomi", RETURNED) == []
    client.force_login(hr)
    page = client.get("/min-manad/").content.decode()
    assert "Tillbaka till dig (1)" in page
    assert f'href="{back.url}"' in page
    judging.propose(judging.again(report), GOAL, by=judging.person("hr"))
    assert told("hr", RETURNED) == []


def test_a_remark_on_ones_text_is_to_be_answered_until_it_is(report):
    writer, editor = judging.person("skribent"), judging.editor()
    write_text(report=report, key=TEXT, content=judging.document("Ett stycke."), by=writer)
    made = remark(report=report, key=TEXT, text="Vilket år?", by=editor)
    (asked,) = told("skribent", ANSWER)
    assert (asked.count, asked.text) == (1, report.title)
    assert told("huvudcontroller", ANSWER) == []
    remark(report=report, key=TEXT, text="2024", by=writer, answers=made.pk)
    assert told("skribent", ANSWER) == []


def test_who_only_reads_is_told_nothing(report):
    assert list(returned(judging.person("lasare"))) == []
