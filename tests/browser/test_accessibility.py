"""Pages for everybody: nothing that axe finds on a wide screen. Reports and small screens have files of their own."""

import re
from collections import defaultdict
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES, Shown, violations
from tests.browser.visiting import WIDE, opened


@pytest.fixture(scope="module")
def portal(looked_at):
    """The demo that is only looked at."""
    return looked_at


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_axe_finds_nothing_on_a_page(visit, shown: Shown):
    page = shown.open(visit, width=WIDE)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert violations(page) == []


def test_what_axe_should_find_is_found(visit):
    page = visit()
    opened(page, "/hjalp/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/x\"><h5>x</h5>')")
    assert {line.partition(":")[0] for line in violations(page)} == {"image-alt", "heading-order"}


def test_every_page_has_a_title_of_its_own(visit):
    """The tabs of a browser and the list of where one has been can be told apart."""
    titles = defaultdict(set)
    people = {role: visit(role) for role in {shown.role for shown in PAGES}}
    for shown in PAGES:
        if shown.then is None:
            answer = people[shown.role].request.get(shown.address)
            found = re.search("<title>(.*?)</title>", answer.text(), re.DOTALL)
            assert found is not None, shown.name
            titles[unescape(found[1]).strip()].add(answer.url.partition("?")[0])
    assert {title: pages for title, pages in titles.items() if len(pages) > 1 or title.startswith("–")} == {}
