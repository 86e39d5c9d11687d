"""Writing in a browser: the editor under the strict policy, saving by itself, two writers, and without scripts."""

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


def test_two_who_write_at_once_lose_no_word_and_the_one_who_saves_last_is_told(visit):
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
    opened(one, SECTION)
    expect(editor(one)).to_contain_text("Nya Läget")
    expect(editor(one)).to_contain_text("två")


def test_without_scripts_the_plain_box_saves_the_same_text_on_a_phone(visit):
    page = visit("huvudcontroller", width=PHONE, java_script_enabled=False)
    opened(page, SECTION)
    page.get_by_label("Text", exact=True).fill("Se [sidan](https://example.se).")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Sparat.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    wide = visit("huvudcontroller")
    opened(wide, SECTION)
    expect(editor(wide).get_by_role("link", name="sidan")).to_have_attribute("href", "https://example.se")
