"""Template + figures + texts → the tree of nodes, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.functional import cached_property

from indicators.models import MunicipalGoal
from indicators.status import Status, status_word
from reports.composing.appendices import with_appendices
from reports.composing.assignments import assignment_sections, assignment_tables
from reports.composing.breaks import Changes, changes_of_method, crossings, drawn_breaks, with_sentences
from reports.composing.charts import chart_node, series_of
from reports.composing.goals import GoalTree, goal_sections, indicator_table, table_specs
from reports.composing.headline import money_table, money_tiles, own_tiles, since_before, split_tables
from reports.composing.lists import list_tables
from reports.composing.matrix import goal_matrix
from reports.composing.sources import Sources, load_sources
from reports.composing.status_chart import status_chart
from reports.composing.tables import TableComposer
from reports.declarations import Section, TableSpec, Template, template_of
from reports.models import Report
from reports.nodes import (
    AppendicesNode,
    Block,
    ChartNode,
    ContentsNode,
    LegendNode,
    ReportNode,
    SectionNode,
    TableNode,
    TextNode,
)

TOP_LEVEL = 2


def compose_report(report: Report, *, known_on: dt.date | None = None) -> ReportNode:
    """The report's tree. `known_on` overrides the report's own day of knowledge (None: the report's, else now)."""
    template = template_of(report.template_version).in_year(report.year)
    day = known_on or report.known_on
    composer = Composer(template, load_sources(report, known_on=day))
    return composer.compose()


@dataclass
class Composer:
    """Composes one report."""

    template: Template
    sources: Sources

    @cached_property
    def fetched(self) -> Sources:
        """The sources with the figures of every table, fetched at once when the first asks for them."""
        self.sources.fetch_figures(self._all_tables())
        return self.sources

    def compose(self) -> ReportNode:
        """Fetch the figures, then build section by section."""
        self.fetched.numbered = [] if self.template.footnotes == "document" else None
        roots: list[SectionNode] = []
        self._add(self.template.sections, roots, None, TOP_LEVEL)
        roots = with_appendices(roots, self.sources.appendices, TOP_LEVEL)
        report = self.sources.report
        node = ReportNode(
            slug=report.slug,
            title=report.title,
            organisation=self.sources.organisation.name,
            municipality=self.sources.organisation.municipality,
            kind=report.kind,
            year=report.year,
            month=report.month,
            sections=tuple(roots),
            known_on=self.sources.known_on,
            reproduced=report.reproduced_from_id is not None,
            case_number=report.case_number,
            tiles=tuple(own_tiles(roots) or money_tiles(self.sources, self.template.money)),
            since=since_before(self.sources),
        )
        _number(node)
        return replace(node, has_examples=_has_examples(node))

    @cached_property
    def changes(self) -> Changes:
        """The changes of method, fetched once for all charts of lines."""
        return changes_of_method(self.sources.organisation)

    @property
    def tree(self) -> GoalTree:
        """The goals with what their indicators point to."""
        return GoalTree(self.fetched, self.template.goal_rule)

    def _all_tables(self) -> Iterator[TableSpec]:
        yield money_table(self.sources, self.template.money)
        yield from split_tables(self.sources, self.template.money)
        for section in self.template.walk():
            if section.table:
                yield section.table
            if section.kind == "indicator_tables":
                yield from (spec for _goal, spec, _goals in table_specs(section, self.sources))

    def _add(
        self, sections: tuple[Section, ...], siblings: list[SectionNode], parent: SectionNode | None, level: int
    ) -> None:
        """Put sections among their siblings; one without heading continues under the heading before it."""
        current = parent
        for section in sections:
            if section.heading:
                current = SectionNode(section.key, self._fill(section.heading), level, section.key)
                siblings.append(current)
                self._fill_section(section, current, level)
            elif current is not None:
                self._fill_section(section, current, current.level)

    def _fill_section(self, section: Section, node: SectionNode, level: int) -> None:
        node.blocks += self._blocks(section)
        if section.kind == "goals":
            node.children += goal_sections(section, self.tree, level + 1)
        if section.kind == "indicator_tables":
            node.children += self._indicator_sections(section, level + 1)
        if section.kind == "assignments" and section.group_heading:
            node.children += assignment_sections(section, self.sources, level + 1)
        self._add(section.children, node.children, node, level + 1)

    def _blocks(self, section: Section) -> list[Block]:
        makers: dict[str, Callable[[Section], list[Block]]] = {
            "text": self._text,
            "appendices": self._appendices,
            "shared_text": self._shared_text,
            "commentary": self._text,
            "list": lambda section: list(list_tables(section, self.sources)),
            "table": self._table,
            "key_figures": self._key_figures,
            "chart": self._chart,
            "goal_matrix": lambda section: [goal_matrix(section, self.sources)],
            "assignments": self._assignments,
            "contents": lambda _section: [ContentsNode()],
            "status_legend": lambda _section: [self._legend()],
        }
        make = makers.get(section.kind)
        return make(section) if make else []

    def _text(self, section: Section) -> list[Block]:
        content = self.sources.texts.get(section.key, {})
        return [TextNode(section.key, content, section.responsible, self._fill(section.guidance), section.required)]

    def _appendices(self, section: Section) -> list[Block]:
        """The text, and after it the files that are appended: once, in the first place that the template has."""
        first = next(each for each in self.template.walk() if each.kind == "appendices")
        entries = self.sources.appendices if section is first else ()
        return [*self._text(section), *([AppendicesNode(entries)] if entries else [])]

    def _shared_text(self, section: Section) -> list[Block]:
        return [TextNode(section.key, self.sources.shared_texts.get(section.shared, {}))]

    def _table(self, section: Section) -> list[Block]:
        assert section.table is not None  # noqa: S101 - a table section has one
        return [TableComposer(section.table, self.sources, f"tabell-{section.key}").node()]

    def _key_figures(self, section: Section) -> list[Block]:
        assert section.table is not None  # noqa: S101 - a section of key figures has its table
        node = TableComposer(section.table, self.sources, f"tabell-{section.key}").node()
        return [replace(node, tiles=True)]

    def _chart(self, section: Section) -> list[Block]:
        assert section.table is not None  # noqa: S101 - a chart section has its data
        if section.table.chart == "statuses":
            overview = status_chart(section.table, self.sources, f"diagram-{section.key}")
            return [overview] if overview else []
        composer = TableComposer(section.table, self.sources, f"data-{section.key}")
        node, target, indicators = composer.node(), composer.last_target(), self.sources.indicators
        if section.table.chart != "lines" or self.sources.report.reproduced_from_id:
            return [chart_node(section.table, node, f"diagram-{section.key}", indicators, target)]
        found = crossings(section.table, self.sources, self.changes)
        node = with_sentences(node, found, {code: facts.name for code, facts in indicators.items()})
        breaks = drawn_breaks(found, len(series_of(section.table)))
        return [chart_node(section.table, node, f"diagram-{section.key}", indicators, target, breaks)]

    def _assignments(self, section: Section) -> list[Block]:
        return [] if section.group_heading else list(assignment_tables(section, self.sources))

    def _legend(self) -> LegendNode:
        kind = "annual" if self.template.kind == "annual" else "legend"
        return LegendNode(tuple((status.value, status_word(status, kind)) for status in Status))

    def _indicator_sections(self, section: Section, level: int) -> list[SectionNode]:
        areas: dict[int, SectionNode] = {}
        for municipal, spec, [goals] in table_specs(section, self.sources):
            area = areas.setdefault(municipal.area_id, self._area_section(section, municipal, level))
            node = self._municipal_section(section, municipal, area)
            node.blocks.append(indicator_table(section, municipal, spec, goals, self.tree))
        return list(areas.values())

    def _municipal_section(self, section: Section, municipal: MunicipalGoal, area: SectionNode) -> SectionNode:
        """A section below the area's; the area's own where the template has no heading for municipal goals."""
        if not section.municipal_heading:
            return area
        anchor = f"{section.key}-{municipal.code}"
        heading = self._fill(section.municipal_heading, _words(municipal))
        node = SectionNode(anchor, heading, area.level + 1, anchor)
        area.children.append(node)
        return node

    def _area_section(self, section: Section, municipal: MunicipalGoal, level: int) -> SectionNode:
        anchor = f"{section.key}-omrade-{municipal.area.code}"
        heading = self._fill(section.area_heading or "Målområde: {area}", _words(municipal))
        return SectionNode(anchor, heading, level, anchor)

    def _fill(self, text: str, extra: dict[str, str] | None = None) -> str:
        return self.sources.words.fill(text, extra)


def _words(municipal: MunicipalGoal) -> dict[str, str]:
    return {"area": municipal.area.name, "municipal_goal": municipal.name}


def _number(node: ReportNode) -> None:
    """Tables and charts are numbered through the report, each kind by itself."""
    counts = {"table": 0, "chart": 0}
    for section in node.walk():
        for place, block in enumerate(section.blocks):
            if isinstance(block, TableNode | ChartNode):
                counts[block.kind] += 1
                section.blocks[place] = replace(block, number=counts[block.kind])


def _has_examples(node: ReportNode) -> bool:
    tables = [*node.tables(), *(chart.table for chart in node.charts())]
    return any(cell.example for table in tables for row in table.rows for cell in row.cells)
