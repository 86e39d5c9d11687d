"""Footnote marks are given by the table, in order of appearance: `*`, `**` … The same text has one mark."""

from __future__ import annotations

from reports.nodes import NoteNode


class Footnotes:
    """The footnotes of one table while it is being composed."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def mark(self, text: str) -> str:
        """The mark of the text; a new text gets the next one."""
        text = text.strip()
        if text not in self._texts:
            self._texts.append(text)
        return "*" * (self._texts.index(text) + 1)

    def marks(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of several texts."""
        return tuple(self.mark(text) for text in texts)

    def nodes(self) -> tuple[NoteNode, ...]:
        """The footnotes in order."""
        return tuple(NoteNode("*" * number, text) for number, text in enumerate(self._texts, 1))
