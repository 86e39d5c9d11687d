"""Where what is shown comes from: recorded figures with their chains, computed ones with how and of what.

Recordings that differ in nothing but period and part are told together, so that a goal keeps to one page.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.judging import RowJudgement
from indicators.numbers import format_number, total
from reports.approval.content import Item
from reports.tracing.chain import Chain, chains

Behind = tuple[tuple[int, int], ...]
Made = tuple[str, Behind]


@dataclass(frozen=True, slots=True)
class Run:
    """Recordings that differ in nothing but period, part and value; `chain` is the first, `sum` of months added up.

    The points are when, the value as it is shown, and the fact.
    """

    chain: Chain
    points: tuple[tuple[str, str, int], ...]
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A value as it is shown: `chain` is a recorded one's, `runs` what a computed one is made of.

    One without chain and value is an indicator with all its recorded values. `anchor` is where in the report it is.
    """

    label: str
    value: str = ""
    anchor: str = ""
    chain: Chain | None = None
    explanation: str = ""
    runs: list[Run] = field(default_factory=list)


def facts_of(items: Iterable[Item]) -> set[int]:
    """The figures that the items show, and those that computed ones are made of."""
    rows = list(items)
    return {item.fact for item in rows if item.fact} | {fact for item in rows for fact, _revision in item.behind}


def explanations(judged: Iterable[RowJudgement]) -> dict[Made, str]:
    """How each computed outcome is computed now, by its exact value and the recordings that it is made of."""
    found = [(each, each.number) for row in judged if (each := row.outcome) is not None]
    return {
        (f"{number.scaled}e{-number.decimals}", tuple((known.fact, known.revision) for known in each.known)): (
            each.explanation
        )
        for each, number in found
        if number is not None
    }


def sources(
    items: Sequence[Item], told: Mapping[Made, str] | None = None, known_at: dt.datetime | None = None
) -> list[Source]:
    """The source of each value among the items, each once, in their order, with the targets known at the moment.

    `told` are explanations: one is shown only where value and recordings are those that it speaks of.
    """
    direct = chains(reversed([item for item in items if item.fact]), known_at)
    behind = chains(_parts(items), known_at)
    return list(_each_once(items, direct, behind, told or {}))


def _parts(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield from (Item(item.key, "", "", fact=fact, revision=revision) for fact, revision in item.behind)


def _each_once(
    items: Iterable[Item], direct: Mapping[int, Chain], behind: Mapping[int, Chain], told: Mapping[Made, str]
) -> Iterator[Source]:
    shown: set[int] = set()
    made: set[Behind] = set()
    for item in items:
        anchor = item.key.partition("/")[0]
        if item.fact in direct and item.fact not in shown:
            shown.add(item.fact)
            chain = direct[item.fact]
            yield Source(chain.label, chain.value, anchor, chain)
        of = dict.fromkeys(fact for fact, _revision in item.behind if fact in behind)
        if of and item.value and item.behind not in made:
            made.add(item.behind)
            how = told.get((item.exact, item.behind), "")
            yield Source(item.label, item.value, anchor, None, how, runs(behind[fact] for fact in of))


def runs(made: Iterable[Chain]) -> list[Run]:
    """The recordings with those that are alike together; one that was corrected, or says why, stands alone."""
    alike: dict[tuple[object, ...], list[Chain]] = {}
    for chain in made:
        alone = (chain.part, chain.when) if chain.earlier or chain.later or chain.shown.reason else ()
        same = (*_measured(chain), chain.target, chain.decision, chain.shown.origin, chain.shown.number, alone)
        alike.setdefault(same, []).append(chain)
    return [_run(found) for found in alike.values()]


def _measured(chain: Chain) -> tuple[str, ...]:
    return (chain.indicator, chain.definition, chain.unit, chain.kind)


def _run(found: Sequence[Chain]) -> Run:
    points = tuple((", ".join(filter(None, (each.part, each.when))), each.value, each.fact) for each in found)
    numbers = [each.adds for each in found if each.adds is not None]
    added = len(numbers) == len(found) > 1 and len({each.part for each in found}) == 1
    return Run(found[0], points, format_number(total(numbers)) if added else "")


def by_indicator(found: Sequence[Source]) -> list[Source]:
    """The same with the recorded values of an indicator and unit together, at the place of the first of them."""
    together: dict[tuple[str, ...], list[Chain]] = {}
    for row in found:
        if row.chain:
            together.setdefault(_measured(row.chain), []).append(row.chain)
    return [
        row if row.chain is None else Source(row.chain.indicator, anchor=row.anchor, runs=runs(together.pop(key)))
        for row in found
        if row.chain is None or (key := _measured(row.chain)) in together
    ]


def origins(found: Iterable[Source]) -> dict[str, int]:
    """What stands behind several of the values, decisions and recordings, with the number that it is referred to by."""
    chained = [run.chain for row in found for run in row.runs]
    told = Counter(name for chain in chained for name in (chain.decision, chain.shown.origin) if name)
    return {name: number for number, name in enumerate((name for name, times in told.items() if times > 1), 1)}
