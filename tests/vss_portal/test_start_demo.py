"""The command behind ``./run.sh demo``: what it tells, and when it doesn't start."""

import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from tests.ports import free_port
from vss_portal.demo import DEMO_PASSWORD, demo_accounts
from vss_portal.management.commands.start_demo import HOST, demand_free_port, welcome


def test_the_welcome_names_the_address_and_every_log_in():
    words = welcome("http://127.0.0.1:8000/")
    assert "http://127.0.0.1:8000/" in words
    assert DEMO_PASSWORD in words
    for account in demo_accounts():
        assert account.username in words
        assert account.title in words


def test_a_port_that_somebody_uses_is_refused_with_another_proposed():
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} används redan.*PORT={port + 1}"):
            demand_free_port(port)


def test_a_free_port_is_taken():
    demand_free_port(free_port())


def test_a_port_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("PORT", "åttatusen")
    with pytest.raises(ImproperlyConfigured, match="PORT har värdet ”åttatusen”"):
        call_command("start_demo")


def test_the_demo_never_starts_in_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="bara i demoläge"):
        call_command("start_demo")
