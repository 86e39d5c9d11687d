"""A running demo, the people who visit it, and the reading of its pages; used by the tests and by the pictures."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.ports import free_port
from vss_portal.demo import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for the server to open its door or to end; a warm machine needs two
LONGEST = 240_000  # milliseconds for one act: on a machine that is busy a PDF alone may take a minute and a half
WIDE, PHONE, NARROW = 1280, 390, 320
HEIGHT = {WIDE: 900, PHONE: 844, NARROW: 640}
# What the browser also notes in its console: an answer that refuses, and a question that a newer one took the place of.
NO_COMPLAINTS = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest", "htmx:abort")


@dataclass
class Portal:
    """A running portal: its address, its database, and who has logged in already."""

    address: str
    database: Path
    sessions: dict[str, Any] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """What a command of the project says when it is run on this portal's database."""
        return manage(self.database, *arguments)


def environment(database: Path) -> dict[str, str]:
    """The demo with its defaults, whatever the terminal had set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "DATABASE_URL": f"sqlite:///{database}", "PYTHONUNBUFFERED": "1"}


def manage(database: Path, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(database), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_reference_database(folder: Path) -> Path:
    """A database file with all reference data; nobody serves it, it is copied."""
    database = folder / "reference.sqlite3"
    manage(database, "shell", "-c", "from tests.browser.tables import make; make()")
    return database


@contextmanager
def running(reference: Path, folder: Path) -> Iterator[Portal]:
    """The demo as ``./run.sh demo`` starts it, on a copy of the reference database.

    Its terminal must have told of no failure when it is stopped.
    """
    database, said, port = folder / "portal.sqlite3", folder / "said.txt", str(free_port())
    shutil.copy(reference, database)
    given = {**environment(database), "PORT": port}
    with said.open("w") as output:
        command = [sys.executable, "manage.py", "start_demo"]
        server = subprocess.Popen(command, cwd=ROOT, env=given, stdout=output, stderr=output)
    try:
        _wait_until_open(server, said)
        yield Portal(f"http://127.0.0.1:{port}", database)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=PATIENCE)
    # Refusals are noted as warnings.
    assert " ERROR " not in said.read_text(encoding="utf-8"), said.read_text(encoding="utf-8")


def _wait_until_open(server: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while "Portalen finns på" not in said.read_text(encoding="utf-8"):
        assert server.poll() is None, said.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
        time.sleep(0.1)


class Visits:
    """Opens pages as somebody; remembers what the browser complained about."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser, self.portal = browser, portal
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, role: str = "", *, width: int = WIDE, **options: Any) -> Page:
        """A page in a browser of its own, logged in as ``role`` (nobody where it is empty).

        Further options are those of Playwright's contexts, as ``java_script_enabled=False``.
        """
        session = {"storage_state": self._session(role)} if role else {}
        page = self._context(width=width, **session, **options).new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith(NO_COMPLAINTS):
            self.complaints.append(message.text)

    def _context(self, *, width: int, **options: Any) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.portal.address,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
            viewport={"width": width, "height": HEIGHT[width]},
            **options,
        )
        context.set_default_timeout(LONGEST)
        self.contexts.append(context)
        return context

    def _session(self, role: str) -> Any:
        """The cookies of somebody who has logged in once on this portal, through the form."""
        if role not in self.portal.sessions:
            context = self._context(width=WIDE)
            page = context.new_page()
            opened(page, "/logga-in/")
            log_in(page, role)
            page.wait_for_url(f"{self.portal.address}/")
            self.portal.sessions[role] = context.storage_state()
        return self.portal.sessions[role]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def log_in(page: Page, role: str) -> None:
    """Fills in the log-in page that is open."""
    page.get_by_label("Inloggningsnamn").fill(role)
    page.get_by_label("Lösenord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def opened(page: Page, address: str) -> Response:
    """The answer to opening an address."""
    response = page.goto(address)
    assert response is not None
    return response


def cell(table: Locator, row: str, column: str) -> Locator:
    """The cell of a simple table under the words of its column and beside those of its row."""
    # A page that is on its way has no table yet, or half of it.
    expect(table.locator("thead")).to_contain_text(column)
    heads = [head.strip() for head in table.locator("thead th").all_inner_texts()]
    assert column in heads, heads
    line = table.locator("tbody tr").filter(has=table.page.locator("th", has_text=row)).first
    return line.locator("th, td").nth(heads.index(column))
