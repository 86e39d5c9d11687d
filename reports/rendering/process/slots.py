"""At most so many PDFs at once on one machine, whichever of the portal's processes makes them.

A slot is a locked file: the system lets go of it when the process that holds it ends, however it ends.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reports.rendering.files import PrintersBusy

if sys.platform != "win32":
    import fcntl

PAUSE = 0.05


@contextmanager
def slot(folder: Path, *, at_once: int, patience: float) -> Iterator[None]:
    """Wait for one of the slots and hold it. Raises PrintersBusy after `patience` seconds."""
    if sys.platform == "win32":  # has no such locks: no limit there
        yield
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + patience
    while (held := _free_slot(folder, at_once)) is None:
        if time.monotonic() >= until:
            raise PrintersBusy(
                f"{at_once} PDF:er görs redan, och de har tagit mer än {patience:.0f} s. Försök igen om en stund. "
                "Ingen PDF är gjord."
            )
        time.sleep(PAUSE)
    with held:
        yield


def _free_slot(folder: Path, at_once: int) -> IO[bytes] | None:
    assert sys.platform != "win32"  # noqa: S101 - not asked there
    for number in range(1, at_once + 1):
        file = (folder / f"plats-{number}").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
        else:
            return file
    return None
