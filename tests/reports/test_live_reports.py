"""The demo's open reports: they show the example figures, say that they do, and the monthly one is two pages."""

import json
import re

import pikepdf
import pytest
from django.core.management import call_command

from reports.composing import compose_report
from reports.models import Report

MONTHLY, AUGUST = "manadsrapport-2024-07", "delarsrapport-2024-08"
AREAS = "verksamhetsomraden"


def composed(slug):
    return compose_report(Report.objects.get(slug=slug))


def texts(report, table_id):
    [table] = [table for table in report.tables() if table.id == table_id]
    return {row.cells[0].text: [cell.text.replace("\u00a0", " ") for cell in row.cells[1:]] for row in table.rows}


def exported(slug, format, tmp_path):
    file = tmp_path / f"rapport.{format}"
    call_command("export_report", slug, format=format, output=str(file), verbosity=0)
    return file


@pytest.mark.parametrize("slug", [MONTHLY, AUGUST])
def test_an_open_report_says_that_its_figures_are_invented(reference, slug):
    report = composed(slug)
    assert report.has_examples
    assert report.known_on is None


def test_the_monthly_report_sets_result_budget_and_latest_forecast_beside_each_other(reference):
    rows = texts(composed(MONTHLY), "resultat")
    assert rows["Verksamhetsområde ekonomi"] == ["−7", "549", "−556", "−1 200", "0", "−1 200"]
    assert rows["Summa"][:3] == ["5 808", "3 437", "2 371"]


def test_each_table_says_which_decision_its_columns_of_budget_show(reference):
    said = "Förvaltningsbudget 2024 (exempel), kommunstyrelsen 28\u00a0november 2023."
    result, volumes, absence = [table.legends for table in composed(MONTHLY).tables()]
    assert result[1:] == (f"Jan–juli 2024 Budget och Helår 2024 Budget: {said}",)
    assert volumes[1:] == (f"Budget helår 2024: {said}",)
    assert absence[1:] == ()
    # Print that is reproduced says what was printed; a deviation that is computed from a budget isn't decided itself.
    printed = [legend for table in composed("delarsrapport-2021-08").tables() for legend in table.legends]
    deviation = [legend for table in composed(AUGUST).tables() for legend in table.legends if "Utfall" in legend]
    assert not any("kommunfullmäktige" in legend for legend in printed)
    assert deviation == []


def test_the_result_of_the_monthly_report_is_revenues_less_costs(reference):
    rows = texts(composed(MONTHLY), "resultat")
    number = {name: int(cells[0].replace(" ", "").replace("−", "-")) for name, cells in rows.items()}
    assert number["varav intäkter"] - number["varav kostnader"] == number["Summa"]


def test_a_volume_that_lacks_a_month_is_empty_and_has_no_change(reference):
    rows = texts(composed(MONTHLY), "volymer")
    assert rows["Ärenden Kontakt Linköping"][0] == rows["Ärenden Kontakt Linköping"][2] == ""
    assert rows["Ärenden LKDATA support"] == ["38 101", "37 255", "846", "76 000"]


def test_the_monthly_report_is_two_pages(reference, tmp_path):
    with pikepdf.open(exported(MONTHLY, "pdf", tmp_path)) as document:
        assert len(document.pages) == 2


def test_the_figures_in_the_monthly_texts_stand_in_its_tables(reference):
    report = composed(MONTHLY)
    shown = {cell.text for table in report.tables() for row in table.rows for cell in row.cells}
    contents = [block.content for section in report.walk() for block in section.blocks if block.kind == "text"]
    written = json.dumps(contents, ensure_ascii=False)
    figures = set(re.findall(r"−?\d[\d\u00a0]*(?:,\d+)?(?=\u00a0(?:tkr|procent))", written))
    assert len(figures) > 10
    assert {figure for figure in figures if figure not in shown and f"−{figure}" not in shown} == set()


def test_a_value_of_july_in_the_august_report_says_so(reference):
    [table] = [table for table in composed(AUGUST).tables() if table.id == "indikatorer-hallbar-utveckling"]
    [cell] = [cell for row in table.rows for cell in row.cells if cell.column == "ar0"]
    notes = {note.mark: note.text for note in table.notes}
    assert [notes[mark] for mark in cell.marks] == ["utfall januari till juli"]


def test_the_august_report_has_the_years_lists_and_what_the_areas_say(reference):
    report = composed(AUGUST)
    decisions, activities, plans = (texts(report, key) for key in ("beslut", "aktiviteter", "planlista"))
    # By day, without a column that nobody has written anything in.
    assert list(decisions.items()) == [
        ("Nytt avtal om livsmedel började gälla", ["1 apr 2024", "Förvaltningschefen", ""]),
        ("Tilläggsbudget för digitala arbetsplatser", ["28 maj 2024", "Kommunfullmäktige", "KS 2024-117"]),
    ]
    # As late as beside its goal.
    assert activities["Gemensam produktionsplanering för köken"] == [
        *("Kost och restaurang", "15 aug 2024", "Pågår, försenad", "Två kök återstår."),
    ]
    assert plans["Internkontrollplan 2024"][0] == "1 jan 2024 – 31 dec 2024"
    [said] = [
        block for section in report.walk() for block in section.blocks if block.kind == "text" and block.key == AREAS
    ]
    assert [block["content"][0]["text"] for block in said.content["content"] if block["type"] == "heading"] == [
        *("Verksamhetsområde HR", "Verksamhetsområde Kost och restaurang", "Verksamhetsområde LKDATA"),
    ]
