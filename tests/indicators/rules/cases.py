"""Cases for the indicator rule, written in few words."""

from indicators.aggregation import Aggregation
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.status import Comparison, Direction, IndicatorCase
from indicators.targets import parse_target


def case(outcome, target, direction=Direction.UP, aggregation=Aggregation.REPORTED, **more):
    """A case of an annual report from texts; with `month` of an interim report. `period` and `year`: (value, label)."""
    month = more.pop("month", None)
    period, year, forecast = more.pop("period", None), more.pop("year", None), more.pop("forecast", None)
    return IndicatorCase(
        outcome=Number.of(outcome) if isinstance(outcome, str) and not isinstance(outcome, Marker) else outcome,
        target=parse_target(target),
        direction=Direction(direction),
        aggregation=Aggregation(aggregation),
        month=month or 12,
        final_report=month is None,
        forecast=Number.of(forecast) if forecast else None,
        same_period=Comparison(Number.of(period[0]), period[1]) if period else None,
        full_year=Comparison(Number.of(year[0]), year[1]) if year else None,
        **more,
    )


def told(judgement):
    """The reason with ordinary spaces, as one types it in a test."""
    return judgement.reason.replace("\u00a0", " ")
