"""Texts as structured documents, never HTML.

A document is `{"type": "doc", "content": [block, …]}`. Blocks: paragraph, heading (level 3–4), bulletList and
orderedList of listItem. Inside a block: text with marks `bold` and `link` (http, https or mailto), and later a
reference to a figure as a node of its own. What is none of these is never shown as anything but its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]
EMPTY: Node = {"type": "doc", "content": []}
BULLET = re.compile(r"^\s*[-•*]\s+")
NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
HEADING = re.compile(r"^(#{1,2})\s+")
MARKED = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^\[\]\n]+)\]\((?P<href>(?:https?://|mailto:)[^\s<>\"'()]+)\)")
LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+\Z")
# What a text may show, asked for once more on its way out: nothing that a person wrote reaches a page but through it.
SHOWN = {"p", "ul", "ol", "li", "strong", "a", "h3", "h4", "h5", "h6"}
BLOCKS = {"paragraph": "p", "bulletList": "ul", "orderedList": "ol", "listItem": "li"}


def document(text: str) -> Node:
    """A document out of plain text.

    Blank lines part paragraphs; `- ` makes bullets, `1. ` numbers, `**` bold, `#` a heading, `[words](https://…)` a
    link. A line indented under a bullet with a bullet of its own is a list inside it.
    """
    content: list[Node] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line for line in block.splitlines() if line.strip()]
        content += list(_blocks(lines))
    return {"type": "doc", "content": content}


def _blocks(lines: list[str]) -> Iterator[Node]:
    if not lines:
        return
    for pattern, kind in ((BULLET, "bulletList"), (NUMBERED, "orderedList")):
        if pattern.match(lines[0]):
            yield {"type": kind, "content": [_item(item) for item in _items(lines, pattern)]}
            return
    heading = HEADING.match(lines[0])
    if heading:
        level = 2 + len(heading[1])
        yield {"type": "heading", "attrs": {"level": level}, "content": _inline(lines[0][heading.end() :])}
        lines = lines[1:]
    if lines:
        yield {"type": "paragraph", "content": _inline(" ".join(line.strip() for line in lines))}


def _items(lines: list[str], pattern: re.Pattern[str]) -> list[list[str]]:
    """The items of a list, each with its own lines: what is indented or has no bullet belongs to the item before."""
    items: list[list[str]] = []
    for line in lines:
        if pattern.match(line) and (not items or not line.startswith("  ")):
            items.append([pattern.sub("", line).strip()])
        else:
            items[-1].append(line.removeprefix("  "))
    return items


def _item(lines: list[str]) -> Node:
    """An item: its own words, and a list inside it where it has bullets of its own."""
    inner = next((place for place, line in enumerate(lines) if place and BULLET.match(line)), len(lines))
    words = " ".join(line.strip() for line in lines[:inner])
    return {"type": "listItem", "content": [{"type": "paragraph", "content": _inline(words)}, *_blocks(lines[inner:])]}


def _inline(text: str) -> list[Node]:
    return list(_runs(text, []))


def _runs(text: str, marks: list[Node]) -> Iterator[Node]:
    """The text in runs of the same marks; a link may stand inside bold words."""
    place = 0
    for found in MARKED.finditer(text):
        yield from _run(text[place : found.start()], marks)
        if found["bold"] is not None:
            yield from _runs(found["bold"], [*marks, {"type": "bold"}])
        else:
            yield from _run(found["words"], [*marks, {"type": "link", "attrs": {"href": found["href"]}}])
        place = found.end()
    yield from _run(text[place:], marks)


def _run(text: str, marks: list[Node]) -> Iterator[Node]:
    if text:
        yield {"type": "text", "text": text, **({"marks": marks} if marks else {})}


def plain_text(content: Node) -> str:
    """The words of a document, for search and counts."""
    if content.get("type") == "text":
        return str(content.get("text", ""))
    joiner = "" if content.get("type") in ("paragraph", "heading") else "\n"
    return joiner.join(plain_text(child) for child in content.get("content", []))


def is_empty(content: Node) -> bool:
    """Whether nothing is written."""
    return not plain_text(content).strip()


def to_html(content: Node, *, heading_level: int = 3) -> SafeString:
    """The document as HTML; everything that a person typed is escaped, every element comes from here.

    `heading_level` is the level of the section that the text stands in; headings in the text follow below it.
    """
    made = _html(content, min(heading_level, 5))
    clean = nh3.clean(
        made, tags=SHOWN, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    # Made by format_html above and cleaned again here.
    return mark_safe(clean)  # noqa: S308


def _html(node: Node, level: int) -> SafeString:
    kind = node.get("type")
    if kind == "text":
        return _marked(node)
    children = format_html_join("", "{}", ((_html(child, level),) for child in node.get("content", [])))
    if kind == "heading":
        depth = min(level + int(node.get("attrs", {}).get("level", 3)) - 2, 6)
        return format_html(f"<h{depth}>{{}}</h{depth}>", children)
    element = BLOCKS.get(str(kind))
    return format_html(f"<{element}>{{}}</{element}>", children) if element else children


def _marked(node: Node) -> SafeString:
    html = format_html("{}", node.get("text", ""))
    for mark in node.get("marks", []):
        href = str(mark.get("attrs", {}).get("href", ""))
        if mark.get("type") == "bold":
            html = format_html("<strong>{}</strong>", html)
        elif mark.get("type") == "link" and LINK.match(href):
            html = format_html('<a href="{}" rel="noopener">{}</a>', href, html)
    return html
