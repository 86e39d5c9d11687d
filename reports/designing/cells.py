"""What a group of rows, a row or a single cell asks for instead of what the table and its columns say.

All three say the same coordinates in the same form, and keep those that the form doesn't have (a basis, a day of the
organisation): a template that was written as a file loses nothing in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.designing.columns import OFFSETS, column_name, find_column
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused
from reports.designing.words import SCENARIOS, SPANS, declared_pattern, shown_pattern, year_word

Data = dict[str, Any]
FIGURES, WORDS, NOTHING = "siffror", "ord", "inget"
WAYS = {FIGURES: "andra siffror", WORDS: "egna ord", NOTHING: "ingenting"}
# The places of a form that hold coordinates: their names in it, and what they are in the declaration.
NAMED = {"visar": "scenario", "tid": "span", "matt": "indicator", "enhet": "unit", "del": "breakdown"}


def where_told(where: Data, known: Known) -> str:
    """The coordinates in words: Budget, i fjol, helår, Upphandling och inköp."""
    told = [
        known.indicator_name(where["indicator"]) if where.get("indicator") else "",
        known.unit_name(where["unit"]) if where.get("unit") else "",
        known.part_name(where["breakdown"]) if where.get("breakdown") else "",
        SCENARIOS.get(where.get("scenario", ""), ""),
        _year_told(where),
        SPANS.get(where.get("span", ""), ""),
    ]
    return ", ".join(part for part in told if part)


def _year_told(where: Data) -> str:
    if where.get("fixed_year"):
        return f"år {where['fixed_year']}"
    return year_word(where["year"]) if "year" in where else ""


def year_choice(where: Data) -> str:
    """The year's choice in the form: empty where nothing is said."""
    return f"fast:{where['fixed_year']}" if where.get("fixed_year") else str(where.get("year", ""))


def set_where(where: Data, sent: Mapping[str, str], known: Known) -> None:
    """Take over the coordinates of a form; an empty choice leaves it to the table and the column."""
    allowed: dict[str, Any] = {
        "scenario": SCENARIOS,
        "span": SPANS,
        "indicator": known.indicators,
        "unit": known.tree.units,
        "breakdown": known.parts,
    }
    for name, field in NAMED.items():
        if name not in sent:
            continue
        value = sent[name]
        if value and value not in allowed[field] and value != where.get(field):
            raise DesignRefused("Välj i listan. Inget är ändrat.")
        _put(where, field, value)
    if "ar" in sent:
        _set_year(where, sent["ar"])


def _set_year(where: Data, sent: str) -> None:
    if sent == year_choice(where):
        return
    if sent and sent not in OFFSETS:
        raise DesignRefused("Välj året i listan. Inget är ändrat.")
    where.pop("fixed_year", None)
    _put(where, "year", int(sent) if sent else "")


def set_block(row: Data, sent: Mapping[str, str], known: Known) -> str:
    """Take over what is said once for all rows of a group."""
    set_where(row["block"], sent, known)
    return f"ändrade gruppen: {where_told(row['block'], known) or 'som tabellen'}"


def way_of(cell: Data) -> str:
    """What a cell of its own shows, among WAYS."""
    if cell.get("empty"):
        return NOTHING
    return WORDS if "text" in cell else FIGURES


def cell_told(cell: Data, known: Known) -> str:
    """What a cell of its own shows, in words."""
    way = way_of(cell)
    if way == WORDS:
        return f"orden ”{shown_pattern(str(cell['text']))}”" if cell["text"] else "inga ord"
    return "ingenting" if way == NOTHING else where_told(cell, known) or "som kolumnen"


def set_cell(row: Data, columns: list[Data], sent: Mapping[str, str], known: Known) -> str:
    """Give one cell of the row words, figures or nothing of its own; or change what it has."""
    column = find_column(columns, sent.get("kolumn", ""))
    kind, way = column.get("kind", "figure"), sent.get("star", "")
    if kind not in ("figure", "derived"):
        raise DesignRefused("Bara celler i kolumner med siffror kan visa något eget. Inget är ändrat.")
    if way not in WAYS or (way == FIGURES and kind == "derived"):
        raise DesignRefused("Välj vad cellen ska visa i listan. Inget är ändrat.")
    before = (row.get("cells") or {}).get(column["key"], {})
    cell = _cell(before, way, sent, known)
    row.setdefault("cells", {})[column["key"]] = cell
    return f"lät cellen i kolumnen ”{column_name(column)}” visa {cell_told(cell, known)}"


def _cell(before: Data, way: str, sent: Mapping[str, str], known: Known) -> Data:
    if way == NOTHING:
        return {"empty": True}
    if way == WORDS:
        return {"text": declared_pattern(sent.get("ord", ""))}
    cell = {name: value for name, value in before.items() if name not in ("text", "empty")}
    set_where(cell, sent, known)
    return cell


def remove_cell(row: Data, columns: list[Data], key: str) -> str:
    """Let a cell show what its row and column say again."""
    cells = row.get("cells") or {}
    if key not in cells:
        raise DesignRefused("Cellen visar redan det som raden och kolumnen säger.")
    cells.pop(key)
    if not cells:
        row.pop("cells")
    return f"tog bort det egna i kolumnen ”{column_name(find_column(columns, key))}”"


def set_words(row: Data, columns: list[Data], sent: Mapping[str, str]) -> None:
    """Take over the row's own words in the columns for them."""
    texts = dict(row.get("texts") or {})
    for column in columns:
        name = f"ord-{column['key']}"
        if column.get("kind") == "text" and name in sent:
            _put(texts, column["key"], declared_pattern(sent[name]))
    _put(row, "texts", texts)


def _put(data: Data, field: str, value: Any) -> None:
    if value in ("", None, {}):
        data.pop(field, None)
    else:
        data[field] = value
