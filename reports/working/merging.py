"""Two people wrote the same text at once: their paragraphs are put together where they don't touch the same ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from reports.texts import Node


@dataclass(frozen=True, slots=True)
class _Change:
    """Blocks `start` to `end` of the common text became `blocks`."""

    start: int
    end: int
    blocks: tuple[str, ...]


def merged(base: Node, mine: Node, theirs: Node) -> Node | None:
    """Both texts' changes of `base` in one document; None where they changed the same paragraph differently."""
    before, own, other = (_spelt(each) for each in (base, mine, theirs))
    # Each change once; what both put in at one place stands in the order that it was saved in, theirs first.
    both = dict.fromkeys([*_changes(before, other), *_changes(before, own)])
    changes = sorted(both, key=lambda each: (each.start, each.end))
    if any(_collide(one, following) for one, following in pairwise(changes)):
        return None
    return {"type": "doc", "content": [json.loads(block) for block in _applied(before, changes)]}


def _collide(one: _Change, following: _Change) -> bool:
    """Whether two changes touch the same paragraph; two that only put something in at one place stand in turn."""
    both_put_in = one.start == one.end == following.start == following.end
    return not both_put_in and (following.start < one.end or following.start == one.start)


def _spelt(content: Node) -> list[str]:
    return [json.dumps(block, ensure_ascii=False, sort_keys=True) for block in content.get("content", [])]


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    matched = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [_Change(a, b, tuple(after[c:d])) for act, a, b, c, d in matched if act != "equal"]


def _applied(before: Sequence[str], changes: Sequence[_Change]) -> list[str]:
    found: list[str] = []
    place = 0
    for change in changes:
        found += [*before[place : change.start], *change.blocks]
        place = change.end
    return [*found, *before[place:]]
