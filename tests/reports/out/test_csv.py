"""A report's tables as CSV: what Excel in Swedish opens, and no text that it would run."""

import csv
import io
import zipfile

import pytest

from reports.rendering.csv_tables import file_name, neutral, report_csv, table_lines
from tests.reports.out.made import COPY, FORMULA, MADE, REPORT, TABLE


def opened(report):
    return zipfile.ZipFile(io.BytesIO(report_csv(report, created=MADE)))


def lines(bundle, name):
    return list(csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_there_is_a_file_per_table_and_one_that_tells_of_them():
    bundle = opened(REPORT)
    assert bundle.namelist() == ["innehall.csv", "01-ekonomi.csv"]
    told = lines(bundle, "innehall.csv")
    assert told[0] == ["Rapport", "Provrapport"]
    assert told[2] == ["Uppgifter kända", "de senaste värdena"]
    assert told[-1] == ["01-ekonomi.csv", "'=1+1 Ekonomi"]


def test_a_closed_report_tells_its_day_and_that_it_holds_examples():
    told = lines(opened(COPY), "innehall.csv")
    assert ["Uppgifter kända", "2024-02-15"] in told
    assert ["Exempeldata", "Rapporten innehåller påhittade värden"] in told


def test_excel_in_swedish_reads_the_file_as_it_is():
    content = opened(REPORT).read("01-ekonomi.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert content.count(b";") == 3 * 4 + 1


def test_figures_are_numbers_joined_cells_are_repeated_and_footnotes_stand_beside():
    assert table_lines(TABLE) == [
        ["Mål", "Verksamhet", "Utfall 2022", "Utfall 2023", "Fotnoter"],
        ["Ett mål", f"'{FORMULA}", "1234", "-4,9", "'@utan museet"],
        ["Ett mål", "Summa", "12,50", "..", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "  =1", "\n=1", "|cmd", "%0a=1", "-LKDATA"])
def test_no_text_can_become_a_formula(text):
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", ["Summa", "−4,9", "-", "", "2023", "≥4,0", "a=b"])
def test_other_texts_stay_as_they_are(text):
    assert neutral(text) == text


def test_the_same_report_makes_the_same_bytes():
    assert report_csv(COPY, created=MADE) == report_csv(COPY, created=MADE)


def test_a_file_has_a_lawful_name_whatever_the_table_is_called():
    from dataclasses import replace

    assert file_name(3, replace(TABLE, id="../Å/Mål 1")) == "03-m-l-1.csv"
    assert file_name(4, replace(TABLE, id="///")) == "04-tabell.csv"
