"""A folder of an organisation that comes as a zip: looked at before anything of it is written or read.

Nothing is unpacked by name: each file's place is made here out of words that are allowed, in a folder of its own that
is gone afterwards.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from indicators.loading.problems import Problem, ReferenceRefused

MEGABYTE = 1024 * 1024
LARGEST_ZIP, LARGEST_FILE, LARGEST_WHOLE = 5 * MEGABYTE, 8 * MEGABYTE, 24 * MEGABYTE
MOST_FILES = 300
# At most two folders deep, in plain letters; other files in the zip are refused rather than left out in silence.
NAME = re.compile(r"(?:[a-z0-9_-]{1,60}/){0,2}[a-z0-9][a-z0-9_-]{0,80}\.(?:yaml|csv)")
# What Windows and macOS add to an archive by themselves.
BYCATCH = ("__MACOSX/", "desktop.ini", ".DS_Store", "Thumbs.db")


@contextmanager
def unpacked(content: bytes) -> Iterator[Path]:
    """The folder in the zip, for as long as it is needed. Raises ReferenceRefused for anything odd about it."""
    files = _files(content)
    with tempfile.TemporaryDirectory(prefix="organisation-") as name:
        root = Path(name)
        for place, data in files.items():
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield root


def _files(content: bytes) -> dict[str, bytes]:
    if len(content) > LARGEST_ZIP:
        raise _refused("", f"Filen är större än {LARGEST_ZIP // MEGABYTE} MB. Dela upp den eller använd kommandot.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise _refused("", "Filen är ingen zip-fil som går att läsa. Packa mappen på nytt utan lösenord.") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_bycatch(entry.filename)]
    if len(entries) > MOST_FILES:
        raise _refused("", f"Zip-filen har {len(entries)} filer; högst {MOST_FILES} läses.")
    top = _top([entry.filename for entry in entries])
    files: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if not NAME.fullmatch(name) or name in files:
            raise _refused(name[:80], "Filen har ett namn som inte hör hemma här. Läs docs/formats.md.")
        files[name] = _content(archive, entry, name)
        if sum(map(len, files.values())) > LARGEST_WHOLE:
            raise _refused("", f"Filerna är mer än {LARGEST_WHOLE // MEGABYTE} MB när de packas upp.")
    return files


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The file, read no further than it may be long, whatever the archive says of its size."""
    with archive.open(entry) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _refused(name, f"Filen är större än {LARGEST_FILE // MEGABYTE} MB.")
    if name.endswith(".yaml"):
        _refuse_references(name, data)
    return data


def _refuse_references(name: str, data: bytes) -> None:
    """References inside YAML can unfold without end, and no format here needs them. Faults are told by the reading."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(data, yaml.CSafeLoader)):
            raise _refused(name, "Filen har hänvisningar (*). Skriv ut värdena i stället.")
    except yaml.YAMLError:
        return


def _is_bycatch(name: str) -> bool:
    return name.startswith(BYCATCH) or name.endswith(BYCATCH)


def _top(names: list[str]) -> str:
    """The folder that all files are in, where the whole folder was packed rather than what is in it."""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _refused(name: str, message: str) -> ReferenceRefused:
    return ReferenceRefused([Problem(name, None, "", message)])
