"""The loaders of the reference data, in the order in which they read and save.

Another app has its own in a module `loading`, named `LOADER`. They come after those of the facts, so that what they
refer to is known and saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

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

    return [*FAMILIES, *_of_apps(), *_registered.values()]


def _of_apps() -> Iterator[Loader]:
    """What other apps bring: an app with a module `loading` has a `LOADER` there, imported only when data is loaded."""
    for app in apps.get_app_configs():
        if app.name != "indicators" and app.module and module_has_submodule(app.module, "loading"):
            yield import_module(f"{app.name}.loading").LOADER
