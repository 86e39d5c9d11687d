"""Årshjulet: days, instructions, and a calendar file without figures behind a secret address."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from indicators.models import CalendarKey, Instruction, PeriodChange, ReportingOccasion, WheelEntry
from indicators.year.wheel import calendar, new_key, person_of, wheel_of
from tests import factories as made

ADDRESS = reverse("wheel", args=[2024])


@pytest.fixture
def occasion(world):
    return made.OccasionFactory()


def test_the_wheel_has_three_days_for_each_occasion_and_the_entries(world, by_editor, occasion):
    by_editor.post(ADDRESS, {"gor": "ny", "slag": "meeting", "vad": "Samverkan", "manad": "9", "arbetsdag": "11"})
    by_editor.post(ADDRESS, {"gor": "ny", "slag": "report", "vad": "Till KS", "dag": "2024-09-28"})
    days = wheel_of(occasion.organisation, 2024)
    assert [(each.day.day, each.title, each.kind) for each in days] == [
        (1, "Delår 31 augusti 2024", "öppnar"),
        (12, "Delår 31 augusti 2024", "i tid till"),
        (16, "Samverkan", "möte"),
        (20, "Delår 31 augusti 2024", "stängs"),
        (28, "Till KS", "rapport lämnas"),
    ]
    assert [each.free for each in days] == ["söndag", "", "", "", "lördag"]
    assert "lördag" in by_editor.get(ADDRESS).content.decode()


def test_a_day_stands_in_its_own_calendar_year(world, by_editor):
    days = {"opens_on": dt.date(2024, 9, 2), "due_on": dt.date(2024, 10, 31), "locks_on": dt.date(2024, 11, 29)}
    budget = made.OccasionFactory(kind="budget", month=12, year=2025, **days)
    assert [each.day for each in wheel_of(budget.organisation, 2024)] == list(days.values())
    assert wheel_of(budget.organisation, 2025) == []
    sent = {"gor": "anvisning", "tillfalle": budget.pk, "text": "Kort"}
    assert by_editor.post(ADDRESS, sent).status_code == 302
    assert [name for _, name in by_editor.get(ADDRESS).context["instructions"]] == ["Budget 2025"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"slag": "meeting", "vad": "", "dag": "2024-09-28"}, "Skriv vad dagen gäller"),
        ({"slag": "fest", "vad": "Fest", "dag": "2024-09-28"}, "slags dag"),
        ({"slag": "meeting", "vad": "Möte", "dag": "i morgon"}, "som ett datum, eller"),
        ({"slag": "meeting", "vad": "Möte", "manad": "13", "arbetsdag": "1"}, "månad 1–12"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(by_editor, sent, said):
    answer = by_editor.post(ADDRESS, {"gor": "ny", **sent})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not WheelEntry.objects.exists()


def test_what_could_not_be_saved_stands_in_its_open_form_and_an_instruction_can_be_changed(by_editor, occasion):
    about = {"tillfalle": occasion.pk, "oppnar": "2024-09-20", "itid": "2024-09-10", "stangs": "2024-09-30"}
    sent = {**about, "gor": "dagar", "text": "Kort", "nytt": ""}
    [form] = by_editor.post(ADDRESS, sent).context["occasions"]
    assert (form["open"], form["days"][0], form["text"]) == (True, ("oppnar", "Öppnar", "2024-09-20"), "Kort")
    by_editor.post(ADDRESS, {**sent, "gor": "anvisning", "nytt": "Ny mall"})
    [form] = by_editor.get(ADDRESS).context["occasions"]
    assert (form["open"], form["text"], form["news"]) == (False, "Kort", "Ny mall")
    assert form["days"][0][2] == occasion.opens_on.isoformat()


def test_the_day_that_comes_next_is_marked(world, by_editor, occasion):
    answer = by_editor.get(ADDRESS)
    assert answer.context["coming"].day >= answer.context["today"] > occasion.opens_on
    assert answer.content.decode().count('id="harnast"') == 1
    assert by_editor.get(reverse("wheel", args=[2023])).context["coming"] is None


def test_a_day_is_taken_out_and_kept(world, by_editor):
    by_editor.post(ADDRESS, {"gor": "ny", "slag": "meeting", "vad": "Möte", "dag": "2024-09-27"})
    row = WheelEntry.objects.get()
    by_editor.post(ADDRESS, {"gor": f"bort-{row.pk}"})
    assert wheel_of(row.organisation, 2024) == []
    assert WheelEntry.objects.get().is_removed


def test_an_occasion_gets_other_dates_in_order_and_logged(by_editor, occasion):
    days = {"gor": "dagar", "tillfalle": occasion.pk, "oppnar": "2024-09-02", "itid": "2024-09-13"}
    refused = by_editor.post(ADDRESS, days | {"stangs": "2024-09-10"})
    assert refused.status_code == 422
    assert by_editor.post(ADDRESS, days | {"stangs": ""}).status_code == 422
    by_editor.post(ADDRESS, days | {"stangs": "2024-09-23"})
    assert ReportingOccasion.objects.get().locks_on == dt.date(2024, 9, 23)
    assert "stängs 23" in PeriodChange.objects.get().text


def test_an_instruction_stands_with_its_news_and_the_latest_holds(world, by_editor, occasion):
    about = {"gor": "anvisning", "tillfalle": occasion.pk}
    by_editor.post(ADDRESS, about | {"text": "Skriv kort.", "nytt": ""})
    by_editor.post(ADDRESS, about | {"text": "Skriv kort och klart.", "nytt": "Volymer i ett eget avsnitt"})
    page = world.client("controller").get(ADDRESS).content.decode()
    assert "Skriv kort och klart." in page
    assert "Volymer i ett eget avsnitt" in page
    assert "Skriv kort.<" not in page
    assert by_editor.post(ADDRESS, about | {"text": " "}).status_code == 422
    assert Instruction.objects.count() == 2


def test_everybody_gets_a_calendar_without_figures(world, client, occasion):
    reader = world.client("reader", "vss")
    page = reader.post(ADDRESS, {"gor": "adress"}).content.decode()
    address = re.search(r"http://testserver(/kalender/[^<]+)", page)[1]
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    told = answer.content.decode()
    assert "SUMMARY:Delår 31 augusti 2024: i tid till" in told
    assert "DTSTART;VALUE=DATE:20240912" in told
    reader.post(ADDRESS, {"gor": "adress"})
    assert client.get(address).status_code == 404
    assert CalendarKey.objects.get().checksum not in page


def test_a_secret_opens_nothing_once_its_account_is_shut(world, client):
    person = world.person("reader", "vss")
    secret = new_key(person)
    assert person_of(secret) == person
    person.is_active = False
    person.save()
    assert person_of(secret) is None
    assert client.get(reverse("calendar", args=[secret])).status_code == 404
    assert client.get(reverse("calendar", args=["gissning"])).status_code == 404


def test_the_file_keeps_to_the_format(world, occasion):
    entry = WheelEntry(title="Möte, stort; viktigt " + "å" * 60, day=dt.date(2024, 12, 31), kind="meeting", pk=7)
    days = [*wheel_of(occasion.organisation, 2024)[:1], _as_day(entry)]
    text = calendar(days, name="Årshjul", host="portal", moment=dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC))
    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "Möte\\, stort\\; viktigt" in text.replace("\r\n ", "")
    assert "DTEND;VALUE=DATE:20250101" in lines


def _as_day(entry):
    from indicators.year.wheel import WheelDay

    return WheelDay(entry.day, entry.title, "möte", 1, entry=entry.pk)


@pytest.mark.parametrize("role", ["controller", "director", "reader", "admin"])
def test_others_read_the_wheel_and_change_nothing(world, occasion, role):
    client = world.client(role, "vss")
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, {"gor": "ny", "slag": "meeting", "vad": "M", "dag": "2024-09-27"}).status_code == 403
    assert not WheelEntry.objects.exists()


def test_another_organisations_occasions_are_not_found(by_editor):
    other = made.OccasionFactory(organisation=made.OrganisationFactory(code="ovf", name="Andra"))
    sent = {"gor": "anvisning", "tillfalle": other.pk, "text": "Hej"}
    assert by_editor.post(ADDRESS, sent).status_code == 404
