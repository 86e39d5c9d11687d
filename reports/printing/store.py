"""PDFs that were made, kept as files so that the second download is instant.

A file's name holds its key and the checksum of its bytes; one that doesn't agree is thrown away. Who may have a PDF is
asked for elsewhere, at every download: a key is only known to who composed the report. The oldest go when the folder is
larger than the setting says.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

MEGABYTE = 1024 * 1024
KEY_LENGTH = 64


def kept(key: str) -> bytes | None:
    """The bytes under the key; None where there are none that are whole."""
    for path in _folder().glob(f"{key}-*.pdf"):
        with contextlib.suppress(FileNotFoundError):
            content = path.read_bytes()
            if path.stem[KEY_LENGTH + 1 :] == _checksum(content):
                os.utime(path)
                return content
            path.unlink()
    return None


def keep(key: str, content: bytes) -> None:
    """Keep the bytes under the key, whole or not at all."""
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(folder / f"{key}-{_checksum(content)}.pdf")
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _make_room(folder)


def _make_room(folder: Path) -> None:
    """Take away those that nobody has asked for the longest, until the rest is small enough."""
    files = []
    for path in folder.glob("*.pdf"):
        with contextlib.suppress(FileNotFoundError):
            files.append((path.stat().st_mtime_ns, path.stat().st_size, path))
    total = sum(size for _used, size, _path in files)
    for _used, size, path in sorted(files):
        if total <= settings.PDF_FOLDER_MEGABYTES * MEGABYTE:
            return
        path.unlink(missing_ok=True)
        total -= size


def _folder() -> Path:
    folder = Path(settings.PDF_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
