"""Settings read from the environment.

A value that the portal can't use stops the start with one Swedish sentence: the variable, what was given (never
of a secret) and what is allowed. An empty variable counts as absent.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES_AND_NO = {"ja": True, "nej": False, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
SHORTEST_SECRET = 50
DATABASE_FORMS = "sqlite:///sökväg eller postgres://användare:lösenord@värd:port/databas"
POSTGRES_OPTIONS = {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}


@dataclass(frozen=True)
class Environment:
    """The environment variables of one start; ``base`` is the folder that relative paths start from."""

    values: Mapping[str, str]
    base: Path

    def given(self, name: str) -> str | None:
        """The variable without surrounding space, ``None`` where it is absent or empty."""
        return self.values.get(name, "").strip() or None

    def text(self, name: str, default: str) -> str:
        return self.given(name) or default

    def required(self, name: str, allowed: str) -> str:
        """A variable that this way of running can't do without; ``allowed`` says in Swedish what it should hold."""
        value = self.given(name)
        if value is None:
            raise ImproperlyConfigured(f"{name} saknas. I drift krävs {allowed}.")
        return value

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise _unusable(name, value, f"ett av {', '.join(allowed)}")
        return value

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        value = self.given(name)
        if value is None:
            return default
        if value.lower() not in YES_AND_NO:
            raise _unusable(name, value, "ja eller nej")
        return YES_AND_NO[value.lower()]

    def whole_number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise _unusable(name, value, f"ett heltal från {lowest} till {highest}")
        return int(value)

    def day(self, name: str, default: date | None) -> date | None:
        """An ISO date. Absent gives the default; present but empty gives ``None``, the real day."""
        if name not in self.values:
            return default
        value = self.given(name)
        return None if value is None else _iso_date(name, value)

    def hosts(self, name: str) -> list[str]:
        """Host names between commas, at least one, none of them the joker ``*`` that lets every name in."""
        value = self.required(name, "minst ett värdnamn, till exempel uppfoljning.kommunen.se")
        hosts = [host.strip() for host in value.split(",") if host.strip()]
        if not hosts or any(set(host) & set("*/: ") for host in hosts):
            raise _unusable(name, value, "värdnamn med komma emellan, utan *, protokoll och port")
        return hosts

    def secret(self, name: str) -> str:
        """A secret: long enough, and not one that Django made for a first try. Its value is never shown."""
        value = self.required(name, f"en hemlig nyckel med minst {SHORTEST_SECRET} tecken")
        if len(value) < SHORTEST_SECRET or len(set(value)) < 5 or value.startswith("django-insecure"):
            raise ImproperlyConfigured(
                f"{name} duger inte ({len(value)} tecken, värdet visas inte). "
                f"Tillåtet är en slumpad nyckel med minst {SHORTEST_SECRET} tecken."
            )
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """The database behind an address: ``sqlite:///path`` (from ``base``), ``sqlite:////path`` or ``postgres://…``."""
        return _database(name, self.text(name, default), self.base)


def checkout_secret(path: Path) -> str:
    """The demo's own secret key: made once per checkout, kept in ``path``, readable by its owner only.

    Written beside and then linked into place, so that of several starts at once all read the same whole key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()


def _unusable(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} har värdet ”{value}”, som inte kan användas. Tillåtet är {allowed}.")


def _iso_date(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _unusable(name, value, "ett datum som 2024-09-05, eller tomt för den verkliga dagen") from None


def _database(name: str, value: str, base: Path) -> dict[str, Any]:
    try:
        address = urlsplit(value)
        port = address.port
    except ValueError:
        raise _bad_database(name, "adressen kan inte läsas") from None
    if address.scheme == "sqlite":
        return _sqlite(name, address, base)
    if address.scheme in {"postgres", "postgresql"}:
        return _postgres(name, address, port)
    raise _bad_database(name, f"den börjar med ”{address.scheme}”")


def _bad_database(name: str, reason: str) -> ImproperlyConfigured:
    """The address itself isn't shown: it may hold a password."""
    return ImproperlyConfigured(f"{name} kan inte användas: {reason}. Tillåtet är {DATABASE_FORMS}.")


def _sqlite(name: str, address: SplitResult, base: Path) -> dict[str, Any]:
    path = unquote(address.path.removeprefix("/"))
    if address.netloc or address.query or not path:
        raise _bad_database(name, "sökvägen till filen saknas eller har fel form")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(base / path),
        "OPTIONS": {
            # One writer at a time, who waits for its turn at the start of a transaction, not in its middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # Django turns on foreign keys by itself; WAL lets readers read while somebody writes.
            # Recursive triggers: else INSERT OR REPLACE would take a recorded row away without asking its trigger.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON;",
        },
    }


def _postgres(name: str, address: SplitResult, port: int | None) -> dict[str, Any]:
    options = dict(parse_qsl(address.query))
    unknown = sorted(options.keys() - POSTGRES_OPTIONS)
    if unknown:
        raise _bad_database(name, f"tillägget ”{unknown[0]}” är okänt (kända: {', '.join(sorted(POSTGRES_OPTIONS))})")
    database = unquote(address.path.removeprefix("/"))
    if not database:
        raise _bad_database(name, "databasens namn saknas")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", address.hostname or ""),
        "PORT": options.pop("port", str(port or "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
