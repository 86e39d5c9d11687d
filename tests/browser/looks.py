"""What is wrong with the looks of pages: for who sees nothing, and on a narrow screen."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visiting import NARROW, WIDE, opened


def faults(page: Page, addresses: Iterable[str]) -> list[tuple[str, ...]]:
    """What axe finds on the pages, and those that don't reflow down to 320 pixels."""
    found: list[tuple[str, ...]] = []
    for address in addresses:
        page.set_viewport_size({"width": WIDE, "height": 800})
        assert opened(page, address).ok
        found += [(address, each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((address, f"wider than {width}"))
    return found
