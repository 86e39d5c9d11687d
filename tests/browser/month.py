"""The month that the entry's tests fill in: its pages and boxes, and what is done there by who has no script."""

from playwright.sync_api import Page, expect

from tests.browser.visiting import opened

MONTH, YEAR = "/inmatning/vo-hr/2024/8/", "/inmatning/vo-hr/ar/2025/"
BOXES = "td[id^='c-u-'] > input[type='text']"
WORKED_ON = (
    MONTH,
    "/min-manad/",
    f"{MONTH}klar/",
    f"{MONTH}avvikelse/",
    f"{MONTH}klistra/",
    YEAR,
    "/inmatning/indikator/vol_rekr/2024/8/",
    "/las-in/kallor/",
)


# The rows of VO HR that the HR function enters.
STAFF = 4


def explained_without_script(page: Page, why: str) -> None:
    """Two rows are asked about and explained, each by a form of its own."""
    asked = page.locator("tr.row--explain:not([hidden]) .explain-line:has(> input)")
    expect(asked).to_have_count(2)
    for left in (1, 0):
        asked.first.locator("> input").fill(why)
        asked.first.locator("[name='forklara']").click()
        expect(asked).to_have_count(left)
    expect(page.get_by_text(f"Förklarat: {why}")).to_have_count(2)


def bridged_without_script(page: Page) -> None:
    opened(page, f"{MONTH}avvikelse/")
    page.get_by_label("Belopp, post 2").fill("100")
    page.get_by_label("Orsak, post 2").fill("lägre hyra")
    page.get_by_role("button", name="Spara posterna").click()
    expect(page.locator("#meddelanden")).to_contain_text("Posterna är sparade")
    opened(page, MONTH)
