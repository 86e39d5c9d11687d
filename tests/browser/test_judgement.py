"""The whole chain in a browser: entered, proposed, returned, mended, approved on a phone, adopted, read, audited."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.visiting import PHONE, opened
from vss_portal.demo import DEMO_PASSWORD

SLUG, GOAL = "delarsrapport-2024-08", "goda-arbetsplatser"
REPORT = f"/rapporter/{SLUG}/"
PREPARE = f"""
from reports.models import Report
from tests.reports import judging
judging.complete(judging.again(Report.objects.get(slug="{SLUG}")), without=("{GOAL}",))
"""


@pytest.fixture(scope="module")
def prepared(portal):
    """The demo's delårsrapport with all done but one goal: its chain is what the test follows."""
    portal.manage("shell", "-c", PREPARE)
    return portal


def test_from_the_controllers_proposal_to_the_auditors_source(prepared, visit):
    correct_the_figure(visit("hr"))
    propose(visit("hr"), "Sjukfrånvaron har minskat.")
    send_back(visit("forvaltningschef"))
    mend(visit("hr"))
    approve_on_a_phone(visit("forvaltningschef", width=PHONE))
    send_whole(visit("huvudcontroller"))
    approve_whole(visit("forvaltningschef", width=PHONE))
    adopt(visit("huvudcontroller"))
    read(visit("lasare"))
    audit(visit("revisor"))
    assert "alla stämmer" in prepared.manage("verify_reports")


def correct_the_figure(page):
    """The HR function corrects the sick leave of January to August, which the goal's basis leads to."""
    opened(page, f"{REPORT}mal/{GOAL}/")
    page.get_by_role("link", name="6,3", exact=True).click()
    page.get_by_role("link", name="Rätta värdet").click()
    page.get_by_label("Värde", exact=True).fill("6,4")
    page.get_by_label("Orsak till rättelsen").fill("Två medarbetare saknades")
    page.get_by_role("button", name="Spara rättelsen").click()
    expect(page.locator(".key-value")).to_contain_text("6,4")


def propose(page, text):
    if not page.url.endswith(f"{REPORT}mal/{GOAL}/"):
        opened(page, f"{REPORT}mal/{GOAL}/")
    page.get_by_label("Uppfylls delvis").check()
    page.get_by_label("Motivering").fill("Vi väger in årets insatser.")
    page.locator(".ProseMirror").fill(text)
    page.get_by_role("button", name="Skicka till förvaltningschefen").click()
    expect(page.get_by_text("Hos förvaltningschefen").first).to_be_visible()


def send_back(page):
    opened(page, f"{REPORT}att-godkanna/{GOAL}/")
    page.get_by_label("Ditt lösenord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.get_by_role("button", name="Godkänn", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the keys are heard when the page's scripts have run
    page.keyboard.press("t")
    page.get_by_label("Vad behöver ändras?").fill("Nämn kvinnors sjukfrånvaro.")
    page.locator(".approve-form[open]").get_by_role("button", name="Skicka tillbaka").click()
    expect(page.get_by_text("är skickat tillbaka")).to_be_visible()


def mend(page):
    opened(page, f"{REPORT}mal/{GOAL}/")
    expect(page.get_by_text("Nämn kvinnors sjukfrånvaro.")).to_be_visible()
    propose(page, "Sjukfrånvaron har minskat, också kvinnors.")


def approve_on_a_phone(page):
    opened(page, f"{REPORT}att-godkanna/{GOAL}/")
    button = page.get_by_role("button", name="Godkänn", exact=True)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    button.click()
    expect(page.get_by_text("är godkänt").first).to_be_visible()


def send_whole(page):
    opened(page, f"{REPORT}godkannande/")
    page.get_by_role("button", name="Skicka till förvaltningschefen").click()
    expect(page.get_by_text("Hos förvaltningschefen").first).to_be_visible()


def approve_whole(page):
    opened(page, f"{REPORT}godkannande/")
    page.get_by_role("button", name="Godkänn rapporten").click()
    expect(page.get_by_text("Rapporten är godkänd.")).to_be_visible()


def adopt(page):
    page.set_default_timeout(120_000)
    opened(page, f"{REPORT}vad-saknas/")
    page.get_by_role("link", name="Till fastställandet").click()
    page.get_by_label("Diarienummer").fill("KS 2024-100")
    page.get_by_label("Ditt lösenord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Fastställ rapporten").click()
    expect(page.get_by_text("är fastställd.").first).to_be_visible(timeout=120_000)


def read(page):
    opened(page, REPORT)
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def audit(page):
    opened(page, REPORT)
    page.get_by_role("link", name="Spår").click()
    page.get_by_role("link", name="Goda arbetsplatser").click()
    corrected = page.locator(".chain li", has_text="Två medarbetare saknades")
    expect(corrected.get_by_role("link", name="6,4")).to_be_visible()
    expect(corrected).to_contain_text("Källa: inskrivet (Rättelse)")
    expect(corrected).to_contain_text("Tidigare, värde 1: 6,3")
    assert pages_on_paper(page) == 1


def pages_on_paper(page):
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        return len(paper.pages)
