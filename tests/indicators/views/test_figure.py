"""The page of one figure: what stands, what stood before, what was noticed, and who may see it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import FigureRevision, RecordingFinding
from indicators.models.choices import FindingLevel, Role
from tests import factories as made
from tests.indicators.views.world import other_organisation


def text_of(client, fact):
    response = client.get(f"/varden/{fact.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_the_value_and_where_it_comes_from(world):
    person = made.UserFactory(display_name="HR-funktionen")
    noted = {"population": 86, "source_note": "Heroma", "footnotes": (("coverage", "utan timavlönade"),), "by": person}
    measured = {"measured_from": dt.date(2024, 1, 1), "measured_to": dt.date(2024, 7, 31)}
    fact = world.record("sjuk", "hr-service", "6,3", **noted, **measured).fact
    text = text_of(world.client(Role.EDITOR), fact)
    for told in (
        "Total sjukfrånvaro, jan–aug 2024",
        "HR-service",
        "6,3\u00a0%",
        "5\u00a0september 2024",
        "av HR-funktionen",
        "inskrivet: Heroma",
        "<dd>86</dd>",
        "1\u00a0januari 2024 till 31\u00a0juli 2024",
        "utan timavlönade",
    ):
        assert told in text
    assert "Värdet har inte rättats." in text


def test_earlier_values_are_told_with_who_when_and_why(world):
    first = world.record("vol", "hr-service", "231", by=made.UserFactory(display_name="Den som skrev"))
    world.record("vol", "hr-service", "213", reason="Siffrorna var omkastade")
    text = text_of(world.client(Role.EDITOR), first.fact)
    now, _, before = text.partition('id="tidigare"')
    assert "213" in now
    assert "Siffrorna var omkastade" in now
    assert "231" in before
    assert "Den som skrev" in before


def test_what_the_checks_noticed_stands_beside_the_value(world):
    recorded = world.record("sjuk", "hr-service", "6,3")
    RecordingFinding.objects.create(
        revision=recorded.revision, code="egen", level=FindingLevel.WARNING, text="Värdet 6,3 är ovanligt."
    )
    text = text_of(world.client(Role.EDITOR), recorded.fact)
    assert "Värdet 6,3 är ovanligt." in text
    assert "Varning" in text


def test_an_invented_value_is_marked(world):
    revisions = made.history("5", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    assert "Påhittat värde i demon." in text_of(world.client(Role.EDITOR), revisions[0].fact)


def test_a_withheld_value_hides_every_number_that_was_recorded(world):
    first = world.record("sjuk", "hr-service", "77,3", population=4)
    RecordingFinding.objects.create(revision=first.revision, code="egen", level=2, text="77,3 är ovanligt.")
    world.record("sjuk", "hr-service", "withheld", population=4, reason="För få personer")
    text = text_of(world.client(Role.EDITOR), first.fact)
    assert "77,3" not in text
    assert "<dd>4</dd>" not in text
    assert "För få personer för att redovisas. Varken värdet eller tidigare värden visas." in text


def test_a_number_that_was_withheld_stays_hidden_when_a_new_one_may_be_shown(world):
    first = world.record("sjuk", "hr-service", "77,3")
    world.record("sjuk", "hr-service", "withheld", reason="För få personer")
    world.record("sjuk", "hr-service", "78,4", reason="Fler personer", population=40)
    world.record("sjuk", "hr-service", "78,5", reason="Räknat om", population=40)
    text = text_of(world.client(Role.EDITOR), first.fact)
    assert "78,5" in text
    assert "78,4" in text
    assert "77,3" not in text


def test_the_auditor_sees_nothing_after_what_was_printed(world):
    printed = world.print("vol", "hr-service", "11")
    world.record("vol", "hr-service", "12", year=2023, month=12, span="full_year", reason="Hemlig orsak")
    text = text_of(world.client(Role.AUDITOR), printed.fact)
    assert "Hemlig orsak" not in text
    assert "Verksamhetsberättelse 2023" in text


# Who


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EDITOR, 200),
        (Role.DIRECTOR, 200),
        (Role.AREA_MANAGER, 404),
        (Role.HR, 404),
        (Role.WRITER, 404),
        (Role.AUDITOR, 404),
        (Role.READER, 404),
        (Role.ADMIN, 404),
    ],
)
def test_who_opens_a_figure_of_another_area(world, role, status):
    fact = world.record("vol", "vo-ekonomi", "7").fact
    assert world.client(role).get(f"/varden/{fact.pk}/").status_code == status


def test_a_reader_is_refused_also_what_is_printed(world):
    fact = world.print("vol", "hr-service").fact
    assert world.client(Role.READER).get(f"/varden/{fact.pk}/").status_code == 403


def test_a_figure_of_another_organisation_does_not_exist(world):
    indicator, unit = other_organisation()
    fact = made.record("7", indicator=indicator, unit=unit).fact
    assert world.client(Role.EDITOR).get(f"/varden/{fact.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_a_figure_that_does_not_exist_is_told_so(world, number):
    assert world.client(Role.EDITOR).get(f"/varden/{number}/").status_code == 404


def test_the_button_to_correct_is_for_who_may(world):
    fact = world.record("sjuk", "hr-service", "6,3").fact
    assert "Rätta värdet" in text_of(world.client(Role.HR), fact)
    assert "Rätta värdet" not in text_of(world.client(Role.AREA_MANAGER), fact)


def test_the_queries_do_not_grow_with_the_corrections(world):
    revisions = made.history(*"123", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    fact, client = revisions[0].fact, world.client(Role.EDITOR)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            text_of(client, fact)
        return len(queries)

    asked()  # the reference data is read once
    few = asked()
    for number in range(30):
        world.record("vol", "hr-service", str(number + 10), reason="Igen", footnotes=(("period", f"not {number}"),))
    assert FigureRevision.objects.filter(fact=fact).count() == 33
    assert asked() == few <= 15
