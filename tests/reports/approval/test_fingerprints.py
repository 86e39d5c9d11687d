"""An approval holds exactly while the content that it approved is what is shown."""

import pytest

from reports.approval import goals
from reports.approval.composed import composed
from reports.approval.content import Item, fingerprint, goal_items, report_items, section_items
from reports.approval.difference import difference
from reports.approval.states import State
from reports.approval.steps import StepRefused
from reports.nodes import BodyCell, BodyRow, HeadCell, SectionNode, TableNode
from reports.texts import document
from reports.writing import write_text
from tests.reports import judging

GOAL = "goda-arbetsplatser"


@pytest.fixture
def report(reference):
    return judging.start()


@pytest.fixture
def approved(report):
    judging.propose(report, GOAL)
    judging.approve(report, GOAL)
    return report


def test_every_item_of_a_report_has_a_key_of_its_own(report):
    items = report_items(composed(report).node)
    assert len({item.key for item in items}) == len(items)


def test_the_same_report_composed_twice_has_the_same_fingerprint(report):
    first, second = (report_items(composed(report).node) for _ in range(2))
    assert fingerprint(first) == fingerprint(second)


def test_a_change_in_a_table_is_named_by_all_that_stands_over_its_column():
    head = (
        (HeadCell("Verksamhet", "label", rowspan=2), HeadCell("Helår 2024", colspan=2), HeadCell("2023", rowspan=2)),
        (HeadCell("Prognos"), HeadCell("Budget")),
    )
    cells = [BodyCell("VO HR", "label", "label"), *(BodyCell(str(at), "figure", key) for at, key in enumerate("abc"))]
    table = TableNode("t", "t", "Resultat", head=head, columns=("label", *"abc"), rows=(BodyRow("line", tuple(cells)),))
    items = section_items(SectionNode("s", "Resultat", 2, "s", blocks=[table]))
    assert [item.label for item in items][-3:] == [
        "VO HR, Helår 2024, Prognos",
        "VO HR, Helår 2024, Budget",
        "VO HR, 2023",
    ]


def test_a_goal_shows_its_own_rows_of_the_indicator_table_and_no_other_goals(report):
    labels = {item.label for item in goal_items(composed(report).node, GOAL)}
    assert any("Total sjukfrånvaro" in label for label in labels)
    assert not any("Svarsservice" in label for label in labels)


def test_an_approved_goal_is_approved(approved):
    assert judging.thing(approved, GOAL).state == State.APPROVED


def test_a_corrected_figure_ends_the_approval_and_shows_old_and_new(approved):
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    part = judging.thing(approved, GOAL)
    assert part.state == State.CHANGED
    assert any((change.old, change.new) == ("6,3", "6,9") for change in part.changes)


def test_a_corrected_figure_leaves_the_approvals_of_other_goals(approved):
    judging.propose(approved, "god-service")
    judging.approve(approved, "god-service")
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    assert judging.thing(approved, "god-service").state == State.APPROVED


def test_a_figure_changed_back_makes_the_approval_hold_again_and_both_stand_in_the_log(approved):
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    judging.correct("sjuk", "6,3", year=2023, span="full_year", reason="Rätt från början")
    part = judging.thing(approved, GOAL)
    assert part.state == State.APPROVED
    assert part.changes == []


def test_another_text_ends_the_approval(approved):
    write_text(report=approved, key=f"goal:{GOAL}", content=document("Helt andra ord."), by=judging.editor())
    part = judging.thing(approved, GOAL)
    assert part.state == State.CHANGED
    assert any(change.new == "Helt andra ord." for change in part.changes)


def test_a_bold_word_ends_the_approval_though_the_words_are_the_same(approved):
    words = f"Arbetet med {GOAL} har fortsatt under **året**."
    write_text(report=approved, key=f"goal:{GOAL}", content=document(words), by=judging.editor())
    assert judging.thing(approved, GOAL).state == State.CHANGED


def test_an_unchanged_text_saved_again_changes_nothing(approved):
    text = f"Arbetet med {GOAL} har fortsatt under året."
    write_text(report=approved, key=f"goal:{GOAL}", content=document(text), by=judging.editor())
    assert judging.thing(approved, GOAL).state == State.APPROVED


def test_an_approval_of_a_content_that_has_changed_since_it_was_read_is_refused(report):
    judging.propose(report, GOAL)
    seen = judging.thing(report, GOAL).fingerprint
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    with pytest.raises(StepRefused, match="ändrades medan du läste"):
        goals.approve(report=report, goal=judging.goal(report, GOAL), by=judging.director(), seen=seen)
    assert judging.thing(report, GOAL).state == State.WITH_DIRECTOR


def test_one_change_of_a_figure_seen_in_several_places_is_one_line():
    before = [
        Item("a", "Sjukfrånvaro, tabell 1", "6,1", "61e-1", 7, 1),
        Item("b", "Sjukfrånvaro", "6,1", "61e-1", 7, 1),
    ]
    after = [Item("a", "Sjukfrånvaro, tabell 1", "6,3", "63e-1", 7, 2), Item("b", "Sjukfrånvaro", "6,3", "63e-1", 7, 2)]
    [change] = difference(before, after)
    assert change.in_words == "Sjukfrånvaro, tabell 1: 6,1 → 6,3, syns på 2 ställen"


def test_a_revision_with_the_same_value_is_the_same_content():
    assert fingerprint([Item("a", "x", "6,1", "61e-1", 7, 1)]) == fingerprint([Item("a", "x", "6,1", "61e-1", 7, 9)])


def test_two_values_that_are_rounded_alike_are_two_contents():
    one, other = Item("a", "x", "6", "61e-1"), Item("a", "x", "6", "62e-1")
    assert fingerprint([one]) != fingerprint([other])
    assert [(change.old, change.new) for change in difference([one], [other])] == [("6,1", "6,2")]
