"""A careful reader of plain data: every value is asked for by name and type, and nothing is left unread.

What is wrong is told in Swedish with its place: `avsnitt resultat › tabell › kolumn avvikelse`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

HTML = re.compile(r"<[a-zA-Z!/]")


class DeclarationError(ValueError):
    """The template can't be read. `place` says where, `message` what is wrong and what to do."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place
        self.message = message


class Reader:
    """One mapping of a declaration; remembers which keys have been read."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise DeclarationError(place, f"här väntas en grupp av uppgifter, inte {_shown(data)}.")
        self.data: dict[str, Any] = data
        self.place = place
        self.read: set[str] = set()

    def error(self, message: str) -> DeclarationError:
        """An error at this place."""
        return DeclarationError(self.place, message)

    def take(self, key: str, default: Any = None) -> Any:
        """The value of the key, unchecked."""
        self.read.add(key)
        return self.data.get(key, default)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text; numbers are taken as written, HTML is refused."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                raise self.error(f"{key} saknas.")
            return default
        if isinstance(value, bool | dict | list):
            raise self.error(f"{key} ska vara en text, inte {_shown(value)}.")
        return plain(str(value), self.place, key)

    def choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """One of the words."""
        value = self.text(key, default)
        allowed = list(choices)
        if value not in allowed:
            raise self.error(f"{key} kan inte vara ”{value}”. Välj något av: {', '.join(filter(None, allowed))}.")
        return value

    def integer(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.take(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.error(f"{key} ska vara ett heltal, inte {_shown(value)}.")

    def flag(self, key: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} ska vara true eller false, inte {_shown(value)}.")
        return value

    def day(self, key: str) -> dt.date | None:
        """A day, or None."""
        value = self.take(key)
        try:
            return dt.date.fromisoformat(str(value)) if value is not None else None
        except ValueError:
            raise self.error(f"{key} ska vara en dag, till exempel 2021-10-01, inte {_shown(value)}.") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str | int) for item in values):
            raise self.error(f"{key} ska vara en text eller flera, inte {_shown(value)}.")
        return tuple(plain(str(item), self.place, key) for item in values)

    def children(self, key: str, read: Callable[[Reader], Any], name: str) -> list[Any]:
        """A list of mappings, each read by `read`; its place is `name` and its key or number."""
        value = self.take(key) or []
        if not isinstance(value, list):
            raise self.error(f"{key} ska vara en lista, inte {_shown(value)}.")
        return [read(Reader(item, self._place_of(item, name, number))) for number, item in enumerate(value, 1)]

    def _place_of(self, item: Any, name: str, number: int) -> str:
        known = (item.get("key") or item.get("label") or number) if isinstance(item, dict) else number
        return " › ".join(filter(None, [self.place, f"{name} {known}"]))

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt word would otherwise be silently without effect."""
        unknown = sorted(str(key) for key in set(self.data) - self.read)
        if unknown:
            raise self.error(f"okänt ord: {', '.join(unknown)}. Kontrollera stavningen.")


def plain(text: str, place: str, key: str) -> str:
    """The text, refused if it holds HTML: a template is words and choices only."""
    if HTML.search(text):
        raise DeclarationError(place, f"{key} innehåller HTML, ”{text[:40]}”. Skriv vanlig text.")
    return text


def _shown(value: Any) -> str:
    shown = str(value)
    return f"”{shown[:40]}…”" if len(shown) > 40 else f"”{shown}”"
