"""Everything without scripts: the portal's forms and links are plain ones, scripts only make them quicker."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import to_figure
from tests.browser.visiting import Portal, Visits, cell, log_in, opened

REPORT = "/rapporter/delarsrapport-2021-08/"
REASON = "Korttidsfrånvaron i juli kom in sent"


@pytest.fixture
def plain(visit: Visits):
    """A page of somebody whose browser runs no script."""

    def page(role: str = "") -> Page:
        return visit(role, java_script_enabled=False)

    return page


@pytest.fixture(scope="module")
def figure(browser: Browser, portal: Portal) -> str:
    """The address of the figure for sick leave in January to July 2024."""
    visits = Visits(browser, portal)
    page = visits("huvudcontroller", java_script_enabled=False)
    opened(page, "/indikatorer/sjuk/")
    to_figure(page)
    address = page.url
    visits.close()
    return address


def test_one_logs_in_and_out(plain, portal):
    page = plain()
    opened(page, "/rapporter/")
    log_in(page, "skribent")
    expect(page).to_have_url(f"{portal.address}/rapporter/")
    page.get_by_text("Konto", exact=True).click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_label("Inloggningsnamn")).to_be_visible()
    opened(page, "/rapporter/")
    assert "/logga-in/" in page.url


def test_the_list_of_figures_is_filtered_sorted_and_turned(plain):
    page = plain("huvudcontroller")
    opened(page, "/varden/")
    page.get_by_label("År", exact=True).select_option("2023")
    page.get_by_label("Slag", exact=True).select_option(label="utfall")
    page.get_by_role("button", name="Filtrera").click()
    expect(page.locator("#besked")).to_contain_text("för 2023")
    expect(page.get_by_label("År", exact=True)).to_have_value("2023")
    page.get_by_role("link", name="Nästa sida").click()
    expect(page.locator("main")).to_contain_text("Sida 2")
    expect(page.get_by_label("Slag", exact=True)).to_have_value("outcome")
    page.get_by_role("link", name="Indikator", exact=True).click()
    expect(page.get_by_role("columnheader", name="Indikator")).to_have_attribute("aria-sort", "descending")


def test_the_list_of_figures_comes_as_a_file(plain):
    page = plain("huvudcontroller")
    opened(page, "/varden/?indikator=sjuk&ar=2023")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hämta listan som CSV").click()
    rows = Path(coming.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("Indikator;")
    assert any(row.startswith("Total sjukfrånvaro;") and ";6,3;" in row for row in rows)


def test_a_search_answers_with_the_value(plain):
    page = plain("huvudcontroller")
    opened(page, "/")
    page.get_by_role("searchbox").fill("sjuk")
    page.get_by_role("search").get_by_role("button", name="Sök").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Total sjukfrånvaro, jan–juli 2024: \d,\d\u00a0%"))


def test_a_figure_is_corrected_after_a_refusal_that_kept_what_was_typed(plain, figure):
    page = plain("huvudcontroller")
    opened(page, figure)
    page.get_by_role("link", name="Rätta värdet").click()
    page.get_by_label("Värde", exact=True).fill("6,4")
    page.get_by_role("button", name="Spara rättelsen").click()
    expect(page.locator("#formularfel")).to_contain_text("Skriv varför värdet rättas.")
    expect(page.get_by_label("Värde", exact=True)).to_have_value("6,4")
    page.get_by_label("Orsak till rättelsen").fill(REASON)
    page.get_by_role("button", name="Spara rättelsen").click()
    expect(page.locator("#meddelanden")).to_contain_text("värdet är rättat från 6,3\u00a0% till 6,4\u00a0%.")
    expect(page.get_by_role("region", name="Gäller nu")).to_contain_text(REASON)
    expect(page.get_by_role("region", name="Tidigare värden")).to_contain_text("6,3\u00a0%")


def test_a_correction_from_a_stale_page_is_asked_about_and_nothing_is_lost(plain, figure):
    first, second = plain("huvudcontroller"), plain("huvudcontroller")
    for page in (first, second):
        opened(page, f"{figure}ratta/")
    for page, value in ((first, "6,5"), (second, "6,6")):
        page.get_by_label("Värde", exact=True).fill(value)
        page.get_by_label("Orsak till rättelsen").fill("Ny körning")
        page.get_by_role("button", name="Spara rättelsen").click()
        # The first is saved before the second is sent.
        expect(page.get_by_role("main")).to_contain_text("rättat från" if page is first else "Vilket gäller?")
    expect(second.get_by_role("group", name="Vilket gäller?")).to_contain_text("6,5")
    second.get_by_role("button", name="Spara 6,6").click()
    expect(second.locator(".key-value")).to_have_text("6,6\u00a0%")
    expect(second.get_by_role("region", name="Tidigare värden")).to_contain_text("6,5\u00a0%")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("12,5,3", "”12,5,3”"),
        ("1.234", "”1.234” kan läsas på två sätt."),
        ("640", "640"),
    ],
)
def test_a_number_that_can_not_be_so_is_refused_and_told_what_stands(plain, figure, value, told):
    page = plain("huvudcontroller")
    opened(page, figure)
    stood = page.locator(".key-value").inner_text()
    page.get_by_role("link", name="Rätta värdet").click()
    page.get_by_label("Värde", exact=True).fill(value)
    page.get_by_label("Orsak till rättelsen").fill("Prövar")
    page.get_by_role("button", name="Spara rättelsen").click()
    wrong = page.locator("#formularfel")
    expect(wrong).to_contain_text(told)
    expect(wrong).to_contain_text("står kvar")
    expect(wrong).to_contain_text(stood.partition("\u00a0")[0])
    opened(page, figure)
    expect(page.locator(".key-value")).to_have_text(stood)


def test_a_total_that_lies_outside_its_parts_is_refused_and_told_about(plain, figure):
    page = plain("huvudcontroller")
    opened(page, figure)
    stood = page.locator(".key-value").inner_text()
    opened(page, f"{figure}ratta/")
    page.get_by_label("Värde", exact=True).fill("2,0")
    page.get_by_label("Orsak till rättelsen").fill("Prövar")
    page.get_by_role("button", name="Spara rättelsen").click()
    told = "Totalen 2,0 ligger inte mellan delarna: män 3,4, kvinnor 7,6."
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    opened(page, figure)
    expect(page.locator(".key-value")).to_have_text(stood)


def test_a_report_is_read_with_its_tables_and_charts(plain):
    page = plain("lasare")
    opened(page, REPORT)
    page.get_by_role("navigation", name="Innehåll").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("#"))
    assert page.locator(".report-body table").count() > 10
    expect(page.locator(".report-body figure svg").first).to_be_visible()


@pytest.mark.parametrize(
    ("role", "name", "begins"),
    [("button", "Ladda ner PDF", b"%PDF-"), ("link", "Excel", b"PK"), ("link", "JSON", b"{")],
)
def test_a_report_is_downloaded_in_each_format(plain, role, name, begins):
    page = plain("lasare")
    opened(page, REPORT)
    with page.expect_download() as coming:
        page.get_by_role(role, name=name, exact=True).click()
    assert Path(coming.value.path()).read_bytes().startswith(begins)


def test_the_keys_setting_is_a_plain_form(plain):
    page = plain("hr")
    opened(page, "/konto/")
    page.get_by_role("button", name="Stäng av enbokstavstangenterna").click()
    expect(page.locator("#meddelanden")).to_contain_text("avstängda")
    expect(page.locator("body")).to_have_attribute("data-single-keys", "off")


def test_the_page_of_an_indicator_changes_unit_and_part(plain):
    page = plain("lasare")
    opened(page, "/indikatorer/sjuk/")
    page.get_by_label("Del", exact=True).select_option(label="Kvinnor")
    page.get_by_role("button", name="Visa").click()
    expect(page).to_have_url(re.compile("del=women"))
    page.get_by_text("Visa som tabell").click()
    expect(cell(page.locator(".year-table").first, "2023", "helår")).to_contain_text("7,7")
