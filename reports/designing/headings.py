"""What a column is called otherwise in one of the tables that the goals make: one per kommunövergripande mål."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.models import MunicipalGoal, Organisation
from reports.designing.refusals import DesignRefused
from reports.designing.words import declared_pattern, shown_pattern

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnHeading:
    """A table's own heading of a column: the goal's code and name, and the heading as a shown pattern."""

    code: str
    table: str
    heading: str


def tables_of(organisation: Organisation, year: int) -> dict[str, str]:
    """The kommunövergripande mål of the year by code: each is a table."""
    goals = MunicipalGoal.objects.filter(area__organisation=organisation, area__year=year, goals__isnull=False)
    return dict(goals.order_by("area__order", "order").distinct().values_list("code", "name"))


def own_headings(section: Data, column: str, tables: Mapping[str, str]) -> list[OwnHeading]:
    """The tables where the column is called otherwise; one of another year says so."""
    return [
        OwnHeading(code, tables.get(code, f"{code} (finns inte det året)"), shown_pattern(str(said[column])))
        for code, said in (section.get("headings") or {}).items()
        if column in said
    ]


def tables_left(section: Data, column: str, tables: Mapping[str, str]) -> list[tuple[str, str]]:
    """The tables where the column is called what it is called in most."""
    said = section.get("headings") or {}
    return [(code, name) for code, name in tables.items() if column not in said.get(code, {})]


def set_headings(section: Data, column: Data, sent: Mapping[str, str], tables: Mapping[str, str]) -> None:
    """Take over the column's headings in single tables; an empty one is the column's own again."""
    key, new = column["key"], sent.get("ny-tabell", "")
    if new and new not in tables:
        raise DesignRefused("Välj tabellen i listan. Inget är ändrat.")
    headings = {code: dict(said) for code, said in (section.get("headings") or {}).items()}
    for code in list(headings):
        if f"rubrik-i-{code}" in sent:
            headings[code][key] = declared_pattern(sent[f"rubrik-i-{code}"])
    if new:
        heading = column["heading"]
        headings.setdefault(new, {}).setdefault(key, heading[-1] if isinstance(heading, list) else heading)
    _put(section, headings)


def forget_column(section: Data, key: str) -> None:
    """Take away what single tables call a column that is taken away itself."""
    headings = section.get("headings") or {}
    _put(section, {code: {name: text for name, text in said.items() if name != key} for code, said in headings.items()})


def _put(section: Data, headings: Data) -> None:
    kept = {code: {key: text for key, text in said.items() if text} for code, said in headings.items()}
    kept = {code: said for code, said in kept.items() if said}
    if kept:
        section["headings"] = kept
    else:
        section.pop("headings", None)
