"""A table that is split within a goal's rows: the goal's name stands again, for the eye only."""

import re

import pikepdf
import pytest
from weasyprint.formatting_structure import boxes

from reports.nodes import BodyCell, BodyRow, HeadCell, NoteNode, TableNode
from reports.rendering.engine import lay_out, render
from reports.rendering.print import moment, print_html
from tests.pdf import made
from tests.pdf.layout import sheets
from tests.pdf.structure import attribute, inside, tagged

GOALS, ROWS = 9, 11
# A table of so many has room on its page, but not its notes.
ROWS_OF_A_PAGE = 39


def goals():
    """A table of goals with eleven rows each."""
    head = (HeadCell("Förvaltningsmål", "goal"), HeadCell("Indikator", "label"), HeadCell("Utfall"))
    rows = []
    for goal in range(GOALS):
        for row in range(ROWS):
            name = BodyCell(f"Målet {goal} om en god och rättssäker service", "goal", "goal", rowspan=ROWS)
            first = (name,) if row == 0 else ()
            rows.append(BodyRow("line", (*first, made.label(f"Rad {goal}:{row}"), made.figure(row, 0, "utfall"))))
    return TableNode(
        "mal", "tabell-mal", "Mål", 1, (head,), tuple(rows), columns=("goal", "label", "utfall"), label_column=1
    )


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    node = made.report(made.section("k", "Kapitel", goals()))
    path = tmp_path_factory.mktemp("mal") / "mal.pdf"
    path.write_bytes(render(print_html(node, embedded=False), dated=moment(node)))
    return path


def first_row(sheet):
    """The goal and row of the first line of figures on a page."""
    return next(re.search(r"Rad (\d):(\d+)", " ".join(w.text for w in line)) for line in sheet.lines if "Rad" in
                [w.text for w in line])  # fmt: skip


def test_a_goal_that_goes_on_has_its_name_again_at_the_top(split):
    pages = [sheet for sheet in sheets(split) if any(word.text == "Rad" for word in sheet.words)]
    assert len(pages) >= 3
    within = [sheet for sheet in pages if first_row(sheet)[2] != "0"]
    assert within
    for sheet in pages:
        text = " ".join(word.text for word in sheet.words)
        assert ("(forts.)" in text) == (sheet in within)
        named = [line for line in sheet.lines if any(word.text == "Målet" for word in line)]
        assert next(word.text for word in named[0][1:] if word.text.isdecimal()) == first_row(sheet)[1]


def test_it_is_read_once_and_heads_all_its_rows(split):
    with pikepdf.open(split) as pdf:
        [table] = tagged(pdf, "Table")
        heads = [head for head in inside(table, "TH") if attribute(head, "/Scope") == "/Row"]
        assert len(heads) == GOALS + GOALS * ROWS
        assert all(len(row.pdf.K) == 2 + (number % ROWS == 0) for number, row in enumerate(inside(table, "TR")[1:]))
        figures = inside(table, "TD")
        assert {len(figure.pdf.A.Headers) for figure in figures} == {3}


def tables_of(*blocks):
    """Each page's part of a table, as it is drawn."""
    html = print_html(made.report(made.section("k", "Kapitel", *blocks)), embedded=False)
    pages = [page._page_box for page in lay_out(html).pages]
    return [box for page in pages for box in page.descendants() if isinstance(box, boxes.TableBox)]


def going_on(table):
    """The cells that have rows on the next page."""
    rows = table.children[-1].children
    return [cell for number, row in enumerate(rows) for cell in row.children if number + cell.rowspan > len(rows)]


def test_a_table_that_goes_on_has_no_rule_at_the_foot_of_the_page():
    parts = tables_of(goals())
    assert len(parts) >= 3
    assert [part.border_bottom_width > 0 for part in parts] == [False] * (len(parts) - 1) + [True]
    cells = [cell for part in parts for cell in going_on(part)]
    assert cells
    assert all(cell.border_bottom_width == 0 for cell in cells)


def test_nor_has_one_that_was_cut_short_because_its_notes_had_no_room():
    notes = tuple(NoteNode("*" * number, "En fotnot.") for number in range(1, 13))
    first, last = tables_of(made.table("t", rows=ROWS_OF_A_PAGE, columns=2, notes=notes))
    assert len(first.children[-1].children) == ROWS_OF_A_PAGE - 2
    assert first.border_bottom_width == 0
    assert last.border_bottom_width > 0
