"""Before anything is saved: every entry beside what stands, checked, and all problems of the batch at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from indicators.checks import Subject, Surroundings
from indicators.checks_between import findings_of
from indicators.models import FigureRevision
from indicators.models.choices import FindingLevel, MarkerChoice, Source
from indicators.recording_context import Catalogue, Keyed, Ledger, Row
from indicators.recording_entries import (
    EMPTY,
    Entry,
    FactKey,
    Problem,
    RecordingRefused,
    StaleFigure,
    moment_in_words,
    number_of,
    stands_now,
    written,
    wrong_order,
)
from indicators.recording_integrity import broken_rules
from indicators.recording_writing import Act, Planned

# A problem with the place in the batch of the entry that it is about.
Placed = tuple[int, Problem]


@dataclass(frozen=True)
class Plan:
    """What a batch will record, entry by entry."""

    organisation: int
    planned: Sequence[Planned]


@dataclass(frozen=True)
class Ready:
    """What the caller has fetched in the same transaction, so that it isn't fetched twice.

    `rows` are the current figures, each with its key and the columns of `recording_context.FIELDS`: at least those of
    the entries' indicators and of what their formulas refer to, in the entries' units and years; `whole` makes such a
    row of the database's own values one of Python's. `edition` is that of the reference data, as it stands inside the
    transaction.
    """

    edition: str
    rows: Sequence[Keyed]
    whole: Callable[[Row], Row]


def make_plan(entries: Sequence[Entry], act: Act, ready: Ready | None = None) -> Plan:
    """Compare and check a batch. Raises RecordingRefused with everything that is wrong with it."""
    catalogue = _catalogue(entries, ready)
    keys, problems = _sound_keys(entries, catalogue)
    ledger = _ledger(list(keys.values()), catalogue, act, ready)
    planned = [_compared(at, entries[at], key, catalogue, ledger, act) for at, key in keys.items()]
    around = _surroundings(planned, catalogue, ledger, act)
    _name_who_was_first(planned)
    for item in planned:
        if item.says_something:
            problems += [(item.at, found) for found in (*_out_of_order(item, act), *_refused(item, around, act))]
    if problems:
        raise RecordingRefused([problem for _, problem in sorted(problems, key=lambda placed: placed[0])])
    return Plan(catalogue.organisation, planned)


def overtakers(plan: Plan) -> tuple[list[tuple[Planned, FigureRevision]], Ledger]:
    """What others recorded after the plan was made, and the ledger that it was read from."""
    fresh = [item for item in plan.planned if item.says_something]
    ledger = Ledger.read([item.key for item in fresh], known_at=None)
    stands = ((item, ledger.latest.get(item.key)) for item in fresh)
    found = [(item, latest) for item, latest in stands if latest and latest.number > item.latest_number]
    prefetch_related_objects([latest for _item, latest in found], "recorded_by")
    return found, ledger


def stale_figures(plan: Plan, today: dt.date) -> tuple[list[Problem], bool]:
    """The figures that others changed to something else in the meantime, and whether they changed any at all."""
    found, ledger = overtakers(plan)
    problems: list[Problem] = [
        _stale(item.subject.entry, latest, today)
        for item, latest in found
        if not _says_the_same(item.subject.entry, latest, ledger)
    ]
    return problems, bool(found)


def _catalogue(entries: Sequence[Entry], ready: Ready | None) -> Catalogue:
    organisation = entries[0].indicator.organisation_id
    edition = ready.edition if ready else None
    catalogue = Catalogue.read(organisation, [entry.indicator.pk for entry in entries], edition)
    if catalogue.total is None:
        message = "Delen ”total” saknas i portalen. Läs in referensdata och försök igen. Inget är sparat."
        raise RecordingRefused([Problem(place="", code="no-total", message=message)])
    return catalogue


def _ledger(keys: Sequence[FactKey], catalogue: Catalogue, act: Act, ready: Ready | None) -> Ledger:
    if ready is not None:
        return Ledger.of(ready.rows, keys, whole=ready.whole)
    return Ledger.read(keys, beside=list(catalogue.indicators), known_at=act.moment if act.dated else None)


def _name_who_was_first(planned: Sequence[Planned]) -> None:
    """Fetch, all at once, who recorded what came in between; where nobody did, nothing is asked."""
    seen = [(item, item.subject.entry.seen) for item in planned if item.says_something]
    later = [item.latest for item, number in seen if number is not None and item.latest_number > number]
    prefetch_related_objects([latest for latest in later if latest], "recorded_by")


def _sound_keys(entries: Sequence[Entry], catalogue: Catalogue) -> tuple[dict[int, FactKey], list[Placed]]:
    """The keys of the entries that break no rule of the database, by place in the batch, and what the rest break."""
    sound: dict[int, FactKey] = {}
    problems: list[Placed] = []
    first: dict[FactKey, Entry] = {}
    for at, entry in enumerate(entries):
        broken = broken_rules(entry, catalogue)
        problems += [(at, _problem(entry, code, f"{message} Inget är sparat.")) for code, message in broken]
        if broken:
            continue
        key = FactKey.of_entry(entry, catalogue.total or 0)
        if key in first:
            problems.append((at, _twice(first[key], entry)))
        else:
            first[key], sound[at] = entry, key
    return sound, problems


def _compared(at: int, entry: Entry, key: FactKey, catalogue: Catalogue, ledger: Ledger, act: Act) -> Planned:
    standing, latest = ledger.standing.get(key), ledger.latest.get(key)
    subject = Subject(
        entry,
        key,
        catalogue.indicators[key.indicator],
        catalogue.units[key.unit],
        catalogue.breakdowns[key.breakdown],
        standing,
    )
    state = "changed" if latest else "new"
    if standing is not None and _says_the_same(entry, standing, ledger) and not _mends_note(entry, standing, act):
        state = "unchanged"
    return Planned(at, subject, ledger.facts.get(key), latest, state)


def _says_the_same(entry: Entry, standing: FigureRevision, ledger: Ledger) -> bool:
    """Whether the entry adds nothing: same number with the same decimals or same marker, and the same footnotes.

    A population or a measured period that isn't given says nothing; one that is given and differs does.
    """
    given = (entry.population, entry.measured_from, entry.measured_to)
    stand = (standing.population, standing.measured_from, standing.measured_to)
    return (
        entry.number == number_of(standing)
        and entry.marker == standing.marker
        and frozenset(entry.footnotes) == ledger.footnotes.get(standing.pk, frozenset())
        and all(new is None or new == old for new, old in zip(given, stand, strict=True))
    )


def _mends_note(entry: Entry, standing: FigureRevision, act: Act) -> bool:
    """Whether the source note alone is corrected: by whoever saw it, or by a new reading of the same document."""
    if not entry.note_counts or entry.source_note == standing.source_note:
        return False
    return act.document is None or standing.batch.document_id == act.document.pk


def _surroundings(planned: Sequence[Planned], catalogue: Catalogue, ledger: Ledger, act: Act) -> Surroundings:
    values = dict(ledger.values)
    values.update({item.key: item.subject.entry.number or item.subject.entry.marker for item in planned})
    return Surroundings(
        today=act.today,
        values=values,
        given=frozenset(item.key for item in planned),
        changed=frozenset(item.key for item in planned if item.says_something),
        occasions=catalogue.measured.occasions,
        parts=catalogue.measured.parts,
        total=catalogue.total or 0,
        by_code={row.code: row for row in catalogue.indicators.values()},
        locks=not act.notes,
        may_unlock=act.may_unlock,
        already_public=act.source == Source.DOCUMENT,
    )


def _refused(item: Planned, around: Surroundings, act: Act) -> Iterator[Problem]:
    """What the checks call an error; the other findings, and in an act that notes all of them, stay with the figure."""
    subject = item.subject
    for found in findings_of(subject, around):
        if found.level == FindingLevel.ERROR and not act.notes:
            yield _problem(subject.entry, found.code, f"{found.message} {stands_now(subject.standing)}")
        else:
            item.findings.append(found)


def _out_of_order(item: Planned, act: Act) -> Iterator[Problem]:
    """What can't follow on the latest revision."""
    entry, latest = item.subject.entry, item.latest
    if latest is None:
        if entry.marker == MarkerChoice.CLEARED:
            yield _problem(entry, "nothing-to-clear", "Det finns inget värde att tömma. Inget är sparat.")
        return
    if act.dated and latest.recorded_at > act.moment:
        yield _problem(entry, "wrong-order", f"{wrong_order(latest.recorded_at, act.moment)} {stands_now(latest)}")
    if entry.seen is not None and latest.number > entry.seen:
        yield _stale(entry, latest, act.today)


def _problem(entry: Entry, code: str, message: str) -> Problem:
    return Problem(place=entry.place, code=code, message=message)


def _twice(first: Entry, second: Entry) -> Problem:
    where = f" ({first.place} och {second.place})" if first.place and second.place else ""
    values = f"{written(first.number, first.marker)} och {written(second.number, second.marker)}"
    message = f"Samma uppgift är angiven två gånger{where}: {values}. Ta bort den ena. Inget är sparat."
    return _problem(second, "twice", message)


def _stale(entry: Entry, latest: FigureRevision, today: dt.date) -> StaleFigure:
    stands, given = written(number_of(latest), latest.marker), written(entry.number, entry.marker)
    name, when = latest.recorded_by.display_name, moment_in_words(latest.recorded_at, today)
    still = "Det är fortfarande tomt" if stands == EMPTY else f"{stands} står kvar"
    return StaleFigure(
        place=entry.place,
        code="stale",
        message=f"Värdet blev {stands} {when} ({name}) medan du skrev {given}."
        f" {still} och {given} är inte sparat. Vilket gäller?",
        stands=stands,
        given=given,
        number=latest.number,
        recorded_by=name,
        recorded_at=latest.recorded_at,
    )
