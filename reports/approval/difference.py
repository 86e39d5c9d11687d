"""What has changed between two contents: one change of a figure that shows in several places is one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number
from reports.approval.content import NOTHING, Item

FORM = "/form"
NUMBER = re.compile(r"(-?\d+)e(-?\d+)")


@dataclass(frozen=True, slots=True)
class Change:
    """What was `old` and is `new`; `places` is in how many places it shows, `fact` the figure behind it."""

    label: str
    old: str
    new: str
    fact: int = 0
    places: int = 1

    @property
    def in_words(self) -> str:
        """The change in one line."""
        shown = f", syns på {self.places} ställen" if self.places > 1 else ""
        return f"{self.label}: {self.old or NOTHING} → {self.new or NOTHING}{shown}"

    @property
    def is_withheld(self) -> bool:
        """Whether a value may not be shown any more."""
        return self.new == Marker.WITHHELD.printed

    @property
    def in_short(self) -> str:
        """That it changed, without what it was and is."""
        return f"{self.label}: {'får inte längre visas' if self.is_withheld else 'ändrat'}"


def difference(before: Sequence[Item], after: Sequence[Item]) -> list[Change]:
    """The changes in the order that they are shown."""
    return _grouped([*_texts(before, after), *_others(before, after)])


def _others(before: Sequence[Item], after: Sequence[Item]) -> Iterator[Change]:
    old, new = ({item.key: item for item in items if not _in_text(item)} for items in (before, after))
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            yield Change(now.label, "", now.value or now.label, now.fact)
        elif was is not None and now is None:
            yield Change(was.label, was.value or was.label, "", was.fact)
        elif was is not None and now is not None and was.counted != now.counted:
            yield _changed(was, now)


def _changed(was: Item, now: Item) -> Change:
    """Old and new as shown; where they look the same, the exact values."""
    if was.value != now.value:
        return Change(now.label, was.value, now.value, now.fact)
    if was.exact != now.exact:
        return Change(now.label, _in_full(was.exact), _in_full(now.exact), now.fact)
    return Change(now.label, was.label, now.label, now.fact)


def _in_full(exact: str) -> str:
    """An exact number with all its decimals, in Swedish; anything else as it is."""
    found = NUMBER.fullmatch(exact)
    return format_number(Number(int(found[1]), -int(found[2]))) if found else exact


def _texts(before: Sequence[Item], after: Sequence[Item]) -> Iterator[Change]:
    """The lines of each text that came, went or were rewritten."""
    keys = dict.fromkeys(_text_key(item) for item in [*before, *after] if _in_text(item))
    for key in keys:
        old, new = ([item for item in items if _in_text(item) and _text_key(item) == key] for items in (before, after))
        lines = list(_lines(_words(old), _words(new)))
        yield from lines
        if not lines and [item.counted for item in old] != [item.counted for item in new]:
            yield Change("Textens rubriker, listor och länkar", "som det var", "ändrat")


def _lines(old: list[str], new: list[str]) -> Iterator[Change]:
    for act, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act != "equal":
            yield Change(f"Texten, rad {c + 1}", " ".join(old[a:b]), " ".join(new[c:d]))


def _words(items: Sequence[Item]) -> list[str]:
    return [item.value for item in items if not item.key.endswith(FORM) and item.value]


def _in_text(item: Item) -> bool:
    return item.key.startswith("text/")


def _text_key(item: Item) -> str:
    return item.key.rpartition("/")[0]


def _grouped(changes: list[Change]) -> list[Change]:
    """Changes of the same figure from and to the same are one; others stand by themselves."""
    found: dict[tuple[object, ...], Change] = {}
    for number, change in enumerate(changes):
        key = (change.fact, change.old, change.new) if change.fact else (number,)
        known = found.get(key)
        found[key] = _once_more(known) if known else change
    return list(found.values())


def _once_more(change: Change) -> Change:
    return Change(change.label, change.old, change.new, change.fact, change.places + 1)
