"""Strategic assignments as tables: columns, groups and what a report leaves out."""

import pytest

from indicators.assessing import record_assignment_status
from reports.composing import compose_report
from reports.declarations import DeclarationError, read_template
from tests.factories import AssignmentFactory, UserFactory
from tests.reports.worlds import report_of, template

APART = {"key": "uppdrag", "kind": "assignments", "columns": ["label", "status", "comment"]}


@pytest.fixture
def assignments(db):
    """Two assignments of one group and one of another."""
    told = [("Gemensamma", "1", "Minska sjukfrånvaron"), ("Gemensamma", "2", "Spara"), ("Egna", "1", "Utred köken")]
    return [
        AssignmentFactory(code=f"u{at}", group=group, number=number, text=text, order=at)
        for at, (group, number, text) in enumerate(told)
    ]


def composed(**changes):
    return compose_report(report_of(template({**APART, **changes})))


def texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_status_and_comment_stand_in_columns_of_their_own(assignments):
    report = report_of(template(APART))
    record_assignment_status(
        assignment=assignments[0],
        occasion=report.occasion,
        state="ongoing",
        comment="Pågår hela året.",
        by=UserFactory(),
    )
    first, _second = compose_report(report).tables()
    assert [cell.text for cell in first.head[0]] == ["Gemensamma", "Status", "Kommentar"]
    assert texts(first) == [["1. Minska sjukfrånvaron", "Pågår", "Pågår hela året."], ["2. Spara", "", ""]]


def test_all_groups_may_share_a_table_and_the_later_ones_have_a_row_for_their_name(assignments):
    [table] = composed(one_table=True).tables()
    assert [(row.role, row.cells[0].text) for row in table.rows] == [
        ("line", "1. Minska sjukfrånvaron"),
        ("line", "2. Spara"),
        ("group", "Egna"),
        ("line", "1. Utred köken"),
    ]
    assert {len(row.cells) for row in table.rows} == {3}


def test_each_group_may_have_a_heading_of_its_own_under_another_name(assignments):
    report = composed(columns=["label"], group_heading="{group}", groups={"Egna": "Nämndspecifika"})
    [chapter] = report.sections
    assert [(child.heading, child.level) for child in chapter.children] == [("Gemensamma", 3), ("Nämndspecifika", 3)]
    assert [texts(table) for table in report.tables()] == [
        [["1. Minska sjukfrånvaron"], ["2. Spara"]],
        [["1. Utred köken"]],
    ]


def test_a_report_leaves_out_the_assignments_that_it_does_not_list(assignments):
    [table] = composed(without=["u1", "u2"]).tables()
    assert texts(table) == [["1. Minska sjukfrånvaron", "", ""]]


def test_without_assignments_there_is_no_table(db):
    assert list(composed(one_table=True).tables()) == []


def test_columns_that_nobody_knows_are_refused_with_the_choices():
    with pytest.raises(DeclarationError, match=r"”label, datum”.*label, status, comment"):
        read_template(template({**APART, "columns": ["label", "datum"]}))
