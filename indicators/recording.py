"""Recording figures: the one way in for forms, files, print and the demo's example data.

Nothing is overwritten: a figure that differs from what stands becomes the fact's next revision, one that doesn't leaves
no trace. A batch is saved whole or not at all, and a refusal lists everything that was wrong with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from indicators.models import SourceDocument
from indicators.models.choices import Source
from indicators.recording_entries import Entry, Finding, Problem, Recorded, RecordingRefused, StaleFigure
from indicators.recording_planning import Plan, Ready, make_plan, stale_figures
from indicators.recording_writing import Act, write
from vss_portal import clock
from vss_portal.models import User

__all__ = [
    "Entry",
    "Finding",
    "Problem",
    "Ready",
    "Recorded",
    "RecordingRefused",
    "StaleFigure",
    "record_figure",
    "record_figures",
    "try_figures",
]

# Only what was known long ago carries its own date; whatever a person does happens now.
DATED_SOURCES = (Source.DOCUMENT, Source.EXAMPLE)


def record_figures(
    *,
    entries: Iterable[Entry],
    by: User,
    source: str,
    label: str,
    document: SourceDocument | None = None,
    recorded_at: dt.datetime | None = None,
    file_hash: str = "",
    checks: str = "refuse",
    may_unlock: bool = False,
    ready: Ready | None = None,
) -> list[Recorded]:
    """Record figures of one organisation in one act; the answer has one `Recorded` per entry, in the same order.

    `checks`: "refuse" (errors refuse everything; warnings and notices are saved as findings) or "note" (print and
    example data: errors are saved as findings too, and closed periods and reasons aren't asked about). `recorded_at`:
    when the figures became known, for print and example data only. `may_unlock`: the person may record in closed
    periods with a reason. `ready`: what the caller has fetched already, in a transaction that is still open; where
    somebody else writes the same in the same moment, that transaction fails with IntegrityError and is to be begun
    anew without it.

    Raises RecordingRefused with all problems and nothing saved; ValueError where the act is put together wrongly.
    """
    _check_act(source, checks, recorded_at, document)
    act = Act(
        by=by,
        source=source,
        label=label,
        document=document,
        moment=recorded_at or clock.now(),
        dated=recorded_at is not None,
        file_hash=file_hash,
        notes=checks == "note",
        may_unlock=may_unlock,
    )
    given = list(entries)
    if ready is not None and given:
        plan = make_plan(given, act, ready)
        return write(plan.planned, act, plan.organisation)
    return _carried_out(given, act) if given else []


def try_figures(*, entries: Iterable[Entry], by: User, source: str, label: str, may_unlock: bool = False) -> None:
    """Save nothing, and raise RecordingRefused with all problems exactly where `record_figures` would."""
    act = Act(by=by, source=source, label=label, moment=clock.now(), may_unlock=may_unlock)
    if given := list(entries):
        make_plan(given, act)


def record_figure(*, entry: Entry, by: User, source: str, label: str, **options: Any) -> Recorded:
    """Record one figure; the options and errors are those of `record_figures`."""
    return record_figures(entries=[entry], by=by, source=source, label=label, **options)[0]


def _check_act(source: str, checks: str, recorded_at: dt.datetime | None, document: SourceDocument | None) -> None:
    if source not in Source.values:
        raise ValueError(f"”{source}” är ingen väg in. Välj någon av {', '.join(Source.values)}.")
    if checks not in ("refuse", "note"):
        raise ValueError(f"”{checks}” är inget sätt att kontrollera. Välj refuse eller note.")
    if source not in DATED_SOURCES and (recorded_at is not None or checks == "note"):
        raise ValueError("Bara tryckta dokument och exempeldata har egen tid och sparas trots fel.")
    if source == Source.DOCUMENT and document is None:
        raise ValueError("Värden ur ett tryckt dokument registreras med dokumentet.")


def _carried_out(entries: Sequence[Entry], act: Act, *, again: bool = False) -> list[Recorded]:
    plan: Plan | None = None
    try:
        with transaction.atomic():
            plan = make_plan(entries, act)
            return write(plan.planned, act, plan.organisation)
    except IntegrityError as error:
        stale, overtaken = stale_figures(plan, act.today) if plan else ([], False)
        if stale:
            raise RecordingRefused(stale) from error
        if again or not overtaken:
            raise
    # Somebody else wrote the same values in the same moment: a second look finds them unchanged.
    return _carried_out(entries, act, again=True)
