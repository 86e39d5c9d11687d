"""The key under which a PDF is kept: it covers everything that is part of the bytes."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from reports.nodes import ReportNode
from reports.rendering.assets import assets_digest

PACKAGES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "fonttools", "xlsxwriter", "zopfli", "brotli")
CODE = Path(__file__).resolve().parents[1] / "rendering"


def print_key(html: str, node: ReportNode) -> str:
    """SHA-256 of the document, of what its attachments are made from, of the styles, and of what makes it."""
    total = hashlib.sha256()
    for part in (
        html,
        # The attachments hold more than is seen: exact values, identifiers of figures.
        repr(node),
        repr(settings.PDF_ATTACHMENTS),
        assets_digest(),
        _tools(),
    ):
        content = part.encode()
        total.update(f"{len(content)}\n".encode() + content)
    return total.hexdigest()


@lru_cache(maxsize=1)
def _tools() -> str:
    """The releases of the packages, of the system's libraries that set text, and our own code."""
    found = [f"{name} {_release(name)}" for name in PACKAGES]
    found += [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(CODE.rglob("*.py"))]
    return "\n".join([*found, *_libraries()])


def _release(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return "-"


def _libraries() -> list[str]:
    """Pango and what it rests on, by their files: loading them here would cost what the other process spares us."""
    folders = [
        folder for root in ("/usr/lib", "/usr/local/lib") for folder in (Path(root), *Path(root).glob("*-linux-*"))
    ]
    names = ("libpango-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1", "libharfbuzz-subset.so.0")
    found = {path.resolve().name for folder in folders for name in names for path in folder.glob(name)}
    return sorted(found)
