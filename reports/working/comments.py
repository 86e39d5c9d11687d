"""Remarks beside a paragraph: made by whoever may read and comment, answered, settled. Working material."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from reports.approval.steps import StepRefused
from reports.models import Report, TextComment
from reports.texts import Node, plain_text
from vss_portal import clock
from vss_portal.models import User

LONGEST, QUOTED = 1000, 200


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers; settled by the newest of them that says so."""

    comment: TextComment
    replies: list[TextComment] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether the last word was that it is settled."""
        return bool(self.replies) and self.replies[-1].settles


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (or heading, or list) of a text: its place, its words, how it begins, and the remarks on it."""

    place: int
    block: Node
    quote: str
    threads: list[Thread]


def threads_of(report: Report, key: str) -> list[Thread]:
    """The remarks on a section, in order."""
    rows = list(TextComment.objects.filter(report=report, key=key).select_related("recorded_by").order_by("pk"))
    replies: dict[int, list[TextComment]] = {}
    for row in rows:
        if row.answers_id:
            replies.setdefault(row.answers_id, []).append(row)
    return [Thread(row, replies.get(row.pk, [])) for row in rows if row.answers_id is None]


def open_counts(report: Report) -> dict[str, int]:
    """How many remarks wait in each section."""
    found: dict[str, int] = {}
    for key in TextComment.objects.filter(report=report).values_list("key", flat=True).distinct():
        waiting = sum(not thread.settled for thread in threads_of(report, key))
        if waiting:
            found[key] = waiting
    return found


def beside(content: Node, threads: list[Thread]) -> tuple[list[Paragraph], list[Thread]]:
    """The paragraphs with their remarks, and the remarks on the whole or on words that aren't there any more."""
    left = list(threads)
    found = []
    for place, block in enumerate(content.get("content", []), 1):
        quote = quote_of(block)
        own = [thread for thread in left if thread.comment.quote and thread.comment.quote == quote]
        left = [thread for thread in left if thread not in own]
        found.append(Paragraph(place, block, quote, own))
    return found, left


def quote_of(block: Node) -> str:
    """How the paragraph begins: what a remark remembers of it."""
    return " ".join(plain_text(block).split())[:QUOTED]


@transaction.atomic
def remark(
    *, report: Report, key: str, text: str, by: User, quote: str = "", answers: int | None = None, settles: bool = False
) -> TextComment:
    """Make a remark, or answer one (`answers`). Raises StepRefused."""
    words = text.replace("\r\n", "\n").strip() or ("Klart." if settles else "")
    if not words:
        raise StepRefused(["Synpunkten är tom. Skriv vad du vill säga. Inget är sparat."])
    if len(words) > LONGEST:
        raise StepRefused([f"Synpunkten är {len(words)} tecken lång; högst {LONGEST} får plats. Inget är sparat."])
    answered: Any = None
    if answers is not None:
        answered = TextComment.objects.filter(report=report, key=key, pk=answers, answers=None).first()
        if answered is None:
            raise StepRefused(["Synpunkten som du svarar på finns inte längre. Inget är sparat."])
    return TextComment.objects.create(
        report=report,
        key=key,
        quote=quote[:QUOTED],
        text=words,
        answers=answered,
        settles=settles and answered is not None,
        recorded_at=clock.now(),
        recorded_by=by,
    )
