"""WeasyPrint's hot spots done faster, with the same outcome on paper (decision 42).

Each module holds replacements of functions of WeasyPrint, pydyf and fontTools, and `PATCHES`, which says what they
replace. A replacement was written for one text of the function: `install` refuses any other. `continued` is put in with
them, though it is for the eye.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from typing import Any

from reports.rendering.tagging import EngineChanged

PACKAGES = ("weasyprint", "pydyf", "fontTools.varLib.instancer")
_originals: list[tuple[Any, str, Any]] = []


def install() -> None:
    """Put the replacements in. EngineChanged where a function isn't the one that its replacement was made for."""
    if _originals:
        return
    changed = [name for name, (found, known) in fingerprints().items() if found != known]
    if changed:
        raise EngineChanged(
            f"{', '.join(changed)} är inte som när PDF:ens snabbare delar skrevs. "
            "Installera om paketen enligt requirements.txt. Ingen PDF är gjord."
        )
    for owner, name, faster in _patches():
        _originals.append((owner, name, inspect.getattr_static(owner, name)))
        _put(owner, name, faster)


def forget(font_config: Any) -> None:
    """Before a document: what was kept of another goes."""
    from reports.rendering.quick.text import forget as forget_lines

    forget_lines(font_config)


def remove() -> None:
    """Take the replacements away again: so that both ways can be compared."""
    while _originals:
        _put(*_originals.pop())


def fingerprints() -> dict[str, tuple[str, str]]:
    """Of every function that is replaced: the fingerprint that it has now, and the one that it had."""
    from reports.rendering.quick.known import KNOWN

    replaced = {(id(owner), name): original for owner, name, original in _originals}
    found: dict[str, tuple[str, str]] = {}
    for owner, name, _faster in _patches():
        label = f"{owner.__name__}.{name}"
        function = replaced.get((id(owner), name)) or inspect.getattr_static(owner, name)
        found[label] = (_fingerprint(function), KNOWN.get(label, ""))
    return found


def _patches() -> list[tuple[Any, str, Any]]:
    from reports.rendering import continued
    from reports.rendering.quick import boxes, drawing, fonts, leaders, lines, pages, styles, text, writing

    modules = (text, drawing, boxes, fonts, leaders, lines, pages, styles, writing, continued)
    return [
        (owner, name, faster)
        for module in modules
        for owner, names in module.PATCHES.items()
        for name, faster in names.items()
    ]


def _fingerprint(function: Any) -> str:
    text_of: Any = function.fget if isinstance(function, property) else function
    source = inspect.getsource(text_of)
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _put(owner: Any, name: str, function: Any) -> None:
    """Set a function, and wherever else its module's function was imported by name."""
    before = getattr(owner, name)
    setattr(owner, name, function)
    if not isinstance(owner, type):
        for key, module in list(sys.modules.items()):
            if key.startswith(PACKAGES):
                for own_name in [own_name for own_name, value in vars(module).items() if value is before]:
                    setattr(module, own_name, function)
