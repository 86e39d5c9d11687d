"""The portal's own pages: start, help, and one's own account with its setting of the keys."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Membership, RecordingFinding
from indicators.models.choices import FindingLevel, Role
from tests import factories as made
from tests.indicators.views.world import make_world
from vss_portal import start as start_page
from vss_portal.start import StartSection


@pytest.fixture
def world(db):
    return make_world()


def words(response):
    assert response.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", text)


# Start


def test_the_start_page_tells_what_is_being_reported(world):
    made.OccasionFactory()
    world.record("vol", "hr-service", "7")
    world.record("vol", "vo-hr", "8")
    told = words(world.client(Role.AREA_MANAGER).get("/"))
    assert "Augusti 2024 · delår 31 augusti Pågår · i tid till tors 12 sep · stängs fre 20 sep" in told
    assert "Verksamhetsområde HR 2 värden" in told


def test_who_follows_everything_sees_all_areas(world):
    made.OccasionFactory()
    for code in ("stab", "vo-ekonomi"):
        world.record("vol", code, "1", month=7)
    told = words(world.client(Role.DIRECTOR).get("/"))
    for area in ("Stab och ledning", "Verksamhetsområde HR", "Verksamhetsområde ekonomi"):
        assert f"{area} inget värde än" in told
    assert "Nytt värde" not in told


def test_an_area_that_nothing_is_measured_for_is_left_out(world):
    made.OccasionFactory()
    told = words(world.client(Role.DIRECTOR).get("/"))
    assert "Verksamhetsområde HR inget värde än" in told
    assert "Verksamhetsområde ekonomi" not in told


def test_an_occasion_past_its_day_is_late(world):
    made.OccasionFactory(month=7, kind="month", due_on=dt.date(2024, 9, 4), opens_on=dt.date(2024, 8, 1))
    told = words(world.client(Role.CONTROLLER).get("/"))
    assert "Juli 2024 Försenad · skulle varit klar ons 4 sep" in told


def test_without_an_open_occasion_the_page_says_so(world):
    made.OccasionFactory(locks_on=dt.date(2024, 9, 5), due_on=dt.date(2024, 9, 4))
    assert "Ingen period är öppen för rapportering i dag." in words(world.client(Role.CONTROLLER).get("/"))


def test_the_latest_corrections_are_told_newest_first(world):
    by = made.UserFactory(display_name="HR-funktionen")
    made.history("1", "2", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    world.record("sjuk", "hr-service", "6,1")
    world.record("sjuk", "hr-service", "6,3", reason="Sena intyg", by=by)
    told = words(world.client(Role.CONTROLLER).get("/"))
    newest, older = told.index("Från 6,1 % till 6,3 % 5 sep 2024, HR-funktionen"), told.index("Från 1 till 2")
    assert newest < older


def test_corrections_of_other_areas_are_not_told(world):
    world.record("vol", "vo-ekonomi", "1")
    world.record("vol", "vo-ekonomi", "2", reason="Räknat om")
    told = words(world.client(Role.AREA_MANAGER).get("/"))
    assert "Inget värde som du ser är rättat sedan 7 juni 2024." in told


def test_a_withheld_value_is_told_without_its_number(world):
    first = world.record("sjuk", "hr-service", "77,3")
    RecordingFinding.objects.create(revision=first.revision, code="egen", level=2, text="77,3 är ovanligt.")
    world.record("sjuk", "hr-service", "withheld", reason="För få personer")
    assert "77,3" not in words(world.client(Role.HR).get("/"))


def test_the_latest_findings_are_told_but_not_notices_or_print(world):
    entered = world.record("vol", "hr-service", "7").revision
    printed = world.print("sjuk", "hr-service", "6,3").revision
    for revision, level, text in (
        (entered, FindingLevel.WARNING, "Ovanligt högt."),
        (entered, FindingLevel.NOTICE, "Bara en upplysning."),
        (printed, FindingLevel.ERROR, "Trycket motsäger sig."),
    ):
        RecordingFinding.objects.create(revision=revision, code=f"k{level}", level=level, text=text)
    told = words(world.client(Role.EDITOR).get("/"))
    assert "Varning : Ovanligt högt." in told
    assert "Bara en upplysning." not in told
    assert "Trycket motsäger sig." not in told


def test_a_reader_is_shown_the_way_to_indicators_and_reports(world):
    told = words(world.client(Role.READER).get("/"))
    assert "Här visas de värden som är offentliga." in told
    assert "Inga rapporter som du kan läsa än." in told
    assert "Rapporteras nu" not in told


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, True), (Role.ADMIN, True), (Role.READER, False)])
def test_the_footer_leads_to_open_data_and_an_editor_to_the_loading_of_an_organisation(world, role, may):
    footer = world.client(role).get("/").content.decode().partition("<footer")[2]
    assert '<a href="/oppna-data/">Öppna data</a>' in footer
    assert ('<a href="/organisation/las-in/">Läs in organisation</a>' in footer) is may


def test_the_footer_of_who_has_not_logged_in_leads_to_open_data_alone(client, db):
    footer = client.get("/hjalp/", follow=True).content.decode().partition("<footer")[2]
    assert '<a href="/oppna-data/">Öppna data</a>' in footer
    assert "/organisation/las-in/" not in footer


def test_who_has_no_role_is_told_what_to_do(client, db):
    client.force_login(made.UserFactory())
    assert "Ditt konto har ingen roll i någon enhet än" in words(client.get("/"))


def test_who_has_not_logged_in_is_sent_to_log_in(client, db):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page_in_few_queries(world, role):
    made.OccasionFactory()
    made.history("1", "2", indicator=world.indicators["vol"], unit=world.units["hr-service"], year=2023)
    # Enough for what the checks notice: the oldest are from before the unit existed.
    world.many(300)
    client = world.client(role)
    words(client.get("/"))  # the reference data is read once
    with CaptureQueriesContext(connection) as few:
        words(client.get("/"))
    world.many(800)
    with CaptureQueriesContext(connection) as many:
        words(client.get("/"))
    assert len(few) == len(many) <= 17


def test_an_app_adds_a_section_in_its_place(world, monkeypatch):
    def sections(user):
        yield StartSection("indicators/parts/start_reading.html", order=1, is_wide=True)

    monkeypatch.setattr(start_page, "_sources", lambda: (sections,))
    assert [section.order for section in start_page.start_sections(world.person(Role.READER))] == [1]


# The main menu


@pytest.mark.parametrize(
    ("role", "entries"),
    [(Role.READER, {"Start", "Indikatorer"}), (Role.CONTROLLER, {"Start", "Värden", "Indikatorer"})],
)
def test_the_menu_shows_only_what_one_may_use(world, role, entries):
    text = world.client(role).get("/").content.decode()
    menu = re.findall(r'<nav class="shell-nav".*?</nav>', text, re.DOTALL)[0]
    shown = set(re.findall(r">([^<>]+)</a>", menu))
    assert entries <= shown
    assert ("Värden" in shown) == ("Värden" in entries)


# Help


def test_everybody_may_read_the_help(client, db):
    assert "Ett värde skrivs aldrig över." in words(client.get("/hjalp/"))


# One's own account


def test_the_account_shows_name_and_roles_with_units_and_dates(world):
    person = world.person(Role.CONTROLLER, valid_from=dt.date(2021, 10, 1))
    deputy = {"deputy_for": made.UserFactory(display_name="Chefen"), "role": Role.AREA_MANAGER}
    past = {"valid_from": dt.date(2019, 1, 1), "valid_to": dt.date(2021, 9, 30)}
    Membership.objects.create(person=person, unit=world.units["hr-service"], **deputy, **past)
    Membership.objects.create(person=person, unit=world.units["stab"], role=Role.HR, valid_from=dt.date(2025, 1, 1))
    client = Client()
    client.force_login(person)
    told = words(client.get("/konto/"))
    assert "Controller Verksamhetsområde HR 1 okt 2021 tills vidare gäller" in told
    assert "Verksamhetschef (tf för Chefen) HR-service 1 jan 2019 30 sep 2021 avslutad" in told
    assert "HR-funktion Stab och ledning 1 jan 2025 tills vidare kommande" in told
    assert told.index("gäller") < told.index("kommande") < told.index("avslutad")


def test_an_account_without_roles_says_so(client, db):
    client.force_login(made.UserFactory())
    assert "Du har ingen roll än." in words(client.get("/konto/"))


def test_the_keys_are_turned_off_and_on_again_for_every_page(world):
    client = world.client(Role.READER)
    assert 'data-single-keys="on"' in client.get("/hjalp/").content.decode()
    told = words(client.post("/konto/", {"keys": "off"}, follow=True))
    assert "Enbokstavstangenterna är avstängda i den här webbläsaren." in told
    assert 'data-single-keys="off"' in client.get("/hjalp/").content.decode()
    client.post("/konto/", {"keys": "on"})
    assert 'data-single-keys="on"' in client.get("/hjalp/").content.decode()


def test_another_cookie_than_ours_turns_nothing_off(world):
    client = world.client(Role.READER)
    client.cookies["tangenter"] = "<script>"
    assert 'data-single-keys="on"' in client.get("/hjalp/").content.decode()


def test_only_who_is_logged_in_has_an_account_page(client, db):
    assert client.get("/konto/").status_code == 302
    assert "Det du skrev ligger kvar" in client.post("/konto/", {"keys": "off"}).content.decode()
    assert "tangenter" not in client.cookies
