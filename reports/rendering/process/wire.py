"""How the portal and the process that makes PDFs speak: pieces with a letter and a length before them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, Protocol

from reports.rendering.files import File

HEAD = struct.Struct(">cQ")
LARGEST = 1 << 30
# From the portal: the document, a file to attach, no more.
HTML, FILE, END = b"H", b"F", b"."
# To the portal: begun, the PDF, why it can't be printed, out of memory, another fault, the process died.
BEGUN, PDF, REFUSED, MEMORY, FAULT, DIED = b"B", b"P", b"W", b"M", b"E", b"D"


class Reader(Protocol):
    """What pieces are read from."""

    def read(self, size: int, /) -> bytes | None:
        """So many bytes, fewer at the end."""


class Writer(Protocol):
    """What pieces are written to."""

    def write(self, content: bytes, /) -> Any:
        """Take the bytes."""

    def flush(self) -> Any:
        """Let them go."""


def send(stream: Writer, kind: bytes, content: bytes = b"") -> None:
    """Send a piece."""
    stream.write(HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: Reader) -> tuple[bytes, bytes]:
    """The next piece; EOFError where the other side is gone."""
    kind, length = HEAD.unpack(_exactly(stream, HEAD.size))
    if length > LARGEST:
        raise EOFError
    return kind, _exactly(stream, length)


def _exactly(stream: Reader, length: int) -> bytes:
    content = stream.read(length)
    if content is None or len(content) < length:
        raise EOFError
    return content


def pack_file(file: File) -> bytes:
    """A file as one piece."""
    return json.dumps([file.name, file.description]).encode() + b"\n" + file.content


def received_files(stream: Reader) -> Iterator[File]:
    """The files up to the end."""
    while True:
        kind, content = receive(stream)
        if kind == END:
            return
        about, _, rest = content.partition(b"\n")
        name, description = json.loads(about)
        yield File(name, description, rest)
