"""What the text editor sends, made into a document: only what a text may hold comes through, as plain data.

The editor's own form is the document's (`reports.texts`): blocks with typed children. It comes from a browser, so
every node is built anew here; a node or a mark that a text can't hold leaves its words behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reports.texts import LINK, Node

LISTS = ("bulletList", "orderedList")
DEEPEST, LONGEST = 6, 1_000_000
LEVELS = (3, 4)


class UnreadableText(ValueError):
    """What was sent is no document."""


def cleaned(sent: str) -> Node:
    """The document that the editor sent. Raises UnreadableText where it is none, or too long."""
    if len(sent) > LONGEST:
        raise UnreadableText("Texten är för lång för ett avsnitt. Dela den.")
    try:
        told = json.loads(sent)
    except ValueError as error:
        raise UnreadableText("Texten gick inte att läsa.") from error
    if not isinstance(told, dict) or told.get("type") != "doc":
        raise UnreadableText("Texten gick inte att läsa.")
    blocks = [block for each in _children(told) for block in _block(each, 0)]
    return {"type": "doc", "content": list(_without_blank_ends(blocks))}


def _children(node: Any) -> list[Any]:
    found = node.get("content") if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def _block(node: Any, depth: int) -> Iterator[Node]:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind in LISTS and depth < DEEPEST:
        items = [item for each in _children(node) if (item := _item(each, depth + 1))]
        if items:
            yield {"type": kind, "content": items}
    elif kind == "heading":
        level = (node.get("attrs") or {}).get("level") if isinstance(node.get("attrs"), dict) else None
        yield {"type": "heading", "attrs": {"level": level if level in LEVELS else LEVELS[0]}, "content": _inline(node)}
    elif kind is not None:
        yield {"type": "paragraph", "content": _inline(node)}


def _item(node: Any, depth: int) -> Node | None:
    """An item of a list: a paragraph, and lists below it."""
    blocks = [block for each in _children(node) for block in _block(each, depth)]
    return {"type": "listItem", "content": blocks} if blocks else None


def _inline(node: Any) -> list[Node]:
    """The words below a node with the marks that a text may have."""
    return [run for each in _leaves(node) if (run := _run(each))]


def _leaves(node: Any) -> Iterator[Any]:
    for child in _children(node):
        if isinstance(child, dict) and child.get("type") == "text":
            yield child
        else:
            yield from _leaves(child)


def _run(node: Node) -> Node | None:
    words = node.get("text")
    if not isinstance(words, str) or not words:
        return None
    marks = [mark for each in node.get("marks") or [] if isinstance(each, dict) and (mark := _mark(each))]
    return {"type": "text", "text": words.replace("\x00", ""), **({"marks": marks} if marks else {})}


def _mark(mark: Node) -> Node | None:
    if mark.get("type") == "bold":
        return {"type": "bold"}
    attrs = mark.get("attrs")
    href = attrs.get("href") if isinstance(attrs, dict) else None
    if mark.get("type") == "link" and isinstance(href, str) and LINK.match(href):
        return {"type": "link", "attrs": {"href": href}}
    return None


def _without_blank_ends(blocks: list[Node]) -> list[Node]:
    """The blocks without empty paragraphs: space between paragraphs isn't made of them."""
    return [block for block in blocks if block["type"] in LISTS or block["content"]]
