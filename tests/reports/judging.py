"""The demo's delårsrapport 31 augusti 2024, and its way to the förvaltningschef, for the tests of judgement."""

from indicators.gathering import goals_of
from indicators.judging import unit_of
from indicators.models import Breakdown, Fact, ReportingOccasion, Unit
from indicators.models.choices import AssessmentStep
from indicators.numbers import Number
from indicators.recording import Entry, record_figure, record_figures
from indicators.status import Status
from reports.approval import goals, whole
from reports.approval.composed import composed
from reports.approval.gate import _is_due, _is_told, _plans, findings, gate
from reports.approval.goals import Given
from reports.approval.steps import take_step
from reports.models import Report, ReportTemplate, StepKind
from reports.texts import document
from reports.writing import create_report, write_text
from vss_portal.models import User

SLUG = "delarsrapport-prov-2024-08"
CASE = "KS 2024-100"


def person(username):
    """One of the demo's people, asked for anew: what they may do is kept on the object."""
    return User.objects.get(username=username)


def editor():
    return person("huvudcontroller")


def director():
    return person("forvaltningschef")


def start(slug=SLUG, kind="august"):
    """A delårsrapport of the year, out of the template of August."""
    version = ReportTemplate.objects.get(code="delarsrapport-augusti").versions.order_by("-number").first()
    occasion = ReportingOccasion.objects.get(organisation=version.template.organisation, year=2024, kind=kind)
    return create_report(
        template_version=version,
        slug=slug,
        title="Delårsrapport per den 31 augusti 2024",
        year=2024,
        month=occasion.month,
        by=editor(),
        occasion=occasion,
        case_number=CASE,
    )


def again(report):
    """The report as the database has it."""
    return Report.objects.select_related("organisation", "template_version__template", "occasion").get(pk=report.pk)


def thing(report, code):
    """A goal of the report as it stands now."""
    now = composed(again(report))
    return now.goal_thing(now.goal(code))


def goal(report, code):
    """The goal in its year, without composing the whole report for it."""
    return next(each for each in goals_of(report.organisation, report.year) if each.code == code)


def given(report, code, status=None, **fields):
    """What a proposer writes: what the indicators point to, or another status with a motivation."""
    _rows, suggestion = goals.judged(composed(report), goal(report, code))
    chosen = status or suggestion.status.value
    usual = {"motivation": words_for(suggestion), "text": f"Arbetet med {code} har fortsatt under året."}
    return Given(status=chosen, **(usual | fields))


def words_for(suggestion):
    """Where no indicator can be assessed, only words say what the judgement rests on."""
    return "Årets aktiviteter väger tyngst." if suggestion.status == Status.NOT_ASSESSABLE else ""


def propose(report, code, by=None, **fields):
    """The controller's (here: the editor's) proposal."""
    told = given(report, code, **fields)
    return goals.submit(report=report, goal=goal(report, code), given=told, by=by or editor())


def approve(report, code, by=None):
    seen = thing(report, code).fingerprint
    return goals.approve(report=report, goal=goal(report, code), by=by or director(), seen=seen)


def fill_due(report):
    """Figures of August for every indicator of a goal: the latest known value once more, or that there is none."""
    now = composed(report)
    plans, entries = _plans(now), {}
    for each in now.goals:
        for row in now.tree.judged(each):
            if not _is_told(now, row) and row.row.indicator and _is_due(now, plans.get(row.row.indicator.pk)):
                entry = _entry(now, row)
                entries[(entry.indicator.pk, entry.unit.pk, entry.breakdown.pk)] = entry
    if entries:
        record_figures(entries=list(entries.values()), by=editor(), source="form", label="Augusti", may_unlock=True)


def _entry(now, row):
    indicator = row.row.indicator
    code = unit_of(row.row, now.composer.sources.root)
    number = row.outcome.number if row.outcome else None
    return Entry(
        indicator=indicator,
        unit=Unit.objects.get(organisation=now.report.organisation, code=code),
        breakdown=Breakdown.objects.get(code=row.breakdown),
        year=now.report.year,
        month=now.report.month,
        span="point" if indicator.aggregation == "last" else "ytd",
        **({"number": number} if number else {"marker": "no_data"}),
    )


def write_sections(report):
    """All texts written, where none is yet, and marked ready by the editor."""
    now = composed(report)
    for section, part in now.section_things:
        if not part.begun:
            write_text(report=report, key=section.key, content=document(f"Om {section.key}."), by=editor())
    now = composed(report)
    for _section, part in now.section_things:
        take_step(now=now, thing=part, kind=StepKind.READY, by=editor())


def complete(report, without=()):
    """Everything done but the report's own approval; composed a few times only, since the report is long.

    `without` are the codes of goals that are left as they are.
    """
    fill_due(report)
    write_sections(report)
    propose_all(report, without)
    _step_all(report, StepKind.APPROVED, director(), without)
    now = composed(report)
    for found in findings(now):
        whole.explain_check(report=report, finding=found.pk, reason="Avrundning i det tryckta underlaget.", by=editor())
    return report


def propose_all(report, without=()):
    """The editor's proposals for all goals but those that are left as they are."""
    now = composed(report)
    for each in now.goals:
        if each.code not in without:
            _rows, suggestion = goals.judged(now, each)
            told = Given(
                status=suggestion.status.value,
                motivation=words_for(suggestion),
                text=f"Arbetet med {each.name} har fortsatt.",
            )
            goals._write(now, each, told, AssessmentStep.PROPOSED, editor())
    _step_all(report, StepKind.SUBMITTED, editor(), without)


def _step_all(report, kind, by, without):
    now = composed(report)
    for part in now.goal_things:
        if part.key not in without:
            take_step(now=now, thing=part, kind=kind, by=by)


def approve_whole(report):
    """The editor sends the report, the förvaltningschef approves it."""
    whole.act_on_report(report=report, kind=StepKind.SUBMITTED, by=editor())
    seen = composed(report).report_thing.fingerprint
    return whole.approve_report(report=report, by=director(), seen=seen)


def correct(indicator, value, *, year, unit="vss", breakdown="total", reason="Rättad i efterhand", **where):
    """Correct an outcome in the portal."""
    facts = Fact.objects.filter(
        indicator__code=indicator, unit__code=unit, breakdown__code=breakdown, scenario="outcome", year=year, **where
    )
    return correct_fact(facts.first(), value, reason=reason)


def correct_fact(fact, value, *, reason="Rättad i efterhand", source="form"):
    """Correct one fact; `withheld` hides its value."""
    entry = Entry(
        indicator=fact.indicator,
        unit=fact.unit,
        breakdown=fact.breakdown,
        scenario=fact.scenario,
        vintage=fact.vintage,
        decision=fact.decision,
        basis=fact.basis,
        year=fact.year,
        month=fact.month,
        span=fact.span,
        **({"marker": value} if value == "withheld" else {"number": Number.of(value)}),
        reason=reason,
    )
    return record_figure(entry=entry, by=editor(), source=source, label="Rättelse", may_unlock=True)


def missing(report):
    return [line.text for line in gate(composed(report)).missing]
