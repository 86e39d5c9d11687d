"""Opens one workbook in a process of its own, with limits on time and memory.

Run as a script: `python child.py KIND SECONDS MEMORY CELLS ROWS COLUMNS < file > sheets.json`. The library that reads
workbooks allots a sheet's whole range at once, and one cell in the far corner ends the process: so it is this process
that ends, and the caller tells the person. Imports nothing of the portal.
"""

import datetime as dt
import html
import json
import math
import re
import resource
import sys
import zipfile
from io import BytesIO
from typing import Any

# Cells of a sheet's XML: those with an error, and formulas whose value isn't stored.
_CELL = re.compile(rb"<c\b([^>]*)(?<!/)>(.*?)</c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v\b[^>]*>([^<]+)</v>")
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_LAST_ROWS = re.compile(rb'<row\b[^>]*\br="(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


Most = tuple[int, int, int]


class Refusal(Exception):
    """A reason that the caller puts into words."""


def main(kind: str, seconds: int, memory: int, *most: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    answer: dict[str, Any]
    cells, rows, columns = most
    try:
        answer = {"sheets": read(content, kind, (cells, rows, columns))}
    except Refusal as refusal:
        answer = {"refused": list(refusal.args)}
    except MemoryError:
        answer = {"refused": ["memory"]}
    json.dump(answer, sys.stdout)


def read(content: bytes, kind: str, most: Most) -> list[dict[str, Any]]:
    seen = traces_of(content, most) if kind == "xlsx" else {}
    import python_calamine as calamine  # after the limits: the library takes memory of its own

    try:
        workbook = calamine.load_workbook(BytesIO(content))
        return [sheet_of(workbook, calamine, meta, seen.get(meta.name), most) for meta in workbook.sheets_metadata]
    except calamine.PasswordError:
        raise Refusal("password") from None
    except calamine.CalamineError:
        raise Refusal("broken") from None


def sheet_of(workbook: Any, calamine: Any, meta: Any, traces: dict[str, Any] | None, most: Most) -> dict[str, Any]:
    plain = {"name": meta.name, "rows": [], "hidden": meta.visible != calamine.SheetVisibleEnum.Visible}
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return {**plain, "hidden": True}
    sheet = workbook.get_sheet_by_name(meta.name)
    check_size(meta.name, sheet.total_height, sheet.total_width, most)
    rows = [[plain_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    traces = traces or {"cells": [], "hidden_rows": []}
    for row, column, cell in traces["cells"]:
        put(rows, row, column, cell)
    merged = [list(first + last) for first, last in sheet.merged_cell_ranges or ()]
    return {**plain, "rows": rows, "hidden_rows": traces["hidden_rows"], "merged": merged}


def put(rows: list[list[str]], row: int, column: int, cell: str) -> None:
    """Put what the library leaves out into its place; a value that it did find stays."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line += [""] * (column + 1 - len(line))
    line[column] = line[column] or cell


def check_size(name: str, height: int, width: int, most: Most) -> None:
    cells, rows, columns = most
    if height > rows or width > columns or height * width > cells:
        raise Refusal("too-large", name, height, width)


def plain_cell(value: Any) -> str:
    """The first sign is the kind; see the module `cells`. Numbers keep the fifteen digits that a spreadsheet has."""
    if isinstance(value, str):
        return "t" + value if value.strip() else ""
    if isinstance(value, bool):
        return "bja" if value else "bnej"
    if isinstance(value, int):
        return f"n{value}"
    if isinstance(value, float) and not math.isfinite(value):
        return "e#NUM!"
    if isinstance(value, float):
        return "n" + plain_number(value)
    if isinstance(value, dt.datetime):
        return "d" + value.date().isoformat()
    if isinstance(value, dt.date):
        return "d" + value.isoformat()
    return "" if value is None else f"t{value}"


def plain_number(value: float) -> str:
    digits = format(value, ".15g")
    return format(value, ".0f") if "e+" in digits else format(value, ".15f").rstrip("0") if "e-" in digits else digits


def traces_of(content: bytes, most: Most) -> dict[str, dict[str, Any]]:
    """By sheet name what the library doesn't tell: errors, formulas without values, hidden rows; checks the size."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        return {
            name: traces_in(archive.read(path), name, most)
            for name, path in sheet_paths(archive, names).items()
            if path in names
        }


def sheet_paths(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = "xl/_rels/workbook.xml.rels"
    links = archive.read(relations).decode("utf-8", "replace") if relations in names else ""
    targets = {}
    for found in _RELATION.findall(links):
        told = dict(_ATTRIBUTE.findall(found))
        target = told.get("Target", "")
        targets[told.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    paths = {}
    for found in _SHEET.findall(book):
        told = {key.rpartition(":")[2]: html.unescape(value) for key, value in _ATTRIBUTE.findall(found)}
        paths[told.get("name", "")] = targets.get(told.get("id", ""), "")
    return paths


def traces_in(xml: bytes, name: str, most: Most) -> dict[str, Any]:
    height, width = furthest(xml)
    check_size(name, height, width, most)
    cells = []
    if b"<f" in xml or b't="e"' in xml:
        for attributes, inside in _CELL.findall(xml):
            trace = trace_of(attributes, inside)
            if trace:
                cells.append(trace)
    return {"cells": cells, "hidden_rows": [int(row) - 1 for row in _HIDDEN_ROW.findall(xml)]}


def trace_of(attributes: bytes, inside: bytes) -> tuple[int, int, str] | None:
    fault = b't="e"' in attributes
    if not fault and b"<f" not in inside:
        return None
    value, where = _VALUE.search(inside), _REFERENCE.search(attributes)
    if where is None or (value and not fault):
        return None
    letters, row = where.groups()
    told = value.group(1).decode("utf-8", "replace") if value else ""
    return int(row) - 1, column_of(letters), f"e{told or '#FEL'}" if fault else "f"


def furthest(xml: bytes) -> tuple[int, int]:
    """The last row and column that hold a cell (or that the sheet claims to)."""
    rows = max((int(row) for row in _LAST_ROWS.findall(xml)), default=0)
    corners = {letters for letters, _row in _REFERENCE.findall(xml)}
    columns = max((column_of(letters) + 1 for letters in corners), default=0)
    claimed = re.search(rb'<dimension\b[^>]*ref="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"', xml)
    if claimed:
        rows, columns = max(rows, int(claimed.group(2))), max(columns, column_of(claimed.group(1)) + 1)
    return rows, columns


def column_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
