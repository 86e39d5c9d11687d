"""Writing in a browser: the editor under the strict policy, saving by itself, two writers, and without scripts."""

import re

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, opened

SECTION = "/rapporter/delarsrapport-2024-08/texter/analys/"


def editor(page):
    return page.locator(".ProseMirror")


def test_what_is_written_is_saved_by_itself_with_its_headings_lists_and_bold_words(visit):
    page = visit("huvudcontroller")
    opened(page, SECTION)
    expect(page.locator("textarea#text")).to_be_hidden()
    editor(page).fill("")
    editor(page).press_sequentially("Läget")
    page.get_by_role("button", name="Rubrik", exact=True).click()
    editor(page).press("End")
    editor(page).press("Enter")
    page.get_by_role("button", name="Punktlista").click()
    editor(page).press_sequentially("ett")
    expect(page.locator("#sparlage")).to_contain_text("Sparat", timeout=20_000)
    expect(page.locator("#sparlage")).not_to_contain_text("sparas strax", timeout=20_000)
    again = visit("huvudcontroller", java_script_enabled=False)
    opened(again, SECTION)
    assert again.locator("textarea#text").input_value() == "# Läget\n\n- ett"


def test_two_who_write_at_once_lose_no_word_and_each_sees_who_else_writes_and_where(visit):
    one, other = visit("huvudcontroller"), visit("forvaltningschef")
    opened(one, SECTION)
    opened(other, SECTION)
    editor(one).get_by_text("ett", exact=True).click()
    editor(one).press("End")
    editor(one).press("Enter")
    editor(one).press_sequentially("två")
    expect(one.locator("#sparlage")).to_contain_text("Sparat", timeout=20_000)
    expect(one.locator("#sparlage")).not_to_contain_text("av ", timeout=20_000)
    editor(other).get_by_text("Läget", exact=True).click()
    editor(other).press("Home")
    editor(other).press_sequentially("Nya ")
    expect(other.locator("#sparlage")).to_contain_text("skriver också i avsnittet", timeout=20_000)
    # Without opening the page again: the other's words, whose they are, and where they write.
    expect(editor(other)).to_contain_text("två")
    expect(other.locator("#skriver")).to_contain_text("Huvudcontroller skriver i stycke 2")
    expect(editor(one)).to_contain_text("Nya Läget", timeout=20_000)
    expect(one.locator(".by-other")).to_have_attribute("data-by", re.compile(r"^Förvaltningschef \d\d\.\d\d$"))
    expect(one.locator("#skriver")).to_contain_text("Förvaltningschef skriver i stycke 1 (”Nya Läget”)")
    the_same_paragraph(one, other)
    # What the browser notes of the broken contact.
    visit.complaints[:] = [each for each in visit.complaints if not each.startswith("htmx:sendError")]


def the_same_paragraph(one, other):
    """Written without contact, saved when it is back: the last one's words stand, and both are told of the other's."""
    other.context.set_offline(True)
    for page, word in ((other, " tvåa"), (one, " etta")):
        editor(page).get_by_text("Nya Läget").click()
        editor(page).press("End")
        editor(page).press_sequentially(word)
    expect(other.locator("#sparlage")).to_contain_text("ingen kontakt med servern", timeout=20_000)
    expect(one.locator("#sparlage")).to_contain_text("Sparat", timeout=20_000)
    other.context.set_offline(False)
    expect(other.locator("#sparlage")).to_contain_text("har skrivit i samma stycke", timeout=20_000)
    expect(other.locator("#sparlage")).to_contain_text("Nya Läget etta")
    expect(one.locator("#skriver")).to_contain_text("Ditt stycke ”Nya Läget etta” är ändrat", timeout=20_000)
    expect(editor(one)).to_contain_text("Nya Läget tvåa")


def test_without_scripts_the_plain_box_saves_the_same_text_on_a_phone(visit):
    page = visit("huvudcontroller", width=PHONE, java_script_enabled=False)
    opened(page, SECTION)
    page.get_by_label("Text", exact=True).fill("Se [sidan](https://example.se).")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Klart: Sparat.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    wide = visit("huvudcontroller")
    opened(wide, SECTION)
    expect(editor(wide).get_by_role("link", name="sidan")).to_have_attribute("href", "https://example.se")
