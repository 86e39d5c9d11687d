"""The portal on a phone and with enlarged text: nothing is cut off, nothing needs scrolling sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import CHIEF, PAGES, READER, REPORT_PAGES, Shown, violations
from tests.browser.visiting import HEIGHT, NARROW, PHONE, WIDE, opened

# What stands beside the page's right edge, innermost first; empty where the page needs no scrolling sideways.
BESIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const all = [...document.querySelectorAll("body *")];
  const out = all.filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
  return out.reverse().slice(0, 3).map((e) => e.outerHTML.slice(0, 160));
}"""
# The distances that a reader may set according to WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# Boxes whose words don't fit in them: cut off, or standing over what is beside.
CUT = """() => [...document.querySelectorAll("a, button, summary, label, li, p, h1, h2, h3, dt, dd, td, th, .chip")]
  .filter((e) => e.innerText?.trim() && e.getClientRects().length && !e.closest(".visually-hidden, dialog"))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== "inline"
    || (e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflowY === "hidden"))
  .map((e) => e.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def portal(looked_at):
    """The demo that is only looked at."""
    return looked_at


def narrowed(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    return page


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_is_whole_on_a_phone(visit, shown: Shown):
    page = shown.open(visit, width=PHONE)
    assert page.evaluate(BESIDE) == []
    assert violations(page) == []
    assert narrowed(page, NARROW).evaluate(BESIDE) == []


@pytest.mark.parametrize("shown", REPORT_PAGES, ids=lambda shown: shown.name)
def test_a_report_needs_no_scrolling_sideways(visit, shown: Shown):
    page = shown.open(visit, width=PHONE)
    assert page.evaluate(BESIDE) == []
    assert narrowed(page, NARROW).evaluate(BESIDE) == []


SPACED = [
    shown
    for shown in (*PAGES, *REPORT_PAGES[:1])
    if shown.name
    in {
        "log-in",
        "start of huvudcontroller",
        "figures filtered",
        "indicators",
        "indicator",
        "figure",
        "new figure refused",
        "search",
        "list of reports",
        "account",
        REPORT_PAGES[0].name,
    }
]


@pytest.mark.parametrize("shown", SPACED, ids=lambda shown: shown.name)
def test_more_room_between_letters_and_lines_cuts_nothing(visit, shown: Shown):
    page = shown.open(visit, width=WIDE, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(BESIDE) == []
    assert page.evaluate(CUT) == []
    assert narrowed(page, PHONE).evaluate(BESIDE) == []


def test_the_menu_of_a_phone_holds_all_that_the_wide_one_does(visit):
    page = visit(CHIEF, width=PHONE)
    opened(page, "/")
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_hidden()
    page.get_by_text("Meny", exact=True).click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    links = page.get_by_role("navigation", name="Huvudmeny").get_by_role("link")
    narrow = links.all_inner_texts()
    assert len(narrow) > 3
    page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
    page.locator(".shell-nav summary").click()
    expect(links).to_have_text(narrow, use_inner_text=True)


def test_what_is_pressed_on_a_phone_is_large_enough_for_a_finger(visit):
    page = visit(READER, width=PHONE, has_touch=True, is_mobile=True)
    opened(page, "/rapporter/verksamhetsberattelse-2023/")
    pressed = page.locator("main .toolbar a.button, header summary").filter(visible=True)
    assert pressed.count() >= 4
    for button in pressed.all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, button.inner_text()
