"""The project's own print assets: style sheets, fonts and marks. Nothing else can be reached from a document.

Knows nothing of Django, so that the process that makes PDFs needs none of it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

STATIC = (Path(__file__).resolve().parents[2] / "vss_portal" / "static").resolve()
# A name that no network knows (RFC 2606): what isn't served from here is not served at all.
ASSETS = "https://portal.invalid/"
MIME_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
# The styles of a printed document, in the order that they count.
SHEETS = (
    "css/tokens.css",
    "print/report.css",
    "print/cover.css",
    "css/numbers.css",
    "print/tables.css",
    "print/columns.css",
)


class AssetRefused(ValueError):
    """A printed document asked for something that isn't one of the project's own print assets."""


def asset(name: str) -> Path:
    """The file of an asset; AssetRefused for whatever lies elsewhere."""
    path = STATIC / name.replace("\0", "")
    try:
        path = path.resolve()
        found = path.is_relative_to(STATIC) and path.suffix in MIME_TYPES and path.is_file()
    except OSError:
        found = False
    if not found:
        raise AssetRefused(f"”{name[:80]}” hör inte till portalens egna filer för utskrift.")
    return path


def asset_of(url: str) -> Path:
    """The file behind an address in a document; every other address is refused."""
    if not url.startswith(ASSETS):
        raise AssetRefused(f"”{url[:80]}” hör inte till portalens egna filer för utskrift.")
    return asset(url.removeprefix(ASSETS))


def assets_digest() -> str:
    """SHA-256 over all assets: another style, font or mark makes other documents."""
    files = sorted(path for path in STATIC.rglob("*") if path.suffix in MIME_TYPES)
    return _digest(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=2)
def _digest(files: tuple[tuple[Path, int, int], ...]) -> str:
    total = hashlib.sha256()
    for path, _changed, _size in files:
        content = path.read_bytes()
        total.update(f"{path.relative_to(STATIC)} {len(content)}\n".encode() + content)
    return total.hexdigest()
