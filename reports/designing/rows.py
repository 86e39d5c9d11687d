"""Rows of a table: adding them by unit, kind, goal or one by one, what a row is called, moving and changing them.

A row is known by its path: `2`, or `2.1` for the second row of the third entry, which is a block.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from reports.designing.cells import set_block, set_where, set_words, where_told
from reports.designing.columns import OFFSETS
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused
from reports.designing.words import INDICATOR_KINDS, ROLE_WORDS, declared_pattern, shown_pattern, year_word

Data = dict[str, Any]
DAY = "period_end"
# What a row says of itself: the field of the declaration and the name in the form.
SAID = (("total", "summa"), ("sign", "tecken"), ("formula", "plus"), ("note", "fotnot"), ("missing", "saknas"))


def walk(rows: list[Data], before: str = "") -> Iterator[tuple[str, Data]]:
    """All rows with their paths; a block and then its rows."""
    for at, row in enumerate(rows):
        yield f"{before}{at}", row
        if "block" in row:
            yield from walk(row.get("rows") or [], f"{before}{at}.")


def siblings_of(rows: list[Data], path: str) -> tuple[list[Data], int]:
    """The list that a row stands in and its number there."""
    try:
        *above, last = [int(part) for part in path.split(".")]
        for at in above:
            rows = rows[at]["rows"]
        rows[last]
    except (ValueError, IndexError, KeyError):
        raise DesignRefused("Raden finns inte längre. Någon kan ha tagit bort den.") from None
    return rows, last


def row_name(row: Data, known: Known) -> str:
    """What the row prints as its name, or what it stands for."""
    if row.get("label"):
        return shown_pattern(str(row["label"]))
    if units := row.get("units"):
        return f"Delarna av {known.unit_name(units.get('part_of', ''))}"
    if indicators := row.get("indicators"):
        return _generated_name(indicators, known)
    if years := row.get("years"):
        first, last = int(years.get("from") or 0), int(years.get("to") or 0)
        return f"{last - first + 1} år, till och med {year_word(last)}"
    if "block" in row:
        count = len(row.get("rows") or [])
        return f"Grupp av {count} {'rad' if count == 1 else 'rader'}" if count else "Grupp utan rader"
    if row.get("indicator"):
        return known.indicator_name(row["indicator"])
    return known.unit_name(row.get("unit", "")) or "Rad utan namn"


def _generated_name(indicators: Data, known: Known) -> str:
    if goal := indicators.get("goal"):
        return f"Måtten för målet {dict(known.goals).get(goal, goal)}"
    return f"Alla {INDICATOR_KINDS.get(indicators.get('kind', ''), 'mått')}"


def row_told(row: Data, known: Known, *, own_cells: bool = False) -> str:
    """What the row shows beside its name, in words; `own_cells` counts the cells that show something else."""
    if units := row.get("units"):
        return f"en rad per enhet, {_day_told(units.get('on', DAY))}"
    if row.get("indicators") or row.get("years"):
        return "en rad per mått" if row.get("indicators") else "en rad per år"
    if "block" in row:
        told = where_told(row["block"], known)
        return f"alla gäller {told}" if told else "som tabellen"
    parts = [ROLE_WORDS[row["role"]] if row.get("role", "line") != "line" else ""]
    parts.append({"computed": "räknad", "entered": "ur bokföringen"}.get(row.get("total", ""), ""))
    parts += [known.indicator_name(row["indicator"])] if row.get("indicator") else []
    parts += [known.unit_name(row["unit"])] if row.get("unit") else []
    parts += [known.part_name(row["breakdown"])] if row.get("breakdown") else []
    own = len(row.get("cells") or {}) if own_cells else 0
    parts.append(f"{own} {'egen cell' if own == 1 else 'egna celler'}" if own else "")
    name = row_name(row, known)
    return ", ".join(part for part in parts if part and part != name)


def _day_told(on: str) -> str:
    return "som de är rapportens sista dag" if on == DAY else f"som de var {on}"


def add_row(rows: list[Data], what: str, sent: Mapping[str, str], known: Known) -> str:
    """Add one or several rows; `what` is one of ADDERS."""
    if what not in ADDERS:
        raise DesignRefused("Välj vad raden ska visa.")
    made = ADDERS[what](sent, known)
    rows = _group(rows, sent.get("grupp", ""))
    at = _before_totals(rows) if what in LINES else len(rows)
    rows[at:at] = made
    names = ", ".join(row_name(row, known) for row in made[:3])
    return f"lade till {'raden' if len(made) == 1 else f'{len(made)} rader:'} ”{names}”"


def _group(rows: list[Data], path: str) -> list[Data]:
    """Where new rows go: among the table's own, or in the group of a path."""
    if not path:
        return rows
    siblings, at = siblings_of(rows, path)
    if "block" not in siblings[at]:
        raise DesignRefused("Gruppen finns inte längre. Inget är ändrat.")
    inside: list[Data] = siblings[at].setdefault("rows", [])
    return inside


def _before_totals(rows: list[Data]) -> int:
    """Where a new line belongs: before the total and its varav rows, which stand last."""
    at = len(rows)
    while at and rows[at - 1].get("role") in ("total", "of_which"):
        at -= 1
    is_total = at < len(rows) and rows[at].get("role") == "total"
    return at if is_total else len(rows)


def _unit(sent: Mapping[str, str], known: Known) -> list[Data]:
    code = _chosen(sent, "enhet", known.tree.units, "en enhet")
    return [{"label": known.unit_name(code), "unit": code}]


def _parts(sent: Mapping[str, str], known: Known) -> list[Data]:
    whole = _chosen(sent, "helhet", known.tree.units, "vilken enhets delar")
    on = sent.get("dag", "").strip() or DAY
    day = _day(on, known.day)
    if not known.tree.units_on(day, part_of=whole):
        raise DesignRefused(
            f"{known.unit_name(whole)} hade inga delar {day.isoformat()}. Välj en annan dag eller en annan enhet."
            " Inget är ändrat."
        )
    return [{"units": {"part_of": whole, "on": on}}]


def _day(on: str, period_end: dt.date) -> dt.date:
    try:
        return period_end if on == DAY else dt.date.fromisoformat(on)
    except ValueError:
        raise DesignRefused(f"”{on[:20]}” är ingen dag. Skriv till exempel 2024-08-31. Inget är ändrat.") from None


def _indicator(sent: Mapping[str, str], known: Known) -> list[Data]:
    code = _chosen(sent, "matt", known.indicators, "ett mått")
    row: Data = {"label": known.indicator_name(code), "indicator": code}
    facts = known.indicators[code]
    if facts.unit and not facts.is_money:
        row["unit"] = facts.unit
    return [row]


def _kind(sent: Mapping[str, str], _known: Known) -> list[Data]:
    return [{"indicators": {"kind": _chosen(sent, "slag", INDICATOR_KINDS, "ett slag av mått")}}]


def _goal(sent: Mapping[str, str], known: Known) -> list[Data]:
    return [{"indicators": {"goal": _chosen(sent, "mal", dict(known.goals), "ett mål")}}]


def _of_which(sent: Mapping[str, str], known: Known) -> list[Data]:
    code = _chosen(sent, "matt", known.indicators, "vad raden är en del av summan av")
    name = known.indicator_name(code)
    return [{"role": "of_which", "label": f"varav {name[:1].lower()}{name[1:]}", "indicator": code}]


def _division(sent: Mapping[str, str], known: Known) -> list[Data]:
    sets = {each.code: each for each in known.part_sets}
    parts = sets[_chosen(sent, "indelning", sets, "en uppdelning")].parts
    indicator = {"indicator": sent["matt"]} if sent.get("matt") in known.indicators else {}
    return [{"role": "breakdown", "label": name, "breakdown": code, **indicator} for code, name in parts]


def _total(_sent: Mapping[str, str], _known: Known) -> list[Data]:
    return [{"role": "total", "label": "Summa", "total": "computed"}]


def _heading(sent: Mapping[str, str], _known: Known) -> list[Data]:
    label = declared_pattern(sent.get("namn", ""))
    if not label:
        raise DesignRefused("Skriv vad rubrikraden ska heta. Inget är ändrat.")
    return [{"role": "group", "label": label}]


def _years(sent: Mapping[str, str], _known: Known) -> list[Data]:
    first, last = sent.get("fran-ar", ""), sent.get("till-ar", "0")
    if first not in OFFSETS or last not in OFFSETS or int(first) > int(last):
        raise DesignRefused("Välj det första och det sista året, det första före det sista. Inget är ändrat.")
    return [{"years": {"from": int(first), "to": int(last)}}]


def _rows_together(_sent: Mapping[str, str], _known: Known) -> list[Data]:
    return [{"block": {}, "rows": []}]


# What stands before the total and its varav rows.
LINES = ("enhet", "delar", "matt", "slag", "mal", "rubrik", "grupp", "ar")
ADDERS = {
    "enhet": _unit,
    "delar": _parts,
    "matt": _indicator,
    "slag": _kind,
    "mal": _goal,
    "varav": _of_which,
    "indelning": _division,
    "summa": _total,
    "rubrik": _heading,
    "grupp": _rows_together,
    "ar": _years,
}


def _chosen(sent: Mapping[str, str], name: str, known: Any, what: str) -> str:
    value = sent.get(name, "")
    if value not in known:
        raise DesignRefused(f"Välj {what} i listan. Inget är ändrat.")
    return value


def remove_row(rows: list[Data], path: str, known: Known) -> str:
    """Take a row away."""
    siblings, at = siblings_of(rows, path)
    return f"tog bort raden ”{row_name(siblings.pop(at), known)}”"


def move_row(rows: list[Data], path: str, to: int, known: Known) -> tuple[str, str]:
    """Move a row to a place among its siblings (from 0); gives its new path and what was done."""
    siblings, at = siblings_of(rows, path)
    row = siblings.pop(at)
    place = max(0, min(to, len(siblings)))
    siblings.insert(place, row)
    above = path.rpartition(".")[0]
    return f"{above}.{place}" if above else str(place), f"flyttade raden ”{row_name(row, known)}”"


def regroup(rows: list[Data], path: str, to: str, known: Known) -> tuple[str, str]:
    """Move a row last into a group (`to` is its path), or out to the table's own rows; gives its new path."""
    siblings, at = siblings_of(rows, path)
    row = siblings[at]
    if "block" in row:
        raise DesignRefused("En grupp står inte i en annan grupp. Den står kvar.")
    target = _group(rows, to)
    siblings.pop(at)
    target.append(row)
    new = next(found for found, each in walk(rows) if each is row)
    return new, f"flyttade raden ”{row_name(row, known)}” {'in i en grupp' if to else 'ut ur gruppen'}"


def set_row(rows: list[Data], path: str, sent: Mapping[str, str], known: Known, columns: list[Data]) -> str:
    """Take over what the row's form says."""
    siblings, at = siblings_of(rows, path)
    row = siblings[at]
    if "block" in row:
        return set_block(row, sent, known)
    if "units" in row:
        row.update(_parts(sent, known)[0])
    elif "indicators" in row:
        row["indicators"] = _generated(sent, known)
    elif "years" in row:
        row.update(_years(sent, known)[0])
    else:
        _set_plain(row, sent, known)
        set_words(row, columns, sent)
    return f"ändrade raden ”{row_name(row, known)}”"


def _generated(sent: Mapping[str, str], known: Known) -> Data:
    made = _goal(sent, known) if sent.get("mal") else _kind(sent, known)
    return dict(made[0]["indicators"])


def _set_plain(row: Data, sent: Mapping[str, str], known: Known) -> None:
    role = sent.get("slag", "line")
    if role not in ROLE_WORDS:
        raise DesignRefused("Välj vad raden är. Inget är ändrat.")
    _put(row, "role", "" if role == "line" else role)
    _put(row, "label", declared_pattern(sent.get("namn", "")))
    set_where(row, sent, known)
    for field, name in SAID:
        if name in sent:
            _put(row, field, sent[name].strip())
    if "decimaler" in sent:
        decimals = sent["decimaler"]
        _put(row, "decimals", int(decimals) if decimals in ("0", "1", "2", "3", "4") else "")


def _put(row: Data, field: str, value: Any) -> None:
    if value in ("", None):
        row.pop(field, None)
    else:
        row[field] = value
