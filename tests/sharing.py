"""What every process of a test run needs is made by the first that asks; the others wait and take it as it is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.visiting import make_reference_database


@contextmanager
def alone_in(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder that all processes of the run share, which the block has to itself."""
    own = factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = root / name
    folder.mkdir(exist_ok=True)
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def reference_file(factory: pytest.TempPathFactory) -> Path:
    """A database file with all reference data, loaded once in the run; it is copied or read, never written to."""
    with alone_in(factory, "reference") as folder:
        made = folder / "made.sqlite3"
        return made if made.exists() else make_reference_database(folder).rename(made)
