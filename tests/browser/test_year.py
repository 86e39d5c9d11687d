"""The year is turned in a browser, as somebody new would: 2025 set up from 2024, a unit split, a report begun."""

import hashlib
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.pages import violations
from tests.browser.visiting import PHONE, WIDE, Portal, Visits, opened

PRINTED = "/rapporter/verksamhetsberattelse-2023/"
OPEN = "/rapporter/delarsrapport-2024-08/"
MARCH = "/rapporter/manadsrapport-2025-03/"
FROZEN = "/rapporter/delarsrapport-prov-2024-08/"
# The demo's own ways, so that the browser's test begins with a report of 2024 that is adopted with its PDF.
ADOPT = """
from reports.adopting.freeze import adopt_report
from tests.reports import judging
report = judging.complete(judging.start())
judging.approve_whole(report)
adopt_report(report=report, by=judging.editor(), case_number=judging.CASE)
"""
STEPS = ("Målträd", "Målvärden", "Uppdrag", "Ansvariga", "Kalender", "Årshjul", "Aktiviteter och planer", "Rapporter")


def body(page: Page, address: str) -> str:
    """The words of a report."""
    opened(page, address)
    return page.locator("article").first.inner_text()


def frozen_bytes(page: Page) -> str:
    """The checksum of the adopted report's PDF as it is handed out."""
    opened(page, FROZEN)
    href = page.get_by_role("link", name="Ladda ner PDF").get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.body().startswith(b"%PDF")
    return hashlib.sha256(answer.body()).hexdigest()


def test_2025_is_set_up_from_2024_and_a_unit_is_split(visit: Visits, portal: Portal) -> None:
    portal.manage("shell", "-c", ADOPT)
    page = visit("huvudcontroller")
    before = {address: body(page, address) for address in (PRINTED, OPEN, FROZEN)}
    pdf = frozen_bytes(page)
    _set_up_the_year(page)
    _decide_a_target(page)
    _split_a_unit(page)
    _start_the_march_report(page)
    words = page.locator("article").first.inner_text()
    assert "mars 2025" in words
    assert "LKDATA Drift" in words
    assert "kan inte jämföras: LKDATA Drift bildades den 1\u00a0januari 2025" in words
    _restate_by_shares(page)
    words = body(page, MARCH)
    assert "omräknat till organisationen den 1\u00a0januari 2025" in words
    assert {address: body(page, address) for address in before} == before
    assert frozen_bytes(page) == pdf


def _set_up_the_year(page: Page) -> None:
    opened(page, "/katalog/")
    page.get_by_role("link", name="Nytt år").click()
    page.get_by_role("button", name="Börja").click()
    for name in STEPS:
        page.get_by_role("button", name=f"Visa vad som läggs till: {name}", exact=True).click()
        page.get_by_role("button", name=f"Gör steget: {name}", exact=True).click()
        page.get_by_text(f"{name}: gjort.").wait_for()
    expect(page.locator("main")).to_contain_text("Alla steg är gjorda")
    expect(page.locator("main")).to_contain_text("10 mål: God service")


def _decide_a_target(page: Page) -> None:
    opened(page, "/katalog/malvarden/2025/")
    page.get_by_label("Total sjukfrånvaro Verksamhetsstöd och service 2025", exact=True).fill("≤5,0")
    page.get_by_role("button", name="Granska och spara").click()
    page.get_by_text("högst 5,0").wait_for()
    page.get_by_role("button", name="Spara målvärdena").click()
    page.get_by_text("1 målvärde är sparat").wait_for()
    box = page.get_by_label("Total sjukfrånvaro Verksamhetsstöd och service 2025", exact=True)
    expect(box).to_have_value("≤5,0")


def _split_a_unit(page: Page) -> None:
    opened(page, "/katalog/enheter/")
    page.get_by_role("link", name="Dela LKDATA").click()
    page.get_by_label("De nya enheternas namn").fill("LKDATA Drift\nLKDATA Utveckling")
    page.get_by_role("button", name="Visa vad som händer").click()
    page.get_by_role("heading", name="Så blir det").wait_for()
    expect(page.get_by_role("radio")).to_have_count(4)
    expect(page.get_by_role("table").nth(3)).to_be_visible()
    page.get_by_role("button", name="Genomför ändringen").click()
    page.get_by_text("LKDATA delas i LKDATA Drift och LKDATA Utveckling").first.wait_for()


def _start_the_march_report(page: Page) -> None:
    opened(page, "/mallar/manadsrapport/starta/")
    options: Any = page.get_by_label("Tillfälle").locator("option").all_inner_texts()
    march = next(text for text in options if "mars 2025" in text.lower() and "delår 31 mars 2025" in text)
    page.get_by_label("Tillfälle").select_option(label=march)
    page.get_by_role("button", name="Välj tillfället").click()
    page.get_by_role("button", name="Starta delår 31 mars 2025").wait_for()
    page.get_by_role("button", name="Starta").click()
    page.wait_for_url(lambda address: "starta" not in address)
    opened(page, MARCH)


def _restate_by_shares(page: Page) -> None:
    opened(page, "/katalog/enheter/")
    page.get_by_role("link", name="Omräknade värden för LKDATA Drift").click()
    for name, share in (("LKDATA Drift", "60"), ("LKDATA Utveckling", "40")):
        page.get_by_role("region", name=name).get_by_label("Andel av den delade enheten").fill(share)
    page.get_by_role("button", name="Räkna förslag").first.click()
    first = page.get_by_role("row", name="Ärenden LKDATA support").first
    expect(first.get_by_role("checkbox")).to_be_checked()
    page.wait_for_load_state()
    assert violations(page) == []
    page.get_by_role("button", name="Registrera", exact=True).click()
    page.get_by_text("Tabellerna visar omräknade värden").wait_for()


def test_a_row_is_counted_up_in_its_place_and_its_index_stays_beside_it(visit: Visits) -> None:
    page = visit("huvudcontroller")
    opened(page, "/inmatning/vo-hr/ar/2025/")
    box = page.get_by_label("Intäkter, tkr, budget 2025", exact=True)
    box.fill("40000")
    box.press("Enter")
    expect(box).to_have_attribute("data-shown", "40\u00a0000")
    _one_stop_for_all_ways_of_counting_up(page)
    page.get_by_role("link", name="Räkna upp Intäkter, tkr").click()
    page.get_by_label("Procent per år").fill("2,5")
    page.get_by_label("Procent per år").press("Enter")
    page.get_by_text("uppräknad 2,5").wait_for()
    expect(page.get_by_label("Intäkter, tkr, plan 2030", exact=True)).to_have_value("45\u00a0256")
    page.get_by_label("Ram, intäkter, tkr, budget 2025", exact=True).fill("39500")
    page.get_by_label("Ram, intäkter, tkr, budget 2025", exact=True).press("Tab")
    page.get_by_role("row", name="Utrymme till ramen").get_by_text("+500").wait_for()


def _one_stop_for_all_ways_of_counting_up(page: Page) -> None:
    """Back from a row's first box is the row's own way; down leads to the next row's, right to its box."""
    ways = page.locator("a.row-act")
    assert ways.count() > 2
    page.get_by_label("Intäkter, tkr, budget 2025", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    focused = page.locator("a.row-act:focus")
    expect(focused).to_have_text("Räkna upp Intäkter, tkr")
    expect(page.locator("a.row-act:not([tabindex='-1'])")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_text("Räkna upp Kostnader, tkr")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Kostnader, tkr, budget 2025", exact=True)).to_be_focused()


PAGES = (
    *("/katalog/", "/katalog/mal/2024/", "/katalog/indikatorer/", "/katalog/indikatorer/sjuk/"),
    *("/katalog/malvarden/2024/", "/katalog/personer/", "/katalog/enheter/", "/katalog/nytt-ar/"),
    *("/katalog/enheter/andra/?slag=dela", "/katalog/uppdrag/2023/", "/arshjul/2024/", "/katalog/bokslut/2023/"),
    *(
        "/katalog/enheter/omraknade/2025-01-01/",
        "/inmatning/vss/ar/2025/?rakna=g-0",
        "/inmatning/vo-hr/ar/2023/bokslut/",
    ),
)


def test_axe_finds_nothing_on_the_pages_of_the_year_and_they_fit_a_phone(visit: Visits) -> None:
    page = visit("huvudcontroller")
    for address in PAGES:
        page.set_viewport_size({"width": WIDE, "height": 900})
        assert opened(page, address).status == 200, address
        assert violations(page) == [], address
        page.set_viewport_size({"width": PHONE, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address


def test_a_reader_sees_the_wheel_and_gets_an_address_for_a_calendar(visit: Visits) -> None:
    page = visit("lasare")
    opened(page, "/arshjul/2024/")
    expect(page.locator("main")).to_contain_text("Delår 31 augusti 2024")
    expect(page.get_by_text("Ändra årshjulet")).to_have_count(0)
    page.get_by_role("button", name="Skapa en ny adress").click()
    page.locator("code").wait_for()
    expect(page.locator("code")).to_contain_text("/kalender/")
