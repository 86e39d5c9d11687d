"""What is missing before a report can be approved and adopted, in words; the acts obey the list that the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from indicators.judging import RowJudgement
from indicators.models import Goal, Indicator, MeasuringSchedule, RecordingFinding
from indicators.models.choices import FindingLevel, Role
from reports.approval.composed import Composed, Thing
from reports.approval.content import goal_section
from reports.approval.goals import judged
from reports.approval.states import State
from reports.declarations import Section
from reports.models import ReportStep
from reports.nodes import GoalNode
from vss_portal.dates import long_date


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: a sentence, where to mend it, who answers for it. `check` is the finding's key."""

    text: str
    url: str
    responsible: str
    check: int = 0


@dataclass(frozen=True)
class Finding:
    """A check's error on a figure that the report shows, and what was said about it."""

    pk: int
    text: str
    fact: int
    answer: ReportStep | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has explained or accepted it."""
        return self.answer is None


@dataclass(frozen=True)
class Gate:
    """What is missing, and what is done, counted."""

    missing: list[Missing]
    goals_done: int
    sections_done: int

    @property
    def is_open(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def done(self) -> str:
        """The last line of the list."""
        return f"Allt annat är klart: {self.sections_done} avsnitt, {self.goals_done} mål."


def gate(now: Composed, *, adopting: bool = False) -> Gate:
    """What is missing before the report can be approved; with `adopting` also the approval itself."""
    plans = _plans(now)
    goals = [list(_of_goal(now, goal, plans)) for goal in now.goals]
    sections = [list(_of_section(now, section, thing)) for section, thing in now.section_things]
    found = [line for lines in [*goals, *sections] for line in lines] + list(_of_checks(now))
    if adopting:
        found += list(_of_report(now))
    return Gate(found, sum(not lines for lines in goals), sum(not lines for lines in sections))


def _plans(now: Composed) -> dict[int, MeasuringSchedule]:
    """The measuring schedule of each indicator that holds in the report's year."""
    rows = MeasuringSchedule.objects.filter(
        indicator__organisation=now.report.organisation, from_year__lte=now.report.year
    )
    return {row.indicator_id: row for row in rows.order_by("from_year")}


def _of_goal(now: Composed, goal: Goal, plans: dict[int, MeasuringSchedule]) -> Iterator[Missing]:
    thing = now.goal_thing(goal)
    url = reverse("goal_assessment", args=[now.report.slug, goal.code])
    rows, _suggestion = judged(now, goal)
    responsible = _answers_for(now, goal)
    if not goal.municipal_goal.name.strip():
        yield Missing(f"Mål {goal.name}: kedjan till ett kommunövergripande mål saknas", url, "huvudcontroller")
    for row in rows:
        if row.row.indicator and not _is_told(now, row) and _is_due(now, plans.get(row.row.indicator.pk)):
            text = f"Mål {goal.name}: {_label(now, row)} ska mätas nu men har varken värde eller orsak"
            yield Missing(text, url, _responsible_unit(now, row.row.indicator))
    assessed = now.composer.sources.assessments.get(goal.pk)
    if assessed is None or not assessed.status:
        yield Missing(f"Mål {goal.name}: bedömning saknas", url, responsible)
        return
    if told := _unmotivated(now, goal):
        yield Missing(f"Mål {goal.name}: {told}", url, responsible)
    if thing.state != State.APPROVED:
        who = "förvaltningschef" if thing.state in (State.WITH_DIRECTOR, State.CHANGED) else responsible
        yield Missing(f"Mål {goal.name}: inte godkänt ({thing.state_word.lower()})", url, who)


def _is_told(now: Composed, row: RowJudgement) -> bool:
    """Whether there is a value, or a reason that there is none, of the report's own month or of the whole year."""
    if row.outcome is None:
        return False
    slot = row.outcome.slot
    return slot.year == now.report.year and (slot.span == "full_year" or slot.month == now.report.month)


def _unmotivated(now: Composed, goal: Goal) -> str:
    """What a judgement without words lacks; nothing where it needs none."""
    section = goal_section(now.node, goal.code)
    blocks = [block for block in (section.blocks if section else []) if isinstance(block, GoalNode)]
    lacking = [block for block in blocks if block.lacks_motivation]
    if any(block.deviates for block in lacking):
        return "bedömningen avviker från indikatorerna utan motivering"
    return "ingen av indikatorerna kan bedömas, och motivering saknas" if lacking else ""


def _is_due(now: Composed, plan: MeasuringSchedule | None) -> bool:
    """Whether the measuring schedule says that its indicator is measured in the report's month."""
    return plan is not None and not plan.judged_at_year_end_only and plan.due_in(now.report.month)


def _label(now: Composed, row: RowJudgement) -> str:
    code = row.row.indicator.code if row.row.indicator else ""
    name = (row.row.label or now.composer.sources.indicators[code].name).lstrip("-")
    return ", ".join(filter(None, (name, row.row.part_beside(name, row.breakdown))))


def _answers_for(now: Composed, goal: Goal) -> str:
    """The unit of the goal's first indicator."""
    first = next((row.indicator for row in goal.rows.all() if row.indicator), None)
    return _responsible_unit(now, first) if first else "huvudcontroller"


def _responsible_unit(now: Composed, indicator: Indicator) -> str:
    unit = indicator.responsible_unit
    return now.composer.sources.named(unit.code) if unit else "huvudcontroller"


def _of_section(now: Composed, section: Section, thing: Thing) -> Iterator[Missing]:
    if thing.state == State.READY or (not section.required and not thing.begun):
        return
    url = reverse("section_text", args=[now.report.slug, section.key])
    responsible = str(Role(section.responsible).label) if section.responsible else "huvudcontroller"
    duty = now.duties.get(section.key)
    if duty and duty.person:
        responsible = duty.person.display_name
    due = f", klart senast {long_date(duty.due_on)}" if duty and duty.due_on else ""
    yield Missing(f"Avsnitt {thing.name}: {thing.state_word.lower()}, inte klart", url, f"{responsible}{due}")


def findings(now: Composed) -> list[Finding]:
    """The errors that were recorded on the figures that the report shows or computes from."""
    shown = {revision: fact for fact, revision in _figures(now)}
    rows = RecordingFinding.objects.filter(revision__in=list(shown), level=FindingLevel.ERROR).order_by("pk")
    answers = now.check_steps()
    return [Finding(row.pk, row.text, shown[row.revision_id], answers.get(str(row.pk))) for row in rows]


def _figures(now: Composed) -> Iterator[tuple[int, int]]:
    yield from now.figures()
    for item in now.report_thing.items:
        yield from item.behind


def _of_checks(now: Composed) -> Iterator[Missing]:
    for found in findings(now):
        if found.is_open:
            yield Missing(f"Kontroller, fel: {found.text}", reverse("figure", args=[found.fact]), "", found.pk)


def _of_report(now: Composed) -> Iterator[Missing]:
    thing = now.report_thing
    if thing.state != State.APPROVED:
        url = reverse("report_approval", args=[now.report.slug])
        yield Missing(f"Rapporten är inte godkänd ({thing.state_word.lower()})", url, "förvaltningschef")
