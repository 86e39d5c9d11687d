"""How long a large workbook takes from upload to preview, and how soon bad files are answered.

Run: `python -m bench.import_speed [rows]` (20 000 without an argument). Works in a database of its own. The limits
that it holds itself against: a preview in 10 s and 500 MB (this process and its child together), a refusal in 5 s.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
FOLDER_OF_DATABASE = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER_OF_DATABASE.name}/bench.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from indicators.importing import limits  # noqa: E402
from indicators.importing.drafts import compare_draft, interpret, make_draft  # noqa: E402
from indicators.importing.reading import CHILD, check_length, read_file  # noqa: E402
from indicators.importing.refusing import FileRefused  # noqa: E402
from indicators.importing.saving import save_draft  # noqa: E402
from indicators.models import ImportDraft, Unit  # noqa: E402
from tests.factories import UnitFactory  # noqa: E402
from tests.indicators.importing.makers import FOLDER, World, archive, long_file, sheet_xml, workbook  # noqa: E402

SECONDS, MEGABYTES, ANSWER = 10, 500, 5
UNITS = 200


def main(count: int) -> int:
    call_command("migrate", verbosity=0)
    world = World()
    units = [UnitFactory(code=f"enhet-{at}", name=f"Enhet nummer {at}") for at in range(UNITS)]
    content = long_file(*_lines(units, count))
    print(f"Arbetsbok: {count} rader, {len(content) / 1024 / 1024:.1f} MB")
    *first, draft = preview(world, content, "ny fil")
    save_draft(draft=draft, by=world.editor, reason="Mätning", checked_big=True)
    *again, _draft = preview(world, content, "samma fil igen, mot sparade värden")
    seconds, own = max(first[0], again[0]), max(first[1], again[1])
    child = child_peak(content)
    memory = own + child
    print(f"Minne: {memory:.0f} MB av högst {MEGABYTES} (portalen {own:.0f}, processen som öppnar filen {child:.0f})")
    slowest = max(refused(name, make) for name, make in BAD.items())
    return 0 if seconds < SECONDS and memory < MEGABYTES and slowest < ANSWER else 1


def _lines(units: list[Unit], count: int) -> Iterator[tuple[object, ...]]:
    names = ("Kostnader", "Intäkter")
    for at in range(count):
        row, unit = divmod(at, len(units))
        month, indicator = divmod(row, len(names))
        year, month = divmod(month, 12)
        yield units[unit].code, names[indicator], f"{2023 - year % 5}{month + 1:02}", 100 + at % 97


def preview(world: World, content: bytes, what: str) -> tuple[float, float, ImportDraft]:
    """Upload, understand and compare: seconds, megabytes of this process, and the draft."""
    forget_peak()
    start, work = time.perf_counter(), time.process_time()
    draft = make_draft(by=world.editor, file_name="stor.xlsx", content=content)
    read = time.perf_counter()
    told = interpret(draft)
    understood = time.perf_counter()
    compare_draft(draft, told)
    done = time.perf_counter()
    work = time.process_time() - work
    steps = f"läsa {read - start:.1f}, tolka {understood - read:.1f}, jämföra {done - understood:.1f}"
    parts = f"varav arbete {work:.1f}; {steps}"
    print(f"Förhandsvisning, {what}: {done - start:.1f} s av högst {SECONDS} ({parts}); {draft.summary['counts']}")
    return done - start, own_peak(), draft


def forget_peak() -> None:
    """From here on this process's highest use of memory is counted anew (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak(status: str) -> float:
    """Megabytes at most, out of what the kernel tells of a process."""
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def own_peak() -> float:
    """Megabytes at most of this process since its peak was forgotten."""
    return peak(Path("/proc/self/status").read_text())


# The child as it is run by the portal, then what the kernel says of it. (What a parent is told of its children's memory
# counts the parent's own, which a child has until it becomes another program.)
WATCHED = """
import atexit, pathlib, runpy, sys
atexit.register(lambda: sys.stderr.write(pathlib.Path("/proc/self/status").read_text()))
child = sys.argv.pop(1)
runpy.run_path(child, run_name="__main__")
"""


def child_peak(content: bytes) -> float:
    """Megabytes at most of the process that opens the workbook."""
    most = (limits.CHILD_SECONDS, limits.CHILD_MEMORY, limits.MOST_CELLS, limits.MOST_ROWS, limits.MOST_COLUMNS)
    command = [sys.executable, "-c", WATCHED, str(CHILD), "xlsx", *map(str, most)]
    done = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603 (our own program)
    return peak(done.stderr.decode())


BAD: dict[str, Callable[[], bytes]] = {
    "50 MB": lambda: b"a;b\n" * (13 * 1024 * 1024),
    "zip-bomb": lambda: archive(xl__workbook_0_xml="<w/>", xl__worksheets__sheet1_0_xml="0" * (150 * 1024 * 1024)),
    "cell i bortersta hörnet": lambda: sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "lösenord": (FOLDER / "skyddad.xlsx").read_bytes,
    "inget kalkylblad": lambda: b"%PDF-1.7 ...",
    "avhuggen arbetsbok": lambda: workbook(("a", 1))[:2000],
}


def refused(name: str, make: Callable[[], bytes]) -> float:
    """How soon a bad file is answered, and with which words."""
    content = make()
    start = time.perf_counter()
    try:
        check_length(len(content))
        read_file(content)
        words = "LÄSTES"
    except FileRefused as refusal:
        words = refusal.message
    seconds = time.perf_counter() - start
    print(f"{name}: {seconds:.2f} s av högst {ANSWER}: {words}")
    return seconds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
