"""The search page: what it says with hits, without any, without a query, and with too long a one."""

import html
import re

import pytest

from indicators.models.choices import Role
from tests import factories as made


def words(client, **asked):
    response = client.get("/sok/", asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def editor(world):
    return world.client(Role.EDITOR)


def test_hits_are_told_with_their_latest_value(world, editor):
    world.record("sjuk", "vss", "6,3")
    told = words(editor, q="total sjuk")
    assert "1 träff på ”total sjuk”." in told
    assert "Total sjukfrånvaro , jan–aug 2024: 6,3 %" in told


def test_a_hit_leads_to_its_page(editor):
    text = editor.get("/sok/", {"q": "hr"}).content.decode()
    assert 'href="/indikatorer/vol/"' in text
    assert 'href="/indikatorer/?enhet=hr-service"' in text


@pytest.mark.parametrize("query", ["", "   "])
def test_without_a_query_the_page_says_what_to_write(editor, query):
    assert "Skriv ett namn, en del av ett namn eller en kod." in words(editor, q=query)


def test_without_hits_the_page_says_what_to_try(editor):
    assert "Inget stämmer med ”xyz”. Pröva ett kortare ord, eller en del av det." in words(editor, q="xyz")


def test_too_long_a_query_is_not_searched_for(editor):
    told = words(editor, q="x" * 101)
    assert "är 101 tecken; högst 100 läses. Korta sökningen. Inget är sökt." in told


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "'; drop table", "%_\\", "\x00hr", "(hr", "a" * 100])
def test_any_query_is_answered_and_shown_as_text(editor, query):
    response = editor.get("/sok/", {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_may_search(world, role):
    assert world.client(role).get("/sok/", {"q": "sjuk"}).status_code == 200


def test_who_has_no_role_is_refused(client, db):
    client.force_login(made.UserFactory())
    assert client.get("/sok/").status_code == 403


def test_who_has_not_logged_in_is_sent_to_log_in(client, db):
    assert client.get("/sok/").status_code == 302
