"""The start page. An app with something to say there has a module `start` with one function:

    def start_sections(user) -> Iterable[StartSection]: ...

It gives only what concerns the person. The portal finds the function by the app's name, as it finds the main menu.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vss_portal.discovery import brought


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
    return sorted(
        (section for sections in _sources() for section in sections(user)),
        key=lambda each: each.order,
    )


def _sources() -> tuple[Sections, ...]:
    """The apps' functions."""
    return brought("start", "start_sections")
