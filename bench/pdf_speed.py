"""Times the whole export of a report of about 37 pages against plain WeasyPrint and Chromium.

All three print the same HTML in turn in every round, and the ratios are of the medians, so that a machine whose speed
drifts doesn't decide them. The export is everything: composing, HTML, attachments, the pages in the process for PDFs
(which runs already, as in the portal), tags and finish. The others start a process for each document, with
WeasyPrint's defaults and with Chromium's printing (which tags its PDF, as ours is; ours also has its data in it, and
nothing is taken from what was kept). Then time per page of a long document, and memory.

On a machine where others work at the same time, ratios say more of them than of the programs: Chromium works on several
processors at once, we on one. `--precedence` asks Linux to let this session's processes go first (as root).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOALS = {"plain": 0.9, "chromium": 1.2, "per page": 1.3, "memory": 250}
PLAIN = "import sys; from weasyprint import HTML; HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium-headless-shell"
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def main() -> None:
    """Make a database with the demo's reports, measure in turn, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long-rounds", type=int, default=3)
    parser.add_argument("--precedence", action="store_true")
    options = parser.parse_args()
    if options.precedence:
        # A session of its own, where this process doesn't lead one already.
        with contextlib.suppress(PermissionError):
            os.setsid()
        Path("/proc/self/autogroup").write_text("-18", encoding="ascii")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
        from bench import pdf_speed_export as ours

        ours.prepare()
        _whole(ours, Path(folder), options.rounds)
        if options.long_rounds:
            _long(ours, options.long_rounds)
        _memory(ours)


def _whole(ours, folder: Path, rounds: int) -> None:
    html = folder / "report.html"
    html.write_text(ours.standing_alone(), encoding="utf-8")
    ways = {
        "export": ours.export,
        "plain": lambda: _run(sys.executable, "-c", PLAIN, str(html), str(folder / "plain.pdf")),
        "chromium": lambda: _run(*_chromium(folder), html.as_uri()),
    }
    ours.export()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            times[name].append(_seconds(way))
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(
        f"{ours.pages(ours.document())} sidor, {rounds} varv: "
        + ", ".join(f"{n} {s:.2f} s" for n, s in medians.items())
    )
    for name in ("plain", "chromium"):
        print(f"export / {name}: {medians['export'] / medians[name]:.2f} (mål ≤ {GOALS[name]})")


def _chromium(folder: Path) -> list[str]:
    target = shutil.which(CHROMIUM) or CHROMIUM
    return [target, *QUIET, f"--user-data-dir={folder}/chromium", f"--print-to-pdf={folder}/chromium.pdf"]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _seconds(way) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def _long(ours, rounds: int) -> None:
    """Time per page of a document of about 250 pages and of one of about 25, in turn."""
    per_page: dict[int, list[float]] = {}
    for _round in range(rounds):
        for times in (2, 20):
            html = ours.repeated(times)
            start = time.perf_counter()
            pdf = ours.made(html)
            per_page.setdefault(times, []).append((time.perf_counter() - start) / ours.count(pdf))
    short, long = (statistics.median(per_page[times]) for times in (2, 20))
    pages = [ours.pages(ours.repeated(times)) for times in (2, 20)]
    print(
        f"per sida: {short * 1000:.0f} ms av {pages[0]} sidor, {long * 1000:.0f} ms av {pages[1]} sidor: "
        f"{long / short:.2f} (mål ≤ {GOALS['per page']})"
    )


def _memory(ours) -> None:
    """The most memory that the process of the 37 pages had."""
    print(f"minne: {ours.peak_megabytes():.0f} MB (mål < {GOALS['memory']})")


if __name__ == "__main__":
    main()
