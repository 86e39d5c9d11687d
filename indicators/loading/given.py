"""One row of a file, read key by key. What is wrong is remembered, and something harmless given back, so that reading
goes on and all problems are told at once; nothing is saved after a problem.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import TextChoices

from indicators.loading.problems import Problems, like, shown

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_CODE = 50
WHOLE = re.compile(r"-?\d{1,9}")
NO_DAY = dt.date(1, 1, 1)


class Given:
    """A row of YAML (typed values) or CSV (texts, where an empty one is none)."""

    def __init__(self, row: Mapping[str, Any], *, file: str, line: int, problems: Problems) -> None:
        self.row, self.file, self.line, self._problems = row, file, line, problems
        self._asked: set[str] = set()

    def wrong(self, key: str, message: str) -> None:
        """Remember that something is wrong with the key's value."""
        lines: Mapping[str, int] = getattr(self.row, "lines", {})
        self._problems.add(self.file, lines.get(key, self.line), key, message)

    def has(self, key: str) -> bool:
        """Whether the row says anything under the key."""
        return self._take(key) is not None

    def text(self, key: str, *, longest: int | None = 200, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self._take(key)
        if value is None or value == "":
            return self._missing(key) if default is None else default
        if not isinstance(value, str):
            self.wrong(key, f"”{shown(value)}” är ingen text. Sätt värdet inom citattecken.")
            return ""
        text = value.strip()
        if longest is not None and len(text) > longest:
            self.wrong(key, f"”{shown(text)}” är {len(text)} tecken; högst {longest} får plats. Korta texten.")
        return text

    def code(self, key: str = "code") -> str:
        """A code: lower-case letters a–z and digits with hyphens or underscores between."""
        code = self.text(key, longest=LONGEST_CODE)
        if code and not CODE.fullmatch(code):
            self.wrong(
                key, f"”{shown(code)}” är ingen kod. Skriv små bokstäver a–z, siffror, bindestreck och understreck."
            )
        return code

    def known(self, key: str, among: Collection[str], what: str, *, default: str | None = None) -> str:
        """A code out of those that are known; `what` says which ("enheterna")."""
        code = self._take(key)
        if code is None:
            return self._missing(key) if default is None else default
        if not isinstance(code, str) or code not in among:
            self.wrong(key, f"”{shown(code)}” finns inte bland {what}.{like(str(code), among)} Ange en kod som finns.")
        return str(code)

    def choice(self, key: str, choices: type[TextChoices], *, default: str | None = None) -> str:
        """A word of a closed vocabulary."""
        word = self._take(key)
        if word is None:
            return self._missing(key) if default is None else default
        if word not in choices.values:
            self.wrong(key, f"”{shown(word)}” finns inte att välja. Välj någon av {', '.join(choices.values)}.")
        return str(word)

    def day(self, key: str, *, default: dt.date | None = None) -> dt.date:
        """A day; without a default it has to be there."""
        found = self.day_or_none(key)
        if found is None:
            if default is None and self._take(key) is None:
                self._missing(key)
            return default or NO_DAY
        return found

    def day_or_none(self, key: str) -> dt.date | None:
        """A day, or None where none is given."""
        value = self._take(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.wrong(key, f"”{shown(value)}” är ingen dag. Skriv år, månad och dag: 2024-09-05.")
            return None

    def whole(self, key: str, lowest: int, highest: int, *, default: int | None = None) -> int:
        """A whole number within limits; without a default it has to be there."""
        found = self.whole_or_none(key, lowest, highest)
        if found is None:
            if default is None and self._take(key) is None:
                self._missing(key)
            return lowest if default is None else default
        return found

    def whole_or_none(self, key: str, lowest: int, highest: int) -> int | None:
        """A whole number within limits, or None where none is given."""
        value = self._take(key)
        if value is None:
            return None
        text = str(value)
        if isinstance(value, bool) or not WHOLE.fullmatch(text) or not lowest <= int(text) <= highest:
            self.wrong(key, f"”{shown(value)}” är inget heltal mellan {lowest} och {highest}. Skriv ett sådant.")
            return None
        return int(text)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"”{shown(value)}” är varken true eller false. Skriv något av dem.")
        return default if value is None else bool(value)

    def items(self, key: str) -> list[Any]:
        """A list, as it stands; none where nothing is given."""
        value = self._take(key)
        if value is not None and not isinstance(value, list):
            self.wrong(key, f"”{shown(value)}” är ingen lista. Skriv den inom hakparentes eller med streck framför.")
        return value if isinstance(value, list) else []

    def texts(self, key: str, *, longest: int = 200) -> tuple[str, ...]:
        """A list of texts, each once."""
        found = [str(value).strip() for value in self.items(key)]
        for text in dict.fromkeys(found):
            if not text or len(text) > longest or found.count(text) > 1:
                self.wrong(
                    key, f"”{shown(text)}” är tom, längre än {longest} tecken eller står två gånger. Rätta listan."
                )
        return tuple(dict.fromkeys(found))

    def rows(self, key: str) -> list[Given]:
        """A list of rows."""
        return as_rows(self.items(key), file=self.file, line=self.line, problems=self._problems, column=key)

    def one(self, key: str) -> Given:
        """A row within the row."""
        value = self._take(key)
        if not isinstance(value, Mapping):
            self.wrong(key, "Här ska det stå en rad med egna nycklar. Skriv nycklar och värden.")
            value = {}
        return Given(value, file=self.file, line=getattr(value, "line", self.line), problems=self._problems)

    def finish(self) -> None:
        """Tell of keys that nobody asked for: a misspelt key would else be left out in silence."""
        for key in self.row:
            if key not in self._asked:
                self.wrong(str(key), f"Nyckeln känns inte igen.{like(str(key), self._asked)} Ta bort eller rätta den.")

    def _take(self, key: str) -> Any:
        self._asked.add(key)
        value = self.row.get(key)
        return None if value == "" else value

    def _missing(self, key: str) -> str:
        self.wrong(key, "Värdet saknas. Fyll i det.")
        return ""


def as_rows(items: Iterable[Any], *, file: str, line: int, problems: Problems, column: str = "") -> list[Given]:
    """The items as rows; what is no row is told."""
    rows = []
    for item in items:
        if isinstance(item, Mapping):
            rows.append(Given(item, file=file, line=getattr(item, "line", line), problems=problems))
        else:
            problems.add(file, line, column, f"”{shown(item)}” är ingen rad med nycklar. Skriv nycklar och värden.")
    return rows


def refuse_twice(rows: Iterable[tuple[Given, object]], key: str, what: str) -> None:
    """Tell of rows that say the same as an earlier one, by what they are known by."""
    first: dict[object, int] = {}
    for row, identity in rows:
        if identity in first:
            row.wrong(key, f"{what} står redan på rad {first[identity]}. Ta bort den ena raden.")
        else:
            first[identity] = row.line
