"""The report as a workbook: a front page, and a sheet per table with real numbers and their decimals."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from reports.nodes import BodyCell, BodyRow, ReportNode, TableNode

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
# Excel counts with sixteen digits; a longer number is written as text rather than rounded in silence.
MOST_DIGITS = 15
A4 = 9
# Columns that can be read on a page that stands.
MOST_UPRIGHT = 6
STRONG = ("total", "subtotal", "group")
INDENTED = ("of_which", "breakdown")


def report_xlsx(report: ReportNode, *, created: dt.datetime) -> bytes:
    """The workbook's bytes. Texts are written as texts: nothing in a cell can become a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {"title": report.title, "author": report.organisation, "created": created.replace(tzinfo=None)}
        )
        Writer(book).write(report)
    return buffer.getvalue()


class Writer:
    """Writes one report into a workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.indented = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.link = book.add_format({"font_color": "#0F5666", "underline": 1})
        self.formats: dict[tuple[int, bool], Any] = {}

    def write(self, report: ReportNode) -> None:
        """The front page, then the tables in reading order."""
        tables = [*report.tables(), *(chart.table for chart in report.charts())]
        names = sheet_names(tables)
        self._front(report, tables, names)
        for table, name in zip(tables, names, strict=True):
            self._sheet(table, name)

    def _front(self, report: ReportNode, tables: list[TableNode], names: list[str]) -> None:
        sheet = self.book.add_worksheet("Om rapporten")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        known = report.known_on.isoformat() if report.known_on else "de senaste värdena"
        facts = [("Rapport", report.title), ("Förvaltning", report.organisation), ("Uppgifter kända", known)]
        facts += [("Exempeldata", "Rapporten innehåller påhittade värden")] if report.has_examples else []
        for line, (name, value) in enumerate(facts):
            sheet.write_string(line, 0, name, self.bold)
            sheet.write_string(line, 1, value)
        for line, (table, name) in enumerate(zip(tables, names, strict=True), len(facts) + 1):
            sheet.write_url(line, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(line, 1, table.caption)
        _on_paper(sheet, lying=False)

    def _sheet(self, table: TableNode, name: str) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, table.caption, self.bold)
        line = self._head(sheet, table, 2)
        sheet.freeze_panes(line, table.label_column + 1)
        taken: dict[int, int] = {}
        for row in table.rows:
            self._row(sheet, row, line, taken)
            line += 1
        for text in [*table.legends, *(f"{note.mark} {note.text}" for note in table.notes)]:
            line += 1
            sheet.write_string(line, 0, text)
        sheet.set_column(0, table.label_column, 38)
        sheet.set_column(table.label_column + 1, 30, 16)
        if table.head:
            sheet.repeat_rows(2, 1 + len(table.head))
        _on_paper(sheet, lying=table.wide or len(table.columns) > MOST_UPRIGHT)

    def _head(self, sheet: Any, table: TableNode, line: int) -> int:
        """The headings, joined over columns and lines as on the page; returns the first line below them."""
        below: dict[int, int] = {}
        for level, cells in enumerate(table.head):
            column = 0
            for cell in cells:
                while below.get(column, 0) > level:
                    column += 1
                last_line, last_column = line + level + cell.rowspan - 1, column + cell.colspan - 1
                if (last_line, last_column) != (line + level, column):
                    sheet.merge_range(line + level, column, last_line, last_column, cell.text, self.head)
                else:
                    sheet.write_string(line + level, column, cell.text, self.head)
                below.update(dict.fromkeys(range(column, column + cell.colspan), level + cell.rowspan))
                column += cell.colspan
        return line + len(table.head)

    def _row(self, sheet: Any, row: BodyRow, line: int, taken: dict[int, int]) -> None:
        column = 0
        for cell in row.cells:
            while taken.get(column, 0) > line:
                column += 1
            self._cell(sheet, line, column, cell, row.role)
            taken[column] = line + cell.rowspan
            column += 1

    def _cell(self, sheet: Any, line: int, column: int, cell: BodyCell, role: str) -> None:
        number, strong = cell.number, role in STRONG
        if number is not None and len(str(abs(number.scaled))) <= MOST_DIGITS and not cell.marker:
            sheet.write_number(line, column, number.value, self._number(max(number.decimals, 0), strong))
        elif cell.text:
            plain = self.indented if role in INDENTED and cell.kind == "label" else self.wrap
            sheet.write_string(line, column, cell.text, self.bold if strong else plain)

    def _number(self, decimals: int, strong: bool) -> Any:
        if (decimals, strong) not in self.formats:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self.formats[decimals, strong] = self.book.add_format({"num_format": pattern, "bold": strong})
        return self.formats[decimals, strong]


def _on_paper(sheet: Any, *, lying: bool) -> None:
    """As it is printed: A4, as wide as the page, with sheet and page below."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if lying:
        sheet.set_landscape()
    sheet.set_footer("&L&A&RSida &P av &N")


def sheet_names(tables: list[TableNode]) -> list[str]:
    """A short, lawful and unique name for each table's sheet."""
    names: list[str] = []
    for number, table in enumerate(tables, 1):
        words = " ".join(FORBIDDEN.sub(" ", table.caption).split()) or table.id
        names.append(f"{number} {words}"[:LONGEST_SHEET_NAME].strip())
    return names
