"""Goal sections and the indicator tables, both generated from the goal tree of the report's year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from indicators.judging import RowJudgement, judge_goal, suggestion_for, unit_of
from indicators.models import Goal, GoalArea, GoalIndicator, MunicipalGoal
from indicators.models.choices import GoalRowRole
from indicators.number_parsing import Marker
from indicators.numbers import format_number
from indicators.pivot.coordinates import Coordinates
from indicators.status import status_word
from reports.composing.sources import Sources
from reports.composing.tables import GoalRow, TableComposer
from reports.declarations import ColumnSpec, NoteSpec, RowChange, RowSpec, Section, TableSpec
from reports.following.reading import activity_words, counted, measured_by
from reports.models import ListItemVersion, YearEnd
from reports.models.templates import ReportKind
from reports.nodes import GoalBasis, GoalNode, SectionNode, TableNode, TextNode

MANDATORY = NoteSpec("obligatorisk", "obligatorisk")
SENTENCES = {
    "annual": {
        "fulfilled": "{kind} bedöms som uppnått.",
        "partly": "{kind} bedöms som delvis uppnått.",
        "not_fulfilled": "{kind} bedöms inte vara uppnått.",
        "not_assessable": "{kind} kan inte bedömas.",
    },
    "interim": {
        "fulfilled": "{kind} bedöms uppfyllas per helår.",
        "partly": "{kind} bedöms delvis uppfyllas per helår.",
        "not_fulfilled": "{kind} bedöms inte uppfyllas per helår.",
        "not_assessable": "{kind} kan inte bedömas.",
    },
}
CONTRIBUTION = (
    "Nedan anges ett urval resultat som bidragit till utveckling inom målet och det kommunövergripande målet {name}."
)


@dataclass(frozen=True)
class GoalTree:
    """The goals of a year with what their indicators point to."""

    sources: Sources
    rule: str

    def by_area(self) -> Iterator[tuple[GoalArea, list[Goal]]]:
        """The goals by målområde, in printed order."""
        for area, goals in groupby(self.sources.goals, key=lambda goal: goal.municipal_goal.area):
            yield area, list(goals)

    def judged(self, goal: Goal) -> list[RowJudgement]:
        """How the goal's indicators stand."""
        if goal.pk not in self.sources.judged:
            self.sources.judged[goal.pk] = judge_goal(goal, self.sources.basis)
        return self.sources.judged[goal.pk]

    def node(self, goal: Goal) -> GoalNode:
        """The goal with its decided status, what the indicators point to, and the standing sentence."""
        kind = "annual" if self.sources.report.kind == "annual" else "interim"
        assessed = self.sources.assessments.get(goal.pk)
        judged = self.judged(goal)
        suggestion = suggestion_for(judged, self.rule)
        status = assessed.status if assessed else ""
        return GoalNode(
            code=goal.code,
            name=goal.name,
            status=status,
            status_word=status_word(status, kind) if status else "",
            sentence=_sentence(goal, status, kind),
            suggested=suggestion.status,
            suggested_word=status_word(suggestion.status, kind),
            reason=suggestion.reason,
            motivation=assessed.motivation if assessed else "",
            indicator_reasons=tuple(self._reason(each, kind) for each in judged),
            municipal_goal=goal.municipal_goal.name,
            activities=counted(self._activities(goal), self.sources.last_day),
            year_end=tuple(self._year_end(judged)),
            basis=tuple(self._basis(each) for each in judged),
            activity_lines=tuple(activity_words(line, self.sources.last_day) for line in self._activities(goal)),
        )

    def _activities(self, goal: Goal) -> list[ListItemVersion]:
        return self.sources.activities.get(goal.pk, [])

    def _basis(self, each: RowJudgement) -> GoalBasis:
        found, trend = each.outcome, each.judgement.trend
        number = found.number if found else None
        marker = found.marker if found else ""
        return GoalBasis(
            label=self._label(each),
            outcome=format_number(number) if number is not None else Marker(marker).named if marker else "",
            exact=f"{number.scaled}e{-number.decimals}" if number is not None else marker,
            target=each.target.raw if each.target else "",
            trend=trend.value if trend else "",
            behind=tuple((known.fact, known.revision) for known in (found.known if found else ())),
        )

    def _year_end(self, judged: Sequence[RowJudgement]) -> Iterator[tuple[str, str]]:
        for each in judged:
            answer = self.sources.year_end.get(measured_by(each.row, each.breakdown))
            if answer:
                yield self._label(each), str(YearEnd(answer).label)

    def _reason(self, each: RowJudgement, kind: str) -> tuple[str, str, str]:
        return self._label(each), each.judgement.status, each.judgement.reason

    def _label(self, each: RowJudgement) -> str:
        row = each.row
        part = next((part.name for part in row.breakdowns.all() if part.code == each.breakdown), "")
        name = row.label or (self.sources.indicators[row.indicator.code].name if row.indicator else "")
        return (f"{name}: {part}" if part else name).lstrip("-")


def _sentence(goal: Goal, status: str, kind: str) -> str:
    if not status:
        return ""
    noun = goal.get_kind_display().capitalize()
    first = SENTENCES[kind][status].format(kind=f"{noun}et")
    return f"{first} {CONTRIBUTION.format(name=goal.municipal_goal.name)}"


def goal_sections(section: Section, tree: GoalTree, level: int) -> list[SectionNode]:
    """A section per målområde, and below it one per goal; without a heading for areas the goals stand directly."""
    if not section.area_heading:
        return [_goal_section(section, tree, goal, level) for goal in tree.sources.goals]
    return [
        SectionNode(
            key=f"{section.key}-{area.code}",
            heading=_fill(section.area_heading, tree.sources, goals[0]),
            level=level,
            anchor=f"{section.key}-{area.code}",
            children=[_goal_section(section, tree, goal, level + 1) for goal in goals],
        )
        for area, goals in tree.by_area()
    ]


def _goal_section(section: Section, tree: GoalTree, goal: Goal, level: int) -> SectionNode:
    key = f"goal:{goal.code}"
    text = TextNode(key, tree.sources.texts.get(key, {}), section.responsible, section.guidance, section.required)
    heading = _fill(section.goal_heading or "{goal}", tree.sources, goal)
    return SectionNode(key, heading, level, f"mal-{goal.code}", blocks=[tree.node(goal), text])


def _fill(pattern: str, sources: Sources, goal: Goal) -> str:
    """The pattern filled; a goal without description leaves no separator behind it."""
    municipal = goal.municipal_goal
    words = {"area": municipal.area.name, "municipal_goal": municipal.name, "goal": goal.name}
    return sources.words.fill(pattern, {**words, "description": goal.description}).rstrip(" ;:–")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a goal's list as one report shows it: its label, and the codes and names of the parts below it."""

    row: GoalIndicator
    label: str
    parts: tuple[tuple[str, str], ...]


def shown_rows(section: Section, goal: Goal, sources: Sources) -> Iterator[ShownRow]:
    """The rows of the goal's list with what this report prints otherwise."""
    for row in goal.rows.all():
        change = section.row_changes.get(row.indicator.code if row.indicator else "", RowChange())
        parts = tuple((part.code, part.name) for part in row.breakdowns.all())
        if change.breakdowns is not None:
            parts = tuple((code, sources.parts.get(code, code)) for code in change.breakdowns)
        if not change.hidden:
            yield ShownRow(row, change.label or row.label, parts)


def table_specs(section: Section, sources: Sources) -> list[tuple[MunicipalGoal, TableSpec, list[list[Goal]]]]:
    """A table per municipal goal that has rows: its declaration and its goals."""
    found = []
    for municipal, group in groupby(sources.goals, key=lambda goal: goal.municipal_goal):
        goals = [goal for goal in group if goal.rows.all()]
        if goals:
            found.append((municipal, _table_spec(section, municipal, goals, sources), [goals]))
    return found


def _table_spec(section: Section, municipal: MunicipalGoal, goals: Sequence[Goal], sources: Sources) -> TableSpec:
    shown = [row for goal in goals for row in shown_rows(section, goal, sources)]
    rows = [spec for row in shown for spec in row_specs(row, sources, mandatory=section.mandatory)]
    return TableSpec(
        id=f"{section.key}-{municipal.code}",
        caption=_caption(section, municipal, sources),
        columns=_columns(section, municipal, judged=sources.report.kind != ReportKind.BUDGET),
        rows=tuple(rows),
        notes=(MANDATORY,) if any(row.note for row in rows) else (),
    )


def _caption(section: Section, municipal: MunicipalGoal, sources: Sources) -> str:
    if not section.caption:
        return f"{municipal.area.name}: {municipal.name[0].lower()}{municipal.name[1:]}"
    return sources.words.fill(section.caption, {"area": municipal.area.name, "municipal_goal": municipal.name})


def _columns(section: Section, municipal: MunicipalGoal, *, judged: bool) -> tuple[ColumnSpec, ...]:
    """The declared columns, and on the screen what the indicators point to; a budget has nothing to judge yet."""
    changed = section.headings.get(municipal.code, {})
    columns = [
        replace(c, heading=(*c.heading[:-1], changed[c.key])) if c.key in changed else c for c in section.columns
    ]
    if not judged or any(column.kind == "suggested" for column in columns):
        return tuple(columns)
    extra = ColumnSpec(
        "suggested", kind="suggested", heading=("Indikatorn pekar mot",), words="table", screen_only=True
    )
    return (*columns, extra)


def row_specs(shown: ShownRow, sources: Sources, *, mandatory: bool = False) -> Iterator[RowSpec]:
    """A row of the goal's list, and below it the rows of its parts. `mandatory`: those that are so get their mark."""
    row = shown.row
    if row.indicator is None:
        yield RowSpec(key=f"rad-{row.pk}", label=shown.label, role="text", missing=row.missing or None)
        return
    where = Coordinates(indicator=row.indicator.code, unit=unit_of(row, sources.root))
    yield RowSpec(
        key=f"rad-{row.pk}",
        label=shown.label,
        role=GoalRowRole(row.role).value,
        where=where,
        missing=row.missing or None,
        note=MANDATORY.key if mandatory and row.is_mandatory else "",
        note_before=mandatory and row.is_mandatory,
    )
    for code, name in shown.parts:
        yield RowSpec(
            key=f"rad-{row.pk}-{code}",
            label=f"-{name}" if row.role == GoalRowRole.GROUP else name,
            role="breakdown",
            where=Coordinates(indicator=where.indicator, unit=where.unit, breakdown=code),
        )


def indicator_table(
    section: Section, municipal: MunicipalGoal, spec: TableSpec, goals: Sequence[Goal], tree: GoalTree
) -> TableNode:
    """The table of one municipal goal, with goal and status printed once per goal."""
    rows: dict[int, GoalRow] = {}
    place = 0
    for goal in goals:
        place = _goal_rows(section, goal, tree, rows, place)
    composer = TableComposer(spec, tree.sources, f"tabell-{section.key}-{municipal.code}", goal_rows=rows)
    return composer.node()


def _goal_rows(section: Section, goal: Goal, tree: GoalTree, rows: dict[int, GoalRow], start: int) -> int:
    """Puts the goal's rows into `rows` from `start` on; returns where the next goal begins."""
    judged = {(each.row.pk, each.breakdown): each.judgement for each in tree.judged(goal)}
    assessed = tree.sources.assessments.get(goal.pk)
    kept: list[tuple[str, str]] = []
    for shown in shown_rows(section, goal, tree.sources):
        for code in ["total", *(code for code, _name in shown.parts)]:
            judgement = judged.get((shown.row.pk, code))
            kept.append((judgement.status, judgement.reason) if judgement else ("", ""))
    for offset, (status, reason) in enumerate(kept):
        rows[start + offset] = GoalRow(
            name=goal.name,
            status=assessed.status if assessed else "",
            first=offset == 0,
            rows=len(kept),
            suggested=status,
            reason=reason,
        )
    return start + len(kept)
