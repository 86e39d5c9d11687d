"""One process of `bench.entry_speed`: fills a database and measures entry in it."""

from __future__ import annotations

import re
import statistics
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import path  # noqa: E402

from bench.filling import fill  # noqa: E402
from indicators.models import Organisation, RecordingBatch  # noqa: E402
from vss_portal import clock  # noqa: E402
from vss_portal.guard import access, logged_in  # noqa: E402
from vss_portal.models import User  # noqa: E402
from vss_portal.urls import urlpatterns as portal_patterns  # noqa: E402

PAGE = "/inmatning/vo-hr/2024/8/"
ROUNDS = 40


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


class Entering:
    """A controller at the page, saving one cell again and again."""

    def __init__(self) -> None:
        self.client = Client()
        self.client.force_login(User.objects.get(username="controller-hr"))
        page = self.client.get(PAGE).content.decode()
        self.box = re.findall(r'name="(u-[\d-]+)"', page)[3]
        self.number, self.value = 0, ""

    def save(self, value: int) -> None:
        """Save the cell."""
        given = {self.box: str(value), f"sedd-{self.box}": f"{self.number}:{self.value}"}
        answer = self.client.post(PAGE, given, headers={"HX-Request": "true"})
        if answer.headers.get("X-Saved") != "1":
            raise SystemExit(f"Cellen sparades inte: {answer.status_code}.")
        self.number, self.value = self.number + 1, str(value)

    def read(self) -> None:
        """Read the page."""
        self.client.get(PAGE)

    def bare(self) -> None:
        """The bare view."""
        if self.client.post("/matning/").status_code != 200:
            raise SystemExit("Jämförelsen svarade inte.")


def median(act, *values) -> float:
    """The median of so many rounds, in milliseconds."""
    times = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        act(*(value + number for value in values))
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def queries(act, *values) -> int:
    """How many queries an act makes; counted at once, for the next request empties the log."""
    with CaptureQueriesContext(connection) as captured:
        act(*values)
    return len(captured)


def measure(figures: int) -> None:
    """Print queries, medians and the ratio."""
    person = Entering()
    person.save(1)
    page, cell = queries(person.read), queries(person.save, 2)
    reading, saving, beside = median(person.read), median(person.save, 100), median(person.bare)
    print(f"{figures} värden: sidan {page} frågor, {reading:.1f} ms; en cell {cell} frågor, {saving:.1f} ms;")
    print(f"  den tomma vyn {beside:.1f} ms; kvot {saving / beside:.1f}")


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="bench.entry_speed_process"):
        setup_test_environment()
        measure(prepare(int(sys.argv[1])))
