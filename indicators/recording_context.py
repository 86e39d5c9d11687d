"""What recording needs to know beforehand, fetched in a constant number of queries however many figures there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from indicators.formulas import Formula, FormulaError
from indicators.models import Breakdown, Fact, FigureFootnote, FigureRevision, Indicator, Unit
from indicators.numbers import Number
from indicators.recording_entries import FactKey
from indicators.reference import Measured, measured_in, units_in
from vss_portal.editions import current


def formula_of(indicator: Indicator) -> Formula | None:
    """The indicator's formula, or None where it has none or one that can't be read."""
    try:
        return Formula.parse(indicator.formula) if indicator.formula else None
    except FormulaError:
        return None


@dataclass(frozen=True)
class Catalogue:
    """What figures are recorded against: indicators (those asked for and the parts of their formulas), units, parts
    and occasions, by key.
    """

    organisation: int
    indicators: Mapping[int, Indicator]
    units: Mapping[int, Unit]
    measured: Measured

    @classmethod
    def read(cls, organisation: int, indicators: Collection[int], edition: str | None = None) -> Catalogue:
        """Everything about those indicators, as of the edition of the reference data (None: the one that stands)."""
        edition = current() if edition is None else edition
        measured = measured_in(organisation, edition)
        wanted = [measured.indicators[pk] for pk in dict.fromkeys(indicators) if pk in measured.indicators]
        formulas = filter(None, (formula_of(indicator) for indicator in wanted))
        codes = {reference.code for formula in formulas for reference in formula.references()}
        parts = [measured.by_code[code] for code in sorted(codes) if code in measured.by_code]
        rows = {row.pk: row for row in (*wanted, *parts)}
        return cls(organisation, rows, units_in(organisation, edition).rows, measured)

    @property
    def breakdowns(self) -> Mapping[int, Breakdown]:
        """The parts by key."""
        return self.measured.breakdowns

    @property
    def total(self) -> int | None:
        """The key of the part that stands for the whole; None where the reference data isn't loaded."""
        return self.measured.total


#: What is fetched of a current figure: the revision's columns, then the fact's.
REVISION_FIELDS = tuple(field.attname for field in FigureRevision._meta.concrete_fields)
FACT_FIELDS = tuple(field.attname for field in Fact._meta.concrete_fields)
FIELDS = (*REVISION_FIELDS, *(f"fact__{name}" for name in FACT_FIELDS))
_MARKER, _SCALED, _DECIMALS = (REVISION_FIELDS.index(name) for name in ("marker", "scaled", "decimals"))
_FACT_AT = len(REVISION_FIELDS)
_KEY_AT = tuple(
    _FACT_AT + FACT_FIELDS.index(f"{name}_id" if name in ("indicator", "unit", "breakdown", "decision") else name)
    for name in FactKey._fields
)
_DECISION_AT = FactKey._fields.index("decision")
_key_parts = itemgetter(*_KEY_AT)

#: A fetched row of `FIELDS`, maybe with more behind them.
Row = tuple[Any, ...]
#: A row with what it is about.
Keyed = tuple[FactKey, Row]


def key_of(row: Row) -> FactKey:
    """What a fetched row is about."""
    parts = _key_parts(row)
    if parts[_DECISION_AT] is None:
        parts = (*parts[:_DECISION_AT], 0, *parts[_DECISION_AT + 1 :])
    return FactKey._make(parts)


@dataclass(frozen=True)
class Ledger:
    """What stands around the entries, and the facts and revisions of the entries' own keys.

    `values` holds the number or marker that stands for every key around, as the act sees it: the latest, or, for an
    act with a date of its own, the latest known then. `standing` is that revision, `latest` the latest of all.
    """

    values: dict[FactKey, Number | str] = field(default_factory=dict)
    facts: dict[FactKey, Fact] = field(default_factory=dict)
    standing: dict[FactKey, FigureRevision] = field(default_factory=dict)
    latest: dict[FactKey, FigureRevision] = field(default_factory=dict)
    footnotes: dict[int, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, keys: Collection[FactKey], *, beside: Collection[int] = (), known_at: dt.datetime | None) -> Ledger:
        """What is recorded of the keys' indicators, units and years: one query, and one where there are footnotes.

        `beside` are more indicators to look at.
        """
        revisions = FigureRevision.objects.filter(
            fact__indicator__in={key.indicator for key in keys} | set(beside),
            fact__unit__in={key.unit for key in keys},
            fact__year__in={key.year for key in keys},
        )
        found = (revisions if known_at else revisions.current()).order_by("fact", "number")
        return cls.of(((key_of(row), row) for row in found.values_list(*FIELDS)), keys, known_at=known_at)

    @classmethod
    def of(
        cls,
        rows: Iterable[Keyed],
        keys: Collection[FactKey],
        *,
        known_at: dt.datetime | None = None,
        whole: Callable[[Row], Row] | None = None,
    ) -> Ledger:
        """The ledger of fetched rows, a fact's revisions in their order; other years than the keys' are passed over.

        `whole` makes a row of the database's own values one of Python's, where that is still to be done.
        """
        ledger, wanted, years = cls(), frozenset(keys), {key.year for key in keys}
        moment = REVISION_FIELDS.index("recorded_at")
        for key, row in rows:
            if key.year not in years:
                continue
            known = known_at is None or row[moment] <= known_at
            if known:
                scaled = row[_SCALED]
                ledger.values[key] = row[_MARKER] if scaled is None else Number(scaled, row[_DECIMALS])
            if key in wanted:
                ledger._hold(key, whole(row) if whole else row, known)
        ledger.footnotes.update(_footnotes(ledger.standing.values()))
        return ledger

    def _hold(self, key: FactKey, row: Row, known: bool) -> None:
        fact = Fact.from_db(DEFAULT_DB_ALIAS, FACT_FIELDS, row[_FACT_AT : _FACT_AT + len(FACT_FIELDS)])
        revision = FigureRevision.from_db(DEFAULT_DB_ALIAS, REVISION_FIELDS, row[:_FACT_AT])
        revision.fact = fact
        self.facts[key], self.latest[key] = fact, revision
        if known:
            self.standing[key] = revision


def _footnotes(revisions: Iterable[FigureRevision]) -> dict[int, frozenset[tuple[str, str]]]:
    wanted = [revision.pk for revision in revisions if revision.footnote_count]
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for footnote in FigureFootnote.objects.filter(revision__in=wanted) if wanted else ():
        found[footnote.revision_id].add((footnote.kind, footnote.text))
    return {pk: frozenset(texts) for pk, texts in found.items()}
