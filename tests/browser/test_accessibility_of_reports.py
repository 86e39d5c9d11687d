"""A report is for everybody: nothing that axe finds in it, wide or narrow; its tables scroll by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CHIEF, REPORT_PAGES, Shown, violations
from tests.browser.visiting import HEIGHT, PHONE, WIDE, opened


@pytest.fixture(scope="module")
def portal(looked_at):
    """The demo that is only looked at."""
    return looked_at


@pytest.mark.parametrize("shown", REPORT_PAGES, ids=lambda shown: shown.name)
def test_axe_finds_nothing_in_a_report(visit, shown: Shown):
    page = shown.open(visit, width=WIDE)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": HEIGHT[PHONE]})
    assert violations(page) == []


def test_a_wide_table_scrolls_by_keyboard_on_a_phone(visit):
    page = visit(CHIEF, width=PHONE)
    opened(page, "/rapporter/verksamhetsberattelse-2023/")
    table = page.get_by_role("region", name="Personal").last
    table.focus()
    expect(table).to_be_focused()
    assert table.evaluate("(region) => region.scrollWidth > region.clientWidth")
    page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
