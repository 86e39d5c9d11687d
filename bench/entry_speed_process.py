"""One process of `bench.entry_speed`: fills a database and measures entry in it."""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count
from urllib.parse import urlencode

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from bench.filling import fill  # noqa: E402
from indicators.models import Organisation, RecordingBatch  # noqa: E402
from vss_portal import clock  # noqa: E402
from vss_portal.guard import access, logged_in  # noqa: E402
from vss_portal.models import User  # noqa: E402
from vss_portal.urls import urlpatterns as portal_patterns  # noqa: E402

PAGE = "/inmatning/vo-hr/2024/8/"
ROUNDS = 40
# As a browser's script sends a form.
FORM = "application/x-www-form-urlencoded"


@access(who=logged_in, writes=True)
def bare(request: HttpRequest) -> HttpResponse:
    """Inserts one row and answers with one template."""
    RecordingBatch.objects.create(
        organisation_id=1, source="form", label="Mätning", recorded_at=clock.now(), recorded_by=request.user
    )
    return render(request, "components/message.html", {"level": "success", "text": "sparat"})


urlpatterns = [path("matning/", bare), *portal_patterns]


def prepare(figures: int) -> int:
    """A database with the demo's reference data and so many figures; how many there are."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", demo=True, verbosity=0)
    organisation = Organisation.objects.get(code="vss")
    return fill(organisation, figures, User.objects.get(username="huvudcontroller"))


class Cell:
    """A box that is saved again and again, each time with another value."""

    def __init__(self, client: Client, box: str, shown: str) -> None:
        number, _, value = shown.partition(":")
        self.client, self.box, self.seen, self.value = client, box, int(number), value
        self.next = count(100)

    def save(self) -> None:
        """Save the next value."""
        value = str(next(self.next))
        given = {self.box: value, f"sedd-{self.box}": f"{self.seen}:{self.value}"}
        answer = self.client.post(PAGE, urlencode(given), FORM, headers={"HX-Request": "true"})
        if answer.headers.get("X-Saved") != "1":
            raise SystemExit(f"Cellen sparades inte: {answer.status_code}.")
        self.seen, self.value = self.seen + 1, value


class Entering:
    """A controller at the page: one cell that nothing follows from, and one that a computed row follows from."""

    def __init__(self) -> None:
        self.client = Client()
        self.client.force_login(User.objects.get(username="controller-hr"))
        page = self.client.get(PAGE).content.decode()
        shown = re.findall(r'name="sedd-(u-[\d-]+)" value="([^"]*)"', page)
        # The other part of the formula is there, so that something is computed at each save.
        Cell(self.client, *shown[1]).save()
        self.cells = {"en cell": Cell(self.client, *shown[3]), "en cell i en formel": Cell(self.client, *shown[0])}

    def read(self) -> None:
        """Read the page."""
        self.client.get(PAGE)

    def bare(self) -> None:
        """The bare view."""
        if self.client.post("/matning/", "", FORM).status_code != 200:
            raise SystemExit("Jämförelsen svarade inte.")


def medians(*acts: Callable[[], None]) -> list[float]:
    """The median of so many rounds of each act, in milliseconds; by turns, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in acts]
    for _round in range(ROUNDS):
        for own, act in zip(times, acts, strict=True):
            start = time.perf_counter()
            act()
            own.append((time.perf_counter() - start) * 1000)
    return [statistics.median(own) for own in times]


def queries(act: Callable[[], None]) -> int:
    """How many queries an act makes; counted at once, for the next request empties the log."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def measure(figures: int) -> None:
    """Print queries, medians and the ratio."""
    person = Entering()
    for cell in person.cells.values():
        cell.save()
    counted = [queries(act) for act in (person.read, *(cell.save for cell in person.cells.values()))]
    times = medians(person.bare, person.read, *(cell.save for cell in person.cells.values()))
    bare, page, *saves = times
    print(f"{figures} värden: sidan {counted[0]} frågor, {page:.1f} ms; den tomma vyn {bare:.1f} ms")
    for name, count_of, saving in zip(person.cells, counted[1:], saves, strict=True):
        print(f"  {name}: {count_of} frågor, {saving:.1f} ms; kvot {saving / bare:.1f}")


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="bench.entry_speed_process"):
        measure(prepare(int(sys.argv[1])))
