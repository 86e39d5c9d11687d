"""Around the month: what was never cleared, what others owe, what waits elsewhere, what others changed; and Läget."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import AreaClearing, MeasureVersion, ReportingOccasion
from indicators.models.choices import Role
from indicators.target_recording import TargetEntry, record_targets
from tests import factories as made
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS, AUGUST
from vss_portal.waiting import WRITE, Waiting, waiting_for

MONTH = "/min-manad/"
BRIDGE = f"{ADDRESS}avvikelse/"


def text(response):
    return response.content.decode()


def took(world, step, month=7, unit="vo-ekonomi", **fields):
    """Somebody took a step in a month, so that months are cleared here."""
    said = {"by": world.person(Role.EDITOR, "vss"), "at": timezone.now(), "step": step, **fields}
    occasion = ReportingOccasion.objects.get(month=month)
    return AreaClearing.objects.create(unit=world.units[unit], occasion=occasion, **said)


# Months that were closed without being cleared


def test_a_closed_month_that_was_never_cleared_stays_until_it_is(world):
    assert "Stängda utan klarmarkering" not in text(world.client().get(MONTH))
    took(world, "cleared")
    assert "Stängda utan klarmarkering (1)" in text(world.client().get(MONTH))
    july = "/inmatning/vo-hr/2024/7/klar/"
    world.client().post(july, {"steg": "ready"})
    world.client(Role.AREA_MANAGER).post(july, {"steg": "cleared"})
    assert "Stängda utan klarmarkering" not in text(world.client().get(MONTH))


def test_a_month_that_was_closed_before_anybody_cleared_here_isnt_asked_for(world):
    took(world, "cleared", month=8)
    assert "Stängda utan klarmarkering" not in text(world.client().get(MONTH))


def test_one_sees_the_uncleared_months_of_ones_own_areas_only(world):
    took(world, "ready", unit="vo-hr")
    assert "VO HR" not in text(world.client(unit="vo-ekonomi").get(MONTH)).partition("Stängda utan")[2]


# What others owe


def test_what_others_report_in_my_area_is_told_with_whose_it_is(world):
    page = text(world.client().get(MONTH))
    assert "Väntar på andra" in page
    assert "1 värde i augusti 2024: HR-funktionen rapporterar" in page
    world.history("sjuk", "vo-hr", {AUGUST: "5,0"}, span="ytd")
    assert "Väntar på andra" not in text(world.client().get(MONTH))


def test_who_waits_for_others_reminds_them_once_a_day(world, mailoutbox):
    world.person(Role.HR, "vo-hr")
    answer = world.client().post(MONTH, {"paminn": "hr"}, follow=True)
    assert "En påminnelse är skickad till HR-funktion (1 person)." in text(answer)
    (letter,) = mailoutbox
    assert "http://testserver/inmatning/vo-hr/2024/8/" in letter.body
    assert "Inget skickades" in text(world.client().post(MONTH, {"paminn": "hr"}, follow=True))
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("role", ["", "director", "x"])
def test_only_those_one_waits_for_are_reminded(world, mailoutbox, role):
    assert world.client().post(MONTH, {"paminn": role}).status_code == 404
    assert mailoutbox == []


def test_who_has_recorded_nothing_is_told_how_a_month_goes_until_they_have_seen_it(world):
    client = world.client()
    assert "Så här går en månad till" in text(client.get(MONTH))
    assert "Så här går en månad till" not in text(client.post(MONTH, {"valkommen": "nej"}, follow=True))
    post(world, {world.box("revenues"): "100"})
    assert "Så här går en månad till" not in text(world.client().get(MONTH))


def test_what_isnt_due_is_neither_missing_nor_owed(world):
    page = world.client().get(ADDRESS)
    assert page.context["counts"]["all"] == 5
    assert "Digital mognad" not in text(world.client().get(MONTH))


# What waits elsewhere


def test_texts_and_approvals_come_from_the_apps_that_know_of_them(world, monkeypatch):
    told = (lambda user: [Waiting(WRITE, "Delårsrapport", 2, "/rapporter/x/texter/"), Waiting(WRITE, "Ingen", 0, "/")],)
    monkeypatch.setattr("vss_portal.waiting.brought", lambda *_: told)
    page = text(world.client().get(MONTH))
    assert '<a href="/rapporter/x/texter/">2 avsnitt att skriva</a> i Delårsrapport' in page
    assert "Ingen</dd>" not in page


def test_nothing_waits_for_who_has_no_role(db):
    assert waiting_for(made.UserFactory()) == []


# What others changed


def test_what_others_changed_since_i_last_saved_is_folded_under_my_month(world):
    post(world, {world.box("revenues"): "100"})
    assert "Ändrat av andra" not in text(world.client().get(MONTH))
    post(world, {world.box("costs"): "90"}, client=world.client(Role.EDITOR, "vss"))
    page = text(world.client().get(MONTH))
    assert "Ändrat av andra sedan du senast sparade något (1" in page
    assert "Kostnader" in page


# Läget


def test_the_director_sees_how_the_indicators_of_each_area_stand(world):
    place = {"indicator": world.indicators["svar"], "unit": world.units["hr-service"], "year": 2024}
    record_targets(entries=[TargetEntry(**place, text="≥90")], by=world.person(Role.EDITOR, "vss"))
    world.history("svar", "hr-service", {AUGUST: "91"}, span="ytd")
    rows = world.client(Role.DIRECTOR, "vss").get("/laget/2024/8/").context["position"].rows
    assert {row.area.code: row.statuses for row in rows}["vo-hr"] == [("fulfilled", "Uppfylls", 1)]


def test_what_waits_for_the_directors_decision_stands_above_the_areas(world, monkeypatch):
    told = (lambda user: [Waiting("approve", "Att godkänna", 4, "/att-godkanna/")],)
    monkeypatch.setattr("vss_portal.waiting.brought", lambda *_: told)
    page = text(world.client(Role.DIRECTOR, "vss").get("/laget/2024/8/"))
    assert '<a class="button button-primary" href="/att-godkanna/">Att godkänna (4)</a>' in page


def test_the_column_of_staff_health_is_called_what_the_organisation_measures(world):
    world.history("sjuk", "vo-hr", {AUGUST: "5,7"}, span="ytd")
    shown = world.client(Role.DIRECTOR, "vss").get("/laget/2024/8/").context["position"]
    assert shown.health == "Sjukfrånvaro"
    assert {row.area.code: row.health for row in shown.rows}["vo-hr"] == "5,7"


def test_many_areas_cost_no_more_questions_than_one(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    one, all_of_them = (position_asked(world.client(Role.CONTROLLER, unit)) for unit in ("vo-hr", "vss"))
    assert (one[0], all_of_them[0]) == (1, 3)
    assert one[1] == all_of_them[1]


def position_asked(client):
    """How many areas Läget shows, and how many questions it asks the database when what is kept is kept already."""
    client.get("/laget/2024/8/")
    with CaptureQueriesContext(connection) as captured:
        shown = client.get("/laget/2024/8/").context["position"]
    return len(shown.rows), len(captured)


# Measures


@pytest.fixture
def explained(world):
    """A deviation of one item."""
    world.client().post(BRIDGE, {"sedd": "0", "belopp-1": "-400", "orsak-1": "vakanser"})
    return world


def measure(world, pk="ny", address=BRIDGE, **given):
    fields = {"titel": "Rekrytera", "ansvarig": "Enhetschef", "vantad": "300", "lage": "planned", "post": "vakanser"}
    return world.client().post(
        address, {"atgard": pk, **{f"{key}-{pk}": text for key, text in (fields | given).items()}}
    )


def test_a_measure_acts_on_a_deviation_item_and_its_effect_stands_beside_it(explained):
    measure(explained)
    page = explained.client().get(BRIDGE)
    item, effect = page.context["rows"][0]
    assert (item.cause, effect.count, effect.expected) == ("vakanser", 1, 300)
    assert "väntad effekt 300 tkr · uppnådd 0 tkr" in text(page)


def test_it_is_carried_over_with_its_item_and_what_it_achieved(explained):
    measure(explained)
    pk = str(MeasureVersion.objects.get().measure_id)
    september = "/inmatning/vo-hr/2024/9/avvikelse/"
    assert explained.client().get(september).context["going_on"][0][0].cause == "vakanser"
    measure(explained, pk, september, uppnadd="120", lage="done", klar="2024-10-31")
    page = explained.client().get(september)
    assert page.context["going_on"] == []
    ended, _ = page.context["ended"][0]
    assert (ended.achieved, ended.due_on) == (120, dt.date(2024, 10, 31))
    assert page.context["effect"].achieved == 120


def test_a_dropped_measure_has_no_effect_and_an_unknown_item_is_refused(explained):
    measure(explained, lage="dropped")
    assert explained.client().get(BRIDGE).context["effect"].count == 0
    assert measure(explained, post="hittepå").status_code == 422
    assert MeasureVersion.objects.count() == 1
