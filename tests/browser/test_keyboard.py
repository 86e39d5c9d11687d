"""Everything by keyboard, in the order that it is read, with a focus that is seen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import CHIEF, send, to_correction
from tests.browser.visiting import opened

FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const label = element.labels?.length ? element.labels[0] : element;
  return {
    words: (element.getAttribute("aria-label") || label.innerText || element.value || "").trim().split("\\n")[0],
    isBody: element === document.body,
    inMain: Boolean(element.closest("main")),
    hasRing: style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    isSeen: Boolean(at) && (element.contains(at) || at.contains(element)),
    what: element.outerHTML.slice(0, 120),
  };
}"""


@pytest.fixture(scope="module")
def portal(looked_at):
    """The demo that is only looked at."""
    return looked_at


def stops(page: Page, *, most: int = 200) -> list[dict]:
    """What Tab goes to, from where the page is to its end."""
    found: list[dict] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["isBody"]:
            break
        found.append(stop)
    return found


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_first_stop_leads_past_the_menu(visit):
    page = visit(CHIEF)
    opened(page, "/indikatorer/")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Hoppa till innehållet")
    expect(focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#innehall")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inMain"]


@pytest.mark.parametrize("address", ["/", "/varden/?ar=2024&indikator=sjuk", "/indikatorer/sjuk/", "/rapporter/"])
def test_what_has_the_focus_shows_it_and_lies_in_sight(visit, address):
    page = visit(CHIEF)
    opened(page, address)
    found = stops(page, most=60)
    assert len(found) > 8
    assert [stop["what"] for stop in found if not (stop["hasRing"] and stop["isSeen"])] == []


def test_a_tables_own_scrolling_never_hides_the_focus(visit):
    page = visit(CHIEF)
    opened(page, "/rapporter/delarsrapport-2021-08/")
    page.locator(".report-body a.figure-link").nth(60).focus()
    found = stops(page, most=40)
    assert [stop["what"] for stop in found if not (stop["hasRing"] and stop["isSeen"])] == []


def test_a_form_is_gone_through_in_the_order_that_it_is_read(visit):
    page = visit(CHIEF)
    opened(page, "/indikatorer/sjuk/")
    to_correction(page)
    page.locator("#innehall").focus()
    words = [stop["words"] for stop in stops(page) if stop["inMain"]]
    assert [word.partition(" (")[0] for word in words] == [
        "Värde",
        "Eller orsak till att värde saknas",
        "Orsak till rättelsen",
        "Fotnot",
        "Fotnotens slag",
        "Underlag",
        "Källa",
        "Spara rättelsen",
        "Avbryt",
    ]


def test_a_form_that_is_refused_is_met_by_the_list_of_what_is_wrong(visit):
    page = visit(CHIEF)
    opened(page, "/varden/nytt/")
    send(page, "Spara värdet", value="12,5,3")
    expect(page.locator("#formularfel")).to_be_focused()
    wrong = page.locator("#formularfel").get_by_role("link", name="Värde: ")
    expect(wrong).to_contain_text("12,5,3")
    wrong.click()
    box = page.get_by_label("Värde", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("12,5,3"))


def test_a_number_with_two_readings_is_chosen_by_keyboard(visit):
    page = visit(CHIEF)
    opened(page, "/indikatorer/vol_kl/")
    page.get_by_text("Visa som tabell").click()
    page.locator(".year-table").first.locator("td a").first.click()
    page.get_by_role("link", name="Rätta värdet").click()
    send(page, "Spara rättelsen", value="1.234", reason="Prövar")
    readings = page.get_by_role("group", name="Hur ska värdet läsas?").get_by_role("button")
    expect(readings).to_have_text(["1\u00a0234", "1,234"])
    readings.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meddelanden")).to_contain_text("värdet är rättat")


def test_a_slash_goes_to_the_search_box_and_a_question_mark_shows_the_keys(visit):
    page = visit(CHIEF)
    opened(page, "/rapporter/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    before = page.evaluate(FOCUSED)["what"]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tangenter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(FOCUSED)["what"] == before


def test_the_single_keys_can_be_turned_off(visit):
    page = visit("skribent")
    opened(page, "/konto/")
    page.get_by_role("button", name="Stäng av enbokstavstangenterna").click()
    expect(page.locator("body")).to_have_attribute("data-single-keys", "off")
    page.wait_for_load_state()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit(CHIEF)
    opened(page, "/")
    page.get_by_text("Konto", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Mitt konto")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mitt konto")).to_be_hidden()
    assert page.evaluate(FOCUSED)["words"] == "Konto"
