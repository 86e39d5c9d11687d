"""The year is turned in a browser, as somebody new would: 2025 set up from 2024, a unit split, a report begun."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.visiting import PHONE, WIDE, Visits, opened

PRINTED = "/rapporter/verksamhetsberattelse-2023/"
OPEN = "/rapporter/delarsrapport-2024-08/"
STEPS = ("Målträd", "Målvärden", "Uppdrag", "Ansvariga", "Kalender", "Årshjul", "Aktiviteter och planer", "Rapporter")


def body(page: Page, address: str) -> str:
    """The words of a report."""
    opened(page, address)
    return page.locator("article").first.inner_text()


def test_2025_is_set_up_from_2024_and_a_unit_is_split(visit: Visits) -> None:
    page = visit("huvudcontroller")
    before = {address: body(page, address) for address in (PRINTED, OPEN)}
    _set_up_the_year(page)
    _decide_a_target(page)
    _split_a_unit(page)
    _start_the_march_report(page)
    words = page.locator("article").first.inner_text()
    assert "mars 2025" in words
    assert "LKDATA Drift" in words
    assert "kan inte jämföras: LKDATA Drift bildades den 1\u00a0januari 2025" in words
    assert {address: body(page, address) for address in before} == before


def _set_up_the_year(page: Page) -> None:
    opened(page, "/katalog/")
    page.get_by_role("link", name="Nytt år").click()
    page.get_by_role("button", name="Börja").click()
    for name in STEPS:
        page.get_by_role("button", name=f"Visa vad som läggs till: {name}", exact=True).click()
        page.get_by_role("button", name=f"Gör steget: {name}", exact=True).click()
        page.get_by_text(f"{name}: gjort.").wait_for()
    assert "Alla steg är gjorda" in page.locator("main").inner_text()
    assert "10 mål: God service" in page.locator("main").inner_text()


def _decide_a_target(page: Page) -> None:
    opened(page, "/katalog/malvarden/2025/")
    page.get_by_label("Total sjukfrånvaro Verksamhetsstöd och service 2025", exact=True).fill("≤5,0")
    page.get_by_role("button", name="Granska och spara").click()
    page.get_by_text("högst 5,0").wait_for()
    page.get_by_role("button", name="Spara målvärdena").click()
    page.get_by_text("1 målvärde är sparat").wait_for()
    box = page.get_by_label("Total sjukfrånvaro Verksamhetsstöd och service 2025", exact=True)
    assert box.input_value() == "≤5,0"


def _split_a_unit(page: Page) -> None:
    opened(page, "/katalog/enheter/")
    page.get_by_role("link", name="Dela LKDATA").click()
    page.get_by_label("De nya enheternas namn").fill("LKDATA Drift\nLKDATA Utveckling")
    page.get_by_role("button", name="Visa vad som händer").click()
    page.get_by_role("heading", name="Så blir det").wait_for()
    assert page.get_by_role("radio").count() == 4
    assert page.get_by_role("table").count() >= 4
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
    opened(page, "/rapporter/manadsrapport-2025-03/")


def test_the_pages_of_the_year_fit_a_phone(visit: Visits) -> None:
    for width in (WIDE, PHONE):
        page = visit("huvudcontroller", width=width)
        for address in (
            *("/katalog/", "/katalog/mal/2024/", "/katalog/indikatorer/", "/katalog/indikatorer/sjuk/"),
            *("/katalog/malvarden/2024/", "/katalog/personer/", "/katalog/enheter/", "/katalog/nytt-ar/"),
            *("/katalog/enheter/andra/?slag=dela", "/katalog/uppdrag/2024/", "/arshjul/2024/"),
        ):
            assert opened(page, address).status == 200
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_reader_sees_the_wheel_and_gets_an_address_for_a_calendar(visit: Visits) -> None:
    page = visit("lasare")
    opened(page, "/arshjul/2024/")
    assert "Delår 31 augusti 2024" in page.locator("main").inner_text()
    assert page.get_by_text("Ändra årshjulet").count() == 0
    page.get_by_role("button", name="Skapa en ny adress").click()
    page.locator("code").wait_for()
    assert "/kalender/" in page.locator("code").inner_text()
