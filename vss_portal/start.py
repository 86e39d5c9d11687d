"""The start page. An app with something to say there has a module `start` with one function:

    def start_sections(user) -> Iterable[StartSection]: ...

It gives only what concerns the person. The portal finds the function by the app's name, as it finds the main menu.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class StartSection:
    """A part of the start page: its template, what the template shows as ``section``, its place (low first).

    ``is_wide`` takes the page's whole width; the others stand in columns below.
    """

    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100
    is_wide: bool = False


Sections = Callable[[Any], Iterable[StartSection]]


def start_sections(user: Any) -> list[StartSection]:
    """What all apps have for the person, in order."""
    return sorted((section for sections in _sources() for section in sections(user)), key=lambda each: each.order)


@lru_cache(maxsize=1)
def _sources() -> tuple[Sections, ...]:
    """The apps' functions. An app without the module has nothing; a fault inside the module is raised."""
    return tuple(
        import_module(f"{app.name}.start").start_sections
        for app in apps.get_app_configs()
        if app.name != "vss_portal" and app.module and module_has_submodule(app.module, "start")
    )
