"""Where words stand on the pages of a PDF, in points from the top left."""

import html
import re
import subprocess
from dataclasses import dataclass

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word with its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A page: its size, and its words between head and foot."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    head: tuple[Word, ...]
    foot: tuple[Word, ...]

    @property
    def lying(self):
        return self.width > self.height

    @property
    def filled(self):
        """How much of the room between head and foot is used, from 0 to 1."""
        room = self.height - HEAD - FOOT
        return (max((word.bottom for word in self.words), default=HEAD) - HEAD) / room

    @property
    def lines(self):
        """The words of each line, from top to bottom."""
        found = {}
        for word in self.words:
            found.setdefault(round(word.bottom / 3), []).append(word)
        return [sorted(found[key], key=lambda word: word.left) for key in sorted(found)]


# Margins of the page less what the running words take: print/report.css.
HEAD, FOOT = 52.0, 62.0


def sheets(path):
    """Every page of the file."""
    told = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True).stdout.decode()
    parts = PAGE.split(told)[1:]
    return [_sheet(number, parts[at : at + 3]) for number, at in enumerate(range(0, len(parts), 3), 1)]


def _sheet(number, part):
    width, height, inside = float(part[0]), float(part[1]), part[2]
    words = [Word(html.unescape(text), *(float(edge) for edge in edges)) for *edges, text in WORD.findall(inside)]
    head = tuple(word for word in words if word.bottom < HEAD)
    foot = tuple(word for word in words if word.top > height - FOOT)
    body = tuple(word for word in words if word.bottom >= HEAD and word.top <= height - FOOT)
    return Sheet(number, width, height, body, head, foot)
