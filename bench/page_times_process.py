"""One process of `bench.page_times`: makes a database of a size, or measures its pages."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench.filling import fill  # noqa: E402
from bench.page_times import PAGES  # noqa: E402
from indicators.models import Organisation  # noqa: E402
from vss_portal.models import User  # noqa: E402


def make(figures: int) -> None:
    """A database with the demo's reference data and so many figures."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", demo=True, verbosity=0)
    person = User.objects.get(username="huvudcontroller")
    fill(Organisation.objects.get(code="vss"), figures, person)


def measure() -> None:
    """Each page once to warm up, then the fastest of three."""
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.get(username="huvudcontroller"))
    for page, address in PAGES.items():
        client.get(address)
        print(page, min(_seconds(client, address) for _ in range(3)))


def _seconds(client: Client, address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} svarade {answer.status_code}.")
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]))
    else:
        measure()
