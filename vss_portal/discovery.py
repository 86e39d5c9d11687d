"""What the apps bring to a thing of the portal: each in a module of a given name, found without a list of them."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@lru_cache(maxsize=16)
def brought(module: str, name: str) -> tuple[Any, ...]:
    """What stands under `name` in the module of that name of every app that has one; the site's own is left out.

    An app without the module brings nothing; a fault inside the module is raised.
    """
    return tuple(
        getattr(import_module(f"{app.name}.{module}"), name)
        for app in apps.get_app_configs()
        if app.name != "vss_portal" and app.module and module_has_submodule(app.module, module)
    )
