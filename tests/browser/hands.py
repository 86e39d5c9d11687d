"""The keyboard as hands use it, and the waiting for what a press ends with."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

# What a page does by itself now and then, without anybody's press, is left out: the test does it, or nobody.
NOTHING_BY_ITSELF = "window.setInterval = () => 0;"


def focused(page: Page) -> str:
    """The name of the box that has focus."""
    return str(page.evaluate("document.activeElement.getAttribute('name') || document.activeElement.tagName"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def to_first_box(page: Page) -> None:
    """Tab through the page until the first box of the table has focus."""
    for _ in range(60):
        press(page, "Tab")
        if focused(page).startswith("u-"):
            return
    raise AssertionError("the table isn't reached by Tab")


def tabbed_to(page: Page, word: str) -> None:
    """Tab until something that begins with the word has focus, and press it."""
    for _ in range(150):
        press(page, "Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(word):
            return press(page, "Enter")
    raise AssertionError(f"{word} isn't reached by Tab")


def saved(box: Locator, shown: str) -> None:
    """Wait until the server has taken the box's value, which it shows so; what is typed alone doesn't count."""
    expect(box).to_have_attribute("data-shown", shown)


def until(page: Page, what: Callable[[], object]) -> None:
    """Wait for something that isn't on the page, as a request that has come to be held."""
    for _ in range(2000):
        if what():
            return
        page.wait_for_timeout(10)
    raise AssertionError("it didn't happen")
