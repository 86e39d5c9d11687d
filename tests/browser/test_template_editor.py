"""The template editor as a new user meets it: with the mouse, with the keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import violations
from tests.browser.visiting import PHONE, WIDE, opened

TEMPLATE = "/mallar/delarsrapport-augusti-2024/"
TABLE = f"{TEMPLATE}tabell/resultat-prognos/"
SECONDS_AN_ACT = 10
FIVE_MINUTES = 300


class Hand:
    """Somebody at the page: presses what can be read on it, and counts what was done."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def press(self, name: str, role: str = "button", **options: object) -> None:
        self.acts += 1
        self.page.get_by_role(role, name=name, exact=True, **options).first.click()

    def choose(self, label: str, option: str) -> None:
        self.acts += 1
        self.page.locator("main").get_by_label(label, exact=True).select_option(label=option)

    def write(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.locator("main").get_by_label(label, exact=True).fill(text)


def test_a_table_of_four_columns_with_one_derived_is_added_in_less_than_five_minutes(visit):
    page = visit("huvudcontroller")
    opened(page, "/mallar/")
    hand = Hand(page)
    hand.press("Delårsrapport per den 31 augusti, verksamhetsområden", role="link")
    hand.choose("Avsnittet är", "Tabell")
    hand.write("Rubrik", "Kostnader {år}")
    hand.choose("Plats", "Sist i Ekonomi")
    hand.press("Lägg till")
    hand.choose("Tabellen visar", "Kostnader")
    hand.press("Skapa raderna")
    for column in ("Utfall hittills i år", "Budget för perioden", "Avvikelse"):
        hand.press(column)
        expect(page.locator(".part-open .part-name")).to_contain_text(column.partition(" ")[0])
    page.get_by_label("bättre än budget jan–juli 2024").check()
    hand.acts += 1
    expect(page.get_by_text("kostnader 41 200 mot 42 000 visas som +800").first).to_be_visible()
    hand.press("Samma period i fjol")
    heads = ["Utfall jan–juli 2024", "Budget jan–juli 2024", "Avvikelse", "Utfall jan–juli 2023"]
    expect(page.locator("#forhandsvisning thead th:not(:first-child)")).to_have_text(heads, use_inner_text=True)
    expect(page.locator("#forhandsvisning tbody tr").filter(has_text="Summa")).to_have_count(1)
    hand.press("Spara version 2 …", role="link")
    expect(page.get_by_text("nytt avsnitt, tabell")).to_be_visible()
    hand.press("Spara version 2")
    expect(page.get_by_text("Mallen är sparad som version 2.")).to_be_visible()
    assert hand.acts * SECONDS_AN_ACT <= FIVE_MINUTES
    the_report_says_what_differs(visit("huvudcontroller"))


def the_report_says_what_differs(page: Page) -> None:
    opened(page, "/rapporter/delarsrapport-2024-08/mall/")
    expect(page.get_by_text("Kostnader {år}: nytt avsnitt, tabell")).to_be_visible()
    page.get_by_role("button", name="Byt till version 2").click()
    expect(page.get_by_text("Rapporten har nu den nyaste versionen")).to_be_visible()
    opened(page, "/rapporter/delarsrapport-2024-08/")
    expect(page.get_by_role("heading", name="Kostnader 2024")).to_be_visible()


def test_rows_and_columns_are_moved_taken_away_and_brought_back_with_the_keyboard(visit):
    page = visit("huvudcontroller")
    opened(page, TABLE)
    first = page.locator("#upp-rad-1")
    first.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-list=rad] .part-name a").first).to_contain_text("Verksamhetsområde ekonomi")
    expect(page.locator("#upp-rad-0")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-list=rad] .part-name a").first).to_contain_text("Stab och ledning")
    expect(page.locator("#ner-rad-1")).to_be_focused()
    page.locator("#upp-kolumn-forra").focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-list=kolumn]")).to_have_count(4)
    expect(page.locator("#angra")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-list=kolumn]")).to_have_count(5)
    expect(page.locator("#angra")).to_be_focused()
    page.locator("#upp-kolumn-budget").focus()
    page.keyboard.press("Delete")
    expect(page.get_by_text("räknas ur den")).to_be_visible()
    expect(page.locator("[data-list=kolumn]")).to_have_count(5)
    what_is_refused_stays_typed(page)


def what_is_refused_stays_typed(page: Page) -> None:
    opened(page, f"{TABLE}?oppen=kolumn-budget")
    heading = page.get_by_label("Rubrik", exact=True)
    heading.fill("Budget {arr}")
    heading.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("{arr}")
    expect(heading).to_have_value("Budget {arr}")
    heading.fill("Budget {år}")
    heading.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_sections_are_moved_with_the_keyboard_and_by_dragging(visit):
    page = visit("huvudcontroller")
    opened(page, TEMPLATE)
    lines = page.locator(".outline-name a")
    page.locator("#upp-ekonomi").focus()
    before = lines.all_inner_texts()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("flyttade ”Ekonomi” upp").first).to_be_visible()
    expect(page.locator("#upp-ekonomi")).to_be_focused()
    page.get_by_role("button", name="Ångra").click()
    expect(lines.nth(16)).to_have_text(before[16])
    expect(page.locator("#rad-uppdrag .grip")).to_have_attribute("draggable", "true")
    page.locator("#rad-uppdrag .grip").drag_to(page.locator("#rad-utveckling"), target_position={"x": 60, "y": 30})
    expect(page.get_by_text("flyttade ”Förvaltningens uppdrag”").first).to_be_visible()
    assert lines.all_inner_texts().index("Förvaltningens uppdrag") > before.index("Förvaltningens uppdrag")
    page.get_by_role("button", name="Ångra").click()
    expect(lines.nth(1)).to_have_text(before[1])


def test_the_designer_works_as_plain_forms(visit):
    page = visit("huvudcontroller", java_script_enabled=False)
    opened(page, TABLE)
    page.get_by_role("button", name="Plan nästa år").click()
    expect(page.locator("#forhandsvisning thead")).to_contain_text("Plan 2025")
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("#forhandsvisning thead")).not_to_contain_text("Plan 2025")


PAGES = (
    "/mallar/",
    "/mallar/ny/",
    "/mallar/las-in/",
    "/mallar/texter/",
    TEMPLATE,
    f"{TEMPLATE}avsnitt/analys/",
    f"{TABLE}?oppen=kolumn-avvikelse",
    f"{TABLE}?oppen=rad-7",
    f"{TEMPLATE}tabell/nettokostnader-diagram/?oppen=kolumn-prognos",
    f"{TEMPLATE}tabell/malens-lage/",
    "/mallar/delarsrapport-augusti/tabell/volymer/?oppen=rad-8.1",
    "/mallar/forvaltningsbudget/avsnitt/strategiska-uppdrag/",
    f"{TEMPLATE}hela/",
    f"{TEMPLATE}spara/",
    f"{TEMPLATE}versioner/",
    f"{TEMPLATE}kopiera/",
    f"{TEMPLATE}starta/",
    "/rapporter/delarsrapport-2024-08/mall/",
)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_and_the_pages_hold_on_a_phone(visit, width):
    page, wrong = visit("huvudcontroller", width=width), []
    for address in PAGES:
        assert opened(page, address).status == 200
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{address}: {wide} px"] if wide > width else []
        if width == WIDE or "oppen" in address or address == TEMPLATE:
            wrong += [f"{address}: {fault}" for fault in violations(page)]
    assert wrong == []
