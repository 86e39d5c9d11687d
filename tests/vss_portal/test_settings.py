"""The settings as a whole: the demo starts from nothing, production demands and protects."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "kX9-vQ2_mT7.rB4~" * 4,
    "DATABASE_URL": "postgres://portal:losenord@db/portal",
    "ALLOWED_HOSTS": "uppfoljning.kommunen.se",
}
SHOW = """
import json
from vss_portal import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """The settings read by a process of their own, with nothing in its environment but this."""
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def settings_of(**environment: str) -> dict:
    done = start(**environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_demo_needs_no_variable():
    demo = settings_of()
    assert demo["PORTAL_MODE"] == "demo"
    assert demo["PORTAL_TODAY"] == "2024-09-05"
    assert demo["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "portal.sqlite3")
    assert len(demo["SECRET_KEY"]) >= 50
    assert demo["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_the_demo_can_live_on_another_day_or_on_the_real_one():
    assert settings_of(PORTAL_TODAY="2024-10-01")["PORTAL_TODAY"] == "2024-10-01"
    assert settings_of(PORTAL_TODAY="")["PORTAL_TODAY"] is None


def test_production_starts_with_its_three_variables_and_the_real_day():
    production = settings_of(**PRODUCTION)
    assert production["PORTAL_TODAY"] is None
    assert production["ALLOWED_HOSTS"] == ["uppfoljning.kommunen.se"]
    assert production["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_production_sends_cookies_and_pages_over_encrypted_ways_only():
    production = settings_of(**PRODUCTION)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert production[name] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31536000
    assert production["DEBUG"] is False


def test_production_trusts_a_proxys_word_only_when_told_that_there_is_one():
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of(**PRODUCTION)
    assert "SECURE_PROXY_SSL_HEADER" in settings_of(**PRODUCTION, PORTAL_BEHIND_PROXY="ja")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_production_without_one_of_its_variables_stops_and_names_it(missing):
    done = start(**{name: value for name, value in PRODUCTION.items() if name != missing})
    assert done.returncode != 0
    assert f"{missing} saknas. I drift krävs" in done.stderr


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"PORTAL_DEBUG": "ja"}, "PORTAL_DEBUG har värdet ”ja”. I drift är bara nej tillåtet"),
        ({"PORTAL_TODAY": "2024-09-05"}, "PORTAL_TODAY har värdet ”2024-09-05”. I drift är bara tomt tillåtet"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS har värdet ”*”"),
        ({"PORTAL_MODE": "drift"}, "PORTAL_MODE har värdet ”drift”"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT har värdet ”smtp”"),
        ({"PORTAL_LOG_LEVEL": "allt"}, "PORTAL_LOG_LEVEL har värdet ”allt”"),
    ],
)
def test_a_bad_value_stops_production_with_a_sentence(extra, words):
    done = start(**(PRODUCTION | extra))
    assert done.returncode != 0
    assert words in done.stderr


def test_a_secret_is_in_no_refusal():
    done = start(**(PRODUCTION | {"SECRET_KEY": "mittkortahemliga"}))
    assert done.returncode != 0
    assert "mittkortahemliga" not in done.stderr


def test_tests_live_in_the_demo_with_plain_static_files():
    assert settings.DEMO
    assert date(2024, 9, 5) == settings.PORTAL_TODAY
    assert settings.STORAGES["staticfiles"]["BACKEND"].endswith(".StaticFilesStorage")


def test_pages_load_nothing_from_elsewhere_and_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["object-src"] == ["'none'"]
    assert not [value for values in directives.values() for value in values if "unsafe" in value or ":/" in value]


def test_static_files_carry_the_policy_too(client):
    answer = client.get("/static/css/base.css")
    b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert (answer.headers["X-Frame-Options"], answer.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_a_page_carries_the_policy(client):
    policy = client.get("/finns-inte/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_django_itself_has_nothing_to_say_against_production():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_command_line_tells_a_bad_value_in_one_sentence():
    done = manage("migrate", PORTAL_MODE="drift")
    assert done.returncode != 0
    assert done.stderr == (
        "PORTAL_MODE har värdet ”drift”, som inte kan användas. Tillåtet är ett av demo, production.\n"
    )


@pytest.mark.django_db
def test_the_database_keeps_its_references():
    """On SQLite foreign keys hold only where a connection asks for them; PostgreSQL always holds them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.check_constraints()
