"""What one report prints otherwise of the goal tree: headings without areas, tables without headings, other rows."""

import pytest

from indicators.models import GoalIndicator
from indicators.models.choices import Measure
from reports.approval.composed import composed as composed_now
from reports.composing import compose_report
from reports.declarations import DeclarationError, read_template
from reports.models import Report
from reports.nodes import GoalNode
from tests.factories import GoalAreaFactory, GoalFactory, IndicatorFactory, MunicipalGoalFactory, an_act, breakdown
from tests.reports import judging
from tests.reports.worlds import report_of, template

TABLES = {
    "key": "indikatorer",
    "kind": "indicator_tables",
    "area_heading": "Målområde: {area}",
    "columns": [
        {"key": "goal", "kind": "goal", "heading": "Mål"},
        {"key": "label", "kind": "label", "heading": "Indikator"},
        {"key": "ar", "heading": "{year}", "span": "latest"},
    ],
}


@pytest.fixture
def goal(db):
    """A goal with two indicators, the first by sex."""
    municipal = MunicipalGoalFactory(area=GoalAreaFactory(name="Medarbetare"), name="Attraktiv arbetsgivare")
    made = GoalFactory(municipal_goal=municipal, name="Goda arbetsplatser", description="Alla trivs.")
    for at, code in enumerate(("sjuk", "hme")):
        indicator = IndicatorFactory(code=code, measure=Measure.PERCENT)
        row = GoalIndicator.objects.create(goal=made, order=at, indicator=indicator, label=code.upper())
        if code == "sjuk":
            row.breakdowns.set([breakdown("men"), breakdown("women")])
    return made


def composed(**changes):
    return compose_report(report_of(template({**TABLES, **changes})))


def labels(report):
    [table] = report.tables()
    return [next(cell.text for cell in row.cells if cell.kind == "label") for row in table.rows]


def test_without_changes_the_rows_are_those_of_the_tree(goal):
    assert labels(composed()) == ["SJUK", "Män", "Kvinnor", "HME"]


def test_a_report_may_name_a_row_otherwise_divide_it_otherwise_or_leave_it_out(goal):
    changes = {"sjuk": {"label": "Total sjukfrånvaro (%)", "breakdowns": []}, "hme": {"breakdowns": ["women", "men"]}}
    assert labels(composed(rows=changes)) == ["Total sjukfrånvaro (%)", "HME", "Kvinnor", "Män"]
    assert labels(composed(rows={"sjuk": {"hidden": True}})) == ["HME"]


def test_the_goal_spans_the_rows_that_are_left(goal):
    [table] = composed(rows={"sjuk": {"breakdowns": []}}).tables()
    assert table.rows[0].cells[0].rowspan == 2
    assert [cell.kind for cell in table.rows[1].cells[:1]] == ["label"]


def test_without_a_heading_for_municipal_goals_the_table_stands_under_the_area(goal):
    report = composed(caption="Kommunövergripande mål: {municipal_goal}")
    assert [section.heading for section in report.walk()] == ["Kapitel", "Målområde: Medarbetare"]
    assert [table.caption for table in report.tables()] == ["Kommunövergripande mål: Attraktiv arbetsgivare"]


def test_with_a_heading_for_municipal_goals_the_table_stands_under_it(goal):
    report = composed(municipal_heading="{municipal_goal}")
    assert [(s.heading, s.level, len(s.blocks)) for s in report.walk()][1:] == [
        ("Målområde: Medarbetare", 3, 0),
        ("Attraktiv arbetsgivare", 4, 1),
    ]


def test_goals_may_stand_without_areas_and_tell_their_description(goal):
    goals = {"key": "mal", "kind": "goals", "goal_heading": "{area}; {goal}; {description}"}
    report = compose_report(report_of(template(goals)))
    assert [section.heading for section in report.walk()][1:] == ["Medarbetare; Goda arbetsplatser; Alla trivs."]


def test_a_goal_without_description_leaves_no_separator_behind(goal):
    goal.description = ""
    with an_act():
        goal.save()
    goals = {"key": "mal", "kind": "goals", "goal_heading": "{goal}; {description}"}
    report = compose_report(report_of(template(goals)))
    assert [section.heading for section in report.walk()][1:] == ["Goda arbetsplatser"]


@pytest.mark.parametrize(
    ("rows", "fault"), [({"sjuk": {"namn": "x"}}, "rows › sjuk.*namn"), ({"sjuk": "dold"}, "rows › sjuk.*”dold”")]
)
def test_a_change_that_nobody_knows_is_refused_with_its_place(rows, fault):
    with pytest.raises(DeclarationError, match=fault):
        read_template(template({**TABLES, "rows": rows}))


def test_goals_are_judged_alike_in_a_report_that_has_no_table_of_their_indicators(reference):
    report = judging.again(Report.objects.get(slug="delarsrapport-2024-08"))
    whole = _suggested(composed_now(report).node)
    declaration = report.template_version.declaration
    report.template_version.declaration = {
        **declaration,
        "sections": [each for each in declaration["sections"] if each["key"] == "mal-och-inriktning"],
    }
    assert _suggested(composed_now(report).node) == whole
    assert len({status for _goal, status, _reason in whole}) > 1


def _suggested(node):
    blocks = (block for section in node.walk() for block in section.blocks if isinstance(block, GoalNode))
    return [(block.code, block.suggested, block.reason) for block in blocks]
