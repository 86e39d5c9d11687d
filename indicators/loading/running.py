"""Loads a folder of reference data: reads and checks everything, then saves all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from indicators.loading.breakdowns import share_standard_sets
from indicators.loading.files import Folder
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import Reading
from indicators.loading.registry import Loader, registered
from indicators.loading.saving import Saving, Summary
from indicators.models import Fact, FigureRevision, LoadedFile, Organisation, Target, TargetRevision
from vss_portal import clock
from vss_portal.models import User

# The tables that a load fills with thousands of rows.
MANY_ROWS = (Fact, FigureRevision, Target, TargetRevision)


@dataclass(frozen=True)
class _Read:
    """What a loader read, and out of which files."""

    loader: Loader
    content: Any
    files: frozenset[str]


def load_reference(
    folder: Path,
    *,
    demo: bool = False,
    check: bool = False,
    again: bool = False,
    guest: bool = False,
    by: User | None = None,
) -> Summary:
    """Load the folder, and tell what was new, changed and unchanged.

    `guest`: one organisation more, which changes nothing that organisations share and has people of its own. `by` is
    who signs it; None: the loader's own account.

    Files that are as they were when last loaded aren't saved again, and where all are so nothing is read at all;
    `again` saves them nevertheless. A file that was loaded and is gone is told once; what it brought stays. `check`
    undoes everything at the end. Raises ReferenceRefused with all problems, and nothing saved.
    """
    source = open_folder(folder, demo=demo, guest=guest)
    loaded = _loaded(source)
    gone = [name for name in sorted(loaded) if name not in source.files and not (folder / name).exists()]
    changed = {name for name, checksum in source.checksums.items() if again or loaded.get(name) != checksum}
    if not changed and not gone and not check:
        return Summary(untouched=True)
    reading = Reading(source)
    read = _read(reading)
    return _save(reading, read, changed, gone, check=check, by=by)


def open_folder(path: Path, *, demo: bool = False, guest: bool = False) -> Folder:
    """The folder; raises ReferenceRefused where it holds nothing to read."""
    folder = Folder(path, demo, guest)
    if not path.is_dir() or not folder.files:
        message = "Mappen finns inte eller saknar referensdata (YAML och CSV). Ange en annan mapp."
        raise ReferenceRefused([Problem(str(path), None, "", message)])
    return folder


def _loaded(folder: Folder) -> dict[str, str]:
    """The checksums of the last time, by path within the folder (one query)."""
    start = f"{folder.code}/"
    rows = LoadedFile.objects.filter(path__startswith=start).values_list("path", "checksum")
    return {path.removeprefix(start): checksum for path, checksum in rows}


def _read(reading: Reading) -> list[_Read]:
    read: list[_Read] = []
    for loader in registered():
        reading.seen = set()
        read.append(_Read(loader, loader.read(reading), frozenset(reading.seen)))
        if reading.is_broken:
            break
    reading.problems.refuse_any()
    return read


def _save(
    reading: Reading, read: Sequence[_Read], changed: set[str], gone: list[str], *, check: bool, by: User | None
) -> Summary:
    summary = Summary(gone=gone)
    first = not Organisation.objects.filter(code=reading.known.organisation).exists()
    saving = Saving(
        reading.known, summary, reading.folder.checksums, changed, reading.demo, reading.guest, by, first=first
    )
    with transaction.atomic():
        if reading.guest:
            share_standard_sets()
        for part in read:
            if part.files & changed:
                part.loader.save(part.content, saving)
        saving.finish()
        seen = frozenset().union(*(part.files for part in read))
        summary.unread = sorted(set(reading.folder.files) - seen)
        _count_for_the_planner()
        _remember(reading.folder, seen & changed)
        LoadedFile.objects.filter(path__in=[f"{reading.folder.code}/{name}" for name in gone]).delete()
        transaction.set_rollback(check)
    return summary


def _count_for_the_planner() -> None:
    """PostgreSQL plans by its statistics: without them thousands of new rows are searched as if they were a few."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in MANY_ROWS)}")


def _remember(folder: Folder, names: frozenset[str]) -> None:
    """Keep the checksums of what was loaded, for the next time."""
    rows = {row.path: row for row in LoadedFile.objects.filter(path__startswith=f"{folder.code}/")}
    for name in sorted(names):
        path = f"{folder.code}/{name}"
        row = rows.get(path) or LoadedFile(path=path)
        row.checksum, row.loaded_at = folder.checksums[name], clock.now()
        row.save()
