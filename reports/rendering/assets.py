"""The project's own print assets: style sheets, fonts and marks. Nothing else can be reached from a document."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

# A name that no network knows (RFC 2606): what isn't served from here is not served at all.
ASSETS = "https://portal.invalid/"
MIME_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class AssetRefused(ValueError):
    """A printed document asked for something that isn't one of the project's own print assets."""


def asset(name: str) -> Path:
    """The file of an asset; AssetRefused for whatever lies elsewhere."""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        found = None
    root = (Path(settings.BASE_DIR) / "vss_portal" / "static").resolve()
    path = Path(str(found)).resolve() if found else None
    if path is None or not path.is_relative_to(root) or path.suffix not in MIME_TYPES:
        raise AssetRefused(f"”{name[:80]}” hör inte till portalens egna filer för utskrift.")
    return path


def asset_of(url: str) -> Path:
    """The file behind an address in a document; every other address is refused."""
    if not url.startswith(ASSETS):
        raise AssetRefused(f"”{url[:80]}” hör inte till portalens egna filer för utskrift.")
    return asset(url.removeprefix(ASSETS))
