"""The main menu. An app with pages of its own has a module ``navigation`` with one function:

    def navigation(user) -> list[NavItem]: ...

It gives only what the person may use. The portal finds the function by the app's name, so that no settings list it.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from vss_portal.discovery import brought


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu: its word, its address, its place (low first), how many wait behind it."""

    label: str
    url: str
    order: int = 100
    count: int = 0


Navigation = Callable[[Any], Iterable[NavItem]]


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """The entries for one person on one address, in order; at most one of them is current.

    ``current`` is the entry that the page lies under (the longest address), ``exact`` says that it is the page itself.
    """
    items = sorted((item for entries in _sources() for item in entries(user)), key=lambda item: item.order)
    here = current_url((item.url for item in items), path)
    return [{**asdict(item), "current": item.url == here, "exact": item.url == path} for item in items]


def current_url(urls: Iterable[str], path: str) -> str | None:
    """The longest address that ``path`` lies under; the start page's only where the path is the start page."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default=None)


def _sources() -> tuple[Navigation, ...]:
    """The apps' functions."""
    return brought("navigation", "navigation")
