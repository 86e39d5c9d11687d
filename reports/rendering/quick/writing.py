"""Writing: objects are put into bytes once, though they are asked for twice (for the file and for its identifier)."""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

# Beyond this a page takes three times as long for a hundredth of its size.
LEVEL = 6

original_to_bytes = pydyf._to_bytes
original_data = pydyf.Stream.data


def to_bytes(item: Any) -> bytes:
    """`_to_bytes`, the most frequent kinds first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is float:
        return str(int(item)).encode() if item.is_integer() else (b"%f" % item).rstrip(b"0")
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    other: bytes = original_to_bytes(item)
    return other


def data(stream: Any) -> bytes:
    """`Stream.data`, kept once the document is being written."""
    kept: bytes | None = stream.__dict__.get("written")
    if kept is not None:
        return kept
    content = b"\n".join([to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, LEVEL)
    extra["Length"] = len(content)
    # The end of the line before the last word; a reader mustn't take the content's last sign for half of it.
    end = b"\r\n" if content.endswith(b"\r") else b"\n"
    found = b"".join((extra.data, b"\nstream\n", content, end, b"endstream"))
    if stream.number is not None:
        stream.written = found
    return found


def dictionary_data(dictionary: Any) -> bytes:
    """`Dictionary.data`, kept for those that are objects of their own."""
    kept: bytes | None = dictionary.__dict__.get("written")
    if kept is not None:
        return kept
    found = b"<<%s>>" % b"".join([b"/%s %s" % (to_bytes(key), to_bytes(value)) for key, value in dictionary.items()])
    if dictionary.number is not None:
        dictionary.written = found
    return found


PATCHES = {
    pydyf: {"_to_bytes": to_bytes},
    pydyf.Stream: {"data": property(data)},
    pydyf.Dictionary: {"data": property(dictionary_data)},
}
