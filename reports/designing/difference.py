"""What differs between two declarations of a template, in Swedish sentences that an editor understands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indicators.models.choices import Role
from reports.designing.assignments import ASSIGNMENT_COLUMNS, columns_of
from reports.designing.cells import cell_told
from reports.designing.columns import column_name, column_told
from reports.designing.known import Known
from reports.designing.outline import name_of, places, years_told
from reports.designing.rows import row_name, row_told, walk
from reports.designing.sections import LIST_WORDS
from reports.designing.words import KIND_WORDS, shown_pattern

Data = dict[str, Any]
WHOLE = {
    "name": "Namnet",
    "title": "Rapportens titel",
    "money": "Pengar visas i",
    "goal_rule": "Regeln för målens läge",
    "footnotes": "Fotnoternas numrering",
}
FIELDS = {
    "heading": "rubriken",
    "guidance": "vägledningen",
    "responsible": "ansvarig roll",
    "words": "riktmärket i ord",
    "shared": "vilken gemensam text som står här",
    "area_heading": "rubriken för målområden",
    "municipal_heading": "rubriken för kommunövergripande mål",
    "goal_heading": "rubriken för mål",
    "caption": "namnet",
    "group_heading": "rubriken för grupper",
    "label_heading": "rubriken för uppdragen",
    "status_heading": "rubriken för läget",
    "comment_heading": "rubriken för kommentaren",
}
# What is said in a sentence of its own where it is taken up, and where it isn't any more.
FLAGS = {
    "required": ("avsnittet måste skrivas", "avsnittet får lämnas tomt"),
    "mandatory": ("obligatoriska indikatorer märks med *", "obligatoriska indikatorer märks inte längre"),
    "one_table": ("alla grupper i en tabell", "en tabell per grupp"),
}
TABLE_FIELDS = {
    "caption": "namnet",
    "money": "enheten för pengar",
    "decimals": "decimalerna",
    "wide": "stående eller liggande sida",
    "defaults": "vad tabellen visar och för vem",
    "legend": "teckenförklaringen",
    "notes": "fotnoterna",
    "type": "diagrammets form",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one place: the place, and a sentence without it."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def differences(old: Data, new: Data, known: Known) -> list[Difference]:
    """What the newer declaration says otherwise, section by section in its order, then what is gone."""
    found = list(_whole(old, new))
    before, after = _sections(old), _sections(new)
    for key, (section, parent) in after.items():
        if key not in before:
            found.append(Difference(name_of(section), f"nytt avsnitt, {KIND_WORDS[section.get('kind', 'part')]}"))
        else:
            was, was_parent = before[key]
            moved = ["flyttat till ett annat kapitel"] if parent != was_parent else []
            sentences = [*moved, *_section(was, section, known)]
            found += [Difference(name_of(section), sentence) for sentence in sentences]
    found += [Difference(name_of(before[key][0]), "avsnittet finns inte längre") for key in before if key not in after]
    return [*found, *_order(before, after)]


def _sections(declaration: Data) -> dict[str, tuple[Data, str]]:
    return {
        place.section["key"]: (place.section, place.parents[-1]["key"] if place.parents else "")
        for place in places(declaration)
    }


def _order(before: Any, after: Any) -> Iterator[Difference]:
    """Sections in common that stand in another order."""
    common = [key for key in before if key in after and before[key][1] == after[key][1]]
    now = [key for key in after if key in common]
    first = next((new for old, new in zip(common, now, strict=True) if old != new), None)
    if first:
        yield Difference(name_of(after[first][0]), "avsnitten står i en annan ordning från och med här")


def _whole(old: Data, new: Data) -> Iterator[Difference]:
    for field, name in WHOLE.items():
        if old.get(field) != new.get(field):
            yield Difference("Hela mallen", f"{name}: {_text(old.get(field))} → {_text(new.get(field))}")


def _text(value: Any) -> str:
    return f"”{shown_pattern(str(value))}”" if value not in (None, "") else "inget"


def _section(old: Data, new: Data, known: Known) -> Iterator[str]:
    for field, name in FIELDS.items():
        if old.get(field) != new.get(field):
            yield _field(field, name, old.get(field), new.get(field))
    for field, (taken_up, given_up) in FLAGS.items():
        if bool(old.get(field)) != bool(new.get(field)):
            yield taken_up if new.get(field) else given_up
    if years_told(old) != years_told(new):
        yield f"gäller {years_told(new)} (förut {years_told(old)})"
    kind = new.get("kind", "part")
    if kind in ("table", "chart", "key_figures"):
        held = "chart" if kind == "chart" else "table"
        yield from _table(old.get(held) or {}, new.get(held) or {}, known)
    elif kind == "indicator_tables":
        yield from _columns(old.get("columns") or [], new.get("columns") or [])
        yield from _own_headings(old.get("headings") or {}, new.get("headings") or {}, new.get("columns") or [])
        yield from _row_changes(old.get("rows") or {}, new.get("rows") or {}, known)
    elif kind == "assignments":
        yield from _assignments(old, new)
    elif kind == "list" and old.get("list") != new.get("list"):
        yield f"listan visar {LIST_WORDS.get(new.get('list', ''), '')}"


def _own_headings(old: Data, new: Data, columns: list[Data]) -> Iterator[str]:
    """What single tables call a column otherwise."""
    named = {column["key"]: column_name(column) for column in columns}
    for code, key in sorted({(table, name) for said in (old, new) for table in said for name in said[table]}):
        was, now = old.get(code, {}).get(key), new.get(code, {}).get(key)
        if was != now:
            told = f"heter {_text(now)}" if now else "heter som i de andra tabellerna"
            yield f"kolumnen ”{named.get(key, key)}” {told} i tabellen för {code}"


def _row_changes(old: Data, new: Data, known: Known) -> Iterator[str]:
    """Indicators that are shown otherwise than the goals say."""
    for code in sorted({*old, *new}):
        was, now = old.get(code) or {}, new.get(code) or {}
        if was == now:
            continue
        told = "visas inte" if now.get("hidden") else f"heter {_text(now['label'])}" if now.get("label") else ""
        yield f"{known.indicator_name(code)} {told or ('visas annorlunda' if now else 'visas som målen säger')}"


def _assignments(old: Data, new: Data) -> Iterator[str]:
    """The columns, what groups are called and which assignments aren't printed."""
    shown, shown_before = (ASSIGNMENT_COLUMNS.get(columns_of(section), "") for section in (new, old))
    if shown != shown_before:
        yield f"visar {shown} (förut {shown_before})"
    groups, before = new.get("groups") or {}, old.get("groups") or {}
    for name in sorted({*groups, *before}):
        if groups.get(name) != before.get(name):
            yield f"gruppen ”{name}” heter ”{groups.get(name, name)}”"
    without, was = new.get("without") or [], old.get("without") or []
    yield from (f"uppdraget {code} trycks inte" for code in without if code not in was)
    yield from (f"uppdraget {code} trycks igen" for code in was if code not in without)


def _field(field: str, name: str, old: Any, new: Any) -> str:
    if field == "responsible":
        old, new = (Role(value).label if value else None for value in (old, new))
    if field == "guidance":
        return "vägledningen är ändrad" if new and old else "vägledning tillagd" if new else "vägledningen borttagen"
    return f"{name}: {_text(old)} → {_text(new)}"


def _table(old: Data, new: Data, known: Known) -> Iterator[str]:
    for field, name in TABLE_FIELDS.items():
        if (old.get(field) or None) != (new.get(field) or None):
            told = f": {_text(old.get(field))} → {_text(new.get(field))}" if field in ("caption", "money") else ""
            yield f"{name} är ändrat{told}" if not told else f"{name}{told}"
    yield from _columns(old.get("columns") or [], new.get("columns") or [])
    yield from _rows(old, new, known)


def _columns(old: list[Data], new: list[Data]) -> Iterator[str]:
    before, after = ({column["key"]: column for column in columns} for columns in (old, new))
    for key, column in after.items():
        if key not in before:
            yield f"ny kolumn ”{column_name(column)}”: {column_told(column, new)}"
        elif column != before[key]:
            yield _column(before[key], column, old, new)
    yield from (f"kolumnen ”{column_name(before[key])}” finns inte längre" for key in before if key not in after)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield "kolumnerna står i en annan ordning"


def _column(was: Data, now: Data, old: list[Data], new: list[Data]) -> str:
    names = column_name(was), column_name(now)
    named = f"kolumnen ”{names[0]}” heter ”{names[1]}”" if names[0] != names[1] else f"kolumnen ”{names[1]}”"
    before, after = column_told(was, old), column_told(now, new)
    if before != after:
        return f"{named}{' och' if names[0] != names[1] else ''} visar {after} (förut {before})"
    return named if names[0] != names[1] else f"{named} är ändrad"


def _rows(old: Data, new: Data, known: Known) -> Iterator[str]:
    """Rows by what they are called and show; two that are called alike are compared in their order."""
    before, after = (_row_words(table.get("rows") or [], known) for table in (old, new))
    names, now = [words for words, _row in before], [words for words, _row in after]
    yield from (f"ny eller ändrad rad ”{words}”" for words in now if words not in names)
    yield from (f"raden ”{words}” finns inte längre" for words in names if words not in now)
    if names != now and sorted(names) == sorted(now):
        yield "raderna står i en annan ordning"
    if names == now:
        for (words, was), (_words, row) in zip(before, after, strict=True):
            yield from _inside(words, was, row, new, known)


def _inside(words: str, was: Data, row: Data, table: Data, known: Known) -> Iterator[str]:
    """What one row says otherwise: in single cells, else in what stands in its form."""
    cells, before = row.get("cells") or {}, was.get("cells") or {}
    named = {column["key"]: column_name(column) for column in table.get("columns") or []}
    for key in sorted({*cells, *before}):
        if cells.get(key) != before.get(key):
            shown = cell_told(cells[key], known) if key in cells else "som raden och kolumnen säger"
            yield f"raden ”{words}” visar i kolumnen ”{named.get(key, key)}” {shown}"
    if _beside(was) != _beside(row):
        yield f"raden ”{words}” är ändrad"


def _beside(row: Data) -> Data:
    return {name: value for name, value in row.items() if name not in ("cells", "rows")}


def _row_words(rows: list[Data], known: Known) -> list[tuple[str, Data]]:
    return [(", ".join(filter(None, [row_name(row, known), row_told(row, known)])), row) for _path, row in walk(rows)]
