"""What a goal, a section or a report shows, in one canonical form, and its fingerprint.

The form is read from the tree of nodes, so it is what page, print and export show: figures with their exact values,
markers and footnote marks, labels and headings, texts, statuses with their reasons, notes and legends. Revision
numbers are not part of the fingerprint: a value that is changed and changed back is the same content again.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from indicators.status import trend_word
from reports.nodes import (
    AppendicesNode,
    AppendixEntry,
    Block,
    BodyCell,
    BodyRow,
    ChartNode,
    GoalNode,
    HeadCell,
    LegendNode,
    ReportNode,
    SectionNode,
    Since,
    TableNode,
    TextNode,
)
from reports.texts import is_empty, plain_text

NOTHING = "inget"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is shown: where (`key`), what it is called, what it says, and the figure behind it.

    `exact` is the exact number where the text is rounded; `behind` are the figures (fact, revision) that a computed
    value is made of.
    """

    key: str
    label: str
    value: str
    exact: str = ""
    fact: int = 0
    revision: int = 0
    behind: tuple[tuple[int, int], ...] = ()

    @property
    def counted(self) -> tuple[str, str, str, str]:
        """What the fingerprint is made of."""
        return (self.key, self.label, self.value, self.exact)


def fingerprint(items: Iterable[Item]) -> str:
    """SHA-256 of the items in the order that they are shown."""
    canonical = json.dumps([item.counted for item in items], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def stored(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The items as a step keeps them."""
    return [asdict(item) for item in items]


def restored(rows: Iterable[dict[str, Any]]) -> list[Item]:
    """The items that a step or a version kept; JSON has no pairs, only lists."""
    return [Item(**{**row, "behind": tuple(tuple(pair) for pair in row.get("behind", ()))}) for row in rows]


def report_items(node: ReportNode) -> list[Item]:
    """Everything that the report shows."""
    head = [
        Item("rapport/titel", "Rapportens titel", node.title),
        Item("rapport/organisation", "Förvaltning", f"{node.organisation}, {node.municipality}"),
    ]
    return [*head, *_summary(node), *(item for section in node.walk() for item in section_items(section))]


def _summary(node: ReportNode) -> Iterator[Item]:
    """What stands first on the page: key figures, and what has happened since the report before."""
    for number, tile in enumerate(node.tiles, 1):
        told = (f"{tile.label} i korthet", tile.value, "", tile.fact, tile.revision, tile.behind)
        yield Item(f"i-korthet/{number}", *told)
        beside = " ".join(filter(None, (tile.unit, tile.note)))
        yield Item(f"i-korthet/{number}/jamfort", f"{tile.label} i korthet, jämfört med", beside)
    if node.since is not None:
        yield Item("sedan/rapport", "Rapporten före", node.since.title)
        for number, line in enumerate(node.since.news, 1):
            yield Item(f"sedan/nytt-{number}", f"Nytt sedan {node.since.title}", line)
        blocks = (block for section in node.walk() for block in section.blocks)
        yield from (_since(node.since, block) for block in blocks if isinstance(block, GoalNode))


def _since(since: Since, goal: GoalNode) -> Item:
    """How the goal was judged in the report before, as it stands beside the goal."""
    change = since.goals.get(goal.code)
    told = ", ".join(filter(None, (change.word, change.trend))) if change else ""
    return Item(f"sedan/mal/{goal.code}", f"{goal.name} i rapporten före", told)


def section_items(section: SectionNode) -> list[Item]:
    """What one section shows under its own heading, without the sections below it."""
    items = [Item(f"{section.key}/rubrik", "Rubrik", section.heading)]
    for block in section.blocks:
        items += _block(block)
    return items


def ready_items(section: SectionNode) -> list[Item]:
    """What the owner of a written section answers for: not how the goals are decided, which has approvals of its own.

    Else the introduction beside a table of all goals would have to be marked ready anew after each of them.
    """
    blocks = [block for block in section.blocks if not _tells_decisions(block)]
    return section_items(replace(section, blocks=blocks))


def _tells_decisions(block: Block) -> bool:
    if isinstance(block, TableNode):
        return any(cell.kind == "goal_status" for line in block.head for cell in line)
    return isinstance(block, GoalNode) or (isinstance(block, ChartNode) and block.of_goals)


def goal_items(node: ReportNode, code: str) -> list[Item]:
    """What the report shows of a goal: its section, and its rows in the table of its indicators."""
    section = goal_section(node, code)
    if section is None:
        return []
    goal = next((block for block in section.blocks if isinstance(block, GoalNode)), None)
    if goal is None:
        return section_items(section)
    beside = [_since(node.since, goal)] if node.since else []
    return [*section_items(section), *_indicator_rows(node, goal), *beside]


def goal_section(node: ReportNode, code: str) -> SectionNode | None:
    """The goal's section in the report."""
    return next((section for section in node.walk() if section.key == f"goal:{code}"), None)


def _indicator_rows(node: ReportNode, goal: GoalNode) -> list[Item]:
    """The rows of tables that stand under the goal's name: from where it is printed until the next goal's."""
    found: list[Item] = []
    for table in node.tables():
        if not any(cell.kind == "goal" for row in table.rows for cell in row.cells):
            continue
        found += [item for name, item in _by_goal(table) if name == goal.name]
    return found


def _by_goal(table: TableNode) -> Iterator[tuple[str, Item]]:
    name = ""
    seen: Counter[str] = Counter()
    for row in table.rows:
        name = next((cell.text for cell in row.cells if cell.kind == "goal" and cell.text), name)
        yield from ((name, item) for item in _row(table, row, seen))


def _block(block: Block) -> list[Item]:
    if isinstance(block, TableNode):
        return list(_table(block))
    if isinstance(block, ChartNode):
        return [Item(f"{block.anchor}/rubrik", "Diagrammets rubrik", block.caption), *_table(block.table)]
    if isinstance(block, TextNode):
        return list(_text(block))
    if isinstance(block, GoalNode):
        return list(_goal(block))
    if isinstance(block, LegendNode):
        return [Item(f"legend/{status}", "Statusord", word) for status, word in block.entries]
    if isinstance(block, AppendicesNode):
        return [
            Item(f"bilaga/{each.place}", f"Bilaga {each.place}", _appendix(each), exact=each.checksum)
            for each in block.entries
        ]
    return []


def _appendix(entry: AppendixEntry) -> str:
    told = (entry.title, entry.kind_word, f"version {entry.version}", f"{entry.pages} s.", f"{entry.size} byte")
    return ", ".join(filter(None, (*told, *entry.lacking)))


def _table(table: TableNode) -> Iterator[Item]:
    yield Item(f"{table.anchor}/rubrik", "Tabellens rubrik", table.caption, table.money)
    for line, cells in enumerate(table.head):
        text = " · ".join(_headed(cell) for cell in cells)
        yield Item(f"{table.anchor}/huvud-{line}", f"Kolumner i tabellen {table.caption}", text)
    seen: Counter[str] = Counter()
    for row in table.rows:
        yield from _row(table, row, seen)
    for note in table.notes:
        yield Item(f"{table.anchor}/not-{note.mark}", f"Fotnot i tabellen {table.caption}", note.text)
    for place, legend in enumerate(table.legends):
        yield Item(f"{table.anchor}/forklaring-{place}", f"Förklaring till tabellen {table.caption}", legend)


def _headed(cell: HeadCell) -> str:
    """A heading with its mark, and whether the column is only on the page or only read aloud."""
    where = " (bara på skärmen)" if cell.screen_only else " (läses upp)" if cell.hidden else ""
    return f"{cell.text}{cell.mark}{where}"


def _row(table: TableNode, row: BodyRow, seen: Counter[str]) -> Iterator[Item]:
    """A row's cells, named by its label; the same label once more in a table is counted."""
    label = next((cell.text for cell in row.cells if cell.kind == "label"), "")
    seen[label] += 1
    place = f"{table.anchor}/{label}" + (f"#{seen[label]}" if seen[label] > 1 else "")
    headings = _headings(table)
    for at, cell in enumerate(row.cells):
        column = cell.column or str(at)
        name = f"{label}, {headings[column]}" if headings.get(column) and cell.kind != "label" else label
        told = (name or table.caption, _shown(cell), _exact(cell), cell.fact, cell.revision, cell.behind)
        yield Item(f"{place}/{column}", *told)


def _headings(table: TableNode) -> dict[str, str]:
    """The words over each column, those of all lines of the head that stand over it."""
    over: list[list[str]] = [[] for _column in table.columns]
    left = [0] * len(over)
    for line in table.head:
        free = (place for place, lines in enumerate(tuple(left)) if not lines)
        for cell in line:
            for place in itertools.islice(free, cell.colspan):
                over[place].append(cell.text)
                left[place] = cell.rowspan
        left = [max(lines - 1, 0) for lines in left]
    return {key: ", ".join(filter(None, dict.fromkeys(words))) for key, words in zip(table.columns, over, strict=True)}


def _shown(cell: BodyCell) -> str:
    return cell.text + (f" {' '.join(cell.marks)}" if cell.marks else "")


def _exact(cell: BodyCell) -> str:
    number = f"{cell.number.scaled}e{-cell.number.decimals}" if cell.number is not None else ""
    return " ".join(filter(None, (number, cell.marker, cell.status)))


def _text(block: TextNode) -> Iterator[Item]:
    """A text by its lines, so that a difference names the line; marks and links are part of the last item."""
    if is_empty(block.content):
        yield Item(f"text/{block.key}/1", "Text", "")
        return
    lines = [line for line in plain_text(block.content).splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        yield Item(f"text/{block.key}/{number}", f"Texten, rad {number}", line)
    shape = json.dumps(block.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(shape.encode()).hexdigest()
    yield Item(f"text/{block.key}/form", "Textens rubriker, listor och länkar", "", exact=digest)


def _goal(goal: GoalNode) -> Iterator[Item]:
    key = f"mal/{goal.code}"
    yield Item(f"{key}/namn", "Målets namn", goal.name)
    yield Item(f"{key}/kom", "Kommunövergripande mål", goal.municipal_goal)
    yield Item(f"{key}/status", "Bedömning", goal.status_word, goal.status)
    yield Item(f"{key}/pekar-mot", "Indikatorerna pekar mot", goal.suggested_word, goal.suggested)
    yield Item(f"{key}/skal", "Skälet till det", goal.reason)
    yield Item(f"{key}/mening", "Den stående meningen", goal.sentence)
    yield Item(f"{key}/motivering", "Motivering", goal.motivation)
    for number, (label, status, reason) in enumerate(goal.indicator_reasons):
        yield Item(f"{key}/indikator-{number}", label, f"{reason}", exact=status)
    yield from _basis(key, goal)
    if goal.activities:
        yield Item(f"{key}/aktiviteter", "Aktiviteter", goal.activities)
    for number, line in enumerate(goal.activity_lines):
        yield Item(f"{key}/aktivitet-{number}", "Aktivitet", line)
    for number, (label, answer) in enumerate(goal.year_end):
        yield Item(f"{key}/arets-slut-{number}", f"{label}, når vi målet vid årets slut", answer)


def _basis(key: str, goal: GoalNode) -> Iterator[Item]:
    """What the goal is judged on, also where the report has no table of it."""
    for number, row in enumerate(goal.basis):
        fact, revision = row.behind[0] if len(row.behind) == 1 else (0, 0)
        behind = row.behind if not fact else ()
        yield Item(f"{key}/utfall-{number}", f"{row.label}, utfall", row.outcome, row.exact, fact, revision, behind)
        yield Item(f"{key}/malvarde-{number}", f"{row.label}, mål", row.target)
        yield Item(
            f"{key}/trend-{number}", f"{row.label}, trend", trend_word(row.trend) if row.trend else "", row.trend
        )
