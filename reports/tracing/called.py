"""What the things in a report's log are called: figures by indicator, unit and period, texts by their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.models import Fact, Goal
from indicators.naming import last_day
from indicators.organisation import UnitTree, load_tree
from indicators.pivot.coordinates import TOTAL
from indicators.shown import shown_period
from reports.declarations import template_of
from reports.declarations.patterns import PeriodWords
from reports.declarations.sections import Section
from reports.models import Report


@dataclass(frozen=True)
class Called:
    """The names of a report: its sections by key, its goals by code, the units over time."""

    sections: dict[str, str]
    goals: dict[str, str]
    tree: UnitTree

    @classmethod
    def of(cls, report: Report) -> Called:
        """The report's names: a constant number of queries."""
        template = template_of(report.template_version).in_year(report.year)
        goals = Goal.objects.in_year(report.organisation, report.year).values_list("code", "name")
        words = PeriodWords(report.year, report.month)
        return cls(_headings(template.sections, words), dict(goals), load_tree(report.organisation))

    def text(self, key: str) -> str:
        """The heading over a text, or the goal that it is about; the key itself where neither is there any more."""
        kind, _, code = key.partition(":")
        if kind == "goal" and code:
            return f"Mål {self.goals.get(code, code)}"
        return self.sections.get(key, key)

    def goal(self, code: str) -> str:
        """The goal's name."""
        return self.goals.get(code, code)

    def fact(self, fact: Fact) -> str:
        """`Total sjukfrånvaro, Kvinnor, VO HR, jan–aug 2024`: names as on the last day. Uses prefetched definitions."""
        day = last_day(fact)
        part = "" if fact.breakdown.code == TOTAL else fact.breakdown.name
        unit = self.tree.name_on(fact.unit.code, day, short=True)
        period = shown_period(fact.span, fact.year, fact.month)
        return ", ".join(filter(None, (fact.indicator.name_on(day), part, unit, period)))


def _headings(sections: Sequence[Section], words: PeriodWords) -> dict[str, str]:
    """Each section's heading; where several are called the same, with the one above it."""
    found = list(_with_above(sections, words))
    many = Counter(heading for _, heading, _ in found)
    return {key: f"{above} › {name}" if above and many[name] > 1 else name for key, name, above in found}


def _with_above(sections: Sequence[Section], words: PeriodWords, above: str = "") -> Iterator[tuple[str, str, str]]:
    for section in sections:
        heading = words.fill(section.heading) if section.heading else ""
        yield section.key, heading or above or section.key, above if heading else ""
        yield from _with_above(section.children, words, heading or above)
