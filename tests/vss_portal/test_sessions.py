"""A session's end: asked about five minutes before, and nothing that was written is lost by it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory
from tests.project.sources import ROOT
from vss_portal.sessions import ENDS, KEPT, LARGEST, is_secret, read_kept

WORKING_DAY = settings.SESSION_COOKIE_AGE
FORM = "/konto/"
WRITTEN = {"tangenter": "av", "text": "Två rader\nmed ”citat”", "aven": ["1", "2"]}


@pytest.fixture
def person(db):
    return UserFactory(username="kalle")


def carried(response):
    """What the log-in page carries along."""
    found = re.search(rf'name="{KEPT}" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def log_in(client, kept="", password=PASSWORD, **more):
    given = {"username": "kalle", "password": password, KEPT: kept, **more}
    return client.post(reverse("login"), given)


def test_a_form_that_was_sent_too_late_is_met_again_after_the_log_in(person):
    client = Client()
    refused = client.post(FORM, WRITTEN)
    assert refused.status_code == 403
    assert "Det du skrev ligger kvar" in refused.content.decode()
    wrong = log_in(client, carried(refused), password="fel")
    back = log_in(client, carried(wrong)).content.decode()
    assert f'action="{FORM}"' in back
    assert "Det du skrev är inte sparat än" in back
    assert 'name="text" value="Två rader\nmed ”citat”"' in back
    assert re.findall(r'name="aven" value="(\d)"', back) == ["1", "2"]


def test_a_password_that_was_sent_too_late_is_not_carried_along(person):
    answer = Client().post(FORM, {**WRITTEN, "losenord": "hemligt", "password": "hemligt"})
    kept = read_kept(carried(answer))
    assert {name for name, _values in kept["fields"]} == set(WRITTEN)


def test_every_field_of_a_password_is_known_as_one():
    fields = [
        found
        for page in (ROOT / "templates").rglob("*.html")
        for tag in re.findall(r'<input[^>]*type="password"[^>]*>', page.read_text(encoding="utf-8"))
        for found in re.findall(r'name="([^"]+)"', tag)
    ]
    assert "losenord" in fields
    assert [name for name in fields if not is_secret(name)] == []


def test_what_was_not_signed_here_is_not_shown(person):
    answer = log_in(Client(), kept="eyJwYXRoIjoiaHR0cHM6Ly9leGVtcGVsLnNlIn0:1abcde:xyz", next="/konto/")
    assert (answer.status_code, answer["Location"]) == (302, "/konto/")
    assert read_kept("") is None


def test_a_form_with_nothing_in_it_or_far_too_much_goes_to_the_log_in_page_alone(db):
    for written in ({}, {"text": " "}, {"text": "".join(str(number) for number in range(LARGEST // 2))}):
        answer = Client().post(FORM, written)
        assert (answer.status_code, answer["Location"]) == (302, "/logga-in/?next=/konto/")


def test_the_page_knows_how_long_the_session_lasts_and_staying_lengthens_it(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session[ENDS] -= WORKING_DAY - 200
    session.save()
    page = client.get("/konto/").content.decode()
    assert 0 < int(re.search(r'data-seconds="(\d+)"', page)[1]) <= 200
    assert WORKING_DAY - 10 <= client.post(reverse("stay")).json()["seconds"] <= WORKING_DAY
    assert client.session.get_expiry_age() == WORKING_DAY


def test_who_isnt_logged_in_has_nothing_to_lengthen(db):
    answer = Client().post(reverse("stay"))
    assert (answer.status_code, answer["Location"]) == (302, "/logga-in/?next=/konto/fortsatt/")
    assert "utloggning" not in Client().get("/hjalp/").content.decode()
