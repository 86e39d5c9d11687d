"""The portal's main way, as a new user goes it: find a figure, correct it, read the report that it stands in.

The tests of this file follow one another on one database: what is corrected first is read about afterwards.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.browser.visiting import Portal, Visits, cell, log_in, opened

REPORT = "/rapporter/verksamhetsberattelse-2023/"
INDICATOR = "Total sjukfrånvaro"
REASON = "Två medarbetare saknades i underlaget från Heroma"
TODAY = "2024-09-05"


def downloaded(page: Page, name: str, role: Literal["link", "button"] = "link") -> tuple[Download, bytes]:
    """The file that a link or a button gives, as the browser saved it."""
    with page.expect_download() as coming:
        page.get_by_role(role, name=name, exact=True).click()
    return coming.value, Path(coming.value.path()).read_bytes()


def staff_table(page: Page) -> Locator:
    """The report's table of staff, one column a year."""
    return (
        page.locator(".report-body table").filter(has_text="Total sjukfrånvaro").filter(has_text="Personalavgång").first
    )


@pytest.fixture(scope="module")
def corrected(browser: Browser, portal: Portal) -> str:
    """The address of the figure for sick leave in 2023, printed as 6,3 and corrected to 6,4 by the huvudcontroller."""
    visits = Visits(browser, portal)
    page = visits("huvudcontroller")
    opened(page, "/indikatorer/sjuk/")
    page.get_by_text("Visa som tabell").click()
    cell(page.locator(".year-table").first, "2023", "helår").get_by_role("link").click()
    expect(page.locator(".key-value")).to_have_text("6,3\u00a0%")
    address = page.url
    page.get_by_role("link", name="Rätta värdet").click()
    page.get_by_label("Värde", exact=True).fill("6,4")
    page.get_by_label("Orsak till rättelsen").fill(REASON)
    page.get_by_role("button", name="Spara rättelsen").click()
    expect(page.locator("#meddelanden")).to_contain_text(
        f"{INDICATOR}, helår 2023: värdet är rättat från 6,3\u00a0% till 6,4\u00a0%."
    )
    expect(page).to_have_url(address)
    visits.close()
    assert visits.complaints == []
    return address


def test_a_new_user_logs_in_and_sees_the_administrations_year(visit):
    page = visit()
    assert opened(page, "/").status == 200
    assert page.url.endswith("/logga-in/?next=/")
    log_in(page, "huvudcontroller")
    expect(page.get_by_role("heading", level=1)).to_have_text("Start")
    now = page.get_by_role("region", name="Rapporteras nu")
    expect(now).to_contain_text("Augusti 2024 · delår 31 augusti")
    expect(now).to_contain_text("i tid till tors 12 sep · stängs fre 20 sep")
    for area in ("ekonomi", "HR", "medborgare", "Kost och restaurang", "LKDATA"):
        expect(now).to_contain_text(f"Verksamhetsområde {area}")
    expect(page.get_by_role("complementary", name="Exempeldata")).to_contain_text("Demon lever den 5 september 2024")


def test_a_search_answers_with_the_value_and_leads_to_the_indicator(visit):
    page = visit("huvudcontroller")
    opened(page, "/")
    page.get_by_role("searchbox").fill("sjuk")
    page.keyboard.press("Enter")
    hit = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=INDICATOR, exact=True))
    expect(hit).to_contain_text("Total sjukfrånvaro, jan–juli 2024: 6,3\u00a0%")
    hit.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INDICATOR)
    expect(page.locator(".key-figures")).to_contain_text("≤6,0")
    expect(page.locator(".key-figures")).to_contain_text("exempel")
    expect(page.get_by_role("img", name=re.compile("Total sjukfrånvaro, år för år")).first).to_be_visible()


def test_the_list_of_figures_narrows_without_leaving_the_page(visit):
    page = visit("huvudcontroller")
    opened(page, "/varden/")
    page.get_by_label("År", exact=True).select_option("2023")
    expect(page.locator("#besked")).to_contain_text("för 2023")
    page.get_by_label("Indikator", exact=True).fill("sjuk")
    page.get_by_role("button", name="Filtrera").click()
    expect(page.locator("#lista tbody tr").first).to_contain_text("sjukfrånvaro")
    # The box and the button both ask for the list: the first answer may still be on its way.
    expect(page).to_have_url(re.compile(r"(?=.*\bar=2023\b)(?=.*\bindikator=sjuk\b)"))


def test_a_corrected_figure_shows_both_values_who_and_why(visit, corrected):
    page = visit("huvudcontroller")
    opened(page, corrected)
    expect(page.locator(".key-value")).to_have_text("6,4\u00a0%")
    expect(page.get_by_role("region", name="Gäller nu")).to_contain_text(REASON)
    earlier = page.get_by_role("region", name="Tidigare värden")
    expect(earlier.locator("tbody tr")).to_have_count(1)
    expect(earlier).to_contain_text("6,3\u00a0%")
    expect(earlier).to_contain_text("Verksamhetsberättelse 2023")


def test_the_start_page_tells_of_the_correction(visit, corrected):
    page = visit("huvudcontroller")
    opened(page, "/")
    expect(page.get_by_role("region", name="Senast rättat")).to_contain_text("Från 6,3\u00a0% till 6,4\u00a0%")


def test_the_closed_report_shows_what_was_known_and_its_figures_lead_to_their_pages(visit, corrected, portal):
    page = visit("huvudcontroller")
    opened(page, "/")
    page.get_by_role("link", name="Rapporter", exact=True).click()
    page.get_by_role("link", name="Verksamhetsberättelse 2023", exact=True).click()
    expect(page.locator(".report-facts")).to_contain_text("Som känt 15 februari 2024")
    figure = cell(staff_table(page), INDICATOR, "2023")
    expect(figure).to_have_text("6,3")
    figure.get_by_role("link").click()
    expect(page).to_have_url(corrected)
    expect(page.locator(".key-value")).to_have_text("6,4\u00a0%")


def test_a_reports_contents_lead_to_its_sections(visit):
    page = visit("lasare")
    opened(page, REPORT)
    page.get_by_role("navigation", name="Innehåll").get_by_role("link", name="Investeringar").click()
    expect(page.get_by_role("heading", name=re.compile("^Investeringar"))).to_be_in_viewport()


def test_the_command_tells_the_same_on_the_reports_day_and_today(corrected, portal: Portal, tmp_path):
    closed, today = tmp_path / "closed.html", tmp_path / "today.html"
    portal.manage("export_report", "verksamhetsberattelse-2023", "--output", str(closed))
    portal.manage("export_report", "verksamhetsberattelse-2023", "--as-of", TODAY, "--output", str(today))
    assert sick_leave(closed) == ["3,8", "4,7", "4,6", "7,0", "6,3"]
    assert sick_leave(today) == ["3,8", "4,7", "4,6", "7,0", "6,4"]


def sick_leave(file: Path) -> list[str]:
    """The row of the report's table of staff, 2019 to 2023."""
    row = re.search(rf'<th scope="row" class="label">{INDICATOR}</th>(.*?)</tr>', file.read_text(encoding="utf-8"))
    assert row is not None
    return re.findall(r"<td[^>]*>([^<]*)</td>", row[1])


def test_the_report_downloads_as_a_formal_pdf(visit):
    page = visit("lasare")
    opened(page, REPORT)
    file, content = downloaded(page, "Ladda ner PDF", "button")
    assert file.suggested_filename == "verksamhetsberättelse-2023-12-31.pdf"
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(content) > 50_000


def test_the_report_downloads_as_a_workbook_with_a_sheet_for_its_tables(visit):
    page = visit("lasare")
    opened(page, REPORT)
    file, content = downloaded(page, "Excel")
    assert file.suggested_filename == "verksamhetsberättelse-2023-12-31.xlsx"
    book = ZipFile(BytesIO(content))
    assert book.testzip() is None
    assert "Total sjukfrånvaro" in book.read("xl/sharedStrings.xml").decode()


# Who may not


def test_a_reader_reads_but_finds_no_way_to_correct(visit, corrected):
    page = visit("lasare")
    opened(page, "/indikatorer/sjuk/")
    expect(page.get_by_role("heading", level=1)).to_have_text(INDICATOR)
    for link in ("Nytt värde", "Rätta värdet", "Om värdet"):
        expect(page.get_by_role("link", name=link)).to_have_count(0)
    expect(page.get_by_role("link", name="Värden", exact=True)).to_have_count(0)


@pytest.mark.parametrize("address", ["ratta/", ""])
def test_a_reader_is_refused_at_the_address_of_a_figure(visit, corrected, address):
    page = visit("lasare")
    assert opened(page, corrected + address).status in (403, 404)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_controller_may_not_correct_a_figure_of_the_whole_administration(visit, corrected):
    page = visit("controller-hr")
    assert opened(page, corrected + "ratta/").status in (403, 404)


def test_a_visitor_logs_in_and_comes_back_to_the_page_that_was_asked_for(visit, portal: Portal):
    page = visit()
    opened(page, REPORT)
    assert "/logga-in/" in page.url
    expect(page.locator("main")).to_contain_text("Du kommer till den direkt efteråt.")
    log_in(page, "lasare")
    expect(page).to_have_url(portal.address + REPORT)


def test_a_wrong_password_says_so_and_logs_nobody_in(visit, portal: Portal):
    page = visit()
    opened(page, "/logga-in/")
    page.get_by_label("Inloggningsnamn").fill("huvudcontroller")
    page.get_by_label("Lösenord").fill("fel")
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    opened(page, "/")
    assert "/logga-in/" in page.url


def test_who_logs_out_has_to_log_in_again(visit):
    page = visit("skribent")
    opened(page, "/")
    page.get_by_text("Konto", exact=True).click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_label("Inloggningsnamn")).to_be_visible()
    opened(page, "/rapporter/")
    assert "/logga-in/" in page.url
