"""Columns of a table: the vocabulary in plain Swedish, what a column is called, and the changes that are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.designing.derived import derived_told, set_formula
from reports.designing.keys import free_code
from reports.designing.refusals import DesignRefused
from reports.designing.words import SCENARIOS, SPANS, declared_pattern, shown_pattern, year_word

Data = dict[str, Any]
WHERE = ("scenario", "year", "fixed_year", "span", "vintage", "month")
FIGURES = ("figure", "derived")


@dataclass(frozen=True, slots=True)
class Preset:
    """A column that is added by one press: its name, what it is for, and its declaration."""

    code: str
    name: str
    heading: str
    where: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "figure"
    style: str = ""


PRESETS = (
    Preset("utfall", "Utfall hittills i år", "Utfall {period} {year}", {"span": "period"}, style="this_year"),
    Preset("forra", "Samma period i fjol", "Utfall {period} {year-1}", {"year": -1, "span": "period"},
           style="last_year"),
    Preset("prognos", "Prognos helår", "Prognos {year}", {"scenario": "forecast", "span": "year", "vintage": "report"},
           style="forecast"),
    Preset("budget", "Budget helår", "Budget {year}", {"scenario": "budget", "span": "year"}, style="budget"),
    Preset("budget-period", "Budget för perioden", "Budget {period} {year}", {"scenario": "budget", "span": "period"},
           style="budget"),
    Preset("bokslut", "Bokslut i fjol", "Bokslut {year-1}", {"year": -1, "span": "year"}, style="last_year"),
    Preset("helar", "Utfall helår i år", "Bokslut {year}", {"span": "year"}, style="this_year"),
    Preset("senaste", "Senast kända värde", "Senaste {year}", {"span": "latest"}),
    Preset("manad", "Bara rapportmånaden", "{Month} {year}", {"span": "month"}),
    Preset("plan", "Plan nästa år", "Plan {year+1}", {"scenario": "plan", "year": 1, "span": "year"}),
    Preset("ram", "Ram", "Ram {year}", {"scenario": "frame", "span": "year"}),
    Preset("mal", "Målvärde", "Målvärde {year}", kind="target"),
    Preset("text", "Egna ord på varje rad", "Kommentar", kind="text"),
)  # fmt: skip
# How far from the report's year a column can be in the designer.
OFFSETS = tuple(str(offset) for offset in range(-5, 7))


def add_preset(columns: list[Data], code: str, *, chart: bool = False) -> tuple[str, str]:
    """Add a column of the vocabulary last; gives its key and what was done."""
    preset = next((each for each in PRESETS if each.code == code), None)
    if preset is None:
        raise DesignRefused("Välj vad kolumnen ska visa.")
    key = free_code(preset.code, {column["key"] for column in columns})
    column: Data = {"key": key, "heading": preset.heading, **preset.where}
    if preset.kind != "figure":
        column["kind"] = preset.kind
    if chart and preset.style:
        column["style"] = preset.style
    columns.append(column)
    return key, f"lade till kolumnen ”{column_name(column)}”"


def column_name(column: Data) -> str:
    """The column's heading as the editor shows it; both levels where it has two."""
    heading = column.get("heading")
    texts = heading if isinstance(heading, list) else [heading or ""]
    return shown_pattern(" › ".join(str(text) for text in texts if text)) or "utan rubrik"


def effective(column: Data, defaults: Data) -> Data:
    """The column with what the table says for all its columns filled in."""
    whole = {name: defaults[name] for name in WHERE if name in defaults}
    if "year" in column or "fixed_year" in column:
        whole.pop("year", None)
        whole.pop("fixed_year", None)
    return {**whole, **column}


def column_told(column: Data, columns: list[Data], defaults: Data | None = None) -> str:
    """What the column shows, in words: prognos, i år, helår, gjord i rapportmånaden."""
    column = effective(column, defaults or {})
    kind = column.get("kind", "figure")
    if kind == "derived":
        return derived_told(column, {other["key"]: column_name(other) for other in columns})
    fixed = {
        "label": "radens namn",
        "text": "egna ord på varje rad",
        "goal": "målet, en gång för sina indikatorer",
        "goal_status": "målets bedömning, en gång",
        "suggested": "det som indikatorn pekar mot",
        "target": f"målvärde, {year_word(column.get('year', 0))}",
    }
    return fixed.get(kind) or _figure_told(column)


def _figure_told(column: Data) -> str:
    fixed_year = column.get("fixed_year")
    parts = [
        SCENARIOS.get(column.get("scenario", "outcome"), "utfall"),
        f"år {fixed_year}" if fixed_year else year_word(column.get("year", 0)),
        SPANS.get(column.get("span", "period"), ""),
    ]
    if column.get("scenario") == "forecast":
        made = column.get("vintage", "report")
        parts.append({"report": "gjord i rapportmånaden", "latest": "den senaste"}.get(made, f"gjord {made}"))
    if column.get("indicator"):
        parts.append(f"eget mått: {column['indicator']}")
    return ", ".join(filter(None, parts))


def set_column(columns: list[Data], key: str, sent: Mapping[str, str], defaults: Data | None = None) -> str:
    """Take over what the column's form says; what the table says for all columns isn't said again."""
    column = find_column(columns, key)
    upper, lower = declared_pattern(sent.get("overrubrik", "")), declared_pattern(sent.get("rubrik", ""))
    if not lower:
        raise DesignRefused(
            "Kolumnen behöver en rubrik, den läses upp för den som inte ser tabellen. Rubriken står kvar."
        )
    column["heading"] = [upper, lower] if upper else lower
    kind = column.get("kind", "figure")
    if kind in ("figure", "target"):
        _set_where(column, sent, defaults or {})
    if kind == "derived":
        set_formula(column, columns, sent)
    _put(column, "decimals", _decimals(sent.get("decimaler", "")))
    _put(column, "note", sent.get("fotnot", ""))
    _put(column, "style", sent.get("utseende", column.get("style", "")))
    return f"ändrade kolumnen ”{column_name(column)}”"


def _set_where(column: Data, sent: Mapping[str, str], defaults: Data) -> None:
    for name in ("year", "fixed_year", "vintage"):
        column.pop(name, None)
    column.update(_year(sent.get("ar", ""), defaults))
    if column.get("kind") == "target":
        return
    scenario = _among(sent.get("visar", ""), SCENARIOS)
    _put(column, "scenario", "" if scenario == defaults.get("scenario", "outcome") else scenario)
    span = _among(sent.get("tid", ""), SPANS)
    _put(column, "span", "" if span == defaults.get("span") else span)
    _put(column, "indicator", sent.get("matt", ""))
    if scenario == "forecast":
        column["vintage"] = sent.get("gjord") or "report"


def _year(sent: str, defaults: Data) -> Data:
    if sent.startswith("fast:") and sent[5:].isdecimal() and len(sent) == len("fast:2024"):
        return {"fixed_year": int(sent[5:])}
    offset = int(sent) if sent in OFFSETS else 0
    said = "fixed_year" in defaults or offset != defaults.get("year", 0)
    return {"year": offset} if said else {}


def _among(value: str, known: Mapping[str, str]) -> str:
    if value and value not in known:
        raise DesignRefused("Kolumnen kan inte visa det. Välj i listan. Inget är ändrat.")
    return value


def _decimals(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) <= 4 else None


def find_column(columns: list[Data], key: str) -> Data:
    """The column with the key."""
    for column in columns:
        if column["key"] == key:
            return column
    raise DesignRefused("Kolumnen finns inte längre. Någon kan ha tagit bort den.")


def users_of(columns: list[Data], key: str) -> list[Data]:
    """The columns that are computed from the column."""
    return [column for column in columns if key in column.get("of", [])]


def remove_column(columns: list[Data], rows: list[Data], key: str) -> str:
    """Take a column away, and what single cells of it said. Refused while another column is computed from it."""
    column = find_column(columns, key)
    if users := users_of(columns, key):
        names = " och ".join(column_name(user) for user in users)
        raise DesignRefused(
            f"Kolumnen ”{column_name(column)}” behövs: {names} räknas ur den. Ta bort {names} först, eller välj en"
            " annan kolumn där. Inget är ändrat."
        )
    if column.get("kind") == "label":
        raise DesignRefused("Radernas namn måste stå kvar. Inget är ändrat.")
    columns.remove(column)
    for row in _all_rows(rows):
        for part in ("cells", "texts"):
            row.get(part, {}).pop(key, None)
    return f"tog bort kolumnen ”{column_name(column)}”"


def _all_rows(rows: list[Data]) -> list[Data]:
    return [inner for row in rows for inner in ([row, *_all_rows(row["rows"])] if "block" in row else [row])]


def move_column(columns: list[Data], key: str, to: int) -> str:
    """Move a column to a place (from 0). Refused where it would stand before what it is computed from."""
    column = find_column(columns, key)
    columns.remove(column)
    columns.insert(max(0, min(to, len(columns))), column)
    seen: set[str] = set()
    for each in columns:
        if missing := [other for other in each.get("of", []) if other not in seen]:
            needed = find_column(columns, missing[0])
            raise DesignRefused(
                f"”{column_name(each)}” räknas ur ”{column_name(needed)}” och måste stå efter den. Inget är ändrat."
            )
        seen.add(each["key"])
    return f"flyttade kolumnen ”{column_name(column)}”"


def _put(column: Data, name: str, value: Any) -> None:
    if value in ("", None):
        column.pop(name, None)
    else:
        column[name] = value
