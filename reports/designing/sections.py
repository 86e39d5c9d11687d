"""What one section of a template says: heading, guidance, who writes it, how long, whether it must be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.models.choices import Role
from indicators.rights import WORK_ROLES
from reports.designing.known import Known
from reports.designing.options import set_options
from reports.designing.outline import find, name_of
from reports.designing.refusals import DesignRefused
from reports.designing.words import declared_pattern

Data = dict[str, Any]
# The kinds that somebody writes.
WRITTEN = ("text", "appendices", "commentary", "goals")
RESPONSIBLE = [(role.value, str(role.label)) for role in Role if role.value in WORK_ROLES]
# The lists of a year that a section can print.
LIST_WORDS = {"activity": "aktiviteter", "decision": "beslut och händelser", "plan": "planer och program"}
# The headings that only some kinds have: field, label, what it is for.
HEADINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "goals": (("area_heading", "Rubrik för varje målområde"), ("goal_heading", "Rubrik för varje mål")),
    "indicator_tables": (
        ("area_heading", "Rubrik för varje målområde"),
        ("municipal_heading", "Rubrik för varje kommunövergripande mål"),
        ("caption", "Tabellernas namn"),
    ),
    "list": (("caption", "Tabellens namn"),),
    "goal_matrix": (
        ("caption", "Tabellens namn"),
        ("area_heading", "Kolumnen med målområdet"),
        ("goal_heading", "Kolumnen med målet"),
        ("status_heading", "Kolumnen med bedömningen"),
    ),
    "assignments": (
        ("caption", "Tabellernas namn"),
        ("group_heading", "Rubrik för varje grupp"),
        ("label_heading", "Kolumnen med uppdraget"),
        ("status_heading", "Kolumnen med läget"),
        ("comment_heading", "Kolumnen med kommentaren"),
    ),
}


def set_section(declaration: Data, key: str, sent: Mapping[str, str], known: Known | None = None) -> str:
    """Take over what the section's form says. Raises DesignRefused with what can't be."""
    place = find(declaration, key)
    section = place.section
    heading = declared_pattern(sent.get("rubrik", ""))
    if not heading and not place.parents:
        raise DesignRefused("Ett kapitel behöver en rubrik. Rubriken står kvar.")
    _put(section, "heading", heading)
    kind = section.get("kind", "part")
    if kind in WRITTEN:
        _set_writing(section, sent)
    for field, _label in HEADINGS.get(kind, ()):
        _put(section, field, declared_pattern(sent.get(field, "")))
    if kind == "shared_text":
        if not sent.get("gemensam"):
            raise DesignRefused("Välj vilken gemensam text som ska stå här. Inget är ändrat.")
        section["shared"] = sent["gemensam"]
    if kind == "list":
        _set_list(section, sent.get("lista", ""))
    if known is not None:
        set_options(section, sent, known)
    return f"ändrade ”{name_of(section)}”"


def _set_list(section: Data, chosen: str) -> None:
    if chosen not in LIST_WORDS:
        raise DesignRefused("Välj vilken av årets listor som ska stå här. Inget är ändrat.")
    section["list"] = chosen


def _set_writing(section: Data, sent: Mapping[str, str]) -> None:
    _put(section, "guidance", declared_pattern(sent.get("vagledning", "")))
    responsible = sent.get("ansvarig", "")
    if responsible and responsible not in WORK_ROLES:
        raise DesignRefused("Den rollen skriver inga texter. Välj en annan.")
    _put(section, "responsible", responsible)
    _put(section, "words", _words(sent.get("ord", "")))
    _put(section, "required", sent.get("kravs") == "ja")


def _words(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isdecimal() and 1 <= int(text) <= 20_000):
        raise DesignRefused(f"Riktmärket ”{text[:20]}” är inget antal ord. Skriv till exempel 150, eller lämna tomt.")
    return int(text)


def _put(section: Data, field: str, value: Any) -> None:
    """Keep what says something; leave out what is empty, so that the declaration stays short."""
    if value in ("", None, False):
        section.pop(field, None)
    else:
        section[field] = value
