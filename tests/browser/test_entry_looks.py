"""The pages of a month as they look: on the screens that one has, on paper, and on the editor's side."""

from io import BytesIO

import pikepdf
import pytest

from tests.browser.looks import faults
from tests.browser.visiting import NARROW, PHONE, opened

MONTH, YEAR = "/inmatning/vo-hr/2024/8/", "/inmatning/vo-hr/ar/2025/"
EDITED = (
    *("/laget/2024/7/", "/rattelser/", "/perioder/", "/katalog/beslut/", "/listor/aktiviteter/2024/"),
    "/rapporter/delarsrapport-2024-08/logg/",
)


@pytest.fixture(scope="module")
def portal(looked_at):
    """The demo that is only looked at."""
    return looked_at


@pytest.mark.parametrize("address", [MONTH, YEAR])
def test_nothing_scrolls_sideways_at_1366_and_rows_are_blocks_on_a_phone(visit, address):
    page = visit("controller-hr")
    page.set_viewport_size({"width": 1366, "height": 768})
    opened(page, address)
    wide = "[...document.querySelectorAll('html, .table-scroll')].map((e) => e.scrollWidth - e.clientWidth)"
    assert max(page.evaluate(wide)) <= 0
    for width in (PHONE, NARROW):
        page.set_viewport_size({"width": width, "height": 844})
        assert max(page.evaluate(wide)) <= 0
        row = page.locator("tbody tr[data-key]").first
        name, box = row.locator("th").bounding_box(), row.locator("input[type='text']").first.bounding_box()
        assert name is not None
        assert box is not None
        assert box["y"] >= name["y"] + name["height"] - 1
        assert box["width"] >= 80


def test_the_position_holds_on_one_printed_page_also_with_sixty_areas(visit):
    page = visit("forvaltningschef")
    opened(page, "/laget/2024/8/")
    for areas in (page.locator(".position tbody tr").count(), 60):
        grown = "(n) => { const b = document.querySelector('.position tbody');"
        page.evaluate(f"{grown} while (b.rows.length < n) b.append(b.rows[3].cloneNode(true)); }}", areas)
        with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
            assert len(printed.pages) == 1


def test_axe_finds_nothing_on_the_editors_pages_and_they_reflow(visit):
    assert faults(visit("huvudcontroller"), EDITED) == []
