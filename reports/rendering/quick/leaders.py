"""The dots of the contents as one line of text, where WeasyPrint makes a box of each."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import leader

from reports.rendering.quick.text import split_first_line

original_handle = leader.handle_leader


def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
    """`handle_leader`, and its boxes as one that begins where the leftmost did."""
    original_handle(context, line, containing_block)
    _place, box = leader.leader_index(line)
    if box is None or len(box.children) < 2:
        return
    first = min(box.children, key=lambda dots: dots.position_x)
    words = first.text * len(box.children)
    one = first.copy_with_text(words)
    one.width = first.width * len(box.children)
    one.pango_layout = split_first_line(words, first.style, context, None, 0)[0]
    box.children = (one,)


PATCHES = {leader: {"handle_leader": handle_leader}}
