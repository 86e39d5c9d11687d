"""The report in Excel: real numbers with their formats, footnotes, a front page, and no formula whatever is written."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports.rendering.spreadsheet import report_xlsx, sheet_names
from tests.reports.out.made import COPY, FORMULA, MADE, REPORT, TABLE


@pytest.fixture(scope="module")
def content():
    return report_xlsx(COPY, created=MADE)


def sheet(content, number):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def test_there_is_a_front_page_and_a_sheet_per_table(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Om rapporten", "1 =1+1 Ekonomi"]
    front = sheet(content, 0)
    assert front[:4] == [
        ["Rapport", "Provrapport"],
        ["Förvaltning", "Provförvaltningen"],
        ["Uppgifter kända", "2024-02-15"],
        ["Exempeldata", "Rapporten innehåller påhittade värden"],
    ]
    assert front[5] == ["1 =1+1 Ekonomi", "=1+1 Ekonomi"]


def test_sheets_are_found_from_the_front_page_and_fit_a_page_of_a4_with_their_heads_on_each(content):
    book = ZipFile(io.BytesIO(content))
    front, table = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert """location="'1 =1+1 Ekonomi'!A1\"""" in front
    assert all('paperSize="9"' in each and 'fitToHeight="0"' in each for each in (front, table))
    assert "'1 =1+1 Ekonomi'!$3:$4" in book.read("xl/workbook.xml").decode()
    wide = ZipFile(io.BytesIO(report_xlsx(replace_table(REPORT, replace(TABLE, wide=True)), created=MADE)))
    assert 'orientation="landscape"' in wide.read("xl/worksheets/sheet2.xml").decode()


def test_no_text_becomes_a_formula(content):
    for name in ZipFile(io.BytesIO(content)).namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in ZipFile(io.BytesIO(content)).read(name)
    assert any(FORMULA in row for row in sheet(content, 1))


def test_figures_are_numbers_with_their_decimals_and_markers_are_texts(content):
    rows = sheet(content, 1)
    first = next(row for row in rows if FORMULA in row)
    assert first[2:4] == [1234, -4.9]
    last = next(row for row in rows if 12.5 in row)
    assert last[3] == ".."
    styles = ZipFile(io.BytesIO(content)).read("xl/styles.xml").decode()
    assert {"#,##0", "#,##0.0", "#,##0.00"} == set(re.findall(r'formatCode="([^"]+)"', styles))


def test_footnotes_and_legends_stand_below_the_table(content):
    words = [cell for row in sheet(content, 1) for cell in row if isinstance(cell, str)]
    assert "* @utan museet" in words
    assert "+ = bättre än budget" in words


def test_a_number_too_long_for_excel_is_written_as_text():
    from tests.reports.out.made import figure

    long = replace(TABLE.rows[1], cells=(TABLE.rows[1].cells[0], figure("1 234 567 890 123 456", 1234567890123456)))
    table = replace(TABLE, rows=(TABLE.rows[0], long))
    section = replace_table(REPORT, table)
    assert any("1 234 567 890 123 456" in row for row in sheet(report_xlsx(section, created=MADE), 1))


def replace_table(report, table):
    from reports.nodes import SectionNode

    return replace(report, sections=(SectionNode("e", "Ekonomi", 2, "e", [table]),))


def test_sheets_have_lawful_and_different_names():
    names = sheet_names([replace(TABLE, caption="Mål: [a]/b*c?" * 5), replace(TABLE, caption="Mål: [a]/b*c?" * 5)])
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
