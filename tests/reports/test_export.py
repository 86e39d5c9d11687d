"""The command that writes a report to a file, in each format and with every kind of wrong input."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command

from indicators.models import AssessmentRevision, Fact, FigureRevision
from indicators.numbers import Number
from indicators.recording import Entry, record_figure
from reports.models import Report
from vss_portal.models import User

SLUG = "verksamhetsberattelse-2023"


def exported(tmp_path, format, **options):
    file = tmp_path / f"rapport.{format}"
    call_command("export_report", SLUG, format=format, output=str(file), verbosity=0, **options)
    return file.read_bytes()


def correct(value):
    """Correct VSS's sick leave 2023 in the portal, on the demo's day."""
    facts = Fact.objects.filter(indicator__code="sjuk", unit__code="vss", breakdown__code="total", scenario="outcome")
    fact = facts.get(year=2023, span="full_year")
    entry = Entry(
        indicator=fact.indicator,
        unit=fact.unit,
        year=2023,
        month=12,
        span="full_year",
        number=Number.of(value),
        reason="Rättad i efterhand",
    )
    record_figure(
        entry=entry, by=User.objects.get(username="huvudcontroller"), source="form", label="Rättelse", may_unlock=True
    )


def test_html_stands_alone_and_refers_to_nothing_outside(reference, tmp_path):
    html = exported(tmp_path, "html").decode()
    assert "<title>Verksamhetsberättelse 2023" in html
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//""", html)
    assert "<link" not in html


def test_a_workbook_has_a_front_page_and_a_sheet_per_table_with_real_numbers(reference, tmp_path):
    with zipfile.ZipFile(io.BytesIO(exported(tmp_path, "xlsx"))) as book:
        names = book.read("xl/workbook.xml").decode()
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert "Om rapporten" in names
    assert any("<v>638.4</v>" in sheet for sheet in sheets)


def test_data_carries_the_exact_values_and_what_they_are_figures_of(reference, tmp_path):
    data = json.loads(exported(tmp_path, "json"))
    cells = [
        cell
        for section in data["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for cell in row["cells"]
    ]
    costs = next(cell for cell in cells if cell.get("indicator") == "costs" and cell["value"] == "638.4")
    assert (costs["unit"], costs["text"]) == ("vss", "638,4")


def test_a_closed_report_shows_what_was_known_on_its_day_after_a_later_correction(reference, tmp_path):
    before = exported(tmp_path, "html")
    correct("6,4")
    assert exported(tmp_path, "html") == before


def test_as_of_shows_what_was_known_on_another_day(reference, tmp_path):
    correct("6,4")
    later = exported(tmp_path, "html", as_of="2024-09-05").decode()
    assert "6,4" in later
    assert Report.objects.get(slug=SLUG).known_on == dt.date(2024, 2, 15)


def test_before_anything_was_known_nothing_is_shown(reference, tmp_path):
    assert "638,4" not in exported(tmp_path, "html", as_of="2019-01-01").decode()


def test_no_printed_report_sees_an_example_figure(reference):
    days = set(Report.objects.exclude(reproduced_from=None).values_list("known_on", flat=True))
    for day in days:
        assert not FigureRevision.objects.as_of(day).filter(source="example").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"slug": "finns-inte"}, "finns inte. De här finns:"),
        ({"output": "/finns/inte/rapport.html"}, "Mappen /finns/inte finns inte"),
        ({"output": "å" * 300 + ".html"}, "duger inte som filnamn"),
        ({"format": "doc"}, "Formatet ”doc” finns inte. Välj csv, docx, html, json, pdf, xlsx"),
        ({"as_of": "i går"}, "”i går” är ingen dag"),
        ({"as_of": "9999-12-31"}, "Ange en dag mellan år 2000 och 2099"),
        ({"as_of": "0001-01-01"}, "Ange en dag mellan år 2000 och 2099"),
    ],
)
def test_wrong_input_is_told_in_words_and_writes_nothing(reference, tmp_path, options, words):
    given = {"slug": SLUG, "output": str(tmp_path / "rapport.html"), "format": "html", **options}
    with pytest.raises(CommandError) as error:
        call_command("export_report", given.pop("slug"), verbosity=0, **given)
    assert words in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_instead_of_a_file_is_refused(reference, tmp_path):
    with pytest.raises(CommandError, match="är en mapp"):
        call_command("export_report", SLUG, format="html", output=str(tmp_path), verbosity=0)


def test_a_reproduced_assessment_keeps_what_its_indicators_pointed_to_and_from_what(reference):
    revision = AssessmentRevision.objects.get(
        assessment__goal__code="god-service", assessment__occasion__year=2023, step="reproduced"
    )
    assert (revision.status, revision.suggested_status) == ("fulfilled", "partly")
    assert "indikatorer kan bedömas" in revision.suggestion_reason
    answered = next(each for each in revision.inputs if each["indicator"] == "svarsservice_lkdata")
    assert (answered["outcome"], answered["target"], answered["status"]) == ("77,3", "≥82", "not_fulfilled")
