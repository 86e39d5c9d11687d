"""The tree of sections in a declaration: finding, adding, moving and retiring. Each change tells what it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.designing.keys import free_code
from reports.designing.refusals import DesignRefused
from reports.designing.words import KIND_WORDS, shown_pattern

Data = dict[str, Any]
DEEPEST = 5
# What a new section of a kind must have to be readable.
STARTS: dict[str, Data] = {
    "table": {"table": {"columns": [{"key": "label", "kind": "label", "heading": "Verksamhet"}], "rows": []}},
    "chart": {
        "chart": {
            "type": "bars",
            "columns": [{"key": "label", "kind": "label", "heading": "Verksamhet"}],
            "rows": [],
        }
    },
    "key_figures": {"table": {"columns": [{"key": "label", "kind": "label", "heading": "Nyckeltal"}], "rows": []}},
    "list": {"list": "activity"},
    "goals": {"area_heading": "Målområde {area}", "goal_heading": "{goal}"},
    "indicator_tables": {
        "columns": [
            {"key": "goal", "kind": "goal", "heading": "Mål"},
            {"key": "label", "kind": "label", "heading": "Indikator"},
            {"key": "utfall", "heading": "Utfall {period} {year}", "span": "latest"},
            {"key": "mal", "kind": "target", "heading": "Målvärde {year}"},
        ]
    },
    "goal_matrix": {"area_heading": "Målområde", "goal_heading": "Mål", "status_heading": "Bedömning"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """A section with the list that it stands in and its number there."""

    section: Data
    siblings: list[Data]
    at: int
    parents: tuple[Data, ...] = ()

    @property
    def level(self) -> int:
        """1 for a chapter."""
        return len(self.parents) + 1


def places(declaration: Data) -> Iterator[Place]:
    """All sections in reading order."""
    yield from _places(declaration.setdefault("sections", []), ())


def _places(siblings: list[Data], parents: tuple[Data, ...]) -> Iterator[Place]:
    for at, section in enumerate(siblings):
        yield Place(section, siblings, at, parents)
        yield from _places(section.get("children") or [], (*parents, section))


def find(declaration: Data, key: str) -> Place:
    """The section with the key. Raises DesignRefused where there is none."""
    for place in places(declaration):
        if place.section.get("key") == key:
            return place
    raise DesignRefused("Avsnittet finns inte längre i mallen. Någon kan ha tagit bort det.")


def has(declaration: Data, key: str) -> bool:
    """Whether there is a section with the key."""
    return any(place.section.get("key") == key for place in places(declaration))


def name_of(section: Data) -> str:
    """What the section is called in the editor: its heading, else what it is."""
    heading = shown_pattern(str(section.get("heading") or ""))
    table = section.get("table") or section.get("chart") or {}
    caption = shown_pattern(str(table.get("caption") or ""))
    kind = KIND_WORDS.get(section.get("kind", "part"), "avsnitt").capitalize()
    return heading or caption or (f"{kind} utan rubrik" if section.get("kind") == "text" else kind)


def add_section(declaration: Data, *, kind: str, heading: str, below: str = "", after: str = "") -> tuple[str, str]:
    """Add a section last in one (`below`), after one, or last of all; gives its key and what was done."""
    if kind not in KIND_WORDS:
        raise DesignRefused("Välj vad avsnittet ska innehålla.")
    key = free_code(heading, {place.section.get("key", "") for place in places(declaration)}, kind.replace("_", "-"))
    section: Data = {"key": key, "kind": kind, **_copied(STARTS.get(kind, {}))}
    if heading:
        section["heading"] = heading
    elif not below and not after:
        raise DesignRefused("Ett kapitel behöver en rubrik. Skriv en, till exempel Ekonomi.")
    _insert(declaration, section, below=below, after=after)
    return key, f"lade till {KIND_WORDS[kind]} ”{name_of(section)}”"


def _insert(declaration: Data, section: Data, *, below: str, after: str) -> None:
    if after:
        place = find(declaration, after)
        place.siblings.insert(place.at + 1, section)
    elif below:
        place = find(declaration, below)
        _refuse_too_deep(place.level + 1)
        place.section.setdefault("children", []).append(section)
    else:
        declaration.setdefault("sections", []).append(section)


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(item) for item in data] if isinstance(data, list) else data


def _refuse_too_deep(level: int) -> None:
    if level > DEEPEST:
        raise DesignRefused(f"En rapport har högst {DEEPEST} rubriknivåer. Avsnittet står kvar där det stod.")


def _depth(section: Data) -> int:
    return 1 + max((_depth(child) for child in section.get("children") or []), default=0)


def move(declaration: Data, key: str, way: str) -> str:
    """Move a section one step: upp, ner, in (below the one before it) or ut (after the one that it is in)."""
    moves = {"upp": _up, "ner": _down, "in": _inwards, "ut": _outwards}
    if way not in moves:
        raise DesignRefused("Avsnitt flyttas upp, ner, in eller ut.")
    place = find(declaration, key)
    moves[way](declaration, place)
    return f"flyttade ”{name_of(place.section)}” {way}"


def _up(_declaration: Data, place: Place) -> None:
    if place.at == 0:
        raise DesignRefused(f"”{name_of(place.section)}” står redan först här. Flytta ut det för att komma högre upp.")
    place.siblings.insert(place.at - 1, place.siblings.pop(place.at))


def _down(_declaration: Data, place: Place) -> None:
    if place.at == len(place.siblings) - 1:
        raise DesignRefused(f"”{name_of(place.section)}” står redan sist här. Flytta ut det för att komma längre ner.")
    place.siblings.insert(place.at + 1, place.siblings.pop(place.at))


def _inwards(_declaration: Data, place: Place) -> None:
    if place.at == 0:
        raise DesignRefused(f"”{name_of(place.section)}” har inget avsnitt före sig att flyttas in under.")
    _refuse_too_deep(place.level + _depth(place.section))
    above = place.siblings[place.at - 1]
    above.setdefault("children", []).append(place.siblings.pop(place.at))


def _outwards(declaration: Data, place: Place) -> None:
    if not place.parents:
        raise DesignRefused(f"”{name_of(place.section)}” är redan ett kapitel.")
    if not place.section.get("heading") and len(place.parents) == 1:
        raise DesignRefused("Ett kapitel behöver en rubrik. Ge avsnittet en rubrik först.")
    parent = find(declaration, place.parents[-1]["key"])
    parent.siblings.insert(parent.at + 1, place.siblings.pop(place.at))


def move_beside(declaration: Data, key: str, target: str, where: str) -> str:
    """Move a section before, after or into another: what dragging does."""
    place, other = find(declaration, key), find(declaration, target)
    if key == target or any(parent["key"] == key for parent in other.parents):
        raise DesignRefused("Ett avsnitt kan inte flyttas in i sig självt.")
    level = other.level + (where == "in")
    _refuse_too_deep(level + _depth(place.section) - 1)
    if level == 1 and not place.section.get("heading"):
        raise DesignRefused("Ett kapitel behöver en rubrik. Ge avsnittet en rubrik först.")
    section = place.siblings.pop(place.at)
    other = find(declaration, target)
    if where == "in":
        other.section.setdefault("children", []).insert(0, section)
    else:
        other.siblings.insert(other.at + (where == "efter"), section)
    return f"flyttade ”{name_of(section)}”"


def remove(declaration: Data, key: str) -> str:
    """Take a section with all below it out of the template."""
    place = find(declaration, key)
    if len(place.siblings) == 1 and not place.parents:
        raise DesignRefused("Det är mallens enda avsnitt. Lägg till ett annat först.")
    place.siblings.pop(place.at)
    below = _depth(place.section) - 1
    return f"tog bort ”{name_of(place.section)}”" + (" med allt under" if below else "")


def set_years(declaration: Data, key: str, *, holds: str, year: int | None) -> str:
    """Say which years' reports have the section: alla, bara, fran, till (the last year) or inte (one year without)."""
    section = find(declaration, key).section
    if holds not in ("alla", "bara", "fran", "till", "inte"):
        raise DesignRefused("Välj vilka år avsnittet gäller.")
    if holds != "alla" and (year is None or not 2000 <= year <= 2100):
        raise DesignRefused("Skriv vilket år det gäller, till exempel 2025. Inget är ändrat.")
    for name in ("from_year", "until_year", "without_years"):
        section.pop(name, None)
    if holds in ("bara", "fran"):
        section["from_year"] = year
    if holds in ("bara", "till"):
        section["until_year"] = year
    if holds == "inte":
        section["without_years"] = [year]
    return f"”{name_of(section)}” gäller {years_told(section)}"


def years_told(section: Data) -> str:
    """Which years the section is for, in words."""
    first, last, without = section.get("from_year"), section.get("until_year"), section.get("without_years")
    if first and first == last:
        return f"bara {first}"
    told = [f"från {first}" if first else "", f"till och med {last}" if last else ""]
    told.append(f"inte {', '.join(str(year) for year in without)}" if without else "")
    return " och ".join(filter(None, told)) or "alla år"


def years_choice(section: Data) -> tuple[str, int | None]:
    """The choice of the form that says which years the section is for."""
    first, last, without = section.get("from_year"), section.get("until_year"), section.get("without_years")
    if first and first == last:
        return "bara", first
    if first or last:
        return ("fran", first) if first else ("till", last)
    return ("inte", without[-1]) if without else ("alla", None)
