"""The report's tables as CSV: a zip with a file per table, made for Excel in Swedish and for programs alike.

UTF-8 with a byte order mark, semicolons, decimal comma, no thousands spaces, a plain hyphen as minus, CRLF. A text that
a spreadsheet would take for a formula gets an apostrophe before it; numbers are written from figures, never from texts.
docs/formats.md tells the columns.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

from reports.nodes import BodyCell, ReportNode, TableNode
from reports.rendering.grid import Placed, body_cells, head_cells, width

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
UNSAFE_IN_NAMES = re.compile(r"[^a-z0-9-]+")
CONTENTS = "innehall.csv"
NOTES = "Fotnoter"


def report_csv(report: ReportNode, *, created: dt.datetime) -> bytes:
    """The zip's bytes: `innehall.csv` first, then the tables in reading order, numbered."""
    tables = [*report.tables(), *(chart.table for chart in report.charts())]
    names = [file_name(number, table) for number, table in enumerate(tables, 1)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        _add(bundle, CONTENTS, _contents(report, tables, names), created)
        for table, name in zip(tables, names, strict=True):
            _add(bundle, name, table_lines(table), created)
    return buffer.getvalue()


def file_name(number: int, table: TableNode) -> str:
    """The name of a table's file: its number and its id, in plain letters."""
    return f"{number:02}-{UNSAFE_IN_NAMES.sub('-', table.id.lower()).strip('-') or 'tabell'}.csv"


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = CONTROLS.sub("", text)
    risky = clean.startswith(FORMULA_STARTS) or clean.lstrip().startswith(FORMULA_STARTS)
    return f"'{clean}" if risky and clean != "-" else clean


def number_text(cell: BodyCell) -> str:
    """The figure as a spreadsheet in Swedish reads it: `-4,9`."""
    assert cell.number is not None  # noqa: S101 - asked for by the caller
    return f"{cell.number.value:f}".replace(".", ",")


def table_lines(table: TableNode) -> list[list[str]]:
    """A heading line, then a line a row; what is joined over lines on the page is repeated. Footnotes stand last."""
    head, body = head_cells(table), body_cells(table)
    columns = width(head, body)
    lines = [[*_headings(head, columns), NOTES]]
    grid = [[""] * columns for _ in table.rows]
    marks: list[list[str]] = [[] for _ in table.rows]
    for placed in body:
        for line, column in placed.covered:
            if line < len(grid) and isinstance(placed.cell, BodyCell):
                grid[line][column] = _cell(placed.cell)
                marks[line] += placed.cell.marks
    texts = {note.mark: note.text for note in table.notes}
    for cells, used in zip(grid, marks, strict=True):
        notes = "; ".join(texts[mark] for mark in dict.fromkeys(used) if mark in texts)
        lines.append([*cells, neutral(notes)])
    return lines


def _headings(head: list[Placed], columns: int) -> list[str]:
    """One heading a column, joined from the levels above each other."""
    levels: list[list[str]] = [[] for _ in range(columns)]
    for placed in head:
        for column in range(placed.column, placed.column + placed.columns):
            if placed.cell.text:
                levels[column].append(placed.cell.text)
    return [neutral(" ".join(level)) for level in levels]


def _cell(cell: BodyCell) -> str:
    return number_text(cell) if cell.number is not None and not cell.marker else neutral(cell.text)


def _contents(report: ReportNode, tables: list[TableNode], names: list[str]) -> list[list[str]]:
    known = report.known_on.isoformat() if report.known_on else "de senaste värdena"
    about = [["Rapport", report.title], ["Organisation", report.organisation], ["Uppgifter kända", known]]
    about += [["Exempeldata", "Rapporten innehåller påhittade värden"]] if report.has_examples else []
    files = [[name, table.caption] for name, table in zip(names, tables, strict=True)]
    return [[neutral(cell) for cell in line] for line in [*about, ["Fil", "Tabell"], *files]]


def _add(bundle: zipfile.ZipFile, name: str, lines: list[list[str]], created: dt.datetime) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    about = zipfile.ZipInfo(name, created.timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(about, text.getvalue().encode("utf-8-sig"))
