"""A text as it is written in a plain box: the inverse of `reports.texts.document`."""

from __future__ import annotations

from collections.abc import Iterator

from reports.texts import LINK, Node

LISTS = {"bulletList": "- ", "orderedList": "1. "}


def markup(content: Node) -> str:
    """The document as plain text: blank lines between blocks, `- ` and `1. ` for lists, `#` headings, `**` bold,
    `[words](https://…)` links. What comes back from the box is the same document.
    """
    return "\n\n".join("\n".join(_block(block, "")) for block in content.get("content", []))


def _block(block: Node, indent: str) -> Iterator[str]:
    kind = block.get("type")
    if kind in LISTS:
        for item in block.get("content", []):
            yield from _item(item, LISTS[str(kind)], indent)
    elif kind == "heading":
        marks = "#" * max(int(block.get("attrs", {}).get("level", 3)) - 2, 1)
        yield f"{indent}{marks} {_inline(block)}"
    else:
        yield f"{indent}{_inline(block)}"


def _item(item: Node, bullet: str, indent: str) -> Iterator[str]:
    first, *below = item.get("content", []) or [{}]
    yield f"{indent}{bullet}{_inline(first)}"
    for block in below:
        yield from _block(block, f"{indent}  ")


def _inline(block: Node) -> str:
    return "".join(_marked(node) for node in block.get("content", []))


def _marked(node: Node) -> str:
    marks = {mark.get("type"): mark.get("attrs", {}) for mark in node.get("marks", [])}
    words = str(node.get("text", ""))
    href = str(marks.get("link", {}).get("href", ""))
    shown = f"[{words}]({href})" if LINK.match(href) else words
    return f"**{shown}**" if "bold" in marks else shown
