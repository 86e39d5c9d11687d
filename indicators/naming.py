"""The names of the day of indicators and units, fetched once for a page however many rows it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models import Fact, Indicator, IndicatorDefinition
from indicators.organisation import UnitTree
from indicators.rights import Rights
from indicators.spans import Month


@dataclass(frozen=True)
class Names:
    """Indicators with their definitions by key, and the units over time."""

    tree: UnitTree
    codes: dict[int, str]
    indicators: dict[int, Indicator]

    @classmethod
    def of(cls, rights: Rights, indicators: Iterable[Indicator] | None = None) -> Names:
        """Names for the person's organisation: two queries, none where the indicators are given (with definitions)."""
        if indicators is None:
            indicators = Indicator.objects.filter(organisation=rights.organisation).prefetch_related("definitions")
        return cls(rights.tree, rights.codes, {indicator.pk: indicator for indicator in indicators})

    def definition(self, indicator: int, day: dt.date) -> IndicatorDefinition | None:
        """What the indicator means on the day."""
        return self.indicators[indicator].definition_on(day)

    def indicator(self, indicator: int, day: dt.date) -> str:
        """What the indicator is called on the day."""
        return self.indicators[indicator].name_on(day)

    def measure(self, indicator: int, day: dt.date) -> str:
        """What the indicator is measured in on the day."""
        definition = self.definition(indicator, day)
        return definition.unit_of_measure if definition else ""

    def unit(self, unit: int | None, day: dt.date) -> str:
        """What the unit is called on the day; nothing where there is none."""
        code = self.codes.get(unit) if unit else None
        return self.tree.name_on(code, day) if code else ""

    def short_unit(self, unit: int | None, day: dt.date) -> str:
        """The unit's short name of the day."""
        code = self.codes.get(unit) if unit else None
        return self.tree.name_on(code, day, short=True) if code else ""


def last_day(fact: Fact) -> dt.date:
    """The last day of what a fact is about: its names are those of this day."""
    return Month(fact.year, fact.month).last_day


def part_name(code: str, name: str, total: str = "") -> str:
    """The part of a whole; the whole itself has no name of its own."""
    return total if code == "total" else name
