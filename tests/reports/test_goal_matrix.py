"""The goals with their decided status: as a table (the goal matrix), and as a chart with a mark for each."""

import datetime as dt

import pytest

from indicators.assessing import record_assessment
from reports.composing import compose_report
from reports.declarations import DeclarationError, read_template
from tests.factories import DocumentFactory, GoalAreaFactory, GoalFactory, MunicipalGoalFactory, UserFactory, at
from tests.reports.worlds import report_of, template

MATRIX = {"key": "mal", "kind": "goal_matrix", "caption": "Mål {year}", "area_heading": "Måluppfyllelse: Nämndmål"}


@pytest.fixture
def goals(db):
    """Two goals of one area and one of another, in 2024."""
    first, second = GoalAreaFactory(name="Ekonomi", order=1), GoalAreaFactory(name="Medarbetare", order=2)
    economy = MunicipalGoalFactory(area=first)
    names = [(economy, "Inköp"), (economy, "Kontroll"), (MunicipalGoalFactory(area=second), "Arbetsplatser")]
    return [GoalFactory(municipal_goal=m, name=name, order=number) for number, (m, name) in enumerate(names)]


def matrix(**changes):
    [table] = compose_report(report_of(template({**MATRIX, **changes}))).tables()
    return table


def test_the_area_is_printed_once_over_its_goals(goals):
    rows = [[(cell.text, cell.rowspan) for cell in row.cells[:-1]] for row in matrix().rows]
    assert rows == [[("Ekonomi", 2), ("Inköp", 1)], [("Kontroll", 1)], [("Medarbetare", 1), ("Arbetsplatser", 1)]]


def judged(report, goal):
    record_assessment(
        goal=goal,
        occasion=report.occasion,
        step="reproduced",
        status="partly",
        motivation="Resultatet når inte budget, men är bättre än förra året.",
        suggestion=None,
        inputs=[],
        by=UserFactory(),
        document=DocumentFactory(),
        recorded_at=at(dt.date(2024, 9, 15)),
    )


def test_a_goal_has_its_decided_status_and_one_without_says_so(goals):
    report = report_of(template(MATRIX))
    judged(report, goals[1])
    [table] = compose_report(report).tables()
    cells = [row.cells[-1] for row in table.rows]
    assert [(cell.text, cell.status) for cell in cells] == [
        ("Inte bedömt", ""),
        ("Uppfylls delvis", "partly"),
        ("Inte bedömt", ""),
    ]


def test_the_overview_has_a_mark_for_each_goal_and_the_counts_as_its_table(goals):
    report = report_of(template({"key": "Laget", "kind": "chart", "chart": {"type": "statuses"}}))
    judged(report, goals[1])
    [chart] = compose_report(report).charts()
    assert chart.caption == "Målens läge 31 augusti 2024"
    assert chart.svg.count("<g ") == 5 + 3  # a mark for each kind in the legend, and one for each goal
    assert "0 uppfylls, 1 uppfylls delvis, 0 uppfylls ej, 0 kan ej bedömas, 2 inte bedömt" in chart.alt
    rows = [[cell.text for cell in row.cells] for row in chart.table.rows]
    assert rows == [
        ["Ekonomi", "0", "1", "0", "0", "1"],
        ["Medarbetare", "0", "0", "0", "0", "1"],
        ["Alla mål", "0", "1", "0", "0", "2"],
    ]


def test_a_year_without_goals_draws_no_overview(db):
    report = report_of(template({"key": "laget", "kind": "chart", "chart": {"type": "statuses"}}))
    assert list(compose_report(report).charts()) == []


def test_one_heading_over_area_and_goal_leaves_the_goals_own_to_be_read_aloud(goals):
    assert [(cell.text, cell.hidden) for cell in matrix().head[0]] == [
        ("Måluppfyllelse: Nämndmål", False),
        ("Mål", True),
        ("Bedömning", False),
    ]
    assert not matrix(goal_heading="Nämndmål").head[0][1].hidden


def test_a_year_without_goals_has_an_empty_table(db):
    assert matrix().rows == ()


def test_a_matrix_has_no_columns_to_declare():
    with pytest.raises(DeclarationError, match="columns"):
        read_template(template({**MATRIX, "columns": [{"key": "ar", "heading": "{year}"}]}))
