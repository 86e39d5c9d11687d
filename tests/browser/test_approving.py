"""Twenty goals approved by keyboard, one key each, and the last two on a phone, one tap each."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import PHONE, opened
from vss_portal.demo import DEMO_PASSWORD

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
    approved = []
    for left in range(GOALS, GOALS - BY_KEY, -1):
        expect(page.get_by_text(f"{left} av {GOALS} kvar")).to_be_visible()
        approved.append(page.locator("#malet").inner_text())
        # What is approved has been seen without another step: the proposal, and the whole text of one that is new.
        expect(page.locator("dt", has_text="Indikatorerna pekar mot")).to_be_in_viewport()
        expect(page.locator(".approve-more .prose p").last).to_be_in_viewport()
        page.keyboard.press("g")
    assert len(set(approved)) == BY_KEY
    expect(page.get_by_text(f"{GOALS - BY_KEY} av {GOALS} kvar")).to_be_visible()
    expect(page.locator("#malet")).to_be_focused()
    held_down_decides_nothing(page)
    undo_and_approve_again(page)
    on_a_phone(visit("forvaltningschef", width=PHONE))


def held_down_decides_nothing(page):
    """The key that repeats itself while it is held down would else approve what nobody has read."""
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'g', repeat: true}))")
    expect(page.get_by_text(f"{GOALS - BY_KEY} av {GOALS} kvar")).to_be_visible()


def undo_and_approve_again(page):
    page.keyboard.press("z")
    expect(page.get_by_text(f"{GOALS - BY_KEY + 1} av {GOALS} kvar")).to_be_visible()
    page.keyboard.press("g")
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
