"""What WeasyPrint asks when a document refers to something; imported only where a PDF is made."""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.rendering.assets import MIME_TYPES, asset_of


class AssetFetcher(URLFetcher):
    """Serves the project's own print assets from disk: no network, no file outside."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset behind the address; AssetRefused for any other."""
        path = asset_of(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MIME_TYPES[path.suffix]})
