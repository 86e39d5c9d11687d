"""Times the pages at 5 000 and at 500 000 figures and prints each as a ratio: `python -m bench.page_times`.

Both databases are measured in turn in one run, so that a machine whose speed drifts doesn't decide the ratio. The goal
is at most 1.3 for every page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = {
    "rapportsida": "/rapporter/verksamhetsberattelse-2023/",
    "värden": "/varden/",
    "indikatorer": "/indikatorer/",
    "indikatorsida": "/indikatorer/sjuk/",
    "sök": "/sok/?q=sjuk",
    "start": "/",
}
GOAL = 1.3


def main() -> None:
    """Make both databases, measure in turn, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=5_000)
    parser.add_argument("--large", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = {size: Path(folder) / f"{size}.sqlite3" for size in (options.small, options.large)}
        for size, file in files.items():
            _run("make", file, str(size))
        times = {size: {page: [] for page in PAGES} for size in files}
        for _round in range(options.rounds):
            for size, file in files.items():
                for page, seconds in _measured(file).items():
                    times[size][page].append(seconds)
        _print(times, options.small, options.large)


def _run(act: str, file: Path, *more: str) -> str:
    """This module in a process of its own, on its own database."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "vss_portal.settings"}
    command = [sys.executable, "-m", "bench.page_times_process", act, *more]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def _measured(file: Path) -> dict[str, float]:
    lines = [line.rsplit(" ", 1) for line in _run("measure", file).splitlines() if line]
    return {page: float(seconds) for page, seconds in lines}


def _print(times: dict[int, dict[str, list[float]]], small: int, large: int) -> None:
    print(f"{'sida':<16} {small:>9} {large:>9}   kvot (mål ≤ {GOAL})")
    for page in PAGES:
        one, other = (statistics.median(times[size][page]) for size in (small, large))
        print(f"{page:<16} {one * 1000:>7.0f}ms {other * 1000:>7.0f}ms   {other / one:.2f}")


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"Mätningen tog {time.monotonic() - started:.0f} s.")
