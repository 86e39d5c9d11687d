"""The goal matrix: a row per goal, its area once, and the decided status."""

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


def test_a_goal_has_its_decided_status_and_one_without_says_so(goals):
    report = report_of(template(MATRIX))
    record_assessment(
        goal=goals[1],
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
    [table] = compose_report(report).tables()
    cells = [row.cells[-1] for row in table.rows]
    assert [(cell.text, cell.status) for cell in cells] == [
        ("Inte bedömt", ""),
        ("Uppfylls delvis", "partly"),
        ("Inte bedömt", ""),
    ]


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
