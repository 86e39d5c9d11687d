"""The picture of a row's last 24 months; its table stands beside it."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from indicators.entry.cells import shown_text
from indicators.entry.details import Details
from indicators.shown import unit_word
from vss_portal.charts import Line, LineChart, Look, Value, time_series

FEWEST = 3
WIDE = 640


def months_picture(details: Details) -> SafeString:
    """The months as a line; nothing where there is too little to see."""
    values = tuple(_value(known) for _, known in details.series)
    if sum(value.number is not None for value in values) < FEWEST:
        return SafeString("")
    definition = details.definition
    chart = LineChart(
        ident=f"rad-{details.line.key}",
        title=f"{details.line.name}, 24 månader",
        unit=unit_word(definition.unit_of_measure) if definition else "",
        moments=tuple(label for label, _ in details.series),
        lines=(Line(details.line.name, Look.THIS_YEAR, values),),
    )
    return mark_safe(time_series(chart, wide=WIDE).svg)  # noqa: S308 (our own drawing; its words are escaped there)


def _value(known: object) -> Value:
    number = getattr(known, "number", None)
    return Value(number.value if number is not None else None, shown_text(known) if known else "")  # type: ignore[arg-type]
