"""Min månad, Läget, requests, exceptions, bridge, measures, details: what they show and who meets them."""

import datetime as dt

import pytest
from django.utils import timezone

from indicators.models import (
    Comment,
    CorrectionAnswer,
    CorrectionRequest,
    DeviationBridge,
    FigureRevision,
    MeasureVersion,
    PeriodException,
    ReportingOccasion,
)
from indicators.models.choices import Role
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import ADDRESS, AUGUST, JULY

JULY_ADDRESS = "/inmatning/vo-hr/2024/7/"


def text(response):
    return response.content.decode()


def test_my_month_shows_the_open_month_with_its_two_dates(world):
    page = text(world.client().get("/min-manad/"))
    assert "Augusti 2024" in page
    assert "i tid till tors\u00a012\u00a0sep · stängs fre\u00a020\u00a0sep" in page
    assert "0 av 5" in page


def test_a_late_month_stays_until_it_is_done(world):
    ReportingOccasion.objects.filter(month=7).update(locks_on=dt.date(2024, 9, 19))
    page = text(world.client().get("/min-manad/"))
    assert "Försenat" in page
    assert "VO HR, juli 2024" in page


def test_a_closed_month_isnt_late(world):
    assert "juli 2024" not in text(world.client().get("/min-manad/"))


def test_the_position_shows_every_area_to_the_director(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    world.history("costs", "vo-hr", {AUGUST: "3 598"})
    page = text(world.client(Role.DIRECTOR, "vss").get("/laget/2024/8/"))
    assert "VO HR" in page
    assert "VO ekonomi" in page


def test_readers_meet_neither(world):
    assert world.client(Role.READER, "vss").get("/min-manad/").status_code == 403
    assert world.client(Role.READER, "vss").get("/laget/").status_code == 403


# A locked month


def test_a_correction_of_a_locked_month_is_asked_for_and_accepted_with_one_press(world):
    world.history("revenues", "vo-hr", {JULY: "100"})
    address = f"{JULY_ADDRESS}rad/{world.key('revenues')}/rattelse/"
    world.client().post(address, {"varde": "120", "orsak": "Fel konto"})
    asked = CorrectionRequest.objects.get()
    assert FigureRevision.objects.count() == 1
    editor = world.client(Role.EDITOR, "vss")
    page = text(editor.get("/rattelser/"))
    assert "120 i stället för 100. ”Fel konto”" in page
    # Enter in the box of a refusal sends the refusal: the button that accepts stands in a form of its own.
    assert all(form.count('type="submit"') == 1 for form in page.split("<main")[1].split("<form")[1:])
    editor.post("/rattelser/", {"godta": asked.pk})
    latest = FigureRevision.objects.latest("number")
    assert (latest.scaled, latest.number) == (120, 2)
    assert "Fel konto" in latest.reason


def test_a_request_without_reason_or_with_nonsense_isnt_sent(world):
    address = f"{JULY_ADDRESS}rad/{world.key('revenues')}/rattelse/"
    assert world.client().post(address, {"varde": "120", "orsak": ""}).status_code == 422
    assert world.client().post(address, {"varde": "x", "orsak": "Fel"}).status_code == 422
    assert not CorrectionRequest.objects.exists()


def test_a_request_is_declined_with_a_why_and_answered_once(world):
    address = f"{JULY_ADDRESS}rad/{world.key('revenues')}/rattelse/"
    world.client().post(address, {"varde": "120", "orsak": "Fel konto"})
    asked, editor = CorrectionRequest.objects.get(), world.client(Role.EDITOR, "vss")
    editor.post("/rattelser/", {"avsla": asked.pk, f"svar-{asked.pk}": ""})
    assert not CorrectionAnswer.objects.exists()
    editor.post("/rattelser/", {"avsla": asked.pk, f"svar-{asked.pk}": "Rätt konto"})
    editor.post("/rattelser/", {"godta": asked.pk})
    assert CorrectionAnswer.objects.get().text == "Rätt konto"
    assert not FigureRevision.objects.exists()


def test_only_the_editor_answers(world):
    assert world.client().get("/rattelser/").status_code == 403


def test_an_exception_opens_a_closed_month_for_one_area_through_its_day(world):
    occasion = ReportingOccasion.objects.get(month=7)
    said = {"occasion": occasion, "by": world.person(Role.EDITOR, "vss"), "at": timezone.now(), "reason": "Sen faktura"}
    PeriodException.objects.create(unit=world.units["vo-hr"], until=dt.date(2024, 9, 4), **said)
    assert world.line("revenues", at=JULY).state == "locked"
    PeriodException.objects.create(unit=world.units["vo-hr"], until=dt.date(2024, 9, 5), **said)
    assert world.line("revenues", at=JULY).value.is_box
    post(world, {world.box("revenues"): "7"}, address=JULY_ADDRESS)
    assert FigureRevision.objects.get().reason == "Undantag: Sen faktura"


# From budget to forecast


@pytest.fixture
def deviating(world):
    """A forecast of −900 against a budget of 0."""
    full = {"span": "full_year"}
    for code, forecast in (("revenues", "41200"), ("costs", "42100")):
        world.history(code, "vo-hr", {AUGUST + 4: "41500"}, **full, scenario="budget")
        world.history(code, "vo-hr", {AUGUST + 4: forecast}, **full, scenario="forecast", vintage=202408)
    return world


def items(*amounts):
    posted = {f"belopp-{at}": amount for at, amount in enumerate(amounts, 1)}
    return posted | {f"orsak-{at}": f"orsak {at}" for at in range(1, len(amounts) + 1)}


def test_the_items_bridge_the_deviation_and_the_rest_is_unexplained(deviating):
    address = f"{ADDRESS}avvikelse/"
    deviating.client().post(address, {"sedd": "0", **items("400", "-1 050")})
    page = text(deviating.client().get(address))
    assert "Prognosen avviker −900 tkr från budget · oförklarat −250 tkr" in page
    assert "orsak 1 +400 · orsak 2 −1\u00a0050 · oförklarat −250" in text(
        deviating.client(Role.DIRECTOR, "vss").get("/laget/2024/8/")
    )


def test_a_new_version_replaces_the_items_and_keeps_the_old(deviating):
    address = f"{ADDRESS}avvikelse/"
    deviating.client().post(address, {"sedd": "0", **items("400")})
    stale = deviating.client().post(address, {"sedd": "0", **items("500")})
    assert stale.status_code == 422
    deviating.client().post(address, {"sedd": "1", **items("500")})
    assert [bridge.items.get().amount for bridge in DeviationBridge.objects.order_by("number")] == [400, 500]


def test_an_item_that_cant_be_read_saves_nothing(deviating):
    response = deviating.client().post(f"{ADDRESS}avvikelse/", {"sedd": "0", **items("400", "mycket")})
    assert response.status_code == 422
    assert "mycket" in text(response)
    assert not DeviationBridge.objects.exists()


def test_a_measure_is_kept_by_versions_and_carried_over(world):
    new = {
        "atgard": "ny",
        "titel-ny": "Vakanser",
        "ansvarig-ny": "Enhetschef",
        "vantad-ny": "300",
        "lage-ny": "planned",
    }
    address = f"{ADDRESS}avvikelse/"
    world.client().post(address, {"atgard": "ny", **new})
    pk = MeasureVersion.objects.get().measure_id
    done = {key.replace("-ny", f"-{pk}"): value for key, value in new.items()} | {
        "atgard": str(pk),
        f"lage-{pk}": "done",
    }
    assert "Vakanser" in text(world.client().get("/inmatning/vo-hr/2024/9/avvikelse/"))
    world.client().post(address, {**done, "atgard": str(pk), f"lage-{pk}": "done"})
    assert list(MeasureVersion.objects.order_by("number").values_list("state", flat=True)) == ["planned", "done"]


def test_a_measure_without_a_name_or_responsible_isnt_saved(world):
    response = world.client().post(f"{ADDRESS}avvikelse/", {"atgard": "ny", "titel-ny": "", "lage-ny": "planned"})
    assert response.status_code == 422
    assert not MeasureVersion.objects.exists()


def test_the_director_reads_the_bridge_but_doesnt_write_it_and_the_hr_function_doesnt_meet_it(deviating):
    assert deviating.client(Role.HR, "vss").get(f"{ADDRESS}avvikelse/").status_code == 404
    client = deviating.client(Role.DIRECTOR, "vss")
    assert client.get(f"{ADDRESS}avvikelse/").status_code == 200
    assert client.post(f"{ADDRESS}avvikelse/", {"sedd": "0", **items("400")}).status_code == 404


# One row


def test_the_details_show_history_definition_and_comments(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    address = f"{ADDRESS}rad/{world.key('revenues')}/"
    world.client().post(address, {"kommentar": "Kontrollera faktura 12"})
    page = text(world.client().get(address))
    assert "Kontrollera faktura 12" in page
    assert "3\u00a0412" in page
    assert "24 månader" in page
    assert Comment.objects.count() == 1


def test_an_empty_comment_isnt_saved(world):
    address = f"{ADDRESS}rad/{world.key('revenues')}/"
    assert world.client().post(address, {"kommentar": " "}).status_code == 422
    assert not Comment.objects.exists()


def test_a_row_of_another_area_isnt_found(world):
    assert world.client().get(f"{ADDRESS}rad/{world.key('revenues', 'vo-ekonomi')}/").status_code == 404
    assert world.client().get(f"{ADDRESS}rad/nonsens/").status_code == 404
