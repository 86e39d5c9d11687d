"""What waits for a person outside of the page that asks: approvals, texts. An app that knows has a module `waiting`:

    def waiting(user) -> Iterable[Waiting]: ...

and one that knows what came back a module `returned` with a function of that name. They give only what concerns the
person. The portal finds the functions by the app's name, as it finds the main menu.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vss_portal.discovery import brought

APPROVE, WRITE, RETURNED, ANSWER = "approve", "write", "returned", "answer"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its kind (`approve`, `write`, `returned`, `answer`), what it is, how many, and where."""

    kind: str
    text: str
    count: int
    url: str


Source = Callable[[Any], Iterable[Waiting]]


def waiting_for(user: Any, *kinds: str) -> list[Waiting]:
    """What all apps know that waits for the person, of some kinds or of all; nothing that counts to zero."""
    return _asked(brought("waiting", "waiting"), user, kinds)


def returned_to(user: Any, *kinds: str) -> list[Waiting]:
    """What came back to the person (`returned`), and what they are asked about (`answer`)."""
    return _asked(brought("returned", "returned"), user, kinds)


def _asked(sources: tuple[Source, ...], user: Any, kinds: tuple[str, ...]) -> list[Waiting]:
    found = [each for source in sources for each in source(user)]
    return [each for each in found if each.count and (not kinds or each.kind in kinds)]
