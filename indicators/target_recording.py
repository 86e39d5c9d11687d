"""Recording targets: like figures only ever added to, with the text as it is written and what it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q

from indicators.models import TOTAL, Breakdown, Decision, Indicator, SourceDocument, Target, TargetRevision, Unit
from indicators.models.choices import Measure, Source
from indicators.recording_context import Catalogue
from indicators.recording_entries import Problem, RecordingRefused, StaleFigure, moment_in_words, wrong_order
from indicators.recording_integrity import FIRST_YEAR, LAST_YEAR
from indicators.recording_writing import Act
from indicators.targets import ParsedTarget, TargetError, parse_target
from vss_portal import clock
from vss_portal.models import User

LONGEST_TEXT = 60
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class TargetEntry:
    """A target as it is given: `text` as printed or typed (`≥4,0`, `Ska öka`, `IU`). `breakdown` None is the total.

    `seen` is the number of the revision that the person had before their eyes, 0 for none, None where nobody looked.
    """

    indicator: Indicator
    unit: Unit
    year: int
    text: str
    breakdown: Breakdown | None = None
    decision: Decision | None = None
    reason: str = ""
    seen: int | None = None
    place: str = ""


@dataclass(frozen=True)
class RecordedTarget:
    """What became of an entry: `new`, `changed` or `unchanged`."""

    entry: TargetEntry
    target: Target
    revision: TargetRevision
    state: str


class TargetKey(NamedTuple):
    """What a target is about, in ids."""

    indicator: int
    unit: int
    breakdown: int
    year: int


@dataclass(frozen=True)
class _Planned:
    """A readable entry beside what stands: the latest as the act sees it, and the latest of all."""

    at: int
    entry: TargetEntry
    key: TargetKey
    parsed: ParsedTarget
    target: Target | None
    standing: TargetRevision | None
    latest: TargetRevision | None

    @property
    def state(self) -> str:
        if self.standing is not None and self.says_the_same_as(self.standing):
            return "unchanged"
        return "changed" if self.latest else "new"

    @property
    def next_number(self) -> int:
        return self.latest.number + 1 if self.latest else 1

    def says_the_same_as(self, standing: TargetRevision) -> bool:
        """Whether text, meaning and decision are those that stand; a decision that isn't given says nothing."""
        number, decision = self.parsed.number, self.entry.decision
        return (
            (standing.text, standing.kind) == (self.parsed.raw, self.parsed.kind)
            and (standing.scaled, standing.decimals) == ((number.scaled, number.decimals) if number else (None, None))
            and (decision is None or decision.pk == standing.decision_id)
        )


def record_targets(
    *,
    entries: Iterable[TargetEntry],
    by: User,
    document: SourceDocument | None = None,
    recorded_at: dt.datetime | None = None,
    is_example: bool = False,
) -> list[RecordedTarget]:
    """Record targets in one act; the answer has one row per entry, in the same order. Unchanged ones leave no trace.

    `recorded_at`: when the targets became known, for print and example data only. A person who changes a target gives
    a reason or the decision behind it. Raises RecordingRefused with all problems and nothing saved.
    """
    source = Source.EXAMPLE if is_example else Source.DOCUMENT if document else Source.FORM
    if recorded_at is not None and source == Source.FORM:
        raise ValueError("Bara tryckta dokument och exempeldata har egen tid.")
    moment, dated = recorded_at or clock.now(), recorded_at is not None
    act = Act(by=by, source=source, label="", document=document, moment=moment, dated=dated)
    given = list(entries)
    return _carried_out(given, act) if given else []


def _carried_out(entries: Sequence[TargetEntry], act: Act, *, again: bool = False) -> list[RecordedTarget]:
    planned: list[_Planned] = []
    try:
        with transaction.atomic():
            planned = _plan(entries, act)
            return _write(planned, act)
    except IntegrityError as error:
        overtakers = _overtakers(planned)
        stale = [_stale(item, latest, act) for item, latest in overtakers if not item.says_the_same_as(latest)]
        if stale:
            raise RecordingRefused(stale) from error
        if again or not overtakers:
            raise
    # Somebody else wrote the same targets in the same moment: a second look finds them unchanged.
    return _carried_out(entries, act, again=True)


def _plan(entries: Sequence[TargetEntry], act: Act) -> list[_Planned]:
    catalogue = Catalogue.read(entries[0].indicator.organisation_id, [entry.indicator.pk for entry in entries])
    problems: list[tuple[int, Problem]] = []
    read: dict[TargetKey, tuple[int, TargetEntry, ParsedTarget]] = {}
    for at, entry in enumerate(entries):
        broken, parsed = _read(entry, catalogue)
        key = _key(entry, catalogue)
        if key in read and not broken:
            broken = [("twice", f"Samma målvärde är angivet två gånger: ”{entry.text}”. Ta bort det ena.")]
        problems += [(at, _problem(entry, code, f"{message} Inget är sparat.")) for code, message in broken]
        if parsed and not broken:
            read[key] = (at, entry, parsed)
    planned = _beside_what_stands(read, act)
    problems += [(item.at, problem) for item in planned for problem in _cannot_follow(item, act)]
    if problems:
        raise RecordingRefused([problem for _, problem in sorted(problems, key=lambda placed: placed[0])])
    return planned


def _key(entry: TargetEntry, catalogue: Catalogue) -> TargetKey:
    breakdown = entry.breakdown.pk if entry.breakdown else catalogue.total or 0
    return TargetKey(entry.indicator.pk, entry.unit.pk, breakdown, entry.year)


def _read(entry: TargetEntry, catalogue: Catalogue) -> tuple[list[tuple[str, str]], ParsedTarget | None]:
    """What is wrong with the entry by itself, and what its text means."""
    broken = [*_unknown(entry, catalogue)]
    if broken:
        return broken, None
    broken += _not_allowed(entry, catalogue)
    try:
        return broken, parse_target(entry.text, of_result=_is_result(entry, catalogue))
    except TargetError as error:
        return [*broken, ("unreadable", error.message)], None


def _unknown(entry: TargetEntry, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    indicator, unit = catalogue.indicators.get(entry.indicator.pk), catalogue.units.get(entry.unit.pk)
    if indicator is None or indicator.organisation_id != catalogue.organisation:
        yield "unknown-indicator", f"Indikatorn {entry.indicator} finns inte i organisationen. Välj en som finns."
    if unit is None or unit.organisation_id != catalogue.organisation:
        yield "unknown-unit", f"Enheten {entry.unit} finns inte i organisationen. Välj en som finns."
    if _key(entry, catalogue).breakdown not in catalogue.breakdowns:
        yield "unknown-breakdown", f"Delen {entry.breakdown or TOTAL} finns inte i organisationen. Välj en som finns."
    decision = entry.decision
    if decision is not None and (decision.pk is None or decision.organisation_id != catalogue.organisation):
        yield "unknown-decision", f"Beslutet {decision} finns inte i organisationen. Välj ett som finns."


def _not_allowed(entry: TargetEntry, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    indicator = catalogue.indicators[entry.indicator.pk]
    name = indicator.name_on(dt.date(entry.year, 12, 31)) if FIRST_YEAR <= entry.year <= LAST_YEAR else indicator.code
    breakdown = catalogue.breakdowns[_key(entry, catalogue).breakdown]
    allowed = {TOTAL, *(row.code for row in indicator.breakdown_sets.all())}
    if not FIRST_YEAR <= entry.year <= LAST_YEAR:
        yield "year", f"År {entry.year} kan inte stämma. Ange ett år mellan {FIRST_YEAR} och {LAST_YEAR}."
    if indicator.is_group:
        yield "group", f"{name} är en rubrik för flera indikatorer. Ange målvärdet på en av indikatorerna under den."
    if breakdown.set.code not in allowed:
        yield "breakdown-not-allowed", f"{name} indelas inte efter {breakdown.set.name.lower()}. Välj en annan del."
    for word, text, longest in (("Målvärdet", entry.text, LONGEST_TEXT), ("Orsaken", entry.reason, LONGEST_REASON)):
        if len(text) > longest:
            yield "too-long", f"{word} är {len(text)} tecken; högst {longest} får plats. Korta texten."


def _is_result(entry: TargetEntry, catalogue: Catalogue) -> bool:
    """Whether a bare 0 means a result of zero: the indicator is measured in money that year."""
    if not FIRST_YEAR <= entry.year <= LAST_YEAR:
        return False
    definition = catalogue.indicators[entry.indicator.pk].definition_on(dt.date(entry.year, 12, 31))
    return definition is not None and definition.unit_of_measure == Measure.TKR


def _beside_what_stands(read: dict[TargetKey, tuple[int, TargetEntry, ParsedTarget]], act: Act) -> list[_Planned]:
    targets, revisions = _standing(read.keys())
    planned = []
    for key, (at, entry, parsed) in read.items():
        target = targets.get(key)
        history = revisions.get(target.pk, []) if target else []
        known = [row for row in history if not act.dated or row.recorded_at <= act.moment]
        standing, latest = (rows[-1] if rows else None for rows in (known, history))
        planned.append(_Planned(at, entry, key, parsed, target, standing, latest))
    return planned


def _standing(keys: Collection[TargetKey]) -> tuple[dict[TargetKey, Target], dict[int, list[TargetRevision]]]:
    """The targets of the keys' indicators, units and years, and all their revisions in order."""
    where = Q(
        indicator__in={key.indicator for key in keys},
        unit__in={key.unit for key in keys},
        year__in={key.year for key in keys},
    )
    rows = Target.objects.filter(where)
    targets = {TargetKey(row.indicator_id, row.unit_id, row.breakdown_id, row.year): row for row in rows}
    revisions: dict[int, list[TargetRevision]] = {}
    history = TargetRevision.objects.filter(target__in=Target.objects.filter(where)).order_by("target", "number")
    for revision in history.prefetch_related("recorded_by"):
        revisions.setdefault(revision.target_id, []).append(revision)
    return targets, revisions


def _cannot_follow(item: _Planned, act: Act) -> Iterator[Problem]:
    """Why a changed target can't follow on the latest."""
    entry, latest = item.entry, item.latest
    if item.state == "unchanged" or latest is None:
        return
    stands = f"Det tidigare målvärdet ”{latest.text}” står kvar."
    if act.dated and latest.recorded_at > act.moment:
        yield _problem(entry, "wrong-order", f"{wrong_order(latest.recorded_at, act.moment)} {stands}")
    if entry.seen is not None and latest.number > entry.seen:
        yield _stale(item, latest, act)
    if act.source == Source.FORM and entry.decision is None and not entry.reason.strip():
        message = f"Ett målvärde ändras med en orsak eller ett beslut. Skriv varför, eller välj beslutet. {stands}"
        yield _problem(entry, "reason-missing", message)


def _overtakers(planned: Iterable[_Planned]) -> list[tuple[_Planned, TargetRevision]]:
    """What others recorded after the plan was made."""
    fresh = [item for item in planned if item.state != "unchanged"]
    targets, revisions = _standing([item.key for item in fresh])
    found = []
    for item in fresh:
        target = targets.get(item.key)
        history = revisions.get(target.pk, []) if target else []
        if history and history[-1].number >= item.next_number:
            found.append((item, history[-1]))
    return found


def _stale(item: _Planned, latest: TargetRevision, act: Act) -> StaleFigure:
    name, when = latest.recorded_by.display_name, moment_in_words(latest.recorded_at, act.today)
    given = item.parsed.raw
    return StaleFigure(
        place=item.entry.place,
        code="stale",
        message=f"Målvärdet blev ”{latest.text}” {when} ({name}) medan du skrev ”{given}”."
        f" ”{latest.text}” står kvar och ”{given}” är inte sparat. Vilket gäller?",
        stands=latest.text,
        given=given,
        number=latest.number,
        recorded_by=name,
        recorded_at=latest.recorded_at,
    )


def _problem(entry: TargetEntry, code: str, message: str) -> Problem:
    return Problem(place=entry.place, code=code, message=message)


def _write(planned: Sequence[_Planned], act: Act) -> list[RecordedTarget]:
    fresh = [item for item in planned if item.state != "unchanged"]
    targets = {item.key: item.target for item in planned if item.target}
    missing = sorted((item for item in fresh if item.target is None), key=lambda item: item.key)
    made = Target.objects.bulk_create(
        Target(indicator_id=key.indicator, unit_id=key.unit, breakdown_id=key.breakdown, year=key.year)
        for key in (item.key for item in missing)
    )
    targets.update({item.key: target for item, target in zip(missing, made, strict=True)})
    # Everybody writes in the same order, so that two batches never wait for each other.
    fresh.sort(key=lambda item: targets[item.key].pk)
    rows = TargetRevision.objects.bulk_create([_revision(item, targets[item.key], act) for item in fresh])
    revisions = {item.key: row for item, row in zip(fresh, rows, strict=True)}
    pairs = ((item, revisions.get(item.key) or item.standing) for item in planned)
    return [RecordedTarget(item.entry, targets[item.key], row, item.state) for item, row in pairs if row]


def _revision(item: _Planned, target: Target, act: Act) -> TargetRevision:
    number = item.parsed.number
    return TargetRevision(
        target=target,
        number=item.next_number,
        text=item.parsed.raw,
        kind=item.parsed.kind.value,
        scaled=number.scaled if number else None,
        decimals=number.decimals if number else None,
        decision=item.entry.decision,
        document=act.document,
        reason=item.entry.reason,
        is_example=act.source == Source.EXAMPLE,
        recorded_at=max(act.moment, item.latest.recorded_at) if item.latest else act.moment,
        recorded_by=act.by,
    )
