"""Settings from the environment: what is taken, and the sentence that stops the start."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vss_portal.environment import Environment, checkout_secret


def environment(**values: str) -> Environment:
    return Environment(values=values, base=Path("/srv/portal"))


def refusal(ask, **values: str) -> str:
    with pytest.raises(ImproperlyConfigured) as stop:
        ask(environment(**values))
    return str(stop.value)


def test_an_absent_and_an_empty_variable_both_give_the_default():
    assert environment().text("EMAIL_HOST", "localhost") == "localhost"
    assert environment(EMAIL_HOST="  ").text("EMAIL_HOST", "localhost") == "localhost"


def test_a_choice_is_one_of_the_allowed():
    assert environment(PORTAL_MODE="production").choice("PORTAL_MODE", ["demo", "production"], "demo") == "production"


def test_another_choice_names_variable_value_and_what_is_allowed():
    words = refusal(lambda env: env.choice("PORTAL_MODE", ["demo", "production"], "demo"), PORTAL_MODE="prod")
    assert words == "PORTAL_MODE har värdet ”prod”, som inte kan användas. Tillåtet är ett av demo, production."


@pytest.mark.parametrize(("given", "meant"), [("ja", True), ("Nej", False), ("1", True), ("false", False)])
def test_yes_and_no_are_read_in_both_languages(given, meant):
    assert environment(X=given).yes_or_no("X", default=not meant) is meant


def test_a_maybe_is_refused():
    assert "”kanske”" in refusal(lambda env: env.yes_or_no("X", default=False), X="kanske")


@pytest.mark.parametrize("given", ["0", "65536", "tjugofem", "-1", "2.5", "²"])
def test_a_number_outside_its_range_is_refused(given):
    words = refusal(lambda env: env.whole_number("EMAIL_PORT", 25, lowest=1, highest=65535), EMAIL_PORT=given)
    assert words == f"EMAIL_PORT har värdet ”{given}”, som inte kan användas. Tillåtet är ett heltal från 1 till 65535."


def test_the_day_is_an_iso_date_and_empty_means_the_real_day():
    assert environment().day("PORTAL_TODAY", date(2024, 9, 5)) == date(2024, 9, 5)
    assert environment(PORTAL_TODAY="2024-02-29").day("PORTAL_TODAY", None) == date(2024, 2, 29)
    assert environment(PORTAL_TODAY="").day("PORTAL_TODAY", date(2024, 9, 5)) is None


def test_a_day_that_does_not_exist_is_refused():
    words = refusal(lambda env: env.day("PORTAL_TODAY", None), PORTAL_TODAY="2023-02-29")
    assert words.startswith("PORTAL_TODAY har värdet ”2023-02-29”, som inte kan användas. Tillåtet är ett datum som")


def test_host_names_stand_between_commas():
    assert environment(ALLOWED_HOSTS="a.se, b.se").hosts("ALLOWED_HOSTS") == ["a.se", "b.se"]


@pytest.mark.parametrize("given", ["*", "https://a.se", "a.se:443", "a.se,*.b.se", ","])
def test_a_joker_or_an_address_is_no_host_name(given):
    assert f"”{given}”" in refusal(lambda env: env.hosts("ALLOWED_HOSTS"), ALLOWED_HOSTS=given)


@pytest.mark.parametrize("given", ["kort", "a" * 60, "django-insecure-" + "aB3$xyz" * 9])
def test_a_weak_secret_is_refused_and_never_shown(given):
    words = refusal(lambda env: env.secret("SECRET_KEY"), SECRET_KEY=given)
    assert words.startswith(f"SECRET_KEY duger inte ({len(given)} tecken, värdet visas inte).")
    assert given not in words


def test_a_random_secret_is_taken():
    assert environment(SECRET_KEY="aB3$xyz" * 9).secret("SECRET_KEY") == "aB3$xyz" * 9


def test_a_sqlite_file_is_relative_to_the_project_or_absolute():
    assert environment().database("DATABASE_URL", "sqlite:///var/p.sqlite3")["NAME"] == "/srv/portal/var/p.sqlite3"
    assert environment().database("DATABASE_URL", "sqlite:////data/p.sqlite3")["NAME"] == "/data/p.sqlite3"


def test_sqlite_writers_wait_for_their_turn():
    options = environment().database("DATABASE_URL", "sqlite:///p.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 30
    assert "journal_mode=WAL" in options["init_command"]


def test_a_postgres_address_gives_all_its_parts():
    address = "postgres://anna%40k:l%2Fsen@db.kommunen.se:6543/uppf%C3%B6ljning?sslmode=require"
    database = environment(DATABASE_URL=address).database("DATABASE_URL", "")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "anna@k",
        "l/sen",
        "db.kommunen.se",
        "6543",
        "uppföljning",
    ]
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_a_postgres_socket_folder_stands_behind_the_question_mark():
    database = environment(X="postgresql:///portal?host=/run/pg&port=5433").database("X", "")
    assert (database["HOST"], database["PORT"], database["OPTIONS"]) == ("/run/pg", "5433", {})


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:hemligt@h/d",
        "postgres://u:hemligt@h",
        "postgres://u:hemligt@h:port/d",
        "postgres://u:hemligt@h/d?hemligt=1&options=x",
        "sqlite://hemligt/fil",
        "hemligt",
    ],
)
def test_another_database_address_is_refused_without_showing_it(address):
    words = refusal(lambda env: env.database("DATABASE_URL", ""), DATABASE_URL=address)
    assert words.startswith("DATABASE_URL kan inte användas: ")
    assert "Tillåtet är sqlite:///sökväg eller postgres://" in words
    assert address not in words
    assert "u:hemligt" not in words


def test_a_missing_variable_says_what_production_needs():
    words = refusal(lambda env: env.required("DATABASE_URL", "databasens adress"))
    assert words == "DATABASE_URL saknas. I drift krävs databasens adress."


def test_the_secret_of_a_checkout_is_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "secret-key"
    first = checkout_secret(path)
    assert len(first) >= 50
    assert checkout_secret(path) == first
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_two_checkouts_have_different_secrets(tmp_path):
    assert checkout_secret(tmp_path / "a") != checkout_secret(tmp_path / "b")
