"""The pages of judgement as forms without scripts: what each role meets, and what a sent form does."""

import re

import pytest
from django.urls import reverse

from reports.approval import goals, sections
from reports.approval.states import State
from reports.models import Report, ReportStep, TextVersion
from tests.reports import judging
from vss_portal.demo import DEMO_PASSWORD

GOAL, OF_FORMULAS = "goda-arbetsplatser", "god-ekonomisk-kontroll"


@pytest.fixture
def report(reference):
    return judging.start()


def at(client, username):
    client.force_login(judging.person(username))
    return client


def words(answer):
    return answer.content.decode()


def test_a_controller_sees_the_basis_saves_a_draft_and_sends_the_proposal(client, report):
    url = reverse("goal_assessment", args=[report.slug, GOAL])
    page = words(at(client, "hr").get(url))
    assert "Indikatorerna pekar mot" in page
    assert "Total sjukfrånvaro" in page
    told = {"status": "partly", "motivering": "Läget är blandat.", "text": "Sjukfrånvaron minskar.", "sedd": "0"}
    client.post(url, {**told, "steg": "draft"})
    assert judging.thing(report, GOAL).state == State.DRAFT
    client.post(url, {**told, "steg": "submitted", "sedd": "1"})
    assert judging.thing(report, GOAL).state == State.WITH_DIRECTOR


def test_what_was_written_stays_in_the_form_when_it_is_refused(client, report):
    url = reverse("goal_assessment", args=[report.slug, GOAL])
    told = {"status": "not_fulfilled", "motivering": "", "text": "Mina ord.", "steg": "submitted", "sedd": "0"}
    page = words(at(client, "hr").post(url, told))
    assert "Skriv en motivering" in page
    assert "Mina ord." in page
    assert not ReportStep.objects.exists()


@pytest.mark.parametrize(("username", "status"), [("lasare", 404), ("revisor", 404), ("controller-ekonomi", 404)])
def test_a_goal_outside_ones_own_does_not_exist(client, report, username, status):
    assert at(client, username).get(reverse("goal_assessment", args=[report.slug, GOAL])).status_code == status


def test_the_director_approves_and_goes_on_to_the_next_that_waits(client, report):
    for code in (GOAL, "god-service"):
        judging.propose(report, code)
    url = reverse("approve_goal", args=[report.slug, "god-service"])
    seen = judging.thing(report, "god-service").fingerprint
    at(client, "forvaltningschef")
    page = words(client.post(url, {"steg": "approved", "fingeravtryck": seen}))
    assert "Skriv ditt eget lösenord vid det första beslutet" in page
    assert "Godkänn</button>" not in page
    assert judging.thing(report, "god-service").state == State.WITH_DIRECTOR
    page = words(client.post(url, {"steg": "confirm", "losenord": DEMO_PASSWORD}, follow=True))
    assert seen in page
    answer = client.post(url, {"steg": "approved", "fingeravtryck": seen})
    assert answer.url == reverse("approve_goal", args=[report.slug, GOAL])
    page = words(client.get(answer.url))
    assert "Ångra" in page
    # Once per log-in: no further decision asks for it.
    assert "losenord" not in page


def test_the_director_sends_back_with_a_reason_that_the_controller_meets(client, report):
    judging.propose(report, GOAL, by=judging.person("hr"))
    url = reverse("approve_goal", args=[report.slug, GOAL])
    at(client, "forvaltningschef").post(
        url, {"steg": "returned", "orsak": "Nämn kvinnors sjukfrånvaro.", "losenord": DEMO_PASSWORD}
    )
    page = words(at(client, "hr").get(reverse("goal_assessment", args=[report.slug, GOAL])))
    assert "Nämn kvinnors sjukfrånvaro." in page


def test_the_difference_stands_before_the_whole_text(client, report):
    judging.propose(report, GOAL)
    judging.approve(report, GOAL)
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    url = reverse("approve_goal", args=[report.slug, GOAL])
    confirmed = {"steg": "confirm", "losenord": DEMO_PASSWORD}
    page = words(at(client, "forvaltningschef").post(url, confirmed, follow=True))
    assert page.index("Ändrat sedan du godkände") < page.index("Hela texten")
    assert "<del>6,3</del>" in page
    assert "Godkänn på nytt" in page


def test_what_is_missing_is_a_list_of_links(client, report):
    page = words(at(client, "huvudcontroller").get(reverse("report_gate", args=[report.slug])))
    assert "Mål God service: bedömning saknas" in page
    assert reverse("goal_assessment", args=[report.slug, "god-service"]) in page
    assert "(ansvarig: " in page


def test_the_auditor_sees_nothing_of_a_report_under_work(client, report):
    at(client, "revisor")
    for name in ("report", "report_trace", "report_log", "report_sample"):
        assert client.get(reverse(name, args=[report.slug])).status_code == 404


def test_a_section_is_written_and_marked_ready(client, report):
    url = reverse("section_text", args=[report.slug, "uppdrag"])
    at(client, "skribent").post(url, {"text": "Vi ger stöd.\n\n- ett\n- två", "sedd": "0", "steg": "ready"})
    page = words(client.get(url))
    assert "Klar" in page
    assert "- två" in page


def test_two_writers_lose_no_word(client, report):
    url = reverse("section_text", args=[report.slug, "uppdrag"])
    at(client, "skribent").post(url, {"text": "Skribentens ord.", "sedd": "0"})
    # Both began with an empty box: what each put in stands after the other.
    at(client, "huvudcontroller").post(url, {"text": "Huvudcontrollerns ord.", "sedd": "0"})
    page = words(client.get(url))
    assert "Det ni båda skrev är sammanfört" in page
    assert all(told in page for told in ("Skribentens ord.", "Huvudcontrollerns ord."))
    # The same paragraph written two ways: both are shown, and both are kept.
    seen = sections.latest_version(report, "uppdrag").number
    at(client, "skribent").post(url, {"text": "Skribentens nya ord.\n\nHuvudcontrollerns ord.", "sedd": str(seen)})
    told = {"text": "Andra ord.\n\nHuvudcontrollerns ord.", "sedd": str(seen)}
    page = words(at(client, "huvudcontroller").post(url, told))
    assert "sparade samma stycke" in page
    assert all(told in page for told in ("Skribentens nya ord.", "Andra ord."))


def test_what_is_saved_while_somebody_writes_says_how_it_went_and_goes_on_from_it(client, report):
    url = reverse("autosave", args=[report.slug, "uppdrag"])
    at(client, "skribent")
    text = '{"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Ett."}]}]}'
    answer = words(client.post(url, {"dokument": text, "sedd": "0"}))
    number = sections.latest_version(report, "uppdrag").number
    assert "Sparat" in answer
    assert f'name="sedd" id="sedd" value="{number}"' in answer
    assert sections.latest_version(report, "uppdrag").content["content"][0]["content"][0]["text"] == "Ett."


@pytest.mark.parametrize("username", ["lasare", "revisor", "hr", "controller-ekonomi"])
def test_who_does_not_write_a_section_does_not_find_it(client, report, username):
    assert at(client, username).get(reverse("section_text", args=[report.slug, "uppdrag"])).status_code == 404


def test_the_page_of_permissions_is_made_of_the_rules(client, reference):
    page = words(at(client, "lasare").get(reverse("permissions")))
    assert "Förvaltningschefen och tf förvaltningschef" in page
    assert "/rapporter/&lt;slug:slug&gt;/faststall/" in page


def test_a_mended_proposal_shows_the_reason_of_its_return_and_what_was_changed_since(client, report):
    judging.propose(report, GOAL)
    goals.send_back(report=report, goal=judging.goal(report, GOAL), reason="Nämn kvinnor.", by=judging.director())
    judging.propose(report, GOAL, text="Också kvinnors frånvaro minskar.")
    at(client, "forvaltningschef")
    page = words(client.get(reverse("approve_goal", args=[report.slug, GOAL])))
    assert "Nämn kvinnor." in page
    assert "Ändrat sedan du skickade tillbaka" in page
    assert "<ins>Också kvinnors frånvaro minskar.</ins>" in page


def test_what_was_chosen_in_the_list_stays_chosen_from_goal_to_goal(client, report):
    for code in (GOAL, "god-service", "god-kundsamverkan"):
        judging.propose(report, code)
    judging.approve(report, GOAL)
    judging.approve(report, "god-kundsamverkan")
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    page = f"{reverse('approve_goal', args=[report.slug, GOAL])}?visa=andrade"
    at(client, "forvaltningschef").post(page, {"steg": "confirm", "losenord": DEMO_PASSWORD})
    shown = words(client.get(page))
    assert f'{reverse("approve_goal", args=[report.slug, GOAL])}?visa=andrade" aria-current="page"' in shown
    answer = client.post(page, {"steg": "approved", "fingeravtryck": judging.thing(report, GOAL).fingerprint})
    # Nothing changed is left: the next is one that waits at all.
    assert answer.url == f"{reverse('approve_goal', args=[report.slug, 'god-service'])}?visa=andrade"
    assert "Inget av det som väntar är ändrat efter godkännandet." in words(client.get(answer.url))


def test_a_goals_trace_tells_what_was_approved_and_beside_it_what_has_changed_since(client, report):
    judging.propose(report, OF_FORMULAS, text="Första ord.")
    judging.propose(report, GOAL)
    for code in (GOAL, OF_FORMULAS):
        judging.approve(report, code)
    judging.correct("sjuk", "6,9", year=2024, month=7, span="ytd")
    at(client, "forvaltningschef")
    page = words(client.get(reverse("goal_trace", args=[report.slug, GOAL])))
    assert "som godkänt 5\u00a0september 2024" in page
    assert re.search(r"<li>Total sjukfrånvaro, utfall: 6,3 → 6,9", page)
    outcomes = re.findall(r'data-label="Utfall">(?:<a[^>]*>)?([^<]*)', page)
    assert "6,3" in outcomes
    assert "6,9" not in outcomes
    # What a formula is made of is part of the chain.
    page = words(client.get(reverse("goal_trace", args=[report.slug, OF_FORMULAS])))
    assert re.search(
        r"Budgetavvikelse[^<]*: 1,6</h3>\s*<p>Så räknas det: 5\u00a0808 / 372\u00a0136 × 100 = 1,56</p>", page
    )
    assert "juli 2024" in page
    assert "summa <strong>372\u00a0136</strong>" in page
    # A budget and an outcome of the same months are told apart.
    assert {"Verksamhetsstöd och service, budget: ", "Verksamhetsstöd och service, utfall: "} <= set(
        re.findall(r"Verksamhetsstöd och service, \w+: ", page)
    )
    versions = words(client.get(reverse("text_trace", args=[report.slug, f"goal:{OF_FORMULAS}"])))
    assert "<ins>Första ord.</ins>" in versions
    assert client.get(reverse("text_trace", args=[report.slug, "finns-inte"])).status_code == 404


def test_what_has_changed_since_a_new_proposal_was_sent_stands_before_the_text(client, report):
    judging.propose(report, GOAL)
    page = reverse("approve_goal", args=[report.slug, GOAL])
    at(client, "forvaltningschef")
    assert "Ändrat sedan" not in words(client.get(page))
    judging.correct("sjuk", "6,9", year=2024, month=7, span="ytd")
    shown = words(client.get(page))
    assert "Ändrat sedan Huvudcontroller skickade förslaget 5\u00a0sep" in shown
    assert re.search(r"Total sjukfrånvaro, utfall</a></span> <del>6,3</del>.*<ins>6,9</ins>", shown)


def test_nobody_writes_judges_or_approves_a_report_that_is_reproduced_from_print(client, reference):
    printed = Report.objects.exclude(reproduced_from=None).get(slug="verksamhetsberattelse-2023")
    before = [TextVersion.objects.count(), ReportStep.objects.count()]
    goal, text = [printed.slug, GOAL], [printed.slug, "bilagor"]
    for username, name, args, told in (
        ("huvudcontroller", "section_text", text, {"text": "Omskriven."}),
        ("huvudcontroller", "autosave", text, {"text": "Omskriven."}),
        ("huvudcontroller", "goal_assessment", goal, {"steg": "draft", "status": "partly"}),
        ("huvudcontroller", "report_approval", goal[:1], {"steg": "submitted"}),
        ("forvaltningschef", "approve_goal", goal, {"steg": "approved"}),
    ):
        assert at(client, username).post(reverse(name, args=args), told).status_code == 404
    for name in ("report_goals", "report_sections", "report_gate", "report_contributions", "report_comments"):
        assert at(client, "huvudcontroller").get(reverse(name, args=goal[:1])).status_code == 404, name
    assert [TextVersion.objects.count(), ReportStep.objects.count()] == before


def test_the_log_can_be_asked_about_one_goal_or_what_its_lines_say(client, report):
    for code in (GOAL, "god-service"):
        judging.propose(report, code)
    at(client, "forvaltningschef")
    log = reverse("report_log", args=[report.slug])
    lines = words(client.get(log, {"mal": GOAL, "slag": "Steg", "format": "csv"})).splitlines()[1:]
    assert [line.split(";")[3] for line in lines] == ["Mål Goda arbetsplatser"]
    found = words(client.get(log, {"vad": "god service", "format": "csv"})).splitlines()[1:]
    assert found
    assert all("God service" in line for line in found)
