"""What is looked at in a workbook's archive before any program opens it: how much it unfolds to."""

from __future__ import annotations

import zipfile
from io import BytesIO

from indicators.importing.limits import (
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MEGABYTE,
    MOST_ENTRIES,
    RATIO_MATTERS_FROM,
)
from indicators.importing.refusing import refuse

ADVICE = "Kopiera tabellen till en ny arbetsbok, spara den och läs in den."


def check_archive(content: bytes) -> None:
    """Refuse an archive that unfolds to far more than a table needs, with FileRefused."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise refuse("bomb", f"Arbetsboken består av {len(entries)} delar; högst {MOST_ENTRIES} läses. {ADVICE}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("password", "Arbetsbokens arkiv är krypterat och kan inte läsas. Spara den utan lösenord.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        size, most = unpacked // MEGABYTE, LARGEST_UNPACKED // MEGABYTE
        raise refuse("bomb", f"Arbetsboken är {size} MB när den packas upp; högst {most} MB läses. {ADVICE}")
    for entry in entries:
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1):
            times = entry.file_size // max(entry.compress_size, 1)
            raise refuse("bomb", f"En del av arbetsboken växer {times} gånger när den packas upp. {ADVICE}")
