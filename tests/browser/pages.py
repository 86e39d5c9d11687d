"""The pages of the portal that every test of their looks goes through, each as the person who meets it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.visiting import Visits, cell, opened

CHIEF, READER, CONTROLLER = "huvudcontroller", "lasare", "controller-hr"
REPORTS = (
    "verksamhetsberattelse-2023",
    "delarsrapport-2021-08",
    "delarsrapport-2020-03",
    "delarsrapport-2019-08",
    "forvaltningsbudget-2023-vss",
    "delarsrapport-2024-08",
    "manadsrapport-2024-07",
)
STARTS = (CHIEF, CONTROLLER, READER, "chef-hr", "hr", "skribent", "forvaltningschef", "revisor", "admin")


@dataclass(frozen=True)
class Shown:
    """A page as somebody meets it: who, where, and what is done there before it is looked at."""

    name: str
    role: str
    address: str
    then: Callable[[Page], None] | None = None
    status: int = 200

    def open(self, visit: Visits, *, width: int, **options: object) -> Page:
        """The page, opened and brought where it is to be looked at."""
        page = visit(self.role, width=width, **options)
        assert opened(page, self.address).status == self.status
        if self.then:
            self.then(page)
            page.wait_for_load_state()
        return page


def send(page: Page, button: str, **filled: str) -> None:
    """Fills in boxes by the names that the form has for them, and sends it."""
    for name, value in filled.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main").get_by_role("button", name=button).click()
    page.locator("#formularfel").wait_for()
    page.wait_for_load_state()


def to_figure(page: Page) -> None:
    """From an indicator's page to the figure of July 2024."""
    page.get_by_text("Visa som tabell").click()
    cell(page.locator(".year-table").first, "2024", "jan–juli").get_by_role("link").click()
    # A press ends before its page has come.
    expect(page.locator(".key-value")).to_be_visible()
    page.wait_for_load_state()


def to_correction(page: Page) -> None:
    to_figure(page)
    page.get_by_role("link", name="Rätta värdet").click()
    expect(page.get_by_role("button", name="Spara rättelsen")).to_be_visible()
    page.wait_for_load_state()


def to_refused_correction(page: Page, value: str) -> None:
    to_correction(page)
    send(page, "Spara rättelsen", value=value)


PAGES = (
    Shown("log-in", "", "/logga-in/"),
    Shown("log-in refused", "", "/logga-in/", partial(send, button="Logga in", username="hr", password="x")),
    Shown("log-in on the way to a page", "", "/rapporter/"),
    *(Shown(f"start of {role}", role, "/") for role in STARTS),
    Shown("figures", CHIEF, "/varden/"),
    Shown("figures filtered", CHIEF, "/varden/?indikator=sjuk&ar=2024&sortering=-varde"),
    Shown("no figures", CHIEF, "/varden/?indikator=xyzzy"),
    Shown("figures with a filter that isn't there", CHIEF, "/varden/?enhet=xyzzy"),
    Shown("indicators", CHIEF, "/indikatorer/"),
    Shown("indicators of one unit", READER, "/indikatorer/?enhet=vo-hr"),
    Shown("indicator", CHIEF, "/indikatorer/sjuk/"),
    Shown("indicator for a reader", READER, "/indikatorer/sjuk/"),
    Shown("indicator that is computed", CHIEF, "/indikatorer/net_result/?enhet=vo-hr"),
    Shown("group of indicators", CHIEF, "/indikatorer/kundnojd/"),
    Shown("figure", CHIEF, "/indikatorer/sjuk/", to_figure),
    Shown("correction", CHIEF, "/indikatorer/sjuk/", to_correction),
    Shown(
        "correction that can be read in two ways",
        CHIEF,
        "/indikatorer/sjuk/",
        partial(to_refused_correction, value="1.234"),
    ),
    Shown(
        "correction with a dash",
        CHIEF,
        "/indikatorer/sjuk/",
        partial(to_refused_correction, value="-"),
    ),
    Shown("new figure", CHIEF, "/varden/nytt/"),
    Shown("new figure refused", CHIEF, "/varden/nytt/", partial(send, button="Spara värdet", value="tolv")),
    Shown("search", CHIEF, "/sok/?q=service"),
    Shown("search without a hit", CHIEF, "/sok/?q=xyzzy"),
    Shown("search for nothing", READER, "/sok/"),
    Shown("list of reports", CHIEF, "/rapporter/"),
    Shown("help", "", "/hjalp/"),
    Shown("account", CONTROLLER, "/konto/"),
    Shown("refused", READER, "/varden/nytt/", status=403),
    Shown("not found", READER, "/finns-inte/", status=404),
)
REPORT_PAGES = tuple(Shown(slug, CHIEF, f"/rapporter/{slug}/") for slug in REPORTS)

AXE = Axe()
# All rules but the experimental ones, and the size of targets of WCAG 2.2, which axe leaves out unless asked.
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds on the page with everything unfolded: the rule, the element and what is wrong with it."""
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
    found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} – {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]
