"""What waits for a person outside of the page that asks: approvals, texts. An app that knows has a module `waiting`:

    def waiting(user) -> Iterable[Waiting]: ...

It gives only what concerns the person. The portal finds the function by the app's name, as it finds the main menu.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vss_portal.discovery import brought

APPROVE, WRITE = "approve", "write"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its kind (`approve`, `write`), what it is in words, how many there are, and where."""

    kind: str
    text: str
    count: int
    url: str


Source = Callable[[Any], Iterable[Waiting]]


def waiting_for(user: Any, *kinds: str) -> list[Waiting]:
    """What all apps know that waits for the person, of some kinds or of all; nothing that counts to zero."""
    sources: tuple[Source, ...] = brought("waiting", "waiting")
    found = [each for source in sources for each in source(user)]
    return [each for each in found if each.count and (not kinds or each.kind in kinds)]
