"""Rows beside what stands: new, changed (old → new), unchanged or wrong, exactly as recording would judge them.

Recording plans the batch without saving it; its refusals become the rows' sentences. A reason for corrections is asked
for once per file, so a missing one isn't an error of a row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from indicators.access import may_record, may_unlock
from indicators.importing.naming import Book
from indicators.importing.rows import CHANGED, FAULTY, NEW, SKIPPED, UNCHANGED, Row
from indicators.importing.values import COST_LIKE
from indicators.models.choices import MarkerChoice, Measure, Source, SpanChoice
from indicators.numbers import Number, format_number
from indicators.recording_entries import Entry, RecordingRefused, number_of, written
from indicators.recording_planning import Plan, make_plan
from indicators.recording_writing import Act, Planned
from vss_portal import clock

REASON_CODES = {"reason-missing"}
STAND_IN = "orsak"


def compare(rows: Sequence[Row], book: Book, *, by: Any, ask_percent: int) -> None:
    """Give every row its verdict. The rows are changed in place; nothing is saved."""
    allowed = _Rights(by, book)
    sound: list[Row] = []
    for row in rows:
        if row.verdict == SKIPPED:
            continue
        if not row.problems:
            allowed.check(row)
        row.verdict = FAULTY if row.problems else ""
        if not row.problems:
            sound.append(row)
    act = Act(by=by, source=Source.IMPORT.value, label="", moment=clock.now(), may_unlock=may_unlock(by))
    plan = _planned(sound, book, act)
    if plan is not None:
        left = [row for row in sound if not row.problems]
        for item, row in zip(plan.planned, left, strict=True):
            _judge(row, item, book, ask_percent)
    for row in sound:
        if row.problems:
            row.verdict = FAULTY


def entry_of(row: Row, book: Book, *, place: str, reason: str = "", note: str = "") -> Entry:
    """What is recorded of a row that nothing is wrong with."""
    return Entry(
        indicator=book.indicator_rows[row.indicator],
        unit=book.unit_rows[row.unit],
        breakdown=book.part_rows[row.part] if row.part else None,
        year=row.year,
        month=row.month,
        span=row.span,
        scenario=row.scenario,
        vintage=row.vintage,
        number=row.number,
        marker=row.marker,
        population=row.population,
        seen=row.seen,
        reason=reason if row.needs_reason else "",
        source_note=note[:300],
        place=place,
    )


class _Rights:
    """Whether the person may record each pair of indicator and unit; asked once a pair."""

    def __init__(self, by: Any, book: Book) -> None:
        self.by, self.book = by, book
        self.known: dict[tuple[str, str], bool] = {}

    def check(self, row: Row) -> None:
        pair = (row.indicator, row.unit)
        if pair not in self.known:
            indicator, unit = self.book.indicator_rows[row.indicator], self.book.unit_rows[row.unit]
            self.known[pair] = may_record(self.by, indicator, unit)
        if not self.known[pair]:
            indicator_name, unit_name = self.book.indicators.shown[row.indicator], self.book.units.shown[row.unit]
            row.wrong("not-allowed", f"Du registrerar inte {indicator_name} för {unit_name}. Ta bort raden.")


def _planned(rows: list[Row], book: Book, act: Act) -> Plan | None:
    """The plan of the rows that nothing is wrong with; the others get their sentences.

    A refusal may hide another (a part is judged beside a total that was wrong itself), so it is tried again.
    """
    while True:
        left = [row for row in rows if not row.problems]
        if not left:
            return None
        entries = [entry_of(row, book, place=str(at)) for at, row in enumerate(left)]
        reasoned = [
            replace(entry, reason=STAND_IN) if row.needs_reason else entry
            for entry, row in zip(entries, left, strict=True)
        ]
        try:
            return make_plan(reasoned, act)
        except RecordingRefused as refused:
            for problem in refused.problems:
                row = left[int(problem.place)] if problem.place else left[0]
                if problem.code in REASON_CODES:
                    row.needs_reason = True
                else:
                    row.wrong(problem.code, _about_row(problem.message, left))


def _about_row(message: str, rows: Sequence[Row]) -> str:
    """The message with the places that a person can find; in the plan a place is a row's number."""
    if "två gånger (" not in message:
        return message
    start, _, rest = message.partition("(")
    inside, _, end = rest.partition(")")
    places = [rows[int(part)].place for part in inside.split(" och ") if part.isdigit()]
    return f"{start}({' och '.join(places)}){end}"


def _judge(row: Row, item: Planned, book: Book, ask_percent: int) -> None:
    standing = item.subject.standing
    before = number_of(standing) if standing else None
    row.seen = item.latest_number if row.seen is None else row.seen
    row.old = written(before, standing.marker) if standing else ""
    if standing is None or standing.marker == MarkerChoice.CLEARED:
        row.verdict = NEW
    elif item.state == "unchanged" or _same(row, before, standing.population):
        row.verdict = UNCHANGED
    else:
        row.verdict = CHANGED
    if row.verdict == CHANGED and before is not None and row.number is not None:
        row.change, row.is_big = _change(before, row.number, ask_percent)
    if row.verdict in (NEW, CHANGED):
        row.effect = _effect(row, before, book)


def _same(row: Row, before: Number | None, population: int | None) -> bool:
    """The same value with other decimals is no change: a spreadsheet loses the zeros at a number's end."""
    says_more = row.population is not None and row.population != population
    return before is not None and row.number is not None and before.same_value(row.number) and not says_more


def _change(before: Number, after: Number, ask_percent: int) -> tuple[str, bool]:
    """The change in per cent as it is shown, and whether it is so large (or turns the sign) that it is asked about."""
    turned = before.scaled * after.scaled < 0
    if not before.scaled:
        return "från noll", False
    percent = (after.fraction - before.fraction) / abs(before.fraction) * 100
    shown = format_number(Number(round(percent * 10), 1).trimmed(), sign=True)
    return f"{shown}\u00a0%" + (", nytt tecken" if turned else ""), turned or abs(percent) > ask_percent


def _effect(row: Row, before: Number | None, book: Book) -> str:
    """What a month's amount does to its unit's result, as an exact fraction: costs lower it."""
    measure = book.measures[row.indicator][0]
    monthly = row.span == SpanChoice.MONTH and row.scenario == "outcome" and row.indicator in ("costs", "revenues")
    if measure != Measure.TKR or not monthly or row.number is None:
        return ""
    added = row.number.fraction - (before.fraction if before else 0)
    return str(-added if row.indicator in COST_LIKE else added)


def summary_of(rows: Iterable[Row], book: Book) -> dict[str, Any]:
    """How many rows of each verdict, how many to ask about, and the net effect per unit of the ledger's months."""
    counts: Counter[str] = Counter()
    effects: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        counts[row.verdict] += 1
        counts["big"] += row.is_big
        counts["reason"] += row.needs_reason and row.verdict in (NEW, CHANGED)
        if row.effect:
            effects[row.unit] += Fraction(row.effect)
    told = [
        {"unit": book.units.shown[code], "effect": format_number(Number(round(effect * 10), 1).trimmed(), sign=True)}
        for code, effect in sorted(effects.items(), key=lambda pair: book.unit_rows[pair[0]].order)
    ]
    return {"counts": dict(counts), "effects": told}
