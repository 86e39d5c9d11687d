"""The formal PDF as it looks: pages compared with pictures that a person has approved."""

import pytest
from PIL import Image, ImageDraw

from tests.visual.pages import APPROVED, MOST_IN_A_SPOT, MOST_IN_ALL, NAMES, difference, pages_of, printed

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return pages_of(printed(), tmp_path_factory.mktemp("sidor"))


def looks_the_same(one, other):
    apart = difference(one, other)
    return apart is not None and apart[0] <= MOST_IN_A_SPOT and apart[1] <= MOST_IN_ALL


def approved(name):
    return Image.open(APPROVED / f"{name}.png").convert("L")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_looks_as_it_was_approved(pages, name):
    assert looks_the_same(pages[name], approved(name)), f"{name}: {difference(pages[name], approved(name))}"


def test_every_approved_picture_belongs_to_a_page():
    assert {path.stem for path in APPROVED.glob("*.png")} == set(NAMES)


def moved(page):
    part = page.crop((0, 400, page.width, 480))
    page.paste(part, (0, 405))


def without_a_rule(page):
    inner = range(60, page.width - 60)
    darkest = min(range(60, page.height - 60), key=lambda line: sum(page.getpixel((x, line)) for x in inner))
    ImageDraw.Draw(page).rectangle((0, darkest - 1, page.width, darkest + 1), fill=255)


def without_a_figure(page):
    ImageDraw.Draw(page).rectangle((page.width - 110, 400, page.width - 50, 420), fill=255)


@pytest.mark.parametrize("change", [moved, without_a_rule, without_a_figure])
def test_a_change_that_an_eye_sees_is_found(pages, change):
    page = pages["contents-and-long-table"].copy()
    change(page)
    assert not looks_the_same(page, approved("contents-and-long-table"))
