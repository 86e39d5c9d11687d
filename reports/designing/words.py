"""The editor's Swedish: words of patterns as they are written in a box, and what columns and rows are called.

A template file holds `Budget {year}`; whoever works in the editor writes and reads `Budget {år}`.
"""

from __future__ import annotations

import re

from reports.declarations.patterns import WORDS, PeriodWords
from reports.designing.refusals import DesignRefused

SWEDISH = {
    "year": "år",
    "month": "månad",
    "Month": "Månad",
    "period": "period",
    "day": "dag",
    "as_of": "datum",
    "area": "målområde",
    "municipal_goal": "kommunmål",
    "goal": "mål",
    "description": "beskrivning",
    "group": "grupp",
}
DECLARED = {swedish: word for word, swedish in SWEDISH.items()}
IN_BRACES = re.compile(r"\{([^{}]*)\}")
WITH_OFFSET = re.compile(r"(\w+?)\s*(?:([+−-])\s*(\d{1,2}))?")


def shown_pattern(text: str) -> str:
    """A declared pattern as the editor's boxes show it."""
    return IN_BRACES.sub(lambda found: "{" + _swapped(found[1], SWEDISH) + "}", text)


def filled(shown: str, words: PeriodWords) -> str:
    """A shown pattern with its words put in: `Budget {år}` is Budget 2024. What only a goal knows stays a word."""
    return words.fill(IN_BRACES.sub(lambda found: "{" + _swapped(found[1], DECLARED) + "}", shown))


def declared_pattern(text: str) -> str:
    """What a box holds as a declared pattern. Raises DesignRefused for a word that isn't one."""
    return IN_BRACES.sub(lambda found: "{" + _known(found[1]) + "}", text.strip())


def _swapped(inner: str, words: dict[str, str]) -> str:
    found = WITH_OFFSET.fullmatch(inner.strip())
    if found is None:
        return inner
    word, sign, count = found.groups()
    offset = f"{'-' if sign in ('-', '−') else '+'}{count}" if sign else ""
    return f"{words.get(word, word)}{offset}"


def _known(inner: str) -> str:
    swapped = _swapped(inner, DECLARED)
    word = re.split(r"[+-]", swapped)[0]
    if word not in WORDS or (word != "year" and word != swapped):
        shown = ", ".join(f"{{{word}}}" for word in list(DECLARED)[:6])
        raise DesignRefused(
            f"”{{{inner}}}” är inget ord som mallen känner. Skriv något av {shown}, eller {{år-1}} för förra året."
            " Inget är ändrat."
        )
    return swapped


SCENARIOS = {
    "outcome": "utfall",
    "budget": "budget",
    "forecast": "prognos",
    "plan": "plan",
    "frame": "ram",
}
SPANS = {
    "period": "från januari till rapportmånaden",
    "month": "bara rapportmånaden",
    "year": "helår",
    "full_year": "helår",
    "latest": "senast kända",
    "ytd": "ackumulerat till månaden",
    "point": "läget den sista dagen",
    "project": "sedan projektets start",
}
ROLE_WORDS = {
    "line": "vanlig rad",
    "group": "rubrikrad",
    "of_which": "varav",
    "breakdown": "underrad",
    "subtotal": "delsumma",
    "total": "summa",
    "text": "textrad",
}
KIND_WORDS = {
    "part": "rubrik",
    "text": "text",
    "table": "tabell",
    "chart": "diagram",
    "goals": "målen, ett avsnitt per mål",
    "goal_matrix": "målen i en tabell",
    "indicator_tables": "indikatortabeller",
    "assignments": "uppdrag",
    "contents": "innehållsförteckning",
    "appendices": "lista över bilagor",
    "status_legend": "förklaring av lägena",
    "shared_text": "gemensam text",
    "commentary": "kommentarer per enhet",
    "list": "årets lista",
    "key_figures": "nyckeltal, också överst på rapportens sida",
}
INDICATOR_KINDS = {
    "goal": "målindikatorerna",
    "volume": "volymmåtten",
    "staff": "personalmåtten",
    "economy": "ekonomimåtten",
    "investment": "investeringsmåtten",
}


def year_word(offset: int) -> str:
    """An offset from the report's year in words: i år, i fjol, nästa år, om två år."""
    known = {0: "i år", -1: "i fjol", 1: "nästa år"}
    numbers = {2: "två", 3: "tre", 4: "fyra", 5: "fem", 6: "sex"}
    if offset in known:
        return known[offset]
    count = numbers.get(abs(offset), str(abs(offset)))
    return f"för {count} år sedan" if offset < 0 else f"om {count} år"
