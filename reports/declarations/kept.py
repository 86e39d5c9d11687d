"""The typed template of a saved version, read once: a version never changes."""

from __future__ import annotations

from typing import Any, Protocol

from reports.declarations.sections import Template, read_template

MOST = 64
_kept: dict[str, Template] = {}


class Version(Protocol):
    """A saved version: its declaration, and the checksum of it."""

    checksum: str
    declaration: Any


def template_of(version: Version) -> Template:
    """The version's template. Raises DeclarationError for a declaration that can't be read."""
    found = _kept.get(version.checksum)
    if found is None:
        found = read_template(version.declaration)
        if version.checksum:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[version.checksum] = found
    return found
