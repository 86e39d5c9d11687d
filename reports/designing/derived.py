"""Columns that are computed from others: what can be added, what each tells in words, and their form.

A difference says what plus means; a per cent is of another column, of the column's total, or of change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.designing.keys import free_code
from reports.designing.refusals import DesignRefused
from reports.designing.words import shown_pattern

Data = dict[str, Any]
DEVIATIONS = ("favourable", "actual_minus_base", "base_minus_actual")
DIFFERENCE, SHARE, OF_TOTAL, CHANGE = "skillnad", "share", "share_of_total", "change_percent"
# What a computed column can be, as its form says it.
WAYS = {
    DIFFERENCE: "skillnaden mellan två kolumner",
    CHANGE: "förändringen i procent",
    OF_TOTAL: "andelen av summan, i procent",
    SHARE: "andelen av en annan kolumn, i procent",
}
LACKING = "{name} räknas mellan två kolumner med tal. Lägg först till dem, till exempel prognos och budget."
LACKING_ONE = "{name} räknas ur en kolumn med tal. Lägg först till den, till exempel utfall hittills i år."


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed column that is added by one press: the name of its button, its heading and its formula."""

    name: str
    heading: str
    formula: str


DERIVED = {
    "avvikelse": Computed("Avvikelse", "Avvikelse", "favourable"),
    "forandring": Computed("Förändring", "Förändring", "actual_minus_base"),
    "procent": Computed("Förändring i procent", "Förändring, %", CHANGE),
    "andel": Computed("Andel av summan", "Andel, %", OF_TOTAL),
    "andel-av": Computed("Andel av en annan kolumn", "Andel, %", SHARE),
}


def add_derived(columns: list[Data], code: str) -> tuple[str, str]:
    """Add a column that is computed from others, chosen as likely as can be; gives its key and what was done."""
    new = DERIVED[code]
    figures = [column for column in columns if column.get("kind", "figure") == "figure"]
    if len(figures) < (1 if new.formula == OF_TOTAL else 2):
        raise DesignRefused((LACKING_ONE if new.formula == OF_TOTAL else LACKING).format(name=new.name))
    key = free_code(code, {column["key"] for column in columns})
    of = likely(figures, new.formula)
    column = {"key": key, "heading": new.heading, "kind": "derived", "formula": new.formula, "of": of}
    columns.append(column)
    told = derived_told(column, {other["key"]: _name(other) for other in columns})
    return key, f"lade till kolumnen ”{new.heading}”: {told}"


def likely(figures: list[Data], formula: str) -> list[str]:
    """What is compared with what: a deviation or share with budget or frame, a change with an earlier year."""
    if formula == OF_TOTAL:
        return [figures[0]["key"]]
    earlier = formula in (CHANGE, "actual_minus_base")
    compared: Callable[[Data], bool] = _is_earlier if earlier else _is_planned
    base = next((each for each in reversed(figures) if compared(each)), figures[-1])
    others = [each for each in figures if each is not base]
    same = [each for each in others if _is_whole(each) == _is_whole(base) and not compared(each)]
    return [(same or others)[0]["key"], base["key"]]


def _is_earlier(column: Data) -> bool:
    return bool(column.get("year", 0) < 0)


def _is_planned(column: Data) -> bool:
    return column.get("scenario") in ("budget", "frame", "plan")


def _is_whole(column: Data) -> bool:
    return column.get("span") in ("year", "full_year")


def _name(column: Data) -> str:
    heading = column.get("heading")
    texts = heading if isinstance(heading, list) else [heading or ""]
    return shown_pattern(" › ".join(str(text) for text in texts if text)) or "utan rubrik"


def way_of(column: Data) -> str:
    """What the column is, among WAYS."""
    formula = column.get("formula", "")
    return formula if formula in WAYS else DIFFERENCE


def is_percent(column: Data) -> bool:
    """Whether the column shows per cents."""
    return column.get("kind") == "derived" and way_of(column) != DIFFERENCE


def derived_told(column: Data, names: Mapping[str, str]) -> str:
    """What a computed column shows, in words, with the names of the columns that it is computed from."""
    formula = column.get("formula", "")
    first, second = (names.get(key, key) for key in [*column.get("of", []), "", ""][:2])
    if formula == OF_TOTAL:
        return f"{first} som andel av summan, i procent"
    if formula == SHARE:
        return f"{first} som andel av {second}, i procent"
    if formula == CHANGE:
        return f"{first} mot {second}, förändring i procent"
    if formula == "base_minus_actual":
        first, second = second, first
    turned = ", omvänt för kostnader" if formula == "favourable" else ""
    return f"{first} − {second}{turned}"


def set_formula(column: Data, columns: list[Data], sent: Mapping[str, str]) -> None:
    """Take over what a computed column's form says; what another way needs and the form didn't have is chosen."""
    way = sent.get("raknas") or way_of(column)
    if way not in WAYS:
        raise DesignRefused("Välj vad kolumnen räknar i listan. Inget är ändrat.")
    formula = _deviation(column, sent) if way == DIFFERENCE else way
    actual = sent.get("raknar") or column["of"][0]
    if way == OF_TOTAL:
        column["of"], column["formula"] = [actual], formula
        return
    base = sent.get("mot") or _another(columns, column, actual)
    if actual == base:
        raise DesignRefused("Kolumnen skulle jämföra en kolumn med sig själv. Välj två olika. Inget är ändrat.")
    column["of"], column["formula"] = [actual, base], formula


def _deviation(column: Data, sent: Mapping[str, str]) -> str:
    formula = sent.get("plus") or ("favourable" if way_of(column) != DIFFERENCE else "")
    if formula not in DEVIATIONS:
        raise DesignRefused("Välj vad plus betyder. Inget är ändrat.")
    return formula


def _another(columns: list[Data], column: Data, actual: str) -> str:
    """The column with numbers that stands nearest before this one and isn't the one that is compared."""
    before = columns[: columns.index(column)]
    keys = [each["key"] for each in before if each.get("kind", "figure") in ("figure", "derived")]
    found = next((key for key in reversed(keys) if key != actual), None)
    if found is None:
        raise DesignRefused("Det behövs en kolumn till med tal, före den här. Lägg till den först. Inget är ändrat.")
    return str(found)
