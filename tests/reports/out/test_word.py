"""The report in Word: headings, lists and tables as such, in Swedish, and marked as what it is."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.rendering.word import report_docx
from tests.reports.out.made import COPY, FORMULA, MADE, REPORT, TABLE


@pytest.fixture(scope="module")
def document():
    return Document(io.BytesIO(report_docx(REPORT, created=MADE)))


def styled(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_headings_are_styles_in_their_order(document):
    assert styled(document, "Title") == ["Provrapport"]
    assert styled(document, "Heading 1") == ["Innehåll", "Ekonomi"]
    assert styled(document, "Heading 2") == ["Ett mål i taget"]


def test_lists_are_lists_and_bold_is_bold(document):
    assert styled(document, "List Bullet") == ["en punkt", "en till"]
    assert styled(document, "List Bullet 2") == ["inuti"]
    assert styled(document, "List Number") == ["först", "sedan"]
    assert [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold][:1] == ["viktigt"]


def test_a_table_is_a_table_with_heading_rows_that_repeat(document):
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Mål", "Verksamhet", "Utfall", "Utfall"],
        ["Mål", "Verksamhet", "2022", "2023"],
        ["Ett mål", FORMULA, "1\u00a0234", "−4,9*"],
        ["Ett mål", "Summa", "12,50", ".."],
    ]
    repeated = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False, False]


def test_caption_footnotes_and_legend_stand_with_the_table(document):
    assert styled(document, "Caption") == ["Tabell 1. =1+1 Ekonomi"]
    assert styled(document, "Tabellnot") == ["+ = bättre än budget", "* @utan museet"]


def pages(document):
    return [(round(each.page_width.mm), round(each.page_height.mm)) for each in document.sections]


def test_pages_are_a4_with_their_number_and_tables_have_the_widths_of_print(document):
    assert pages(document) == [(210, 297)]
    footer = document.sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert (footer.text.split(), fields) == (["Sida", "av"], ["PAGE", "NUMPAGES"])
    widths = [round(column.width.mm) for column in document.tables[0].columns]
    assert sum(widths) == 168
    assert [round(cell.width.mm) for cell in document.tables[0].rows[1].cells] == widths


def test_a_wide_table_lies_on_pages_of_its_own():
    chapter = next(section for section in REPORT.sections if TABLE in section.blocks)
    lying = replace(chapter, blocks=[replace(TABLE, wide=True)], children=[])
    standing = replace(chapter, blocks=[TABLE], children=[])
    report = replace(REPORT, sections=(standing, lying, standing))
    made = Document(io.BytesIO(report_docx(report, created=MADE)))
    assert pages(made) == [(210, 297), (297, 210), (210, 297)]
    assert made.sections[1].header.is_linked_to_previous


def test_a_goal_tells_status_sentence_and_motivation(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Uppfylls delvis. Målet uppfylls delvis." in texts
    assert "Så är det." in texts


def test_an_open_report_is_marked_as_draft_on_every_page(document):
    assert document.sections[0].header.paragraphs[0].text == "Provrapport. Utkast. Får ändras."
    assert "Utkast. Får ändras." in styled(document, "Subtitle")


def test_a_closed_one_is_marked_as_copy_with_its_case_number():
    copy = Document(io.BytesIO(report_docx(COPY, created=MADE)))
    header = copy.sections[0].header.paragraphs[0].text
    assert header == "Provrapport. Kopia, återgiven efter tryckt rapport. Den formella handlingen är PDF-filen."
    assert {"Dnr KS 2024-1", "Innehåller exempeldata"} <= set(styled(copy, "Subtitle"))


def test_the_document_is_in_swedish_and_names_who_is_behind(document):
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"
    assert (document.core_properties.author, document.core_properties.language) == ("Provförvaltningen", "sv-SE")


def test_only_addresses_of_the_web_become_links():
    content = ZipFile(io.BytesIO(report_docx(REPORT, created=MADE)))
    relations = content.read("word/_rels/document.xml.rels").decode()
    assert "https://example.org/" in relations
    assert "javascript" not in relations
    assert "skript" in content.read("word/document.xml").decode()
