"""Patterns in headings and captions: `Budget {year}`, `Redovisat {period} {year}`, `Bokslut {year-1}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.spans import Month, month_name, short_month_name
from reports.declarations.reading import DeclarationError

WORD = re.compile(r"\{([a-zA-Z_]+)(?:([+-])(\d{1,2}))?\}")
IN_BRACES = re.compile(r"\{[^{}]*\}")
BRACES = re.compile(r"[{}]")
PERIOD_WORDS = ("year", "month", "Month", "period", "day", "as_of")
GOAL_WORDS = ("area", "municipal_goal", "goal", "description", "group")
WORDS = (*PERIOD_WORDS, *GOAL_WORDS)


def check_pattern(text: str, place: str) -> None:
    """Refuse an unknown word or a loose brace, with its place."""
    for found in IN_BRACES.findall(text):
        match = WORD.fullmatch(found)
        if match is None or match[1] not in WORDS or (match[2] and match[1] != "year"):
            raise DeclarationError(
                place, f"”{found}” är inget ord som mallen känner. Använd {', '.join(f'{{{w}}}' for w in WORDS)}."
            )
    if BRACES.search(IN_BRACES.sub("", text)):
        raise DeclarationError(place, f"”{text[:60]}” har en klammer som inte hör ihop med någon annan.")


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The words of a report's period, in Swedish."""

    year: int
    month: int

    def fill(self, text: str, extra: Mapping[str, str] | None = None) -> str:
        """The text with its words put in."""
        return WORD.sub(lambda match: self._word(match, extra or {}), text)

    def _word(self, match: re.Match[str], extra: Mapping[str, str]) -> str:
        name, sign, count = match.groups()
        if name == "year":
            return str(self.year + (int(f"{sign}{count}") if sign else 0))
        return extra[name] if name in extra else self._period_word(name) or match[0]

    def _period_word(self, name: str) -> str:
        month, last = month_name(self.month), Month(self.year, self.month).last_day.day
        short = short_month_name(self.month)
        return {
            "month": month,
            "Month": month.capitalize(),
            "period": short if self.month == 1 else f"jan–{short}",
            "day": f"{last} {month}",
            "as_of": f"{last} {month} {self.year}",
        }.get(name, "")
