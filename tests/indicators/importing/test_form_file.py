"""The portal's own Excel form: which rows it asks for, what is filled in, what is open, and that it comes back."""

import re
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from indicators.importing.cells import said
from indicators.importing.form_file import form_file
from indicators.importing.reading import read_file
from indicators.models import MeasuringSchedule
from indicators.spans import Month
from tests.factories import breakdown, record
from tests.indicators.importing.makers import workbook

AUGUST = Month(2024, 8)


def lines_of(content):
    lines = [[said(cell) for cell in row] for row in read_file(content).sheets[0].rows]
    return [[*line, *[""] * (9 - len(line))] for line in lines]


@pytest.fixture
def form(world):
    """The rows of the form of Kontakt Linköping, by indicator and part."""

    def filled(by=None, unit=None, at=AUGUST, scenario="outcome"):
        lines = lines_of(form_file(by=by or world.editor, unit=unit or world.kl, at=at))[3:]
        kept = [line for line in lines if line[0].split("|")[3] == scenario]
        return {tuple(line[0].split("|")[1:3]): line for line in kept}

    return filled


def test_it_asks_for_what_the_area_answers_for_and_for_its_money(form):
    assert set(form()) == {("vol_kl", "total"), ("svarsservice_kl", "total"), ("costs", "total"), ("revenues", "total")}


def test_its_rows_stand_as_on_the_page_and_the_years_forecasts_come_last(form):
    order = [key[0] for key in form()]
    assert order == ["revenues", "costs", "vol_kl", "svarsservice_kl"]
    assert [key[0] for key in form(scenario="forecast")] == ["revenues", "costs", "vol_kl"]
    assert form(scenario="forecast", at=Month(2024, 12)) == {}


def test_a_forecast_shows_the_one_before_and_comes_back_as_the_one_of_the_month(form, world, compared):
    about = {"indicator": world.cases, "unit": world.kl, "span": "full_year", "month": 12, "scenario": "forecast"}
    record("2700", **about, vintage=202407)
    line = form(scenario="forecast")["vol_kl", "total"]
    assert line[4:] == ["prognos helår 2024", "antal", "2700", "", ""]
    filled = lines_of(form_file(by=world.editor, unit=world.kl, at=AUGUST))
    next(each for each in filled if each[0] == line[0])[8] = "2750"
    _draft, told = compared(workbook(*filled))
    assert [(row.scenario, row.vintage, row.month, row.verdict) for row in told.rows] == [
        ("forecast", 202408, 12, "new")
    ]


def test_a_form_whose_headings_were_changed_is_known_by_its_keys(world, compared):
    lines = lines_of(form_file(by=world.editor, unit=world.kl, at=AUGUST))
    lines[2] = ["", "Var", "Mått", "", "", "", "", "", "Mitt tal"]
    lines[5][8] = "221"
    _draft, told = compared(workbook(*lines))
    assert [(row.indicator, row.given, row.verdict) for row in told.rows] == [("vol_kl", "221", "new")]
    assert told.layout == "form"


def test_a_form_without_its_keys_is_read_by_its_words(world, compared):
    lines = [line[1:] for line in lines_of(form_file(by=world.editor, unit=world.kl, at=AUGUST))]
    lines[5][7] = "221"
    _draft, told = compared(workbook(*lines))
    assert [(row.indicator, row.year, row.month, row.verdict) for row in told.rows] == [("vol_kl", 2024, 8, "new")]


def test_parts_that_were_reported_the_last_year_come_along(form, world):
    record("9", indicator=world.cases, unit=world.kl, span="month", month=7, breakdown=breakdown("women"))
    assert form()["vol_kl", "women"][3] == "Kvinnor"


def test_it_shows_last_month_last_year_and_what_stands(form, world):
    for year, month, value in ((2024, 8, "221"), (2024, 7, "96"), (2023, 8, "240")):
        record(
            value, indicator=world.cases, unit=world.kl, span="month", year=year, month=month, act={"may_unlock": True}
        )
    assert form()["vol_kl", "total"][6:] == ["96", "240", "221"]


def test_a_reason_that_there_is_no_value_is_written_so_that_it_can_be_read(form, world):
    record("no_data", indicator=world.cases, unit=world.kl, span="month")
    assert form()["vol_kl", "total"][8] == "Ingen uppgift"


def test_what_isnt_measured_in_the_month_is_left_out(form, world):
    MeasuringSchedule.objects.create(indicator=world.answers, from_year=2020, frequency="quarterly", months="3,6,9,12")
    assert ("svarsservice_kl", "total") not in form()
    assert ("svarsservice_kl", "total") in form(at=Month(2024, 6))


def test_a_controller_gets_the_rows_of_the_own_units_only(form, world):
    person = world.person("controller", world.kl)
    assert {key[0] for key in form(by=person, unit=world.vss)} == {"vol_kl", "svarsservice_kl"}


def test_only_the_values_are_open_and_the_key_is_hidden(world):
    with zipfile.ZipFile(BytesIO(form_file(by=world.editor, unit=world.kl, at=AUGUST))) as book:
        sheet, styles = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
    assert "<sheetProtection" in sheet
    assert re.search(r'<col min="1" max="1"[^>]*hidden="1"', sheet)
    assert styles.count('<protection locked="0"/>') == 1
    open_style = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1])
    number = next(at for at, style in enumerate(open_style) if 'locked="0"' in style)
    assert {cell[0] for cell in re.findall(rf'<c r="([A-Z])\d+" s="{number}"', sheet)} == {"I"}


def test_an_area_of_others_cant_be_chosen(world, client):
    client.force_login(world.person("controller", world.kl))
    answer = client.get(reverse("import_form"), {"enhet": "lkdata", "period": "2024-08"})
    assert "”lkdata” finns inte att välja." in answer.content.decode()


@pytest.mark.parametrize("period", ["2031-01", "x", "", "2024-13"])
def test_a_month_that_isnt_in_the_list_cant_be_chosen(world, client, period):
    client.force_login(world.editor)
    answer = client.get(reverse("import_form"), {"enhet": "kontakt", "period": period})
    assert answer["Content-Type"].startswith("text/html")


def test_an_empty_form_changes_nothing(compared, world):
    record("221", indicator=world.cases, unit=world.kl, span="month")
    _draft, told = compared(form_file(by=world.editor, unit=world.kl, at=AUGUST))
    assert [(row.indicator, row.verdict) for row in told.rows] == [("vol_kl", "unchanged")]
    assert told.layout == "form"
