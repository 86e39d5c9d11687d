"""What an organisation has that a template can ask for, on a day: units, indicators, goals, sets of parts, texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from indicators.gathering import indicator_facts
from indicators.models import BreakdownSet, Goal, Organisation
from indicators.organisation import UnitTree, load_tree
from indicators.pivot.coordinates import TOTAL
from indicators.pivot.figures import IndicatorFacts
from reports.designing.words import INDICATOR_KINDS
from reports.models import SharedText


@dataclass(frozen=True)
class PartSet:
    """A set of parts: its code and name, and the codes and names of its parts."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """The organisation's vocabulary on a day."""

    organisation: Organisation
    day: dt.date
    tree: UnitTree
    indicators: dict[str, IndicatorFacts]
    part_sets: tuple[PartSet, ...]
    goals: tuple[tuple[str, str], ...]
    shared_texts: tuple[tuple[str, str], ...]

    @property
    def root(self) -> str:
        """The unit of the whole administration."""
        return next(iter(self.tree.roots_on(self.day)), "")

    def unit_name(self, code: str) -> str:
        """What the unit is called on the day, or on its last one; its code where there is no such unit."""
        if code not in self.tree.units:
            return code
        return self.tree.name_on(code, self.day)

    def indicator_name(self, code: str) -> str:
        """What the indicator is called on the day."""
        return self.indicators[code].name if code in self.indicators else code

    def part_name(self, code: str) -> str:
        """What a part is called."""
        return next((name for each in self.part_sets for part, name in each.parts if part == code), code)

    @property
    def parts(self) -> frozenset[str]:
        """The codes of all parts, and of the whole."""
        return frozenset({TOTAL, *(code for each in self.part_sets for code, _name in each.parts)})

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units of the day with their names, those below another one indented by a dash."""
        found = []
        for unit in self.tree.units_on(self.day):
            depth = len(self.tree.ancestors_on(unit.code, self.day))
            found.append((unit.code, f"{'– ' * depth}{self.tree.name_on(unit.code, self.day)}"))
        return found

    @property
    def wholes(self) -> list[tuple[str, str]]:
        """The units of the day that have parts."""
        return [(code, name.lstrip("– ")) for code, name in self.units if self.tree.parts_on(code, self.day)]

    @property
    def indicator_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The indicators that have figures, by kind and name."""
        groups = []
        for kind, name in INDICATOR_KINDS.items():
            found = [(each.code, each.name) for each in self.indicators.values() if each.kind == kind]
            found = [pair for pair in found if not self.indicators[pair[0]].is_group]
            if found:
                groups.append((name.capitalize(), sorted(found, key=lambda pair: pair[1].casefold())))
        return sorted(groups, key=lambda group: group[0] != "Ekonomimåtten")


def known_on(organisation: Organisation, day: dt.date) -> Known:
    """Everything that a template of the organisation can name on the day, in a constant number of queries."""
    sets = BreakdownSet.objects.of(organisation).prefetch_related("breakdowns").exclude(code="total")
    goals = Goal.objects.in_year(organisation, day.year)
    texts = SharedText.objects.filter(organisation=organisation).order_by("name", "-year")
    return Known(
        organisation=organisation,
        day=day,
        tree=load_tree(organisation),
        indicators=indicator_facts(organisation, day),
        part_sets=tuple(
            PartSet(each.code, each.name, tuple((part.code, part.name) for part in each.breakdowns.all()))
            for each in sets
        ),
        goals=tuple((goal.code, goal.name) for goal in goals),
        shared_texts=tuple(dict(texts.values_list("code", "name")).items()),
    )
