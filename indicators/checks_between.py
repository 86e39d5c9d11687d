"""Checks of a figure against other figures: a total and its parts, a month and the months before, a formula.

A contradiction among the figures of one act, or of a figure's first value, is an error. A correction that comes to
contradict figures from before is a warning: they can't all be corrected in the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from indicators.checks import FIGURE_CHECKS, Check, Subject, Surroundings
from indicators.formulas import Missing, Reference
from indicators.models import Breakdown
from indicators.models.choices import AggregationChoice, FindingLevel, MarkerChoice, Measure, Scenario, SpanChoice
from indicators.numbers import Number, total
from indicators.recording_context import formula_of
from indicators.recording_entries import FactKey, Finding
from indicators.spans import Month, accumulated_span, span_label

Part = tuple[Breakdown, FactKey, Number]


_ADVICE = "Kontrollera talen och rätta delarna först, om det är de som är fel."


def total_between_parts(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """The total of a rate lies between its lowest and highest part, once all parts are known.

    A part in which nothing occurred says nothing. All are rounded to the decimals of the least exact before they are
    compared, for a total may be printed with fewer decimals than its parts.
    """
    if not subject.indicator.total_between_parts:
        return
    whole = _number(subject.key._replace(breakdown=around.total), around)
    for members in _sets(subject, around):
        parts = _all_known(subject, members, around)
        if whole is None or not parts:
            continue
        decimals = min(number.decimals for number in (whole, *(part[2] for part in parts)))
        shares = [part[2].rounded(decimals).scaled for part in parts]
        if not min(shares) <= whole.rounded(decimals).scaled <= max(shares):
            message = f"Totalen {whole} ligger inte mellan delarna: {_told(parts)}. {_ADVICE}"
            yield Finding("total-outside-parts", _level(subject, parts, around), message)


def parts_within_total(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """The parts of a count never exceed its total; they may fall short of it, where some are unknown."""
    if not subject.indicator.parts_sum:
        return
    whole = _number(subject.key._replace(breakdown=around.total), around)
    for members in _sets(subject, around):
        parts = _known(subject, members, around)
        if whole is None or not parts:
            continue
        together = total(part[2] for part in parts)
        if together.fraction > whole.fraction + _rounding(subject, [whole, *(part[2] for part in parts)]):
            message = f"Delarna är tillsammans {together}, mer än totalen {whole}: {_told(parts)}. {_ADVICE}"
            yield Finding("parts-exceed-total", _level(subject, parts, around), message)


def never_falls(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """What accumulates from January never falls within the year: a warning, since a late correction may lower it."""
    growing = subject.indicator.aggregation in (AggregationChoice.SUM, AggregationChoice.ACCUMULATING)
    accumulated = subject.key.span in (SpanChoice.YTD, SpanChoice.FULL_YEAR)
    number = subject.entry.number
    if not growing or not accumulated or number is None or subject.key.scenario != Scenario.OUTCOME:
        return
    month = subject.key.month
    earlier, later = range(month - 1, 0, -1), range(month + 1, 13)
    for months, wrong_way in ((earlier, 1), (later, -1)):
        found = next((at for at in months if _number(_in_month(subject.key, at), around) is not None), None)
        other = _number(_in_month(subject.key, found), around) if found else None
        if found and other is not None and (other.fraction - number.fraction) * wrong_way > 0:
            yield Finding("falls-within-year", FindingLevel.WARNING, _falls(subject.key, number, found, other))


def _falls(key: FactKey, number: Number, month: int, other: Number) -> str:
    order = sorted([(key.month, number), (month, other)])
    (first, before), (last, after) = order
    told = [span_label(accumulated_span(at), Month(key.year, at)) for at in (first, last)]
    return (
        f"Värdet minskar under året: {before} för {told[0]} men {after} för {told[1]}."
        " Det räknas från januari och brukar bara växa. Kontrollera talen."
    )


def formula_agrees(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """A computed indicator is entered where a part is missing; where all are known, both are shown."""
    formula, number = formula_of(subject.indicator), subject.entry.number
    if formula is None or number is None:
        return
    values = {at: _referred(at, subject.key, around) for at in formula.references()}
    computed = formula.evaluate(values)
    if isinstance(computed, Missing):
        return
    allowed = Fraction(len(values) + 1, 2) / Fraction(10) ** number.decimals
    if abs(Number.of(computed).fraction - number.fraction) > allowed:
        told = formula.explain(values, number.decimals)
        message = f"{subject.name} räknas ur andra värden: {told}. Det angivna värdet {number} behålls bredvid."
        yield Finding("differs-from-formula", FindingLevel.WARNING, message)


def _referred(reference: Reference, key: FactKey, around: Surroundings) -> Number | None:
    """The part of a formula; a budget's or forecast's coordinates follow along where the scenario is the same."""
    indicator = around.by_code.get(reference.code)
    if indicator is None:
        return None
    part = key._replace(indicator=indicator.pk)
    if reference.scenario and reference.scenario != key.scenario:
        part = part._replace(scenario=reference.scenario, vintage=0, decision=0)
    return _number(part, around)


def _number(key: FactKey, around: Surroundings) -> Number | None:
    value = around.values.get(key)
    return value if isinstance(value, Number) else None


def _sets(subject: Subject, around: Surroundings) -> Iterator[Sequence[Breakdown]]:
    """The sets to look at: a part's own; for the total all sets. A part is silent where its total is checked too."""
    whole = subject.key._replace(breakdown=around.total)
    if subject.key != whole and whole in around.changed:
        return
    for row in subject.indicator.breakdown_sets.all():
        if subject.key == whole or row.pk == subject.breakdown.set_id:
            yield around.parts.get(row.pk, ())


def _known(subject: Subject, members: Sequence[Breakdown], around: Surroundings) -> list[Part]:
    keys = ((row, subject.key._replace(breakdown=row.pk)) for row in members)
    return [(row, key, number) for row, key in keys if (number := _number(key, around)) is not None]


def _all_known(subject: Subject, members: Sequence[Breakdown], around: Surroundings) -> list[Part]:
    """The parts that have a number, or none as long as one of them is still unknown."""
    known = _known(subject, members, around)
    keys = [subject.key._replace(breakdown=row.pk) for row in members]
    silent = sum(around.values.get(key) == MarkerChoice.NONE_OCCURRED for key in keys)
    return known if len(known) + silent == len(members) else []


def _level(subject: Subject, parts: Sequence[Part], around: Surroundings) -> FindingLevel:
    """An error, but for the correction of a part alone: its total and the other parts may be corrected next.

    The total has to wait for its parts, or three figures that belong together could never be corrected one by one.
    """
    whole = subject.key._replace(breakdown=around.total)
    together = {whole, *(part[1] for part in parts)}
    first = not subject.is_correction
    refused = first or subject.key == whole or together <= around.given
    return FindingLevel.ERROR if refused else FindingLevel.WARNING


def _told(parts: Sequence[Part]) -> str:
    return ", ".join(f"{row.name.lower()} {number}" for row, _key, number in parts)


def _rounding(subject: Subject, numbers: Sequence[Number]) -> Fraction:
    """How far rounded parts may drift from a rounded total: half a unit each, whole counts not at all."""
    decimals = min(number.decimals for number in numbers)
    exact_count = subject.definition is not None and subject.definition.unit_of_measure == Measure.COUNT
    if exact_count and decimals >= 0:
        return Fraction(0)
    return Fraction(len(numbers), 2) / Fraction(10) ** decimals


def _in_month(key: FactKey, month: int) -> FactKey:
    return key._replace(month=month, span=str(accumulated_span(month)))


CHECKS: tuple[Check, ...] = (*FIGURE_CHECKS, total_between_parts, parts_within_total, never_falls, formula_agrees)


def findings_of(subject: Subject, around: Surroundings) -> list[Finding]:
    """Everything that the checks notice about a figure, one finding a code: what a code says twice is put together."""
    merged: dict[str, Finding] = {}
    for check in CHECKS:
        for found in check(subject, around):
            before = merged.get(found.code)
            merged[found.code] = _together(before, found) if before else found
    return list(merged.values())


def _together(first: Finding, second: Finding) -> Finding:
    return Finding(first.code, max(first.level, second.level), f"{first.message} {second.message}")
