"""How long a large workbook takes from upload to preview, and how soon bad files are answered.

Run: `python -m bench.import_speed [rows]` (20 000 without an argument). Works in a database of its own. The limits
that it holds itself against: a preview in 10 s and 500 MB (this process and its child together), a refusal in 5 s.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
FOLDER_OF_DATABASE = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER_OF_DATABASE.name}/bench.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from indicators.importing.drafts import compare_draft, interpret, make_draft  # noqa: E402
from indicators.importing.reading import check_length, read_file  # noqa: E402
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
    first, draft = preview(world, content, "ny fil")
    save_draft(draft=draft, by=world.editor, reason="Mätning", checked_big=True)
    again, _draft = preview(world, content, "samma fil igen, mot sparade värden")
    seconds = max(first, again)
    memory = max_memory()
    print(f"Minne: {memory:.0f} MB av högst {MEGABYTES}")
    slowest = max(refused(name, make) for name, make in BAD.items())
    return 0 if seconds < SECONDS and memory < MEGABYTES and slowest < ANSWER else 1


def _lines(units: list[Unit], count: int) -> Iterator[tuple[object, ...]]:
    names = ("Kostnader", "Intäkter")
    for at in range(count):
        row, unit = divmod(at, len(units))
        month, indicator = divmod(row, len(names))
        year, month = divmod(month, 12)
        yield units[unit].code, names[indicator], f"{2023 - year % 5}{month + 1:02}", 100 + at % 97


def preview(world: World, content: bytes, what: str) -> tuple[float, ImportDraft]:
    """Upload, understand and compare."""
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
    return done - start, draft


def max_memory() -> float:
    """Megabytes at most of this process and of its largest child."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


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
