"""The entry page and the saving of a cell at 5 000 and 500 000 figures: queries, medians, and a ratio.

    python -m bench.entry_speed [figures …]

The ratio is the median time of a cell's save to that of a bare view behind the same middleware, log-in and database
that inserts one row and answers with one template; both through the test client in one process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (5_000, 500_000)


def main(sizes: list[int]) -> None:
    """A database of each size, each measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            address = f"sqlite:///{Path(folder) / f'{size}.sqlite3'}"
            run = [sys.executable, "-m", "bench.entry_speed_process", str(size)]
            settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "vss_portal.settings"}
            subprocess.run(run, env={**os.environ, **settings}, check=True)  # noqa: S603 (our own program)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
