"""A report as it is now: its tree, the judged goals, its log, and how every part stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from indicators.models import Goal
from reports.approval import content
from reports.approval.content import Item
from reports.approval.difference import Change, difference
from reports.approval.states import WORDS, State, holding, standing, state_of
from reports.composing.compose import Composer
from reports.composing.goals import GoalTree
from reports.composing.sources import load_sources
from reports.declarations import WRITTEN, Section, Template, template_of
from reports.models import FrozenReport, Report, ReportStep, Scope, SectionDuty, StepKind
from reports.nodes import GoalNode, ReportNode, SectionNode, TextNode
from reports.texts import is_empty
from reports.working.reading import duties_of


class KeptContents:
    """What the steps of a log were about, read in one query when the first is asked for: most pages need none."""

    def __init__(self, report: Report) -> None:
        """Nothing is read before somebody asks."""
        self._report = report

    @cached_property
    def _all(self) -> dict[int, list[dict[str, Any]]]:
        return dict(ReportStep.objects.filter(report=self._report).exclude(fingerprint="").values_list("pk", "content"))

    def of(self, step: ReportStep) -> list[Item]:
        """The content that the step was about."""
        return content.restored(self._all[step.pk])


@dataclass(frozen=True)
class Thing:
    """A goal, a section or the report: what it shows now, its steps, and how it stands."""

    scope: Scope
    key: str
    name: str
    items: list[Item] = field(repr=False)
    steps: list[ReportStep] = field(repr=False)
    kept: KeptContents = field(repr=False)
    begun: bool
    adopted: bool = False

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of what is shown now."""
        return content.fingerprint(self.items)

    @cached_property
    def state(self) -> State:
        """How it stands now."""
        if self.adopted:
            return State.ADOPTED
        state = state_of(self.steps, self.fingerprint, begun=self.begun)
        return State.DRAFT if self.scope == Scope.REPORT and state == State.EMPTY else state

    @property
    def state_word(self) -> str:
        """How it stands, in the words of the screen."""
        return WORDS[self.scope].get(self.state, self.state.value)

    @property
    def holding(self) -> ReportStep | None:
        """The approval that holds."""
        return holding(self.steps, self.fingerprint)

    @property
    def last_approval(self) -> ReportStep | None:
        """The newest approval that nobody has ended by an act of their own, whether it holds or not."""
        return next(reversed(standing(self.steps)), None)

    @property
    def last_return(self) -> ReportStep | None:
        """The return that waits for an answer."""
        last = self.steps[-1] if self.steps else None
        return last if last is not None and last.kind == StepKind.RETURNED else None

    @cached_property
    def decided_on(self) -> ReportStep | None:
        """The step whose content the approver last decided on: what they approved, or what they sent back."""
        returned = max((at for at, step in enumerate(self.steps) if step.kind == StepKind.RETURNED), default=0)
        seen = [step for step in self.steps[:returned] if step.fingerprint]
        return self.last_approval or next(reversed(seen), None)

    @cached_property
    def changes(self) -> list[Change]:
        """What is shown otherwise than when it was last approved (or marked ready), or sent back."""
        before = self.decided_on
        if before is None or before.fingerprint == self.fingerprint:
            return []
        return difference(self.kept.of(before), self.items)

    @property
    def answered(self) -> ReportStep | None:
        """The return that a new proposal answers."""
        if self.last_approval is not None:
            return None
        return next((step for step in reversed(self.steps) if step.kind == StepKind.RETURNED), None)


@dataclass
class Composed:
    """A report composed once for a page or an act."""

    report: Report
    template: Template
    composer: Composer
    steps: list[ReportStep]
    frozen: list[FrozenReport]

    @cached_property
    def node(self) -> ReportNode:
        """The report's tree, made when the first asks: an act that only writes a proposal never does."""
        return self.composer.compose()

    @cached_property
    def kept(self) -> KeptContents:
        """What the steps were about."""
        return KeptContents(self.report)

    @property
    def tree(self) -> GoalTree:
        """The goals with what their indicators point to."""
        return self.composer.tree

    @property
    def goals(self) -> list[Goal]:
        """The year's goals that the report has a section for, in printed order."""
        shown = {block.code for section in self.node.walk() for block in section.blocks if isinstance(block, GoalNode)}
        return [goal for goal in self.composer.sources.goals if goal.code in shown]

    def goal(self, code: str) -> Goal | None:
        """The goal with the code, where the report shows it."""
        return next((goal for goal in self.goals if goal.code == code), None)

    def goal_thing(self, goal: Goal) -> Thing:
        """The goal as the report shows it."""
        section = content.goal_section(self.node, goal.code)
        begun = bool(section) and any(_begun(block) for block in section.blocks) if section else False
        items = content.goal_items(self.node, goal.code)
        return Thing(Scope.GOAL, goal.code, goal.name, items, self._steps(Scope.GOAL, goal.code), self.kept, begun)

    @cached_property
    def goal_things(self) -> list[Thing]:
        """All goals of the report."""
        return [self.goal_thing(goal) for goal in self.goals]

    @cached_property
    def adopted(self) -> bool:
        """Whether the report is adopted, and no revision of it begun since."""
        begun = sum(step.kind == StepKind.REVISION for step in self._steps(Scope.REPORT, ""))
        return len(self.frozen) > begun

    @cached_property
    def report_thing(self) -> Thing:
        """The report as a whole; steps before the newest revision was begun no longer count."""
        steps = self._steps(Scope.REPORT, "")
        begun = max((place for place, step in enumerate(steps) if step.kind == StepKind.REVISION), default=-1)
        items = content.report_items(self.node)
        return Thing(Scope.REPORT, "", self.report.title, items, steps[begun + 1 :], self.kept, True, self.adopted)

    @cached_property
    def text_sections(self) -> list[Section]:
        """The sections that are written, without the goals' texts."""
        return [section for section in self.template.walk() if section.kind in WRITTEN]

    def section(self, key: str) -> Section | None:
        """The written section with the key."""
        return next((section for section in self.text_sections if section.key == key), None)

    def section_thing(self, section: Section) -> Thing:
        """A written section with what stands under the same heading."""
        node = self.node_with(section.key)
        items = content.ready_items(node) if node else []
        begun = not is_empty(self.composer.sources.texts.get(section.key, {}))
        steps = self._steps(Scope.SECTION, section.key)
        return Thing(Scope.SECTION, section.key, self.heading_of(section), items, steps, self.kept, begun)

    @cached_property
    def section_things(self) -> list[tuple[Section, Thing]]:
        """All written sections."""
        return [(section, self.section_thing(section)) for section in self.text_sections]

    def node_with(self, key: str) -> SectionNode | None:
        """The section of the tree in which the text with the key stands."""
        return self._places.get(key)

    def heading_of(self, section: Section) -> str:
        """The heading over the text; where several are called the same, with the one above it."""
        node = self.node_with(section.key)
        if node is None:
            return section.heading or section.key
        above = self._above.get(id(node))
        alone = self._headings[node.heading] == 1
        return node.heading if alone or above is None else f"{above.heading} › {node.heading}"

    # Looked up for every section of a long report: the tree is walked once.

    @cached_property
    def _places(self) -> dict[str, SectionNode]:
        walked = [(block, node) for node in self.node.walk() for block in node.blocks]
        return {block.key: node for block, node in reversed(walked) if isinstance(block, TextNode)}

    @cached_property
    def _above(self) -> dict[int, SectionNode]:
        return {id(child): node for node in self.node.walk() for child in node.children}

    @cached_property
    def _headings(self) -> Counter[str]:
        return Counter(node.heading for node in self.node.walk())

    @cached_property
    def duties(self) -> dict[str, SectionDuty]:
        """Who answers for which section by name, and until when."""
        return duties_of(self.report)

    def check_steps(self) -> dict[str, ReportStep]:
        """The latest step about each check."""
        return {step.key: step for step in self.steps if step.scope == Scope.CHECK}

    def _steps(self, scope: Scope, key: str) -> list[ReportStep]:
        return [step for step in self.steps if step.scope == scope and step.key == key]

    def figures(self) -> Iterator[tuple[int, int]]:
        """Fact and revision of every figure that the report shows."""
        for item in self.report_thing.items:
            if item.fact:
                yield item.fact, item.revision


def _begun(block: object) -> bool:
    if isinstance(block, GoalNode):
        return bool(block.status or block.motivation)
    return isinstance(block, TextNode) and not is_empty(block.content)


def composed(report: Report) -> Composed:
    """The report as it is now, with its log. What it shows is composed once, when it is first asked for."""
    template = template_of(report.template_version).in_year(report.year)
    composer = Composer(template, load_sources(report, known_on=report.known_on))
    log = ReportStep.objects.filter(report=report).select_related("recorded_by").defer("content")
    steps = list(log.order_by("number"))
    frozen = list(FrozenReport.objects.filter(report=report).defer("payload").order_by("number"))
    return Composed(report, template, composer, steps, frozen)
