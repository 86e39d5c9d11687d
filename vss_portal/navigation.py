"""The main menu and the footer's links. An app with pages of its own has a module ``navigation`` with two functions:

    def navigation(user) -> list[NavItem]: ...
    def footer(user) -> list[NavItem]: ...

They give only what the person may use. The portal finds them by the app's name, so that no settings list it.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from vss_portal.discovery import brought

# The word over what the editor minds: templates, periods, catalogue.
EDITING = "Redaktion"


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu: its word, its address, its place (low first), how many wait behind it.

    Entries with the same ``group`` stand together under its word, so that the menu of who may do all keeps on one line.
    """

    label: str
    url: str
    order: int = 100
    count: int = 0
    group: str = ""


Navigation = Callable[[Any], Iterable[NavItem]]


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """The entries for one person on one address, in order; at most one of them is current.

    ``current`` is the entry that the page lies under (the longest address), ``exact`` says that it is the page itself.
    A group is one entry with ``entries``, at the place of its first one and current where one of them is.
    """
    items = sorted((item for entries in _sources() for item in entries(user)), key=_place)
    here = current_url((item.url for item in items), path)
    return _grouped([{**asdict(item), "current": item.url == here, "exact": item.url == path} for item in items])


def _grouped(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with each group in one; a group of a single entry is that entry."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        groups.setdefault(entry["group"] or entry["url"], []).append(entry)
    return [within[0] if len(within) == 1 else _group(within) for within in groups.values()]


def _group(within: list[dict[str, Any]]) -> dict[str, Any]:
    told = {"current": any(entry["current"] for entry in within), "count": sum(entry["count"] for entry in within)}
    return {"label": within[0]["group"], "entries": within, **told}


def links_below(user: Any) -> list[NavItem]:
    """What stands in the footer of every page for one person, in order."""
    return sorted((item for entries in _sources_below() for item in entries(user)), key=_place)


def _place(item: NavItem) -> int:
    return item.order


def current_url(urls: Iterable[str], path: str) -> str | None:
    """The longest address that ``path`` lies under; the start page's only where the path is the start page."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default=None)


def _sources_below() -> tuple[Navigation, ...]:
    """The apps' functions of the footer."""
    return brought("navigation", "footer")


def _sources() -> tuple[Navigation, ...]:
    """The apps' functions."""
    return brought("navigation", "navigation")
