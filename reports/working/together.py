"""Who else writes in a text just now, and where: told from what has been saved, so that nobody reports their presence.

What is written is saved a moment after the last letter, so what was saved in the last minutes is what is being written.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.models import Report, TextVersion
from reports.texts import EMPTY, Node, plain_text
from vss_portal import clock
from vss_portal.dates import clock_time
from vss_portal.models import User

JUST_NOW = dt.timedelta(minutes=10)
QUOTED = 60


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a paragraph and when."""

    by: User
    at: dt.datetime


@dataclass(frozen=True)
class Together:
    """A text that several write in: its newest version, and of each paragraph who wrote it just now.

    `others` says in sentences who else writes where. `lost` are paragraphs of the person's own that stood in what they
    saved last and that somebody else has replaced since: the words are kept among the versions.
    """

    number: int = 0
    content: Node = field(default_factory=lambda: EMPTY)
    by: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def written_together(report: Report, key: str, user: User) -> Together:
    """How the text stands for one who writes in it: two queries."""
    found = TextVersion.objects.filter(text__report=report, text__key=key)
    recent = list(_recent(found))
    if not recent:
        return Together()
    newest = recent[-1]
    authors = _authors(recent)
    places = [(place, authors.get(_spelt(block))) for place, block in enumerate(_blocks(newest), 1)]
    return Together(
        number=newest.number,
        content=newest.content,
        by=[_label(author, user) for _place, author in places],
        others=_sentences(newest, places, user),
        lost=_lost(recent, authors, user),
    )


def _recent(found: object) -> Sequence[TextVersion]:
    """The versions of the last minutes, oldest first, after the one that they began from."""
    rows = found.select_related("recorded_by").order_by("number")  # type: ignore[attr-defined]
    since = list(rows.filter(recorded_at__gte=clock.now() - JUST_NOW))
    before = rows.filter(number__lt=since[0].number).last() if since else rows.last()
    return [*([before] if before else []), *since]


def _authors(recent: Sequence[TextVersion]) -> dict[str, Written]:
    """Who wrote each paragraph that is newer than the first version: the one who first saved it."""
    found: dict[str, Written] = {}
    old = {_spelt(block) for block in _blocks(recent[0])} if not _is_new(recent[0]) else set()
    for version in recent if _is_new(recent[0]) else recent[1:]:
        for block in map(_spelt, _blocks(version)):
            if version.recorded_by.is_service:
                # What was loaded or opened filled is nobody's writing.
                old.add(block)
            elif block not in old:
                found.setdefault(block, Written(version.recorded_by, version.recorded_at))
    return found


def _is_new(version: TextVersion) -> bool:
    return version.recorded_at >= clock.now() - JUST_NOW


def _sentences(newest: TextVersion, places: Sequence[tuple[int, Written | None]], user: User) -> list[str]:
    """One sentence for each of the others, about the paragraph that they saved last."""
    latest: dict[str, tuple[int, Written]] = {}
    for place, author in places:
        if author is not None and author.by != user:
            known = latest.get(author.by.display_name)
            if known is None or known[1].at <= author.at:
                latest[author.by.display_name] = (place, author)
    blocks = _blocks(newest)
    return [
        f"{name} skriver i stycke {place} (”{_quote(blocks[place - 1])}”), sparat {_time(author)}."
        for name, (place, author) in latest.items()
    ]


def _lost(recent: Sequence[TextVersion], authors: dict[str, Written], user: User) -> list[str]:
    mine = next((version for version in reversed(recent) if version.recorded_by_id == user.pk), None)
    if mine is None or mine is recent[-1]:
        return []
    standing = {_spelt(block) for block in _blocks(recent[-1])}
    gone = (block for block in _blocks(mine) if _spelt(block) not in standing)
    return [_quote(block) for block in gone if _is_by(authors.get(_spelt(block)), user)]


def _is_by(author: Written | None, user: User) -> bool:
    return author is not None and author.by == user


def _label(author: Written | None, user: User) -> str:
    """What stands beside a paragraph that somebody else has just written."""
    return "" if author is None or author.by == user else f"{author.by.display_name} {_time(author)}"


def _time(author: Written) -> str:
    return clock_time(clock.local(author.at))


def _quote(block: Node) -> str:
    words = " ".join(plain_text(block).split())
    return words if len(words) <= QUOTED else f"{words[:QUOTED].rpartition(' ')[0]} …"


def _blocks(version: TextVersion) -> list[Node]:
    blocks: list[Node] = version.content.get("content", [])
    return blocks


def _spelt(block: Node) -> str:
    return json.dumps(block, ensure_ascii=False, sort_keys=True)
