"""What a declaration asks for that the organisation doesn't have, each fault with its place in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from indicators.pivot.coordinates import Coordinates
from reports.declarations import DeclarationError, Section, Template, read_template
from reports.designing.headings import forget_column
from reports.designing.keys import SLUG
from reports.designing.known import Known
from reports.designing.outline import DEEPEST, find, name_of, places
from reports.designing.rows import DAY, row_name, siblings_of, walk

Data = dict[str, Any]
BOUNDS = {
    "decimals": (-6, 6),
    "year": (-50, 50),
    "fixed_year": (1900, 2100),
    "from_year": (1900, 2100),
    "until_year": (1900, 2100),
    "words": (1, 20_000),
}
MOST_SECTIONS, MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 1000, 60, 500, 50_000


def faults(data: Any) -> list[str]:
    """Why a declaration can't be a template at all; the first fault of the reader, else keys that are no keys."""
    try:
        template = read_template(data)
    except DeclarationError as error:
        return [str(error)]
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError):
        return ["mallen: filen har inte den form som en mall har. Hämta den på nytt från den som gjorde den."]
    if outside := [*_out_of_bounds(data), *_too_much(template)]:
        return outside
    keys = [template.code, *(section.key for section in template.walk())]
    wrong = [key for key in keys if not SLUG.fullmatch(key) or len(key) > 50]
    return [f"avsnitt {key[:50]}: en nyckel har bara a–z, siffror och bindestreck." for key in wrong]


def _too_much(template: Template) -> list[str]:
    """More than a report can be made of in the time that somebody waits for a page."""
    found = [f"mallen: {count} avsnitt är för många, högst {MOST_SECTIONS}." for count in [len(list(template.walk()))]
             if count > MOST_SECTIONS]  # fmt: skip
    if max((_levels(section) for section in template.sections), default=1) > DEEPEST:
        found.append(f"mallen: en rapport har högst {DEEPEST} rubriknivåer.")
    cells = 0
    for section in template.walk():
        columns = len(section.table.columns if section.table else section.columns)
        rows = len(section.table.rows) if section.table else 0
        cells += columns * rows
        if columns > MOST_COLUMNS or rows > MOST_ROWS:
            found.append(f"avsnitt {section.key}: en tabell har högst {MOST_COLUMNS} kolumner och {MOST_ROWS} rader.")
    if cells > MOST_CELLS:
        found.append(f"mallen: tabellerna har {cells} celler, högst {MOST_CELLS}.")
    return found


def _levels(section: Section) -> int:
    return 1 + max((_levels(child) for child in section.children), default=0)


def _out_of_bounds(data: Any, place: str = "mallen") -> list[str]:
    """Numbers that no table can be computed with: years far away, more decimals than a figure has."""
    if isinstance(data, list):
        return [fault for item in data for fault in _out_of_bounds(item, place)]
    if not isinstance(data, dict):
        return []
    place = f"{place} › {str(data.get('key') or data.get('label') or '')[:60]}" if "key" in data else place
    found = [
        f"{place}: {name} är {data[name]}; här går bara {lowest} till {highest}."
        for name, (lowest, highest) in BOUNDS.items()
        if type(data.get(name)) is int and not lowest <= data[name] <= highest
    ]
    return found + [fault for value in data.values() for fault in _out_of_bounds(value, place)]


def lost(declaration: Data, known: Known) -> list[str]:
    """What the tables ask for and the organisation doesn't have on the day, with the section and the row or column."""
    template = read_template(declaration)
    return [told for section in template.walk() for told in _lost_in(section, declaration, known)]


def _lost_in(section: Section, declaration: Data, known: Known) -> Iterator[str]:
    place = f"avsnitt {name_of(find(declaration, section.key).section)}"
    if section.kind == "shared_text" and section.shared not in dict(known.shared_texts):
        yield f"{place}: den gemensamma texten {section.shared} finns inte."
    table = section.table
    for column in table.columns if table else section.columns:
        yield from _lost_codes(f"{place} › kolumn {column.key}", column.where, known)
    if table is None:
        return
    for row in table.rows:
        at = f"{place} › rad {row.label or row.key or 'utan namn'}"
        yield from _lost_codes(at, row.where.over(row.block), known)
        for key, cell in row.overrides.items():
            yield from _lost_codes(f"{at} › cellen i kolumn {key}", cell.where, known)
        if row.units:
            yield from _empty_set(at, row.units.part_of, row.units.on, known)
    yield from _lost_codes(place, table.defaults, known)


def _lost_codes(place: str, where: Coordinates, known: Known) -> Iterator[str]:
    if where.indicator and where.indicator not in known.indicators:
        yield f"{place}: indikatorn {where.indicator} finns inte."
    if where.unit and where.unit not in known.tree.units:
        yield f"{place}: enheten {where.unit} finns inte."
    if where.breakdown and where.breakdown not in known.parts:
        yield f"{place}: delen {where.breakdown} finns inte."


def _empty_set(place: str, part_of: str, on: str, known: Known) -> Iterator[str]:
    day = known.day if on == DAY else dt.date.fromisoformat(on)
    if part_of not in known.tree.units:
        yield f"{place}: enheten {part_of} finns inte."
    elif not known.tree.units_on(day, part_of=part_of):
        yield f"{place}: {known.unit_name(part_of)} har inga delar {day.isoformat()}. Välj en annan dag."


def without_lost(declaration: Data, known: Known) -> list[str]:
    """Take away rows, columns and sections that ask for what the organisation doesn't have; says what was taken."""
    taken: list[str] = []
    for place in list(places(declaration)):
        section = place.section
        if section.get("kind") == "shared_text" and section.get("shared") not in dict(known.shared_texts):
            place.siblings.remove(section)
            taken.append(f"avsnitt {name_of(section)}")
        table = section.get("table") or section.get("chart")
        told = list(_cleaned(table, known)) if table else list(_without_columns(section, known))
        taken += [f"avsnitt {name_of(section)} › {each}" for each in told]
    return taken


def _cleaned(table: Data, known: Known) -> Iterator[str]:
    for path, row in reversed(list(walk(table.get("rows") or []))):
        if _is_lost(row.get("block") or row, known):
            siblings, at = siblings_of(table["rows"], path)
            yield f"rad {row_name(siblings.pop(at), known)}"
    yield from _without_columns(table, known)
    for _path, row in walk(table.get("rows") or []):
        yield from _without_cells(row, {column["key"] for column in table["columns"]}, known)
    defaults = table.get("defaults") or {}
    for field, having in (("indicator", known.indicators), ("unit", known.tree.units), ("breakdown", known.parts)):
        if defaults.get(field) and defaults[field] not in having:
            yield f"{defaults.pop(field)}, som gällde hela tabellen"


def _without_columns(holder: Data, known: Known) -> Iterator[str]:
    """Columns that ask for what isn't there, and those that are computed from them."""
    gone: set[str] = set()
    for column in holder.get("columns") or []:
        if isinstance(column, dict) and (_is_lost(column, known) or gone & set(column.get("of", []))):
            gone.add(column["key"])
            yield f"kolumn {column['key']}"
    if gone:
        holder["columns"] = [column for column in holder["columns"] if column["key"] not in gone]
        for key in gone:
            forget_column(holder, key)


def _without_cells(row: Data, columns: Collection[str], known: Known) -> Iterator[str]:
    cells = row.get("cells") or {}
    lost = [key for key, cell in cells.items() if key in columns and _is_lost(cell, known)]
    yield from (f"rad {row_name(row, known)} › cellen i kolumn {key}" for key in lost)
    row["cells"] = {key: cell for key, cell in cells.items() if key in columns and key not in lost}
    if not row["cells"]:
        row.pop("cells")


def _is_lost(asked: Data, known: Known) -> bool:
    part_of, on = asked.get("units", {}).get("part_of"), asked.get("units", {}).get("on", DAY)
    if part_of and list(_empty_set("", part_of, str(on), known)):
        return True
    where = Coordinates(*(asked.get(name) for name in ("indicator", "unit", "breakdown")))
    return bool(list(_lost_codes("", where, known)))


def advice(template: Template, known: Known) -> list[str]:
    """What an editor should look at before a year's reports: rows about units that don't exist on the day any more."""
    found = []
    for section in template.in_year(known.day.year).walk():
        for row in section.table.rows if section.table else ():
            unit = row.where.unit
            if unit in known.tree.units and not known.tree.exists(unit or "", known.day):
                found.append(
                    f"{section.heading or section.key}: {row.label or unit} finns inte {known.day.isoformat()}."
                )
    return list(dict.fromkeys(found))
