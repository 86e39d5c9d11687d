"""The indicator rule: does the outcome meet the target, and which way is it going?

Deterministic, and told in `docs/rules/status.md`. What is printed decides: the outcome is rounded to its printed
decimals before it is compared. A status always comes with a Swedish sentence that has the numbers in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from indicators.aggregation import Aggregation
from indicators.number_parsing import Marker, absence
from indicators.numbers import Number, format_number, format_with_unit, round_half_up
from indicators.targets import Direction, Level, ParsedTarget, TargetKind, Yardstick, format_target, yardstick

__all__ = [
    "Basis",
    "Comparison",
    "Direction",
    "IndicatorCase",
    "Judgement",
    "Status",
    "Trend",
    "is_planning_level",
    "judge",
    "status_word",
    "trend_word",
]


class Status(StrEnum):
    """How an indicator or a goal stands; printed green, yellow, red and grey."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    NOT_FULFILLED = "not_fulfilled"
    NOT_ASSESSABLE = "not_assessable"


class Trend(StrEnum):
    """Towards the target, not up or down."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"


class Basis(StrEnum):
    """What was held against the target: the outcome, the full-year forecast, or the outcome with the year's share."""

    OUTCOME = "outcome"
    FORECAST = "forecast"
    PRO_RATA = "pro_rata"


_STATUS_WORDS = {
    "interim": ("Uppfylls", "Uppfylls delvis", "Uppfylls ej", "Kan ej bedömas"),
    "annual": ("Uppnått", "Delvis uppnått", "Ej uppnått", "Kan ej bedömas"),
    "table": ("Ja", "Delvis", "Nej", "N/A"),
    "legend": ("Uppfylls per helår", "Uppfylls delvis per helår", "Uppfylls ej per helår", "Kan ej bedömas"),
}
_TREND_WORDS = {Trend.BETTER: "bättre", Trend.WORSE: "sämre", Trend.UNCHANGED: "oförändrat"}
_ONE = Number(1)
# Counts and shares that grow through the year: compared with the year's share of the target.
_GROWING = (Aggregation.SUM, Aggregation.ACCUMULATING)
# Compared with the same period last year; a level or a yearly measurement with the latest full year.
_BY_PERIOD = (*_GROWING, Aggregation.REPORTED, Aggregation.MEAN, Aggregation.FORMULA)


def status_word(status: Status | str, kind: str = "interim") -> str:
    """The status in words: of an `interim` or `annual` report, of its `table` (Ja, Delvis, Nej) or interim `legend`."""
    return _STATUS_WORDS[kind][list(Status).index(Status(status))]


def trend_word(trend: Trend | str) -> str:
    """The trend in a word: bättre, sämre, oförändrat."""
    return _TREND_WORDS[Trend(trend)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier value and what the sentence calls it: "2022", "aug 2020". Same method and scale as the outcome."""

    value: Number
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorCase:
    """All that the rule looks at.

    `month` is the report's (1–12), `final_report` the annual report. `same_period` is the same period last year,
    `full_year` the latest full-year outcome; leave out what was measured with another method or scale. `method_break`:
    the method changed after the target was set. `decimals`: as printed, where they are fewer than reported. `ideal`
    and `zero_band` are told at `Level`.
    """

    outcome: Number | Marker | None
    target: ParsedTarget | None
    direction: Direction
    aggregation: Aggregation
    month: int
    final_report: bool
    forecast: Number | None = None
    same_period: Comparison | None = None
    full_year: Comparison | None = None
    method_break: bool = False
    decimals: int | None = None
    unit: str = ""
    ideal: Number = _ONE
    zero_band: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status with its reason in a sentence, and the trend, which is shown beside it and decides nothing.

    `compared` is the value that was held against the target, `measure` the target or the year's share of it, and
    `reference` the earlier value that decided whether an unmet target is on its way.
    """

    status: Status
    reason: str
    trend: Trend | None = None
    basis: Basis | None = None
    compared: Number | None = None
    measure: Fraction | None = None
    reference: Comparison | None = None


def is_planning_level(target: ParsedTarget | None, direction: Direction) -> bool:
    """Whether the target is a number to plan by (225 employees), neither a floor nor a ceiling."""
    return target is not None and target.kind is TargetKind.PLAIN and direction is Direction.NEUTRAL


def judge(case: IndicatorCase) -> Judgement:
    """Judge one indicator: met, not met but closer than before (partly), not met, or not assessable.

    Raises ValueError when the month is not 1–12.
    """
    if not 1 <= case.month <= 12:
        raise ValueError(f"Månad {case.month} går inte att bedöma. Välj en månad från 1 till 12.")
    target = case.target or ParsedTarget(TargetKind.NONE)
    value = _compared(case)
    if value is None:
        return Judgement(Status.NOT_ASSESSABLE, f"{_without_target(target) or _without_outcome(case)}.")
    measured = yardstick(target, case.direction, value.share, _level(case))
    reference = None if case.method_break else _reference(case, value)
    if measured is None or case.method_break:
        trend = _trend(_side_alone(case), value, reference)
        return Judgement(Status.NOT_ASSESSABLE, f"{_not_assessable(case, target, value)}.", trend)
    return Judgement(
        _status(case, target, measured, value, reference),
        f"{_sentence(case, target, measured, value, reference)}.",
        _trend(measured, value, reference),
        value.basis,
        value.number,
        measured.limit,
        reference.comparison if reference else None,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The value that is held against the target, and the share of the year that it stands for."""

    number: Number
    basis: Basis
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Reference:
    """The earlier value, brought to the same span as the value compared."""

    value: Fraction
    comparison: Comparison
    shared: bool = False


def _compared(case: IndicatorCase) -> _Compared | None:
    if not isinstance(case.outcome, Number):
        return None
    if case.final_report:
        return _Compared(_as_printed(case, case.outcome), Basis.OUTCOME)
    if case.forecast is not None:
        return _Compared(_as_printed(case, case.forecast), Basis.FORECAST)
    if case.aggregation in _GROWING and case.month < 12:
        return _Compared(_as_printed(case, case.outcome), Basis.PRO_RATA, Fraction(case.month, 12))
    return _Compared(_as_printed(case, case.outcome), Basis.OUTCOME)


def _as_printed(case: IndicatorCase, number: Number) -> Number:
    fewer = case.decimals is not None and case.decimals < number.decimals
    return number.rounded(case.decimals) if fewer and case.decimals is not None else number


def _level(case: IndicatorCase) -> Level:
    return Level(
        last_full_year=case.full_year.value.fraction if case.full_year else None,
        ideal=case.ideal.fraction,
        zero_band=None if case.zero_band is None else Fraction(case.zero_band),
    )


def _reference(case: IndicatorCase, value: _Compared) -> _Reference | None:
    """The earlier value of the same span; a full year is cut down to the share when the target was."""
    if value.basis is Basis.FORECAST:
        found = case.full_year
    elif case.aggregation in _BY_PERIOD and not case.final_report:
        found = case.same_period or case.full_year
    else:
        found = case.full_year or case.same_period
    if found is None:
        return None
    shared = value.share != 1 and found is case.full_year
    exact = found.value.fraction
    return _Reference(exact * value.share if shared else exact, found, shared)


def _status(
    case: IndicatorCase, target: ParsedTarget, measured: Yardstick, value: _Compared, reference: _Reference | None
) -> Status:
    exact = value.number.fraction
    if measured.is_met(exact):
        return Status.FULFILLED
    if _is_passed(case, target) or reference is None:
        return Status.NOT_FULFILLED
    closer = measured.shortfall(exact) < measured.shortfall(reference.value)
    return Status.PARTLY if closer else Status.NOT_FULFILLED


def _is_passed(case: IndicatorCase, target: ParsedTarget) -> bool:
    """A sum that only grows has passed a ceiling for the whole year; no improvement brings it back."""
    whole = yardstick(target, case.direction, Fraction(1), _level(case))
    if whole is None or whole.side is not Direction.DOWN or not isinstance(case.outcome, Number):
        return False
    return case.aggregation in _GROWING and not whole.is_met(_as_printed(case, case.outcome).fraction)


def _side_alone(case: IndicatorCase) -> Yardstick | None:
    """For the trend of what has no target: which way is better, without a limit."""
    if case.direction is Direction.NEUTRAL:
        return None
    return Yardstick(case.direction, Fraction(0), centre=_centre(case))


def _centre(case: IndicatorCase) -> Fraction:
    return case.ideal.fraction if case.direction is Direction.NEAREST else Fraction(0)


def _trend(measured: Yardstick | None, value: _Compared, reference: _Reference | None) -> Trend | None:
    """Unchanged up to one unit of the last printed decimal."""
    if measured is None or reference is None:
        return None
    worse_by = measured.badness(value.number.fraction) - measured.badness(reference.value)
    if abs(worse_by) <= Fraction(10) ** -value.number.decimals:
        return Trend.UNCHANGED
    return Trend.WORSE if worse_by > 0 else Trend.BETTER


def _sentence(
    case: IndicatorCase, target: ParsedTarget, measured: Yardstick, value: _Compared, reference: _Reference | None
) -> str:
    is_met = measured.is_met(value.number.fraction)
    told = [f"{_subject(case, value)} mot {_measure(case, target, measured, value)}"]
    if not is_met and _is_passed(case, target):
        told.append("målvärdet är passerat" if case.final_report else "målvärdet är redan passerat och kan inte nås")
    if reference is None and not is_met:
        told.append("ingen jämförelse finns")
    # "Ska öka från 2020" has already named the year that it is compared with.
    elif reference is not None and not (_is_trend(target) and reference.comparison is case.full_year):
        told.append(_beside(case, measured, value, reference))
    return "; ".join(told)


def _subject(case: IndicatorCase, value: _Compared) -> str:
    shown = format_with_unit(value.number, case.unit)
    return f"Prognosen {shown}" if value.basis is Basis.FORECAST else shown


def _measure(case: IndicatorCase, target: ParsedTarget, measured: Yardstick, value: _Compared) -> str:
    if _is_trend(target) and case.full_year:
        verb = "öka" if target.kind is TargetKind.TREND_UP else "minska"
        name = f"målet att {verb} från {format_number(case.full_year.value)} ({case.full_year.label})"
    elif target.kind is TargetKind.ZERO_RESULT:
        name = "målet nollresultat"
    else:
        name = f"målvärdet {format_target(target)}"
    return name if value.share == 1 else f"{_shown(measured.limit, value.number)} ({case.month}/12 av {name})"


def _beside(case: IndicatorCase, measured: Yardstick, value: _Compared, reference: _Reference) -> str:
    worse_by = measured.badness(value.number.fraction) - measured.badness(reference.value)
    word = "samma som" if not worse_by else "sämre än" if worse_by > 0 else "bättre än"
    # Within the trend's tolerance the arrow says unchanged, and the sentence must not seem to contradict it.
    slight = "något " if worse_by and _trend(measured, value, reference) is Trend.UNCHANGED else ""
    label, earlier = reference.comparison.label, format_number(reference.comparison.value)
    if reference.shared:
        return f"{slight}{word} {case.month}/12 av {label} ({_shown(reference.value, value.number)} av {earlier})"
    return f"{slight}{word} {label} ({earlier})"


def _shown(exact: Fraction, beside: Number) -> str:
    """A share of a target or an earlier year, with one decimal more than the value beside it when it needs one."""
    least = max(beside.decimals, 0)
    return format_number(round_half_up(exact, least + 1).trimmed(least))


def _is_trend(target: ParsedTarget) -> bool:
    return target.kind in (TargetKind.TREND_UP, TargetKind.TREND_DOWN)


def _without_target(target: ParsedTarget) -> str:
    if target.kind is TargetKind.DEFERRED:
        return f"Målvärdet sätts senare ({format_target(target)})"
    return "Inget målvärde är satt" if target.kind is TargetKind.NONE else ""


def _without_outcome(case: IndicatorCase) -> str:
    return absence("Utfallet", case.outcome if isinstance(case.outcome, Marker) else None)


def _not_assessable(case: IndicatorCase, target: ParsedTarget, value: _Compared) -> str:
    if missing := _without_target(target):
        return missing
    if case.method_break:
        return "Mätmetoden har ändrats sedan målvärdet sattes"
    if target.number is not None:
        return _beside_plan(case, target.number, value)
    verb = "öka" if target.kind is TargetKind.TREND_UP else "minska"
    return f"Målet är att värdet ska {verb}, men det finns inget tidigare helår att jämföra med"


def _beside_plan(case: IndicatorCase, level: Number, value: _Compared) -> str:
    """A planning level has no better side: the difference is told, and no status given."""
    planned = level.fraction * value.share
    apart = value.number.fraction - planned
    word = "högre" if apart > 0 else "lägre"
    away = f"är {_shown(abs(apart), value.number)} {word}" if apart else "är lika stort"
    share = "" if value.share == 1 else f", {case.month}/12 är {_shown(planned, value.number)}"
    subject = "prognosen" if value.basis is Basis.FORECAST else "utfallet"
    return (
        f"Planeringsnivå {format_number(level)}{share}:"
        f" {subject} {format_with_unit(value.number, case.unit)} {away}; ingen bedömning görs"
    )
