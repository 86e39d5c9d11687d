"""The loaders of the reference data, in the order in which they read and save.

Other apps add theirs when they are ready: `register(Loader(name="mallar", read=…, save=…))`. They come after those of
the facts, so that what they refer to is known and saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from indicators.loading.reading import Reading
from indicators.loading.saving import Saving


@dataclass(frozen=True)
class Loader:
    """One family of files.

    `read` takes its files from the reading, tells problems there and gives back plain values; it never touches the
    database. `save` gets those values, inside the one transaction, and only where a file that `read` read has changed.
    """

    name: str
    read: Callable[[Reading], Any]
    save: Callable[[Any, Saving], None]


_registered: dict[str, Loader] = {}


def register(loader: Loader) -> None:
    """Adds a loader after those that are there; one with the same name takes the other's place."""
    _registered[loader.name] = loader


def registered() -> list[Loader]:
    """All loaders: those of the facts, and those that other apps added, in order."""
    from indicators.loading.families import FAMILIES

    return [*FAMILIES, *_registered.values()]
