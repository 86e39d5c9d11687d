"""Writing and approving in a browser: the editor, saving by itself, two writers, without scripts; twenty goals by keys.

The two share a portal: what is written in one report is nothing to the other.
"""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visiting import PHONE, opened
from vss_portal.demo import DEMO_PASSWORD

SECTION = "/rapporter/delarsrapport-2024-08/texter/analys/"
SLUG, GOALS, BY_KEY = "manga-mal", 22, 20
LIST = f"/rapporter/{SLUG}/att-godkanna/"
PREPARE = f"""
from indicators.models import Goal, ReportingOccasion
from reports.writing import create_report, save_template
from tests.factories import an_act
from tests.reports import judging
occasion = ReportingOccasion.objects.get(organisation__code="vss", year=2024, kind="august")
known = Goal.objects.in_year(occasion.organisation, 2024)
with an_act():
    for number in range(len(known), {GOALS}):
        told = dict(code=f"mal-{{number}}", name=f"Mål nummer {{number}}", order=100 + number)
        Goal.objects.create(municipal_goal=known[0].municipal_goal, **told)
goals = dict(key="mal", heading="Mål", kind="goals")
declaration = dict(schema=1, code="mal", name="Mål", kind="interim", title="Många mål", sections=[goals])
version = save_template(organisation=occasion.organisation, declaration=declaration, by=judging.editor())
told = dict(slug="{SLUG}", title="Många mål", year=2024, month=8, by=judging.editor(), occasion=occasion)
judging.propose_all(create_report(template_version=version, **told))
"""


def editor(page):
    return page.locator(".ProseMirror")


def saved(page):
    """Nothing is left to be saved, and nobody else has written."""
    expect(page.locator("#sparlage")).to_have_text(re.compile(r"^\s*Sparat \d\d\.\d\d\s*$"))


def stands(visit, written=None):
    """What the plain box holds; written into it first, where something is given."""
    page = visit("huvudcontroller", java_script_enabled=False)
    opened(page, SECTION)
    if written is not None:
        page.locator("textarea#text").fill(written)
        page.get_by_role("button", name="Spara", exact=True).click()
        expect(page.get_by_text("Klart: Sparat.")).to_be_visible()
    return page.locator("textarea#text").input_value()


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
    saved(page)
    assert stands(visit) == "# Läget\n\n- ett"
    sent_by_hand_while_it_is_being_saved(page)
    assert stands(visit) == "# Läget\n\n- ett\n- två tre"


def sent_by_hand_while_it_is_being_saved(page):
    """The answer about the first words is held back until more is written and sent: they are nobody else's words."""
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/spara/", hold_the_first)
    editor(page).press("Enter")
    with page.expect_request("**/spara/"):
        editor(page).press_sequentially("två")
    editor(page).press_sequentially(" tre")
    page.get_by_role("button", name="Spara", exact=True).click()
    held[0].continue_()
    expect(page.get_by_text("Klart: Sparat.")).to_be_visible()


def test_two_who_write_at_once_lose_no_word_and_each_sees_who_else_writes_and_where(visit):
    stands(visit, "# Läget\n\n- ett")
    one, other = visit("huvudcontroller"), visit("forvaltningschef")
    opened(one, SECTION)
    # Until they have saved, the other hears nothing of what is written meanwhile.
    other.route("**/skriver/", lambda route: route.abort())
    opened(other, SECTION)
    editor(one).get_by_text("ett", exact=True).click()
    editor(one).press("End")
    editor(one).press("Enter")
    editor(one).press_sequentially("två")
    saved(one)
    editor(other).get_by_text("Läget", exact=True).click()
    editor(other).press("End")
    editor(other).press_sequentially(" nu")
    expect(other.locator("#sparlage")).to_contain_text("skriver också i avsnittet")
    other.unroute("**/skriver/")
    # Without opening the page again: the other's words, whose they are, and where they write.
    expect(editor(other)).to_contain_text("två")
    expect(other.locator("#skriver")).to_contain_text("Huvudcontroller skriver i stycke 2")
    expect(editor(one)).to_contain_text("Läget nu")
    expect(one.locator(".by-other")).to_have_attribute("data-by", re.compile(r"^Förvaltningschef \d\d\.\d\d$"))
    expect(one.locator("#skriver")).to_contain_text("Förvaltningschef skriver i stycke 1 (”Läget nu”)")
    the_same_paragraph(one, other)
    # What the browser notes of the broken contact.
    visit.complaints[:] = [each for each in visit.complaints if not each.startswith("htmx:sendError")]


def the_same_paragraph(one, other):
    """Written without contact, saved when it is back: the last one's words stand, and both are told of the other's."""
    other.context.set_offline(True)
    for page, word in ((other, " tvåa"), (one, " etta")):
        editor(page).get_by_text("Läget nu").click()
        editor(page).press("End")
        editor(page).press_sequentially(word)
    expect(other.locator("#sparlage")).to_contain_text("ingen kontakt med servern")
    saved(one)
    other.context.set_offline(False)
    expect(other.locator("#sparlage")).to_contain_text("har skrivit i samma stycke")
    expect(other.locator("#sparlage")).to_contain_text("Läget nu etta")
    # What the other wrote stays in sight while one goes on.
    editor(other).press_sequentially("n")
    saved(other)
    expect(other.locator(".notice-line", has_text="Läget nu etta")).to_be_visible()
    expect(one.locator("#skriver")).to_contain_text("Ditt stycke ”Läget nu etta” är ändrat")
    expect(editor(one)).to_contain_text("Läget nu tvåan")


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


# Twenty goals approved by keyboard, one key each, and the last two on a phone, one tap each


@pytest.fixture(scope="module")
def prepared(portal):
    """A report with more goals than the demo's, all of them sent to the förvaltningschef."""
    portal.manage("shell", "-c", PREPARE)
    return portal


def test_twenty_goals_take_twenty_keys_and_two_on_a_phone_take_two_taps(prepared, visit):
    page = visit("forvaltningschef")
    opened(page, LIST)
    expect(page.get_by_text(f"{GOALS} av {GOALS} kvar")).to_be_visible()
    page.locator(".approve-list a").first.click()
    page.get_by_label("Ditt lösenord").fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Godkänn", exact=True)).to_be_visible()
    approved = []
    for left in range(GOALS, GOALS - BY_KEY, -1):
        expect(page.get_by_text(f"{left} av {GOALS} kvar")).to_be_visible()
        approved.append(page.locator("#malet").inner_text())
        # What is approved has been seen without another step: the proposal, and the whole text of one that is new.
        expect(page.locator("dt", has_text="Indikatorerna pekar mot")).to_be_in_viewport()
        expect(page.locator(".approve-more .prose p").last).to_be_in_viewport()
        press(page, "g")
    assert len(set(approved)) == BY_KEY
    expect(page.get_by_text(f"{GOALS - BY_KEY} av {GOALS} kvar")).to_be_visible()
    expect(page.locator("#malet")).to_be_focused()
    held_down_decides_nothing(page)
    undo_and_approve_again(page)
    on_a_phone(visit("forvaltningschef", width=PHONE))


def press(page, key):
    """The keys of a page that is seen are heard when its scripts have run, too."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def held_down_decides_nothing(page):
    """The key that repeats itself while it is held down would else approve what nobody has read."""
    page.wait_for_load_state()
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'g', repeat: true}))")
    expect(page.get_by_text(f"{GOALS - BY_KEY} av {GOALS} kvar")).to_be_visible()


def undo_and_approve_again(page):
    press(page, "z")
    expect(page.get_by_text(f"{GOALS - BY_KEY + 1} av {GOALS} kvar")).to_be_visible()
    press(page, "g")
    expect(page.get_by_text(f"{GOALS - BY_KEY} av {GOALS} kvar")).to_be_visible()


def on_a_phone(page):
    opened(page, LIST)
    page.locator(".approve-list a").first.click()
    for left in range(GOALS - BY_KEY, 0, -1):
        expect(page.get_by_text(f"{left} av {GOALS} kvar")).to_be_visible()
        buttons = page.locator(".approve-acts .button:visible")
        assert all(box["height"] >= 48 for box in (button.bounding_box() for button in buttons.all()))
        expect(page.get_by_role("button", name="Godkänn", exact=True)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        page.get_by_role("button", name="Godkänn", exact=True).click()
    expect(page.get_by_text("Alla mål är bedömda.")).to_be_visible()
