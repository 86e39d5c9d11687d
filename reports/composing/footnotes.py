"""Footnote marks are given by the table, in order of appearance. The same text has one mark.

Up to three footnotes have stars, as in print; more than that are numbered, since nobody tells five stars from six. A
template may number its footnotes through the document instead: then the same text has the same number everywhere.
"""

from __future__ import annotations

from reports.nodes import NoteNode

MOST_STARS = 3


class Footnotes:
    """The footnotes of one table while it is being composed. A mark is a place until `shown` turns it into a sign.

    `numbered`: the footnotes of the document so far, which those of the table are added to; None: stars and numbers of
    the table's own.
    """

    def __init__(self, numbered: list[str] | None = None) -> None:
        self._texts: list[str] = []
        self._numbered = numbered

    def mark(self, text: str) -> str:
        """The place of the text among the footnotes; a new text gets the next one."""
        text = text.strip()
        if text not in self._texts:
            self._texts.append(text)
        if self._numbered is not None and text not in self._numbered:
            self._numbered.append(text)
        return str(self._texts.index(text) + 1)

    def marks(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The places of several texts."""
        return tuple(self.mark(text) for text in texts)

    def shown(self, mark: str) -> str:
        """The sign of a place, once all footnotes of the table are known."""
        if mark and self._numbered is not None:
            return str(self._numbered.index(self._texts[int(mark) - 1]) + 1)
        return "*" * int(mark) if mark and len(self._texts) <= MOST_STARS else mark

    def nodes(self) -> tuple[NoteNode, ...]:
        """The footnotes in order."""
        return tuple(NoteNode(self.shown(str(number)), text) for number, text in enumerate(self._texts, 1))
