"""The printed reports in every format that goes out: whole, and without a formula."""

import csv
import io
import zipfile

import pytest
from django.core.cache import cache
from docx import Document

from reports.composing import compose_report
from reports.exporting import export
from reports.models import Report
from reports.rendering.csv_tables import FORMULA_STARTS
from reports.rendering.open_data import data_rows, figures_of

SLUGS = (
    "verksamhetsberattelse-2023",
    "delarsrapport-2021-08",
    "delarsrapport-2020-03",
    "delarsrapport-2019-08",
    "forvaltningsbudget-2023-vss",
)


@pytest.mark.parametrize("slug", SLUGS)
def test_word_has_every_heading_and_table(reference, slug):
    report = Report.objects.get(slug=slug)
    node = compose_report(report)
    document = Document(io.BytesIO(export(report, format="docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert [section.heading for section in node.walk() if section.heading] == [
        heading for heading in headings if heading in {section.heading for section in node.walk()}
    ]
    shown = [*node.tables(), *(chart.table for chart in node.charts())]
    assert len(document.tables) == len(shown)


@pytest.mark.parametrize("slug", SLUGS)
def test_csv_has_every_table_and_nothing_that_runs(reference, slug):
    report = Report.objects.get(slug=slug)
    node = compose_report(report)
    bundle = zipfile.ZipFile(io.BytesIO(export(report, format="csv")))
    tables = [*node.tables(), *(chart.table for chart in node.charts())]
    assert len(bundle.namelist()) == len(tables) + 1
    for name, table in zip(bundle.namelist()[1:], tables, strict=True):
        rows = list(csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len(rows) == len(table.rows) + 1
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS) and cell != "-"):
            assert cell.replace(",", "").lstrip("-").isdigit(), cell


def test_open_data_holds_each_recorded_figure_of_a_report_once(reference):
    cache.clear()
    report = Report.objects.get(slug=SLUGS[0])
    node = compose_report(report)
    tables = [*node.tables(), *(chart.table for chart in node.charts())]
    shown = {cell.revision for table in tables for row in table.rows for cell in row.cells if cell.revision}
    figures = figures_of(report)
    assert len(figures) == len(shown) > 100
    assert sum(len(row["values"]) for row in data_rows(figures)) == len(figures)
    assert {figure.gender for figure in figures} == {"T", "K", "M"}
