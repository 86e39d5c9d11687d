"""Recording by form: a new figure, a correction, and everything that is refused with what stands now."""

import datetime as dt
import re

import pytest

from indicators.models import Fact
from indicators.models.choices import Role, Source
from tests import factories as made
from tests.indicators.views.sent import NEW, about, address, correction, values, words
from tests.indicators.views.world import other_organisation

# A new figure


def test_a_new_figure_is_saved_and_shown(controller):
    response = controller.post(NEW, about(population="86", source_note="Växeln", footnote_0="utan chatt"), follow=True)
    fact = Fact.objects.get()
    assert response.redirect_chain == [(f"/varden/{fact.pk}/", 302)]
    assert "Ärenden HR-direkt, jan–aug 2024: 221 är sparat." in words(response)
    revision = fact.revisions.get()
    assert (revision.source, revision.population, revision.source_note) == (Source.FORM, 86, "Växeln")
    assert [(note.kind, note.text) for note in revision.footnotes.all()] == [("explanation", "utan chatt")]


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ({}, {"span": "ytd", "month": 8}),
        ({"span": "full_year", "month": "3"}, {"span": "full_year", "month": 12}),
        ({"span": "month", "month": "13"}, {"span": "month", "month": 13}),
        ({"part": "women"}, {"breakdown__code": "women"}),
        (
            {"scenario": "forecast", "vintage": "202408", "span": "full_year"},
            {"scenario": "forecast", "vintage": 202408},
        ),
        ({"scenario": "budget", "span": "full_year"}, {"scenario": "budget", "decision": None}),
    ],
)
def test_a_new_figure_is_about_what_was_chosen(controller, told, stored):
    assert controller.post(NEW, about(**told)).status_code == 302
    assert Fact.objects.filter(**stored).count() == 1


def test_a_budget_has_its_decision(world, controller):
    decision = made.DecisionFactory(organisation=world.units["vss"].organisation)
    controller.post(NEW, about(scenario="budget", span="full_year", decision=decision.code))
    assert Fact.objects.get().decision == decision


def test_a_reason_may_stand_instead_of_a_value(controller):
    controller.post(NEW, about(value="", marker="no_data"))
    assert values() == ["no_data"]


@pytest.mark.parametrize(("typed", "stored"), [("1 234,50", "1234.50"), ("-12", "-12"), ("0", "0"), ("IU", "no_data")])
def test_a_value_is_read_as_people_write_it(controller, typed, stored):
    controller.post(NEW, about(value=typed))
    assert values() == [stored]


def test_the_address_fills_in_what_the_figure_is_about(world):
    text = world.client(Role.EDITOR).get(NEW, {"indikator": "sjuk", "enhet": "vo-hr", "del": "women"}).content.decode()
    for chosen in ("sjuk", "vo-hr", "women", "8"):
        assert f'<option value="{chosen}" selected>' in text
    assert 'value="2024"' in text


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"value": ""}, "Skriv ett värde, till exempel 12,5, eller välj varför det saknas. Inget är sparat."),
        ({"value": "tolv"}, "”tolv” går inte att läsa som ett tal. Skriv till exempel 12,5. Inget är sparat."),
        ({"marker": "no_data"}, "Både värdet ”221” och en orsak är angivna. Ta bort det ena. Inget är sparat."),
        (
            {"value": "12 %"},
            "”12 %” är en andel, men indikatorn mäts inte i procent. Skriv talet utan %. Inget är sparat.",
        ),
        ({"population": "många"}, "”många” går inte att läsa som ett tal."),
        ({"population": "-3"}, "Underlaget ”-3” är inget antal. Skriv ett heltal, till exempel 86. Inget är sparat."),
        ({"population": "1,5"}, "Underlaget ”1,5” är inget antal."),
        ({"unit": "vo-ekonomi", "indicator": "sjuk"}, "”sjuk” finns inte att välja."),
        ({"unit": "ovf"}, "”ovf” finns inte att välja. Välj i listan. Inget är sparat."),
        ({"unit": ""}, "Välj enhet. Inget är sparat."),
        ({"year": "24"}, "Ange ett år mellan 2000 och 2099 med fyra siffror. Inget är sparat."),
        ({"month": "12"}, "Januari till december är ett helår. Välj helår."),
        ({"span": "point"}, "kan inte anges för per den 31 augusti 2024"),
        ({"part": "micro"}, "indelas efter kön, inte efter företagsstorlek. Välj en annan del. Inget är sparat."),
        ({"scenario": "forecast"}, "Välj månaden då prognosen gjordes. Inget är sparat."),
        ({"vintage": "202408"}, "Bara en prognos har månaden då den gjordes."),
        ({"source_note": "x" * 301}, "Källan är 301 tecken; högst 300 får plats. Korta texten. Inget är sparat."),
        ({"footnote_0": "x" * 501}, "Fotnoten är 501 tecken; högst 500 får plats."),
    ],
)
def test_what_is_wrong_is_told_beside_its_box_and_nothing_is_saved(world, controller, told, message):
    other_organisation()
    response = controller.post(NEW, about(**told))
    assert response.status_code == 422
    assert message in words(response)
    assert 'id="formularfel"' in response.content.decode()
    assert values() == []


def test_what_was_typed_is_kept(controller):
    told = about(value="tolv", population="86", source_note="Växeln", footnote_0="utan chatt", reason="Sent")
    text = controller.post(NEW, told).content.decode()
    for kept in ('value="tolv"', 'value="86"', 'value="Växeln"', "utan chatt</textarea>", "Sent</textarea>"):
        assert kept in text


def test_all_that_is_wrong_is_told_at_once(controller):
    told = words(controller.post(NEW, about(value="tolv", population="många", year="24")))
    assert "Inget är sparat, 3 saker behöver ändras" in told


# What can be read in two ways is asked about


def test_an_ambiguous_number_is_asked_about_with_both_readings(controller):
    response = controller.post(NEW, about(value="1.234"))
    assert "”1.234” kan läsas på två sätt." in words(response)
    buttons = re.findall(r'name="lasning" value="([^"]+)"', response.content.decode())
    assert buttons == ["1\u00a0234", "1,234"]
    controller.post(NEW, about(value="1.234", lasning=buttons[1]))
    assert values() == ["1.234"]


def test_a_dash_is_asked_about_with_its_reasons(controller):
    response = controller.post(NEW, about(value="-"))
    buttons = re.findall(r'name="orsak_vald" value="([^"]+)"', response.content.decode())
    assert buttons == ["not_existing", "none_occurred", "no_data", "not_reported"]
    controller.post(NEW, about(value="-", orsak_vald="none_occurred"))
    assert values() == ["none_occurred"]


# A correction


def test_a_correction_is_saved_and_told(controller, fact):
    response = controller.post(address(fact), correction(), follow=True)
    assert response.redirect_chain == [(f"/varden/{fact.pk}/", 302)]
    assert "Ärenden HR-direkt, jan–aug 2024: värdet är rättat från 231 till 213." in words(response)
    assert values() == ["231", "213"]
    latest = fact.revisions.get(number=2)
    assert latest.reason == "Siffrorna var omkastade"
    assert latest.recorded_by.display_name == "controller i vo-hr"


def test_the_form_is_filled_in_with_what_stands(world):
    notes = (("coverage", "utan chatt"), ("period", "till juli"))
    fact = world.record("vol", "hr-service", "1 231", population=86, source_note="Växeln", footnotes=notes).fact
    text = world.client(Role.CONTROLLER).get(address(fact)).content.decode()
    for filled in (
        'value="1\u00a0231"',
        'value="86"',
        'value="Växeln"',
        "utan chatt</textarea>",
        "till juli</textarea>",
    ):
        assert filled in text
    assert text.count("Fotnotens slag") == 3


def test_footnotes_population_and_measured_period_stay_unless_they_are_changed(world, controller):
    measured = {"measured_from": dt.date(2024, 1, 1), "measured_to": dt.date(2024, 7, 31)}
    fact = world.record(
        "vol", "hr-service", "231", population=86, footnotes=(("period", "till juli"),), **measured
    ).fact
    notes = {"footnote_0": "till juli", "footnote_kind_0": "period", "footnote_1": "", "footnote_kind_1": "period"}
    controller.post(address(fact), correction(population="86", **notes))
    latest = fact.revisions.get(number=2)
    assert (latest.population, latest.measured_to) == (86, dt.date(2024, 7, 31))
    assert [note.text for note in latest.footnotes.all()] == ["till juli"]


def test_a_footnote_is_taken_away_by_emptying_its_box(world, controller):
    fact = world.record("vol", "hr-service", "231", footnotes=(("period", "till juli"),)).fact
    controller.post(address(fact), correction(footnote_kind_1="period"))
    assert fact.revisions.get(number=2).footnote_count == 0


def test_a_correction_needs_a_reason(controller, fact):
    response = controller.post(address(fact), correction(reason=" "))
    assert "Skriv varför värdet rättas. Det tidigare värdet 231 står kvar." in words(response)
    assert values() == ["231"]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"value": "12,5,3"}, "”12,5,3” går inte att läsa som ett tal. Skriv till exempel 12,5."),
        ({"value": ""}, "Skriv ett värde, till exempel 12,5, eller välj varför det saknas."),
        ({"value": "9" * 40}, "och ett värde får ha högst 15"),
    ],
)
def test_every_refusal_ends_with_what_stands(controller, fact, told, message):
    response = words(controller.post(address(fact), correction(**told)))
    assert message in response
    assert "Det tidigare värdet 231 står kvar." in response
    assert values() == ["231"]


def test_the_same_value_once_more_changes_nothing(controller, fact):
    response = controller.post(address(fact), correction(value="231"), follow=True)
    assert "Ärenden HR-direkt, jan–aug 2024: inget är ändrat, 231 står kvar." in words(response)
    assert values() == ["231"]


def test_choosing_a_reason_replaces_the_value_that_stood_in_the_box(controller, fact):
    controller.post(address(fact), correction(value="231", marker="no_data"))
    assert values() == ["231", "no_data"]


def test_typing_a_value_replaces_the_reason_that_was_chosen(world, controller):
    fact = world.record("vol", "hr-service", "no_data").fact
    controller.post(address(fact), correction(value="231", marker="no_data"))
    assert values() == ["no_data", "231"]


def test_a_value_can_be_emptied(controller, fact):
    response = controller.post(address(fact), correction(value="", marker="cleared"), follow=True)
    assert values() == ["231", "cleared"]
    assert "värdet är rättat från 231 till Tömt." in words(response)


def test_what_the_checks_notice_is_told_and_the_value_is_saved(world):
    world.record("vol", "hr-service", "900", month=9)
    response = world.client(Role.CONTROLLER).post(NEW, about(value="950"), follow=True)
    assert "Värdet minskar under året: 950 för jan–aug 2024 men 900 för jan–sep 2024." in words(response)
    assert values() == ["900", "950"]


def test_withholding_a_value_does_not_tell_its_number_once_more(world):
    fact = world.record("sjuk", "hr-service", "77,3").fact
    response = world.client(Role.HR).post(address(fact), correction(value="", marker="withheld"), follow=True)
    assert "Det gäller också tidigare värden." in words(response)
    assert "77,3" not in words(response)


def test_the_form_of_a_withheld_value_does_not_show_the_number_before_it(world):
    fact = world.record("sjuk", "hr-service", "77,3").fact
    world.record("sjuk", "hr-service", "withheld", reason="För få personer")
    client = world.client(Role.HR)
    assert "77,3" not in words(client.get(address(fact)))
    response = client.post(address(fact), correction(seen=2, value="", marker="no_data"), follow=True)
    assert "77,3" not in words(response)
