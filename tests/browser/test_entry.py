"""A month of sixty figures in the browser, with the mouse unplugged, and once more without JavaScript.

The tests follow one another on one database: VO HR enters August by keyboard, its manager clears it; afterwards it is
opened again and done without JavaScript.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import NOTHING_BY_ITSELF, focused, press, saved, tabbed_to, to_first_box, until
from tests.browser.looks import faults
from tests.browser.month import BOXES, MONTH, STAFF, WORKED_ON, YEAR, bridged_without_script, explained_without_script
from tests.browser.sixty import ROWS, VALUES
from tests.browser.visiting import opened


@pytest.fixture(scope="module", autouse=True)
def sixty(portal):
    """VO HR has sixty figures to enter."""
    portal.manage("shell", "-c", "from tests.browser.sixty import fill; fill()")


def boxes(page: Page) -> int:
    return page.locator(f"tr:not([data-computed]) {BOXES}").count()


def test_a_month_is_entered_explained_forecast_and_marked_ready_by_keyboard(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    assert boxes(page) == len(VALUES) == ROWS
    to_first_box(page)
    for value in VALUES.values():
        page.keyboard.type(value)
        press(page, "Enter")
    expect(page.locator("#lage")).to_contain_text(f"{ROWS} av {ROWS + STAFF} ifyllda", timeout=60_000)
    expect(page.locator("td.cell-explain")).to_have_count(2)
    second = page.locator(BOXES).nth(1)
    expect(page.locator(f"tr:not([data-computed]) {BOXES}").last).to_be_focused()
    press(page, "Control+Home", "ArrowDown", "Control+Enter")
    assert focused(page).startswith("forklaring-")
    page.keyboard.type("Periodiserad licens")
    press(page, "Enter")
    expect(page.locator("td.cell-explained")).to_have_count(1)
    expect(second).to_be_focused()
    press(page, "ArrowDown", "ArrowDown", "Control+Enter")
    page.keyboard.type("Sommarens vakanser")
    press(page, "Enter")
    expect(page.locator("td.cell-explained")).to_have_count(2)
    expect(page.locator(BOXES).nth(3)).to_be_focused()
    press(page, "Control+Home", "Alt+Enter")
    expect(page.locator("td[id^='c-p-'] input[type='text']").first).to_have_attribute("data-shown", re.compile(r"\d"))
    expect(page.locator("#lage")).to_contain_text("0 att förklara")
    expect(page.locator("#sparat")).to_contain_text("Allt sparat")
    press(page, "Control+End")
    tabbed_to(page, "Klar för granskning")
    expect(page.get_by_role("heading", name="Sammanfattning")).to_be_visible()
    tabbed_to(page, "Klar för granskning")
    expect(page.locator("#meddelanden")).to_contain_text("Klar för granskning")


def test_the_forecast_is_bridged_by_keyboard(visit):
    page = visit("controller-hr")
    opened(page, f"{MONTH}avvikelse/")
    page.get_by_label("Belopp, post 1").focus()
    page.keyboard.type("-400")
    press(page, "Tab")
    page.keyboard.type("vakanser")
    press(page, "Enter")
    expect(page.locator("#meddelanden")).to_contain_text("Posterna är sparade")
    expect(page.get_by_label("Belopp, post 1")).to_have_value("-400")


def test_the_manager_sees_what_is_new_and_clears(visit):
    page = visit("chef-hr")
    opened(page, "/min-manad/")
    expect(page.get_by_text("Periodiserad licens")).to_be_hidden()
    tabbed_to(page, "Granska och klarmarkera: 2 nya förklaringar, 1 ny prognos")
    expect(page.get_by_text("Periodiserad licens")).to_be_visible()
    tabbed_to(page, "Klarmarkera")
    expect(page.locator("#meddelanden")).to_contain_text("är nu ”Klarmarkerad”")
    expect(page.locator("tr").filter(has_text="Verksamhetsområde HR")).to_contain_text("Klarmarkerad")


def test_the_director_sees_the_area_cleared(visit):
    page = visit("forvaltningschef")
    opened(page, "/laget/")
    row = page.locator("tr").filter(has_text="Verksamhetsområde HR")
    expect(row).to_contain_text("Klarmarkerad")
    expect(row).to_contain_text("vakanser −400")


def test_what_cant_be_read_is_told_and_escape_brings_back_what_stood(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    box = page.locator(BOXES).first
    stood = box.input_value()
    box.focus()
    page.keyboard.type("12,5,3")
    press(page, "Escape")
    expect(box).to_have_value(stood)
    page.keyboard.type("12,5,3")
    press(page, "ArrowDown")
    expect(page.get_by_text("går inte att läsa som ett tal")).to_be_visible()
    expect(page.locator("#osparat")).to_have_text("1 värde är inte sparat")
    expect(page.locator(BOXES).nth(1)).to_be_focused()


def test_all_keys_move_and_the_reason_menu_and_undo_work(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    first, last = page.locator(BOXES).first, page.locator("td.cell > input[type='text']").last
    first.focus()
    press(page, "ArrowRight")
    assert focused(page).startswith("p-")
    press(page, "Home")
    expect(first).to_be_focused()
    press(page, "End")
    assert focused(page).startswith("p-")
    press(page, "Control+End")
    expect(page.get_by_role("columnheader", name="Prognos helår")).to_be_in_viewport()
    press(page, "Control+Home", "ArrowDown", "ArrowUp")
    expect(first).to_be_focused()
    assert last.count() == 1
    # What is folded away is passed over, also on the next visit, until one is led to a box in it.
    page.get_by_role("button", name="Volymer").click()
    page.reload()
    expect(page.get_by_role("button", name="Volymer")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_label("Ärenden HR-Direkt HR-service, aug 2024")).to_be_hidden()
    first.focus()
    press(page, "ArrowDown", "ArrowDown")
    expect(page.get_by_label("Kundnöjdhet HR-service HR-service, aug 2024")).to_be_focused()
    first.focus()
    stood = first.input_value()
    press(page, "Alt+ArrowDown")
    expect(page.locator("#orsaker")).to_be_visible()
    page.get_by_role("button", name="Ej tillämpligt").focus()
    press(page, "Enter")
    saved(first, "N/A")
    expect(page.locator("#sparat")).to_contain_text("Allt sparat")
    expect(first).to_be_focused()
    press(page, "Control+z")
    saved(first, stood)
    expect(first).to_have_value(stood)


def test_a_block_is_pasted_by_keyboard_and_taken_back(visit):
    page = visit("controller-hr", permissions=["clipboard-read", "clipboard-write"])
    opened(page, MONTH)
    page.evaluate("navigator.clipboard.writeText('2 905\\n2 806')")
    page.locator(BOXES).first.focus()
    press(page, "Control+v")
    expect(page.get_by_role("heading", name="Så blir det")).to_be_visible()
    tabbed_to(page, "Spara 2 värden")
    expect(page.get_by_role("heading", name="2 värden är sparade")).to_be_visible()
    tabbed_to(page, "Ångra allt")
    expect(page.locator("#meddelanden")).to_contain_text("2 värden är återställda")


def test_what_couldnt_be_sent_stays_and_is_sent_when_the_server_answers(visit):
    page = visit("controller-hr")
    page.add_init_script(NOTHING_BY_ITSELF)
    opened(page, MONTH)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    box = page.locator(BOXES).nth(2)
    box.focus()
    page.keyboard.type("222")
    press(page, "Tab")
    expect(page.locator("#osparat")).to_contain_text("ingen kontakt med servern")
    expect(box).to_have_value("222")
    page.unroute("**/*")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(box, "222")
    expect(page.locator("#osparat")).to_have_text("")
    # That the server didn't answer is what this test is about; the browser notes it.
    visit.complaints.clear()


def logged_out(page: Page) -> None:
    """The session of this browser is over, as after a working day."""
    page.context.clear_cookies(name="sessionid")


def test_what_is_typed_when_the_session_has_ended_stays_and_is_saved_after_the_log_in(visit):
    page = visit("controller-hr")
    page.add_init_script(NOTHING_BY_ITSELF)
    opened(page, MONTH)
    session = next(each for each in page.context.cookies() if each["name"] == "sessionid")
    logged_out(page)
    box = page.locator(BOXES).nth(2)
    box.focus()
    page.keyboard.type("219")
    press(page, "Enter")
    expect(page.locator("#osparat")).to_contain_text("Inte sparat: du är utloggad. Värdet 219 ligger kvar här")
    expect(page.get_by_role("link", name="Logga in i en ny flik")).to_be_visible()
    assert page.url.endswith(MONTH)
    page.context.add_cookies([session])
    page.get_by_role("button", name="Försök igen").click()
    saved(box, "219")
    expect(page.locator("#sparat")).to_contain_text("Allt sparat")
    expect(page.locator("#osparat")).to_have_text("")


def test_who_types_on_while_a_box_is_being_sent_loses_nothing(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    held = []

    def hold(route):
        first = route.request.method == "POST" and not held
        return held.append(route) if first else route.continue_()

    page.route("**/inmatning/**", hold)
    box = page.locator(f"tr:not([data-computed]) {BOXES}").last
    box.focus()
    page.keyboard.type("9,1")
    press(page, "Enter")
    page.keyboard.type("9,2")
    expect(page.locator("td.cell-saving")).to_have_count(1)
    until(page, lambda: held)
    held[0].continue_()
    expect(page.locator("td.cell-saving")).to_have_count(0)
    expect(box).to_have_value("9,2")
    expect(box).to_be_focused()
    press(page, "Enter")
    saved(box, "9,2")
    expect(page.locator("#osparat")).to_have_text("")


def test_what_somebody_else_saves_is_told_at_its_box_and_ones_own_typing_is_left(visit):
    page, other = visit("controller-hr"), visit("huvudcontroller")
    for each in (page, other):
        each.add_init_script(NOTHING_BY_ITSELF)
        opened(each, MONTH)
    idle, typed = "Provvolym 01 HR-service, aug 2024", "Provvolym 02 HR-service, aug 2024"
    page.get_by_label(typed).fill("1 111")
    for name in (idle, typed):
        other.get_by_label(name).fill("2 222")
        press(other, "Enter")
        saved(other.get_by_label(name), "2\u00a0222")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_label(idle)).to_have_value("2\u00a0222")
    expect(page.get_by_label(typed)).to_have_value("1 111")
    expect(page.get_by_label(typed)).to_be_focused()
    expect(page.locator("tr").filter(has=page.get_by_label(idle))).to_contain_text("skrev 2\u00a0222 kl.")
    expect(page.locator("#andras")).to_contain_text("och 1 till")
    expect(page.locator("td.cell-other")).to_have_count(2)
    press(page, "Enter")
    expect(page.get_by_role("button", name="Behåll 2\u00a0222")).to_be_visible()


def test_the_panel_follows_the_row_and_a_line_holds_for_several_rows(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    page.get_by_role("link", name="Kostnader, tkr").click()
    expect(page.locator("#detaljrubrik")).to_have_text("Kostnader, tkr")
    expect(page.locator("#detaljrubrik")).to_be_focused()
    expect(page.locator("#sparat")).to_have_text("Inget osparat")
    assert page.url.endswith(MONTH)
    cases = page.get_by_label("Ärenden HR-Direkt HR-service, aug 2024")
    cases.focus()
    expect(page.locator("#detaljrubrik")).to_have_text("Ärenden HR-Direkt")
    expect(cases).to_be_focused()
    expect(cases).to_be_in_viewport()
    page.get_by_role("button", name="Detaljer").click()
    expect(page.locator("#detaljer")).to_be_hidden()
    first, last = page.locator(BOXES).first, page.locator(f"tr:not([data-computed]) {BOXES}").last
    for box, value in ((first, "99\u00a0999"), (last, "2,0")):
        box.fill(value)
        press(page, "Enter")
        saved(box, value)
    # The line was brought before the other row waited for one.
    line = page.locator("tr.row--explain").filter(has_text="99\u00a0999")
    line.get_by_label("gäller även Kundnöjdhet HR-service").check()
    first.focus()
    press(page, "Control+Enter")
    page.keyboard.type("Ny tjänst")
    press(page, "Enter")
    expect(page.get_by_text("Förklarat: Ny tjänst")).to_have_count(2)


def test_the_same_is_done_without_javascript(visit):
    manager = visit("chef-hr", java_script_enabled=False)
    opened(manager, f"{MONTH}klar/")
    manager.get_by_label(re.compile("öppnas igen")).fill("Kostnaderna ska rättas")
    manager.get_by_role("button", name="Öppna igen").click()
    expect(manager.locator("#meddelanden")).not_to_be_empty()
    page = visit("controller-hr", java_script_enabled=False)
    opened(page, MONTH)
    typed = page.locator(f"tr:not([data-computed]) {BOXES}")
    handles = typed.element_handles()
    assert len(handles) == ROWS
    for at, handle in enumerate(handles):
        handle.fill(f"{at + 31}")
    typed.nth(0).fill("2 901")
    typed.nth(1).fill("2 450")
    typed.nth(ROWS - 1).fill("9,5,5")
    page.get_by_role("button", name="Spara ändrade värden").click()
    expect(page.locator("#formularfel")).to_contain_text("1 värde är inte sparat")
    typed.nth(ROWS - 1).fill("9,5")
    page.get_by_role("button", name="Spara ändrade värden").click()
    expect(page.locator("#meddelanden")).to_contain_text("1 värde är sparat")
    explained_without_script(page, "Ny mätmetod")
    page.get_by_label("Antal rekryteringar HR-service, prognos helår").fill("470")
    page.get_by_role("button", name="Spara ändrade värden").click()
    expect(page.locator("#meddelanden")).to_contain_text("1 värde är sparat")
    bridged_without_script(page)
    page.get_by_role("link", name="Klar för granskning").click()
    page.get_by_role("button", name="Klar för granskning").click()
    expect(page.locator("#meddelanden")).to_contain_text("Klar för granskning")
    opened(manager, f"{MONTH}klar/")
    manager.get_by_role("button", name="Klarmarkera").click()
    expect(manager.locator(".page-lead")).to_contain_text(re.compile("Klarmarkerad"))


def test_the_budget_with_plan_years_is_entered_pasted_and_undone_by_keyboard(visit):
    page = visit("controller-hr", permissions=["clipboard-read", "clipboard-write"])
    opened(page, YEAR)
    boxes = page.locator("tr:not([data-computed]) td.cell > input[type='text']")
    boxes.first.focus()
    page.keyboard.type("42 000")
    press(page, "Tab")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.type("43 000")
    press(page, "ArrowDown", "ArrowLeft")
    page.keyboard.type("41 500")
    press(page, "Enter")
    expect(page.locator("#sparat")).to_contain_text("Allt sparat")
    expect(page.locator("tr[data-computed] td[id^='c-b2025']").first).to_have_text("500")
    press(page, "Control+Home", "Control+z")
    expect(page.locator("tr[data-computed] td[id^='c-b2025'] input").first).to_have_count(1)
    expect(page.locator("td.cell > input:focus")).to_have_attribute("data-shown", "")
    page.evaluate("navigator.clipboard.writeText('40 000\\t40 500\\n39 000\\t39 500')")
    press(page, "Control+Home", "Control+v")
    expect(page.get_by_role("heading", name="Så blir det")).to_be_visible()
    tabbed_to(page, "Spara 4 värden")
    expect(page.get_by_role("heading", name="4 värden är sparade")).to_be_visible()
    tabbed_to(page, "Ångra allt")
    expect(page.locator("#meddelanden")).to_contain_text("4 värden är återställda")


def test_evidence_is_added_in_the_panel_without_leaving_the_table(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    page.locator(BOXES).first.focus()
    press(page, "Control+.")
    expect(page.locator("#detaljrubrik")).to_be_focused()
    page.get_by_label("Varifrån värdet kommer").fill("Uttag ur ekonomisystemet 3 sep")
    page.get_by_label("Fil, högst 5 MB").set_input_files(
        {"name": "uttag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 uttag"}
    )
    page.get_by_label("Varifrån värdet kommer").press("Enter")
    link = page.locator("#detaljer").get_by_role("link", name="uttag.pdf")
    expect(link).to_be_visible()
    assert page.url.endswith(MONTH)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "uttag.pdf"
    page.get_by_label("Länk", exact=True).fill("http://exempel.se")
    page.get_by_label("Länk", exact=True).press("Enter")
    expect(page.locator("#detaljer").get_by_role("alert")).to_contain_text("ska börja med https://")
    press(page, "Escape")
    expect(page.locator(BOXES).first).to_be_focused()


def test_what_is_saved_and_what_isnt_is_announced(visit):
    page = visit("controller-hr")
    opened(page, MONTH)
    expect(page.locator("#sparat")).to_have_attribute("role", "status")
    expect(page.locator("#osparat")).to_have_attribute("role", "alert")
    box = page.locator(BOXES).nth(3)
    box.focus()
    page.keyboard.type("tolv")
    press(page, "ArrowDown")
    expect(page.locator("#osparat")).to_have_text("1 värde är inte sparat")
    expect(box).to_have_attribute("aria-invalid", "true")
    told = (box.get_attribute("aria-describedby") or "").split()
    expect(page.locator(f"[id='{told[0]}']")).to_have_text("inte sparat")
    expect(page.locator(f"[id='{told[1]}']")).to_contain_text("”tolv” går inte att läsa som ett tal")
    page.get_by_role("button", name="Volymer").click()
    expect(box).to_be_hidden()
    expect(page.locator("tr.row--group").filter(has_text="Volymer")).to_contain_text("1 inte sparat")


def test_axe_finds_nothing_on_what_was_entered_and_the_pages_reflow_down_to_320_pixels(visit):
    assert faults(visit("controller-hr"), WORKED_ON) == []
