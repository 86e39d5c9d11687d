"""Names in files: which unit, indicator or part a text means, and what it may have meant.

A name is compared without case, marks and punctuation. What a source was told before comes first, then codes, then
names of any day and their aliases. A name that means two things means none of them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from indicators.models import Breakdown, Indicator, IndicatorAlias, Organisation, Unit, UnitAlias
from indicators.models.choices import Measure

SKIPPED = ""
SUGGESTIONS = 4
CLOSE_ENOUGH = 0.55
LONGEST_COMPARED = 80

_MARKS = re.compile(r"^[\s*›»·•–—-]+|[\s*:]+$")
_UNIT_IN_BRACKETS = re.compile(r"\((?:%|tkr|mnkr|kr|antal|st|\d+\s*[-–]\s*\d+)\)")
_BETWEEN = re.compile(r"[\W_]+")
_TOTAL = re.compile(r"(?:[σ∑]|summa|totalsumma|delsumma|totalt|total)(?:\b|$)")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A name as it is compared."""
    tidy = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _BETWEEN.sub(" ", _UNIT_IN_BRACKETS.sub(" ", tidy)).strip()


def is_total(text: str) -> bool:
    """Whether a label says that its row adds up others."""
    tidy = _MARKS.sub("", unicodedata.normalize("NFC", text).casefold()).strip()
    return bool(_TOTAL.match(tidy)) or tidy in ("σ", "∑")


@dataclass(frozen=True)
class Names:
    """One kind of names: `codes` by compared name, and how each code is called today."""

    codes: Mapping[str, str]
    shown: Mapping[str, str]
    told: Mapping[str, str] = field(default_factory=dict)

    def code(self, text: str) -> str | None:
        """The code that the text means, SKIPPED where it was said to be passed over, None where nobody knows."""
        name = plain(text)
        if name in self.told:
            return self.told[name]
        return self.codes.get(name)

    def suggestions(self, text: str) -> list[str]:
        """The codes of the names that are most like the text, the likest first."""
        near = difflib.get_close_matches(
            plain(text)[:LONGEST_COMPARED], list(self.codes), n=3 * SUGGESTIONS, cutoff=CLOSE_ENOUGH
        )
        return list(dict.fromkeys(self.codes[name] for name in near))[:SUGGESTIONS]


@dataclass(frozen=True)
class Book:
    """Everything that a file's names can mean in an organisation."""

    organisation: Organisation
    units: Names
    indicators: Names
    parts: Names
    unit_rows: Mapping[str, Unit]
    indicator_rows: Mapping[str, Indicator]
    part_rows: Mapping[str, Breakdown]

    @cached_property
    def measures(self) -> dict[str, tuple[str, int]]:
        """What each indicator is measured in now, and with how many decimals it is usually reported."""
        found = {}
        for code, row in self.indicator_rows.items():
            rows = sorted(row.definitions.all(), key=lambda definition: definition.valid_from)
            found[code] = (rows[-1].unit_of_measure, rows[-1].decimals) if rows else (Measure.COUNT.value, 0)
        return found


def read_book(organisation: Organisation, mapping: Mapping[str, Any]) -> Book:
    """The names of an organisation; `mapping` holds what its source was told (`units`, `indicators`)."""
    units = {row.code: row for row in Unit.objects.filter(organisation=organisation).prefetch_related("names")}
    rows = Indicator.objects.filter(organisation=organisation, is_group=False)
    indicators = {row.code: row for row in rows.prefetch_related("definitions", "breakdown_sets")}
    own = Q(set__organisation=organisation) | Q(set__organisation__isnull=True)
    parts = {row.code: row for row in Breakdown.objects.filter(own).select_related("set")}
    return Book(
        organisation=organisation,
        units=_unit_names(organisation, units, mapping.get("units", {})),
        indicators=_indicator_names(organisation, indicators, mapping.get("indicators", {})),
        parts=_names(((code, [code, row.name]) for code, row in parts.items()), {}),
        unit_rows=units,
        indicator_rows=indicators,
        part_rows=parts,
    )


def _unit_names(organisation: Organisation, units: Mapping[str, Unit], told: Mapping[str, str]) -> Names:
    aliases = _grouped(UnitAlias.objects.filter(unit__organisation=organisation).values_list("unit__code", "name"))
    return _names(((code, _called(code, row, aliases)) for code, row in units.items()), told)


def _called(code: str, row: Unit, aliases: Mapping[str, list[str]]) -> list[str]:
    names = sorted(row.names.all(), key=lambda name: name.valid_from, reverse=True)
    return [*(name.name for name in names), *(name.short for name in names), code, *aliases[code]]


def _indicator_names(organisation: Organisation, rows: Mapping[str, Indicator], told: Mapping[str, str]) -> Names:
    found = IndicatorAlias.objects.filter(indicator__organisation=organisation, indicator__is_group=False)
    aliases = _grouped(found.values_list("indicator__code", "name"))
    called = []
    for code, row in rows.items():
        definitions = sorted(row.definitions.all(), key=lambda each: each.valid_from, reverse=True)
        called.append((code, [*(each.name for each in definitions), code, *aliases[code]]))
    return _names(called, told)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in pairs:
        found[code].append(name)
    return found


def _names(called: Iterable[tuple[str, list[str]]], told: Mapping[str, str]) -> Names:
    meant: dict[str, set[str]] = defaultdict(set)
    shown, codes = {}, {}
    for code, names in called:
        shown[code] = next((name for name in names if name), code)
        codes[plain(code)] = code
        for name in filter(None, map(plain, names)):
            meant[name].add(code)
    codes |= {name: next(iter(found)) for name, found in meant.items() if len(found) == 1}
    # A source may remember what has been taken away since.
    known = {plain(name): code for name, code in told.items() if code in shown or code == SKIPPED}
    return Names(codes, shown, known)
