"""What a template says for the whole report: its name, the title, money, footnotes and how goals are suggested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.designing.refusals import DesignRefused
from reports.designing.words import declared_pattern

Data = dict[str, Any]
LONGEST = 200
# The choices of each: what is declared, and its words. The first is what holds where nothing is said.
CHOICES = {
    "money": (("tkr", "tusental kronor, tkr"), ("mnkr", "miljoner kronor, mnkr")),
    "footnotes": (("table", "på nytt i varje tabell"), ("document", "löpande genom hela rapporten")),
    "goal_rule": (
        ("strict", "alla indikatorer som kan bedömas ska uppfyllas"),
        ("score", "medelpoängen ska vara minst 0,5 (uppfylls 1, delvis 0,5, inte 0)"),
    ),
}


def set_whole(declaration: Data, sent: Mapping[str, str]) -> str:
    """Take over what the form of the whole template says. Raises DesignRefused for what can't be."""
    name, title = sent.get("namn", "").strip(), declared_pattern(sent.get("titel", ""))
    if not name or not title:
        raise DesignRefused("Mallen behöver ett namn, och rapporten en titel. Inget är ändrat.")
    if len(name) > LONGEST or len(title) > LONGEST:
        raise DesignRefused(f"Ett namn och en titel har högst {LONGEST} tecken. Inget är ändrat.")
    declaration.update(name=name, title=title)
    for field, choices in CHOICES.items():
        value = sent.get(field, "")
        if value not in dict(choices):
            raise DesignRefused("Välj i listan. Inget är ändrat.")
        _put(declaration, field, value, choices[0][0])
    return "ändrade det som gäller hela mallen"


def _put(declaration: Data, field: str, value: str, usual: str) -> None:
    """What is said already, or isn't what holds without being said."""
    if field in declaration or value != usual:
        declaration[field] = value
