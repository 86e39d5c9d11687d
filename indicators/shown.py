"""How a figure looks in lists and on pages: value, period, kind and source in Swedish words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.models.choices import Measure, Scenario, Source
from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number, format_with_unit
from indicators.spans import Month, span_label

_UNITS = {
    Measure.PERCENT: "%",
    Measure.PERCENTAGE_POINTS: "%-enheter",
    Measure.TKR: "tkr",
    Measure.YEARS: "år",
    Measure.GRAMS: "gram",
    Measure.DAYS: "dagar",
}
_WORDS_OF_UNITS: dict[str, str] = {str(measure): word for measure, word in _UNITS.items()}
_SCENARIOS = {str(value): str(label) for value, label in Scenario.choices}
_SOURCES = {
    Source.FORM: "inskrivet",
    Source.IMPORT: "inläst fil",
    Source.DOCUMENT: "tryckt rapport",
    Source.EXAMPLE: "exempel",
    Source.SYSTEM: "systemet",
}
EXAMPLE_WORD = _SOURCES[Source.EXAMPLE]


def unit_word(measure: str) -> str:
    """What stands after a number of the measure: `%`, `tkr`; nothing for what is only counted."""
    return _WORDS_OF_UNITS.get(measure, "")


def shown_value(number: Number | None, marker: str = "", measure: str = "") -> str:
    """A value with its unit, or in words why there is none: `6,3 %`, `Ingen uppgift`."""
    if number is not None:
        return format_with_unit(number, unit_word(measure))
    return marker_word(marker)


def marker_word(marker: str) -> str:
    """Why there is no value; a withheld one says that there is one that isn't shown."""
    if marker not in set(Marker):
        return ""
    known = Marker(marker)
    if known is Marker.CLEARED:
        return "Tömt"
    return f"{known.printed} (för få personer)" if known is Marker.WITHHELD else known.word


def hidden_before(markers: Iterable[tuple[int, str]]) -> int:
    """The number of the last revision of a fact that withholds its value: all before it are hidden too. 0 for none.

    A number that was withheld once isn't shown again by a later one; what is recorded after it is shown.
    """
    return max((number for number, marker in markers if marker == Marker.WITHHELD), default=0)


def shown_period(span: str, year: int, month: int) -> str:
    """The period in few words: `jan–aug 2024`."""
    return span_label(span, Month(year, month))


def shown_kind(scenario: str, vintage: int = 0) -> str:
    """Utfall, budget …; a forecast with the month that it was made in: `prognos, gjord aug 2024`."""
    word = _SCENARIOS.get(scenario, scenario)
    return f"{word}, gjord {Month(*divmod(vintage, 100)).label}" if vintage else word


def shown_source(source: str, document: str = "", note: str = "") -> str:
    """Where a figure comes from: the document's title where there is one, and what was noted."""
    word = document or _SOURCES.get(Source(source), source)
    return f"{word}: {note}" if note else word


def machine_number(number: Number) -> str:
    """A number for a spreadsheet: decimal comma, plain minus, no spaces."""
    return format_number(number).replace("\u00a0", "").replace("\u2212", "-")
