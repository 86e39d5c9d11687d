"""Footnote marks are given by the table, in order of appearance. The same text has one mark.

Up to three footnotes have stars, as in print; more than that are numbered, since nobody tells five stars from six.
"""

from __future__ import annotations

from reports.nodes import NoteNode

MOST_STARS = 3


class Footnotes:
    """The footnotes of one table while it is being composed. A mark is a place until `shown` turns it into a sign."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def mark(self, text: str) -> str:
        """The place of the text among the footnotes; a new text gets the next one."""
        text = text.strip()
        if text not in self._texts:
            self._texts.append(text)
        return str(self._texts.index(text) + 1)

    def marks(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The places of several texts."""
        return tuple(self.mark(text) for text in texts)

    def shown(self, mark: str) -> str:
        """The sign of a place, once all footnotes of the table are known."""
        return "*" * int(mark) if mark and len(self._texts) <= MOST_STARS else mark

    def nodes(self) -> tuple[NoteNode, ...]:
        """The footnotes in order."""
        return tuple(NoteNode(self.shown(str(number)), text) for number, text in enumerate(self._texts, 1))
